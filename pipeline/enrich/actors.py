"""Actors of one passage: the lexicon's, one-character states, bodies, people, GiNZA's."""

from __future__ import annotations

from pipeline.enrich.bodies import BodyGrammar
from pipeline.enrich.index import build_new_id
from pipeline.enrich.people import PeopleGrammar
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span, fill, settle
from pipeline.enrich.states import StateGrammar


def find_actors(
    reading: Reading,
    grammars: tuple[StateGrammar, BodyGrammar, PeopleGrammar],
    lexicon: list[Span],
    weapons: list[Span],
) -> list[Span]:
    """Propose every actor, linked; settled among themselves and against weapons."""
    states, bodies, people = grammars
    forms = list(states.find(reading))
    countries = states.find_possible(reading)
    countries |= {span.end: span for span in (*forms, *lexicon) if span.kind == "state"}
    found = list(bodies.find(reading, [*lexicon, *forms], countries))
    settled = settle([*lexicon, *forms, *found, *weapons])
    named = fill(settled, people.find(reading, settled))
    voted = fill(named, people.vote(reading))
    return [_link(reading, span) for span in voted]


def _link(reading: Reading, span: Span) -> Span:
    if span.entity is None or span.entity.startswith("new:"):
        entity = reading.index.find(span.name, span.label)
        if entity is not None:
            span.entity, span.kind = entity.id, entity.kind
        elif span.entity is None:
            span.entity = build_new_id(span.name)
    return span
