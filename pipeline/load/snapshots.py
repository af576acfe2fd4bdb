"""Snapshots of the live index, and the way back: beside, compared, swapped."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pipeline.documents import Record
from pipeline.elastic import connect, named_errors, read_alias, tombstone_index
from pipeline.errors import RunError
from pipeline.load.aliases import retire, swap_aliases
from pipeline.load.index import find_live, list_indices, require_live
from pipeline.load.names import IndexName, build_name, is_ours, parse_name
from pipeline.load.tombstones import delete_from, fetch_forgotten
from pipeline.settings import Settings

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch


class Snapshot(Record, frozen=True, kw_only=True):
    """One snapshot.

    Attributes:
        index: The index of ours that it holds.
        taken: ISO 8601 instant.
        documents: As counted when it was taken.
    """

    name: str
    index: str
    state: str
    taken: str
    documents: int


def take_snapshot(settings: Settings, name: str | None = None) -> Snapshot:
    """Take a snapshot of the live index and the tombstones.

    Raises:
        RunError: There is no index or repository, or a shard failed.
    """
    with named_errors(settings), connect(settings, timeout=3600) as client:
        live = require_live(client, settings)
        repository = ensure_repository(client, settings)
        taken = datetime.now(UTC)
        name = name or f"{settings.index_prefix}-{taken:%Y%m%dt%H%M%S}"
        client.indices.refresh(index=live.name)
        answer = client.snapshot.create(
            repository=repository,
            snapshot=name,
            indices=f"{live.name},{tombstone_index(settings)}",
            ignore_unavailable=True,
            include_global_state=False,
            metadata={
                "owner": settings.index_prefix,
                "index": live.name,
                "documents": client.count(index=live.name)["count"],
            },
            wait_for_completion=True,
        )
        if answer["snapshot"]["state"] != "SUCCESS":
            raise RunError(f"snapshot {name} failed: {answer['snapshot']['failures']}")
        return _build(answer["snapshot"])


def list_snapshots(settings: Settings) -> tuple[Snapshot, ...]:
    """List our snapshots, the oldest first."""
    with named_errors(settings), connect(settings) as client:
        repository = ensure_repository(client, settings)
        answer = client.snapshot.get(repository=repository, snapshot="*", sort="start_time")
        ours = [s for s in answer["snapshots"] if _is_ours(s, settings)]
        return tuple(_build(snapshot) for snapshot in ours)


def restore_snapshot(settings: Settings, name: str) -> str:
    """Restore a snapshot beside the live index, compare it, and swap the aliases to it.

    What was forgotten since stays forgotten; what came since comes back with the next night.

    Returns:
        The name of the index that is live now.

    Raises:
        RunError: No such snapshot, or it does not come back whole; the live index is untouched.
    """
    with named_errors(settings), connect(settings, timeout=3600) as client, ExitStack() as failed:
        repository = ensure_repository(client, settings)
        snapshot = _find(client, repository, settings, name)
        existing = list_indices(client, settings)
        target = _build_target(snapshot, existing, settings)
        failed.callback(_discard, client, target)
        _restore(client, repository, snapshot, target, settings)
        found = client.count(index=target)["count"]
        if found != snapshot.documents:
            raise RunError(
                f"{target} has {found} documents, the snapshot had {snapshot.documents}",
                "the live index is untouched; take another snapshot",
            )
        delete_from(client, target, fetch_forgotten(client, settings), alias=False)
        client.indices.refresh(index=target)
        replaced = swap_aliases(client, settings, target)
        failed.pop_all()
        for index in replaced:
            retire(client, settings, index)
        live = find_live(client, settings)
        return live.name if live else target


def ensure_repository(client: Elasticsearch, settings: Settings) -> str:
    """Return the name of our repository; on the embedded node make it, a folder of the node's.

    Raises:
        RunError: A cluster has none of our name.
    """
    name = settings.index_prefix
    if client.options(ignore_status=404).snapshot.get_repository(name=name).meta.status == 200:
        return name
    if settings.elasticsearch_url:
        raise RunError(
            f"the cluster has no snapshot repository named {name}",
            "register one there, on S3 or a shared folder, and run this again",
        )
    location = str(settings.home / "node" / "snapshots" / name)
    repository = {"type": "fs", "settings": {"location": location}}
    client.snapshot.create_repository(name=name, repository=repository)
    return name


def _find(client: Elasticsearch, repository: str, settings: Settings, name: str) -> Snapshot:
    answer = client.options(ignore_status=404).snapshot.get(repository=repository, snapshot=name)
    found = [s for s in answer.body.get("snapshots", []) if _is_ours(s, settings)]
    if not found:
        raise RunError(f"no snapshot {name!r} of ours", "`sekko index snapshots` lists them")
    return _build(found[0])


def _restore(
    client: Elasticsearch, repository: str, snapshot: Snapshot, target: str, settings: Settings
) -> None:
    client.snapshot.restore(
        repository=repository,
        snapshot=snapshot.name,
        indices=snapshot.index,
        include_aliases=False,
        rename_pattern=".+",
        rename_replacement=target,
        wait_for_completion=True,
    )
    stones = tombstone_index(settings)
    if not client.indices.exists(index=stones):
        client.snapshot.restore(
            repository=repository,
            snapshot=snapshot.name,
            indices=stones,
            ignore_unavailable=True,
            include_aliases=False,
            wait_for_completion=True,
        )


def _build_target(snapshot: Snapshot, existing: list[str], settings: Settings) -> str:
    held = parse_name(snapshot.index)
    if held is None:
        raise RunError(f"snapshot {snapshot.name} holds {snapshot.index}, no index of ours")
    last = parse_name(existing[-1]) if existing else None
    number = (last.number if last else 0) + 1
    return build_name(IndexName(read_alias(settings), held.schema, number))


def _discard(client: Elasticsearch, target: str) -> None:
    client.options(ignore_status=404).indices.delete(index=target)


def _is_ours(snapshot: dict[str, Any], settings: Settings) -> bool:
    metadata = snapshot.get("metadata") or {}
    return metadata.get("owner") == settings.index_prefix and is_ours(metadata["index"], settings)


def _build(snapshot: dict[str, Any]) -> Snapshot:
    return Snapshot(
        name=snapshot["snapshot"],
        index=snapshot["metadata"]["index"],
        state=snapshot["state"],
        taken=snapshot["start_time"],
        documents=snapshot["metadata"]["documents"],
    )
