"""Numbered lists: every numbering, tweets that begin with numbers, what cannot be read."""

# ruff: noqa: E501  lists are written as they come

from __future__ import annotations

import pytest

from pipeline.sources import Format
from tests.clean.helpers import bodies, clean, posts, read, reasons

A = "護衛艦「かが」が改修を終えた。"
B = "F-35Bの配備先は新田原基地である。"
C = "次は「いずも」の番だ。"


@pytest.mark.parametrize(
    "text",
    [
        f"51\n{A}\n52\n{B}\n53\n{C}\n",
        f"51\r\n{A}\r\n52\r\n{B}\r\n53\r\n{C}",
        f"1. {A}\n2. {B}\n3. {C}\n",
        f"1.{A}\n2.{B}\n3.{C}\n",
        f"1) {A}\n2) {B}\n3) {C}\n",
        f"1） {A}\n2） {B}\n3） {C}\n",
        f"(1) {A}\n(2) {B}\n(3) {C}\n",
        f"（１）{A}\n（２）{B}\n（３）{C}\n",
        f"① {A}\n② {B}\n③ {C}\n",
        f"#1 {A}\n#2 {B}\n#3 {C}\n",
        f"＃１　{A}\n＃２　{B}\n＃３　{C}\n",
        f"1/ {A}\n2/ {B}\n3/ {C}\n",
        f"1: {A}\n2: {B}\n3: {C}\n",
        f"1、{A}\n2、{B}\n3、{C}\n",
        f"[1] {A}\n[2] {B}\n[3] {C}\n",
        f"【1】{A}\n【2】{B}\n【3】{C}\n",
        f"No.1 {A}\nNo.2 {B}\nNo.3 {C}\n",
        f"１０\n{A}\n１１\n{B}\n１２\n{C}\n",
        f"75\n{A}\n74\n{B}\n73\n{C}\n",
        f"98. {A}\n99. {B}\n100. {C}\n",
        f"\ufeff1\n\n{A}\n\n2\n\n{B}\n\n3\n\n{C}\n\n",
        f"{A[:0]}保存した投稿\n\n7\n{A}\n8\n{B}\n9\n{C}\n",
        f"51\n{A}\n52\n{B}\n54\n{C}\n",
        f"1\t{A}\n2\t{B}\n3\t{C}\n",
        f"001\n{A}\n002\n{B}\n003\n{C}\n",
    ],
)
def test_numberings(text: str) -> None:
    records = clean(text)
    assert list(bodies(records)) == [A, B, C]
    assert [post.sequence for post in posts(records)] == [2, 1, 0]


def test_wrapped_and_blank_lines_belong_to_the_tweet() -> None:
    text = "1\n一行目の途中で\n折り返した。\n\n空行のあとも同じ投稿。\n2\n別の投稿。\n"
    first, second = bodies(read(Format.NUMBERED_TWEETS, text))
    assert first == "一行目の途中で\n折り返した。\n\n空行のあとも同じ投稿。"
    assert second == "別の投稿。"


def test_a_tweet_that_begins_with_a_number_keeps_it() -> None:
    text = (
        "1. 3つの論点がある。\n2. 2. という番号で始まる。\n3. 12式地対艦誘導弾の話。\n4. 終わり。"
    )
    found = list(bodies(read(Format.NUMBERED_TWEETS, text)))
    assert found == [
        "3つの論点がある。",
        "2. という番号で始まる。",
        "12式地対艦誘導弾の話。",
        "終わり。",
    ]


def test_a_number_alone_inside_a_tweet_is_no_entry() -> None:
    text = "51\n今年の数字はこれ。\n3\n隻である。\n52\n次の投稿。\n53\n最後。\n"
    found = list(bodies(read(Format.NUMBERED_TWEETS, text)))
    assert found == ["今年の数字はこれ。\n3\n隻である。", "次の投稿。", "最後。"]


def test_a_list_inside_a_tweet_stays_whole() -> None:
    inner = "三つの柱。\n1. 探知\n2. 迎撃\n3. 反撃\n以上である。"
    text = f"1. 前の投稿。\n2. {inner}\n3. 次の投稿。\n4. 最後の投稿。\n"
    found = list(bodies(read(Format.NUMBERED_TWEETS, text)))
    assert found == ["前の投稿。", inner, "次の投稿。", "最後の投稿。"]


