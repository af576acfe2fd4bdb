"""A result in a terminal: what comes from the web is only ever text."""

from __future__ import annotations

import io

import msgspec
import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from pipeline.serve.hits import Fragment, Hit
from pipeline.serve.query import Search
from pipeline.serve.render import clean, show_result, wrap
from pipeline.serve.search import Facet, Help, Result

HIT = Hit(
    id="1",
    score=1.0,
    source="sample",
    kind="blog",
    title="題名",
    url="https://example.com/1",
    timeline_at="2025-07-01T00:00:00+09:00",
    timeline_precision="day",
    actors=("us",),
    weapons=(),
    duplicate_of=None,
    fragments=(Fragment(zone="body", text="米国の方針", marks=((0, 2),)),),
)
RESULT = Result(
    total=1, milliseconds=3, hits=(HIT,), facets={"actors": (Facet(value="米国", count=1),)}
)


def show(result: Result, *, terminal: bool = False) -> str:
    file = io.StringIO()
    console = Console(file=file, force_terminal=terminal, width=80)
    show_result(result, Search(text="米国"), console)
    return file.getvalue()


def test_piped_output_is_plain() -> None:
    text = show(RESULT)
    assert "米国: 1 document," in text
    assert "2025-07-01  sample  blog" in text
    assert "米国の方針" in text
    assert "\x1b" not in text


def test_a_terminal_gets_marks() -> None:
    assert "\x1b[1;33m米国\x1b[0mの方針" in show(RESULT, terminal=True)


def test_a_tweet_begins_with_where_it_is_from() -> None:
    untitled = msgspec.structs.replace(HIT, title=None)
    text = show(msgspec.structs.replace(RESULT, hits=(untitled,)))
    assert " 1. 2025-07-01  sample  blog" in text


def test_long_lines_keep_their_indent_in_a_terminal() -> None:
    long = msgspec.structs.replace(HIT, title="題" * 50)
    lines = show(msgspec.structs.replace(RESULT, hits=(long,)), terminal=True).splitlines()
    assert any(line.startswith("    ") and "題題題" in line for line in lines)


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b[31m赤\x1b[0m",
        "[bold]太字[/bold]",
        "[/nope]",
        "\x07鐘\x08",
        "\u202e逆\u202c",
        "一\r\n二",
        "\u009b31m",
    ],
)
def test_hostile_text_does_nothing(hostile: str) -> None:
    hit = msgspec.structs.replace(
        HIT,
        title=hostile,
        url=hostile,
        fragments=(Fragment(zone="body", text=hostile, marks=((0, 1),)),),
    )
    facets = {"actors": (Facet(value=hostile, count=1),)}
    text = show(msgspec.structs.replace(RESULT, hits=(hit,), facets=facets))
    for char in "\x1b\x07\x08\u202e\r\u009b":
        assert char not in text
    if hostile.startswith("[bold]"):
        assert "[bold]太字[/bold]" in text


@pytest.mark.parametrize(
    ("at", "precision", "shown"),
    [
        ("2025-07-01T00:00:00+09:00", "year", "2025 "),
        ("2025-07-01T00:00:00+09:00", "month", "2025-07 "),
        ("2025-07-01T10:20:30+09:00", "second", "2025-07-01 10:20"),
        ("2026-11-22T03:00:00+00:00", "first_seen", "undated, first seen 2026-11-22"),
    ],
)
def test_a_date_is_shown_as_far_as_it_is_known(at: str, precision: str, shown: str) -> None:
    hit = msgspec.structs.replace(HIT, timeline_at=at, timeline_precision=precision)
    assert shown in show(msgspec.structs.replace(RESULT, hits=(hit,)))


def test_nothing_found_says_why() -> None:
    found = Help(words={"米国": 3, "グロム": 0}, without_filters=7, proposals=("グローム",))
    text = show(Result(total=0, milliseconds=1, hits=(), facets={}, help=found))
    assert "グロム: 0 documents by itself" in text
    assert "without the filters: 7" in text
    assert "did you mean: グローム" in text


def test_clean_keeps_japanese() -> None:
    assert (
        clean("Ｆ－３５Ａ　と「弾道・巡航」ミサイル😀") == "Ｆ－３５Ａ と「弾道・巡航」ミサイル😀"
    )


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("射程ばかりが注目される。だが", ["射程ばかりが注目され", "る。だが"]),
        ("「核の傘」という（比喩）が便利", ["「核の傘」という（比", "喩）が便利"]),
        ("監視するRC-135とNATOの偵察機", ["監視するRC-135とNATO", "の偵察機"]),
        ("ニュークリア・シェアリングとは", ["ニュークリア・シェア", "リングとは"]),
        ("Example Defense Weekly", ["Example Defense", "Weekly"]),
        ("短い文", ["短い文"]),
        ("", [""]),
    ],
)
def test_lines_break_where_japanese_may(text: str, lines: list[str]) -> None:
    assert wrap(Text(text), 20).plain.split("\n") == lines


@pytest.mark.parametrize("width", range(8, 44))
def test_no_line_begins_with_what_closes_or_prolongs(width: int) -> None:
    text = "甲板の検証が目的。「核の傘」という比喩、シェアリング・ニュース（三か国）だッ！"
    broken = wrap(Text(text, style="bold"), width)
    assert "".join(broken.plain.split("\n")) == text
    for line in broken.plain.split("\n"):
        assert line[0] not in "。、」！ッー・）"
        assert cell_len(line) <= width
