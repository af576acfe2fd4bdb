"""The night through a real Airflow: scheduler, LocalExecutor, API, data root on S3.

One Airflow serves the whole module: its first scheduled run, then a triggered one. The data root
lies on an S3 server on loopback, and every process that Airflow forks for a task gets an empty
temporary folder of its own, so nothing can pass between tasks but through the data root.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import boto3
import httpx
import pytest

from pipeline.airflow_home import start_standalone, stop_standalone
from pipeline.elastic import connect, read_alias, read_node_state
from pipeline.reports import read_reports
from pipeline.settings import Settings, read_settings
from pipeline.store import DataRoot

pytestmark = [pytest.mark.live, pytest.mark.slow, pytest.mark.timeout(900)]

RUN_SECONDS = 420  # a minute on an idle machine

EMPTY_TEMPORARY_FOLDERS = """
import os, tempfile
def _empty():
    folder = os.path.join({base!r}, str(os.getpid()))
    os.makedirs(folder, exist_ok=True)
    os.environ["TMPDIR"] = folder
    tempfile.tempdir = None
os.register_at_fork(after_in_child=_empty)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An S3 server on loopback with one bucket; yields its address."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: answers(address), 60, "the S3 server")
        client = boto3.client(
            "s3",
            endpoint_url=address,
            region_name="us-east-1",
            aws_access_key_id="key",
            aws_secret_access_key="secret",
        )
        client.create_bucket(Bucket="sekko")
        yield address
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="module")
def airflow(
    live_node: Settings, s3: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """A running Airflow that loads into the live node; yields its settings."""
    folder = tmp_path_factory.mktemp("airflow")
    (folder / "python").mkdir()
    hook = EMPTY_TEMPORARY_FOLDERS.format(base=str(folder / "tmp"))
    (folder / "python" / "sitecustomize.py").write_text(hook)
    state, password = read_node_state(live_node)
    environment = {
        "SEKKO_HOME": str(folder / "home"),
        "SEKKO_DATA_ROOT": "s3://sekko/data",
        "SEKKO_ELASTICSEARCH_URL": state.url,
        "SEKKO_ELASTICSEARCH_PASSWORD": password,
        "SEKKO_INDEX_PREFIX": "airflow-test",
        "SEKKO_AIRFLOW_PORT": str(free_port()),
        "AWS_ENDPOINT_URL": s3,
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
        "PYTHONPATH": str(folder / "python"),
    }
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("SEKKO_", "AIRFLOW"))]:
            patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        settings = read_settings()
        start_standalone(settings)
        try:
            yield settings
        finally:
            stop_standalone(settings)


@pytest.fixture(scope="module")
def api(airflow: Settings) -> Iterator[httpx.Client]:
    """A client that is logged in to Airflow's API."""
    address = f"http://127.0.0.1:{airflow.airflow_port}"
    file = airflow.home / "airflow" / "simple_auth_manager_passwords.json.generated"
    password = json.loads(file.read_text())["admin"]
    token = httpx.post(
        f"{address}/auth/token", json={"username": "admin", "password": password}
    ).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=f"{address}/api/v2", headers=headers, timeout=30) as client:
        yield client


def test_the_scheduled_run_loads_everything(airflow: Settings, api: httpx.Client) -> None:
    run = wait_for_run(api, "scheduled")
    assert run["state"] == "success", failed_tasks(api, run)
    assert run["logical_date"] is not None
    reports = read_newest_reports(airflow)
    written = sum(r.written for r in reports if r.stage == "load")
    client = connect(airflow)
    client.indices.refresh(index=read_alias(airflow))
    assert written == client.count(index=read_alias(airflow))["count"] > 25


def test_a_triggered_run_has_no_logical_date_and_writes_nothing(
    airflow: Settings, api: httpx.Client
) -> None:
    wait_for_run(api, "scheduled")
    api.post("/dags/ingest_nightly/dagRuns", json={"logical_date": None}).raise_for_status()
    run = wait_for_run(api, "manual")
    assert run["state"] == "success", failed_tasks(api, run)
    assert run["logical_date"] is None
    reports = read_newest_reports(airflow)
    assert {r.stage for r in reports} == {"scrape", "clean", "enrich", "check", "load"}
    assert sum(r.written for r in reports) == 0
    assert sum(r.notes.get("sentences_tagged", 0) for r in reports) == 0


def test_nothing_was_left_on_this_machine(airflow: Settings, api: httpx.Client) -> None:
    wait_for_run(api, "scheduled")
    assert sorted(path.name for path in airflow.home.iterdir()) == ["airflow"]
    assert DataRoot(airflow.data_root).list_names("runs")


def read_newest_reports(settings: Settings) -> list:
    root = DataRoot(settings.data_root)
    return read_reports(root, root.list_names("runs")[-1])


def wait_for_run(api: httpx.Client, kind: str) -> dict:
    found: dict = {}

    def ended() -> bool:
        runs = api.get("/dags/ingest_nightly/dagRuns").json().get("dag_runs", [])
        found.update(next((run for run in runs if run["run_type"] == kind), {}))
        return found.get("state") in ("success", "failed")

    wait_for(ended, RUN_SECONDS, f"the {kind} run")
    return found


def failed_tasks(api: httpx.Client, run: dict) -> list[str]:
    path = f"/dags/ingest_nightly/dagRuns/{run['dag_run_id']}/taskInstances"
    tasks = api.get(path).json()["task_instances"]
    return [f"{t['task_id']}[{t['map_index']}] {t['state']}" for t in tasks]


def answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=2).status_code < 500
    except httpx.HTTPError:
        return False


def wait_for(condition: Callable[[], bool], seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} took more than {seconds:.0f} s")
        time.sleep(1)
