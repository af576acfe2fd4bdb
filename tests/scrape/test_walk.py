"""Walking through blogs, feeds and sitemaps: everything once, and nothing twice."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest

from pipeline.sources import Format
from tests.scrape.blogger import Blog
from tests.scrape.conftest import Scraper
from tests.scrape.site import Reply, Site, hang_up

LABEL = "/search/label/" + quote("演習")


def posts_in(scrape: Scraper) -> set[int]:
    """The numbers of the blog's posts whose whole text is in some kept body."""
    text = "\n".join(body.decode() for body in scrape.bodies().values())
    return {n for n in range(1, 60) if text.count(f"第{n}回の演習") >= 20}


def assert_nothing_new(site: Site, scrape: Scraper, url: str, format_: Format) -> None:
    """A night over an unchanged site: conditional requests only, and nothing is written."""
    site.log.clear()
    before = scrape.files()
    report = scrape(url, format_)
    assert (report.written, report.rejected, report.failure) == (0, {}, None)
    assert report.unchanged == report.read > 0
    pages = [asked for asked in site.log if asked.path != "/robots.txt"]
    assert pages
    assert all(asked.is_conditional and asked.status == 304 for asked in pages)
    assert scrape.files() == before


@pytest.mark.parametrize("path", ["/", LABEL, "/search"])
def test_blogger_pages_are_walked_to_the_end(site: Site, scrape: Scraper, path: str) -> None:
    Blog(site, posts=8)
    report = scrape(site.url + path, Format.BLOGGER)
    assert (report.read, report.written, report.rejected) == (3, 3, {})
    assert posts_in(scrape) == set(range(1, 9))
    assert {page.format for page in scrape.pages().values()} == {Format.BLOGGER}
    assert_nothing_new(site, scrape, site.url + path, Format.BLOGGER)


@pytest.mark.parametrize("path", ["/", LABEL, "/search"])
def test_where_robots_may_not_search_the_feed_serves(
    site: Site, scrape: Scraper, path: str
) -> None:
    blog = Blog(site, posts=8)
    blog.forbid_search()
    report = scrape(site.url + path, Format.BLOGGER)
    assert report.rejected == {}
    assert posts_in(scrape) == set(range(1, 9))
    assert not [p for p in site.paths() if p.startswith("/search")]
    assert_nothing_new(site, scrape, site.url + path, Format.BLOGGER)
    blog.add(9)
    blog.forbid_search()
    scrape(site.url + path, Format.BLOGGER)
    assert posts_in(scrape) == set(range(1, 18))


def test_neither_side_columns_nor_comments_nor_links_in_posts_are_followed(
    site: Site, scrape: Scraper
) -> None:
    blog = Blog(site, posts=2)
    blog.add(1, jump=True)
    scrape(site.url, Format.BLOGGER)
    assert site.paths() == ["/", blog.posts[-1].path]


def test_a_jump_break_leads_to_the_posts_own_page(site: Site, scrape: Scraper) -> None:
    blog = Blog(site, posts=2)
    blog.add(2, jump=True)
    report = scrape(f"{site.url}/", Format.BLOGGER)
    assert report.written == 4  # two pages of the index, two posts
    assert posts_in(scrape) == {1, 2, 3, 4}
    assert_nothing_new(site, scrape, f"{site.url}/", Format.BLOGGER)


def test_new_posts_cost_one_page_and_no_walk(site: Site, scrape: Scraper) -> None:
    blog = Blog(site, posts=12)
    scrape(f"{site.url}/", Format.BLOGGER)
    blog.add(2)
    site.log.clear()
    assert scrape(f"{site.url}/", Format.BLOGGER).written == 1
    assert site.paths() == ["/"]
    assert posts_in(scrape) >= {13, 14}
    blog.add(7)
    site.log.clear()
    assert scrape(f"{site.url}/", Format.BLOGGER).written == 3
    assert posts_in(scrape) >= set(range(13, 22))


