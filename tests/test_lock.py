"""The run lock: one writer, no lasting lock of a killed run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from pipeline.errors import TransientError
from pipeline.lock import (
    LEASE,
    PATH,
    Lock,
    bind_to_process,
    build_lease,
    release_lock,
    renew_lock,
    take_lock,
)
from pipeline.store import DataRoot


@pytest.fixture
def root(tmp_path: Path) -> DataRoot:
    return DataRoot(str(tmp_path))


@pytest.mark.parametrize("first", [bind_to_process("a"), build_lease("a")])
@pytest.mark.parametrize("second", [bind_to_process("b"), build_lease("b")])
def test_the_later_run_waits(root: DataRoot, first: Lock, second: Lock) -> None:
    take_lock(root, first)
    with pytest.raises(TransientError, match="run a is writing"):
        take_lock(root, second)
    assert not release_lock(root, "b")
    assert release_lock(root, "a")
    take_lock(root, second)


def test_a_lease_is_renewed_and_runs_out(root: DataRoot) -> None:
    take_lock(root, build_lease("a"))
    renew_lock(root, "a")
    held = root.read_json(PATH, Lock)
    assert held is not None
    assert not held.is_stale(datetime.now(UTC) + LEASE - timedelta(minutes=1))
    assert held.is_stale(datetime.now(UTC) + LEASE + timedelta(minutes=1))
    past = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
    root.write_json(PATH, msgspec.structs.replace(held, expires=past))
    take_lock(root, build_lease("b"))


def test_a_killed_process_leaves_no_lasting_lock(root: DataRoot, tmp_path: Path) -> None:
    code = (
        "import sys; from pipeline.lock import *; from pipeline.store import DataRoot\n"
        "take_lock(DataRoot(sys.argv[1]), bind_to_process('killed'))\n"
        "print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(TransientError):
        take_lock(root, bind_to_process("next"))
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    take_lock(root, bind_to_process("next"))


def test_a_lock_of_another_host_is_respected(root: DataRoot) -> None:
    elsewhere = msgspec.structs.replace(bind_to_process("a"), host="elsewhere.test", pid=1)
    take_lock(root, elsewhere)
    with pytest.raises(TransientError):
        take_lock(root, bind_to_process("b"))
