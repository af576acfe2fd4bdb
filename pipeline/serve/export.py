"""Documents out of the index, all or those changed since: one view, in the order of their ids.

An export that was killed goes on where it stopped: beside the target lies `<target>.state.json`
with the last id written. What a poller gives as `changed_since` the next time is the report's
`next`, a quarter of an hour before this view was opened: a document is stamped just before it is
sent, and may be seen minutes later. Documents and deletions may therefore come twice, never not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from pipeline.documents import Record, build_digest
from pipeline.elastic import connect, named_errors, read_alias, tombstone_index
from pipeline.errors import RunError
from pipeline.serve.query import Search, build_filters
from pipeline.serve.writers import Document, JsonLinesWriter, ParquetWriter, Writer
from pipeline.settings import PROJECT

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

    from pipeline.settings import Settings

Format = Literal["jsonl", "parquet"]

PAGE = 1_000
PART = 10_000  # documents in one part of a Parquet export: one row group
KEEP = "10m"
OVERLAP = timedelta(minutes=15)  # longer than the loader tries to send one batch
EXCLUDED = ["names", "suggest"]  # aids for searching, made anew from the lexicon


class Export(Record, frozen=True, kw_only=True):
    """What is asked for.

    Attributes:
        filters: As of a search; its text is not used.
        changed_since: Only what was sent since, and what was deleted; ISO 8601 instant.
    """

    format: Format = "jsonl"
    filters: Search = Search()
    changed_since: str | None = None


class ExportReport(Record, frozen=True, kw_only=True):
    """What an export did, and how far it is: also the state that it is resumed from.

    Attributes:
        request: Digest of the request; another one does not resume this export.
        opened: When the first view was opened.
        after: Id of the last document written.
        position: Of the writer, see `writers`.
        done: Nothing is missing.
        next: What the next call gives as `changed_since`.
    """

    request: str
    opened: str
    after: str = ""
    position: int = 0
    documents: int = 0
    deleted: int = 0
    done: bool = False
    next: str = ""


def export_documents(settings: Settings, target: Path, export: Export) -> ExportReport:
    """Export documents to a file (JSON Lines) or a folder (Parquet), or go on with it.

    Raises:
        RunError: The target holds another or a finished export; there is no index.
        TransientError: The cluster is down or busy; the same call goes on later.
    """
    state_path = target.with_name(f"{target.name}.state.json")
    report = _open_state(target, state_path, export)
    writer = _build_writer(target, export.format)
    writer.resume(report.position)
    with named_errors(settings), connect(settings, timeout=120) as client:
        since = find_start(client, settings, export.changed_since)
        if since and not report.after:
            deleted = list(_fetch_deleted(client, settings, since))
            report = msgspec.structs.replace(
                report, position=writer.write_deleted(deleted), deleted=len(deleted)
            )
        filters = build_filters(export.filters)
        if since:
            filters.append({"range": {"indexed_at": {"gte": since}}})
        size = PART if export.format == "parquet" else PAGE
        for page in fetch_pages(client, read_alias(settings), filters, report.after, size):
            report = msgspec.structs.replace(
                report,
                position=writer.write(page),
                after=page[-1]["id"],
                documents=report.documents + len(page),
            )
            _write_state(state_path, report)
    mark = datetime.fromisoformat(report.opened) - OVERLAP
    report = msgspec.structs.replace(report, done=True, next=mark.isoformat())
    _write_state(state_path, report)
    return report


def find_start(client: Elasticsearch, settings: Settings, since: str | None) -> str | None:
    """Return from when on to ask, given when the last export was.

    A rebuild stamps documents while nobody sees them: who polled between its start and its swap
    must ask again from its start.
    """
    if since is None:
        return None
    mappings = client.indices.get_mapping(index=read_alias(settings)).body
    ((_, body),) = mappings.items()
    meta = body["mappings"].get("_meta", {})
    asked = datetime.fromisoformat(since)
    if asked.tzinfo is None:
        asked = asked.replace(tzinfo=UTC)
    if "swapped_at" in meta and datetime.fromisoformat(meta["swapped_at"]) >= asked:
        asked = min(asked, datetime.fromisoformat(meta["build_started"]))
    return asked.isoformat()


def fetch_pages(
    client: Elasticsearch, index: str, filters: list[dict[str, Any]], after: str, size: int
) -> Iterator[list[Document]]:
    """Yield pages of documents from one view, in the order of their ids."""
    with open_view(client, index) as pit:
        while True:
            answer = client.search(
                pit={"id": pit, "keep_alive": KEEP},
                query={"bool": {"filter": filters}},
                sort=[{"id": "asc"}],
                search_after=[after],
                size=size,
                source_excludes=EXCLUDED,
                track_total_hits=False,
            )
            page = [hit["_source"] for hit in answer["hits"]["hits"]]
            if page:
                yield page
                after = page[-1]["id"]
            if len(page) < size:
                return


@contextmanager
def open_view(client: Elasticsearch, index: str) -> Iterator[str]:
    """Open a point in time, and close it."""
    pit: str = client.open_point_in_time(index=index, keep_alive=KEEP)["id"]
    try:
        yield pit
    finally:
        client.close_point_in_time(id=pit)


def _fetch_deleted(client: Elasticsearch, settings: Settings, since: str) -> Iterator[Document]:
    if not client.indices.exists(index=tombstone_index(settings)):
        return
    filters = [{"range": {"deleted_at": {"gte": since}}}]
    for page in fetch_pages(client, tombstone_index(settings), filters, "", PAGE):
        yield from page


def _open_state(target: Path, state_path: Path, export: Export) -> ExportReport:
    request = build_digest(msgspec.json.encode(export))
    if not state_path.exists():
        if target.exists():
            raise RunError(f"{target} is already there", "choose another name, or remove it")
        state = ExportReport(request=request, opened=datetime.now(UTC).isoformat())
        _write_state(state_path, state)  # before the target: then what is half there is ours
        return state
    state = msgspec.json.decode(state_path.read_bytes(), type=ExportReport)
    if state.request != request or state.done:
        held = "a finished export" if state.done else "the beginning of another export"
        raise RunError(f"{target} holds {held}", f"choose another name, or remove {state_path}")
    return state


def _write_state(path: Path, report: ExportReport) -> None:
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(msgspec.json.encode(report))
    part.replace(path)


def _build_writer(target: Path, kind: Format) -> Writer:
    if kind == "jsonl":
        return JsonLinesWriter(target)
    template = json.loads((PROJECT / "mappings" / "templates" / "posts.json").read_bytes())
    return ParquetWriter(target, template["template"]["mappings"]["properties"])