def test_a_cap_breaks_the_walk_off_and_the_next_nights_go_on(site: Site, scrape: Scraper) -> None:
    blog = Blog(site, posts=20)
    blog.posts = [post._replace(jump=True) for post in blog.posts]
    blog.publish()
    for expected in (4, 8, 12, 16, 20, 24):
        report = scrape(f"{site.url}/", Format.BLOGGER, max_pages=4)
        assert report.written == 4
        assert len(scrape.pages()) == expected
    scrape(f"{site.url}/", Format.BLOGGER)
    assert posts_in(scrape) == set(range(1, 21))
    assert_nothing_new(site, scrape, f"{site.url}/", Format.BLOGGER)


def test_a_fault_in_the_middle_is_made_good_the_next_night(site: Site, scrape: Scraper) -> None:
    blog = Blog(site, posts=8)
    blog.add(1, jump=True)
    broken = blog.posts[-1].path
    site.put_reply(broken, hang_up())
    site.put_reply("/search", Reply(b"", 503))
    report = scrape(f"{site.url}/", Format.BLOGGER)
    assert report.rejected == {"connection_lost": 1, "http_503": 1}
    blog.publish()
    report = scrape(f"{site.url}/", Format.BLOGGER)
    assert report.rejected == {}
    assert posts_in(scrape) == set(range(1, 10))
    assert_nothing_new(site, scrape, f"{site.url}/", Format.BLOGGER)


def test_a_host_that_falls_silent_is_left_alone_until_the_next_night(
    site: Site, scrape: Scraper
) -> None:
    blog = Blog(site, posts=0)
    blog.size = 9
    blog.posts = [post._replace(jump=True) for post in Blog(site, posts=6).posts]
    blog.publish()
    for post in blog.posts:
        site.put_reply(post.path, hang_up())
    report = scrape(f"{site.url}/", Format.BLOGGER)
    assert (report.written, report.rejected) == (1, {"connection_lost": 3, "host_paused": 3})
    blog.publish()
    report = scrape(f"{site.url}/", Format.BLOGGER)
    assert (report.written, report.rejected) == (6, {})


def test_a_post_that_is_gone_is_not_asked_for_every_night(site: Site, scrape: Scraper) -> None:
    blog = Blog(site, posts=2)
    blog.add(1, jump=True)
    site.put_reply(blog.posts[-1].path, Reply(b"", 404))
    assert scrape(f"{site.url}/", Format.BLOGGER).rejected == {"http_404": 1}
    site.log.clear()
    assert scrape(f"{site.url}/", Format.BLOGGER).rejected == {}
    assert site.paths() == ["/"]


def test_a_page_that_was_gone_and_is_listed_still_may_come_back(
    site: Site, scrape: Scraper
) -> None:
    blog = Blog(site, posts=2)
    blog.add(1, jump=True)
    scrape(f"{site.url}/", Format.BLOGGER)
    site.put_reply(blog.posts[-1].path, Reply(b"", 404))
    assert scrape(f"{site.url}/", Format.BLOGGER).rejected == {"http_404": 1}
    blog.publish()
    assert scrape(f"{site.url}/", Format.BLOGGER).written == 1
    assert not any(page.gone for page in scrape.pages().values())


def test_a_killed_night_is_made_good(site: Site, scrape: Scraper, tmp_path: Path) -> None:
    """Killed at any point, the next night ends where an undisturbed one does."""
    blog = Blog(site, posts=12)
    blog.posts = [post._replace(jump=True) for post in blog.posts]
    blog.publish()
    script = f"""
from datetime import UTC, datetime
from pipeline.reports import Run
from pipeline.scrape import harvest
from pipeline.scrape.stage import scrape_source
from pipeline.settings import Settings
from pipeline.sources import Format, Input, Source
harvest.FLUSH_RECORDS = 3
entry = Input(format=Format.BLOGGER, url="{site.url}/", allow_private=True)
source = Source(name="blog", kind="blog", title="x", delay=0.02, inputs=(entry,))
run = Run(id="20260101T030000000-killed", started=datetime(2026, 1, 1, tzinfo=UTC))
scrape_source(source, Settings(data_root={scrape.settings.data_root!r}), run)
"""
    for requests in (3, 8, 13):
        site.log.clear()
        child = subprocess.Popen([sys.executable, "-c", script])
        while len(site.log) < requests and child.poll() is None:
            time.sleep(0.002)
        child.kill()
        child.wait()
    scrape(f"{site.url}/", Format.BLOGGER)
    assert posts_in(scrape) == set(range(1, 13))
    assert_nothing_new(site, scrape, f"{site.url}/", Format.BLOGGER)


