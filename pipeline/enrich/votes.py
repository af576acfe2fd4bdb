"""What GiNZA alone calls a person, a body or a force, where every word of it is strange.

On this domain GiNZA calls presidents animals and plants, and common nouns firms; a span with an
ordinary word in it is no vote.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.enrich.index import build_new_id
from pipeline.enrich.names import NAME_TAGS, build_person
from pipeline.enrich.people import PeopleGrammar, PeopleTable
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span
from pipeline.enrich.writings import is_katakana


def find_votes(reading: Reading, people: PeopleGrammar) -> Iterator[Span]:
    """Propose what GiNZA alone calls a person, an organisation or a force."""
    for entity in reading.passage.entities:
        kind = people.ginza.get(entity.label)
        if kind == "person":
            span = _vote_person(reading, people.table, entity.start, entity.end)
        elif kind in ("organization", "armed_force"):
            span = _vote_body(reading, entity.start, entity.end, kind)
        else:
            span = None
        if span is not None:
            yield span


def _vote_person(reading: Reading, table: PeopleTable, start: int, end: int) -> Span | None:
    text = reading.text
    title = reading.hits.longest_ending(end, "title")
    if title is not None and start < title.start in reading.passage.boundaries:
        end = title.start
    tokens = [t for t in reading.passage.tokens_in(start, end) if t.tag not in ("symbol", "space")]
    strange = [t for t in tokens if t.tag in NAME_TAGS or not t.known]
    name = text[start:end].strip()
    if not tokens or len(strange) < len(tokens) or len(name) < 2 or name in table.no_names:
        return None
    if _is_inside_katakana(text, start, end):
        return None
    if text.startswith(table.no_person_after, end) or any(c.isdigit() for c in name):
        return None
    start = text.index(name, start)
    return build_person(start, start + len(name), name, 0.5, "ginza")


def _vote_body(reading: Reading, start: int, end: int, kind: str) -> Span | None:
    """GiNZA's organisations count where every word is strange, so that it is no common noun."""
    name = reading.text[start:end].strip()
    if _is_inside_katakana(reading.text, start, end):
        return None
    tokens = [t for t in reading.passage.tokens_in(start, end) if t.tag not in ("symbol", "space")]
    strange = all(not t.known or t.tag == "proper" for t in tokens)
    if not tokens or not strange or len(name) < 3 or any(c.isdigit() for c in name):
        return None
    start = reading.text.index(name, start)
    return Span(
        start, start + len(name), "ACTOR", kind, "ginza", name=name, entity=build_new_id(name),
        confidence=0.4,
    )  # fmt: skip


def _is_inside_katakana(text: str, start: int, end: int) -> bool:
    """The span is a piece of a longer katakana word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return (is_katakana(text[start]) and before != "" and is_katakana(before)) or (
        is_katakana(text[end - 1]) and after != "" and is_katakana(after)
    )
