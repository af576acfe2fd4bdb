"""The web and dump files -> raw/<source> and pages/<source>."""

from __future__ import annotations

import ssl
from collections import Counter
from datetime import date
from pathlib import Path

import httpx
import stamina.instrumentation

from pipeline.errors import SourceError
from pipeline.forgotten import read_forgotten
from pipeline.reports import Run, StageReport
from pipeline.scrape.answer import Limits
from pipeline.scrape.crawl import CRAWLERS
from pipeline.scrape.faults import FetchError
from pipeline.scrape.files import read_documents
from pipeline.scrape.harvest import STAGE, Harvest
from pipeline.scrape.index import Days
from pipeline.scrape.retention import prune_raw
from pipeline.scrape.state import CrawlState, InputState, read_state, write_state
from pipeline.scrape.visit import Night, Visitor
from pipeline.settings import Settings
from pipeline.sources import Input, Source, resolve_path
from pipeline.store import DataRoot
from pipeline.takedown import bury, erase_posts, find_posts

BACKFILL_PAGES = 1000  # of one input; a back-fill that needs more is done in parts


def scrape_source(
    source: Source,
    settings: Settings,
    run: Run,
    *,
    since: date | None = None,
    until: date | None = None,
    limits: Limits | None = None,
    context: ssl.SSLContext | None = None,
) -> StageReport:
    """Fetch every input of a source and keep what is new.

    Args:
        since: First day of a back-fill; None in an ordinary night.
        until: Its last day.
        limits: Timeouts and sizes.
        context: Verifies certificates; the usual authorities when None.

    Returns:
        `read` counts pages met: documents, indexes, feeds, sitemaps. `failure` is set when nothing
        at all came.
    """
    stamina.instrumentation.set_on_retry_hooks(())  # they print; `Fetcher` logs its retries itself
    root = DataRoot(settings.data_root)
    harvest = Harvest(root, source, run)
    forgotten = read_forgotten(root)
    if forgotten.covers_source(source.name):
        fault = FetchError("forgotten", "the whole source was taken down with `sekko forget`")
        harvest.reject(f"source:{source.name}", fault)
        return _build_report(harvest, source, {})
    days = Days(since, until) if since or until else None
    if context is None and any(entry.url for entry in source.inputs):
        context = httpx.create_ssl_context()  # once: reading the authorities takes time
    night = Night(settings, forgotten, limits or Limits(), context, days)
    state = read_state(root, source.name)
    counts: Counter[str] = Counter()
    for entry in source.inputs:
        if entry.path is not None:
            _keep_files(harvest, entry, night)
        else:
            try:
                state = _crawl(harvest, entry, night, state, counts)
            except FetchError as fault:  # the entry's own address is none
                harvest.reject(entry.url or "", fault)
    harvest.flush()
    write_state(root, source.name, state)  # after the pages that it speaks of
    harvest.keep_rejections()
    if harvest.deleted:
        counts["deleted_tweets"] = _take_down(harvest)
    counts["pruned"] = prune_raw(root, source.name, settings.raw_retention_days, run.started)
    return _build_report(harvest, source, +counts)


def _crawl(
    harvest: Harvest, entry: Input, night: Night, state: CrawlState, counts: Counter[str]
) -> CrawlState:
    """Crawl one input and return the state to keep."""
    url = entry.url or ""
    moved, resources = dict(state.moved), dict(state.resources)
    visitor = Visitor(
        harvest,
        entry,
        night,
        moved,
        resources,
        max_pages=entry.max_pages if night.days is None else BACKFILL_PAGES,
    )
    before = state.inputs.get(url, InputState())
    try:
        after = CRAWLERS[entry.format](visitor, entry, before, night.days)
    finally:
        visitor.close()
    counts.update(visitor.counts)
    inputs = {**state.inputs, url: after}
    return CrawlState(inputs=inputs, resources=resources, moved=moved)


def _keep_files(harvest: Harvest, entry: Input, night: Night) -> None:
    name = str(Path(entry.path or ""))
    path = resolve_path(entry, night.settings)
    for document in read_documents(path, name, entry.format):
        page_id = f"file:{document.name}"
        if isinstance(document.data, FetchError):
            harvest.reject(page_id, document.data)
        elif night.forgotten.covers(page_id):
            harvest.reject(page_id, FetchError("forgotten", f"{document.name}: taken down"))
        else:
            harvest.keep_file(document.name, document.data, entry.format)


def _build_report(harvest: Harvest, source: Source, notes: dict[str, int]) -> StageReport:
    ends = harvest.count_ends()
    written, unchanged = ends.pop("written", 0), ends.pop("unchanged", 0)
    failure = None
    if not written and not unchanged:
        reasons = "; ".join(_describe(*fault) for fault in harvest.faults[:3])
        failure = str(
            SourceError(
                f"source {source.name} gave nothing: {reasons or 'no input led anywhere'}",
                f"try it with `sekko source check {source.name}`",
            )
        )
    return StageReport(
        stage=STAGE,
        source=source.name,
        read=written + unchanged + ends.total(),
        written=written,
        unchanged=unchanged,
        rejected=dict(sorted(ends.items())),
        failure=failure,
        notes=dict(sorted(notes.items())),
    )


def _describe(page_id: str, fault: FetchError) -> str:
    name = page_id.removeprefix("file:")
    where = "" if name in fault.message else f"{name}: "
    return f"{where}{fault.message} ({fault.reason})"


def _take_down(harvest: Harvest) -> int:
    """Take down what authors deleted, as the API's terms ask; return how many posts that were."""
    root, at = harvest.root, harvest.run.started
    posts = find_posts(root, harvest.deleted, [harvest.source.name])
    bury(root, harvest.deleted, posts, "deleted_by_author", at)
    return len(erase_posts(root, (), posts, at).posts)
