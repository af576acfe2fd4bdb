"""Search on the node: filters, facets, order, help, and the command as a person types it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import msgspec
import pytest

from pipeline.errors import RunError
from pipeline.serve.entities import EntityLookup
from pipeline.serve.query import Search
from pipeline.serve.search import Result, run_search
from pipeline.settings import PROJECT, Settings
from tests.indexed import LEXICON, build_post, index_posts

pytestmark = pytest.mark.live

LOOKUP = EntityLookup(LEXICON)

POSTS = [
    build_post(
        "january",
        "米国が巡航ミサイルを配備した。",
        title="米国の配備",
        names=[("米国", "us"), ("巡航ミサイル", "cruise-missile")],
        published="2025-01-31",
    ),
    build_post(
        "february",
        "中国が巡航ミサイルを展示した。",
        names=[("中国", "china"), ("巡航ミサイル", "cruise-missile")],
        published="2025-02-01",
    ),
    build_post("undated", "巡航ミサイルの写真。", published=None),
    build_post("long", "前置き。" * 300 + "遠い所にトマホークがある。" + "後書き。" * 300),
]


@pytest.fixture(scope="module")
def settings(module_index_settings: Settings) -> Settings:
    index_posts(module_index_settings, POSTS)
    return module_index_settings


@pytest.fixture(scope="module")
def search(settings: Settings) -> Callable[..., Result]:
    def run(text: str = "", **options: object) -> Result:
        return run_search(settings, Search(text=text, **options), LOOKUP)  # type: ignore[arg-type]

    return run


def ids(result: Result) -> list[str]:
    names = {post.id: str(post.post.url).rsplit("/", 1)[1] for post in POSTS}
    return [names[hit.id] for hit in result.hits]


def test_facets_count_the_documents_found(search: Callable[..., Result]) -> None:
    facets = search("巡航ミサイル").facets
    assert {f.value: f.count for f in facets["actors"]} == {"米国": 1, "中国": 1}
    assert {f.value: f.count for f in facets["weapons"]} == {"巡航ミサイル": 2}
    assert {f.value: f.count for f in facets["sources"]} == {"sample": 3}


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"actors": ("us",)}, {"january"}),
        ({"actors": ("us", "china")}, {"january", "february"}),
        ({"weapons": ("cruise-missile",)}, {"january", "february"}),
        ({"kinds": ("tweet",)}, set()),
        ({"sources": ("sample",)}, {"january", "february", "undated"}),
        ({"until": "2025-01"}, {"january"}),
        ({"since": "2025-02", "until": "2025"}, {"february"}),
        ({"since": "2025-01-31", "until": "2025-01-31"}, {"january"}),
        ({"since": "2026"}, {"undated"}),
    ],
)
def test_filters(
    search: Callable[..., Result], options: dict[str, object], found: set[str]
) -> None:
    assert set(ids(search("巡航ミサイル", **options))) == found


@pytest.mark.parametrize(
    ("text", "options", "found"),
    [
        ("配備", {"actors": ("us",), "within": 5}, {"january"}),
        ("配備", {"actors": ("us",), "within": 0}, set()),
        ("展示", {"weapons": ("cruise-missile",), "within": 2}, {"february"}),
        ("展示", {"actors": ("us", "china"), "within": 8}, {"february"}),
    ],
)
def test_a_term_near_a_name(
    search: Callable[..., Result], text: str, options: dict[str, object], found: set[str]
) -> None:
    assert set(ids(search(text, **options))) == found


def test_a_distance_needs_a_name(search: Callable[..., Result]) -> None:
    with pytest.raises(RunError, match="--actor or --weapon"):
        search("配備", within=3)


def test_telling_names_are_counted_when_asked_for(search: Callable[..., Result]) -> None:
    assert set(search("巡航ミサイル", telling=True).facets) == {
        "actors",
        "weapons",
        "sources",
        "telling_actors",
        "telling_weapons",
    }


def test_what_has_only_some_of_it_comes_after(search: Callable[..., Result]) -> None:
    result = search("米国 巡航ミサイル")
    assert ids(result) == ["january"]
    related = search("米国 巡航ミサイル").related
    assert {hit.id for hit in related} >= {POSTS[1].id, POSTS[2].id}
    assert not {hit.id for hit in related} & {hit.id for hit in result.hits}
    assert search("米国 -巡航ミサイル").related == ()


def test_the_best_comes_first_or_the_newest(search: Callable[..., Result]) -> None:
    assert ids(search("米国 巡航ミサイル"))[0] == "january"
    assert ids(search("巡航ミサイル", newest=True)) == ["undated", "february", "january"]


def test_a_highlight_far_down_is_found(search: Callable[..., Result]) -> None:
    (hit,) = search("トマホーク").hits
    (fragment,) = hit.fragments
    assert "遠い所" in fragment.text
    assert len(fragment.text) < 300
    assert [fragment.text[a:b] for a, b in fragment.marks] == ["トマホーク"]


def test_nothing_found_says_which_word_and_which_filter(search: Callable[..., Result]) -> None:
    result = search("巡航ミサイル トマホク", actors=("us",))
    assert result.help is not None
    assert result.help.words == {"巡航ミサイル": 3, "トマホク": 0}
    assert result.help.without_filters == 0
    assert "トマホーク" in result.help.proposals
    filtered = search("トマホーク", actors=("us",))
    assert filtered.help is not None
    assert filtered.help.without_filters == 1


@pytest.mark.parametrize(
    "text",
    [
        "*",
        "[* TO *]",
        "a:b",
        "((",
        '"',
        "-",
        "「",
        "\\",
        "AND OR",
        "\ue000",
        "😀",
        "字" * 500,
        "敵の基地を" * 100,
    ],
)
def test_no_text_breaks_a_search(search: Callable[..., Result], text: str) -> None:
    assert search(text).total >= 0


def test_a_text_that_is_too_long_says_so(search: Callable[..., Result]) -> None:
    with pytest.raises(RunError, match="at most 500"):
        search("字" * 501)


def test_without_an_index_the_message_says_what_to_do(index_settings: Settings) -> None:
    with pytest.raises(RunError, match="sekko run"):
        run_search(index_settings, Search(text="米国"), LOOKUP)


def sekko(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SEKKO_")},
        "SEKKO_HOME": str(settings.home),
        "SEKKO_INDEX_PREFIX": settings.index_prefix,
        "SEKKO_DATA_ROOT": settings.data_root,
    }
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command(settings: Settings) -> None:
    shown = sekko(settings, "search", "巡航ミサイル", "--actor", "アメリカ")
    assert shown.returncode == 0, shown.stderr
    assert "1 document, " in shown.stdout
    as_json = sekko(settings, "search", "トマホーク", "--json")
    assert msgspec.json.decode(as_json.stdout, type=Result).total == 1


def test_the_command_with_a_wrong_filter(settings: Settings) -> None:
    shown = sekko(settings, "search", "x", "--actor", "存在しない国")
    assert (shown.returncode, shown.stdout) == (1, "")
    assert shown.stderr.startswith("sekko: the lexicon knows no actor")
    assert sekko(settings, "search", "x", "--kind", "podcast").returncode == 2
    assert "2025-01-31" in sekko(settings, "search", "x", "--since", "昨日").stderr
