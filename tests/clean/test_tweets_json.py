"""Tweets with ids: API v2 pages, twarc, v1.1, archives; edits, retweets, threads, notices."""

# ruff: noqa: E501  inputs are written as they come

from __future__ import annotations

import json
from typing import Any

from pipeline.documents import Post, Tweet
from pipeline.sources import Format
from tests.clean.helpers import clean, posts, read, reasons

USERS = [{"id": "10", "username": "sample"}, {"id": "11", "username": "other"}]


def v2(identity: str, text: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": identity,
        "text": text,
        "author_id": "10",
        "created_at": "2026-04-08T01:02:03.000Z",
        **fields,
    }


def read_page(*tweets: dict[str, Any], **includes: Any) -> list[Post]:
    page = {
        "data": list(tweets),
        "includes": {"users": USERS, **includes},
        "meta": {"result_count": 1},
    }
    return posts(read(Format.X_API, json.dumps(page), kind="tweet"))


def tweet_of(post: Post) -> Tweet:
    assert post.tweet is not None
    return post.tweet


def test_what_a_tweet_of_the_api_gives() -> None:
    (post,) = read_page(
        v2(
            "1900000000000000001",
            "新しい護衛艦 &amp; 乗員の話。 https://t.co/a https://t.co/p #護衛艦 @other",
            entities={
                "urls": [
                    {
                        "url": "https://t.co/a",
                        "expanded_url": "https://example.com/long",
                        "display_url": "example.com/long",
                    },
                    {
                        "url": "https://t.co/p",
                        "expanded_url": "https://x.com/sample/status/1/photo/1",
                        "media_key": "3_1",
                    },
                ],
                "hashtags": [{"tag": "護衛艦"}],
                "mentions": [{"username": "other", "id": "11"}],
            },
        )
    )
    assert post.zones.body == "新しい護衛艦 & 乗員の話。 https://example.com/long #護衛艦 @other"
    assert post.published == "2026-04-08T01:02:03+00:00"
    assert post.url == "https://x.com/sample/status/1900000000000000001"
    tweet = tweet_of(post)
    assert (tweet.id, tweet.account) == ("1900000000000000001", "sample")
    assert (tweet.hashtags, tweet.handles) == (("護衛艦",), ("other",))
    assert tweet.urls == ("https://example.com/long",)


def test_a_long_tweet_is_whole() -> None:
    (post,) = read_page(
        v2("1", "長い話の始まり…", note_tweet={"text": "長い話の始まりと、その続き。"})
    )
    assert post.zones.body == "長い話の始まりと、その続き。"


def test_a_retweet_is_completed_from_the_includes() -> None:
    original = v2("5", "元の投稿の全文。途中で切れない。", author_id="11")
    (post,) = read_page(
        v2("6", "RT @other: 元の投稿の…", referenced_tweets=[{"type": "retweeted", "id": "5"}]),
        tweets=[original],
    )
    assert post.zones.body == "元の投稿の全文。途中で切れない。"
    assert tweet_of(post).retweet_of == "5"
    assert tweet_of(post).handles == ("other",)
    assert not post.excerpt


def test_a_retweet_that_cannot_be_completed_is_an_excerpt() -> None:
    (post,) = read_page(
        v2("6", "RT @other: 元の投稿の…", referenced_tweets=[{"type": "retweeted", "id": "5"}])
    )
    assert post.excerpt
    assert tweet_of(post).retweet_of == "5"


def test_quoted_text_is_not_body() -> None:
    quoted = v2("5", "引用される文。", author_id="11")
    (post,) = read_page(
        v2(
            "6", "その通りだ。 https://t.co/q", referenced_tweets=[{"type": "quoted", "id": "5"}],
            entities={"urls": [{"url": "https://t.co/q", "expanded_url": "https://twitter.com/other/status/5"}]},
        ),
        tweets=[quoted],
    )  # fmt: skip
    assert post.zones.body == "その通りだ。 https://twitter.com/other/status/5"
    assert tweet_of(post).quoted == "5"


