"""The stage: what is stored, what is counted, the same post met several ways."""

# ruff: noqa: E501  markup is written as sites write it

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from pipeline.clean import progress
from pipeline.clean.files import clean_files
from pipeline.clean.progress import Cursor
from pipeline.documents import Post, Rejection
from pipeline.forgotten import write_tombstones
from pipeline.reports import StageReport
from pipeline.sources import Expect, Format
from pipeline.store import RecordStore
from tests.clean.nights import Night, listed

BODY = "護衛艦は湾を出て、沖で訓練を始めた。乗員は百二十名である。"
DUMP = f"2026年4月8日水曜日\n\n見本の題（Sample Daily）\n\n{BODY}■\n\n2026年4月7日火曜日\n\n前日の題\n\n今日は記事がありません。\n"
PAGE = f"""<html><head><meta name="generator" content="blogger"></head><body><div class="blog-posts"><div class="date-outer"><h2 class="date-header">2026年4月8日水曜日</h2>
<div class="post hentry"><h3 class="post-title"><a href="https://x.example.com/2026/04/a.html">見本の題（Sample Daily）</a></h3>
<div class="post-body entry-content"><p>{BODY}■</p></div></div></div></div></body></html>"""
FEED = """<rss version="2.0"><channel><title>f</title><item><title>見本の題（Sample Daily）</title><link>https://x.example.com/2026/04/a.html?utm_source=rss</link>
<pubDate>Wed, 08 Apr 2026 07:30:00 +0900</pubDate><description>護衛艦は湾を出て…</description></item></channel></rss>"""


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(tmp_path)


def numbers(report: StageReport) -> tuple[int, int, int, dict[str, int]]:
    return report.read, report.written, report.unchanged, report.rejected


def test_a_second_night_reads_nothing_again(night: Night) -> None:
    night.put("dump.txt", Format.LABEL_TEXT, DUMP)
    assert numbers(night.clean()) == (2, 2, 0, {})
    first = night.posts
    again = night.clean()
    assert numbers(again) == (2, 0, 2, {})
    assert again.notes["pages_read"] == 0
    assert night.posts == first
    assert {post.first_seen for post in first} == {"2026-11-02T18:00:00+00:00"}


def test_a_changed_page_changes_its_posts_in_place(night: Night) -> None:
    night.put("dump.txt", Format.LABEL_TEXT, DUMP)
    night.clean()
    before = {post.id: post for post in night.posts}
    night.put("dump.txt", Format.LABEL_TEXT, DUMP.replace("百二十名", "九十名"))
    assert numbers(night.clean()) == (2, 1, 1, {})
    after = {post.id: post for post in night.posts}
    assert before.keys() == after.keys()
    (changed,) = (post for post in after.values() if post != before[post.id])
    assert "九十名" in changed.zones.body
    assert changed.first_seen == before[changed.id].first_seen


@pytest.mark.parametrize(
    "order",
    [
        ("dump", "page", "feed"),
        ("feed", "dump", "page"),
        ("page", "feed", "dump"),
        ("dump", "feed", "page"),
    ],
)
def test_page_feed_and_dump_of_one_post_are_one_document(
    night: Night, order: Sequence[str]
) -> None:
    inputs = {
        "dump": ("dump.txt", Format.LABEL_TEXT, DUMP),
        "page": ("https://x.example.com/2026/04/a.html", Format.BLOGGER, PAGE),
        "feed": ("https://x.example.com/feed", Format.FEED, FEED),
    }
    for name in order:  # a night each: whatever comes first, the result is one
        night.put(*inputs[name])
        night.clean()
    other, post = night.posts
    assert other.title == "前日の題"
    assert post.url == "https://x.example.com/2026/04/a.html"
    assert post.zones.body == BODY
    assert not post.excerpt
    assert post.published == "2026-04-08T07:30:00+09:00"
    assert post.first_seen == "2026-11-02T18:00:00+00:00"
    assert {key.split(":")[0] for key in post.keys} == {"permalink", "date-title"}
    assert numbers(night.clean()) == (4, 0, 4, {})


def test_all_at_once_gives_the_same_as_night_by_night(tmp_path: Path) -> None:
    one, other = Night(tmp_path / "a"), Night(tmp_path / "b")
    for night in (one, other):
        night.put("dump.txt", Format.LABEL_TEXT, DUMP)
        if night is other:
            night.clean()
        night.put("https://x.example.com/feed", Format.FEED, FEED)
        night.put("https://x.example.com/2026/04/a.html", Format.BLOGGER, PAGE)
        night.clean()

    def bare(posts: list[Post]) -> list[Post]:
        return [msgspec.structs.replace(post, first_seen="", page="") for post in posts]

    assert bare(one.posts) == bare(other.posts)


