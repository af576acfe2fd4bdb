"""How the sources fare: what the last runs' reports say of each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from pipeline.documents import Record
from pipeline.reports import STAGES, StageReport, read_reports
from pipeline.sources import Source
from pipeline.store import DataRoot
from pipeline.summary import SourceTotals, build_totals

STAMP = "%Y%m%dT%H%M%S"
STAMP_LENGTH = 15  # of `20261122T030000`, with which every run's id begins


class RunReports(Record, frozen=True, kw_only=True):
    """One run's reports.

    Attributes:
        started: Aware instant, as the run's id says.
    """

    id: str
    started: datetime
    reports: tuple[StageReport, ...]


class SourceHealth(Record, frozen=True, kw_only=True):
    """One source over the last runs.

    Attributes:
        runs: Runs of those looked at that met the source.
        failed: How many of them it did not come through.
        failures_in_row: How many of the newest ones, without a good one between.
        last_run: Start of the newest run that met it, ISO 8601; None when none did.
        failure: Why it stopped in that run.
        read: Documents of that run; `read = written + unchanged + rejected`.
        rejected: Reason code -> number, of that run.
        last_written: Start of the newest run that brought something, ISO 8601.
        stale_days: Age of its newest post where that is more than the source allows, in days.
        above_expected: Posts beyond the source's expected maximum.
        seconds: What its stages took in that run.
    """

    source: str
    title: str
    runs: int = 0
    failed: int = 0
    failures_in_row: int = 0
    last_run: str | None = None
    failure: str | None = None
    read: int = 0
    written: int = 0
    unchanged: int = 0
    rejected: dict[str, int] = msgspec.field(default_factory=dict)
    last_written: str | None = None
    stale_days: int | None = None
    above_expected: int | None = None
    seconds: float = 0.0


def read_runs(root: DataRoot, last: int, until: datetime | None = None) -> tuple[RunReports, ...]:
    """Read the reports of the last runs, newest first.

    Args:
        root: The data root.
        last: How many runs at the most.
        until: Runs that started later are left out.
    """
    found = []
    for name in reversed(root.list_names("runs")):
        started = read_start(name)
        if started is None or (until is not None and started > until):
            continue
        reports = tuple(read_reports(root, name))
        if reports:
            found.append(RunReports(id=name, started=started, reports=reports))
        if len(found) == last:
            break
    return tuple(found)


def read_start(run_id: str) -> datetime | None:
    """Return the instant in a run's id; None when the name is not one of ours."""
    try:
        return datetime.strptime(run_id[:STAMP_LENGTH], STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def build_health(runs: Iterable[RunReports], sources: Iterable[Source]) -> tuple[SourceHealth, ...]:
    """Build the health of each source from runs, newest first; the troubled ones come first."""
    newest_first = list(runs)
    health = [_look_back(source, newest_first) for source in sources]
    return tuple(sorted(health, key=lambda h: (-h.failures_in_row, -(h.stale_days or 0), h.source)))


def find_failures(reports: Iterable[StageReport]) -> dict[str, str]:
    """Return source -> the first stage that failed it, and why."""
    failures: dict[str, str] = {}
    for report in sorted(reports, key=lambda r: STAGES.index(r.stage)):
        if report.failure:
            failures.setdefault(report.source, f"{report.stage}: {report.failure}")
    return failures


def _look_back(source: Source, runs: list[RunReports]) -> SourceHealth:
    met: list[tuple[RunReports, SourceTotals]] = []
    for run in runs:
        own = [report for report in run.reports if report.source == source.name]
        if own:
            met.append((run, build_totals(own, find_failures(own))[0]))
    if not met:
        return SourceHealth(source=source.name, title=source.title)
    failed = [totals.failure is not None for _, totals in met]
    run, totals = met[0]
    reports = [report for report in run.reports if report.source == source.name]
    notes = {key: value for report in reports for key, value in report.notes.items()}
    return SourceHealth(
        source=source.name,
        title=source.title,
        runs=len(met),
        failed=sum(failed),
        failures_in_row=failed.index(False) if False in failed else len(failed),
        last_run=run.started.isoformat(),
        failure=totals.failure,
        read=totals.read,
        written=totals.written,
        unchanged=totals.unchanged,
        rejected=totals.rejected,
        last_written=next((r.started.isoformat() for r, t in met if t.written), None),
        stale_days=notes.get("stale_days"),
        above_expected=notes.get("above_expected"),
        seconds=round(sum(report.seconds for report in reports), 1),
    )
