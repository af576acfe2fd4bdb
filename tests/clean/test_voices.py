"""Whose words they are: openings, closings, asides, own sections, posts without a translation."""

# ruff: noqa: E501  lines are written as they come

from __future__ import annotations

import pytest

from pipeline.documents import Post
from pipeline.sources import Format
from tests.clean.helpers import posts, read

P1 = "海軍は新しい無人艇の試験を始めた。試験は三か月続き、五隻が参加する。"
P2 = "艇は二十日のあいだ補給なしで航行できる。乗員は陸から操る。"
P3 = "計画は議会の承認を待っている。費用は一隻あたり三億ドルに上る。"
BODY = [P1, P2, P3]
CITED = "Unmanned Boats\nBy Alex Sample\nJune 3, 2025\nhttps://news.example.com/boats"
TITLE = "無人艇が艦隊を変える（Sample Fleet Weekly）"


def read_one(*paragraphs: str, title: str = TITLE) -> Post:
    text = "\n\n".join(paragraphs)
    (post,) = posts(read(Format.LABEL_TEXT, f"2025年6月20日金曜日\n\n{title}\n\n{text}\n"))
    return post


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


OPENINGS = [
    "今週は無人艇の記事が出ましたので訳してみます。少し長めです。",
    "Sample Fleet Weekly に面白い論考が出ていましたのでご紹介します。",
    "お久しぶりです。ようやく更新できました。",
    "以下は六月に公開された記事の抄訳です。小見出しは訳者が付けました。",
    "この手の話題を取り上げるのは三度目です。",
    "無人艇の話を続けます。前回の記事もあわせてどうぞ。",
    "※本記事は抄訳です。数字は原文のままにしてあります。",
    "（訳者より）用語は防衛白書に合わせました。",
    "皆さんは無人艇と聞いて何を思い浮かべるでしょうか。",
    "久々に読み応えのある記事でした。",
]
CLOSINGS = [
    "日本の港でも同じ話になりそうですね。",
    "以上、訳してみました。次回は機雷の記事を取り上げます。",
    "いかがでしたでしょうか。ご意見をお待ちしています。",
    "海自の無人艇がどうなるのか、引き続き見ていきたいと思います。",
    "【訳者注】三億ドルは当時のレートで約四百五十億円です。",
    "※誤訳がありましたらお知らせください。",
    "（追記）六月二十五日に続報が出ました。別の記事で紹介します。",
    "個人的には整備員の数が気になります。",
    "筆者の主張には賛成できませんが、数字は参考になります。",
    "続きはまた来週。お楽しみに。",
]


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize("end", ["", "■", "（了）"])
def test_openings(opening: str, end: str) -> None:
    post = read_one(opening, P1, P2, P3 + end, CITED)
    assert lines(post.zones.body) == BODY
    assert lines(post.zones.commentary) == [opening]


@pytest.mark.parametrize("closing", CLOSINGS)
@pytest.mark.parametrize(
    "place", ["after citation", "before citation", "after mark", "no citation"]
)
def test_closings(closing: str, place: str) -> None:
    parts = {
        "after citation": [P1, P2, P3, CITED, closing],
        "before citation": [P1, P2, P3, closing, CITED],
        "after mark": [P1, P2, P3 + "■", closing, CITED],
        "no citation": [P1, P2, P3, closing],
    }[place]
    post = read_one(*parts)
    assert lines(post.zones.body) == BODY
    assert lines(post.zones.commentary) == [closing]


@pytest.mark.parametrize(
    "aside",
    [
        "（訳注：三億ドルは約四百五十億円。）",
        "（ここは日本の読者には分かりにくいかもしれませんね。）",
        "※この試験は昨年も行われています。",
        "［訳注］補給なしとは燃料の補給を指す。",
        "この数字は割り引いて読む必要がありそうです。",
        "【訳者コメント】ここが一番面白いところです。",
        "ブログ主注：艇の名前は仮のものです。",
        "（管理人）この部分は省略しました。",
        "訳者補足：五隻のうち二隻は改造艇です。",
        "注）議会の承認は秋の予定です。",
    ],
)
def test_asides(aside: str) -> None:
    post = read_one(P1, P2, aside, P3, CITED)
    assert lines(post.zones.body) == BODY
    assert lines(post.zones.commentary) == [aside]


@pytest.mark.parametrize(
    "heading",
    [
        "【所感】", "■所感", "◆管理人のコメント", "＜訳者あとがき＞", "【コメント】", "■私見", "○感想", "【考察】", "【ブログ主より】",
        "編集後記", "訳者より", "【ひとこと】", "●雑感", "〈解説〉", "【訳者の一言】", "■まとめと感想", "--- 以下、私見 ---", "【当ブログの見方】",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "words",
    [
        "日本の港でも同じ話になりそうだ。整備の人手は足りない。海自も例外ではない。",
        "日本の港でも同じ話になりそうですね。整備の人手は足りません。",
    ],
)
@pytest.mark.parametrize("place", ["after citation", "before citation"])
def test_own_sections(heading: str, words: str, place: str) -> None:
    parts = (
        [P1, P2, P3, CITED, heading, words]
        if place == "after citation"
        else [P1, P2, P3, heading, words, CITED]
    )
    post = read_one(*parts)
    assert lines(post.zones.body) == BODY
    assert words in post.zones.commentary
    assert len(post.citations) == 1


@pytest.mark.parametrize(
    "heading",
    [
        "評価",
        "解説書の中身",
        "感想戦の時代",
        "まとめ",
        "結論",
        "考察の対象",
        "■小さな船の時代",
        "【海の三つの課題】",
        "コメントを拒んだ企業",
    ],
)
def test_headings_of_the_article_stay(heading: str) -> None:
    post = read_one(P1, P2, heading, P3, CITED)
    assert [
        line for line in lines(post.zones.body) if line.strip("■【】") != heading.strip("■【】")
    ] == BODY
    assert heading.strip("■【】") in post.zones.body
    assert post.zones.commentary == ""


@pytest.mark.parametrize(
    "own",
    [
        ["しばらく更新をお休みします。理由は引っ越しです。", "再開は来月の予定です。"],
        [
            "当ブログの略語の扱いについて書いておきます。",
            "USVは無人水上艇と訳します。揺れがあればお知らせください。",
        ],
        ["先週の演習を見てきました。港は雨でした。", "艇は思ったより小さく、音も静かでした。"],
        ["明けましておめでとうございます。本年もよろしくお願いいたします。"],
        ["I will be away next week.", "来週は留守にします。コメントの承認が遅れます。"],
        [
            "サーバーの移転に伴い、URLが変わりました。",
            "新しいアドレス： https://sample.example.com/",
            "ブックマークの変更をお願いします。",
        ],
        [
            "カテゴリを整理しました。",
            "・海軍：水上艦と潜水艦",
            "・空軍：有人機と無人機",
            "迷ったら検索窓をお使いください。",
        ],
    ],
)
def test_posts_without_a_translation(own: list[str]) -> None:
    post = read_one(*own, title="お知らせ")
    assert post.zones.body == ""
    assert [line for line in own if line in post.zones.commentary] == own or "https" in "".join(own)
    assert all(cited.title is None for cited in post.citations)


def test_quoted_speech_is_no_aside() -> None:
    speech = "「港が足りません。人も足りません。私たちは待っています」と整備班長は言う。"
    post = read_one(P1, speech, P3, CITED)
    assert lines(post.zones.body) == [P1, speech, P3]
