"""Tweets copied from the site: names, dates, counts and buttons around an account's words."""

# ruff: noqa: E501  copies are written as they come

from __future__ import annotations

import pytest

from pipeline.sources import Format
from tests.clean.helpers import bodies, clean, posts, read, reasons

A = "護衛艦の改修が終わった。次は二番艦の番である。"
B = "哨戒機の数は足りているのか。整備の列を見れば分かる。"
C = "弾薬庫の新設は三年かかる。建てるより説明会が長い。"
ACCOUNT = {"kind": "tweet", "account": "sample_watch"}


@pytest.mark.parametrize(
    "text",
    [
        # a date under each entry
        f"3．{A}\n2025年3月11日\n\n2．{B}\n2025年3月9日\n\n1．{C}\n2025年3月4日\n",
        f"1. {A}\n2025-03-11\n2. {B}\n2025-03-09\n3. {C}\n2025-03-04\n",
        f"(1) {A}\n（2025年3月11日）\n\n(2) {B}\n（2025年3月9日）\n\n(3) {C}\n（2025年3月4日）\n",
        f"① {A}\n2025.3.11\n② {B}\n2025.3.9\n③ {C}\n2025.3.4\n",
        f"101\n{A}\n2025/3/11\n102\n{B}\n2025/3/9\n103\n{C}\n2025/3/4\n",
        f"1) {A}\nMar 11, 2025\n\n2) {B}\nMar 9, 2025\n\n3) {C}\nMar 4, 2025\n",
        f"【1】{A}\n投稿日：2025年3月11日\n【2】{B}\n投稿日：2025年3月9日\n【3】{C}\n投稿日：2025年3月4日\n",
        # over each entry
        f"1. 2025年3月11日\n{A}\n2. 2025年3月9日\n{B}\n3. 2025年3月4日\n{C}\n",
        f"51\n2025/03/11\n{A}\n52\n2025/03/09\n{B}\n53\n2025/03/04\n{C}\n",
        f"No.1 (2025/03/11)\n{A}\n\nNo.2 (2025/03/09)\n{B}\n\nNo.3 (2025/03/04)\n{C}\n",
        # in the line
        f"1. [2025-03-11] {A}\n2. [2025-03-09] {B}\n3. [2025-03-04] {C}\n",
        f"1. 2025/03/11 {A}\n2. 2025/03/09 {B}\n3. 2025/03/04 {C}\n",
        f"1. 2025年3月11日：{A}\n2. 2025年3月9日：{B}\n3. 2025年3月4日：{C}\n",
        f"1. {A}（2025年3月11日）\n2. {B}（2025年3月9日）\n3. {C}（2025年3月4日）\n",
        f"1. {A} (2025/3/11)\n2. {B} (2025/3/9)\n3. {C} (2025/3/4)\n",
    ],
)
def test_dated_lists(text: str) -> None:
    found = posts(clean(text))
    assert [post.zones.body for post in found] == [A, B, C]
    assert [post.published for post in found] == ["2025-03-11", "2025-03-09", "2025-03-04"]
    assert all(post.tweet for post in found)


@pytest.mark.parametrize(
    "stamp",
    [
        "2025年3月11日 21:04",
        "午後9:04 · 2025年3月11日",
        "午後9:04・2025年3月11日",
        "21:04 · 2025年3月11日",
        "9:04 PM · Mar 11, 2025",
        "9:04 PM · Mar 11, 2025 · 1,234 Views",
        "午後9:04 · 2025年3月11日 · 3.4万 件の表示",
        "2025/03/11 21:04",
        "2025-03-11T21:04+09:00",
        "2025年3月11日(火) 21時04分",
    ],
)
def test_time_stamps(stamp: str) -> None:
    text = f"1. {A}\n{stamp}\n2. {B}\n{stamp}\n3. {C}\n{stamp}\n"
    found = posts(clean(text))
    assert [post.zones.body for post in found] == [A, B, C]
    assert {post.published for post in found} == {"2025-03-11T21:04:00+09:00"}


