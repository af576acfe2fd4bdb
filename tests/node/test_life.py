"""A node's life: started in every way, killed, stopped, reset."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from elasticsearch import ApiError, TransportError

from pipeline.elastic import connect
from pipeline.errors import RunError
from pipeline.node.control import reset_node, start_node, stop_node
from pipeline.node.distribution import install
from pipeline.node.launcher import NOBODY, Launcher
from pipeline.node.process import is_alive
from pipeline.node.status import node_status
from pipeline.settings import PROJECT, Settings, read_settings

pytestmark = [pytest.mark.live, pytest.mark.slow]
CACHE = read_settings().cache_dir
NO_ONE = 65534


def build_command(*words: str) -> list[str]:
    return [sys.executable, "-m", "pipeline", "node", *words]


def build_bare_environment(settings: Settings) -> dict[str, str]:
    """No PATH, no HOME, no locale."""
    return {
        "SEKKO_HOME": str(settings.home),
        "SEKKO_CACHE_DIR": str(settings.cache_dir),
        "SEKKO_NODE_PORT": str(settings.node_port),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@pytest.fixture(scope="module")
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, taken_port: int) -> Iterator[Settings]:
    home = tmp_path_factory.mktemp("life") / "斥候 の 家"
    settings = Settings(home=home, cache_dir=CACHE, node_port=taken_port)
    yield settings
    stop_node(settings)


@pytest.fixture(scope="module")
def started(settings: Settings) -> list[dict[str, Any]]:
    """What two commands say that start the node at the same moment, with an empty environment."""
    commands = [
        subprocess.Popen(
            build_command("start", "--json"),
            env=build_bare_environment(settings),
            cwd=PROJECT,
            stdout=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    said = [command.communicate(timeout=240)[0] for command in commands]
    assert [command.returncode for command in commands] == [0, 0]
    return [json.loads(line) for line in said]


def test_two_starts_at_once_are_one_node(started: list[dict[str, Any]]) -> None:
    assert started[0] == started[1]


def test_it_outlives_who_started_it(started: list[dict[str, Any]]) -> None:
    assert psutil.Process(started[0]["pid"]).is_running()


def test_a_taken_port_is_passed_over(started: list[dict[str, Any]], taken_port: int) -> None:
    port = int(started[0]["url"].rsplit(":", 1)[1])
    assert taken_port < port < taken_port + 100


def test_it_listens_on_loopback_only(started: list[dict[str, Any]]) -> None:
    connections = psutil.Process(started[0]["pid"]).net_connections("tcp")
    listening = {entry.laddr.ip for entry in connections if entry.status == psutil.CONN_LISTEN}
    assert {address.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}


def test_the_password_is_its_owners(started: list[dict[str, Any]], settings: Settings) -> None:
    password = settings.home / "node" / "password"
    assert password.stat().st_mode & 0o777 == 0o600
    assert (settings.home / "node").stat().st_mode & 0o777 == 0o700
    for word in psutil.Process(started[0]["pid"]).cmdline():
        assert password.read_text() not in word


def test_no_one_gets_in_without_it(started: list[dict[str, Any]], settings: Settings) -> None:
    with connect(settings) as client, pytest.raises(ApiError) as refusal:
        client.options(basic_auth=("elastic", "wrong")).cluster.health()
    assert refusal.value.status_code == 401


def test_status_tells_all(started: list[dict[str, Any]], settings: Settings) -> None:
    done = subprocess.run(
        build_command("status", "--json"),
        env=build_bare_environment(settings),
        cwd=PROJECT,
        capture_output=True,
        check=True,
    )
    status = json.loads(done.stdout)
    assert status["state"] == "running"
    assert status["pid"] == started[0]["pid"]
    assert status["url"] == started[0]["url"]
    assert status["version"] == "9.2.0"
    assert status["health"] in {"green", "yellow"}
    assert 0 < status["heap_used"] < status["heap_max"] == 512 << 20
    assert status["disk_free"] > 0


def test_a_killed_node_keeps_all_that_it_acknowledged(
    started: list[dict[str, Any]], settings: Settings
) -> None:
    acknowledged: list[str] = []
    enough = threading.Event()

    def write() -> None:
        with connect(settings, timeout=5) as client:
            for number in range(100_000):
                try:
                    client.options(max_retries=0).index(
                        index="life", id=str(number), document={"number": number}
                    )
                except (ApiError, TransportError):
                    return
                acknowledged.append(str(number))
                if number == 200:
                    enough.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert enough.wait(60)
    os.kill(started[0]["pid"], signal.SIGKILL)
    writer.join(60)

    assert node_status(settings).state == "crashed"
    state = start_node(settings)
    assert state.pid != started[0]["pid"]
    with connect(settings) as client:
        found = client.mget(index="life", ids=acknowledged)["docs"]
    assert [entry["_id"] for entry in found if not entry["found"]] == []
    assert len(found) > 200


def test_a_lost_state_file_is_found_again(settings: Settings) -> None:
    state = start_node(settings)
    (settings.home / "node" / "state.json").unlink()
    assert start_node(settings) == state


def test_it_stops_and_says_so(settings: Settings) -> None:
    process = psutil.Process(start_node(settings).pid)
    assert stop_node(settings)
    assert not is_alive(process)
    assert node_status(settings).state == "stopped"
    assert "closed" in (settings.home / "node" / "logs" / "sekko.log").read_text()
    assert not stop_node(settings)
    with pytest.raises(RunError, match="sekko node start"):
        connect(settings)


def test_a_start_that_fails_shows_why(settings: Settings) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 65535))
        listener.listen()
        with pytest.raises(RunError, match="BindHttpException") as failure:
            start_node(Settings(home=settings.home, cache_dir=CACHE, node_port=65535))
    assert "SEKKO_NODE_PORT" in failure.value.hint
    assert node_status(settings).state == "stopped"


def test_reset_leaves_the_snapshots(settings: Settings) -> None:
    kept = settings.home / "node" / "snapshots" / "kept"
    kept.write_text("kept")
    reset_node(settings)
    assert {path.name for path in (settings.home / "node").iterdir()} == {"lock", "snapshots"}
    assert kept.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_another_user_installs_and_starts_it(tmp_path: Path) -> None:
    install(CACHE)
    cache = tmp_path / "cache"
    shutil.copytree(CACHE / "maven", cache / "maven")
    for path in (tmp_path, cache, *cache.rglob("*")):
        os.chown(path, NO_ONE, NO_ONE)
    settings = Settings(home=tmp_path / "home", cache_dir=cache, node_port=9500)

    def run(word: str) -> subprocess.CompletedProcess[bytes]:
        # NOBODY may enter root's folders: the interpreter that runs this test may lie in one.
        return subprocess.run(
            [*NOBODY, *build_command(word, "--json")],
            env=build_bare_environment(settings),
            cwd=PROJECT,
            capture_output=True,
            check=False,
        )

    started = run("start")
    assert started.returncode == 0, started.stderr.decode()
    assert psutil.Process(json.loads(started.stdout)["pid"]).uids().real == NO_ONE
    with pytest.raises(RunError, match="belongs to user 65534"):
        stop_node(settings)
    assert json.loads(run("stop").stdout) == {"stopped": True}


@pytest.mark.skipif(os.geteuid() != 0, reason="a plain user needs no other way")
def test_root_without_user_namespaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.node.control.choose_launcher", lambda: Launcher(prefix=NOBODY))
    settings = Settings(home=tmp_path / "home", cache_dir=CACHE, node_port=9500)
    state = start_node(settings)
    try:
        assert psutil.Process(state.pid).uids().real == NO_ONE
        with connect(settings) as client:
            client.index(index="life", document={"number": 1}, refresh=True)
        stop_node(settings)
        monkeypatch.undo()
        start_node(settings)  # in a user namespace, on files that another user made
        with connect(settings) as client:
            assert client.count(index="life")["count"] == 1
    finally:
        stop_node(settings)
