"""One Airflow of this checkout's own: its environment, and `airflow standalone` up and down."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import psutil

from pipeline.errors import RunError
from pipeline.settings import PROJECT, Settings

START_SECONDS = 120  # healthy in 16 s on two idle cores


def build_address(settings: Settings) -> str:
    """Build the address of the UI and the API."""
    return f"http://127.0.0.1:{settings.airflow_port}"


def build_environment(settings: Settings) -> dict[str, str]:
    """Build Airflow's variables: SQLite, our DAGs, everything under `home/airflow`, on loopback."""
    home = settings.home / "airflow"
    return {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(settings.airflow_port),
        "AIRFLOW__API__BASE_URL": build_address(settings),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{build_address(settings)}/execution/",
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "AIRFLOW__API_AUTH__JWT_SECRET": _read_secret(home / "jwt_secret"),
        # `airflow standalone` starts its parts as `airflow ...`, also where no venv is active.
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        # numpy's BLAS: two threads are the measured best for one GiNZA process on two cores.
        "OPENBLAS_NUM_THREADS": "2",
    }


def migrate(settings: Settings) -> None:
    """Create or upgrade the metadata database; nothing when it is of this version already.

    Raises:
        RunError: Airflow could not; its output is in the message.
    """
    from airflow import __version__

    stamp = settings.home / "airflow" / f"migrated-{__version__}"
    if stamp.exists():
        return
    result = _airflow(settings, "db", "migrate")
    if result.returncode:
        raise RunError(f"airflow db migrate failed:\n{result.stdout[-2000:]}", "see above")
    stamp.touch()


def start_standalone(settings: Settings) -> str:
    """Start `airflow standalone` in the background and wait for it; return the UI's address.

    Raises:
        RunError: It did not get healthy; its log is named.
    """
    pidfile = settings.home / "airflow" / "standalone.pid"
    address = build_address(settings)
    if _find_process(pidfile):
        return address
    migrate(settings)
    logfile = settings.home / "airflow" / "standalone.log"
    with logfile.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "airflow", "standalone"],
            env={**os.environ, **build_environment(settings)},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    pidfile.write_text(str(process.pid))
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if _is_healthy(address):
            return address
        time.sleep(1)
    stop_standalone(settings)
    raise RunError("airflow standalone did not get healthy", f"read {logfile}")


def stop_standalone(settings: Settings) -> bool:
    """Stop it and all its processes; return whether it ran."""
    pidfile = settings.home / "airflow" / "standalone.pid"
    process = _find_process(pidfile)
    pidfile.unlink(missing_ok=True)
    if process is None:
        return False
    family = [process, *process.children(recursive=True)]
    process.send_signal(signal.SIGINT)
    _, alive = psutil.wait_procs(family, timeout=20)
    for member in alive:
        member.kill()
    return True


def _is_healthy(address: str) -> bool:
    try:
        health = httpx.get(f"{address}/api/v2/monitor/health", timeout=5).json()
    except (httpx.HTTPError, ValueError):
        return False
    parts = ("metadatabase", "scheduler", "dag_processor")
    return all(health.get(part, {}).get("status") == "healthy" for part in parts)


def _find_process(pidfile: Path) -> psutil.Process | None:
    try:
        process = psutil.Process(int(pidfile.read_text()))
        return process if "standalone" in process.cmdline() else None
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return None


def _airflow(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own interpreter, constant arguments
        [sys.executable, "-m", "airflow", *arguments],
        env={**os.environ, **build_environment(settings)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def _read_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32))
    return path.read_text()
