"""The server's process: found by its mark, ended cleanly if that can be."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import psutil

from pipeline.errors import RunError
from pipeline.node.home import NodeHome

POLL = 0.1  # seconds


def find_process(home: NodeHome) -> psutil.Process | None:
    """Return the running server of this home, whoever started it and whatever the state file says.

    The folder's name is an argument of the process, so that neither a lost state file nor a process
    id that is used again can mislead.
    """
    for process in psutil.process_iter(["cmdline"]):
        if home.mark in (process.info["cmdline"] or ()):
            return process
    return None


def is_alive(process: psutil.Process) -> bool:
    """Say whether a process still runs; one that ended and was not collected does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def read_start(process: psutil.Process) -> str:
    """Return when the process began, ISO 8601, UTC."""
    return datetime.fromtimestamp(process.create_time(), UTC).isoformat(timespec="seconds")


def end_process(process: psutil.Process, timeout: float) -> bool:
    """Ask the process to end, and kill it when it does not.

    Args:
        process: The server.
        timeout: Seconds to wait before it is killed. Nothing acknowledged is lost by that.

    Returns:
        Whether it ended by itself.

    Raises:
        RunError: It belongs to another user.
    """
    try:
        process.terminate()
        if _wait_for_end(process, timeout):
            return True
        process.kill()
    except psutil.NoSuchProcess:
        return True
    except psutil.AccessDenied as error:
        raise RunError(
            f"the node's process {process.pid} belongs to another user", "stop it as that user"
        ) from error
    _wait_for_end(process, timeout)
    return False


def _wait_for_end(process: psutil.Process, timeout: float) -> bool:
    deadline = time.monotonic() + timeout
    while is_alive(process):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL)
    return True
