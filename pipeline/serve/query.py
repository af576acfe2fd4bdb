"""A search as a person gives it -> the body that Elasticsearch gets. All of it is pure.

Each word of the query counts by its best reading: whole morphemes as a phrase, the characters as a
phrase, designators exactly, the entities that it names. A phrase keeps 敵基地攻撃 from finding
every 攻撃. A word that reads like a sentence is a question instead: most of its morphemes must be
there, wherever they stand.
"""

from __future__ import annotations

import re
from typing import Any

from pipeline.documents import Kind, Record
from pipeline.errors import RunError
from pipeline.serve.entities import EntityLookup, Found
from pipeline.serve.near import build_near
from pipeline.serve.words import Word, parse_words

Body = dict[str, Any]
Strings = tuple[str, ...]

# A title says what a post is about; a caption belongs to a picture.
WEIGHTS = {"title": 3.0, "commentary": 1.3, "body": 1.0, "caption": 0.5}
CITED = "cited_titles"
FACETS = {
    "actors": ("terms", "actor_names"),
    "weapons": ("terms", "weapon_names"),
    "sources": ("terms", "source"),
}
TELLING = {
    "telling_actors": ("significant_terms", "actor_names"),
    "telling_weapons": ("significant_terms", "weapon_names"),
}
# Private-use characters: no post can forge a mark, and none needs escaping.
MARK_OPEN, MARK_CLOSE = "\ue000", "\ue001"

TIMEZONE = "Asia/Tokyo"  # of dates that a person gives
MAX_NAME_WORDS = 4
MAX_CHARACTERS = 500  # Lucene refuses graphs of a thousand tokens

