"""What an index on the node does with the components: search, word files, snapshots, API keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from pipeline.elastic import connect
from pipeline.node.home import find_home
from pipeline.settings import Settings

pytestmark = pytest.mark.live
INDEX = "node-index-test"


@pytest.fixture(scope="module")
def client(live_node: Settings) -> Iterator[Elasticsearch]:
    with connect(live_node) as client:
        yield client


@pytest.fixture
def index(client: Elasticsearch) -> Iterator[str]:
    yield INDEX
    client.indices.delete(index=INDEX, ignore_unavailable=True)


def build_analysis(**filters: Any) -> dict[str, Any]:
    return {
        "tokenizer": {
            "words": {
                "type": "kuromoji_tokenizer",
                "mode": "search",
                "discard_compound_token": True,
            }
        },
        "filter": filters,
        "analyzer": {
            "text": {"tokenizer": "words", "filter": ["lowercase"]},
            "query": {"tokenizer": "words", "filter": ["lowercase", *filters]},
        },
    }


def create(client: Elasticsearch, analysis: dict[str, Any], texts: list[str]) -> None:
    client.indices.create(
        index=INDEX,
        settings={"analysis": analysis, "number_of_replicas": 0},
        mappings={
            "properties": {"text": {"type": "text", "analyzer": "text", "search_analyzer": "query"}}
        },
    )
    for number, text in enumerate(texts):
        client.index(index=INDEX, id=str(number), document={"text": text})
    client.indices.refresh(index=INDEX)


def find(client: Elasticsearch, query: dict[str, Any]) -> set[str]:
    return {hit["_id"] for hit in client.search(index=INDEX, query=query)["hits"]["hits"]}


def test_synonyms_of_several_words_at_search_time(client: Elasticsearch, index: str) -> None:
    synonyms = {
        "type": "synonym_graph",
        "synonyms": ["米国, アメリカ, アメリカ合衆国, 合衆国", "F-35, ライトニングII"],
    }
    texts = ["米国の空母", "アメリカの空母", "F-35の配備", "ライトニングIIの配備", "T-35の配備"]
    create(client, build_analysis(names=synonyms), texts)
    assert find(client, {"match_phrase": {"text": "合衆国の空母"}}) == {"0", "1"}
    assert find(client, {"match_phrase": {"text": "F-35の配備"}}) == {"2", "3"}
    assert find(client, {"match": {"text": {"query": "ライトニングII", "operator": "and"}}}) == {
        "2",
        "3",
    }


def test_highlights_mark_whole_words_of_the_original(client: Elasticsearch, index: str) -> None:
    analysis = build_analysis()
    analysis["analyzer"]["text"]["char_filter"] = ["icu_normalizer"]
    analysis["analyzer"]["query"]["char_filter"] = ["icu_normalizer"]
    create(client, analysis, ["弾道ﾐｻｲﾙの発射"])
    hits = client.search(
        index=INDEX,
        query={"match": {"text": "ミサイル"}},
        highlight={"fields": {"text": {}}},
    )["hits"]["hits"]
    assert hits[0]["highlight"]["text"] == ["弾道<em>ﾐｻｲﾙ</em>の発射"]


def test_files_of_words_and_their_reload(
    client: Elasticsearch, live_node: Settings, index: str
) -> None:
    folder = find_home(live_node).config / "analysis"
    (folder / "words.txt").write_text(
        "反撃能力,反撃能力,ハンゲキノウリョク,名詞\n", encoding="utf-8"
    )
    (folder / "names.txt").write_text("露, ロシア\n", encoding="utf-8")
    names = {"type": "synonym_graph", "synonyms_path": "analysis/names.txt", "updateable": True}
    analysis = build_analysis(names=names)
    analysis["tokenizer"]["words"]["user_dictionary"] = "analysis/words.txt"
    create(client, analysis, ["反撃能力と露軍", "ロシア軍", "独の艦", "ドイツの艦"])
    tokens = client.indices.analyze(index=INDEX, analyzer="text", text="反撃能力")["tokens"]
    assert [token["token"] for token in tokens] == ["反撃能力"]
    assert find(client, {"match": {"text": "ロシア"}}) == {"0", "1"}
    assert find(client, {"match": {"text": "ドイツ"}}) == {"3"}

    (folder / "names.txt").write_text("露, ロシア\n独, ドイツ\n", encoding="utf-8")
    client.indices.reload_search_analyzers(index=INDEX)
    assert find(client, {"match": {"text": "ドイツ"}}) == {"2", "3"}


def test_a_normalizer_folds_designators(client: Elasticsearch, index: str) -> None:
    client.indices.create(
        index=INDEX,
        settings={
            "analysis": {
                "char_filter": {"dashes": {"type": "mapping", "mappings": ["- =>"]}},
                "normalizer": {
                    "designator": {
                        "type": "custom",
                        "char_filter": ["icu_normalizer", "dashes"],
                        "filter": ["lowercase", "icu_folding", "asciifolding", "cjk_width", "trim"],
                    }
                },
            }
        },
        mappings={"properties": {"name": {"type": "keyword", "normalizer": "designator"}}},
    )
    for number, name in enumerate(["F-35A", "Ｆ－３５Ａ", "f35a", "F-35B"]):
        client.index(index=INDEX, id=str(number), document={"name": name})
    client.indices.refresh(index=INDEX)
    assert find(client, {"term": {"name": "F−35Ａ".replace("−", "-")}}) == {"0", "1", "2"}


def test_index_max_ngram_diff_is_heeded(client: Elasticsearch, index: str) -> None:
    grams = {"tokenizer": {"grams": {"type": "ngram", "min_gram": 1, "max_gram": 3}}}
    analysis = {**grams, "analyzer": {"grams": {"tokenizer": "grams"}}}
    client.indices.create(index=INDEX, settings={"analysis": analysis, "max_ngram_diff": 2})
    tokens = client.indices.analyze(index=INDEX, analyzer="grams", text="防衛省")["tokens"]
    assert [token["token"] for token in tokens] == ["防", "防衛", "防衛省", "衛", "衛省", "省"]


def test_snapshot_and_restore(client: Elasticsearch, live_node: Settings, index: str) -> None:
    create(client, build_analysis(), ["空母の寄港"])
    client.snapshot.create_repository(
        name="node-test",
        repository={
            "type": "fs",
            "settings": {"location": str(find_home(live_node).snapshots / "node-test")},
        },
    )
    client.snapshot.create(
        repository="node-test", snapshot="one", indices=INDEX, wait_for_completion=True
    )
    client.indices.delete(index=INDEX)
    client.snapshot.restore(
        repository="node-test", snapshot="one", indices=INDEX, wait_for_completion=True
    )
    assert find(client, {"match": {"text": "寄港"}}) == {"0"}
    client.snapshot.delete_repository(name="node-test")


def test_api_keys(client: Elasticsearch, live_node: Settings) -> None:
    """The security index is analysed with pattern_capture and uax_url_email."""
    key = client.security.create_api_key(
        name="node-test", role_descriptors={"monitor": {"cluster": ["monitor"]}}
    )
    with connect(live_node) as other:
        asked = other.options(basic_auth=None, api_key=(key["id"], key["api_key"]))
        assert asked.cluster.health()["status"] in {"green", "yellow"}
    client.security.invalidate_api_key(ids=[key["id"]])