@pytest.mark.parametrize(
    "counts",
    [
        "返信 3 リポスト 12 いいね 45",
        "返信3　RT12　いいね45",
        "3 件の返信　12 件のリポスト　45 件のいいね",
        "12 Reposts 45 Likes",
        "3 replies, 12 reposts, 45 likes",
        "RT 12 / Fav 45",
        "RT: 12 | ♥: 45",
        "💬 3 🔁 12 ❤️ 45 📊 3,400",
        "♡45 ↻12",
        "いいね45件",
        "表示 3.4万",
        "リポスト：12　引用：3　いいね：45　ブックマーク：6",
        "3\n12\n45\n3.1万",
    ],
)
def test_counts_are_no_text(counts: str) -> None:
    text = f"[1] {A}\n{counts}\n\n[2] {B}\n{counts}\n\n[3] {C}\n{counts}\n"
    assert list(bodies(clean(text, **ACCOUNT))) == [A, B, C]


def test_words_with_numbers_are_no_counts() -> None:
    text = f"1. {A}\nいいね。三つ目は12隻。\n2. 表示は3か国語で。\n引用12ページ。\n3. 残りは\n45\n"
    assert list(bodies(clean(text, **ACCOUNT))) == [
        f"{A}\nいいね。三つ目は12隻。",
        "表示は3か国語で。\n引用12ページ。",
        "残りは\n45",
    ]


def test_dates_that_a_tweet_speaks_of_are_text() -> None:
    text = (
        f"1. 2025年3月11日に予定された演習は延期。\n2. 前の演習は\n2025年3月4日\n3. {C}\n4. {A}\n"
    )
    found = posts(clean(text, **ACCOUNT))
    assert [post.published for post in found] == [None] * 4
    assert found[0].zones.body == "2025年3月11日に予定された演習は延期。"
    assert found[1].zones.body == "前の演習は\n2025年3月4日"


def test_an_impossible_date_is_none() -> None:
    text = f"1. {A}\n2025年2月30日\n2. {B}\n2025年2月9日\n3. {C}\n2025年2月4日\n"
    found = posts(clean(text))
    assert [post.published for post in found] == [None, "2025-02-09", "2025-02-04"]
    assert list(bodies(clean(text))) == [A, B, C]


PAGE = """見本の監視所
1,234 件のポスト
フォロー
見本の監視所
@sample_watch
海と空の話。
12 フォロー中
3,456 フォロワー
ポスト
返信
メディア
"""


@pytest.mark.parametrize(
    "head",
    [
        "見本の監視所\n@sample_watch\n·\n{date}\n",
        "見本の監視所\n@sample_watch\n{date}\n",
        "見本の監視所 @sample_watch · {date}\n",
        "見本の監視所（@sample_watch） {date}\n",
        "見本の監視所 (@sample_watch) - {date}\n",
        "@sample_watch · {date}\n",
        "@sample_watch\n{date}\n",
        "@sample_watch {date}\n\n",
        "Sample Watch 🚢\n@sample_watch\n·\n{date}\n\n",
    ],
)
@pytest.mark.parametrize("counts", ["", "\n3\n12\n45\n3.1万\n", "返信 3 リポスト 12 いいね 45\n"])
@pytest.mark.parametrize("page", ["", PAGE])
def test_profile_pages(head: str, counts: str, page: str) -> None:
    dates = ("2025年3月11日", "2025年3月9日", "2025年3月4日")
    text = page + "".join(
        f"{head.format(date=date)}{words}\n{counts}\n"
        for date, words in zip(dates, (A, B, C), strict=True)
    )
    found = posts(clean(text))
    assert [post.zones.body for post in found] == [A, B, C]
    assert [post.published for post in found] == ["2025-03-11", "2025-03-09", "2025-03-04"]


