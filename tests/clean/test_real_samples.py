"""The two third-party samples, read where `SEKKO_REAL_SAMPLES` says; no word of theirs is here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.clean.files import clean_files
from pipeline.documents import Post, build_digest
from pipeline.settings import read_settings

BLOG = "000_d1e12eb85e8b3e2e.txt"
TITLES = ["2262a620", "c75c0cb2", "fcda0016"]
TWEETS = "002_eb01a44955f1f0d8.txt"


def clean(name: str) -> list[Post]:
    folder: Path | None = read_settings().real_samples
    if folder is None or not (folder / name).exists():
        pytest.skip("SEKKO_REAL_SAMPLES does not name the folder of the real samples")
    records = list(clean_files([folder / name]))
    assert all(isinstance(record, Post) for record in records)
    return [record for record in records if isinstance(record, Post)]


def test_the_blog_page_gives_three_posts() -> None:
    found = clean(BLOG)
    assert [post.published for post in found] == ["2025-07-01", "2025-01-10", "2018-02-15"]
    assert [post.published_precision for post in found] == ["day"] * 3
    assert [len(post.citations) for post in found] == [1, 1, 1]
    cited = [post.citations[0] for post in found]
    assert [citation.published for citation in cited] == ["2025-06-28", "2024-12-30", "2018-02-08"]
    assert [len(citation.authors) for citation in cited] == [2, 0, 1]
    assert [bool(citation.url) for citation in cited] == [True, True, False]
    assert [bool(citation.publisher) for citation in cited] == [True, True, False]
    # digests of the titles: the samples' words stay out of the repository
    assert [build_digest((c.title or "").encode())[:8] for c in cited] == TITLES
    assert [bool(post.zones.caption) for post in found] == [False, True, False]
    assert all(post.zones.commentary for post in found)


def test_no_citation_line_is_in_a_zone() -> None:
    for post in clean(BLOG):
        for zone in ("commentary", "body", "caption"):
            text = post.text(zone)
            assert not re.search(r"https?://|©|Image:|Distributed by|^By\b|■$", text, re.MULTILINE)
            assert (post.citations[0].title or "?") not in text
        assert len(post.zones.body) > 1000
        assert not re.search(r"(?:です|ます)。$", post.zones.body.split("\n")[0])


def test_the_list_gives_twenty_five_tweets() -> None:
    found = clean(TWEETS)
    assert len(found) == len({post.id for post in found}) == 25
    assert [post.sequence for post in found] == list(range(24, -1, -1))
    assert not any(re.match(r"^\d+\n", post.zones.body) for post in found)
    assert not any(post.published for post in found)
    tweets = [post.tweet for post in found if post.tweet]
    assert sum(bool(tweet.reply_to_handle) for tweet in tweets) == 2
    assert sum(bool(tweet.hashtags) for tweet in tweets) == 1
    assert sum(len(tweet.urls) for tweet in tweets) == 3
    assert all(url.endswith("…") for tweet in tweets for url in tweet.urls)
    assert found[12].zones.body.startswith("1. ")  # its own number, not the list's
    assert len({tweet.thread_id for tweet in tweets if tweet.thread_id}) == 1
