"""How each format is crawled: the one table from a format to its crawler."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from urllib.parse import urlsplit

from pipeline.scrape.blogs import (
    LAYOUTS,
    Layout,
    build_note_index,
    build_seeds,
    read_index,
    read_note_index,
)
from pipeline.scrape.detect import guess_format
from pipeline.scrape.feeds import build_blogger_range, find_blogger_feed, is_feed, read_feed
from pipeline.scrape.index import Days, Index, is_xml
from pipeline.scrape.sitemaps import read_sitemap
from pipeline.scrape.state import InputState
from pipeline.scrape.timeline import crawl_timeline
from pipeline.scrape.visit import Sniffer, Visit, Visitor
from pipeline.scrape.walk import Walk
from pipeline.sources import Format, Input

Crawler = Callable[[Visitor, Input, InputState, Days | None], InputState]


class BlogGuide:
    """An index of HTML pages, or a feed at the same address: what comes decides."""

    def __init__(self, format_: Format, layout: Layout) -> None:
        self._format = format_
        self._layout = layout

    def visit_index(self, visitor: Visitor, url: str) -> Visit:
        """Visit a page of the index, which the clean stage reads too."""
        instead = find_blogger_feed(url) if self._format is Format.BLOGGER else None
        if instead is not None and not visitor.is_allowed(url):
            url = instead
        return visitor.get_page(url, self.sniff_post)

    def read_index(self, body: bytes, url: str) -> Index:
        """Read what a page or a feed lists."""
        return read_feed(body, url) if is_feed(body) else read_index(body, url, self._layout)

    @property
    def sniff_post(self) -> Sniffer:
        """Take the entry's word for the platform, but not for what is no HTML."""
        return lambda body, url: guess_format(body, url) if _is_data(body) else self._format


class FeedGuide:
    """A feed; posts that it only summarises are fetched."""

    def visit_index(self, visitor: Visitor, url: str) -> Visit:
        """Visit a page of the feed."""
        return visitor.get_page(url, _sniff_feed)

    def read_index(self, body: bytes, url: str) -> Index:
        """Read the feed."""
        return read_feed(body, url)

    @property
    def sniff_post(self) -> Sniffer:
        """Posts may be of any platform."""
        return guess_format


class ResourceGuide:
    """An index that is no page to clean: a sitemap, or an API's list.

    Args:
        read: Reads it, and refuses what is none.
        format_: Format of the pages that it leads to; None to guess.
    """

    def __init__(self, read: Callable[[bytes, str], Index], format_: Format | None = None) -> None:
        self._read = read
        self._format = format_

    def visit_index(self, visitor: Visitor, url: str) -> Visit:
        """Visit one part of the index."""
        return visitor.get_resource(url, lambda body: self._check(body, url))

    def read_index(self, body: bytes, url: str) -> Index:
        """Read one part of the index."""
        return self._read(body, url)

    @property
    def sniff_post(self) -> Sniffer:
        """Name the format of a page that it leads to."""
        format_ = self._format
        return guess_format if format_ is None else lambda body, url: format_

    def _check(self, body: bytes, url: str) -> None:
        self._read(body, url)


def _crawl_blog(visitor: Visitor, entry: Input, state: InputState, days: Days | None) -> InputState:
    url, layout = entry.url or "", LAYOUTS[entry.format]
    walk = Walk(visitor, BlogGuide(entry.format, layout), state, days)
    if days is None:
        return walk.run(url)
    seeds = _build_blog_seeds(url, layout, days, visitor.harvest.run.started.date())
    _note_left(visitor, walk.run_days(seeds))
    return state


def _build_blog_seeds(url: str, layout: Layout, days: Days, today: date) -> list[str]:
    if "/feeds/" in urlsplit(url).path:
        return [build_blogger_range(url, days.since, days.until)]
    return build_seeds(url, layout, days, today)


def _crawl_note(visitor: Visitor, entry: Input, state: InputState, days: Days | None) -> InputState:
    url = (entry.url or "").rstrip("/")
    index = build_note_index(url)
    if url.endswith("/rss"):
        return _walk(visitor, FeedGuide(), state, days, url)
    if not visitor.is_allowed(index):
        return _walk(visitor, FeedGuide(), state, days, f"{url}/rss")
    return _walk(visitor, ResourceGuide(read_note_index, Format.NOTE), state, days, index)


def _crawl_feed(visitor: Visitor, entry: Input, state: InputState, days: Days | None) -> InputState:
    return _walk(visitor, FeedGuide(), state, days, entry.url or "")


def _crawl_sitemap(
    visitor: Visitor, entry: Input, state: InputState, days: Days | None
) -> InputState:
    return _walk(visitor, ResourceGuide(read_sitemap), state, days, entry.url or "")


def _walk(
    visitor: Visitor,
    guide: FeedGuide | ResourceGuide,
    state: InputState,
    days: Days | None,
    url: str,
) -> InputState:
    walk = Walk(visitor, guide, state, days)
    if days is None:
        return walk.run(url)
    _note_left(visitor, walk.run_days([url]))
    return state


def _get_page(
    format_: Format, visitor: Visitor, entry: Input, state: InputState, days: Days | None
) -> InputState:
    """Fetch a single page."""
    visitor.get_page(entry.url or "", lambda body, url: _check_single(body, url, format_))
    return state


def _check_single(body: bytes, url: str, format_: Format) -> Format:
    return guess_format(body, url) if is_xml(body) else format_


def _sniff_feed(body: bytes, url: str) -> Format:
    read_feed(body, url)  # refuses what is no feed
    return Format.FEED


def _is_data(body: bytes) -> bool:
    return is_xml(body) or is_feed(body)


def _note_left(visitor: Visitor, left: int) -> None:
    if left:
        visitor.counts["left_out"] = visitor.counts.get("left_out", 0) + left


CRAWLERS: dict[Format, Crawler] = {
    Format.BLOGGER: _crawl_blog,
    Format.WORDPRESS: _crawl_blog,
    Format.HATENA: _crawl_blog,
    Format.LIVEDOOR: _crawl_blog,
    Format.AMEBLO: _crawl_blog,
    Format.MILITARYBLOG: _crawl_blog,
    Format.NOTE: _crawl_note,
    Format.FEED: _crawl_feed,
    Format.SITEMAP: _crawl_sitemap,
    Format.X_API: crawl_timeline,
    **{
        single: partial(_get_page, single)
        for single in (
            Format.HTML,
            Format.LABEL_TEXT,
            Format.NUMBERED_TWEETS,
            Format.TWEETS_JSONL,
            Format.X_ARCHIVE,
        )
    },
}
