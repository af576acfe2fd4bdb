"""Biographies, disclaimers and rights lines under an article: in no zone; names go to the citation."""

# ruff: noqa: E501  lines are written as they come

from __future__ import annotations

import pytest

from pipeline.documents import Post
from pipeline.sources import Format
from tests.clean.helpers import posts, read

P1 = "海軍は新しい無人艇の試験を始めた。試験は三か月続き、五隻が参加する。"
P2 = "艇は二十日のあいだ補給なしで航行できる。乗員は陸から操る。"
TITLE = "無人艇が艦隊を変える（Sample Fleet Weekly）"
CITED = "Unmanned Boats\nBy Alex Sample\nJune 3, 2025\nhttps://news.example.com/boats"
CLOSING = "日本の港でも同じ話になりそうですね。"


def read_one(*parts: str) -> Post:
    text = "\n\n".join(parts)
    (post,) = posts(read(Format.LABEL_TEXT, f"2025年6月20日金曜日\n\n{TITLE}\n\n{text}\n"))
    return post


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


BIOGRAPHIES = [
    "アレックス・サンプルは見本研究所の上級研究員で、海上無人機を専門としている。",
    "アレックス・サンプル氏は見本研究所の上級研究員です。専門は海上無人機です。",
    "アレックス・サンプルは元海軍大佐。現在は見本大学で教える。",
    "筆者のアレックス・サンプルは見本研究所の上級研究員である。",
    "筆者のアレックス・サンプル氏は元海軍大佐で、現在は見本大学の客員教授を務めています。",
    "著者：アレックス・サンプル（見本研究所上級研究員）。海上無人機の専門家。",
    "著者略歴：見本大学を卒業後、海軍に二十年勤務。著書に『見本の海』など。",
    "著者紹介　アレックス・サンプル　見本研究所上級研究員。海軍に二十年勤務した。",
    "【著者について】アレックス・サンプルは見本研究所の研究員。",
    "（アレックス・サンプルは見本研究所の上級研究員）",
    "※著者は見本研究所の上級研究員。本稿は個人の見解であり、所属組織を代表するものではない。",
    "■著者プロフィール\nアレックス・サンプル\n見本研究所上級研究員。海軍に二十年勤務した。",
    "執筆者のサンプル氏は海軍に二十年勤めたのち、見本研究所に移った。",
    "アレックス・サンプル（Alex Sample）は見本研究所の上級研究員。",
    "Alex Sample氏は見本研究所の上級研究員で、著書に『見本の海』がある。",
    "Alex Sample は見本大学の准教授。専門は海軍史。",
    "Alex Sample is a senior fellow at the Sample Institute and a retired navy captain.",
    "About the author: Alex Sample is a senior fellow at the Sample Institute.",
    "About the Author\nAlex Sample is a retired navy officer who writes on unmanned systems.",
    "Alex Sample (@alexsample) covers unmanned systems for Sample Fleet Weekly.",
    "Dr. Alex Sample teaches naval history at Sample University.",
    "Capt. Alex Sample, U.S. Navy (Ret.), commanded two destroyers and is now a consultant.",
    "The author is a senior fellow at the Sample Institute.",
    "The views expressed are those of the author and do not reflect the position of the Placeholder Navy.",
    "Follow him on X: @alexsample.",
    "Contact the author at alex@example.com",
    "本稿の見解は筆者個人のものであり、所属機関の公式見解ではない。",
    "本記事の内容は著者個人の見解です。",
    "Reprinted with permission from Sample Fleet Weekly.",
    "This article first appeared in Sample Fleet Weekly.",
    "© 2025 Sample Fleet Weekly. All rights reserved.",
    "Copyright 2025 Sample Fleet Weekly. Used with permission.",
]


@pytest.mark.parametrize("biography", BIOGRAPHIES)
@pytest.mark.parametrize("place", ["after citation", "before citation", "between", "after mark"])
def test_biographies_are_in_no_zone(biography: str, place: str) -> None:
    post = {
        "after citation": lambda: read_one(P1, P2, CITED, biography),
        "before citation": lambda: read_one(P1, P2 + "■", biography, CITED),
        "between": lambda: read_one(P1, P2, CITED, biography, CLOSING),
        "after mark": lambda: read_one(P1, P2 + "（了）", CITED, biography, CLOSING),
    }[place]()
    assert lines(post.zones.body) == [P1, P2]
    assert lines(post.zones.commentary) == ([CLOSING] if place in ("between", "after mark") else [])
    assert post.zones.caption == ""
    assert [(one.title, one.authors) for one in post.citations] == [
        ("Unmanned Boats", ("Alex Sample",))
    ]


@pytest.mark.parametrize(
    "line",
    [
        "アレックス・サンプル大佐は試験を指揮した一人である。",
        "サンプル教授は、費用の見積もりが甘いと指摘する。",
        "見本研究所の研究員は、港の広さが足りないと述べた。",
        "著者として知られる退役大佐も、港の狭さを嘆く。",
        "海軍長官は元記者で、海の話を好む。",
    ],
)
def test_people_in_the_article_stay(line: str) -> None:
    post = read_one(P1, line, P2, CITED)
    assert lines(post.zones.body) == [P1, line, P2]
    post = read_one(CITED, P1, line, P2)
    assert lines(post.zones.body) == [P1, line, P2]


@pytest.mark.parametrize(
    "words",
    [
        "アメリカは研究者を増やしている。日本も続くべきだ。",
        "政府は専門家会議を開く。大学の役割は大きい。",
        "サンプル大佐の経歴を読むと、説得力がありますね。",
        "筆者のサンプル氏は元海軍大佐だけに、説得力がある。",
        "ロシアは海軍に長く勤務した者を教官にしている。",
        "防衛大学校でも同じ講義があるそうです。",
    ],
)
def test_the_bloggers_words_about_people_stay(words: str) -> None:
    post = read_one(P1, P2, CITED, words)
    assert words in post.zones.commentary + post.zones.body
