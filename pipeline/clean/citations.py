"""The originals that a post translates: runs of lines that name title, authors, date or address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from pipeline.clean.biographies import opens_biography, read_late_biography, tells_life
from pipeline.clean.citation_fields import Line
from pipeline.clean.citation_lines import read_line
from pipeline.clean.citation_notices import find_notice
from pipeline.clean.citation_runs import Position, build_citations, is_citation
from pipeline.clean.drafts import Block
from pipeline.clean.english import is_foreign
from pipeline.clean.publishers import matches_address
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
        position = Position(
            after_end=first_after_end is not None and start >= first_after_end,
            at_end=all(lines[i] is not None for i in range(end, len(blocks))),
            at_start=start == 0 or all(_is_short(block) for block in blocks[:start]),
            before_text=end < len(blocks),
        )
        members = [line for i in taken if (line := lines[i]) is not None]
        if not is_citation(members, position):
            for i in taken:
                line = lines[i]
                if line is not None and line.role in ("biography", "furniture"):
                    consumed.add(i)
            continue
        consumed.update(taken)
        consumed.update(_find_subtitles(blocks, lines, start, end))
        citations = tuple(build_citations(members))
        runs.append(Run(start, end, citations))
    runs = _join_biographies(runs, blocks, lines, consumed)
    runs = _join_addresses(runs)
    cited = tuple(citation for run in runs for citation in run.citations)
    if not any(citation.title or citation.url for citation in cited):
        notice = find_notice(blocks, frozenset(consumed))
        cited = (*cited, notice) if notice else cited
    return Found(tuple(runs), frozenset(consumed), cited)


def _read_lines(
    blocks: Sequence[Block], after: int | None, zone: ZoneInfo, names: Sequence[str]
) -> list[Line | None]:
    lines = [
        read_line(block, zone, names) if block.kind not in ("caption", "table", "embed") else None
        for block in blocks
    ]
    end = _find_end(blocks, lines, after)
    heading: int | None = None
    for i, block in enumerate(blocks):
        if opens_biography(block.text):
            heading = i
            lines[i] = Line(role="biography")
            continue
        line = lines[i]
        if line is None and i >= end and block.kind not in ("caption", "table", "embed"):
            authors = read_late_biography(block.text)
            line = lines[i] = None if authors is None else Line(role="biography", authors=authors)
        if heading is None or block.kind == "heading" or block.gap >= 3:
            heading = None
        elif line is None and tells_life(block.text) and (block.gap == 0 or i == heading + 1):
            lines[i] = Line(role="biography")
        elif line is None or line.role != "biography":
            heading = heading if line is not None and line.role == "title" else None
    if after is not None:
        _add_japanese_titles(blocks, lines, after)
    return lines


def _find_end(blocks: Sequence[Block], lines: Sequence[Line | None], after: int | None) -> int:
    """Find where the article is over: after an end mark, or after a citation behind its text."""
    if after is not None:
        return after
    text = [
        0 if line is not None or is_foreign(block.text) else len(block.text)
        for block, line in zip(blocks, lines, strict=True)
    ]
    total = sum(text)
    before = 0
    for i, line in enumerate(lines):
        cites = line is not None and (line.role in ("byline", "url") or (line.url and line.title))
        if cites and before >= 0.5 * total:
            return i + 1
        before += text[i]
    return len(lines)


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


def _is_short(block: Block) -> bool:
    return len(block.text) <= 10


def _join_addresses(runs: list[Run]) -> list[Run]:
    """Give an address that stands alone, or under the same title, to the citation without one."""
    joined: list[Run] = []
    for run in runs:
        before = joined[-1].citations[-1] if joined and joined[-1].citations else None
        only = run.citations[0] if len(run.citations) == 1 else Citation()
        alone = only == Citation(url=only.url) and _fits(before or Citation(), only.url)
        title = before.title if before is not None else None
        again = title is not None and only == Citation(title=title, url=only.url)
        if before is not None and before.url is None and only.url and (alone or again):
            whole = msgspec.structs.replace(before, url=only.url)
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
