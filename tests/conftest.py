"""Fixtures that several folders of tests share.

Where state may be shared, it is: one embedded node serves the whole session, in a temporary home.
A test that writes to it takes names of its own (`Settings.index_prefix`) and removes them.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.settings import Settings, read_settings


@pytest.fixture(scope="session")
def live_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a running Elasticsearch node of its own, for `pipeline.elastic.connect`."""
    from pipeline.node.control import start_node, stop_node

    home = tmp_path_factory.mktemp("live-node")
    settings = Settings(home=home, cache_dir=read_settings().cache_dir)
    start_node(settings)
    yield settings
    stop_node(settings)
