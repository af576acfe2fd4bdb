"""The clean stage: raw pages of a source -> posts, once each."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.archive import read_body
from pipeline.clean.drafts import build_context, build_rejection
from pipeline.clean.pages import clean_page
from pipeline.clean.progress import (
    PageOutcome,
    Progress,
    build_outcome,
    page_digest,
    reader_version,
)
from pipeline.clean.shelf import Shelf
from pipeline.documents import PageState, Post, Rejection
from pipeline.errors import DocumentError
from pipeline.forgotten import read_forgotten
from pipeline.reports import Run, StageReport
from pipeline.settings import Settings
from pipeline.sources import Source
from pipeline.store import DataRoot, RecordStore


def clean_source(source: Source, settings: Settings, run: Run) -> StageReport:
    """Clean the pages of a source that changed since they were last cleaned.

    Pages of which neither the bytes nor the readers changed are not read again: their posts count
    as unchanged, their rejections are counted again. The cursor is written last, so that a kill
    repeats work and loses none.
    """
    root = DataRoot(settings.data_root)
    pages = RecordStore(root, f"pages/{source.name}", PageState)
    progress = Progress(root, source.name, reader_version(source))
    shelf = Shelf(root, source.name, seen_at=run.started.isoformat())
    work = _Work(root, source, progress, shelf)
    finished = shelf.finish(work.forgotten)
    versions = pages.versions()
    for shard in progress.keep_unchanged(versions):
        work.clean_shard(shard, versions[shard], pages.read_shard(shard).values())
    stored = shelf.store()
    work.store_rejections()
    progress.write()
    read = progress.posts + sum(progress.rejected.values())
    return StageReport(
        stage="clean",
        source=source.name,
        read=read,
        written=len(stored.written),
        unchanged=progress.posts - len(stored.written),
        rejected=progress.rejected,
        failure=_find_failure(source, pages.count(), shelf.count(), work, progress),
        notes={
            "pages": pages.count(),
            "pages_read": len(progress.outcomes),
            "posts": shelf.count(),
            "joined": len(stored.absorbed),
            **({"finished": finished} if finished else {}),  # of a night that was killed
        },
    )


class _Work:
    """One run over the changed pages of a source."""

    def __init__(self, root: DataRoot, source: Source, progress: Progress, shelf: Shelf) -> None:
        self._root = root
        self._source = source
        self._progress = progress
        self._shelf = shelf
        self.forgotten = read_forgotten(root)
        self._rejections: dict[str, Rejection] = {}
        self._settled: set[str] = set()
        self.emptied: list[str] = []

    def clean_shard(self, shard: str, version: str, pages: Iterable[PageState]) -> None:
        """Read the pages of one shard that need it, and note what all of them gave."""
        before = self._progress.open_shard(shard)
        outcomes: list[PageOutcome] = []
        fresh: list[PageOutcome] = []
        for page in pages:
            known = before.get(page.id)
            if (
                known
                and known.reader == self._progress.reader
                and known.digest == page_digest(page)
            ):
                outcomes.append(known)
                continue
            outcome = self._clean_page(page, known)
            outcomes.append(outcome)
            fresh.append(outcome)
        self._progress.close_shard(shard, version, outcomes, fresh)

    def store_rejections(self) -> None:
        """Write this run's rejections; those that a page no longer gives go."""
        store = RecordStore(self._root, f"rejects/{self._source.name}", Rejection)
        store.delete(self._settled - self._rejections.keys())
        store.upsert(self._rejections.values())

    def _clean_page(self, page: PageState, known: PageOutcome | None) -> PageOutcome:
        found = [
            self._hide_forgotten(record, page)
            for record in _read_page(self._root, self._source, page)
        ]
        posts = [record for record in found if isinstance(record, Post)]
        self._shelf.add_page(page.id, posts)
        self._rejections.update({r.id: r for r in found if isinstance(r, Rejection)})
        outcome = build_outcome(page, self._progress.reader, found)
        if known is not None:
            self._settled.update(known.rejections)
            if known.digest == outcome.digest:  # the same bytes, read by other readers
                self._shelf.remove(set(known.posts) - set(outcome.posts), page.id)
            elif known.posts and not posts:
                self.emptied.append(page.id)
        return outcome

    def _hide_forgotten(self, record: Post | Rejection, page: PageState) -> Post | Rejection:
        """Replace a post that was taken down for good by a rejection without its words."""
        if isinstance(record, Rejection):
            return record
        if not self.forgotten.covers_post(record):
            return record
        return build_rejection(
            build_context(self._source, page),
            "forgotten",
            record.id,
            "taken down by `sekko forget`",
        )


def _find_failure(
    source: Source, pages: int, stored: int, work: _Work, progress: Progress
) -> str | None:
    """Say why a source has to stop here; None when it may go on."""
    if pages == 0:
        return "no page of it was ever fetched; see the scrape stage's report"
    given = sum(len(outcome.posts) for outcome in progress.outcomes.values())
    if work.emptied and not given:
        listed = ", ".join(work.emptied[:3])
        return (
            f"pages that used to give posts give none now ({listed}); the layout may have changed: "
            f"look at it with `sekko source check {source.name}`"
        )
    if stored < max(1, source.expect.min):
        reasons = ", ".join(f"{count} {reason}" for reason, count in progress.rejected.items())
        return (
            f"{stored} posts in {pages} pages, at least {max(1, source.expect.min)} are expected"
            + (f" (rejected: {reasons})" if reasons else "")
            + "; try the file with `sekko clean`"
        )
    return None


def _read_page(root: DataRoot, source: Source, page: PageState) -> list[Post | Rejection]:
    context = build_context(source, page)
    try:
        data = read_body(root, page)
    except DocumentError as error:
        return [build_rejection(context, error.reason, "", error.message)]
    return clean_page(data, context, _charset(page.content_type))


def _charset(content_type: str | None) -> str | None:
    match = re.search(r"charset\s*=\s*[\"']?([\w:.-]+)", content_type or "", re.IGNORECASE)
    return match[1] if match else None
