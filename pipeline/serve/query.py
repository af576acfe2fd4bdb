"""A search as a person gives it -> the body that Elasticsearch gets. All of it is pure.

Each word of the query counts by its best field: whole morphemes as a phrase, the very characters
as a phrase, designators exactly, the writings of the entities in the document, and the entities
themselves. A phrase keeps 敵基地攻撃 from finding every 攻撃. A word that reads like a sentence is
a question instead: most of its morphemes must be there, wherever they stand.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Literal

from pipeline.documents import Kind, Record
from pipeline.errors import RunError
from pipeline.serve.entities import EntityLookup

Body = dict[str, Any]
Strings = tuple[str, ...]

# A title says what a post is about; a caption belongs to a picture.
WEIGHTS = {"title": 3.0, "commentary": 1.3, "body": 1.0, "caption": 0.5}
EXTRA_FIELDS = ("names", "cited_titles")
FACETS = {"actors": "actor_names", "weapons": "weapon_names", "sources": "source"}
HIGHLIGHTED = ("title", "commentary", "body", "caption")
# Private-use characters: no post can forge a mark, and none needs escaping.
MARK_OPEN, MARK_CLOSE = "\ue000", "\ue001"

_WORDS = re.compile(r'(-?)(?:"([^"]+)"|「([^」]+)」|(\S+))')
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_ROUNDINGS = {4: "||/y", 7: "||/M", 10: "||/d"}
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]{3,}")
_SENTENCE = re.compile(r".*[ぁ-ゖ].*[ぁ-ゖ].*")
SOURCE = {"excludes": ["names", "suggest", "mentions"]}
TIMEZONE = "Asia/Tokyo"  # of dates that a person gives
SENTENCE_LENGTH = 8
MAX_CHARACTERS = 500  # Lucene refuses graphs of a thousand tokens


class Search(Record, frozen=True, kw_only=True):
    """What is looked for.

    Attributes:
        text: Words; "..." or 「...」 holds them together, a leading - forbids one.
        actors: Entity ids; a document needs one of them. Likewise the other tuples.
        since: First date or instant, on `timeline_at`, ISO 8601.
        until: Last one, inclusive.
        newest: Newest first instead of best first.
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


class Word(Record, frozen=True, kw_only=True):
    """One word of a query.

    Attributes:
        forbidden: No document may hold it.
        role: `phrase` was quoted; `sentence` reads like one; else `word`.
    """

    text: str
    forbidden: bool = False
    role: Literal["word", "phrase", "sentence"] = "word"


def parse_words(text: str) -> tuple[Word, ...]:
    """Part a query into words."""
    words = []
    for minus, quoted, bracketed, plain in _WORDS.findall(text):
        held = quoted or bracketed
        role: Literal["word", "phrase", "sentence"] = "phrase" if held else "word"
        if not held and len(plain) >= SENTENCE_LENGTH and _SENTENCE.fullmatch(plain):
            role = "sentence"
        words.append(Word(text=held or plain, forbidden=bool(minus), role=role))
    return tuple(words)


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
    order: list[Any] = [{"timeline_at": "desc"}, "_score"] if search.newest else ["_score"]
    return {
        "query": {"bool": {**text, "filter": build_filters(search)}},
        "sort": [*order, {"id": "asc"}],
        "size": search.size,
        "track_total_hits": True,
        "highlight": _build_highlight(text),
        "aggs": {name: {"terms": {"field": field}} for name, field in FACETS.items()},
        "_source": SOURCE,
    }


def build_related_body(search: Search, lookup: EntityLookup, size: int) -> Body:
    """Build the request for what has only some of the words, or names a relative of a weapon."""
    text = build_text_query(search.text, lookup)
    related = [
        query
        for word in parse_words(search.text)
        if not word.forbidden
        for query in _build_related(word.text, lookup)
    ]
    found = {"bool": {key: value for key, value in text.items() if key != "must_not"}}
    return {
        "query": {
            "bool": {
                "should": related,
                "minimum_should_match": 1,
                "must_not": [found, *text.get("must_not", ())],
                "filter": build_filters(search),
            }
        },
        "size": size,
        "track_total_hits": False,
        "highlight": _build_highlight({"should": related}),
        "_source": SOURCE,
    }