def test_what_stands_around_a_copied_tweet() -> None:
    text = f"""固定
見本の監視所
@sample_watch
·
2024年12月31日
{A} #護衛艦
さらに表示

3
12
見本の監視所さんがリポスト
模型の造船所
@mock_yard
·
2025年3月8日
{B}
画像
ALT

1
2
見本の監視所
@sample_watch
·
2025年3月4日
返信先:
@alex_sample
さん、
@mock_yard
さん
{C}
4
見本の監視所
@sample_watch
·
2025年3月2日
この指摘に尽きる。
引用
架空の兵站室
@mock_depot
·
2025年2月28日
弾薬の備蓄は月数で語れない。

4
33
140
8,917
見本の監視所
@sample_watch
·
3月1日
最後の話。
"""
    one, two, three, four, five = posts(clean(text, **ACCOUNT))
    assert one.zones.body == f"{A} #護衛艦"
    assert one.published == "2024-12-31"
    assert two.zones.body == B
    assert two.tweet is not None
    assert two.tweet.handles == ("mock_yard",)
    assert three.zones.body == C
    assert three.tweet is not None
    assert three.tweet.reply_to_handle == "alex_sample"
    assert three.tweet.handles == ("alex_sample", "mock_yard")
    assert four.zones.body == "この指摘に尽きる。"
    assert four.tweet is not None
    assert four.tweet.handles == ()
    assert five.zones.body == "最後の話。"
    assert five.published is None


@pytest.mark.parametrize(
    "notice",
    [
        "このポストは、ポストの作成者により削除されました。",
        "このポストは削除されました",
        "このアカウントの所有者はポストを表示できるアカウントを制限しているため、このポストを表示できません。",
        "このポストは表示できません。詳細はこちら",
        "このツイートはTwitterルールに違反しています。詳細はこちら",
        "このアカウントは凍結されています",
        "アカウントは凍結されています。",
        "このアカウントは存在しません",
        "このポストは、存在しないアカウントからのものです。",
        "このポストは、凍結されたアカウントによるものです。",
        "非公開のポストです",
        "鍵付きアカウントのツイートは表示できません",
        "（削除済みのポスト）",
        "［削除］",
        "何らかの問題が発生しました。再読み込みしてください。",
        "問題が発生しました。再度お試しください。",
        "センシティブな内容が含まれている可能性があるため、このメディアを表示できません。",
        "ポストが見つかりません",
        "This Post is from an account that no longer exists. Learn more",
        "This Post is from a suspended account.",
        "This Tweet was deleted by the Tweet author.",
        "You're unable to view this Post because this account owner limits who can view their Posts.",
        "Something went wrong. Try reloading.",
        "Account suspended",
        "Hmm...this page doesn't exist.",
        "This account doesn't exist",
    ],
)
def test_notices(notice: str) -> None:
    records = clean(f"1. {A}\n2. {notice}\n3. {B}\n4. {C}\n", **ACCOUNT)
    assert list(bodies(records)) == [A, B, C]
    assert reasons(records) == ["notice"]


@pytest.mark.parametrize(
    "words",
    [
        "このポストを削除されたという部隊があるらしい。三十年続いた役職である。",
        "アカウントを凍結された記者の話が面白い。",
        "この艦は存在しません、と広報は言った。",
        "非公開の報告書を読んだ。",
    ],
)
def test_no_notices(words: str) -> None:
    records = clean(f"1. {A}\n2. {words}\n3. {B}\n", **ACCOUNT)
    assert list(bodies(records)) == [A, words, B]


@pytest.mark.parametrize("rule", ["----------", "＊＊＊", "――――――", "====", "◇◇◇", "・・・・・"])
def test_lists_between_rules(rule: str) -> None:
    text = f"\n{rule}\n".join((A, B, C))
    assert list(bodies(read(Format.NUMBERED_TWEETS, text, **ACCOUNT))) == [A, B, C]


