"""Picture captions and credits in text dumps, in one language or two, and what is none of them."""

# ruff: noqa: E501  pages are written as they come

from __future__ import annotations

import pytest

from pipeline.documents import Post
from pipeline.sources import Format
from tests.clean.helpers import clean, posts, read

P1 = "海軍は新しい無人艇の試験を始めた。試験は三か月続き、五隻が参加する。"
P2 = "艇は二十日のあいだ補給なしで航行できる。乗員は陸から操る。"
EN = "A sample unmanned vessel moors at the pier after a long transit."
JA = "長い航海のあと、岸壁に係留される見本の無人艇。"
CITED = "Unmanned Boats\nBy Alex Sample\nJune 3, 2025\nhttps://news.example.com/boats"
TITLE = "無人艇が艦隊を変える（Sample Fleet Weekly）"


def read_one(text: str) -> Post:
    (post,) = posts(read(Format.LABEL_TEXT, f"2025年6月20日金曜日\n\n{TITLE}\n\n{text}\n"))
    return post


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


CREDITS = [
    "Placeholder Coast Guard photo",
    "(Placeholder Navy photo by Petty Officer 2nd Class Jo Template)",
    "Photo by Jo Template",
    "Photo: Jo Template / Placeholder Navy",
    "(Photo credit: Placeholder Navy)",
    "Image: Placeholder Shipyard",
    "Courtesy of Placeholder Shipyard",
    "Placeholder Shipyard photo illustration",
    "Credit: Placeholder Navy",
    "Jo Template/Placeholder Navy",
    "Placeholder Navy/Jo Template via AP",
    "写真：サンプル海軍",
    "（写真：サンプル海軍）",
    "写真提供：サンプル海軍",
    "画像出典：サンプル造船",
    "撮影：ジョー・テンプレート",
    "（提供：サンプル造船）",
    "© Placeholder Shipyard",
    "Getty Images",
    "U.S. Navy photo by Jo Template/Released",
    "Image Credit: Creative Commons.",
    "Image courtesy of Placeholder Shipyard",
    "Source: Placeholder Navy photo",
    "写真＝サンプル海軍",
    "Photograph: Jo Template",
    "Screenshot via Placeholder Navy",
]