def test_html_is_read_by_the_system_that_made_it(night: Night) -> None:
    night.put("https://x.example.com/", Format.HTML, PAGE)
    night.clean()
    assert [post.url for post in night.posts] == ["https://x.example.com/2026/04/a.html"]


def test_an_archive_of_pages_and_feeds(night: Night) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("saved/page.html", PAGE)
        archive.writestr("saved/page_files/script.js", "var a = 1;")
        archive.writestr("feed.xml", FEED)
        archive.writestr("dump.txt", DUMP)
    night.put("all.zip", Format.BLOGGER, buffer.getvalue())
    night.clean()
    assert sorted(post.title or "" for post in night.posts) == [
        "前日の題",
        "見本の題（Sample Daily）",
    ]


def test_two_posts_with_one_title_on_one_day_stay_two(night: Night) -> None:
    night.put("https://x.example.com/1", Format.BLOGGER, PAGE)
    night.put("https://x.example.com/2", Format.BLOGGER, PAGE.replace("/a.html", "/b.html"))
    night.clean()
    urls = {"https://x.example.com/2026/04/a.html", "https://x.example.com/2026/04/b.html"}
    assert {post.url for post in night.posts} == urls


def test_a_post_that_fell_off_its_page_stays(night: Night) -> None:
    night.put("dump.txt", Format.LABEL_TEXT, DUMP)
    night.clean()
    night.put("dump.txt", Format.LABEL_TEXT, DUMP.split("2026年4月7日")[0])
    assert numbers(night.clean()) == (1, 0, 1, {})
    assert len(night.posts) == 2


def test_a_post_that_moved_to_another_page_follows_its_edits(night: Night) -> None:
    night.put("label.txt", Format.LABEL_TEXT, DUMP)
    night.clean()
    night.put("label.txt", Format.LABEL_TEXT, DUMP.split("2026年4月7日")[0])
    night.put("label2.txt", Format.LABEL_TEXT, "2026年4月7日火曜日\n\n前日の題\n\n短くしました。\n")
    night.clean()
    assert (
        next(post for post in night.posts if post.title == "前日の題").zones.commentary
        == "短くしました。"
    )


def test_rejections_are_kept_counted_again_and_go_with_their_cause(tmp_path: Path) -> None:
    night = Night(tmp_path, "tweet")
    night.put("t.txt", Format.NUMBERED_TWEETS, "1\n一つ目の投稿。\n2\n\n3\n三つ目の投稿。\n")
    assert numbers(night.clean()) == (3, 2, 0, {"empty": 1})
    assert numbers(night.clean()) == (3, 0, 2, {"empty": 1})
    (rejection,) = night.rejections
    assert rejection.where == "t.txt: line 3, entry 2"
    night.put("t.txt", Format.NUMBERED_TWEETS, "1\n一つ目の投稿。\n2\n三つ目の投稿。\n")
    assert numbers(night.clean()) == (2, 0, 2, {})
    assert night.rejections == []


def test_a_growing_list_changes_nothing_that_it_had(tmp_path: Path) -> None:
    night = Night(tmp_path, "tweet")
    old = ["三番目の投稿である。", "二番目の投稿である。", "一番目の投稿である。"]
    night.put("t.txt", Format.NUMBERED_TWEETS, listed(old))
    night.clean()
    night.put(
        "t.txt",
        Format.NUMBERED_TWEETS,
        listed(["五番目である。", "四番目である。", *old, "零番目である。"]),
    )
    assert numbers(night.clean()) == (6, 3, 3, {})
    in_time = sorted(night.posts, key=lambda post: post.sequence or 0)
    assert [post.zones.body[0] for post in in_time] == list("零一二三四五")


