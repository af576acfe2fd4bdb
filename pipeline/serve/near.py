"""A name within so many words of a term: the actors and weapons of a search, near its text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline.serve.entities import EntityLookup
from pipeline.serve.words import Word

Body = dict[str, Any]


def build_near(
    words: Iterable[Word],
    ids: Iterable[str],
    within: int,
    zones: Iterable[str],
    lookup: EntityLookup,
) -> Body:
    """Build a filter: every word within `within` words of any writing of any of the entities.

    Counted in morphemes as the index has them, particles included, in either order.
    """
    writings = [_match(text) for text in lookup.writings(ids)]
    terms = [_match(word.text) for word in words if not word.forbidden]
    near = {
        "all_of": {
            "intervals": [{"any_of": {"intervals": writings}}, *terms],
            "max_gaps": within,
        }
    }
    spans = [{"intervals": {f"{zone}.morph": near}} for zone in zones]
    return {"bool": {"should": spans, "minimum_should_match": 1}}


def _match(text: str) -> Body:
    # The analyzer without synonyms: a rule knows no graphs.
    return {"match": {"query": text, "analyzer": "morphemes", "ordered": True, "max_gaps": 0}}
