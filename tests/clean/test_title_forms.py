"""Titles with their source and remark, in the brackets and dashes that bloggers type."""

# ruff: noqa: E501  lines are written as they come

from __future__ import annotations

import pytest

from pipeline.clean.titles import parse_title
from pipeline.documents import Post
from pipeline.sources import Format
from tests.clean.helpers import posts, read

P1 = "海軍は新しい無人艇の試験を始めた。試験は三か月続き、五隻が参加する。"
P2 = "艇は二十日のあいだ補給なしで航行できる。乗員は陸から操る。"
P3 = "計画は議会の承認を待っている。費用は一隻あたり三億ドルに上る。"
CITED = "Unmanned Boats\nBy Alex Sample\nJune 3, 2025"
MAIN = "無人艇が艦隊を変える"


def read_one(title: str, cited: str = CITED) -> Post:
    (post,) = posts(
        read(
            Format.LABEL_TEXT,
            f"2025年6月20日金曜日\n\n{title}\n\n{P1}\n\n{P2}\n\n{P3}\n\n{cited}\n",
        )
    )
    return post


@pytest.mark.parametrize(
    "name",
    [
        "Sample Fleet Weekly", "The Sample Interest", "Placeholder Land Review", "Sample News", "Sample Times",
        "サンプル陸戦評論", "サンプル艦隊週報", "見本新聞", "サンプル通信", "見本海軍研究所", "サンプル・ディフェンス・ニュース",
        "見本防衛時報", "サンプル軍事月報", "見本戦略季報", "サンプル海軍協会会報", "見本安全保障フォーラム", "サンプル空軍マガジン",
        "見本国防論集", "サンプル公論", "見本海事新報", "サンプル軍事学会誌", "見本日報", "サンプル・モニター", "サンプル・オブザーバー",
        "サンプル軍事レポート", "見本兵器年鑑", "サンプル外交評論", "見本防衛技術ジャーナル", "サンプル放送", "見本海軍年報",
        "サンプル国際問題研究会", "見本戦史研究センター", "サンプル・ウォッチ", "サンプル・ダイジェスト", "見本論壇", "サンプル時評",
        "Sample-Defence.example", "sampledefense.com", "Sample Naval Institute", "University of Sample Press",
    ],
)  # fmt: skip
@pytest.mark.parametrize("remark", ["", "―港が足りなくなりそうです"])
def test_sources(name: str, remark: str) -> None:
    post = read_one(f"{MAIN}（{name}）{remark}")
    assert [cited.publisher for cited in post.citations] == [name]
    assert post.zones.commentary == remark.removeprefix("―")


@pytest.mark.parametrize(
    "form",
    [
        "{main}（{name}）―{remark}", "{main}({name})―{remark}", "{main}（{name}）――{remark}", "{main}（{name}）—{remark}",
        "{main}（{name}）–{remark}", "{main}（{name}）ー{remark}", "{main}（{name}）-{remark}", "{main}（{name}） - {remark}",
        "{main}（{name}）：{remark}", "{main}（{name}）｜{remark}", "{main}（{name}）〜{remark}", "{main}［{name}］―{remark}",
        "{main}【{name}】―{remark}", "{main}〈{name}〉―{remark}", "{main}（{name}）…{remark}", "{main}（{name}）　{remark}",
        "{main}（{name}）　―　{remark}", "{main}（出典：{name}）―{remark}", "{main}（{name}より）―{remark}", "{main}（{name}誌）―{remark}",
        "{main}（{name}、6月3日）―{remark}", "{main} ({name}) ー {remark}", "{main}〔{name}〕―{remark}", "{main}《{name}》―{remark}",
        "{main}（{name}）→{remark}", "{main}（{name}）／{remark}", "{main}（{name}）━{remark}", "【海軍】{main}（{name}）―{remark}",
    ],
)  # fmt: skip
def test_remarks(form: str) -> None:
    remark = "港が足りなくなりそうですね"
    post = read_one(form.format(main=MAIN, name="Sample Fleet Weekly", remark=remark))
    assert post.zones.commentary == remark
    assert [cited.publisher for cited in post.citations] == ["Sample Fleet Weekly"]


@pytest.mark.parametrize(
    "bracket",
    [
        "その3", "前編", "全文", "追記あり", "動画あり", "改訂", "2025年版", "GPI",  "F-35B", "米海軍", "無人艇", "写真10枚",
        "更新", "6月3日", "海軍編", "上", "1/2", "再掲", "訳", "全訳", "抄訳", "有料", "緊急", "速報", "予算案", "試験機", "台湾有事", "中国",
    ],
)  # fmt: skip
def test_brackets_that_name_no_source(bracket: str) -> None:
    cited = read_one(f"{MAIN}（{bracket}）").citations
    assert [one.publisher for one in cited] == [None]


@pytest.mark.parametrize(
    "title",
    [
        "無人艇―海の新しい兵隊",
        "艦隊はどこへ行く――海軍の次の十年",
        "無人艇の値段：三億ドルの内訳",
        "港が足りない - 造船所の嘆き",
        "海の無人化（下）",
    ],
)
def test_titles_without_a_source(title: str) -> None:
    post = read_one(title)
    assert post.zones.commentary == ""
    assert [one.publisher for one in post.citations] == [None]
    assert parse_title(title).publisher is None


def test_a_source_in_front() -> None:
    post = read_one(f"【Sample Fleet Weekly】{MAIN}")
    assert [one.publisher for one in post.citations] == ["Sample Fleet Weekly"]
