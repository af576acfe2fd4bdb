"""What a person sees at the end of a night: a row a source, and what it means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rich.markup import escape
from rich.table import Table

from pipeline.reports import STAGES, StageReport

OK = "[green]ok[/green]"


class SourceTotals(NamedTuple):
    """One source's night, in documents: read = written + unchanged + rejected."""

    source: str
    read: int
    written: int
    unchanged: int
    rejected: dict[str, int]
    failure: str | None
    tagged: int


def build_totals(reports: Iterable[StageReport], failures: dict[str, str]) -> list[SourceTotals]:
    """Add up the stages' reports, a row a source.

    What was written and unchanged is what the index says; every stage's rejections count.
    """
    stages: dict[str, dict[str, StageReport]] = {name: {} for name in failures}
    for report in reports:
        stages.setdefault(report.source, {})[report.stage] = report
    return [_add_up(name, stages[name], failures.get(name)) for name in sorted(stages)]


def build_table(totals: list[SourceTotals]) -> Table:
    """Lay the totals out for a terminal."""
    table = Table(title="The night, in documents", title_justify="left")
    table.add_column("source", no_wrap=True)
    for name in ("read", "written", "unchanged", "rejected"):
        table.add_column(name, justify="right")
    table.add_column("outcome")
    for row in totals:
        reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(row.rejected.items()))
        outcome = f"[red]failed[/red] {escape(row.failure)}" if row.failure else OK
        numbers = (row.read, row.written, row.unchanged, sum(row.rejected.values()))
        table.add_row(
            row.source, *map(str, numbers), outcome + (f" ({reasons})" if reasons else "")
        )
    return table


def describe_night(totals: list[SourceTotals]) -> str:
    """Say in one sentence what the night brought."""
    written = sum(row.written for row in totals)
    tagged = sum(row.tagged for row in totals)
    if written == 0 and not any(row.failure for row in totals):
        return f"Nothing new: 0 documents written, {tagged} sentences given to GiNZA."
    return f"{written} documents written, {tagged} sentences given to GiNZA."


def _add_up(name: str, stages: dict[str, StageReport], failure: str | None) -> SourceTotals:
    rejected: dict[str, int] = {}
    for stage in STAGES:
        if stage in stages and stage != "scrape":  # pages, not documents
            for reason, count in stages[stage].rejected.items():
                rejected[reason] = rejected.get(reason, 0) + count
    loaded = stages.get("load", StageReport(stage="load", source=name))
    enriched = stages.get("enrich", StageReport(stage="enrich", source=name))
    return SourceTotals(
        source=name,
        read=loaded.written + loaded.unchanged + sum(rejected.values()),
        written=loaded.written,
        unchanged=loaded.unchanged,
        rejected=rejected,
        failure=failure,
        tagged=enriched.notes.get("sentences_tagged", 0),
    )
