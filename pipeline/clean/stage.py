"""The clean stage: raw pages of a source -> posts, once each; and files given by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.archive import read_body
from pipeline.clean.containers import is_readable
from pipeline.clean.drafts import Context, build_context, build_rejection
from pipeline.clean.merge import merge_posts
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
from pipeline.sources import Format, Source
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
        },
    )


class _Work:
    """One run over the changed pages of a source."""

    def __init__(self, root: DataRoot, source: Source, progress: Progress, shelf: Shelf) -> None:
        self._root = root
        self._source = source
        self._progress = progress
        self._shelf = shelf
        self._forgotten = read_forgotten(root)
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
        tweet = record.tweet.id if record.tweet else None
        names = (record.id, record.url, tweet, *record.keys)
        if not any(name is not None and self._forgotten.covers(name) for name in names):
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


def read_files(
    paths: Iterable[Path],
    source: Source | None = None,
    format: Format | None = None,  # noqa: A002
) -> Iterator[tuple[Path, list[Post | Rejection]]]:
    """Yield each file (folders walked) with what it gives, before posts met twice are joined."""
    for path in _walk(paths):
        yield path, _clean_file(path, source, format)


def join_records(records: Iterable[Post | Rejection]) -> list[Post | Rejection]:
    """Join posts that are one, each at the place of its first; rejections stay as they are."""
    found: dict[str, Post | Rejection] = {}
    by_key: dict[str, str] = {}
    for record in records:
        if isinstance(record, Rejection):
            found.setdefault(record.id, record)
            continue
        twin = next((by_key[key] for key in record.keys if key in by_key), record.id)
        earlier = found.get(twin)
        if isinstance(earlier, Post) and _may_be_one(earlier, record):
            found[twin] = merge_posts(earlier, record)
        else:
            twin = record.id
            found[twin] = record
        for key in record.keys:
            by_key.setdefault(key, twin)
    return list(found.values())


def clean_files(
    paths: Iterable[Path],
    source: Source | None = None,
    format: Format | None = None,  # noqa: A002
) -> Iterator[Post | Rejection]:
    """Clean files and folders given by hand; nothing is stored.

    Args:
        source: Gives name, account and time zone; without it the file's name and Japan's time.
        format: How to read them all; found by content when None.

    Yields:
        Posts in the order of files and pages. A post met in two files comes once, at the place of
        the first; a file that gives nothing yields a rejection.
    """
    given = (record for _, records in read_files(paths, source, format) for record in records)
    yield from join_records(given)


def _clean_file(
    path: Path,
    source: Source | None,
    format: Format | None,  # noqa: A002
) -> list[Post | Rejection]:
    context = Context(
        source=source.name if source else _slug(path.stem),
        kind=source.kind if source else "blog",
        format=format or Format.HTML,
        account=source.account if source else None,
        timezone=source.timezone if source else "Asia/Tokyo",
        page=f"file:{path.name}",
        name=path.name,
    )
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return [build_rejection(context, "missing_file", "", f"no file at {path}")]
    except OSError as error:
        return [build_rejection(context, "unreadable_file", "", f"{path}: {error.strerror}")]
    return clean_page(data, context, detect=format is None)


def _walk(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                child
                for child in path.rglob("*")
                if child.is_file() and is_readable(str(child.relative_to(path)))
            )
        else:
            yield path


def _may_be_one(first: Post, second: Post) -> bool:
    """Two posts with permalinks or tweet ids of their own are two, whatever else they share."""
    strong = [
        {key for key in post.keys if key.startswith(("permalink:", "tweet:"))}
        for post in (first, second)
    ]
    if strong[0] and strong[1]:
        return bool(strong[0] & strong[1])
    return first.kind == second.kind


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


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "file"
