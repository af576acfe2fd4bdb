"""`sekko node` as a person types it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from pipeline.commands import node
from pipeline.errors import RunError
from pipeline.settings import Settings

VERBS = ("start", "stop", "status", "logs", "reset", "install")


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    app.callback()(lambda: None)  # or the only verb would stand for the whole command
    node.register(app)
    return app


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SEKKO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def here(live_node: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("SEKKO_HOME", str(live_node.home))
    return live_node


@pytest.mark.parametrize("verb", VERBS)
def test_help_has_examples(app: typer.Typer, verb: str) -> None:
    said = CliRunner().invoke(app, ["node", verb, "--help"]).stdout
    assert re.search(rf"Examples?: .*sekko node {verb}", said, re.DOTALL)


def test_status_of_nothing(app: typer.Typer, nowhere: Path) -> None:
    done = CliRunner().invoke(app, ["node", "status"])
    assert done.exit_code == 3
    assert "stopped" in done.stdout
    assert "sekko node start" in done.stdout
    assert not nowhere.exists()


def test_status_of_a_crashed_node(app: typer.Typer, nowhere: Path) -> None:
    (nowhere / "node").mkdir(parents=True)
    (nowhere / "node" / "state.json").write_text("{}")
    done = CliRunner().invoke(app, ["node", "status"])
    assert done.exit_code == 3
    assert "crashed" in done.stdout
    assert "nothing acknowledged is lost" in done.stdout


def test_stop_of_nothing(app: typer.Typer, nowhere: Path) -> None:
    assert "did not run" in CliRunner().invoke(app, ["node", "stop"]).stdout
    done = CliRunner().invoke(app, ["node", "stop", "--json"])
    assert json.loads(done.stdout) == {"stopped": False}


def test_logs_of_nothing(app: typer.Typer, nowhere: Path) -> None:
    with pytest.raises(RunError, match="no log"):
        CliRunner().invoke(app, ["node", "logs"], catch_exceptions=False)


def test_reset_asks(app: typer.Typer, nowhere: Path) -> None:
    kept = nowhere / "node" / "data" / "kept"
    kept.parent.mkdir(parents=True)
    kept.touch()
    assert CliRunner().invoke(app, ["node", "reset"], input="n\n").exit_code == 1
    assert kept.exists()
    assert CliRunner().invoke(app, ["node", "reset"], input="y\n").exit_code == 0
    assert not kept.exists()


@pytest.mark.live
def test_start_again_says_where(app: typer.Typer, here: Settings) -> None:
    done = CliRunner().invoke(app, ["node", "start"])
    assert done.exit_code == 0
    assert "http://127.0.0.1:" in done.stdout
    password = (here.home / "node" / "password").read_text()
    assert password not in done.output


@pytest.mark.live
def test_status_for_people_and_machines(app: typer.Typer, here: Settings) -> None:
    shown = CliRunner().invoke(app, ["node", "status"])
    assert shown.exit_code == 0
    for word in ("running", "http://127.0.0.1:", "9.2.0", "512.0 MB", "documents"):
        assert word in shown.stdout
    status = json.loads(CliRunner().invoke(app, ["node", "status", "--json"]).stdout)
    assert status["state"] == "running"


@pytest.mark.live
def test_logs(app: typer.Typer, here: Settings) -> None:
    done = CliRunner().invoke(app, ["node", "logs", "-n", "1000000"])
    assert "started {sekko}" in done.stdout
    assert len(CliRunner().invoke(app, ["node", "logs", "-n", "2"]).stdout.splitlines()) == 2
