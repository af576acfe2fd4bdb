"""Search the index: entity-aware, with highlights, facets, and help when nothing is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from pipeline.documents import Record
from pipeline.elastic import connect, describe, explain_answer, named_errors, read_alias
from pipeline.lexicon import read_current_lexicon
from pipeline.serve.entities import EntityLookup
from pipeline.serve.hits import Hit, build_hit
from pipeline.serve.query import (
    Search,
    build_body,
    build_filters,
    build_help_body,
    build_related_body,
    find_named,
    split_body,
)

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch
    from rich.console import Console

    from pipeline.settings import Settings


class Facet(Record, frozen=True, kw_only=True):
    """One value and how many of the documents found have it."""

    value: str
    count: int


class Help(Record, frozen=True, kw_only=True):
    """Why nothing was found.

    Attributes:
        words: Word -> documents that hold it, filters aside.
        without_filters: Documents that all words find when no filter is on.
        proposals: Names of the lexicon near the words that find nothing.
    """

    words: dict[str, int]
    without_filters: int
    proposals: tuple[str, ...]


class Result(Record, frozen=True, kw_only=True):
    """The answer to a search.

    Attributes:
        milliseconds: As the server took it.
        total: Documents that have all of it; facets count the same.
        facets: `actors`, `weapons` and `sources`, the most frequent first; `telling_actors` and
            `telling_weapons` when asked for, the most unusual first.
        related: When there are fewer hits than asked for: what has some of the words, or names a
            relative of a weapon.
    """

    total: int
    milliseconds: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[Facet, ...]]
    related: tuple[Hit, ...] = ()
    help: Help | None = None


def read_lookup(settings: Settings) -> EntityLookup:
    """Read the lexicon for searching."""
    return EntityLookup(read_current_lexicon(settings))


def run_search(settings: Settings, search: Search, lookup: EntityLookup | None = None) -> Result:
    """Search the index behind the read alias.

    Args:
        settings: Which cluster and index.
        search: What is looked for; its `actors` and `weapons` are ids.
        lookup: To be given by who searches more than once.

    Raises:
        RunError: There is no index, or the cluster refuses.
        TransientError: It is down or busy.
    """
    lookup = lookup or read_lookup(settings)
    with named_errors(settings), connect(settings) as client:
        return fetch_result(client, read_alias(settings), search, lookup)


def fetch_result(client: Elasticsearch, index: str, search: Search, lookup: EntityLookup) -> Result:
    """Search one index with a client at hand."""
    hits, counts = _fetch_all(client, index, *split_body(build_body(search, lookup)))
    total = counts["hits"]["total"]["value"]
    named = find_named(search, lookup)
    result = Result(
        total=total,
        milliseconds=max(hits["took"], counts["took"]),
        hits=tuple(build_hit(hit, named) for hit in hits["hits"]["hits"]),
        facets={name: _build_facet(found) for name, found in counts["aggregations"].items()},
    )
    exact = search.newest or search.within is not None or not search.text.strip()
    if len(result.hits) == search.size or exact:
        return result
    body = build_related_body(search, lookup, tuple(hit.id for hit in result.hits))
    why = () if total else (build_help_body(search, lookup),)
    answer, *reasons = _fetch_all(client, index, body, *why)
    return msgspec.structs.replace(
        result,
        related=tuple(build_hit(hit, named) for hit in answer["hits"]["hits"]),
        help=_build_help(reasons[0], search, lookup) if reasons else None,
    )


def _fetch_all(client: Elasticsearch, index: str, *bodies: dict[str, Any]) -> list[dict[str, Any]]:
    """Ask all at once: the server answers them side by side."""
    searches: list[dict[str, Any]] = [part for body in bodies for part in ({"index": index}, body)]
    answers: list[dict[str, Any]] = client.msearch(searches=searches)["responses"]
    for answer in answers:
        if "error" in answer:
            raise explain_answer(answer["status"], describe(answer), "Elasticsearch")
    return answers


def _build_help(answer: dict[str, Any], search: Search, lookup: EntityLookup) -> Help:
    buckets = answer["aggregations"]["words"]["buckets"]
    counts = {text: bucket["doc_count"] for text, bucket in buckets.items() if text}
    empty = [text for text, count in counts.items() if not count]
    filtered = bool(build_filters(search))
    return Help(
        words=counts,
        without_filters=buckets[""]["doc_count"] if filtered else 0,
        proposals=tuple(dict.fromkeys(p for text in empty for p in lookup.propose(text))),
    )


def _build_facet(aggregation: dict[str, Any]) -> tuple[Facet, ...]:
    return tuple(Facet(value=b["key"], count=b["doc_count"]) for b in aggregation["buckets"])


def print_search(settings: Settings, text: str, size: int, console: Console) -> None:
    """Search and show the result."""
    from pipeline.serve.render import show_result

    search = Search(text=text, size=size)
    show_result(run_search(settings, search), search, console)
