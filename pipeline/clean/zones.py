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

import re
from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from pipeline.clean.addresses import same_site
from pipeline.clean.boilerplate import classify_furniture, opens_related
from pipeline.clean.captions import find_captions, is_caption_line, strip_credit
from pipeline.clean.citations import Found, find_citations, name_publisher
from pipeline.clean.drafts import Block
from pipeline.clean.english import is_foreign
from pipeline.clean.publishers import matches_address
from pipeline.clean.style import Voice, read_voice
from pipeline.clean.text import fold, normalise
from pipeline.clean.titles import Heading, parse_title
from pipeline.documents import Citation, Zones

_MARK = r"[■□◆◇●◼◾▪⬛∎█▇]"
_MARK_ALONE = re.compile(
    rf"^(?:{_MARK}{{1,5}}|[（(〈<＜\[［【]?\s*(?:了|終|終わり|おわり|完|以上|end|fin)\s*[）)〉>＞\]］】]?|(?:[#＃]\s*){{3,}}|-30-|///+)[。.]?$",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"^[（(【\[]?\s*(?:以上[、,\s]?(?:翻訳|訳文|引用|記事|転載|原文|抄訳|要約).{0,8}"
    r"|(?:翻訳|引用|訳文|記事|転載)(?:は)?(?:ここまで|以上|終わり|おわり|了|終了))\s*[）)】\]]?[。.]?$"
)
_MARK_TAIL = re.compile(
    rf"(?<=\S)\s*(?:{_MARK}{{1,3}}|[（(〈<＜\[［【](?:了|終|終わり|おわり|完|以上|end)[）)〉>＞\]］】])\s*$",
    re.IGNORECASE,
)
_MARK_INSIDE = re.compile(rf"(?<=[。！？!?.」）)])\s*{_MARK}\s*(?=\S)")
_CITATION_TAIL = re.compile(
    r"(?<=[。！？!?」])\s*([（(［\[【](?:出典|出所|引用|原文|参照|ソース|source|via)\s*[:：].{3,200}[）)］\]】])\s*$",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"^[\[(（*＊※注]+\s*(\d{1,2})\s*[\])）:：.、 ]")
_INTRODUCES_SPEECH = re.compile(
    r"(?:次のよう|以下のよう|こう|このよう)に?[^。]{0,20}(?:述べ|語|話|書|記|説明|指摘|コメント|続け|答え|主張|疑問)[^。]{0,12}。?$|[:：]$"
)


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
    kept = drop_furniture(_split_blocks(blocks), site)
    kept, marks = _take_marks(kept)
    found = find_citations(kept, marks, zone, heading)
    captions = find_captions(kept, found.consumed)
    heading = _settle_heading(heading, kept, marks, found)
    whose = _assign(kept, marks, found, captions, heading)
    remark = [Block(text=heading.remark)] if heading.remark else []
    caption = [strip_credit(kept[i].text) for i in sorted(captions)]
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