def test_a_list_longer_than_the_number_before_it() -> None:
    inner = "五つの柱。\n1. 探知\n2. 追尾\n3. 識別\n4. 迎撃\n5. 評価"
    text = f"1. 前の投稿。\n2. {inner}\n3. 次の投稿。\n4. その次。\n5. 最後の投稿。\n"
    found = list(bodies(read(Format.NUMBERED_TWEETS, text)))
    assert found == ["前の投稿。", inner, "次の投稿。", "その次。", "最後の投稿。"]


def test_repeats_are_one_post_and_empty_entries_are_rejected() -> None:
    records = clean(f"1\n{A}\n2\n\n3\n{A}\n4\nこのツイートは表示できません。\n5\n{B}\n")
    assert list(bodies(records)) == [A, B]
    assert sorted(reasons(records)) == ["empty", "notice"]


def test_no_numbers_is_a_clear_failure() -> None:
    records = read(Format.NUMBERED_TWEETS, f"{A}\n{B}\n{C}\n")
    assert not posts(records)
    assert reasons(records) == ["no_list_numbers"]


def test_what_a_tweet_says_of_itself() -> None:
    text = (
        "1\n@alpha @beta_2 返信です。 #護衛艦 ＃F35 info@example.com example.com/a/b… https://t.example/x\n"
        "2\nRT @gamma: 引用元の文。\n"
        "3\n.@delta さんへ。AT&amp;T &lt;3\n"
        "4\n＠epsilon さんの指摘。#1 は番号。\n"
    )
    one, two, three, four = posts(read(Format.NUMBERED_TWEETS, text, kind="tweet"))
    assert one.tweet is not None
    assert one.tweet.reply_to_handle == "alpha"
    assert one.tweet.handles == ("alpha", "beta_2")
    assert one.tweet.hashtags == ("護衛艦", "F35")
    assert one.tweet.urls == ("example.com/a/b…", "https://t.example/x")
    assert two.tweet is not None
    assert two.tweet.handles == ("gamma",)
    assert three.tweet is not None
    assert three.tweet.reply_to_handle is None
    assert "AT&T <3" in three.zones.body
    assert four.tweet is not None
    assert four.tweet.handles == ("epsilon",)
    assert four.tweet.hashtags == ()
    assert all(post.published is None and post.id for post in (one, two, three, four))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["結論。(3/3)", "本論。(2/3)", "序論。(1/3)"], ["3/3", "2/3", "1/3"]),
        (["2/2 後半。", "1/2 前半。"], ["2/2", "1/2"]),
        (["後半。 2/2", "前半。 1/2"], ["2/2", "1/2"]),
        (["【2/4】途中から。", "別の話。"], ["2/4", None]),
        (["可決には2/3の賛成が要る。", "別の話。"], [None, None]),
        (["7/10 演習が始まった。", "別の話。"], [None, None]),
        (["予算は 1/2 になった。", "12/8 は開戦の日。"], [None, None]),
        (["支持は全体の 3/4", "別の話。"], [None, None]),
    ],
)
def test_thread_positions(texts: list[str], expected: list[str | None]) -> None:
    text = "".join(f"{number}\n{one}\n" for number, one in enumerate(texts, start=11))
    found = posts(read(Format.NUMBERED_TWEETS, text, kind="tweet"))
    assert [post.tweet.thread_position if post.tweet else None for post in found] == expected


def test_threads_are_linked_to_their_first_tweet() -> None:
    text = "1\n無関係。\n2\n結論。(3/3)\n3\n本論。(2/3)\n4\n序論。(1/3)\n5\n続きはこの上。\n6\n前の話。（続く）\n"
    found = posts(read(Format.NUMBERED_TWEETS, text, kind="tweet"))
    threads = [post.tweet.thread_id if post.tweet else None for post in found]
    assert threads[1:4] == [found[3].id] * 3
    assert threads[4:] == [found[5].id] * 2
    assert threads[0] is None


def test_ids_do_not_depend_on_the_numbers() -> None:
    before = posts(read(Format.NUMBERED_TWEETS, f"1\n{A}\n2\n{B}\n"))
    after = posts(read(Format.NUMBERED_TWEETS, f"1\n{C}\n2\n{A}\n3\n{B}\n"))
    assert [post.id for post in before] == [post.id for post in after[1:]]
