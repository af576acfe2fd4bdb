"""The table of text and tokens, on the node."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

from pipeline.elastic import connect
from pipeline.load.analyze import Row, Table, analysis_index, check_table, read_table, run_row
from pipeline.settings import Settings

pytestmark = pytest.mark.live

TABLE = read_table()


@pytest.fixture(scope="module")
def analysis(live_node: Settings) -> Iterator[tuple[Elasticsearch, str]]:
    with (
        connect(live_node) as client,
        analysis_index(client, live_node, TABLE.lexicon) as name,
    ):
        yield client, name


@pytest.mark.parametrize("row", TABLE.rows, ids=lambda row: f"{row.analyzer}: {row.text}")
def test_row(analysis: tuple[Elasticsearch, str], row: Row) -> None:
    found = run_row(*analysis, row)
    assert found is None, f"tokens {found.tokens}, marks {found.marks}"


def test_a_wrong_row_is_found_and_nothing_stays(index_settings: Settings) -> None:
    wrong = Row(analyzer="bigrams", text="極超音速", tokens=("極超音速",))
    found = check_table(index_settings, Table(lexicon=TABLE.lexicon, rows=(TABLE.rows[0], wrong)))
    assert [(f.row, f.tokens) for f in found] == [(wrong, ("極超", "超音", "音速"))]
    with connect(index_settings) as client:
        assert not client.indices.get(index=f"{index_settings.index_prefix}-*").body
