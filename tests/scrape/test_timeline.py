"""X API v2 timelines: all tweets once, within the limits, and deletions obeyed."""

from __future__ import annotations

import json
import ssl
import time
from datetime import date

import msgspec
import pytest

from pipeline.documents import Post, Tweet, Zones
from pipeline.forgotten import read_forgotten
from pipeline.reports import StageReport
from pipeline.settings import Settings
from pipeline.sources import Format
from pipeline.store import RecordStore
from tests.scrape.conftest import Scraper
from tests.scrape.site import Reply, Site
from tests.scrape.x_api import TOKEN, Timeline


@pytest.fixture
def scrape(settings: Settings, context: ssl.SSLContext) -> Scraper:
    return Scraper(msgspec.structs.replace(settings, x_bearer_token=TOKEN), context)


def run(scrape: Scraper, site: Site, path: str = "/2", **fields: object) -> StageReport:
    return scrape(
        site.url + path, Format.X_API, name="watch", kind="tweet", account="boei_watch", **fields
    )


def tweets_in(scrape: Scraper) -> list[int]:
    """The tweets in all kept answers, by number."""
    ids = []
    for body in scrape.bodies("watch").values():
        ids += [int(tweet["id"]) % 1000 for tweet in json.loads(body)["data"]]
    return sorted(ids)


@pytest.mark.parametrize("path", ["/2", "", "/2/users/77/tweets"])
def test_every_tweet_once_and_then_only_new_ones(site: Site, scrape: Scraper, path: str) -> None:
    timeline = Timeline(site, tweets=12)
    report = run(scrape, site, path)
    assert (report.read, report.written, report.rejected) == (3, 3, {})
    assert tweets_in(scrape) == list(range(1, 13))
    assert {page.format for page in scrape.pages("watch").values()} == {Format.X_API}
    before = scrape.files()
    report = run(scrape, site, path)
    assert (report.read, report.written, report.unchanged) == (1, 0, 1)
    assert scrape.files() == before
    timeline.add(7)
    assert run(scrape, site, path).written == 2
    assert tweets_in(scrape) == list(range(1, 20))


def test_what_a_whole_tweet_needs_is_asked_for(site: Site, scrape: Scraper) -> None:
    Timeline(site, tweets=1)
    run(scrape, site)
    asked = next(path for path in site.paths() if path.startswith("/2/users/77"))
    for name in ("note_tweet", "edit_history_tweet_ids", "entities", "referenced_tweets.id"):
        assert name in asked
    assert "/robots.txt" not in [a.path for a in site.log]


def test_a_cap_leaves_a_gap_that_later_nights_fill(site: Site, scrape: Scraper) -> None:
    timeline = Timeline(site, tweets=23)
    run(scrape, site, max_pages=2)
    assert tweets_in(scrape) == list(range(14, 24))
    timeline.add(2)
    run(scrape, site, max_pages=2)
    assert tweets_in(scrape) == list(range(9, 26))
    for _ in range(3):
        run(scrape, site, max_pages=2)
    assert tweets_in(scrape) == list(range(1, 26))
    assert run(scrape, site).read == 1


def test_a_rate_limit_stops_the_walk_and_the_rest_comes_later(site: Site, scrape: Scraper) -> None:
    timeline = Timeline(site, tweets=12)
    timeline.allowed = 3  # the account's number and two pages
    report = run(scrape, site)
    assert (report.written, report.rejected) == (2, {"host_paused": 1})
    assert tweets_in(scrape) == list(range(3, 13))
    assert run(scrape, site).rejected == {"host_paused": 1}  # the limit still holds
    timeline.allowed = None
    scrape.root.delete(f"hosts/{site.url.removeprefix('http://').replace(':', '_')}.json")
    run(scrape, site)
    assert tweets_in(scrape) == list(range(1, 13))


def test_a_short_rate_limit_is_waited_for(site: Site, scrape: Scraper) -> None:
    timeline = Timeline(site, tweets=3)
    timeline.allowed, timeline.reset = 0, float(int(time.time()) + 1)
    report = run(scrape, site)
    assert (report.written, report.rejected) == (1, {})
    assert report.notes["retries"] == 1


def test_partial_errors_are_counted_and_the_rest_is_kept(site: Site, scrape: Scraper) -> None:
    timeline = Timeline(site, tweets=3)
    timeline.partial = True
    report = run(scrape, site)
    assert (report.written, report.failure, report.notes["api_errors"]) == (1, None, 2)
    forgotten = read_forgotten(scrape.root)
    assert forgotten.covers("99")  # deleted by its author
    assert not forgotten.covers("98")  # only hidden from us


@pytest.mark.parametrize(
    ("path", "reply", "reason"),
    [
        ("/2/users/by/username/boei_watch", Reply(b'{"errors":[{}]}'), "no_account"),
        ("/2/users/77/tweets", Reply(b'{"errors":[{"title":"Forbidden"}]}'), "api_error"),
        ("/2/users/77/tweets", Reply(b"<html>over capacity</html>"), "broken_json"),
        ("/2/users/77/tweets", Reply(b"{}", 401), "http_401"),
        ("/2/users/77/tweets", Reply(b"", 503), "http_503"),
    ],
)
def test_an_api_that_fails(
    site: Site, scrape: Scraper, path: str, reply: Reply, reason: str
) -> None:
    Timeline(site, tweets=3)
    site.put_reply(path, reply)
    report = run(scrape, site)
    assert report.rejected == {reason: 1}
    assert report.failure is not None
    assert TOKEN not in report.failure


def test_without_a_token(site: Site, scrape: Scraper) -> None:
    scrape.settings = msgspec.structs.replace(scrape.settings, x_bearer_token=None)
    report = run(scrape, site)
    assert report.rejected == {"no_token": 1}
    assert "SEKKO_X_BEARER_TOKEN" in (report.failure or "")


def test_a_back_fill_bounds_the_timeline_by_days(site: Site, scrape: Scraper) -> None:
    Timeline(site, tweets=40)
    run(scrape, site, since=date(2025, 6, 11), until=date(2025, 6, 20))
    assert tweets_in(scrape) == list(range(10, 20))  # by days in Japan


def test_the_token_is_in_no_file(site: Site, scrape: Scraper) -> None:
    Timeline(site, tweets=3)
    run(scrape, site)
    assert not any(TOKEN.encode() in data for data in scrape.files().values())


def test_deleted_tweets_go_from_everywhere(site: Site, scrape: Scraper) -> None:
    timeline = Timeline(site, tweets=3)
    run(scrape, site)
    gone = timeline.ids[1]
    posts = RecordStore(scrape.root, "posts/watch", Post)
    (page,) = scrape.pages("watch")
    posts.upsert(build_post(n, page) for n in timeline.ids)
    timeline.deleted.add(gone)
    report = run(scrape, site)
    assert report.notes["deleted_tweets"] == 1
    assert {post.id for post in posts} == {f"p{n}" for n in timeline.ids if n != gone}
    assert tweets_in(scrape) == [1, 3]
    assert read_forgotten(scrape.root).covers(str(gone))
    assert run(scrape, site).notes.get("deleted_tweets", 0) == 0


def build_post(n: int, page: str) -> Post:
    return Post(
        id=f"p{n}",
        kind="tweet",
        source="watch",
        zones=Zones(commentary=f"第{n % 1000}号の観察。"),
        tweet=Tweet(id=str(n)),
        keys=(f"tweet:{n}",),
        first_seen="2026-01-01T00:00:00+00:00",
        page=page,
    )