def test_a_list_and_an_archive_of_one_account_meet(tmp_path: Path) -> None:
    night = Night(tmp_path, "tweet", account="sample")
    text = "極超音速の迎撃は探知で決まる。衛星の話は後で書く。 example.com/a/very-lo…"
    night.put("t.txt", Format.NUMBERED_TWEETS, f"1\n{text}\n2\n別の投稿である。\n")
    night.clean()
    archive = (
        'window.YTD.tweets.part0 = [{"tweet": {"id_str": "1900000000000000001", "created_at": "Wed Apr 08 01:00:00 +0000 2026",'
        '"full_text": "極超音速の迎撃は探知で決まる。衛星の話は後で書く。 https://t.co/abc", "entities": {"urls": [{"url":'
        ' "https://t.co/abc", "expanded_url": "https://example.com/a/very-long-address"}]}}}]'
    )
    night.put("tweets.js", Format.X_ARCHIVE, archive)
    night.clean()
    assert len(night.posts) == 2
    joined = next(post for post in night.posts if post.published)
    assert joined.tweet is not None
    assert joined.tweet.id == "1900000000000000001"
    assert joined.tweet.urls == ("https://example.com/a/very-long-address",)
    assert joined.sequence is not None


def test_what_was_taken_down_does_not_come_back(night: Night) -> None:
    night.put("https://x.example.com/2026/04/a.html", Format.BLOGGER, PAGE)
    url = "https://x.example.com/2026/04/a.html"
    write_tombstones(night.root, "url", [url], "takedown", night.at)
    report = night.clean()
    assert night.posts == []
    assert report.rejected == {"forgotten": 1}
    assert report.failure
    assert all(BODY[:8] not in str(rejection) for rejection in night.rejections)


def test_new_readers_read_again_and_take_back_what_old_ones_made(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    night.put("dump.txt", Format.LABEL_TEXT, DUMP)
    night.clean()
    good = night.posts
    wrong = msgspec.structs.replace(good[0], id="0" * 20, keys=(), title="昔の読み違い")
    RecordStore(night.root, "posts/one", Post).upsert([wrong])
    outcomes = RecordStore(night.root, "cleaned/one", progress.PageOutcome)
    (outcome,) = outcomes
    outcomes.upsert(
        [msgspec.structs.replace(outcome, posts=(*outcome.posts, wrong.id), reader="old")]
    )
    cursor = night.root.read_json("cursors/clean/one.json", Cursor)
    assert cursor is not None
    night.root.write_json("cursors/clean/one.json", msgspec.structs.replace(cursor, reader="old"))
    assert numbers(night.clean()) == (2, 0, 2, {})
    assert night.posts == good


def test_a_kill_before_the_cursor_repeats_and_loses_nothing(night: Night) -> None:
    night.put("dump.txt", Format.LABEL_TEXT, DUMP)
    night.clean()
    first = night.posts
    night.root.delete("cursors/clean/one.json")
    for name in night.root.list_names("cleaned/one"):
        night.root.delete(f"cleaned/one/{name}")
    assert numbers(night.clean()) == (2, 0, 2, {})
    assert night.posts == first


def test_a_changed_layout_stops_the_source_and_loses_nothing(night: Night) -> None:
    night.put("https://x.example.com/", Format.BLOGGER, PAGE)
    night.clean()
    night.put("https://x.example.com/", Format.BLOGGER, "<html><body><p>工事中</p></body></html>")
    report = night.clean()
    assert report.failure
    assert "layout" in report.failure
    assert len(night.posts) == 1


def test_too_few_posts_stop_the_source(tmp_path: Path) -> None:
    night = Night(tmp_path, expect=Expect(min=3))
    assert "ever fetched" in (night.clean().failure or "")
    night.put("dump.txt", Format.LABEL_TEXT, DUMP)
    assert "at least 3" in (night.clean().failure or "")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "empty_file"),
        ("nothing.txt", "日付のない文章である。".encode(), "no_posts"),
        ("noise.bin", bytes(range(128, 256)) * 8, None),
        ("bomb.zip", b"PK\x03\x04broken", "damaged_archive"),
    ],
)
def test_files_that_give_nothing(
    tmp_path: Path, name: str, data: bytes, reason: str | None
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    records = list(clean_files([path]))
    assert records
    assert all(isinstance(record, Rejection) for record in records)
    if reason:
        assert [record.reason for record in records if isinstance(record, Rejection)] == [reason]


def test_missing_files_do_not_stop_the_others(tmp_path: Path) -> None:
    there = tmp_path / "dump.txt"
    there.write_text(DUMP)
    records = list(clean_files([tmp_path / "missing.txt", there]))
    assert [type(record).__name__ for record in records] == ["Rejection", "Post", "Post"]


def test_one_post_in_three_files_is_printed_once(tmp_path: Path) -> None:
    for name, text in (("a.txt", DUMP), ("b.html", PAGE), ("c.xml", FEED)):
        (tmp_path / name).write_text(text)
    records = list(clean_files([tmp_path]))
    assert len(records) == 2
    assert any(record.url for record in records if isinstance(record, Post))