def test_edits_and_deletions_of_new_posts_are_seen(site: Site, scrape: Scraper) -> None:
    blog = Blog(site, posts=1)
    blog.add(2, jump=True)
    scrape(f"{site.url}/", Format.BLOGGER)
    edited, deleted = blog.posts[-1].path, blog.posts[-2].path
    site.put(edited, "<html><body>訂正した。</body></html>")
    site.put_reply(deleted, Reply(b"", 404))
    report = scrape(f"{site.url}/", Format.BLOGGER)
    assert (report.written, report.rejected) == (1, {"http_404": 1})
    assert scrape.pages()[site.url + deleted].gone


@pytest.mark.parametrize("format_", [Format.BLOGGER, Format.FEED])
def test_a_blogger_feed_is_counted_through(site: Site, scrape: Scraper, format_: Format) -> None:
    Blog(site, posts=8)
    url = f"{site.url}/feeds/posts/default"
    report = scrape(url, format_)
    assert (report.read, report.written, report.rejected) == (3, 3, {})
    assert posts_in(scrape) == set(range(1, 9))
    assert {page.format for page in scrape.pages().values()} == {Format.FEED}
    assert_nothing_new(site, scrape, url, format_)


@pytest.mark.parametrize(("content", "pages"), [("full", 0), ("summary", 5), ("jump", 2)])
def test_a_feed_of_summaries_leads_to_the_pages(
    site: Site, scrape: Scraper, content: str, pages: int
) -> None:
    blog = Blog(site, posts=3, size=10, feed_content=content)
    blog.add(2, jump=True)
    url = f"{site.url}/feeds/posts/default"
    assert scrape(url, Format.FEED).written == 1 + pages
    assert posts_in(scrape) == set(range(1, 6))
    posts = [page for name, page in scrape.pages().items() if name != url]
    assert {page.format for page in posts} <= {Format.BLOGGER}  # told by the generator tag
    assert_nothing_new(site, scrape, url, Format.FEED)


@pytest.mark.parametrize(
    ("path", "format_"),
    [
        ("/", Format.BLOGGER),
        (LABEL, Format.BLOGGER),
        ("/feeds/posts/default", Format.BLOGGER),
        ("/sitemap.xml", Format.SITEMAP),
    ],
)
def test_a_back_fill_fetches_its_days_and_nothing_else(
    site: Site, scrape: Scraper, path: str, format_: Format
) -> None:
    blog = Blog(site, posts=20)  # from May to October
    put_sitemap(site, blog)
    report = scrape(
        site.url + path, format_, since=date(2025, 7, 1), until=date(2025, 8, 31), max_pages=1
    )
    assert report.failure is None
    inside = {p.number for p in blog.posts if p.published.month in (7, 8)}
    # A page that begins inside the range may end before it.
    assert inside <= posts_in(scrape) <= {n for m in inside for n in range(m - 3, m + 1)}
    before = scrape.files()
    again = scrape(site.url + path, format_, since=date(2025, 7, 1), until=date(2025, 8, 31))
    assert again.written == 0
    assert scrape.files() == before


def put_sitemap(site: Site, blog: Blog) -> None:
    """A sitemap index with a sitemap per month, dated, as Blogger and WordPress have it."""
    months = sorted({f"{post.published:%Y-%m}" for post in blog.posts})
    children = "".join(
        f"<sitemap><loc>{site.url}/sitemap-{month}.xml</loc><lastmod>{month}-28</lastmod></sitemap>"
        for month in months
    )
    space = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
    site.put(
        "/sitemap.xml", f"<?xml version='1.0'?><sitemapindex {space}>{children}</sitemapindex>"
    )
    for month in months:
        urls = "".join(
            f"<url><loc>{site.url}{post.path}</loc>"
            f"<lastmod>{post.published:%Y-%m-%dT%H:%M:%SZ}</lastmod></url>"
            for post in blog.posts
            if f"{post.published:%Y-%m}" == month
        )
        site.put(f"/sitemap-{month}.xml", f"<urlset {space}>{urls}</urlset>", kind="text/xml")


