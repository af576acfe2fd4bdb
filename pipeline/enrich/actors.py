"""Actors of one passage: the lexicon's, one-character states, bodies, people, GiNZA's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.enrich.bodies import BodyGrammar
from pipeline.enrich.decisions import NEW
from pipeline.enrich.index import build_new_id
from pipeline.enrich.latin import find_papers
from pipeline.enrich.people import PeopleGrammar
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span, fill, settle
from pipeline.enrich.states import StateGrammar


def find_actors(
    reading: Reading,
    grammars: tuple[StateGrammar, BodyGrammar, PeopleGrammar],
    lexicon: list[Span],
    weapons: list[Span],
    waiting: list[Span],
) -> list[Span]:
    """Propose every actor, linked; settled among themselves and against weapons.

    Args:
        waiting: The lexicon's names that lack what must stand near them; those of weapons are no
            people either.
    """
    states, bodies, people = grammars
    forms = list(states.find(reading))
    countries = states.find_possible(reading)
    countries |= {span.end: span for span in (*forms, *lexicon) if span.kind == "state"}
    found = list(bodies.find(reading, [*lexicon, *forms], countries))
    settled = settle([*lexicon, *forms, *found, *find_papers(reading), *weapons])
    arms = {(span.start, span.end) for span in waiting if span.label == "WEAPON"}
    named = fill(settled, _unless(arms, people.find(reading, settled)))
    voted = fill(named, _unless(arms, people.vote(reading)))
    return [_link(reading, span) for span in voted]


def _unless(places: set[tuple[int, int]], spans: Iterable[Span]) -> Iterator[Span]:
    return (span for span in spans if (span.start, span.end) not in places)


def _link(reading: Reading, span: Span) -> Span:
    if not span.unsure and (span.entity is None or span.entity.startswith(NEW)):
        entity = reading.index.find(span.name, span.label)
        if entity is not None:
            span.entity, span.kind = entity.id, entity.kind
        elif span.entity is None:
            span.entity = build_new_id(span.name)
    return span
