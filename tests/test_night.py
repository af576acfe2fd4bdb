"""The order of a night: reports, balance, and which source failed where."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import RunError
from pipeline.lock import bind_to_process, take_lock
from pipeline.night import build_run, close_night, find_failures, has_passed
from pipeline.reports import STAGES, StageReport, read_reports, write_report
from pipeline.settings import read_settings
from pipeline.store import DataRoot
from pipeline.summary import build_totals, describe_night


def report(stage: str, source: str = "one", **values: object) -> StageReport:
    return StageReport(stage=stage, source=source, **values)  # type: ignore[arg-type]


def test_unbalanced_totals_are_refused(tmp_path: Path) -> None:
    root, run = DataRoot(str(tmp_path)), build_run("test")
    with pytest.raises(RunError, match="read 3 records but 2 ended"):
        write_report(root, run, report("clean", read=3, written=1, rejected={"empty": 1}))
    write_report(root, run, report("clean", read=3, written=1, unchanged=1, rejected={"empty": 1}))
    assert [r.stage for r in read_reports(root, run.id)] == ["clean"]


def test_failures_name_the_stage() -> None:
    through = [report(stage, "good") for stage in STAGES]
    stopped = [report("scrape", "bad"), report("clean", "bad", failure="no posts in page.html")]
    unfinished = [report("scrape", "slow")]
    assert find_failures(through + stopped + unfinished, ["good", "bad", "slow", "absent"]) == {
        "bad": "clean: no posts in page.html",
        "slow": "clean: did not finish; see the task's log",
        "absent": "scrape: did not finish; see the task's log",
    }


def test_closing_fails_the_run_and_lets_go_of_the_lock(tmp_path: Path) -> None:
    settings = read_settings({"SEKKO_HOME": str(tmp_path)})
    root, run = DataRoot(settings.data_root), build_run("test")
    take_lock(root, bind_to_process(run.id))
    write_report(root, run, report("scrape", failure="404"))
    assert not has_passed("scrape", "one", settings, run)
    with pytest.raises(RunError, match=r"one \(scrape: 404\)"):
        close_night(settings, run, ["one"])
    take_lock(root, bind_to_process("next"))


def test_totals_balance_over_the_stages() -> None:
    reports = [
        report("scrape", read=2, written=2),
        report("clean", read=5, written=4, rejected={"empty": 1}),
        report("enrich", read=4, written=4, notes={"sentences_tagged": 9}),
        report("check", read=4, unchanged=3, rejected={"too_long": 1}),
        report("load", read=3, written=2, unchanged=1),
    ]
    (row,) = build_totals(reports, {})
    assert row.rejected == {"empty": 1, "too_long": 1}
    assert row.read == 5 == row.written + row.unchanged + sum(row.rejected.values())
    assert describe_night([row]) == "2 documents written, 9 sentences given to GiNZA."
    assert describe_night(build_totals([report("load", read=3, unchanged=3)], {})).startswith(
        "Nothing new: 0 documents written, 0 sentences"
    )