def test_lists_under_dates() -> None:
    text = f"2025年3月11日 21:04\n{A}\n\n2025年3月9日 7:30\n{B}\n\n2025年3月9日 6:30\n{C}\n"
    found = posts(clean(text, **ACCOUNT))
    assert [post.zones.body for post in found] == [A, B, C]
    assert found[2].published == "2025-03-09T06:30:00+09:00"


@pytest.mark.parametrize(
    "numbers", [(9, 8, 3), (3, 12, 20), (120, 90, 41), (1, 40, 80), (300, 210, 101)]
)
def test_lists_with_wide_gaps(numbers: tuple[int, int, int]) -> None:
    text = "".join(f"{n}. {words}\n\n" for n, words in zip(numbers, (A, B, C), strict=True))
    assert list(bodies(clean(text, **ACCOUNT))) == [A, B, C]


@pytest.mark.parametrize(
    "text",
    [
        f"1． {A}\n2． {B}\n3． {C}",
        f"１） {A}\n２） {B}\n３） {C}",
        f"〔1〕{A}\n〔2〕{B}\n〔3〕{C}",
        f"<1> {A}\n<2> {B}\n<3> {C}",
        f"《1》{A}\n《2》{B}\n《3》{C}",
        f"｛1｝{A}\n｛2｝{B}\n｛3｝{C}",
        f"「1」{A}\n「2」{B}\n「3」{C}",
        f"⑴ {A}\n⑵ {B}\n⑶ {C}",
        f"❶ {A}\n❷ {B}\n❸ {C}",
        f"⒈ {A}\n⒉ {B}\n⒊ {C}",
        f"①{A}\n②{B}\n③{C}",
        f"その1　{A}\nその2　{B}\nその3　{C}",
        f"1件目：{A}\n2件目：{B}\n3件目：{C}",
        f"第1回　{A}\n第2回　{B}\n第3回　{C}",
        f"一、{A}\n二、{B}\n三、{C}",
        f"■1 {A}\n■2 {B}\n■3 {C}",
        f"* 1. {A}\n* 2. {B}\n* 3. {C}",
        f"- 1: {A}\n- 2: {B}\n- 3: {C}",
        f"1 - {A}\n2 - {B}\n3 - {C}",
        f"1| {A}\n2| {B}\n3| {C}",
        f"1／{A}\n2／{B}\n3／{C}",
        f"#001 {A}\n#002 {B}\n#003 {C}",
        f"№1 {A}\n№2 {B}\n№3 {C}",
        f"Tweet 1\n{A}\n\nTweet 2\n{B}\n\nTweet 3\n{C}",
        f"ポスト1：{A}\nポスト2：{B}\nポスト3：{C}",
    ],
)
def test_more_numberings(text: str) -> None:
    assert list(bodies(clean(text, **ACCOUNT))) == [A, B, C]


@pytest.mark.parametrize("dot", ["．", ".", "、", "："])
def test_numbers_before_tweets_that_begin_with_digits(dot: str) -> None:
    words = (
        "2025年の白書を読む。",
        "7割の確率で当たる。",
        "12式の改良が進む。",
        "3.5兆円の予算案。",
    )
    listed = list(zip((40, 41, 43, 44), words, strict=True))
    spaced = "".join(f"{n}{dot}{one}\n\n" for n, one in listed)
    assert list(bodies(clean(spaced, **ACCOUNT))) == list(words)
    close = "".join(f"{n}{dot}{one}\n" for n, one in zip((7, 8, 9, 10), words, strict=True))
    assert list(bodies(clean(close, **ACCOUNT))) == list(words)


def test_decimals_in_a_list_are_text() -> None:
    text = "1. 予算は\n3.5兆円。\n2. 射程は\n2.5倍。\n3. 次へ。\n4. 9時の会見。\n9:30に始まる。\n"
    assert list(bodies(clean(text, **ACCOUNT))) == [
        "予算は\n3.5兆円。",
        "射程は\n2.5倍。",
        "次へ。",
        "9時の会見。\n9:30に始まる。",
    ]