def test_the_latest_edit_wins_and_keeps_the_id() -> None:
    first = v2("1", "書き間違えた文。", edit_history_tweet_ids=["1"])
    last = v2("3", "直した文。", edit_history_tweet_ids=["1", "3"])
    (post,) = read_page(last, first)
    (other,) = read_page(first, last)
    assert post.zones.body == other.zones.body == "直した文。"
    assert post.id == other.id == read_page(first)[0].id
    assert tweet_of(post).id == "3"


def test_replies_and_threads() -> None:
    root = v2("1", "一つ目。", conversation_id="1")
    second = v2("2", "二つ目。", conversation_id="1", in_reply_to_user_id="10",
                referenced_tweets=[{"type": "replied_to", "id": "1"}])  # fmt: skip
    third = v2("3", "三つ目。", conversation_id="1", in_reply_to_user_id="10",
               referenced_tweets=[{"type": "replied_to", "id": "2"}])  # fmt: skip
    answer = v2("4", "@other どうも。", conversation_id="99", in_reply_to_user_id="11",
                referenced_tweets=[{"type": "replied_to", "id": "98"}])  # fmt: skip
    found = read_page(answer, third, second, root)
    tweets = {tweet_of(post).id: tweet_of(post) for post in found}
    root_id = next(post.id for post in found if tweet_of(post).id == "1")
    assert {tweets[name].thread_id for name in "123"} == {root_id}
    assert tweets["4"].thread_id is None
    assert (tweets["4"].reply_to, tweets["4"].reply_to_handle) == ("98", "other")
    assert next(post for post in found if tweet_of(post).id == "4").zones.body == "どうも。"


def test_v1_in_its_spellings() -> None:
    lines = [
        {"id": 1, "id_str": "1", "full_text": "一。", "created_at": "Wed Apr 08 01:02:03 +0000 2026", "user": {"screen_name": "s"}},
        {"id_str": "2", "text": "切れた…", "truncated": True, "extended_tweet": {"full_text": "切れない二。"}},
        {"id_str": "3", "text": "RT @other: 三…", "retweeted_status": {"id_str": "30", "full_text": "三の全文。", "user": {"screen_name": "other"}}},
        {"id": 4, "date": "2026-04-08T01:02:03+00:00", "rawContent": "四。", "user": {"username": "s"}},
        {"delete": {"status": {"id_str": "5"}}},
        {"id_str": "6", "full_text": ""},
        {"full_text": "番号がない。"},
    ]  # fmt: skip
    text = "\n".join(json.dumps(line) for line in lines) + "\n{broken\n"
    records = clean(text)
    assert [post.zones.body for post in posts(records)] == [
        "一。",
        "切れない二。",
        "三の全文。",
        "四。",
    ]
    assert posts(records)[0].published == posts(records)[3].published == "2026-04-08T01:02:03+00:00"
    assert sorted(reasons(records)) == ["broken_record", "broken_record", "empty", "notice"]


def test_pages_and_flattened_tweets_in_one_file() -> None:
    page = {"data": [v2("1", "一つ目。")], "includes": {"users": USERS}}
    flat = v2("2", "二つ目。", author={"id": "10", "username": "sample"})
    found = posts(clean(json.dumps(page) + "\n" + json.dumps(flat)))
    assert [tweet_of(post).account for post in found] == ["sample", "sample"]


def test_an_archive() -> None:
    text = "window.YTD.tweets.part0 = " + json.dumps(
        [{"tweet": {"id_str": "1", "full_text": "記録から。(1/2)", "created_at": "Wed Apr 08 01:02:03 +0000 2026"}},
         {"tweet": {"id_str": "2", "full_text": "@me 続き。(2/2)", "in_reply_to_status_id_str": "1",
                    "in_reply_to_screen_name": "me"}}]
    )  # fmt: skip
    one, two = posts(clean(text, account="me"))
    assert (tweet_of(one).thread_position, tweet_of(two).thread_position) == ("1/2", "2/2")
    assert (one.zones.body, two.zones.body) == ("記録から。", "続き。")
    assert tweet_of(one).thread_id == tweet_of(two).thread_id == one.id


def test_a_page_of_errors_is_no_page_of_tweets() -> None:
    page = {"errors": [{"title": "Not Found Error", "resource_type": "tweet", "resource_id": "1"}]}
    assert reasons(clean(json.dumps(page))) == ["api_error"]
