"""Standing queries: saved searches, run over what a night brought."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline.documents import Kind, Record
from pipeline.errors import RunError
from pipeline.serve.hits import Hit, build_hit
from pipeline.serve.query import Search, build_body, find_named

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

    from pipeline.serve.entities import EntityLookup

MATCHES = 1000  # of one query in one night; `total` counts the rest
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class StandingQuery(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of the watch list.

    Attributes:
        id: Lower-case slug; apps know the query by it.
        text: As `sekko search` takes it.
        actors: Ids or names; a document needs one of them. Likewise weapons.
    """

    id: str
    name: str
    text: str = ""
    actors: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    sources: tuple[str, ...] = ()


class WatchResult(Record, frozen=True, kw_only=True):
    """What a standing query found among a night's new documents, the best first.

    Attributes:
        fault: Why it could not be run, for example a name that the lexicon does not know.
    """

    id: str
    name: str
    search: Search | None = None
    total: int = 0
    hits: tuple[Hit, ...] = ()
    fault: str | None = None


class WatchReport(Record, frozen=True, kw_only=True):
    """One night's answers, as `watch/<date>.json` keeps them.

    Attributes:
        since: Documents first seen from this instant on count as new.
        until: Up to, not including, this one.
    """

    date: str
    since: str
    until: str
    index: str
    queries: tuple[WatchResult, ...]


def read_watchlist(path: Path) -> tuple[StandingQuery, ...]:
    """Read and check the watch list.

    Raises:
        RunError: It is missing, an entry is wrong or asks for nothing, or two share an id.
    """
    try:
        entries = msgspec.yaml.decode(path.read_bytes(), type=tuple[StandingQuery, ...])
    except FileNotFoundError as error:
        raise RunError(f"no watch list at {path}", "set SEKKO_WATCHLIST") from error
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise RunError(f"{path.name}: {error}", "its head says what an entry holds") from error
    seen: set[str] = set()
    for entry in entries:
        where = f"{path.name}: standing query {entry.id!r}"
        if entry.id in seen:
            raise RunError(f"{where} stands twice")
        if not _ID.fullmatch(entry.id):
            raise RunError(f"{where}: an id is lower-case letters, digits and hyphens")
        if not (entry.text.strip() or entry.actors or entry.weapons):
            raise RunError(f"{where} asks for nothing", "give text, actors or weapons")
        seen.add(entry.id)
    return entries


def build_search(entry: StandingQuery, lookup: EntityLookup) -> Search:
    """Build the search of a standing query, names resolved to ids.

    Raises:
        RunError: The lexicon does not know a name; the nearest ones are proposed.
    """
    return Search(
        text=entry.text,
        actors=tuple(i for name in entry.actors for i in lookup.resolve(name, "ACTOR")),
        weapons=tuple(i for name in entry.weapons for i in lookup.resolve(name, "WEAPON")),
        kinds=entry.kinds,
        sources=entry.sources,
        size=MATCHES,
    )


def check_query(entry: StandingQuery, lookup: EntityLookup) -> str | None:
    """Return why a standing query cannot be run; None when it can."""
    try:
        build_body(build_search(entry, lookup), lookup)
    except RunError as error:
        return str(error)
    return None


def fetch_matches(
    client: Elasticsearch,
    index: str,
    entries: Iterable[StandingQuery],
    lookup: EntityLookup,
    fresh: dict[str, Any],
) -> tuple[WatchResult, ...]:
    """Run standing queries over the documents that a filter leaves.

    A query that cannot be run says so in its result: the others, and the brief, go on.

    Args:
        client: Connected.
        index: Index or alias.
        entries: The queries.
        lookup: The lexicon's names.
        fresh: Filter of the night's new documents.
    """
    return tuple(_fetch_one(client, index, entry, lookup, fresh) for entry in entries)


def _fetch_one(
    client: Elasticsearch,
    index: str,
    entry: StandingQuery,
    lookup: EntityLookup,
    fresh: dict[str, Any],
) -> WatchResult:
    fault = check_query(entry, lookup)
    if fault is not None:
        return WatchResult(id=entry.id, name=entry.name, fault=fault)
    search = build_search(entry, lookup)
    body = build_body(search, lookup)
    body["query"]["bool"]["filter"].append(fresh)
    del body["aggs"]
    found = client.search(index=index, **body)["hits"]
    return WatchResult(
        id=entry.id,
        name=entry.name,
        search=search,
        total=found["total"]["value"],
        hits=tuple(build_hit(hit, find_named(search, lookup)) for hit in found["hits"]),
    )
