"""The cluster's files, as far as they can be proved without a container engine.

That the file parses and resolves was shown with `docker compose config` 2.29.7; here: everything it
names exists, every variable it wants is made by `make env`, every setting is a real one.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from pipeline.settings import PREFIX, PROJECT, Settings

ONE_SHOT = {"kibana-password", "airflow-init"}
# Read by Airflow's Celery provider, whose section is not in the core's defaults.
PROVIDER_SECTIONS = {"celery"}


@pytest.fixture(scope="module")
def text() -> str:
    return (PROJECT / "docker-compose.yml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def services(text: str) -> dict:
    return yaml.safe_load(text)["services"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("env")
    subprocess.run([PROJECT / "docker" / "env.sh"], cwd=folder, check=True, capture_output=True)
    return folder


def test_make_env_writes_every_variable_once(text: str, made: Path) -> None:
    lines = (made / ".env").read_text().splitlines()
    values = dict(line.split("=", 1) for line in lines if "=" in line)
    assert set(re.findall(r"\$\{(\w+)", text)) == set(values)
    passwords = [value for name, value in values.items() if not name.startswith(PREFIX)]
    assert all(len(value) >= 32 for value in passwords)
    assert len(set(passwords)) == len(passwords)
    assert (made / ".env").stat().st_mode & 0o077 == 0
    before = (made / ".env").read_bytes()
    subprocess.run([PROJECT / "docker" / "env.sh"], cwd=made, check=True, capture_output=True)
    assert (made / ".env").read_bytes() == before


def test_secret_files_are_those_that_make_env_writes(text: str, made: Path) -> None:
    for secret in yaml.safe_load(text)["secrets"].values():
        assert (made / secret["file"]).exists()


def test_every_path_exists(services: dict) -> None:
    for name, service in services.items():
        build = service.get("build")
        if build:
            dockerfile = PROJECT / build["context"] / build.get("dockerfile", "Dockerfile")
            assert dockerfile.exists(), name
            for source in re.findall(r"^COPY --chown=\S+ (.+) \S+$", dockerfile.read_text(), re.M):
                assert all((PROJECT / path).exists() for path in source.split()), source
        for volume in service.get("volumes", []):
            if volume.startswith("."):
                assert (PROJECT / volume.split(":")[0]).exists(), volume


def test_every_long_running_service_has_a_health_check_and_restarts(services: dict) -> None:
    for name, service in services.items():
        if name in ONE_SHOT:
            assert service["restart"] == "no"
        else:
            assert service["healthcheck"]["test"], name
            assert service["restart"] == "unless-stopped", name


def test_images_are_pinned_and_agree_with_the_project(services: dict) -> None:
    images = {name: service["image"] for name, service in services.items()}
    assert all(":" in image and not image.endswith(":latest") for image in images.values())
    base = (PROJECT / "docker/elasticsearch/Dockerfile").read_text()
    node = (PROJECT / "pipeline/node/artifacts.yml").read_text()
    version = re.search(r"^FROM elasticsearch:([\d.]+)$", base, re.M)[1]
    assert version in node
    assert images["kibana"] == f"kibana:{version}"
    assert images["kibana-password"] == f"elasticsearch:{version}"
    airflow = re.search(r"FROM apache/airflow:([\d.]+)-", read("docker/airflow/Dockerfile"))[1]
    assert f"apache-airflow[celery,postgres]=={airflow}" in read("pyproject.toml")


def test_ports_are_on_loopback(services: dict) -> None:
    for service in services.values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_every_setting_is_a_real_one(services: dict) -> None:
    from airflow.configuration import retrieve_configuration_description  # seconds of imports

    environment = services["airflow-worker"]["environment"]
    ours = {name.removeprefix(PREFIX).lower() for name in environment if name.startswith(PREFIX)}
    assert ours <= set(Settings.__struct_fields__)
    options = retrieve_configuration_description(include_providers=False)
    for name in environment:
        if name.startswith("AIRFLOW__"):
            _, section, option = name.lower().split("__")
            if section not in PROVIDER_SECTIONS:
                assert option in options[section]["options"], name


def read(path: str) -> str:
    return (PROJECT / path).read_text(encoding="utf-8")
