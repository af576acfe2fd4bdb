"""Start, stop, look at and reset the embedded Elasticsearch node.

What others need: `start_node(settings)` returns the `NodeState` that `pipeline.elastic.connect`
reads; it is safe to call at any time, from any number of processes.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from pipeline.elastic import NodeState, connect
from pipeline.errors import TransientError
from pipeline.node.artifacts import Tell, explain_disk, tell_log
from pipeline.node.configuration import ensure_password, write_configuration, write_secret
from pipeline.node.distribution import hold_lock, install
from pipeline.node.failures import build_failure, check_room
from pipeline.node.home import NodeHome, find_home
from pipeline.node.launcher import check_owner, choose_launcher, take_ownership
from pipeline.node.process import POLL, end_process, find_process, is_alive, read_start
from pipeline.settings import Settings

if TYPE_CHECKING:
    import psutil

USER = "elastic"
START_SECONDS = 180.0  # a slow, busy machine; 8 s is usual
RECOVERY_SECONDS = 60.0
STOP_SECONDS = 60.0


def start_node(settings: Settings, tell: Tell = tell_log) -> NodeState:
    """Start the node of these settings unless it runs; return how to reach it.

    Installs the server first when that was never done. When it returns, the node answers and its
    indices are recovered. The node outlives the caller.

    Args:
        settings: `home` says where the node lies, `node_port` the first port to try.
        tell: Is told of downloads and steps.

    Raises:
        TransientError: The server is not installed and cannot be downloaded now.
        RunError: The node does not start; the message says why, with the end of its log.
    """
    with _hold(settings) as home:
        process = find_process(home)
        if process is None:
            process = _launch(home, settings, tell)
        return _await_node(home, process, settings)


def stop_node(settings: Settings) -> bool:
    """Stop the node, cleanly; return whether it ran.

    Raises:
        RunError: It belongs to another user.
    """
    with _hold(settings) as home:
        return _stop(home)


def reset_node(settings: Settings) -> None:
    """Stop the node and remove its indices, password, configuration and logs; snapshots stay.

    Raises:
        RunError: It belongs to another user.
    """
    with _hold(settings) as home:
        _stop(home)
        for path in home.folder.iterdir():
            if path in (home.snapshots, home.lock):
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


@contextlib.contextmanager
def _hold(settings: Settings) -> Iterator[NodeHome]:
    home = find_home(settings)
    with explain_disk(home.folder, "SEKKO_HOME"):
        home.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        check_owner(home)
        with hold_lock(home.lock):
            yield home


def _launch(home: NodeHome, settings: Settings, tell: Tell) -> psutil.Process:
    installation = install(settings.cache_dir, tell)
    check_room(home.folder)
    launcher = choose_launcher()
    take_ownership(home)
    write_configuration(home, installation, settings.node_port)
    ensure_password(home, installation, launcher)
    home.state.unlink(missing_ok=True)
    home.port_file.unlink(missing_ok=True)
    log_start = home.log.stat().st_size if home.log.exists() else 0
    tell("starting Elasticsearch", 0, 0)
    server = str(installation / "bin" / "elasticsearch")
    try:
        code, _ = launcher.run([server, "-d"], home, timeout=START_SECONDS)
    except subprocess.TimeoutExpired as error:
        _stop(home)
        late = f"it was not ready after {START_SECONDS:.0f} s"
        raise build_failure(home, late, log_start) from error
    process = find_process(home)
    if code or process is None:
        raise build_failure(home, f"it ended with code {code}", log_start)
    return process


def _await_node(home: NodeHome, process: psutil.Process, settings: Settings) -> NodeState:
    """Wait until the node answers, and leave its state for `connect`."""
    deadline = time.monotonic() + START_SECONDS
    while (port := read_port(home)) is None:
        if not is_alive(process) or time.monotonic() > deadline:
            raise build_failure(home, "it runs but opened no port", 0)
        time.sleep(POLL)
    state = NodeState(
        url=f"http://127.0.0.1:{port}", user=USER, pid=process.pid, started=read_start(process)
    )
    write_secret(home.state, msgspec.json.encode(state).decode())
    _await_recovery(home, process, settings)
    return state


def _await_recovery(home: NodeHome, process: psutil.Process, settings: Settings) -> None:
    from elasticsearch import ApiError, TransportError

    # The settings may name a cluster elsewhere; it is the node that is asked.
    with connect(msgspec.structs.replace(settings, elasticsearch_url=None), timeout=10) as client:
        deadline = time.monotonic() + RECOVERY_SECONDS
        while time.monotonic() < deadline:
            try:
                health = client.cluster.health(wait_for_status="yellow", timeout="5s")
            except (ApiError, TransportError) as error:
                if not is_alive(process):
                    raise build_failure(home, f"it ended as it began: {error}", 0) from error
                time.sleep(POLL)
                continue
            if not health["timed_out"]:
                return
    raise TransientError(
        f"the node runs, but its indices are not recovered after {RECOVERY_SECONDS:.0f} s",
        "wait, and look at `sekko node status` and `sekko node logs`",
    )


def read_port(home: NodeHome) -> int | None:
    """Return the port that the server listens on, as it wrote it down; None before it did."""
    if not home.port_file.exists():
        return None
    first, _, _ = home.port_file.read_text(encoding="ascii").partition("\n")
    return int(first.rsplit(":", 1)[1]) if ":" in first else None


def _stop(home: NodeHome) -> bool:
    process = find_process(home)
    if process is not None:
        end_process(process, STOP_SECONDS)
    home.state.unlink(missing_ok=True)
    home.port_file.unlink(missing_ok=True)
    return process is not None
