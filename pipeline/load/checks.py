"""The gate before the load: is what enrich wrote whole, as much as expected, and will it fit?"""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime, timedelta

from pipeline.documents import EnrichedPost
from pipeline.elastic import connect, named_errors
from pipeline.errors import DocumentError, SourceError
from pipeline.load.document import build_instant
from pipeline.load.drift import check_drift
from pipeline.load.index import find_live
from pipeline.load.limits import check_document
from pipeline.load.templates import read_templates
from pipeline.reports import Run, StageReport
from pipeline.settings import Settings
from pipeline.sources import Source
from pipeline.store import DataRoot, RecordStore

log = logging.getLogger(__name__)

STAGE = "check"


def check_source(source: Source, settings: Settings, run: Run) -> StageReport:
    """Check every enriched post of a source, the source as a whole, and the live mapping.

    Nothing is written; the load rejects the same posts, and keeps their rejections.

    Raises:
        SourceError: Fewer posts than `expect.min`.
        RunError: The live mapping has drifted from the template.
        TransientError: The cluster is down or busy.
    """
    check_live_mapping(settings)
    store = RecordStore(DataRoot(settings.data_root), f"enriched/{source.name}", EnrichedPost)
    rejected: Counter[str] = Counter()
    read = 0
    newest: datetime | None = None
    for enriched in store:
        read += 1
        try:
            check_document(enriched)
            newest = max(filter(None, (newest, read_published(enriched, source))), default=None)
        except DocumentError as error:
            log.warning("%s: %s: %s", source.name, enriched.id, error)
            rejected[error.reason] += 1
    check_expected(source, read)
    return StageReport(
        stage=STAGE,
        source=source.name,
        read=read,
        unchanged=read - rejected.total(),
        rejected=dict(rejected),
        notes=build_warnings(source, read, newest, run.started),
    )


def check_live_mapping(settings: Settings) -> None:
    """Compare the live index, if there is one, with the template.

    Raises:
        RunError: It has drifted, or an index of another origin is in the way.
    """
    with named_errors(settings), connect(settings) as client:
        live = find_live(client, settings)
        templates = read_templates(settings)
        # One of another schema must be rebuilt, and the load says so: it has not drifted.
        if live is not None and live.schema == templates.schema:
            check_drift(client, live.name, templates)


def check_expected(source: Source, read: int) -> None:
    """Refuse a source that gave less than it must.

    Raises:
        SourceError: Below `expect.min`.
    """
    if read < source.expect.min:
        raise SourceError(
            f"{source.name} has {read} posts, at least {source.expect.min} are expected",
            "look at the source itself, then at scrape and clean in `sekko run`'s reports",
        )


def build_warnings(
    source: Source, read: int, newest: datetime | None, now: datetime
) -> dict[str, int]:
    """Build the notes that call for a look: `above_expected`, `stale_days`."""
    notes: dict[str, int] = {}
    most = source.expect.max
    if most is not None and read > most:
        log.warning("%s has %d posts, at most %d are expected", source.name, read, most)
        notes["above_expected"] = read - most
    days = source.expect.stale_after_days
    if days is not None and newest is not None and now - newest > timedelta(days=days):
        age = (now - newest).days
        log.warning("%s: its newest post is %d days old", source.name, age)
        notes["stale_days"] = age
    return notes


def read_published(enriched: EnrichedPost, source: Source) -> datetime | None:
    """Return when a post was published; None when the source does not say.

    Raises:
        DocumentError: `bad_date`.
    """
    published = enriched.post.published
    if published is None:
        return None
    return datetime.fromisoformat(build_instant(published, source.zone()))
