"""Text of every sort: an answer in bounded time, and spans that hold."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pipeline.enrich.engine import Engine
from pipeline.enrich.sentences import MAX_CHARACTERS, split_sentences

PIECES = [
    "米", "日米", "中", "軍", "第7", "艦隊", "F-35", "Ｆ－３５", "「", "」", "級", "型",
    "ミサイル", "対", "・", "ー", "氏", "大統領", "。", "\n", "\\n", " ", "\u3000", "🚀",
    "\u200b", "ﾐｻｲﾙ", "ﾞ", "\ud800", "の", "は", "ペトリカ", "(", "）", "/", "-", "12式",
    "弾道", "空母", "省", "ABC", "Su-", "99", "\x00",
]  # fmt: skip


def check(engine: Engine, text: str) -> None:
    mentions = engine.enrich([[("body", text)]])[0].mentions
    last = 0
    for mention in mentions:
        assert last <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.surface
        last = mention.end


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@hypothesis_settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_spans_are_in_order_and_slice(tiny: Engine, text: str) -> None:
    check(tiny, text)


@given(st.text(max_size=60))
@hypothesis_settings(max_examples=100, deadline=None)
def test_any_characters(tiny: Engine, text: str) -> None:
    check(tiny, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "🚀✈️📡😅",
        "https://example.com/a?b=c https://example.com/d",
        "The quick brown fox jumps over the lazy dog.",
        "Быстрая лиса. 敏捷的狐狸。 빠른 여우.",
        "\x00\x01\x1b[31m\x7f",
        "ﾐｻｲﾙ ﾄﾞﾛｰﾝ ｲｼﾞｽ",
        "\ud83d\ude80\udfff",
        "́" * 50,
        "「" * 200,
        "・" * 500,
        "第" * 300 + "艦隊",
        "F-" * 500,
    ],
)
def test_naughty_strings(tiny: Engine, text: str) -> None:
    check(tiny, text)


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["米国と日本の関係を論じる", "ア"])
def test_a_megabyte_without_a_full_stop(tiny: Engine, unit: str) -> None:
    began = time.process_time()
    check(tiny, unit * (1_000_000 // len(unit.encode())))
    assert time.process_time() - began < 60


@pytest.mark.parametrize("unit", ["漢", "F-35A", "a ", "ペトリカ・", "1", "核・", "第", "「", "(A"])
def test_time_grows_with_length_alone(tiny: Engine, unit: str) -> None:
    began = time.process_time()
    check(tiny, unit * (60_000 // len(unit.encode())))
    assert time.process_time() - began < 10


def test_sentences_cover_the_text_and_stay_short() -> None:
    text = "あ" * 5000 + "。い、" * 3 + "\n\nうう" + "え" * 700
    sentences = split_sentences(text)
    assert "".join(text[start:end] for start, end in sentences) == text
    assert max(end - start for start, end in sentences) <= MAX_CHARACTERS
