"""Reasons for which a node does not start, found beforehand or read from what it left behind."""

from __future__ import annotations

import shutil
from pathlib import Path

import psutil

from pipeline.errors import RunError
from pipeline.node.home import NodeHome
from pipeline.node.logs import read_tail

MEGABYTE = 1 << 20
MEMORY = 850 * MEGABYTE  # 512 MB of heap and what the JVM needs besides; measured 770 MB
DISK = 1024 * MEGABYTE  # the node's low watermark
LINES = 15
FATAL = "fatal exception while booting"  # what follows it is only the shutdown

KNOWN = (
    (
        ("BindHttpException", "BindTransportException", "Address already in use"),
        "no port is free: stop a program that listens there, or set SEKKO_NODE_PORT",
    ),
    (
        ("insufficient memory", "Could not reserve enough space", "OutOfMemoryError", "code 137"),
        "not enough memory: the node needs about 850 MB",
    ),
    (("No space left on device", "Disk quota exceeded"), "the disk is full: free some space"),
    (
        ("failed to obtain node lock",),
        "another Elasticsearch uses this data folder: stop it, or set SEKKO_HOME",
    ),
    (
        ("cannot downgrade a node", "cannot upgrade a node"),
        "the data is of another Elasticsearch version: `sekko node reset`, then load again",
    ),
    (
        ("AccessDeniedException", "Permission denied"),
        "a file cannot be read or written: check who owns SEKKO_HOME and SEKKO_CACHE_DIR",
    ),
)


def check_room(folder: Path, memory: int | None = None, disk: int | None = None) -> None:
    """Refuse a start that memory or disk could not bear.

    Args:
        folder: Where the data will lie.
        memory: Bytes available; asked of the system by default.
        disk: Bytes free there; likewise.

    Raises:
        RunError: Too little of either.
    """
    available = psutil.virtual_memory().available if memory is None else memory
    if available < MEMORY:
        raise RunError(
            f"{available // MEGABYTE} MB of memory are available, "
            f"Elasticsearch needs {MEMORY // MEGABYTE} MB",
            "close other programs, or set SEKKO_ELASTICSEARCH_URL to a cluster elsewhere",
        )
    free = shutil.disk_usage(folder).free if disk is None else disk
    if free < DISK:
        raise RunError(
            f"{free // MEGABYTE} MB of disk are free at {folder}, "
            f"Elasticsearch needs {DISK // MEGABYTE} MB",
            "free some space, or set SEKKO_HOME to another disk",
        )


def build_failure(home: NodeHome, what: str, log_start: int) -> RunError:
    """Build the error of a start that failed, with the end of what the server said.

    Args:
        home: The node that did not start.
        what: How it failed.
        log_start: Size of the log before the start, in bytes; only what follows is looked at.
    """
    said = read_tail(home.console, 200)
    if home.log.exists():
        with home.log.open("rb") as log:
            log.seek(log_start)
            said = [*log.read().decode("utf-8", "replace").splitlines()[-400:], *said]
    text = "\n".join([what, *said])
    hint = next((hint for words, hint in KNOWN if any(word in text for word in words)), "")
    shown = [line for line in said if line.strip() and not line.lstrip().startswith("at ")]
    fatal = [number for number, line in enumerate(shown) if FATAL in line]
    begin = fatal[0] if fatal else max(0, len(shown) - LINES)
    tail = "\n".join(f"  {line[:300]}" for line in shown[begin : begin + LINES])
    return RunError(
        f"Elasticsearch did not start: {what}\n{tail}\n  (whole log: {home.log})",
        hint or "read the log; `sekko node reset` starts from nothing",
    )
