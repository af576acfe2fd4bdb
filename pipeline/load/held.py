"""What the index holds of a source: ids with fingerprints, read once before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

PAGE = 10_000
KEEP = "5m"

_FIELDS = [{"field": name} for name in ("id", "fingerprint", "indexed_at")]


class Held(NamedTuple):
    """One document in an index.

    Attributes:
        fingerprint: Of everything but `indexed_at`.
        indexed_at: When it was last sent, ISO 8601.
    """

    fingerprint: str
    indexed_at: str


def count_held(client: Elasticsearch, index: str, source: str) -> int:
    """Count a source's documents in an index."""
    return int(client.count(index=index, query={"term": {"source": source}})["count"])


def fetch_held(client: Elasticsearch, index: str, source: str) -> dict[str, Held]:
    """Fetch id -> fingerprint of all of a source's documents, from doc values alone."""
    held: dict[str, Held] = {}
    with open_view(client, index) as pit:
        after: list[Any] | None = None
        while True:
            answer = client.search(
                pit={"id": pit, "keep_alive": KEEP},
                query={"term": {"source": source}},
                sort=["_shard_doc"],
                search_after=after,
                size=PAGE,
                stored_fields="_none_",
                docvalue_fields=_FIELDS,
                track_total_hits=False,
            )
            hits = answer["hits"]["hits"]
            for hit in hits:
                fields = hit["fields"]
                held[fields["id"][0]] = Held(fields["fingerprint"][0], fields["indexed_at"][0])
            if len(hits) < PAGE:
                return held
            after = hits[-1]["sort"]


@contextmanager
def open_view(client: Elasticsearch, index: str) -> Iterator[str]:
    """Open a point in time, and close it."""
    pit: str = client.open_point_in_time(index=index, keep_alive=KEEP)["id"]
    try:
        yield pit
    finally:
        client.close_point_in_time(id=pit)
