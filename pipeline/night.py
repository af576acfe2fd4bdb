"""The order of a night, and one way to run a stage; `sekko run` and the DAGs share it."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, Literal, Protocol

import msgspec

from pipeline.errors import RunError, SourceError
from pipeline.lock import Lock, build_lease, release_lock, renew_lock, take_lock
from pipeline.reports import STAGES, Run, StageReport, read_report, read_reports, write_report
from pipeline.settings import Settings
from pipeline.sources import Source, read_sources
from pipeline.store import DataRoot

log = logging.getLogger(__name__)

# Imported when run: no stage's libraries are loaded to parse a DAG or to print a help text.
_FUNCTIONS = {
    "scrape": "pipeline.scrape.stage:scrape_source",
    "clean": "pipeline.clean.stage:clean_source",
    "enrich": "pipeline.enrich.stage:enrich_source",
    "check": "pipeline.load.checks:check_source",
    "load": "pipeline.load.stage:load_source",
}


class StageFunction(Protocol):
    """What every stage offers."""

    def __call__(self, source: Source, settings: Settings, run: Run, **options: Any) -> StageReport:
        """Take one source from one place to the next."""


def build_run(kind: str, started: datetime | None = None) -> Run:
    """Build the record of a run that starts now (or at an aware instant).

    Args:
        kind: What started it, for people: `manual`, `scheduled`, `make-run` ...
    """
    instant = (started or datetime.now(UTC)).astimezone(UTC)
    slug = re.sub(r"[^A-Za-z0-9]+", "-", kind).strip("-")
    stamp = f"{instant:%Y%m%dT%H%M%S}{instant.microsecond // 1000:03d}"
    return Run(id=f"{stamp}-{slug}", started=instant)


def open_night(settings: Settings, lock: Lock, only: str | None = None) -> tuple[Source, ...]:
    """Take the run lock and return the sources of this night.

    Args:
        only: Name of a single source.

    Raises:
        TransientError: Another run is writing.
        RunError: No source is on, or none has the name.
    """
    sources = tuple(s for s in read_sources(settings) if only in (None, s.name))
    if not sources:
        wanted = f"no source named {only!r} is on" if only else "no source is on"
        raise RunError(f"{settings.sources}: {wanted}", "see docs/sources.md")
    take_lock(DataRoot(settings.data_root), lock)
    return sources


def run_stage(
    stage: str, source: Source, settings: Settings, run: Run, **options: Any
) -> StageReport:
    """Run one stage of one source and keep its report, also when the source stops there.

    Args:
        **options: What only this stage takes: `since` and `until` (dates) for scrape.

    Raises:
        SourceError: The source stops; its report says why.
        TransientError: A fault that a retry may mend; nothing is reported yet.
    """
    root = DataRoot(settings.data_root)
    renew_lock(root, run.id)
    begun = time.monotonic()
    try:
        report = _find_function(stage)(source, settings, run, **options)
    except SourceError as error:
        failed = StageReport(stage=stage, source=source.name, failure=str(error))
        write_report(root, run, _timed(failed, begun))
        raise
    report = _timed(report, begun)
    write_report(root, run, report)
    log.info(
        "%s of %s: read %d, written %d, unchanged %d, rejected %d",
        *(stage, source.name, report.read, report.written, report.unchanged),
        sum(report.rejected.values()),
    )
    if report.failure:
        raise SourceError(f"{source.name} stopped at {stage}: {report.failure}")
    return report


def has_passed(stage: str, source: str, settings: Settings, run: Run) -> bool:
    """Say whether a source came through `stage` in this run."""
    report = read_report(DataRoot(settings.data_root), run.id, stage, source)
    return report is not None and report.failure is None


def find_failures(reports: Iterable[StageReport], sources: Iterable[str]) -> dict[str, str]:
    """Return source -> why it did not come through the whole night; empty when all did."""
    by_source: dict[str, dict[str, StageReport]] = {name: {} for name in sources}
    for report in reports:
        by_source.setdefault(report.source, {})[report.stage] = report
    failures = {}
    for name, stages in by_source.items():
        failed = [r for r in stages.values() if r.failure]
        missing = [stage for stage in STAGES if stage not in stages]
        if failed:
            failures[name] = f"{failed[0].stage}: {failed[0].failure}"
        elif missing:
            failures[name] = f"{missing[0]}: did not finish; see the task's log"
    return failures


def close_night(settings: Settings, run: Run, sources: Iterable[str]) -> None:
    """Let go of the run lock, and fail the run when any source failed.

    Raises:
        RunError: Names every source that failed, and where.
    """
    root = DataRoot(settings.data_root)
    release_lock(root, run.id)
    failures = find_failures(read_reports(root, run.id), sources)
    if failures:
        listed = "; ".join(f"{name} ({reason})" for name, reason in sorted(failures.items()))
        raise RunError(f"{len(failures)} source(s) failed: {listed}", "see docs/runbook.md")


def rebuild_night(
    settings: Settings,
    run: Run,
    start: Literal["raw", "posts", "enriched"] = "enriched",
    *,
    allow_loss: bool = False,
) -> StageReport:
    """Rebuild the index from stored data, without the network, under the run lock.

    Args:
        start: What to start from; everything after it is made again.
        allow_loss: Swap although the new index holds far less of a source than the live one.

    Raises:
        TransientError: Another run is writing.
        RunError: The new index does not hold what the store holds; the live one is untouched.
    """
    rebuild: Any = import_module("pipeline.load.rebuild")
    root = DataRoot(settings.data_root)
    sources = open_night(settings, build_lease(run.id))
    again = {"raw": ("clean", "enrich"), "posts": ("enrich",), "enriched": ()}[start]
    try:
        for stage in again:
            for source in sources:
                root.delete(f"cursors/{stage}/{source.name}.json")
                run_stage(stage, source, settings, run)
        report: StageReport = rebuild.rebuild_index(sources, settings, run, allow_loss=allow_loss)
        return report
    finally:
        release_lock(root, run.id)


def _find_function(stage: str) -> StageFunction:
    module, name = _FUNCTIONS[stage].split(":")
    function: StageFunction = getattr(import_module(module), name)
    return function


def _timed(report: StageReport, begun: float) -> StageReport:
    return msgspec.structs.replace(report, seconds=round(time.monotonic() - begun, 3))
