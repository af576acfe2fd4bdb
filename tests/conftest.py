"""Fixtures that several folders of tests share.

Where state may be shared, it is: one embedded node serves the whole session, in a temporary home.
A test that writes to it takes names of its own (`Settings.index_prefix`) and removes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest

from pipeline.settings import Settings, read_settings


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast files first, so that a fault shows early; then the longest, so that no worker waits."""
    marks: dict[Path, set[str]] = {}
    for item in items:
        marks.setdefault(item.path, set()).update(mark.name for mark in item.iter_markers())

    def place(item: pytest.Item) -> int:
        if "timeout" in marks[item.path]:  # whole nights
            return 1
        return 2 if marks[item.path] & {"slow", "live", "browser"} else 0

    items.sort(key=place)


@pytest.fixture(scope="session")
def live_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a running Elasticsearch node of its own, for `pipeline.elastic.connect`."""
    from pipeline.node.control import start_node, stop_node

    home = tmp_path_factory.mktemp("live-node")
    settings = Settings(home=home, cache_dir=read_settings().cache_dir)
    start_node(settings)
    yield settings
    stop_node(settings)


@pytest.fixture
def index_settings(live_node: Settings, tmp_path: Path) -> Iterator[Settings]:
    """Settings with a data root and index names of their own; what a test made is removed."""
    yield from own_index_names(live_node, tmp_path)


@pytest.fixture(scope="module")
def module_index_settings(
    live_node: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """The same for a whole module that only reads what it has loaded once."""
    yield from own_index_names(live_node, tmp_path_factory.mktemp("index"))


def own_index_names(node: Settings, folder: Path) -> Iterator[Settings]:
    """Yield settings with a prefix that nobody else has, and remove its indices and templates."""
    from pipeline.elastic import connect

    prefix = f"t{uuid4().hex[:10]}"
    data_root = str(folder / "data")
    yield msgspec.structs.replace(node, index_prefix=prefix, data_root=data_root)
    with connect(node) as client:
        for name in client.indices.get(index=f"{prefix}-*", features="settings").body:
            client.indices.delete(index=name)
        client.options(ignore_status=404).indices.delete_index_template(name=f"{prefix}-*")
        client.options(ignore_status=404).cluster.delete_component_template(name=f"{prefix}-*")