def _settle_heading(
    heading: Heading, blocks: Sequence[Block], marks: frozenset[int], found: Found
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
    text = fold("".join(block.text for i, block in enumerate(blocks) if i not in found.consumed))
    voices = [read_voice(block.text) for block in blocks]
    plain = sum(voice.plain for voice in voices) > sum(voice.polite for voice in voices)
    words = len(name.split()) > 1 or len(name) > 6
    translated = bool(found.citations or marks or plain or heading.remark)
    if words and translated and fold(name) not in text:
        return heading
    if heading.remark and read_voice(heading.remark).polite and fold(name) not in text:
        return heading
    return Heading(title=heading.title)


def drop_furniture(blocks: Sequence[Block], site: str | None = None) -> list[Block]:
    """Leave out share buttons, footers, adverts, navigation and lists of related links."""
    kept: list[Block] = []
    in_related = False
    for block in blocks:
        kind = classify_furniture(block.text)
        if opens_related(block.text):
            in_related = True
            continue
        if in_related and _is_related_item(block):
            continue
        in_related = False
        if block.kind == "credit" or _links_home(block, site):
            continue
        if kind in ("share", "footer", "navigation", "advert", "more", "related"):
            continue
        if kind == "credit" and not is_caption_line(block.text):
            continue
        kept.append(block)
    return kept


def _links_home(block: Block, site: str | None) -> bool:
    """A line that is all links to the blog's own pages leads elsewhere and says nothing."""
    linked = sum(len(link.text) for link in block.links if same_site(link.url, site))
    return linked >= 0.9 * len(block.text) > 0 and len(block.text) <= 150


def _is_related_item(block: Block) -> bool:
    """A related link is a line of link text, or a short line that ends no sentence."""
    linked = sum(len(link.text) for link in block.links)
    if block.links:
        return linked >= 0.6 * len(block.text)
    return (
        block.gap <= 1 and len(block.text) <= 120 and not re.search(r"[。！？]$", block.text)
    ) or bool(re.match(r"^https?://\S+$", block.text))


def _split_blocks(blocks: Sequence[Block]) -> list[Block]:
    """Part a block at a mark or a bracketed source that stands inside it."""
    parted: list[Block] = []
    for block in blocks:
        text = normalise(block.text)
        if block.kind in ("table", "code") or not text:
            if text:
                parted.append(msgspec.structs.replace(block, text=text))
            continue
        for number, line in enumerate(text.split("\n")):
            if not line:
                continue
            pieces = [piece for piece in _MARK_INSIDE.sub("■\n", line).split("\n") if piece]
            tail = _CITATION_TAIL.search(pieces[-1])
            if tail:
                pieces[-1:] = [pieces[-1][: tail.start()], tail[1]]
            for place, piece in enumerate(pieces):
                gap = block.gap if number == place == 0 else 0
                links = tuple(
                    link for link in block.links if link.text in piece or link.url in piece
                )
                parted.append(msgspec.structs.replace(block, text=piece, gap=gap, links=links))
    return parted


def _take_marks(blocks: Sequence[Block]) -> tuple[list[Block], frozenset[int]]:
    """Take end marks off; return the blocks and the indices of those that a mark closes."""
    kept: list[Block] = []
    marks: set[int] = set()
    for block in blocks:
        if _MARK_ALONE.match(block.text) or _DONE.match(block.text):
            if kept:
                marks.add(len(kept) - 1)
            continue
        bare = _MARK_TAIL.sub("", block.text)
        if bare != block.text and block.kind != "heading":
            marks.add(len(kept))
        kept.append(msgspec.structs.replace(block, text=bare))
    return kept, frozenset(marks)


def _assign(
    blocks: Sequence[Block],
    marks: frozenset[int],
    found: Found,
    captions: frozenset[int],
    heading: Heading,
) -> list[str]:
    """Say for each block whether it is commentary or body; "" for neither."""
    whose = ["" for _ in blocks]
    text = [i for i in range(len(blocks)) if i not in found.consumed and i not in captions]
    voices = {i: read_voice(blocks[i].text) for i in text}
    named = heading.publisher is not None
    quoted = any(blocks[i].quoted for i in text)
    if not (named or found.citations or marks or quoted):
        zone = "body" if _is_impersonal(blocks, text, voices) else "commentary"
        for i in text:
            whose[i] = zone
        return whose
    for segment, is_own in _segments(blocks, marks, found, text, voices):
        if is_own:
            for i in segment:
                whose[i] = "" if _is_leftover(blocks[i]) else "commentary"
            continue
        article = _split_article(
            blocks,
            segment,
            voices,
            closed=bool(marks & set(segment)),
            named=named,
            cited=bool(found.citations),
        )
        for i in segment:
            whose[i] = "body" if i in article else "commentary"
    _give_footnotes(blocks, text, whose)
    if quoted:
        _give_quotes(blocks, text, voices, whose, sourced=bool(named or found.citations or marks))
    return whose


def _segments(
    blocks: Sequence[Block],
    marks: frozenset[int],
    found: Found,
    text: Sequence[int],
    voices: dict[int, Voice],
) -> list[tuple[list[int], bool]]:
    """Part the text at end marks and citations; say of each part whether it is the blogger's."""
    borders = sorted(
        {mark + 1 for mark in marks} | {run.start for run in found.runs if run.citations}
    )
    parts: list[list[int]] = [[]]
    for i in text:
        while borders and i >= borders[0]:
            borders.pop(0)
            parts.append([])
        parts[-1].append(i)
    parts = [part for part in parts if part]
    judged = []
    for number, part in enumerate(parts):
        closed_here = bool(marks & set(part)) or any(
            part[-1] < mark and not any(part[-1] < i <= mark for i in text) for mark in marks
        )
        later = parts[number + 1 :]
        if closed_here:
            own = False
        elif any(mark > part[-1] for mark in marks):
            own = bool(later) and _is_opening(blocks, part, later, voices)
        elif marks:
            cited_after = any(run.start > part[-1] and run.citations for run in found.runs)
            own = not (cited_after and _plain_share(blocks, part, voices) > 0.6)
        elif later:
            own = _is_opening(blocks, part, later, voices)
        else:
            own = False
        judged.append((part, own))
    return judged


def _is_opening(
    blocks: Sequence[Block],
    part: Sequence[int],
    later: Sequence[Sequence[int]],
    voices: dict[int, Voice],
) -> bool:
    """A part before a citation and a longer article is the blogger's opening."""
    here = sum(len(blocks[i].text) for i in part)
    after = sum(len(blocks[i].text) for other in later for i in other)
    plain = _plain_share(blocks, part, voices)
    if plain == 0:
        return here <= 2 * after and _plain_share(blocks, [i for o in later for i in o], voices) > 0
    return here <= 0.25 * after


def _plain_share(blocks: Sequence[Block], part: Sequence[int], voices: dict[int, Voice]) -> float:
    plain = sum(len(blocks[i].text) for i in part if voices[i].register == "plain")
    polite = sum(len(blocks[i].text) for i in part if voices[i].register == "polite")
    return plain / (plain + polite) if plain + polite else 0.0


def _split_article(
    blocks: Sequence[Block],
    part: Sequence[int],
    voices: dict[int, Voice],
    *,
    closed: bool,
    named: bool,
    cited: bool,
) -> set[int]:
    """Return which blocks of a part are the article; the others are the blogger's."""
    if _plain_share(blocks, part, voices) >= 0.3:
        return _split_by_register(blocks, part, voices, closed=closed)
    own = sum(voices[i].own for i in part)
    reported = sum(voices[i].reported for i in part)
    if closed or (named and reported >= own) or (cited and reported >= 2 and reported > own):
        article = set(part)
        for i in part:  # the opening of a translation that is itself in です・ます
            if not (voices[i].own and voices[i].register == "polite") or i == part[-1]:
                break
            article.discard(i)
        if not closed:
            for i in reversed(part):
                if not (voices[i].own and voices[i].register == "polite"):
                    break
                article.discard(i)
        return article
    return {i for i in part if blocks[i].quoted}


def _split_by_register(
    blocks: Sequence[Block], part: Sequence[int], voices: dict[int, Voice], *, closed: bool
) -> set[int]:
    plain = [i for i in part if voices[i].register == "plain" and not voices[i].aside]
    if not plain:
        return set()
    polite = [i for i in part if voices[i].register == "polite"]
    before = [i for i in polite if i < plain[0]]
    after = [i for i in polite if i > plain[-1]]
    start = before[-1] + 1 if before else part[0]
    end = after[0] if after and not closed else part[-1] + 1
    article = {i for i in part if start <= i < end}
    for i in part:
        if i in article and _is_remark(blocks, i, voices):
            article.discard(i)
    return article


def _is_remark(blocks: Sequence[Block], i: int, voices: dict[int, Voice]) -> bool:
    """Say whether a paragraph inside an article is the blogger's aside."""
    voice = voices[i]
    if blocks[i].quoted or blocks[i].kind in ("table", "code"):
        return False
    if voice.aside:
        return True
    if voice.polite == 0 or voice.plain > 0:
        return False
    if i > 0 and _INTRODUCES_SPEECH.search(blocks[i - 1].text):
        return False
    return voice.own > 0 or len(blocks[i].text) <= 120


def _give_quotes(
    blocks: Sequence[Block],
    text: Sequence[int],
    voices: dict[int, Voice],
    whose: list[str],
    *,
    sourced: bool,
) -> None:
    """Quotes are the article; the rest of a post that mostly quotes is the blogger's."""
    inside = sum(len(blocks[i].text) for i in text if blocks[i].quoted)
    total = sum(len(blocks[i].text) for i in text)
    for i in text:
        if blocks[i].quoted:
            whose[i] = "body"
        elif not sourced or inside >= 0.5 * total or voices[i].register == "polite":
            whose[i] = "commentary"


def _give_footnotes(blocks: Sequence[Block], text: Sequence[int], whose: list[str]) -> None:
    """A footnote is in the zone of the text that points to it."""
    for place, i in enumerate(text):
        note = _FOOTNOTE.match(blocks[i].text)
        if note is None:
            continue
        mark = re.compile(rf"(?<!\d)[\[(（*＊※注]+\s*{note[1]}(?!\d)")
        pointing = (j for j in text[:place] if mark.search(blocks[j].text))
        zone = next((whose[j] for j in pointing if whose[j]), None)
        if zone:
            whose[i] = zone


def _is_impersonal(blocks: Sequence[Block], text: Sequence[int], voices: dict[int, Voice]) -> bool:
    """Say whether a text without a source is である throughout and speaks of no "I"."""
    if not any(voices[i].plain for i in text):
        return False
    own = sum(voices[i].own for i in text)
    return _plain_share(blocks, text, voices) >= 0.95 and own <= 1


def _is_leftover(block: Block) -> bool:
    return is_foreign(block.text) and not block.quoted


def _join(first: list[Block], blocks: Sequence[Block], whose: Sequence[str], zone: str) -> str:
    chosen = [*first, *(block for block, owner in zip(blocks, whose, strict=True) if owner == zone)]
    text = ""
    for block in chosen:
        separator = "" if not text else "\n" if block.gap == 0 else "\n\n"
        text += separator + block.text
    return text
