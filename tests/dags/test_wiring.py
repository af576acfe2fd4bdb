"""The DAG files: clean and light to parse, with exactly the edges that are meant."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]

NIGHT = {
    "open_run": [
        "clean", "conclude", "finish.check", "finish.enrich", "finish.load", "list_batches",
        "mark_duplicates",
    ],
    "list_batches": ["scrape"],
    "scrape": ["clean"],
    "clean": ["mark_duplicates"],
    "mark_duplicates": ["finish.enrich"],
    "finish.enrich": ["finish.check"],
    "finish.check": ["finish.load"],
    "finish.load": ["conclude", "write_brief"],
    "conclude": [],
    "write_brief": [],
}  # fmt: skip


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> dict:
    home = tmp_path_factory.mktemp("airflow")
    result = subprocess.run(
        [sys.executable, Path(__file__).with_name("describe_dags.py")],
        cwd=PROJECT,
        env={**os.environ, "AIRFLOW_HOME": str(home), "AIRFLOW__CORE__LOAD_EXAMPLES": "False"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout.splitlines()[-1])


def test_parsing_imports_nothing_heavy(parsed: dict) -> None:
    assert parsed["heavy"] == []
    assert parsed["seconds"] < 30  # Airflow's own import is most of it


def test_the_night_is_wired_as_drawn(parsed: dict) -> None:
    for dag_id in ("ingest_nightly", "backfill"):
        assert parsed["dags"][dag_id]["edges"] == NIGHT


def test_schedules(parsed: dict) -> None:
    nightly = parsed["dags"]["ingest_nightly"]
    assert nightly["schedule"] == ["0 3 * * *", "Asia/Tokyo"]
    assert parsed["dags"]["backfill"]["schedule"] is None
    assert parsed["dags"]["rebuild_index"]["schedule"] is None
    for dag in parsed["dags"].values():
        assert (dag["catchup"], dag["max_active_runs"], dag["doc"]) == (False, 1, True)


def test_a_failed_source_does_not_stop_the_others(parsed: dict) -> None:
    rules = parsed["dags"]["ingest_nightly"]["rules"]
    for task in ("clean", "mark_duplicates", "conclude", "write_brief"):
        assert rules[task] == "all_done"
