from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.enrich.fold import fold, fold_name

NAUGHTY = st.text(
    alphabet=st.one_of(
        st.characters(),  # surrogates included
        st.sampled_from("ﾊﾟﾄﾞﾐｻｲﾙ－‐―ー・･Ａ９Ⅲ㌔ﬁ\u200b\ufeff\u0301ー一F-35 \n"),
    )
)


@pytest.mark.parametrize(
    ("original", "folded"),
    [
        ("Ｆ－３５Ａ", "F-35A"),
        ("F‑35A", "F-35A"),  # non-breaking hyphen
        ("F—35A", "F-35A"),
        ("Fー35A", "F-35A"),  # long vowel sign as a hyphen
        ("F一35A", "F-35A"),  # the numeral one as a hyphen
        ("F - 35A", "F-35A"),
        ("ミサイル", "ミサイル"),  # a long vowel between kana stays
        ("レーダー", "レーダー"),
        ("ﾐｻｲﾙとﾄﾞﾛｰﾝ", "ミサイルとドローン"),
        ("ｱｰﾚｲ･ﾊﾞｰｸ", "アーレイ・バーク"),
        ("アーレイ·バーク", "アーレイ・バーク"),
        ("聯合艦隊の國防", "連合艦隊の国防"),
        ("『遼寧』“福建”", "「遼寧」「福建」"),
        ("火星\u200b18", "火星18"),
        ("ロシア－ウクライナ", "ロシア-ウクライナ"),
        ("①北朝鮮", "①北朝鮮"),  # a list's number stays apart from what follows
        ("Ⅲ型", "III型"),
    ],
)
def test_folds_writings_into_one(original: str, folded: str) -> None:
    assert fold(original).text == folded


def test_offsets_go_back_over_voiced_marks() -> None:
    original = "露ﾄﾞﾛｰﾝと米ﾐｻｲﾙ"
    found = fold(original)
    at = found.text.index("ミサイル")
    start, end = found.to_original(at, at + 4)
    assert original[start:end] == "ﾐｻｲﾙ"


@given(NAUGHTY)
def test_every_span_lies_in_the_original(text: str) -> None:
    found = fold(text)
    assert len(found.lower) == len(found.text)
    places = [found.to_original(at, at + 1) for at in range(len(found.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


@given(NAUGHTY)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold_name(text)
    assert fold_name(once) == once
