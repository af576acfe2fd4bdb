"""Five weeks of posts with known numbers, loaded into an index of their own.

The brief's day is Sunday 2026-11-22 in Tokyo. Until the week before, ten posts a week name 米国
and one of them トマホーク; tonight most name トマホーク, and 海上自衛隊 is there for once.
"""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from pipeline.documents import Citation, EnrichedPost, Tweet
from pipeline.settings import Settings
from tests.indexed import build_post, load_small, open_store

DAY = date(2026, 11, 22)
TONIGHT = "2026-11-22T03:00:00+00:00"  # noon in Tokyo
US, TOMAHAWK, F35A = ("米国", "us"), ("トマホーク", "tomahawk"), ("F-35A", "f-35a")
JMSDF = ("海自", "jmsdf")


def make(
    number: str, text: str, names: list[tuple[str, str]], days_ago: int, **changes: object
) -> EnrichedPost:
    """Build a post published so many days before the brief's, and seen on that day."""
    day = DAY - timedelta(days=days_ago)
    pairs = [("us", "tomahawk")] if US in names and TOMAHAWK in names else []
    post = build_post(
        number, text, title=f"投稿{number}", names=names, pairs=pairs, published=day.isoformat()
    )
    facts = {"first_seen": f"{day.isoformat()}T03:00:00+00:00", **changes}
    return msgspec.structs.replace(post, post=msgspec.structs.replace(post.post, **facts))


def build_posts() -> list[EnrichedPost]:
    """Build them all: 40 before this week, 10 of this week, and tonight's 13."""
    posts = []
    for week in range(1, 5):
        for number in range(10):
            names = [US, TOMAHAWK] if number == 0 else [US]
            posts.append(make(f"w{week}-{number}", "米国とトマホーク。", names, 7 * week + 1))
    posts += [make(f"d{n}", "米国のF-35A。", [US, F35A], 3) for n in range(10)]
    posts += [make(f"n{n}", "米国はトマホークを持つ。", [US, TOMAHAWK], 0) for n in range(8)]
    posts.append(make("first", "海自のトマホーク。", [JMSDF, TOMAHAWK], 0))
    posts.append(
        make(
            "undated",
            "一行目。\n海自とトマホーク。",
            [JMSDF, TOMAHAWK],
            0,
            published=None,
            published_precision=None,
            title=None,
            url=None,
            kind="tweet",
            tweet=Tweet(account="example"),
            first_seen=TONIGHT,
        )
    )
    posts.append(
        make(
            "old",
            "米国の昔の記事。",
            [US],
            400,
            first_seen=TONIGHT,
            published="2025-10",
            published_precision="month",
            citations=(
                Citation(
                    title="An Old Article",
                    publisher="Example Weekly",
                    url="https://example.com/old",
                ),
            ),
        )
    )
    posts.append(make("copy", "米国はトマホークを持つ。", [US, TOMAHAWK], 0, duplicate_of="x"))
    posts.append(make("plain", "固有名のない投稿。", [], 0))
    return posts


def load(settings: Settings, posts: list[EnrichedPost]) -> None:
    """Load posts with the small lexicon, and make them searchable."""
    from pipeline.elastic import connect, read_alias

    open_store(settings).upsert(posts)
    load_small(settings)
    with connect(settings) as client:
        client.indices.refresh(index=read_alias(settings))
