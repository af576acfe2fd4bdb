"""The run lock: one night at a time writes to a data root, however it was started.

A run in one process is bound to that process, so that a killed run leaves no lasting lock. A run
that Airflow spreads over workers holds a lease that each of its stages renews.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import msgspec
import psutil

from pipeline.documents import Record
from pipeline.errors import TransientError
from pipeline.store import DataRoot

PATH = "lock.json"
LEASE = timedelta(hours=3)  # longer than any stage of any source took; renewed at every stage


class Lock(Record, frozen=True, kw_only=True):
    """Who writes to the data root.

    Attributes:
        run: Id of the run that holds it.
        host: Host of the process it is bound to; None for a leased lock.
        pid: That process.
        born: Its start, seconds since the epoch: a pid may be used again.
        expires: ISO 8601 end of the lease; None for a lock bound to a process.
    """

    run: str
    host: str | None = None
    pid: int | None = None
    born: float | None = None
    expires: str | None = None

    def is_stale(self, now: datetime) -> bool:
        """Say whether its holder is certainly gone."""
        if self.expires is not None:
            return now > datetime.fromisoformat(self.expires)
        if self.host != socket.gethostname() or self.pid is None:
            return False
        try:
            return psutil.Process(self.pid).create_time() != self.born
        except psutil.NoSuchProcess:
            return True


def bind_to_process(run_id: str) -> Lock:
    """Build a lock that ends with this process."""
    pid = os.getpid()
    return Lock(
        run=run_id,
        host=socket.gethostname(),
        pid=pid,
        born=psutil.Process(pid).create_time(),
    )


def build_lease(run_id: str) -> Lock:
    """Build a lock that lasts until `LEASE` after the last stage of its run began."""
    return Lock(run=run_id, expires=(datetime.now(UTC) + LEASE).isoformat())


def take_lock(root: DataRoot, lock: Lock) -> None:
    """Take the lock, or renew one's own; a stale one is replaced.

    Raises:
        TransientError: Another run holds it.
    """
    for _ in range(2):
        if root.create(PATH, msgspec.json.encode(lock)):
            return
        held = root.read_json(PATH, Lock)
        if held is None:
            continue
        if held.run == lock.run:
            if held.expires is not None:
                root.write_json(PATH, lock)
            return
        if not held.is_stale(datetime.now(UTC)):
            raise TransientError(
                f"run {held.run} is writing to {root.url}",
                "wait for it; if it is certainly dead, `sekko run --unlock`",
            )
        root.delete(PATH)
    raise TransientError(f"the lock of {root.url} changes hands", "try again")


def renew_lock(root: DataRoot, run_id: str) -> None:
    """Renew the lease of a run; a lock bound to a process needs none.

    Raises:
        TransientError: Another run took over.
    """
    take_lock(root, build_lease(run_id))


@contextmanager
def hold_lock(root: DataRoot, name: str) -> Iterator[None]:
    """Keep a night from writing while a command of this process does.

    Args:
        root: The data root.
        name: What holds it, for the message that others get.

    Raises:
        TransientError: Another run holds it.
    """
    holder = f"{name}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    take_lock(root, bind_to_process(holder))
    try:
        yield
    finally:
        release_lock(root, holder)


def release_lock(root: DataRoot, run_id: str | None = None) -> bool:
    """Let go of the lock if this run holds it (any run, when None); return whether it did."""
    held = root.read_json(PATH, Lock)
    if held is None or (run_id is not None and held.run != run_id):
        return False
    root.delete(PATH)
    return True
