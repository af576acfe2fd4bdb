"""A search as a person gives it -> the body that Elasticsearch gets. All of it is pure.

See `clauses` for one word, `highlight` for what is marked, `near` for distances.
"""

from __future__ import annotations

from typing import Any

from pipeline.documents import Kind, Record
from pipeline.errors import RunError
from pipeline.serve.clauses import WEIGHTS, build_phrase, build_related, build_word
from pipeline.serve.entities import EntityLookup
from pipeline.serve.highlight import build_highlight
from pipeline.serve.hits import SHOWN
from pipeline.serve.near import build_near
from pipeline.serve.words import Word, parse_words

Body = dict[str, Any]
Strings = tuple[str, ...]

FACETS = {
    "actors": ("terms", "actor_names"),
    "weapons": ("terms", "weapon_names"),
    "sources": ("terms", "source"),
}
TELLING = {
    "telling_actors": ("significant_terms", "actor_names"),
    "telling_weapons": ("significant_terms", "weapon_names"),
}
TIMEZONE = "Asia/Tokyo"  # of dates that a person gives
MAX_NAME_WORDS = 4
MAX_CHARACTERS = 500  # Lucene refuses graphs of a thousand tokens

_ROUNDINGS = {4: "||/y", 7: "||/M", 10: "||/d"}


class Search(Record, frozen=True, kw_only=True):
    """What is looked for.

    Attributes:
        text: Words; "..." or 「...」 holds them together, a leading - forbids one.
        actors: Entity ids; a document needs one of them. Likewise the other tuples.
        since: First date or instant, on `timeline_at`, ISO 8601.
        until: Last one, inclusive.
        newest: Newest first instead of best first.
        within: The text must stand within so many words of a name of the actors or weapons.
        telling: Also count the names that are unusually frequent in what is found.
    """

    text: str = ""
    actors: Strings = ()
    weapons: Strings = ()
    kinds: tuple[Kind, ...] = ()
    sources: Strings = ()
    since: str | None = None
    until: str | None = None
    size: int = 10
    newest: bool = False
    within: int | None = None
    telling: bool = False


def build_body(search: Search, lookup: EntityLookup) -> Body:
    """Build the whole request: query, filters, highlights, facets.

    Raises:
        RunError: The text has more than `MAX_CHARACTERS`.
    """
    if len(search.text) > MAX_CHARACTERS:
        raise RunError(
            f"a search of {len(search.text)} characters is too long",
            f"give at most {MAX_CHARACTERS}",
        )
    words = read_words(search.text, lookup)
    filters = build_filters(search)
    if search.within is not None:
        filters.append(_build_near(search, words, lookup))
    facets = {**FACETS, **(TELLING if search.telling else {})}
    order: list[Any] = [{"timeline_at": "desc"}, "_score"] if search.newest else ["_score"]
    return {
        "query": {"bool": {**build_text_query(words, lookup), "filter": filters}},
        "sort": [*order, {"id": "asc"}],
        "size": search.size,
        "_source": list(SHOWN),
        "track_total_hits": True,
        "highlight": build_highlight(words, lookup),
        "aggs": {name: {kind: {"field": field}} for name, (kind, field) in facets.items()},
    }


def split_body(body: Body) -> tuple[Body, Body]:
    """Part a request in two that the server runs side by side: the hits, and the counts.

    The best hits alone need not look at every document, and counts need no scores.
    """
    hits = {key: value for key, value in body.items() if key != "aggs"}
    counts = {"query": body["query"], "aggs": body["aggs"], "size": 0, "track_total_hits": True}
    return {**hits, "track_total_hits": False}, counts


