"""Weapons of one passage: class nouns, names of the lexicon, designators, names beside nouns."""

from __future__ import annotations

import re

from pipeline.enrich.attach import attach
from pipeline.enrich.classes import find_classes
from pipeline.enrich.designators import Designators
from pipeline.enrich.hulls import find_named
from pipeline.enrich.index import build_new_id
from pipeline.enrich.listed import find_listed_among, find_listed_beside
from pipeline.enrich.lists import find_in_lists
from pipeline.enrich.reading import Reading
from pipeline.enrich.roster import find_hulls
from pipeline.enrich.series import SeriesFinder
from pipeline.enrich.spans import Span, fill, settle

_SLASHED = re.compile(r"(?<=[0-9])[A-Z]{1,2}(?:/[A-Z]{1,2})+\Z")


def find_weapons(
    reading: Reading,
    designators: Designators,
    series: SeriesFinder,
    lexicon: list[Span],
    waiting: list[Span],
) -> list[Span]:
    """Propose every weapon, linked.

    Args:
        lexicon: Spans of the lexicon's weapons, specific and generic.
        waiting: The lexicon's names that lack what must stand near them.
    """
    generic = [span for span in lexicon if not span.specific]
    classes = settle([*find_classes(reading), *generic])
    for noun in classes:
        reading.classes[noun.start] = noun
    proposed = [s for s in lexicon if s.specific]
    proposed += [*designators.find(reading), *series.find(reading)]
    is_other_thing = designators.context.is_other_thing
    names = settle(s for s in proposed if not is_other_thing(reading.text, s.end))
    beside = find_listed_beside(reading, waiting, names)
    names = settle([*names, *beside]) if beside else names
    names = fill(names, find_listed_among(reading, waiting, [*names, *classes]))
    names = fill(names, find_named(reading))
    names = fill(names, find_in_lists(reading, names))
    names = fill(names, find_hulls(reading, [*names, *classes]))
    return [_link(reading, span) for span in attach(reading, names, classes)]


def _link(reading: Reading, span: Span) -> Span:
    """Give a span its id: the lexicon's by its name, else one made of its name."""
    if span.entity is None and not span.unsure:
        family = _SLASHED.sub("", span.name)
        entity = reading.index.find(family, "WEAPON")
        if entity is not None:
            span.entity, span.kind = entity.id, entity.kind
        else:
            span.entity = build_new_id(family)
    return span
