"""`sekko index`, `keys` and `export` as a person types them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.lock import hold_lock
from pipeline.settings import PROJECT, Settings
from pipeline.store import DataRoot
from tests.indexed import build_post, index_posts

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def settings(module_index_settings: Settings) -> Settings:
    index_posts(module_index_settings, [build_post(n) for n in range(3)])
    return module_index_settings


def sekko(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SEKKO_")},
        "SEKKO_HOME": str(settings.home),
        "SEKKO_INDEX_PREFIX": settings.index_prefix,
        "SEKKO_DATA_ROOT": settings.data_root,
    }
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_status_create_and_check(settings: Settings) -> None:
    report = json.loads(sekko(settings, "index", "status", "--json").stdout)
    assert [(e["live"], e["documents"]) for e in report["indices"]] == [(True, 3)]
    shown = sekko(settings, "index", "status").stdout
    assert f"{settings.index_prefix}-posts-v1-000001  live  3 documents" in shown
    assert sekko(settings, "index", "create").stdout.strip().endswith("000001")
    assert sekko(settings, "index", "check").returncode == 0


def test_lint_lists_what_is_left_out(settings: Settings) -> None:
    shown = sekko(settings, "index", "lint").stdout
    assert "米: one character means too much" in shown
    assert "synonym rules" in shown.splitlines()[-1]


def test_roll_back_with_nothing_to_go_back_to(settings: Settings) -> None:
    ran = sekko(settings, "index", "rollback")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("sekko: no index to go back to")


def test_a_table_that_differs_fails(settings: Settings, tmp_path: Path) -> None:
    table = tmp_path / "table.yml"
    table.write_text(
        "lexicon: []\nrows: [{analyzer: bigrams, text: 極超音速, tokens: [極超音速]}]\n",
        encoding="utf-8",
    )
    ran = sekko(settings, "index", "analyze-check", "--table", str(table))
    assert ran.returncode == 1
    assert "0 of 1 rows as in the table" in ran.stdout


def test_keys_and_export(settings: Settings, tmp_path: Path) -> None:
    made = sekko(settings, "keys", "create", "by-command", "--days", "1")
    assert len(made.stdout.split()) == 1, "only the key itself, so that it can be piped"
    assert "by-command" in made.stderr
    listed = json.loads(sekko(settings, "keys", "list", "--json").stdout)
    assert [(key["name"], key["role"]) for key in listed] == [("by-command", "reader")]
    assert "is revoked" in sekko(settings, "keys", "revoke", "by-command").stdout
    target = tmp_path / "posts.jsonl"
    assert "3 documents" in sekko(settings, "export", str(target)).stdout
    assert len(target.read_text(encoding="utf-8").splitlines()) == 3
    assert "a finished export" in sekko(settings, "export", str(target)).stderr


def test_nothing_is_swapped_while_a_night_writes(settings: Settings) -> None:
    with hold_lock(DataRoot(settings.data_root), "a-night"):
        for arguments in (("rollback",), ("restore", "some"), ("purge", "sample-blog")):
            ran = sekko(settings, "index", *arguments)
            assert ran.returncode == 1
            assert "run a-night-" in ran.stderr
