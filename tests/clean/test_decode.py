"""Encodings: the bytes decide; what was decoded wrongly before us is repaired or refused."""

# ruff: noqa: E501  inputs are written as they come

from __future__ import annotations

import pytest

from pipeline.clean.decode import decode, is_mojibake, repair
from tests.clean.helpers import clean, posts, reasons

TEXT = "防衛省は①新型の護衛艦―「もがみ」型―を公開した。ｶﾅも混じる。"
PAGE = "<html><head><meta charset='{charset}'><title>題</title></head><body><article><h1>護衛艦の話</h1><p>{text}</p></article></body></html>"


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        "cp932",
        "euc_jis_2004",
        "iso2022_jp_ext",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
    ],
)
def test_encodings(encoding: str) -> None:
    text = TEXT if encoding != "iso2022_jp_ext" else TEXT.replace("①", "").replace("ｶﾅ", "カナ")
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("real", ["utf-8", "cp932", "euc_jp"])
@pytest.mark.parametrize("said", ["utf-8", "shift_jis", "euc-jp", "iso-8859-1", "nonsense"])
def test_bytes_decide_when_the_meta_tag_lies(real: str, said: str) -> None:
    text = "海上自衛隊の新しい潜水艦が進水した。乗員は七十名である。"
    (post,) = posts(clean(PAGE.format(charset=said, text=text).encode(real)))
    assert text in (post.zones.body or post.zones.commentary)


def test_a_cut_end_and_a_stray_byte_do_no_harm() -> None:
    data = (TEXT * 5).encode()
    assert decode(data[:-1]).text.startswith(TEXT)
    assert decode(data[:90] + b"\xff" + data[90:]).encoding == "utf-8"


@pytest.mark.parametrize("right", ["utf-8", "euc_jp", "cp932"])
def test_wrong_decodings_that_lost_nothing_are_undone(right: str) -> None:
    text = "護衛艦が出港した。乗員は百二十名。"
    broken = text.encode(right).decode("latin-1")
    assert is_mojibake(broken)
    assert repair(broken) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "F-35A",
        TEXT,
        "Café, naïve, Zürich and Ålesund",
        "ｶﾞｿﾘﾝﾉﾈﾀﾞﾝ ｶﾞ ｱｶﾞｯﾀ",
        "縺れた糸を繕う話",
        "Москва и флот",
        "空母「福建」、山東、遼寧",
        "€100 – “quoted” — dash",
    ],
)
def test_good_text_is_no_mojibake(text: str) -> None:
    assert not is_mojibake(text)


def test_a_lossy_wreck_is_refused_and_the_others_stay() -> None:
    good = "護衛艦が出港した。乗員は百二十名である。"
    wreck = (good * 3).encode().decode("cp932", "replace").replace("\ufffd", "?")
    assert is_mojibake(wreck)
    text = f"2026年4月8日水曜日\n\n良い題\n\n{good}\n\n2026年4月7日火曜日\n\n壊れた題\n\n{wreck}\n"
    records = clean(text)
    assert [post.title for post in posts(records)] == ["良い題"]
    assert reasons(records) == ["mojibake"]
