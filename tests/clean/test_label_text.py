"""Visible text of pages: where posts begin and end, and what their parts are."""

# ruff: noqa: E501  dumps are written as they come

from __future__ import annotations

import pytest

from pipeline.documents import Post
from pipeline.sources import Format
from tests.clean.helpers import clean, posts, read, reasons

BODY = "防衛省は新しい護衛艦の建造計画を示した。\n\n乗員の数は従来の半分になる。"


def read_all(text: str) -> list[Post]:
    return posts(read(Format.LABEL_TEXT, text))


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (("2025年7月1日火曜日", "2025年6月30日月曜日"), ("2025-07-01", "2025-06-30")),
        (("２０２５年７月１日（火）", "２０２５年６月３０日（月）"), ("2025-07-01", "2025-06-30")),
        (("令和7年7月1日", "平成31年4月30日"), ("2025-07-01", "2019-04-30")),
        (("令和元年5月1日", "昭和64年1月7日"), ("2019-05-01", "1989-01-07")),
        (("Tuesday, July 1, 2025", "Monday, June 30, 2025"), ("2025-07-01", "2025-06-30")),
        (("July 1, 2025", "June 30, 2025"), ("2025-07-01", "2025-06-30")),
        (("7月 01, 2025", "6月 30, 2025"), ("2025-07-01", "2025-06-30")),
        (("2025.07.01", "2025.06.30"), ("2025-07-01", "2025-06-30")),
        (("2025/07/01(火)", "2025/06/30(月)"), ("2025-07-01", "2025-06-30")),
        (("2025-07-01", "2025-06-30"), ("2025-07-01", "2025-06-30")),
        (("2025年6月31日", "2025年6月30日"), (None, "2025-06-30")),
        (("二〇二五年七月一日", "二〇二五年六月三十日"), ("2025-07-01", "2025-06-30")),
    ],
)
def test_date_lines(dates: tuple[str, str], expected: tuple[str | None, str]) -> None:
    text = f"ラベル 海軍 の投稿を表示しています。\n\n{dates[0]}\n\n一つ目の題\n\n{BODY}\n\n\n{dates[1]}\n\n二つ目の題\n\n{BODY}\n"
    found = read_all(text)
    assert [(post.title, post.published) for post in found] == [
        ("一つ目の題", expected[0]),
        ("二つ目の題", expected[1]),
    ]


def test_a_chronology_starts_no_post() -> None:
    text = f"""2025年7月1日火曜日

年表で見る黒海（Sample Daily）―長いです。

{BODY}

2014年3月18日
ロシアがクリミアの併合を宣言した。

2022年2月24日
ロシアがウクライナに侵攻した。

2022年4月14日
巡洋艦「モスクワ」が沈んだ。■

A Black Sea Chronology
June 1, 2025
By Jane Example
https://daily.example.com/a

2025年6月20日金曜日

次の題

{BODY}
"""
    first, second = read_all(text)
    assert first.published == "2025-07-01"
    assert "2022年4月14日\n巡洋艦「モスクワ」が沈んだ。" in first.zones.body
    (citation,) = first.citations
    assert citation.title == "A Black Sea Chronology"
    assert citation.published == "2025-06-01"
    assert citation.publisher == "Sample Daily"
    assert citation.authors == ("Jane Example",)
    assert second.title == "次の題"


def test_posts_under_one_date_share_it() -> None:
    text = f"""2025年7月1日火曜日

朝の題

{BODY}

投稿者 見本 時刻: 6:00 0 件のコメント:
メールで送信BlogThis!X で共有する
ラベル: 海軍

夕方の題

{BODY}

投稿者 見本 時刻: 18:30

2025年6月30日月曜日

前の日の題

{BODY}
"""
    found = read_all(text)
    assert [post.title for post in found] == ["朝の題", "夕方の題", "前の日の題"]
    assert [post.published for post in found] == [
        "2025-07-01T06:00:00+09:00",
        "2025-07-01T18:30:00+09:00",
        "2025-06-30",
    ]
    assert all("投稿者" not in post.zones.body + post.zones.commentary for post in found)


def test_two_translations_under_one_date() -> None:
    text = f"""2025年7月1日火曜日

朝の題（Sample Daily）―朝です。

{BODY}■

Morning in the Navy Yard

By Jane Example

https://daily.example.com/morning



夕方の題（Sample Weekly）―夕方です。

{BODY}■

Evening in the Navy Yard

https://weekly.example.com/evening
"""
    first, second = read_all(text)
    assert first.published == second.published == "2025-07-01"
    assert [c.title for c in first.citations] == ["Morning in the Navy Yard"]
    assert [c.title for c in second.citations] == ["Evening in the Navy Yard"]
    assert [c.publisher for c in second.citations] == ["Sample Weekly"]


def test_the_sidebar_is_left_out() -> None:
    text = f"""検索クエリ「空母」に一致する投稿を関連性の高い順に表示しています。

2025年7月1日火曜日

ただ一つの題

{BODY}

前の投稿 ホーム
登録: 投稿 (Atom)
人気の投稿
昔の人気記事
ブログ アーカイブ
▼  2025 (12)
Powered by Blogger.
"""
    (post,) = read_all(text)
    assert post.zones.body == BODY or post.zones.commentary == BODY


def test_read_on_makes_an_excerpt() -> None:
    text = f"2025年7月1日火曜日\n\n題（Sample Daily）\n\n{BODY}\n\n続きを読む »\n"
    (post,) = read_all(text)
    assert post.excerpt
    assert "続きを読む" not in post.zones.body


def test_title_first_pages() -> None:
    text = f"""見本ブログ
防衛と技術の日記

新型護衛艦の話
2025年7月1日
{BODY}
続きを読む
カテゴリー: 海軍

潜水艦の話
2025年6月30日
{BODY}
カテゴリー: 海軍
"""
    found = read_all(text)
    assert [(post.title, post.published) for post in found] == [
        ("新型護衛艦の話", "2025-07-01"),
        ("潜水艦の話", "2025-06-30"),
    ]
    assert [post.excerpt for post in found] == [True, False]


def test_no_date_line_at_all_is_a_clear_failure() -> None:
    assert reasons(clean("見出しだけの文章。\n\nどこにも日付がない。\n")) == ["no_posts"]


def test_a_huge_paragraph_is_kept_whole() -> None:
    sentence = "護衛艦は長い航海に出た。"
    huge = sentence * (5_000_000 // len(sentence.encode()))
    (post,) = read_all(f"2025年7月1日火曜日\n\n長い題（Sample Daily）\n\n{huge}■\n")
    assert post.zones.body == huge
