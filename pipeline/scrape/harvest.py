"""What a night brings of one source: each page met ends once, and what is new is kept."""

from __future__ import annotations

import logging
from collections import Counter
from importlib.metadata import version
from itertools import count
from typing import Literal

import msgspec

from pipeline.archive import WARC_SUFFIX, Place, WarcWriter, write_dump
from pipeline.documents import PageState, Rejection, build_digest, build_id
from pipeline.reports import Run
from pipeline.scrape.answer import Answer
from pipeline.scrape.faults import FetchError
from pipeline.sources import Format, Source
from pipeline.store import DataRoot, RecordStore

log = logging.getLogger(__name__)

STAGE = "scrape"
# Pages are kept in batches: a kill costs no more than this much fetching.
FLUSH_RECORDS = 50
FLUSH_BYTES = 64 * 1024 * 1024


class Harvest:
    """The pages of one source: those of earlier nights, and what becomes of them tonight."""

    def __init__(self, root: DataRoot, source: Source, run: Run) -> None:
        self.root = root
        self.source = source
        self.run = run
        self.store = RecordStore(root, f"pages/{source.name}", PageState)
        self.pages = {page.id: page for page in self.store}
        self.ended: dict[str, str] = {}  # page id -> "written", "unchanged" or a reason code
        self.faults: list[tuple[str, FetchError]] = []
        self.deleted: set[str] = set()  # tweets that the API reports as deleted
        self._changed: dict[str, PageState] = {}
        self._warc = _open_warc()
        self._location = self._find_location()

    def keep_file(self, name: str, data: bytes, format_: Format) -> None:
        """Keep a dump file, unless it is the one that is there."""
        page_id = f"file:{name}"
        digest = build_digest(data)
        if self._is_known(page_id, digest, format_):
            return
        location = write_dump(self.root, self.source.name, name, digest, data)
        page = PageState(
            id=page_id,
            source=self.source.name,
            format=format_,
            location=location,
            digest=digest,
            fetched_at=self._now(),
        )
        self._end_written(page)
        if len(self._changed) >= FLUSH_RECORDS:
            self.flush()

    def keep_answer(
        self, page_id: str, answer: Answer, format_: Format
    ) -> Literal["written", "unchanged"]:
        """Keep a fetched page, unless its body is the one that is there."""
        digest = build_digest(answer.body)
        old = self.pages.get(page_id)
        if self._is_known(page_id, digest, format_):
            if old is not None:
                self._replace(old, etag=answer.etag, last_modified=answer.last_modified)
            return "unchanged"
        place = self._archive(answer)
        page = PageState(
            id=page_id,
            source=self.source.name,
            format=format_,
            location=self._location,
            offset=place.offset,
            length=place.length,
            digest=digest,
            fetched_at=self._now(),
            content_type=answer.content_type,
            etag=answer.etag,
            last_modified=answer.last_modified,
        )
        self._end_written(page)
        if self._warc.records >= FLUSH_RECORDS or self._warc.size >= FLUSH_BYTES:
            self.flush()
        return "written"

    def keep_version(self, old: PageState) -> None:
        """Keep an index as it was, beside what it is now: posts have slid off it.

        It is no page that was met; `url#<instant>` is its id.
        """
        page_id = f"{old.id}#{old.fetched_at}"
        version = msgspec.structs.replace(old, id=page_id, etag=None, last_modified=None)
        self.pages[page_id] = self._changed[page_id] = version

    def keep_unchanged(self, page_id: str) -> None:
        """Count a page that the server says has not changed."""
        self.ended[page_id] = "unchanged"

    def keep_resource(self, name: str, answer: Answer) -> None:
        """Keep what leads to pages and is none (a sitemap, an API's index) in the archive."""
        self._archive(answer)
        self.ended[name] = "written"

    def reject(self, page_id: str, fault: FetchError) -> None:
        """Count a page that did not come; one that is gone is marked so."""
        log.warning("%s: %s rejected: %s: %s", self.source.name, page_id, fault.reason, fault)
        self.ended[page_id] = fault.reason
        self.faults.append((page_id, fault))
        old = self.pages.get(page_id)
        if old is not None and not old.gone and fault.reason in ("http_404", "http_410"):
            self._replace(old, gone=True)

    def count_ends(self) -> Counter[str]:
        """Count the pages met by how they ended."""
        return Counter(self.ended.values())

    def flush(self) -> None:
        """Write what is gathered: the WARC first, then the states that point into it."""
        if self._warc.records:
            self._warc.write(self.root, self._location)
            self._warc = _open_warc()
            self._location = self._find_location()
        if self._changed:
            self.store.upsert(self._changed.values())
            self._changed = {}

    def keep_rejections(self) -> None:
        """Keep tonight's rejections, and remove those of pages that came after all."""
        rejects = RecordStore(self.root, f"rejects/{self.source.name}", Rejection)
        tonight = [_build_rejection(self.source, page_id, f) for page_id, f in self.faults]
        ids = {rejection.id for rejection in tonight}
        rejects.delete([r.id for r in rejects if r.stage == STAGE and r.id not in ids])
        rejects.upsert(tonight)

    def _archive(self, answer: Answer) -> Place:
        return self._warc.add_response(
            answer.url, answer.status_line, answer.headers, answer.raw, answer.fetched_at
        )

    def _is_known(self, page_id: str, digest: str, format_: Format) -> bool:
        old = self.pages.get(page_id)
        if old is None or old.gone or (old.digest, old.format) != (digest, format_):
            return False
        self.ended.setdefault(page_id, "unchanged")
        return True

    def _replace(self, old: PageState, **changes: str | bool | None) -> None:
        new = msgspec.structs.replace(old, **changes)
        if new != old:
            self.pages[old.id] = self._changed[old.id] = new

    def _end_written(self, page: PageState) -> None:
        self.ended[page.id] = "written"
        self.pages[page.id] = self._changed[page.id] = page

    def _find_location(self) -> str:
        """Name this run's next WARC; a retry of a run must not replace an earlier file."""
        for part in count():
            number = f"_{part}" if part else ""
            location = f"raw/{self.source.name}/{self.run.id}{number}{WARC_SUFFIX}"
            if not self.root.exists(location):
                return location
        raise AssertionError("count() does not end")

    def _now(self) -> str:
        return self.run.started.isoformat(timespec="seconds")


def _open_warc() -> WarcWriter:
    return WarcWriter(f"Sekko/{version('sekko')}")


def _build_rejection(source: Source, page_id: str, fault: FetchError) -> Rejection:
    return Rejection(
        id=build_id(STAGE, source.name, page_id, fault.reason),
        stage=STAGE,
        source=source.name,
        reason=fault.reason,
        where=page_id,
        detail=fault.message,
    )
