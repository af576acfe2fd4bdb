"""`sekko` in a process of its own, for the tests of whole nights."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from pipeline.elastic import connect, read_alias, read_node_state
from pipeline.settings import PROJECT, Settings, read_settings

# What a later run of the same data may change: when it was indexed or first seen.
MOMENTS = ("indexed_at", "first_seen", "timeline_at", "fingerprint")


class Job:
    """`sekko` with a home, a data root and an index of its own."""

    def __init__(self, home: Path, node: Settings, prefix: str, **extra: str) -> None:
        state, password = read_node_state(node)
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("SEKKO_", "AIRFLOW"))}
        self.environ = {
            **clean,
            "SEKKO_HOME": str(home),
            "SEKKO_CACHE_DIR": str(node.cache_dir),
            "SEKKO_ELASTICSEARCH_URL": state.url,
            "SEKKO_ELASTICSEARCH_PASSWORD": password,
            "SEKKO_INDEX_PREFIX": prefix,
            **extra,
        }
        self.settings = read_settings(self.environ)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "pipeline", *arguments],
            env=self.environ,
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def sekko(self, *arguments: str, code: int = 0) -> str:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=400)
        assert process.returncode == code, err[-4000:]
        return out if code == 0 else out + err

    def run(self, *arguments: str) -> list[dict]:
        return json.loads(self.sekko("run", "--json", *arguments))

    def documents(self) -> dict[str, dict]:
        client = connect(self.settings)
        alias = read_alias(self.settings)
        client.indices.refresh(index=alias)
        found = client.search(index=alias, size=1000)["hits"]["hits"]
        return {
            hit["_id"]: {k: v for k, v in hit["_source"].items() if k not in MOMENTS}
            for hit in found
        }


def total(reports: list[dict], stage: str, field: str) -> int:
    """Add up one field of one stage's reports over all sources."""
    return sum(report[field] for report in reports if report["stage"] == stage)