def build_related_body(search: Search, lookup: EntityLookup, found: Strings) -> Body:
    """Build the request for what has only some of the words, or names a relative of a weapon.

    Args:
        search: As it was asked.
        lookup: The lexicon's names.
        found: Ids of all documents that have all the words: fewer than were asked for.
    """
    words = read_words(search.text, lookup)
    related = [
        query for word in words if not word.forbidden for query in build_related(word.text, lookup)
    ]
    return {
        "query": {
            "bool": {
                "should": related,
                "minimum_should_match": 1,
                "must_not": [{"ids": {"values": list(found)}}, *_build_forbidden(words)],
                "filter": build_filters(search),
            }
        },
        "size": search.size - len(found),
        "_source": list(SHOWN),
        "track_total_hits": False,
        "highlight": build_highlight(words, lookup, loose=True),
    }


def build_help_body(search: Search, lookup: EntityLookup) -> Body:
    """Build the request for how many documents hold each word, filters aside; "" is all words."""
    words = read_words(search.text, lookup)
    asked = {word.text: (word,) for word in words if not word.forbidden} | {"": words}
    filters = {name: {"bool": build_text_query(part, lookup)} for name, part in asked.items()}
    return {
        "size": 0,
        "track_total_hits": False,
        "aggs": {"words": {"filters": {"filters": filters}}},
    }


def find_named(search: Search, lookup: EntityLookup) -> frozenset[str]:
    """Return the ids of the entities that a search means: by its words, and by its filters."""
    words = read_words(search.text, lookup)
    found = (
        entity_id
        for word in words
        if not word.forbidden and word.role != "phrase"
        for entity in lookup.find(word.text)
        for entity_id in entity.ids
    )
    return frozenset((*found, *search.actors, *search.weapons))


def read_words(text: str, lookup: EntityLookup) -> tuple[Word, ...]:
    """Part a query into words, and join those that are one name: ライトニング II."""
    left = list(parse_words(text))
    words: list[Word] = []
    while left:
        joined = 1
        for count in range(min(len(left), MAX_NAME_WORDS), 1, -1):
            plain = all(w.role != "phrase" and not w.forbidden for w in left[:count])
            if plain and lookup.is_name(" ".join(w.text for w in left[:count])):
                joined = count
                break
        name = " ".join(word.text for word in left[:joined])
        words.append(left[0] if joined == 1 else Word(text=name))
        left = left[joined:]
    return tuple(words)


def build_text_query(words: tuple[Word, ...], lookup: EntityLookup) -> Body:
    """Build the parts of a bool query that the words ask for."""
    wanted = [build_word(word, lookup) for word in words if not word.forbidden]
    forbidden = _build_forbidden(words)
    parts: Body = {}
    if wanted:
        parts["should"] = wanted
        # One word of four may be missing, two of eight; of three or fewer none.
        parts["minimum_should_match"] = "2<-25%"
    if forbidden:
        parts["must_not"] = forbidden
    return parts


def build_filters(search: Search) -> list[Body]:
    """Build the filters, which count for nothing in the order of hits."""
    terms = {
        "actors": search.actors,
        "weapons": search.weapons,
        "kind": search.kinds,
        "source": search.sources,
    }
    filters: list[Body] = [{"terms": {field: list(v)}} for field, v in terms.items() if v]
    if search.since or search.until:
        bounds = {"time_zone": TIMEZONE}
        if search.since:
            bounds["gte"] = search.since
        if search.until:
            # The end of 2025-01 is the last moment of January, only if the server is told to round.
            bounds["lte"] = search.until + _ROUNDINGS.get(len(search.until), "")
        filters.append({"range": {"timeline_at": bounds}})
    return filters


def _build_forbidden(words: tuple[Word, ...]) -> list[Body]:
    return [build_phrase(word.text) for word in words if word.forbidden]


def _build_near(search: Search, words: tuple[Word, ...], lookup: EntityLookup) -> Body:
    words = tuple(word for word in words if not word.forbidden)
    ids = (*search.actors, *search.weapons)
    if not words or not ids or search.within is None:
        raise RunError(
            "a distance needs a text, and a name to be near to", "give --actor or --weapon too"
        )
    return build_near(words, ids, search.within, WEIGHTS, lookup)
