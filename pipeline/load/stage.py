"""enriched/<source> -> the index: only what is new or changed is sent; what is gone is deleted."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from pipeline.documents import EnrichedPost, Post, Record, Rejection, build_id
from pipeline.elastic import connect, named_errors
from pipeline.errors import DocumentError, SourceError
from pipeline.lexicon import read_current_lexicon
from pipeline.load.bulk import Action, BulkSender, Failure, build_batches
from pipeline.load.catalog import Catalog
from pipeline.load.cursor import Cursor, read_cursor, write_cursor
from pipeline.load.document import build_document
from pipeline.load.held import Held, count_held, fetch_held
from pipeline.load.index import Index, ensure_index, find_live, list_indices
from pipeline.load.limits import check_document, check_size
from pipeline.load.templates import install_templates, read_templates
from pipeline.load.tombstones import build_index_action, delete_from, write_tombstones
from pipeline.reports import Run, StageReport
from pipeline.settings import Settings
from pipeline.sources import Source
from pipeline.store import DataRoot, RecordStore, shard_of

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

log = logging.getLogger(__name__)

STAGE = "load"
PURGE_SHARE = 0.3  # of a source's documents; more at once is a fault of the source
PURGE_FLOOR = 10  # so few may always go


class _Identity(Record, frozen=True, kw_only=True):
    """A record of which only the id is decoded."""

    id: str


def load_source(
    source: Source, settings: Settings, run: Run, *, allow_purge: bool = False
) -> StageReport:
    """Load what changed of a source into the index behind the write alias.

    Args:
        source: Whose posts.
        settings: Which cluster and data root.
        run: The night.
        allow_purge: Delete however much is gone from the source.

    Raises:
        SourceError: The source lost more than `PURGE_SHARE` of its documents; nothing was sent.
        RunError: The index or cluster cannot take it.
        TransientError: The cluster is down or busy.
    """
    index = ensure_index(settings)
    catalog = Catalog(read_current_lexicon(settings))
    with named_errors(settings), connect(settings) as client:
        load = SourceLoad(source, settings, client, index, catalog)
        return load.load(allow_purge=allow_purge)


def delete_documents(settings: Settings, ids: tuple[str, ...]) -> int:
    """Delete documents for good from every index of ours, the retired ones included.

    Returns:
        How many of them were in the index behind the aliases.

    Raises:
        RunError: The cluster refuses.
        TransientError: It is down or busy.
    """
    with named_errors(settings), connect(settings) as client:
        install_templates(client, read_templates(settings))
        live = find_live(client, settings)
        present = 0
        if live is not None:
            named = {"terms": {"id": list(ids)}}
            present = client.count(index=live.name, query=named)["count"]
        write_tombstones(client, settings, ids, "forgotten")
        for name in list_indices(client, settings):
            delete_from(client, name, ids, alias=False)
            client.indices.refresh(index=name)
        return present


class SourceLoad:
    """The load of one source into one index.

    Args:
        previous: Fingerprints of the index that a rebuild replaces: a document that is the same
            there keeps its `indexed_at`, so that pollers do not fetch everything again.
    """

    def __init__(
        self,
        source: Source,
        settings: Settings,
        client: Elasticsearch,
        index: Index,
        catalog: Catalog,
        previous: dict[str, Held] | None = None,
    ) -> None:
        self._source = source
        self._settings = settings
        self._client = client
        self._index = index
        self._previous = previous or {}
        self._root = DataRoot(settings.data_root)
        self._store = RecordStore(self._root, f"enriched/{source.name}", EnrichedPost)
        self._catalog = catalog
        self._unchanged = 0
        self._failures: dict[str, Failure] = {}

    def load(self, *, allow_purge: bool = False) -> StageReport:
        """Send what changed, delete what is gone, keep rejections and cursor."""
        name = self._source.name
        stamp = f"{self._index.schema}:{self._catalog.version}"
        cursor = read_cursor(self._root, self._index.uuid, name, stamp)
        versions = self._store.versions()
        in_index = count_held(self._client, self._index.name, name)
        if in_index != self._store.count(cursor.shards.values()):
            cursor = Cursor(stamp=stamp)  # someone wrote to the index behind our back
        changed = sorted(s for s, version in versions.items() if cursor.shards.get(s) != version)
        total = self._store.count(versions.values())
        if not changed:
            return StageReport(stage=STAGE, source=name, read=total, unchanged=total)
        held = fetch_held(self._client, self._index.name, name) if in_index else {}
        gone = self._find_gone(changed, held)
        if not allow_purge:
            guard_purge(name, len(gone), len(held))
        read = self._store.count(versions[shard] for shard in changed)
        written = self._send(changed, held)
        self._delete(gone)
        self._client.indices.refresh(index=self._index.name)
        self._keep_rejections()
        bad = {shard_of(record_id) for record_id in self._failures}  # read again every night
        done = {shard: version for shard, version in versions.items() if shard not in bad}
        write_cursor(self._root, self._index.uuid, name, Cursor(stamp=stamp, shards=done))
        return StageReport(
            stage=STAGE,
            source=name,
            read=total,
            written=written,
            unchanged=self._unchanged + total - read,
            rejected=dict(Counter(failure.reason for failure in self._failures.values())),
            notes={"deleted": len(gone)} if gone else {},
        )

    def _find_gone(self, changed: list[str], held: dict[str, Held]) -> list[str]:
        if not held:
            return []
        store = RecordStore(self._root, f"enriched/{self._source.name}", _Identity)
        present = {record_id for shard in changed for record_id in store.read_shard(shard)}
        shards = set(changed)
        return [i for i in held if i not in present and shard_of(i) in shards]

    def _send(self, changed: list[str], held: dict[str, Held]) -> int:
        sender = BulkSender(self._client, self._index.name, alias=False)
        written = 0
        for outcome in sender.send_all(build_batches(self._build_actions(changed, held))):
            written += len(outcome.done)
            for failure in outcome.failed:
                self._reject(failure)
        return written

    def _build_actions(self, changed: list[str], held: dict[str, Held]) -> Iterator[Action]:
        for shard in changed:
            for enriched in self._store.read_shard(shard).values():
                try:
                    action = self._build_action(enriched, held.get(enriched.id))
                except DocumentError as error:
                    self._reject(Failure(enriched.id, error.reason, error.message))
                    continue
                if action is None:
                    self._unchanged += 1
                else:
                    yield action

    def _build_action(self, enriched: EnrichedPost, held: Held | None) -> Action | None:
        check_document(enriched)
        document = build_document(enriched, self._catalog, self._source.zone())
        if held is not None and held.fingerprint == document.fingerprint:
            return None
        before = self._previous.get(enriched.id)
        same = before is not None and before.fingerprint == document.fingerprint
        sent = before.indexed_at if before is not None and same else build_now()
        data = msgspec.json.encode(msgspec.structs.replace(document, indexed_at=sent))
        check_size(data)
        return build_index_action(enriched.id, data)

    def _delete(self, gone: list[str]) -> None:
        if gone:
            write_tombstones(self._client, self._settings, gone, "gone", self._source.name)
            delete_from(self._client, self._index.name, gone, alias=False)

    def _reject(self, failure: Failure) -> None:
        log.warning("%s: %s rejected: %s: %s", self._source.name, *failure)
        self._failures[failure.id] = failure

    def _keep_rejections(self) -> None:
        """Keep today's rejections, and remove those that are mended."""
        rejects = RecordStore(self._root, f"rejects/{self._source.name}", Rejection)
        today = list(self._build_rejections())
        ids = {rejection.id for rejection in today}
        rejects.delete([r.id for r in rejects if r.stage == STAGE and r.id not in ids])
        rejects.upsert(today)

    def _build_rejections(self) -> Iterator[Rejection]:
        for shard in sorted({shard_of(record_id) for record_id in self._failures}):
            for record_id, enriched in self._store.read_shard(shard).items():
                if record_id in self._failures:
                    yield build_rejection(enriched.post, self._failures[record_id])


def build_now() -> str:
    """Return this moment in the form in which the server gives a date back from doc values.

    Taken for each document: who polls by `indexed_at` allows for minutes, not for a whole load.
    """
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"


def build_rejection(post: Post, failure: Failure) -> Rejection:
    """Build the rejection of a document; the whole of it stays in `enriched/<source>`."""
    return Rejection(
        id=build_id(STAGE, post.source, failure.id),
        stage=STAGE,
        source=post.source,
        reason=failure.reason,
        where=f"enriched/{post.source} {failure.id}",
        detail=failure.detail[:500],
        excerpt=(post.title or post.zones.commentary or post.zones.body)[:200],
    )


def guard_purge(source: str, gone: int, held: int) -> None:
    """Refuse to delete a large part of a source at once.

    Raises:
        SourceError: More than `PURGE_FLOOR` and more than `PURGE_SHARE` of what is held.
    """
    if gone > max(PURGE_FLOOR, held * PURGE_SHARE):
        raise SourceError(
            f"{source}: {gone} of {held} documents are gone from enriched/{source}",
            "that looks like a fault of the source, so nothing was loaded; if it is meant,"
            f" `sekko index purge {source}`",
        )