def build_text_query(text: str, lookup: EntityLookup) -> Body:
    """Build the parts of a bool query that the words ask for."""
    words = parse_words(text)
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


def parse_date(text: str | None) -> str | None:
    """Check a date of a filter: year, month, day or instant; an inclusive end rounds up by itself.

    Raises:
        RunError: It is none of these.
    """
    if text is None or _DATE.fullmatch(text):
        return text
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError as error:
        raise RunError(f"{text!r} is no date", "write 2025, 2025-01 or 2025-01-31") from error


def parse_instant(text: str | None) -> str | None:
    """Check an instant; one without offset is in UTC.

    Raises:
        RunError: It is none.
    """
    if text is None:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        hint = "write 2026-11-21T18:00:00+00:00"
        raise RunError(f"{text!r} is no instant", hint) from error
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).isoformat()


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
    text = _build_sentence(word.text) if word.role == "sentence" else _build_phrase(word.text)
    if not found:
        return text
    entities = [
        {"constant_score": {"filter": {"terms": {field: list(entity.ids)}}, "boost": 2.0}}
        for entity in found
        for field in (("actors",) if entity.label == "ACTOR" else ("weapons",))
    ]
    if word.role == "sentence" or len(found) > 1 or found[0].end - found[0].start < len(word.text):
        # The entities are only a part of what the word says: they lift, but do not suffice.
        return {"bool": {"must": [text], "should": entities}}
    return {"bool": {"should": [text, *entities], "minimum_should_match": 1}}


def _build_phrase(text: str) -> Body:
    queries: list[Body] = [
        _match(text, "phrase", ".morph", 1.0, slop=1),
        _match(text, "best_fields", "", 0.8),
        _match(text, "best_fields", ".exact", 1.2),
        *({"match": {field: {"query": text, "boost": 0.5}}} for field in EXTRA_FIELDS),
    ]
    if _KANA.fullmatch(text):
        queries.append(_match(text, "best_fields", ".reading", 0.5))
    return {"dis_max": {"queries": queries, "tie_breaker": 0.2}}


def _build_sentence(text: str) -> Body:
    return {
        "bool": {
            "should": [
                _match(text, "best_fields", ".morph", 1.0, minimum_should_match="2<60%"),
                _match(text, "best_fields", ".ngram", 0.5, minimum_should_match="40%"),
                _match(text, "phrase", ".morph", 2.0, slop=2),
            ],
            "minimum_should_match": 1,
        }
    }


def _build_related(text: str, lookup: EntityLookup) -> list[Body]:
    queries = [
        _match(text, "best_fields", ".morph", 1.0, minimum_should_match="2<34%"),
        _match(text, "best_fields", ".ngram", 0.5, minimum_should_match="50%"),
    ]
    for entity in lookup.find(text):
        ids = sorted({relative for i in entity.ids for relative in lookup.family(i)})
        field = "actors" if entity.label == "ACTOR" else "weapons"
        queries.append({"constant_score": {"filter": {"terms": {field: ids}}, "boost": 2.0}})
    return queries


def _match(text: str, kind: str, subfield: str, boost: float, **options: object) -> Body:
    fields = [f"{zone}{subfield}^{weight * boost:g}" for zone, weight in WEIGHTS.items()]
    return {"multi_match": {"query": text, "type": kind, "fields": fields, **options}}


def _build_highlight(text: Body) -> Body:
    wanted = {key: value for key, value in text.items() if key != "must_not"}
    return {
        "type": "unified",
        "pre_tags": [MARK_OPEN],
        "post_tags": [MARK_CLOSE],
        "fragment_size": 120,
        "number_of_fragments": 2,
        "boundary_scanner_locale": "ja-JP",
        "highlight_query": {"bool": wanted} if wanted else {"match_none": {}},
        "fields": {
            f"{zone}.morph": {
                "matched_fields": [zone],
                "number_of_fragments": 0 if zone == "title" else 2,
            }
            for zone in HIGHLIGHTED
        },
    }