def test_a_sitemap_leads_to_every_page_once(site: Site, scrape: Scraper) -> None:
    blog = Blog(site, posts=9)
    put_sitemap(site, blog)
    url = f"{site.url}/sitemap.xml"
    report = scrape(url, Format.SITEMAP)
    assert (report.written, report.rejected) == (9 + 1 + 3, {})
    assert set(scrape.pages()) == {site.url + post.path for post in blog.posts}
    assert_nothing_new(site, scrape, url, Format.SITEMAP)
    blog.posts[3] = blog.posts[3]._replace(text="第4回の演習の訂正。" * 20)
    blog.add(1)
    put_sitemap(site, blog)
    report = scrape(url, Format.SITEMAP)
    assert site.url + blog.posts[-1].path in scrape.pages()


def test_a_capped_sitemap_is_finished_on_later_nights(site: Site, scrape: Scraper) -> None:
    blog = Blog(site, posts=9)
    put_sitemap(site, blog)
    for _ in range(5):
        scrape(f"{site.url}/sitemap.xml", Format.SITEMAP, max_pages=4)
    assert len(scrape.pages()) == 9


def test_robots_txt_is_obeyed_and_asked_for_once(site: Site, scrape: Scraper) -> None:
    blog = Blog(site, posts=3)
    site.put("/search/private", "<html>x</html>")
    assert scrape(f"{site.url}/search/private").rejected == {"robots_disallowed": 1}
    scrape(f"{site.url}{blog.posts[0].path}")
    assert [asked.path for asked in site.log] == ["/robots.txt", blog.posts[0].path]
    agent = site.log[0].headers["user-agent"]
    assert agent.startswith("Sekko/")
    assert agent.endswith("(+https://example.com/about)")


@pytest.mark.parametrize(
    ("robots", "reason"),
    [
        (Reply(b"", 404), None),
        (Reply(b"", 403), None),
        (Reply(b"", 500), "robots_unavailable"),
        (Reply(b"", 503), "robots_unavailable"),
        (hang_up(), "connection_lost"),
        (Reply(b"User-agent: *\nDisallow: /"), "robots_disallowed"),
        (Reply(b"User-agent: Sekko\nAllow: /p\nDisallow: /\n"), None),
        (
            Reply(b"User-agent: Sekko\nDisallow: /p\n\nUser-agent: *\nAllow: /\n"),
            "robots_disallowed",
        ),
        (Reply("User-agent: *\nDisallow: /p$\n".encode("utf-8-sig")), "robots_disallowed"),
        (Reply(b"<html>not robots at all</html>"), None),
        (Reply(b"User-agent: *\nDisallow: /\n" * 60_000), "robots_disallowed"),
    ],
)
def test_robots_txt_by_rfc_9309(
    site: Site, scrape: Scraper, robots: Reply, reason: str | None
) -> None:
    site.put("/p", "<html><body>本文</body></html>")
    site.put_reply("/robots.txt", robots)
    report = scrape(f"{site.url}/p")
    assert report.rejected == ({reason: 1} if reason else {})
    assert ("/p" in site.paths()) is (reason is None)


def test_a_redirect_asks_the_robots_txt_of_where_it_leads(site: Site, scrape: Scraper) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /secret\n", kind="text/plain")
    site.put_reply("/p", Reply(b"", 302, (("Location", "/secret/p"),)))
    assert scrape(f"{site.url}/p").rejected == {"robots_disallowed": 1}


def test_the_larger_of_delay_and_crawl_delay_is_kept_between_requests(
    site: Site, scrape: Scraper
) -> None:
    Blog(site, posts=5, size=2)
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.2\n", kind="text/plain")
    begun = time.monotonic()
    assert scrape(f"{site.url}/", Format.BLOGGER, delay=0.1).written == 3
    first = time.monotonic() - begun
    assert first >= 0.5  # robots.txt, 0.1 or more, page, 0.2, page, 0.2, page
    begun = time.monotonic()
    scrape(f"{site.url}/", Format.BLOGGER, delay=0.1, name="another")
    assert time.monotonic() - begun >= 0.4
