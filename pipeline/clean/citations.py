"""The originals that a post translates: runs of lines that name title, authors, date or address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from pipeline.clean.addresses import strip_tracking
from pipeline.clean.authors import opens_biography, read_authors, read_late_biography
from pipeline.clean.citation_lines import read_line
from pipeline.clean.citation_parts import Line
from pipeline.clean.drafts import Block
from pipeline.clean.english import is_foreign
from pipeline.clean.publishers import judge_publisher, matches_address
from pipeline.clean.titles import Heading
from pipeline.documents import Citation

MAX_TITLE = 90  # characters of a translated headline at the most


class Run(NamedTuple):
    """Neighbouring citation lines: blocks `start` to `end` (exclusive), and what they cite."""

    start: int
    end: int
    citations: tuple[Citation, ...]


class Found(NamedTuple):
    """All citations of a post in page order, and the blocks that are in no zone because of them."""

    runs: tuple[Run, ...]
    consumed: frozenset[int]
    citations: tuple[Citation, ...]


def find_citations(
    blocks: Sequence[Block], marks: frozenset[int], zone: ZoneInfo, heading: Heading
) -> Found:
    """Find the citation lines among a post's blocks.

    Args:
        marks: Indices of blocks that an end mark closes.
        zone: Zone of dates without one.
    """
    names = (heading.publisher,) if heading.publisher else ()
    first_after_end = min(marks) + 1 if marks else None
    lines = _read_lines(blocks, first_after_end, zone, names)
    runs: list[Run] = []
    consumed: set[int] = set()
    for start, end in _find_runs(blocks, lines):
        taken = [i for i in range(start, end) if lines[i] is not None]
        position = _Position(
            after_end=first_after_end is not None and start >= first_after_end,
            at_end=all(lines[i] is not None for i in range(end, len(blocks))),
            at_start=start == 0 or all(_is_short(block) for block in blocks[:start]),
            before_text=end < len(blocks),
        )
        members = [line for i in taken if (line := lines[i]) is not None]
        if not _is_citation(members, position):
            for i in taken:
                line = lines[i]
                if line is not None and line.role in ("biography", "furniture"):
                    consumed.add(i)
            continue
        consumed.update(taken)
        consumed.update(_find_subtitles(blocks, lines, start, end))
        citations = tuple(_build_citations(members))
        runs.append(Run(start, end, citations))
    runs = _join_biographies(runs, blocks, lines, consumed)
    runs = _join_addresses(runs)
    cited = tuple(citation for run in runs for citation in run.citations)
    return Found(tuple(runs), frozenset(consumed), cited)


class _Position(NamedTuple):
    after_end: bool
    at_end: bool
    at_start: bool
    before_text: bool


def _read_lines(
    blocks: Sequence[Block], after: int | None, zone: ZoneInfo, names: Sequence[str]
) -> list[Line | None]:
    lines: list[Line | None] = []
    in_biography = False
    for i, block in enumerate(blocks):
        late = after is not None and i >= after
        is_text = block.kind not in ("caption", "table", "embed")
        line = read_line(block, zone, names) if is_text else None
        if line is None and late:
            authors = read_late_biography(block.text)
            line = None if authors is None else Line(role="biography", authors=authors)
        if opens_biography(block.text):
            in_biography = True
        elif in_biography and line is None and block.gap < 3 and block.kind != "heading":
            line = Line(role="biography")
        elif line is not None and line.role != "biography":
            in_biography = False
        lines.append(line)
    if after is not None:
        _add_japanese_titles(blocks, lines, after)
    return lines


def _add_japanese_titles(blocks: Sequence[Block], lines: list[Line | None], after: int) -> None:
    """After an end mark, a bare Japanese headline right before other citation lines is a title."""
    for i in range(after, len(blocks) - 1):
        text, following = blocks[i].text, lines[i + 1]
        headline = len(text) <= MAX_TITLE and not text.endswith("。") and not is_foreign(text)
        names = following is not None and following.role in ("publisher", "date", "url", "byline")
        if lines[i] is None and headline and names:
            lines[i] = Line(title=text, role="title")


def _find_runs(blocks: Sequence[Block], lines: Sequence[Line | None]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    i = 0
    while i < len(lines):
        if lines[i] is not None:
            start = i if start is None else start
            i += 1
            continue
        if start is not None:
            bridged = _bridge(blocks, lines, i)
            if bridged is not None:
                i = bridged
                continue
            yield start, i
            start = None
        i += 1
    if start is not None:
        yield start, len(lines)


def _bridge(blocks: Sequence[Block], lines: Sequence[Line | None], at: int) -> int | None:
    """Step over a subtitle or a translated headline between a title and its date or address."""
    before = lines[at - 1]
    if before is None or before.role != "title":
        return None
    for ahead in range(at, min(at + 2, len(lines) - 1)):
        text = blocks[ahead].text
        short = len(text) <= MAX_TITLE and not text.endswith("。")
        if not short and not (is_foreign(text) and len(text) <= 400):
            return None
        following = lines[ahead + 1]
        if following is not None and following.role in ("date", "byline", "url", "publisher"):
            return ahead + 1
    return None


def _find_subtitles(
    blocks: Sequence[Block], lines: Sequence[Line | None], start: int, end: int
) -> set[int]:
    return {i for i in range(start, end) if lines[i] is None and is_foreign(blocks[i].text)}


def _is_citation(lines: Sequence[Line], position: _Position) -> bool:
    """Judge a run: an address, a by-line or a label is enough, a title needs company or place."""
    if any(line.role == "byline" or (line.sure and line.role != "title") for line in lines):
        return True
    has_url = any(line.url for line in lines)
    has_title = any(line.title for line in lines)
    sure_title = any(line.title and line.sure for line in lines)
    others = any(line.published or line.publisher for line in lines)
    if has_url:
        return True
    if has_title and others:
        return True
    if sure_title:
        return position.after_end or position.at_end or (position.at_start and position.before_text)
    if any(line.publisher for line in lines):
        return position.after_end or any(line.published for line in lines)
    labelled = any(line.role == "label" for line in lines)
    return labelled and has_title


def _is_short(block: Block) -> bool:
    return len(block.text) <= 10


def _build_citations(lines: Sequence[Line]) -> Iterator[Citation]:
    current = Citation()
    for i, line in enumerate(lines):
        if line.role in ("biography", "furniture"):
            continue
        if current.title and not current.authors:
            line = _read_as_name(line, lines[i + 1 :])
        if _starts_new(current, line, lines[i + 1 :]):
            yield current
            current = Citation()
        title, publisher = line.title, line.publisher
        if title and current.title and not line.url:
            # Two headlines in a row: the second is the publication's name, or a subtitle.
            if publisher is None and judge_publisher(title) != "no" and len(title.split()) <= 5:
                publisher = title
            title = None
        current = Citation(
            title=current.title or title,
            authors=current.authors or line.authors,
            publisher=current.publisher or publisher,
            published=current.published or line.published,
            url=current.url or (strip_tracking(line.url) if line.url else None),
        )
    if current != Citation():
        yield current


def _read_as_name(line: Line, following: Sequence[Line]) -> Line:
    """Under a headline, two or three capital words that name no publication name the author."""
    if not line.title or line.url or judge_publisher(line.title) in ("known", "likely"):
        return line
    for other in following:
        if (other.authors and other.role == "byline") or matches_address(line.title, other.url):
            return line  # the author is named below, or the words stand in the address
        if other.title:
            break
    names, rest = read_authors(line.title)
    if not names or rest.strip(" |") or not all(2 <= len(name.split()) <= 4 for name in names):
        return line
    role = "publisher" if line.publisher else "byline"
    return msgspec.structs.replace(line, title=None, authors=names, role=role)


def _starts_new(current: Citation, line: Line, following: Sequence[Line]) -> bool:
    if current == Citation():
        return False
    if line.role == "label":
        return current.url is not None or current.title is not None
    if line.title:
        if current.title:
            return bool(current.url or current.published or current.authors or line.url)
        return current.url is not None and _has_url_before_title(following)
    if line.url and current.url and line.url != current.url:
        return True
    return bool(line.authors and current.authors and line.url)


def _has_url_before_title(lines: Sequence[Line]) -> bool:
    for line in lines:
        if line.title:
            return False
        if line.url:
            return True
    return False


def _join_addresses(runs: list[Run]) -> list[Run]:
    """Give an address that stands alone to the citation before it that has none and fits."""
    joined: list[Run] = []
    for run in runs:
        before = joined[-1].citations[-1] if joined and joined[-1].citations else None
        alone = len(run.citations) == 1 and run.citations[0] == Citation(url=run.citations[0].url)
        if (
            before is not None
            and alone
            and before.url is None
            and _fits(before, run.citations[0].url)
        ):
            whole = msgspec.structs.replace(before, url=run.citations[0].url)
            joined[-1] = joined[-1]._replace(citations=(*joined[-1].citations[:-1], whole))
            joined.append(run._replace(citations=()))
        else:
            joined.append(run)
    return joined


def _fits(citation: Citation, url: str | None) -> bool:
    if citation.publisher and matches_address(citation.publisher, url):
        return True
    words = set(re.findall(r"[a-z]{4,}", (citation.title or "").lower()))
    return len(words & set(re.findall(r"[a-z]{4,}", (url or "").lower()))) >= 2


def _join_biographies(
    runs: list[Run], blocks: Sequence[Block], lines: Sequence[Line | None], consumed: set[int]
) -> list[Run]:
    """Give a citation without authors those that the biography after it is about."""
    joined = []
    for number, run in enumerate(runs):
        last = runs[number + 1].start if number + 1 < len(runs) else len(blocks)
        authors: list[str] = []
        for i in range(run.start, last):
            line = lines[i]
            if line is not None and line.role == "biography":
                consumed.add(i)
                authors.extend(name for name in line.authors if name not in authors)
        citations = run.citations
        if authors and len(citations) == 1 and not citations[0].authors:
            citations = (msgspec.structs.replace(citations[0], authors=tuple(authors)),)
        joined.append(Run(run.start, run.end, citations))
    return joined


def name_publisher(citations: tuple[Citation, ...], name: str) -> tuple[Citation, ...]:
    """Give the source in the post's title to the citation that names no publisher."""
    if not citations:
        return (Citation(publisher=name),)
    if any(citation.publisher for citation in citations):
        return citations
    target = next((i for i, one in enumerate(citations) if matches_address(name, one.url)), 0)
    named = list(citations)
    named[target] = msgspec.structs.replace(named[target], publisher=name)
    return tuple(named)