_ROUNDINGS = {4: "||/y", 7: "||/M", 10: "||/d"}
_HIRAGANA = re.compile(r"[ぁ-ゖー]{3,}")
_KATAKANA = re.compile(r"[ァ-ヺー]{3,}")


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
    text = build_text_query(search.text, lookup)
    filters = build_filters(search)
    if search.within is not None:
        filters.append(_build_near(search, lookup))
    facets = {**FACETS, **(TELLING if search.telling else {})}
    order: list[Any] = [{"timeline_at": "desc"}, "_score"] if search.newest else ["_score"]
    return {
        "query": {"bool": {**text, "filter": filters}},
        "sort": [*order, {"id": "asc"}],
        "size": search.size,
        "track_total_hits": True,
        "highlight": build_highlight(search.text, lookup),
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
    forbidden = build_text_query(search.text, lookup).get("must_not", [])
    related = [
        query
        for word in read_words(search.text, lookup)
        if not word.forbidden
        for query in _build_related(word.text, lookup)
    ]
    return {
        "query": {
            "bool": {
                "should": related,
                "minimum_should_match": 1,
                "must_not": [{"ids": {"values": list(found)}}, *forbidden],
                "filter": build_filters(search),
            }
        },
        "size": search.size - len(found),
        "track_total_hits": False,
        "highlight": build_highlight(search.text, lookup, loose=True),
    }


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


def build_text_query(text: str, lookup: EntityLookup) -> Body:
    """Build the parts of a bool query that the words ask for."""
    words = read_words(text, lookup)
    wanted = [build_word(word, lookup) for word in words if not word.forbidden]
    forbidden = [_build_phrase(word.text) for word in words if word.forbidden]
    parts: Body = {}
    if wanted:
        parts["should"] = wanted
        # One word of three or four may be missing, two of eight; of one or two none.
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


def build_word(word: Word, lookup: EntityLookup) -> Body:
    """Build the query of one word: its text, and the entities that it names."""
    if word.role == "phrase":
        return _build_phrase(word.text)
    found = lookup.find(word.text)
    if lookup.is_name(word.text):
        return {
            "bool": {
                "should": [_build_phrase(word.text, synonyms=True), *map(_build_entity, found)],
                "minimum_should_match": 1,
            }
        }
    text = _build_sentence(word.text) if word.role == "sentence" else _build_phrase(word.text)
    if not found:
        return text
    # The entities are only a part of what the word says: they lift, but do not suffice.
    return {"bool": {"must": [text], "should": [_build_entity(entity) for entity in found]}}


def build_highlight(text: str, lookup: EntityLookup, *, loose: bool = False) -> Body:
    """Build what is marked: whole words with their synonyms; for `loose`, each word by itself.

    Zones are marked by morphemes, and where the dictionary does not know a word by its characters.
    """
    marked: list[Body] = []
    for word in read_words(text, lookup):
        if word.forbidden:
            continue
        if loose or word.role == "sentence":
            marked.append(_match(word.text, "best_fields", ".morph", 1.0))
        else:
            marked += _read_phrase(word.text, synonyms=lookup.is_name(word.text))
    matched = {f"{zone}.morph": [f"{zone}.ngram", f"{zone}.exact"] for zone in WEIGHTS}
    return {
        "type": "unified",
        "pre_tags": [MARK_OPEN],
        "post_tags": [MARK_CLOSE],
        "fragment_size": 120,
        "number_of_fragments": 2,
        "boundary_scanner_locale": "ja-JP",
        "highlight_query": {"bool": {"should": marked}} if marked else {"match_none": {}},
        "fields": {
            field: {
                "matched_fields": others,
                **({"number_of_fragments": 0} if "title" in field else {}),
            }
            for field, others in matched.items()
        },
    }


def _build_near(search: Search, lookup: EntityLookup) -> Body:
    words = [word for word in read_words(search.text, lookup) if not word.forbidden]
    ids = (*search.actors, *search.weapons)
    if not words or not ids or search.within is None:
        raise RunError(
            "a distance needs a text, and a name to be near to", "give --actor or --weapon too"
        )
    return build_near(words, ids, search.within, WEIGHTS, lookup)


def _build_phrase(text: str, *, synonyms: bool = False) -> Body:
    queries = _read_phrase(text, synonyms=synonyms)
    queries.append({"match": {CITED: {"query": text, "boost": 0.5}}})
    if _HIRAGANA.fullmatch(text):
        queries.append(_match(text, "best_fields", ".reading", 0.5))
    return {"dis_max": {"queries": queries, "tie_breaker": 0.2}}


def _read_phrase(text: str, *, synonyms: bool) -> list[Body]:
    """Read a word as morphemes, characters, designators; its synonyms where it is a name."""
    # Phrases go without the synonyms' graph: every path of it would be a phrase of its own.
    queries = [
        _match(text, "phrase", ".morph", 1.0, analyzer="morphemes"),
        _match(text, "best_fields", ".exact", 1.2),
    ]
    if len(text) == 1:  # no pair of characters
        queries.append(_match(text, "best_fields", "", 0.8))
    else:
        queries.append(_match(text, "phrase", ".ngram", 0.8))
    if synonyms:
        queries.append(_match(text, "best_fields", ".morph", 0.7, operator="and"))
    return queries


def _build_sentence(text: str) -> Body:
    return {
        "bool": {
            "should": [
                _match(text, "best_fields", ".morph", 1.0, minimum_should_match="2<60%"),
                _match(text, "best_fields", ".ngram", 0.5, minimum_should_match="40%"),
            ],
            "minimum_should_match": 1,
        }
    }


def _build_entity(entity: Found) -> Body:
    field = "actors" if entity.label == "ACTOR" else "weapons"
    return {"constant_score": {"filter": {"terms": {field: list(entity.ids)}}, "boost": 2.0}}


def _build_related(text: str, lookup: EntityLookup) -> list[Body]:
    relatives = (
        found._replace(ids=tuple(sorted({r for i in found.ids for r in lookup.family(i)})))
        for found in lookup.find(text)
    )
    queries = [
        _match(
            text, "best_fields", ".morph", 1.0, minimum_should_match="2<34%", analyzer="morphemes"
        ),
        _match(text, "best_fields", ".ngram", 0.5, minimum_should_match="50%"),
        *map(_build_entity, relatives),
    ]
    if _KATAKANA.fullmatch(text):  # of names that are written so, the characters find all
        queries.append(_match(text, "best_fields", ".reading", 0.5))
    return queries


def _match(text: str, kind: str, subfield: str, boost: float, **options: object) -> Body:
    fields = [f"{zone}{subfield}^{weight * boost:g}" for zone, weight in WEIGHTS.items()]
    return {"multi_match": {"query": text, "type": kind, "fields": fields, **options}}