@pytest.mark.parametrize("credit", CREDITS)
@pytest.mark.parametrize("caption", [EN, JA, f"{EN}\n{JA}"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_credits_under_captions(credit: str, caption: str, gap: str) -> None:
    marked = caption if EN in caption else f"▲{caption}"
    post = read_one(f"{marked}{gap}{credit}\n\n{P1}\n\n{P2}\n\n{CITED}")
    assert lines(post.zones.body) == [P1, P2]
    assert [line.removeprefix("▲") for line in lines(post.zones.caption)] == lines(caption)
    assert post.zones.commentary == ""
    assert [cited.title for cited in post.citations] == ["Unmanned Boats"]


@pytest.mark.parametrize(
    "tail",
    [
        " (Placeholder Navy photo by Jo Template)",
        " Photo: Placeholder Navy",
        " (Image: Placeholder Shipyard)",
        " (Jo Template/Placeholder Navy)",
        " Credit: Placeholder Navy",
        " Courtesy of Placeholder Shipyard",
        " (Photo by Jo Template/Placeholder Navy via Getty Images)",
        " Placeholder Navy photo.",
        " [Placeholder Navy]",
        " | Placeholder Navy",
        " © Placeholder Shipyard",
        " (File photo)",
    ],
)
def test_credits_behind_english_captions(tail: str) -> None:
    post = read_one(f"{EN}{tail}\n{JA}\n\n{P1}\n\n{P2}\n\n{CITED}")
    assert lines(post.zones.body) == [P1, P2]
    assert lines(post.zones.caption) == [EN, JA]


@pytest.mark.parametrize(
    "tail",
    [
        "（写真：サンプル海軍）",
        "（サンプル海軍撮影）",
        "（撮影：ジョー・テンプレート）",
        "（提供：サンプル造船）",
        "＝サンプル海軍提供",
        "（サンプル海軍提供）",
        "（画像：サンプル造船）",
        "（写真はサンプル海軍）",
        "写真：サンプル海軍",
        "（Photo: Placeholder Navy）",
        "［写真］サンプル海軍",
        "（資料写真）",
    ],
)
def test_credits_behind_japanese_captions(tail: str) -> None:
    post = read_one(f"{EN}\n{JA}{tail}\n\n{P1}\n\n{P2}\n\n{CITED}")
    assert lines(post.zones.body) == [P1, P2]
    assert lines(post.zones.caption) == [EN, JA]


@pytest.mark.parametrize(
    "mark",
    [
        "▲",
        "↑",
        "△",
        "写真：",
        "写真1：",
        "図1 ",
        "図２：",
        "（写真）",
        "写真説明：",
        "【写真】",
        "[写真]",
        "キャプション：",
        "画像：",
        "Photo: ",
        "写真上：",
        "＜写真＞",
        "◆写真◆ ",
        "写真①　",
    ],
)
def test_marked_captions(mark: str) -> None:
    post = read_one(f"{P1}\n\n{mark}{JA}\n\n{P2}\n\n{CITED}")
    assert lines(post.zones.body) == [P1, P2]
    assert JA in post.zones.caption


@pytest.mark.parametrize(
    "line",
    [
        "写真を見た将官は、港の狭さに驚いたという。",
        "図らずも、計画は一年早まった。",
        "提供された資料によれば、艇は五隻にとどまる。",
        "撮影は禁じられている。",
        "三隻のうち二隻（いずれも無人）は港に残る。",
        "契約額は三億ドル（四百五十億円）である。",
        "新型艇（サンプル造船製）は来年就役する。",
    ],
)
def test_lines_of_the_article_are_no_captions(line: str) -> None:
    post = read_one(f"{P1}\n\n{line}\n\n{P2}\n\n{CITED}")
    assert lines(post.zones.body) == [P1, line, P2]
    assert post.zones.caption == ""


@pytest.mark.parametrize("between", ["／", " / ", "｜", " | "])
@pytest.mark.parametrize("pair", [(EN, JA), (JA, EN)])
def test_two_languages_in_one_caption(between: str, pair: tuple[str, str]) -> None:
    page = (
        f'<html><head><meta charset="utf-8"><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>'
        f"<p>{P1}</p><figure><img src='a.jpg'><figcaption>{between.join(pair)}</figcaption></figure>"
        f"<p>{P2}</p></article></body></html>"
    )
    (post,) = posts(clean(page))
    assert lines(post.zones.caption) == list(pair)
    assert lines(post.zones.body) == [P1, P2]


@pytest.mark.parametrize(
    "credit",
    [
        "＝見本日報作成",
        "＝サンプル海軍提供",
        "＝共同",
        "＝ロイター",
        "＝見本新聞社",
        "＝サンプル海軍のホームページから",
        "＝AP",
        "（写真：サンプル海軍）",
    ],
)
def test_credits_of_newspapers(credit: str) -> None:
    page = (
        f'<html><head><meta charset="utf-8"><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>'
        f"<figure><img src='a.jpg'><figcaption>岸壁の無人艇{credit}</figcaption></figure>"
        f"<p>{P1}</p><p>{P2}</p></article></body></html>"
    )
    (post,) = posts(clean(page))
    assert post.zones.caption == "岸壁の無人艇"


@pytest.mark.parametrize("line", ["隊員は三名（うち女性一名）", "予算（防衛省）", "訓練（二月）"])
def test_short_lines_with_brackets_are_no_captions(line: str) -> None:
    assert read_one(f"{P1}\n\n{line}\n\n{P2}\n\n{CITED}").zones.caption == ""
