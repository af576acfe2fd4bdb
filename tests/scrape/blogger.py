"""A small blog as Blogger serves it: home, label, search, archive and post pages, and its feed.

The markup has Blogger's structure; the words are our own.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from html import escape
from typing import NamedTuple
from urllib.parse import quote
from zoneinfo import ZoneInfo

from tests.scrape.site import Reply, Site

TOKYO = ZoneInfo("Asia/Tokyo")
ATOM = "http://www.w3.org/2005/Atom"


class BlogPost(NamedTuple):
    """One post of the made-up blog."""

    number: int
    published: datetime
    text: str
    jump: bool = False
    label: str = "演習"

    @property
    def path(self) -> str:
        return f"/{self.published:%Y/%m}/post-{self.number}.html"

    @property
    def title(self) -> str:
        return f"演習の記録 {self.number}"


class Blog:
    """A blog whose posts can be added, changed and deleted.

    Args:
        size: Posts on a page.
        feed_content: "full", "summary" or "jump" (the feed ends where the jump break is).
    """

    def __init__(self, site: Site, posts: int, size: int = 3, feed_content: str = "full") -> None:
        self.site = site
        self.size = size
        self.feed_content = feed_content
        first = datetime(2025, 5, 20, 21, 30, tzinfo=TOKYO)
        self.posts = [
            BlogPost(n, first + timedelta(days=7 * n), f"第{n}回の演習を見学した。" * 20)
            for n in range(1, posts + 1)
        ]
        self.publish()

    def publish(self) -> None:
        """Put all pages on the site, as they are now."""
        site = self.site
        site.put("/robots.txt", "User-agent: *\nDisallow: /search/private\n", kind="text/plain")
        site.put_reply("/", lambda query: self._list(self.posts, "/search", query))
        site.put_reply("/search", lambda query: self._list(self.posts, "/search", query))
        label = "/search/label/" + quote("演習")
        labelled = [post for post in self.posts if post.label == "演習"]
        site.put_reply(label, lambda query: self._list(labelled, label, query))
        site.put_reply("/feeds/posts/default", lambda query: self._feed(self.posts, query))
        by_label = "/feeds/posts/default/-/" + quote("演習")
        site.put_reply(by_label, lambda query: self._feed(labelled, query))
        for month in {f"{post.published:%Y/%m}" for post in self.posts}:
            chosen = [post for post in self.posts if f"{post.published:%Y/%m}" == month]
            site.put_reply(f"/{month}/", Reply(self._page(self._entries(chosen), None)))
        for post in self.posts:
            site.put(post.path, self._page(self._entry(post, whole=True), None))

    def forbid_search(self) -> None:
        """Serve the robots.txt that every blog on Blogger has."""
        self.site.put(
            "/robots.txt", "User-agent: *\nDisallow: /search\nAllow: /\n", kind="text/plain"
        )

    def add(self, count: int = 1, **fields: object) -> list[BlogPost]:
        """Publish new posts."""
        new = []
        for _ in range(count):
            last = self.posts[-1]
            new.append(
                BlogPost(
                    last.number + 1,
                    last.published + timedelta(days=1),
                    f"第{last.number + 1}回の演習の続報である。" * 20,
                    **fields,  # type: ignore[arg-type]
                )
            )
            self.posts.append(new[-1])
        self.publish()
        return new

    def _list(self, posts: list[BlogPost], path: str, query: dict[str, str]) -> Reply:
        newest = sorted(posts, key=lambda post: post.published, reverse=True)
        if "updated-max" in query:
            before = datetime.fromisoformat(query["updated-max"])
            newest = [post for post in newest if post.published < before]
        size = int(query.get("max-results", self.size))
        shown, rest = newest[:size], newest[size:]
        older = None
        if rest:
            cut = quote(shown[-1].published.isoformat())
            older = f"{self.site.url}{path}?updated-max={cut}&max-results={size}"
        body = self._page(self._entries(shown), older)
        return Reply(body, 200, (("Content-Type", "text/html; charset=UTF-8"),))

    def _entries(self, posts: list[BlogPost]) -> str:
        return "".join(self._entry(post, whole=False) for post in posts)

    def _entry(self, post: BlogPost, whole: bool) -> str:
        url = self.site.url + post.path
        text, jump = escape(post.text), ""
        if post.jump and not whole:
            text = text[:30]
            jump = f'<div class="jump-link"><a href="{url}#more">続きを読む »</a></div>'
        return f"""
<div class="date-outer"><h2 class="date-header"><span>{post.published:%Y年%m月%d日}</span></h2>
<div class="post-outer"><div class="post hentry"><h3 class="post-title entry-title">
<a href="{url}?m=1">{post.title}</a></h3>
<div class="post-body entry-content">{text}
<a href="{self.site.url}/2019/01/old.html">昔の記事</a></div>
{jump}<div class="post-footer"><a class="timestamp-link" href="{url}" rel="bookmark">21:30</a>
<a class="comment-link" href="{url}#comment-form">コメント</a></div></div></div></div>"""

    def _page(self, entries: str, older: str | None) -> bytes:
        pager = (
            f'<a class="blog-pager-older-link" href="{escape(older)}">前の投稿</a>' if older else ""
        )
        return f"""<!DOCTYPE html><html><head><meta content="blogger" name="generator"/>
<title>演習日誌</title></head><body>
<div class="main section"><div class="widget Blog" id="Blog1"><div class="blog-posts">
{entries}</div><div class="blog-pager" id="blog-pager">{pager}</div></div></div>
<div class="sidebar section"><div class="widget PopularPosts"><h2>人気の投稿</h2>
<h3><a href="{self.site.url}/2018/01/popular.html">人気</a></h3></div></div>
</body></html>""".encode()

    def _feed(self, posts: list[BlogPost], query: dict[str, str]) -> Reply:
        newest = sorted(posts, key=lambda post: post.published, reverse=True)
        for name, keeps in (
            ("published-min", lambda day, bound: day >= bound),
            ("published-max", lambda day, bound: day < bound),
        ):
            if name in query:
                bound = datetime.fromisoformat(query[name])
                newest = [post for post in newest if keeps(post.published, bound)]
        start, size = int(query.get("start-index", 1)), int(query.get("max-results", self.size))
        shown = newest[start - 1 : start - 1 + size]
        entries = "".join(self._feed_entry(post) for post in shown)
        return Reply(
            f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns='{ATOM}' xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/'>
<title>演習日誌</title><openSearch:totalResults>{len(newest)}</openSearch:totalResults>
<openSearch:startIndex>{start}</openSearch:startIndex>
<openSearch:itemsPerPage>{size}</openSearch:itemsPerPage>{entries}</feed>""".encode(),
            200,
            (("Content-Type", "application/atom+xml; charset=UTF-8"),),
        )

    def _feed_entry(self, post: BlogPost) -> str:
        url = self.site.url + post.path
        body = f"<content type='html'>{escape(f'<p>{post.text}</p>')}</content>"
        if self.feed_content == "summary":
            body = f"<summary type='text'>{post.text[:40]}...</summary>"
        elif self.feed_content == "jump" and post.jump:
            start = f'<p>{post.text[:40]}</p><a href="{url}#more">続きを読む</a>'
            body = f"<content type='html'>{escape(start)}</content>"
        return f"""<entry><id>tag:blogger.com,1999:blog-1.post-{post.number}</id>
<published>{post.published.isoformat()}</published><updated>{post.published.isoformat()}</updated>
<title>{post.title}</title>{body}<link rel='alternate' type='text/html' href='{url}'/>
<link rel='replies' href='{url}#comments'/></entry>"""
