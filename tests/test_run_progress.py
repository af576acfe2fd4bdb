"""The progress bar of `sekko run` in a real terminal, while Airflow prints."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

from pipeline.settings import PROJECT

SCRIPT = """
import sys
from pathlib import Path
from pipeline.commands.run import _quiet, _watch
from pipeline.night import build_run
from pipeline.settings import read_settings

settings = read_settings()
with _watch(settings, build_run("manual"), 1), _quiet(Path(sys.argv[1])):
    print("airflow's noise")
    print("more noise", file=sys.stderr)
print("the end")
"""


def test_what_airflow_prints_goes_to_its_log_and_not_into_the_bar(tmp_path: Path) -> None:
    log = tmp_path / "airflow" / "run.log"
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(log)],
        env={**os.environ, "SEKKO_HOME": str(tmp_path), "TERM": "xterm"},
        cwd=PROJECT,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    while chunk := read_terminal(ours):
        shown += chunk
    os.close(ours)
    assert process.wait() == 0, shown
    assert b"noise" not in shown
    assert b"0/5" in shown
    assert b"the end" in shown
    assert log.read_text() == "airflow's noise\nmore noise\n"


def read_terminal(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other end is closed
        return b""
