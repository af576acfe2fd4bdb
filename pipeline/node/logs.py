"""Reading a node's log."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

POLL = 0.3  # seconds


def read_tail(path: Path, lines: int) -> list[str]:
    """Return a log's last lines; none if there is no log."""
    if lines <= 0 or not path.exists():
        return []
    return path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]


def follow_log(path: Path) -> Iterator[str]:
    """Yield each line that is added from now on, for ever; a log that begins anew is read anew."""
    position = path.stat().st_size
    rest = ""
    while True:
        if path.stat().st_size < position:
            position = 0
        with path.open(encoding="utf-8", errors="replace") as log:
            log.seek(position)
            *whole, rest = (rest + log.read()).split("\n")
            position = log.tell()
        yield from whole
        time.sleep(POLL)
