"""Actors of one passage: the lexicon's, one-character states, bodies, people, GiNZA's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.enrich.bodies import BodyGrammar
from pipeline.enrich.index import build_new_id
from pipeline.enrich.latin import find_papers
from pipeline.enrich.owners import find_owners
from pipeline.enrich.people import PeopleGrammar
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span, fill, settle
from pipeline.enrich.states import StateGrammar
from pipeline.enrich.votes import find_votes
from pipeline.lexicon import NEW


def find_bodies_and_states(
    reading: Reading,
    states: StateGrammar,
    bodies: BodyGrammar,
    lexicon: list[Span],
    weapons: list[Span],
) -> list[Span]:
    """Propose every actor but unlisted people; settled among themselves and against weapons."""
    forms = list(states.find(reading))
    countries = states.find_possible(reading)
    countries |= {span.end: span for span in (*forms, *lexicon) if span.kind == "state"}
    found = list(bodies.find(reading, [*lexicon, *forms], countries))
    return settle([*lexicon, *forms, *found, *find_papers(reading), *weapons])


def add_people(
    reading: Reading, people: PeopleGrammar, settled: list[Span], waiting: list[Span]
) -> list[Span]:
    """Add people by rule, then by GiNZA's vote where there is still room; all linked.

    Args:
        waiting: The lexicon's names that lack what must stand near them; those of weapons are no
            people either.
    """
    arms = {(span.start, span.end) for span in waiting if span.label == "WEAPON"}
    found = list(_unless(arms, people.find(reading, settled)))
    named = fill(settled, [*found, *_unless(arms, find_owners(reading, settled, found))])
    voted = fill(named, _unless(arms, find_votes(reading, people)))
    return [_link(reading, span) for span in voted]


def _unless(places: set[tuple[int, int]], spans: Iterable[Span]) -> Iterator[Span]:
    return (span for span in spans if (span.start, span.end) not in places)


def _link(reading: Reading, span: Span) -> Span:
    if not span.unsure and (span.entity is None or span.entity.startswith(NEW)):
        entity = reading.index.find(span.name, span.label, titled=span.rule == "title")
        if entity is not None:
            span.entity, span.kind = entity.id, entity.kind
        elif span.entity is None:
            span.entity = build_new_id(span.name)
    return span
