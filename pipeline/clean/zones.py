"""Splitting a post by who speaks: title, commentary, body, captions, citations.

The rule, in order:

1. Page furniture goes: share buttons, footers, related links, adverts, credits.
2. Marks such as ■ at the end of a line close an article; a mark before words is a sub-heading.
3. Runs of lines that name an original are citations, wherever they stand.
4. Captions are what the page marks so, what looks so, and English sentences with a Japanese twin.
5. What is left stands in segments between marks and citations. With evidence of a source,
   です・ます at an article's edges and after its end is the blogger's, the rest the article's.
   Without any evidence of a source all of it is the blogger's, unless all of it is である.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from pipeline.clean.captions import find_captions, split_languages, strip_credit
from pipeline.clean.citations import Found, find_citations, name_publisher
from pipeline.clean.drafts import Block
from pipeline.clean.prepare import drop_furniture, split_blocks, take_marks
from pipeline.clean.publishers import matches_address
from pipeline.clean.speakers import assign_speakers
from pipeline.clean.style import read_voice
from pipeline.clean.text import fold, normalise
from pipeline.clean.titles import Heading, parse_title
from pipeline.documents import Citation, Zones


class Parts(NamedTuple):
    """A post's text by zone, and what it cites."""

    zones: Zones
    citations: tuple[Citation, ...]


def split_post(
    title: str | None, blocks: Sequence[Block], zone: ZoneInfo, site: str | None = None
) -> Parts:
    """Split a post's blocks into zones.

    Args:
        title: The full heading as written.
        blocks: The post's content in page order, without its heading and date.
        zone: Zone of dates without one.
        site: An address on the blog's own host; links to it cite nothing.
    """
    heading = parse_title(title or "")
    kept = drop_furniture(split_blocks(blocks), site)
    kept, marks = take_marks(kept)
    found = find_citations(kept, marks, zone, heading)
    captions = find_captions(kept, found.consumed)
    kept = _drop_indents(kept, found)
    heading = _settle_heading(heading, kept, marks, found, captions)
    whose = assign_speakers(kept, marks, found, captions, heading)
    remark = [Block(text=heading.remark)] if heading.remark else []
    caption = [
        strip_credit(line) for i in sorted(captions) for line in split_languages(kept[i].text)
    ]
    citations = found.citations
    if heading.publisher is not None:
        citations = name_publisher(citations, heading.publisher)
    return Parts(
        Zones(
            commentary=normalise(_join(remark, kept, whose, "commentary")),
            body=normalise(_join([], kept, whose, "body")),
            caption=normalise("\n".join(text for text in caption if text)),
        ),
        citations,
    )


def _drop_indents(blocks: list[Block], found: Found) -> list[Block]:
    """Where all of a post is a quotation, the page only indents its text.

    A cited text that is です・ます throughout stays one: nothing else tells whose it is.
    """
    text = [block for i, block in enumerate(blocks) if i not in found.consumed]
    text = [block for block in text if block.kind not in ("caption", "table")]
    if not text or not all(block.quoted for block in text):
        return blocks
    if found.citations and not any(read_voice(block.text).plain for block in text):
        return blocks
    return [msgspec.structs.replace(block, quoted=False) for block in blocks]


def _settle_heading(
    heading: Heading,
    blocks: Sequence[Block],
    marks: frozenset[int],
    found: Found,
    captions: frozenset[int],
) -> Heading:
    """Decide whether the words in a title's brackets are a source, by what the post says.

    A gloss such as (Golden Dome) comes again in the text; a publication's name rarely does, and the
    text under it is cited, closed by a mark or である.
    """
    name = heading.publisher
    if name is None or heading.certainty in ("known", "likely"):
        return heading
    if any(matches_address(name, citation.url) for citation in found.citations):
        return heading
    polite_remark = bool(heading.remark) and read_voice(heading.remark).polite > 0
    if polite_remark and found.citations:
        return heading
    apart = found.consumed | captions
    text = fold("".join(block.text for i, block in enumerate(blocks) if i not in apart))
    voices = [read_voice(block.text) for block in blocks]
    plain = sum(voice.plain for voice in voices) > sum(voice.polite for voice in voices)
    words = len(name.split()) > 1 or len(name) > 6
    translated = bool(found.citations or marks or plain or heading.remark)
    if words and translated and fold(name) not in text:
        return heading
    if polite_remark and fold(name) not in text:
        return heading
    return Heading(title=heading.title)


def _join(first: list[Block], blocks: Sequence[Block], whose: Sequence[str], zone: str) -> str:
    chosen = [*first, *(block for block, owner in zip(blocks, whose, strict=True) if owner == zone)]
    text = ""
    for block in chosen:
        separator = "" if not text else "\n" if block.gap == 0 else "\n\n"
        text += separator + block.text
    return text
