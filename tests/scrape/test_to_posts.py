"""From the web to posts: the same post by page, feed and own page is one, whole and dated."""

from __future__ import annotations

import msgspec
import pytest

from pipeline.clean.stage import clean_source
from pipeline.documents import Post
from pipeline.night import build_run
from pipeline.sources import Format, Input, Source
from pipeline.store import RecordStore
from tests.scrape.blogger import Blog
from tests.scrape.conftest import Scraper
from tests.scrape.site import Site
from tests.scrape.test_timeline import TOKEN
from tests.scrape.x_api import Timeline


def clean(scrape: Scraper, source: Source) -> list[Post]:
    report = clean_source(source, scrape.settings, build_run("test"))
    report.check_balance()
    assert report.failure is None
    return sorted(
        RecordStore(scrape.root, f"posts/{source.name}", Post),
        key=lambda post: post.published or "",
    )


def test_a_blog_by_pages_and_by_feed(site: Site, scrape: Scraper) -> None:
    blog = Blog(site, posts=5, feed_content="summary")
    blog.add(3, jump=True)
    inputs = tuple(
        Input(format=format_, url=site.url + path, allow_private=True)
        for format_, path in ((Format.BLOGGER, "/"), (Format.FEED, "/feeds/posts/default"))
    )
    source = Source(name="blog", kind="blog", title="試", delay=0, inputs=inputs)
    for night in range(3):
        scrape.scrape(source)
        posts = clean(scrape, source)
        assert [post.url for post in posts] == [site.url + post.path for post in blog.posts]
        for post, expected in zip(posts, blog.posts, strict=True):
            assert post.title == expected.title
            assert not post.excerpt
            assert expected.text in post.zones.commentary + post.zones.body
            assert (post.published or "")[:10] == f"{expected.published:%Y-%m-%d}"
        blog.add(2, jump=night == 0)


@pytest.mark.parametrize("path", ["/", "/feeds/posts/default"])
def test_the_raw_archive_gives_every_post_again(site: Site, scrape: Scraper, path: str) -> None:
    """Posts slide off the first page of an index; a replay must find them all the same."""
    blog = Blog(site, posts=4)
    entry = Input(format=Format.BLOGGER, url=site.url + path, allow_private=True)
    source = Source(name="blog", kind="blog", title="試", delay=0, inputs=(entry,))
    for added in (1, 2, 0, 1, 3, 2, 7, 1, 1):
        scrape.scrape(source)
        posts = clean(scrape, source)
        assert [post.url for post in posts] == [site.url + post.path for post in blog.posts]
        blog.posts[-1] = blog.posts[-1]._replace(text=blog.posts[-1].text[:-11])  # a correction
        blog.add(added)
    scrape.scrape(source)
    before = clean(scrape, source)
    for folder in ("posts", "keys", "cleaned"):
        for name in scrape.root.list_names(f"{folder}/blog"):
            scrape.root.delete(f"{folder}/blog/{name}")
    scrape.root.delete("cursors/clean/blog.json")
    site.close()
    again = clean(scrape, source)
    assert [(p.id, p.title, p.zones, p.published) for p in again] == [
        (p.id, p.title, p.zones, p.published) for p in before
    ]
    versions = [page for page in scrape.pages() if "#" in page]
    assert versions


def test_a_timeline(site: Site, scrape: Scraper) -> None:
    timeline = Timeline(site, tweets=7)
    scrape.settings = msgspec.structs.replace(scrape.settings, x_bearer_token=TOKEN)
    entry = Input(format=Format.X_API, url=f"{site.url}/2", allow_private=True)
    source = Source(
        name="watch", kind="tweet", title="試", account="boei_watch", delay=0, inputs=(entry,)
    )
    for expected in (7, 9):
        scrape.scrape(source)
        posts = clean(scrape, source)
        assert len(posts) == expected
        assert [p.tweet.id for p in posts if p.tweet] == [str(n) for n in timeline.ids]
        assert posts[0].zones.body.startswith("第1号の観察")
        timeline.add(2)
