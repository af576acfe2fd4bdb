"""Source health out of the runs' reports."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.reports import Run, StageReport, write_report
from pipeline.serve.health import SourceHealth, build_health, read_runs, read_start
from pipeline.sources import Format, Input, Source
from pipeline.store import DataRoot

SOURCES = tuple(
    Source(
        name=name,
        kind="blog",
        title=name.upper(),
        inputs=(Input(format=Format.HTML, url="https://example.com"),),
    )
    for name in ("calm", "failing", "new")
)


def write_run(root: DataRoot, day: int, *reports: StageReport) -> None:
    started = datetime(2026, 11, day, 18, tzinfo=UTC)
    for report in reports:
        write_report(root, Run(id=f"{started:%Y%m%dT%H%M%S}000-test", started=started), report)


def loaded(source: str, written: int, **more: object) -> StageReport:
    counts = {"read": written + 2, "written": written, "unchanged": 2}
    return StageReport(stage="load", source=source, **counts, **more)  # type: ignore[arg-type]


@pytest.fixture
def root(tmp_path: Path) -> DataRoot:
    root = DataRoot(str(tmp_path))
    down = StageReport(stage="scrape", source="failing", failure="host does not answer")
    write_run(root, 18, loaded("calm", 5), loaded("failing", 3))
    write_run(root, 19, loaded("calm", 1), down)
    rejecting = StageReport(
        stage="clean", source="calm", read=4, written=2, rejected={"no_text": 2}, seconds=1.5
    )
    stale = StageReport(stage="check", source="calm", notes={"stale_days": 12})
    write_run(root, 20, rejecting, stale, loaded("calm", 0, seconds=0.5), down)
    root.write("runs/not-a-run/load/calm.json", b"{}")
    return root


def health(root: DataRoot, last: int = 14) -> dict[str, SourceHealth]:
    return {found.source: found for found in build_health(read_runs(root, last), SOURCES)}


def test_runs_come_newest_first_and_only_ours(root: DataRoot) -> None:
    assert [run.started.day for run in read_runs(root, 14)] == [20, 19, 18]
    assert [run.started.day for run in read_runs(root, 2)] == [20, 19]
    until = datetime(2026, 11, 19, 23, tzinfo=UTC)
    assert [run.started.day for run in read_runs(root, 14, until)] == [19, 18]


@pytest.mark.parametrize(
    ("run_id", "expected"),
    [
        ("20261122T030000123-manual", datetime(2026, 11, 22, 3, tzinfo=UTC)),
        ("20261122T030000-test", datetime(2026, 11, 22, 3, tzinfo=UTC)),
        ("not-a-run", None),
        ("20269922T030000-x", None),
    ],
)
def test_the_start_of_a_run_is_in_its_id(run_id: str, expected: datetime | None) -> None:
    assert read_start(run_id) == expected


def test_a_source_is_what_its_last_run_says(root: DataRoot) -> None:
    calm = health(root)["calm"]
    assert (calm.runs, calm.failed, calm.failure) == (3, 0, None)
    assert (calm.read, calm.written, calm.unchanged) == (4, 0, 2)
    assert calm.rejected == {"no_text": 2}
    assert (calm.stale_days, calm.seconds) == (12, 2.0)
    assert calm.last_written == "2026-11-19T18:00:00+00:00"


def test_failures_in_a_row_end_with_a_good_run(root: DataRoot) -> None:
    failing = health(root)["failing"]
    assert (failing.runs, failing.failed, failing.failures_in_row) == (3, 2, 2)
    assert failing.failure == "scrape: host does not answer"
    assert health(root, last=2)["failing"].failures_in_row == 2
    write_run(root, 21, loaded("failing", 1))
    assert health(root)["failing"].failures_in_row == 0
    assert health(root)["failing"].failure is None


def test_the_troubled_stand_first_and_the_unmet_are_there(root: DataRoot) -> None:
    found = build_health(read_runs(root, 14), SOURCES)
    assert [h.source for h in found] == ["failing", "calm", "new"]
    assert found[2] == SourceHealth(source="new", title="NEW")


def test_without_runs_there_is_no_fault(tmp_path: Path) -> None:
    assert read_runs(DataRoot(str(tmp_path)), 14) == ()
