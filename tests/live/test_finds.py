"""What a reader finds, on the node with our templates: the promises of the issue, one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from pipeline.elastic import connect, read_alias
from pipeline.serve.entities import EntityLookup
from pipeline.serve.query import Search
from pipeline.serve.search import Result, run_search
from pipeline.settings import Settings
from tests.indexed import LEXICON, build_post, index_posts

pytestmark = pytest.mark.live

LOOKUP = EntityLookup(LEXICON)

POSTS = {
    "half": build_post("half", "航空自衛隊のF-35Aが離陸した。", names=[("F-35A", "f-35a")]),
    "full": build_post("full", "Ｆ－３５Ａの整備を始める。", names=[("Ｆ－３５Ａ", "f-35a")]),
    "bare": build_post("bare", "F35Aは訓練中だ。", names=[("F35A", "f-35a")]),
    "nonbreaking": build_post("nonbreaking", "新しいF‑35Aが来た。", names=[("F‑35A", "f-35a")]),
    "katakana": build_post(
        "katakana", "ライトニング IIが飛ぶ。", names=[("ライトニング II", "f-35")]
    ),
    "america": build_post("america", "アメリカの方針が変わる。", names=[("アメリカ", "us")]),
    "abbreviated": build_post("abbreviated", "日米同盟の節目。", names=[("米", "us")]),
    "rice": build_post("rice", "米粒ほどの部品。"),
    "strike": build_post("strike", "敵基地攻撃能力の議論が続く。"),
    "parted": build_post("parted", "敵を見た。基地に戻る。攻撃は無かった。"),
    "training": build_post("training", "攻撃訓練の写真。"),
    "burke": build_post(
        "burke",
        "アーレイ・バーク級駆逐艦が入港した。",
        names=[("アーレイ・バーク級駆逐艦", "arleigh-burke")],
    ),
    "forces": build_post("forces", "自衛隊とトマホークの記事。"),
    "new": build_post("new", "未登録の新兵器グロムスカヤを展示。"),
}
IDS = {post.id: name for name, post in POSTS.items()}


@pytest.fixture(scope="module")
def settings(module_index_settings: Settings) -> Settings:
    report = index_posts(module_index_settings, POSTS.values())
    assert report.written == len(POSTS)
    return module_index_settings


@pytest.fixture(scope="module")
def find(settings: Settings) -> Callable[[str], set[str]]:
    def find_names(text: str) -> set[str]:
        result = run_search(settings, Search(text=text, size=100), LOOKUP)
        return {IDS[hit.id] for hit in result.hits}

    return find_names


@pytest.fixture(scope="module")
def find_bare(settings: Settings) -> Iterator[Callable[[str], set[str]]]:
    with connect(settings) as client:

        def find_names(text: str) -> set[str]:
            # What KQL sends for a bare word: no fields, so index.query.default_field decides.
            query = {"multi_match": {"type": "best_fields", "query": text, "lenient": True}}
            answer = client.search(index=read_alias(settings), query=query, size=100)
            return {IDS[hit["_id"]] for hit in answer["hits"]["hits"]}

        yield find_names


VARIANTS = {"half", "full", "bare", "nonbreaking"}
FOUND = {
    "F-35A": VARIANTS,
    "Ｆ－３５Ａ": VARIANTS,
    "f35a": VARIANTS,
    "F‑35A": VARIANTS,
    "F-35": {*VARIANTS, "katakana"},
    "ライトニング II": {*VARIANTS, "katakana"},
    "ライトニングII": {*VARIANTS, "katakana"},
    "米国": {"america", "abbreviated"},
    "アメリカ": {"america", "abbreviated"},
    "敵基地攻撃": {"strike"},
    "攻撃": {"strike", "parted", "training"},
    "攻撃訓練": {"training"},
    "アーレイバーク": {"burke"},
    "アーレイ・バーク": {"burke"},
    "グロムスカヤ": {"new"},
    "ムスカ": {"new"},
    "存在しない語句": set(),
}


@pytest.mark.parametrize(("text", "names"), FOUND.items(), ids=list(FOUND))
def test_search_finds(find: Callable[[str], set[str]], text: str, names: set[str]) -> None:
    assert find(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("じえいたい", {"half", "forces"}),
        ("とまほーく", {"forces"}),
        ("攻撃 -訓練", {"strike", "parted"}),
        ('"基地攻撃"', {"strike"}),
        ("「敵基地」 議論", {"strike"}),
        ("トマホーク　自衛隊", {"forces"}),
        ("", set(POSTS)),
    ],
)
def test_readings_quotes_and_forbidden_words(
    find: Callable[[str], set[str]], text: str, names: set[str]
) -> None:
    assert find(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("敵基地攻撃", {"strike"}),
        ("F-35A", VARIANTS),
        ("F-35", {*VARIANTS, "katakana"}),
        ("ライトニングII", {*VARIANTS, "katakana"}),
        ("米国", {"america", "abbreviated"}),
        ("アーレイバーク級", {"burke"}),
    ],
)
def test_a_bare_word_in_kql_finds_what_a_reader_expects(
    find_bare: Callable[[str], set[str]], text: str, names: set[str]
) -> None:
    assert find_bare(text) == names


def marked(result: Result) -> set[str]:
    return {
        fragment.text[start:end]
        for hit in result.hits
        for fragment in hit.fragments
        for start, end in fragment.marks
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("敵基地攻撃", {"敵基地攻撃"}),
        ("F-35A", {"F-35A", "Ｆ－３５Ａ", "F35A", "F‑35A"}),
        ("米国", {"アメリカ", "米"}),
        ("アーレイバーク級", {"アーレイ・バーク級駆逐艦"}),
        ("グロムスカヤ", {"グロムスカヤ"}),
    ],
)
def test_highlights_mark_whole_words(settings: Settings, text: str, words: set[str]) -> None:
    assert marked(run_search(settings, Search(text=text, size=50), LOOKUP)) == words
