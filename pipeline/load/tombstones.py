"""Deletions, and the tombstones that tell apps of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from pipeline.documents import Record
from pipeline.elastic import tombstone_index
from pipeline.errors import RunError
from pipeline.load.bulk import Action, BulkSender, build_batches

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

    from pipeline.settings import Settings

Reason = Literal["gone", "forgotten"]


class Tombstone(Record, frozen=True, kw_only=True, omit_defaults=True):
    """One deletion.

    Attributes:
        reason: `gone`: no longer in its source; `forgotten`: deleted by a person's order.
        source: None for a forgotten one.
    """

    id: str
    reason: Reason
    deleted_at: str
    source: str | None = None


def write_tombstones(
    client: Elasticsearch,
    settings: Settings,
    ids: Iterable[str],
    reason: Reason,
    source: str | None = None,
) -> None:
    """Write tombstones, before the documents go: a kill between the two repeats the deletion."""
    now = datetime.now(UTC).isoformat()
    stones = (Tombstone(id=i, reason=reason, deleted_at=now, source=source) for i in ids)
    sender = BulkSender(client, tombstone_index(settings), alias=False)
    actions = (build_index_action(stone.id, msgspec.json.encode(stone)) for stone in stones)
    for outcome in sender.send_all(build_batches(actions)):
        for failure in outcome.failed:
            raise RunError(f"tombstone of {failure.id} refused: {failure.detail}")
    client.options(ignore_status=404).indices.refresh(index=tombstone_index(settings))


def fetch_forgotten(client: Elasticsearch, settings: Settings) -> list[str]:
    """Fetch the ids of everything that was deleted by a person's order."""
    if not client.indices.exists(index=tombstone_index(settings)):
        return []
    from elasticsearch.helpers import scan

    hits = scan(
        client,
        index=tombstone_index(settings),
        query={"query": {"term": {"reason": "forgotten"}}, "_source": False},
        size=5_000,
    )
    return [hit["_id"] for hit in hits]


def delete_from(client: Elasticsearch, index: str, ids: Iterable[str], *, alias: bool) -> int:
    """Delete documents by id; return how many operations ended, an absent document included.

    Raises:
        RunError: The index refuses.
    """
    sender = BulkSender(client, index, alias=alias)
    actions = (Action(i, (msgspec.json.encode({"delete": {"_id": i}}),)) for i in ids)
    ended = 0
    for outcome in sender.send_all(build_batches(actions)):
        for failure in outcome.failed:
            raise RunError(f"{index}: {failure.id} not deleted: {failure.detail}")
        ended += len(outcome.done)
    return ended


def build_index_action(record_id: str, document: bytes) -> Action:
    """Build the operation that writes a document under its id, whatever was there."""
    return Action(record_id, (msgspec.json.encode({"index": {"_id": record_id}}), document))
