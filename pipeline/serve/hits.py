"""A hit as people and programs get it: its facts, and pieces of its text with marks.

The server marks the words of the search. The names that it means are marked from the mentions,
which know every writing: 米国 marks アメリカ, and the 米 of 日米.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.documents import Record
from pipeline.serve.highlight import MARK_CLOSE, MARK_OPEN

Mark = tuple[int, int]

FRAGMENT = 120  # characters of a piece around a name
ZONES = ("commentary", "body", "caption")
# What of a document a hit is built of: half of its bytes.
SHOWN = (
    "id", "source", "kind", "title", "url", "timeline_at", "timeline_precision", "actors",
    "weapons", "duplicate_of", *ZONES, "mentions.entity_id", "mentions.zone", "mentions.start",
    "mentions.end",
)  # fmt: skip

_SENTENCE_END = re.compile(r"[。！？!?\n]")


class Fragment(Record, frozen=True, kw_only=True):
    """A piece of a zone with what was found in it.

    Attributes:
        marks: Spans of `text` that matched, in code points.
    """

    zone: str
    text: str
    marks: tuple[tuple[int, int], ...]


class Hit(Record, frozen=True, kw_only=True):
    """One document found."""

    id: str
    score: float | None
    source: str
    kind: str
    title: str | None
    url: str | None
    timeline_at: str
    timeline_precision: str
    actors: tuple[str, ...]
    weapons: tuple[str, ...]
    duplicate_of: str | None
    fragments: tuple[Fragment, ...]


def build_hit(hit: dict[str, Any], named: frozenset[str] = frozenset()) -> Hit:
    """Build a hit of what the server sent.

    Args:
        hit: As the server sent it, with `highlight`.
        named: Ids of the entities that the search means; their mentions are marked.
    """
    source = hit["_source"]
    return Hit(
        id=source["id"],
        score=hit["_score"],
        source=source["source"],
        kind=source["kind"],
        title=source.get("title"),
        url=source.get("url"),
        timeline_at=source["timeline_at"],
        timeline_precision=source["timeline_precision"],
        actors=tuple(source.get("actors", ())),
        weapons=tuple(source.get("weapons", ())),
        duplicate_of=source.get("duplicate_of"),
        fragments=tuple(_build_fragments(hit, named)),
    )


def read_marks(zone: str, marked: str) -> Fragment:
    """Turn text with marks in it into the text and its marked spans; touching marks are one."""
    text = ""
    marks: list[tuple[int, int]] = []
    for piece in marked.split(MARK_OPEN):
        inside, close, after = piece.partition(MARK_CLOSE)
        if close:
            start = len(text)
            if marks and marks[-1][1] == start:  # characters of one word, marked one by one
                start = marks.pop()[0]
            marks.append((start, len(text) + len(inside)))
        text += inside + after
    return Fragment(zone=zone, text=text, marks=tuple(marks))


def _build_fragments(hit: dict[str, Any], named: frozenset[str]) -> Iterator[Fragment]:
    source = hit["_source"]
    marked = [
        read_marks(field.split(".")[0], piece)
        for field, pieces in hit.get("highlight", {}).items()
        for piece in pieces
    ]
    spans = _find_named(source, named)
    if spans.get("title") and not any(fragment.zone == "title" for fragment in marked):
        marked.insert(0, Fragment(zone="title", text=source["title"], marks=()))
    if all(fragment.zone == "title" for fragment in marked):
        marked += _build_openings(source, spans)
    for fragment in marked:
        start = source[fragment.zone].find(fragment.text)
        near = [(a - start, b - start) for a, b in spans.get(fragment.zone, ())]
        inside = [(a, b) for a, b in near if a >= 0 and b <= len(fragment.text)]
        yield Fragment(
            zone=fragment.zone,
            text=fragment.text,
            marks=_join(fragment.marks, inside if start >= 0 else ()),
        )


def _find_named(source: dict[str, Any], named: frozenset[str]) -> dict[str, list[Mark]]:
    spans: dict[str, list[Mark]] = {}
    for mention in source.get("mentions", ()):
        if mention.get("entity_id") in named:
            spans.setdefault(mention["zone"], []).append((mention["start"], mention["end"]))
    return spans


def _build_openings(source: dict[str, Any], spans: dict[str, list[Mark]]) -> Iterator[Fragment]:
    """Yield a piece of text around the first name; else the beginning of the text."""
    zone = next((z for z in ZONES if z in spans), None)
    zone = zone or next((z for z in ZONES if source.get(z)), None)
    if zone is None:
        return
    text: str = source[zone]
    first = spans[zone][0][0] if zone in spans else 0
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, first)]
    start = ends[-1] if ends and first - ends[-1] < FRAGMENT else max(0, first - FRAGMENT // 2)
    yield Fragment(zone=zone, text=text[start : start + FRAGMENT], marks=())


def _join(marks: Iterable[Mark], more: Iterable[Mark]) -> tuple[Mark, ...]:
    """Join overlapping spans; of those that only touch, each is a word of its own."""
    joined: list[Mark] = []
    for start, end in sorted({*marks, *more}):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
