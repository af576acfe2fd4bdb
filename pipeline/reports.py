"""What a stage says of its work, and where the night's reports are kept."""

from __future__ import annotations

from datetime import datetime

import msgspec

from pipeline.documents import Record
from pipeline.errors import RunError
from pipeline.store import DataRoot

STAGES = ("scrape", "clean", "enrich", "check", "load")


class Run(Record, frozen=True, kw_only=True):
    """One night's run.

    Attributes:
        id: Sortable and usable in a path, for example `20261122T030000-scheduled`.
        started: Aware instant; what "now" means to every stage of the run.
    """

    id: str
    started: datetime


class StageReport(Record, frozen=True, kw_only=True):
    """One stage's account of one source. Each record read ended exactly once.

    Attributes:
        read: Records that the stage met: pages for scrape, posts for every other stage.
        written: New or changed, and stored.
        unchanged: Met before in this very form; no work was done on them.
        rejected: Reason code -> number.
        failure: Why the source stopped here; None when it did not.
        notes: Further counts, for example `sentences_tagged`, `conditional_requests`.
    """

    stage: str
    source: str
    read: int = 0
    written: int = 0
    unchanged: int = 0
    rejected: dict[str, int] = msgspec.field(default_factory=dict)
    failure: str | None = None
    notes: dict[str, int] = msgspec.field(default_factory=dict)
    seconds: float = 0.0

    def check_balance(self) -> None:
        """Refuse totals that do not add up.

        Raises:
            RunError: Records were lost or counted twice.
        """
        ended = self.written + self.unchanged + sum(self.rejected.values())
        if self.read != ended:
            raise RunError(
                f"{self.stage} of {self.source}: read {self.read} records but {ended} ended",
                "this is a fault of ours; keep the data root and report it",
            )


def write_report(root: DataRoot, run: Run, report: StageReport) -> str:
    """Check a report's balance and keep it; return its path under the data root."""
    report.check_balance()
    path = f"runs/{run.id}/{report.stage}/{report.source}.json"
    root.write_json(path, report)
    return path


def read_report(root: DataRoot, run_id: str, stage: str, source: str) -> StageReport | None:
    """Read one stage's report on one source; None when there is none."""
    return root.read_json(f"runs/{run_id}/{stage}/{source}.json", StageReport)


def read_reports(root: DataRoot, run_id: str) -> list[StageReport]:
    """Read all reports of a run, in the order of the stages, then by source."""
    found = (
        read_report(root, run_id, stage, name.removesuffix(".json"))
        for stage in STAGES
        for name in root.list_names(f"runs/{run_id}/{stage}")
    )
    return [report for report in found if report is not None]
