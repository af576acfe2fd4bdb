"""The table of text and tokens, on the real node under the official component names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from elasticsearch import BadRequestError, Elasticsearch

from pipeline.elastic import connect
from pipeline.node.distribution import PLUGIN
from pipeline.settings import Settings

TABLE = Path(__file__).with_name("tokens.yml")
ROWS: list[dict[str, Any]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
NAMED = re.compile(
    r'(?:put\(|add\(tokenizers,|Map\.of\()\s*"([a-z_]+)",\s*(?:Request|Tokenizers|Japanese|plain|normalizing|request)'
)

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def client(live_node: Settings) -> Iterator[Elasticsearch]:
    with connect(live_node) as client:
        yield client


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_row(client: Elasticsearch, row: dict[str, Any]) -> None:
    if "refused" in row:
        with pytest.raises(BadRequestError) as refusal:
            client.indices.analyze(**row["analyze"], text=row["text"])
        assert row["refused"] in str(refusal.value.body).lower()
        return
    answer = client.indices.analyze(**row["analyze"], text=row["text"])
    tokens = answer["tokens"]
    assert [token["token"] for token in tokens] == row["tokens"]
    if "positions" in row:
        assert [token["position"] for token in tokens] == row["positions"]
    if "lengths" in row:
        assert [token.get("positionLength", 1) for token in tokens] == row["lengths"]
    if "offsets" in row:
        offsets = [[token["start_offset"], token["end_offset"]] for token in tokens]
        assert offsets == row["offsets"]


def test_every_component_has_a_row() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in PLUGIN.rglob("*.java"))
    components = set(NAMED.findall(sources))
    table = TABLE.read_text(encoding="utf-8")
    missing = {name for name in components if not re.search(rf"\b{name}\b", table)}
    assert len(components) >= 57
    assert not missing
