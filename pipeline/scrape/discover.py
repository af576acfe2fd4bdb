"""From an address that a person knows to an entry for `sources.yml`."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from lxml import html

from pipeline.documents import Kind, Record
from pipeline.errors import SourceError
from pipeline.scrape.addresses import build_origin, canonical_url
from pipeline.scrape.answer import Answer, Limits
from pipeline.scrape.detect import guess_format
from pipeline.scrape.faults import FetchError
from pipeline.scrape.feeds import find_blogger_feed, is_feed, read_feed
from pipeline.scrape.fetch import Fetcher
from pipeline.scrape.hosts import Hosts
from pipeline.scrape.index import parse_html, parse_xml, resolve
from pipeline.scrape.robots import Robots
from pipeline.scrape.sitemaps import read_sitemap
from pipeline.settings import Settings
from pipeline.sources import Format, Input
from pipeline.store import DataRoot

Fetch = Callable[[str], Answer]

DELAY = 1.0  # seconds between the few requests that a look takes
X_API = "https://api.x.com/2"
_X_HOSTS = frozenset({"x.com", "twitter.com", "www.x.com", "www.twitter.com", "mobile.twitter.com"})
_FEED_LINKS = (
    "//link[contains(@rel, 'alternate')][@type='application/atom+xml' or "
    "@type='application/rss+xml' or @type='application/feed+json']"
)
_COMMENTS = re.compile(r"comment|コメント", re.IGNORECASE)


class Discovery(Record, frozen=True, kw_only=True):
    """What was found behind an address.

    Attributes:
        name: Proposal for the entry's name.
        entry: The one way in that serves best.
        found: How it was found, in a few words.
        posts: How many posts it lists now; None when that takes more than a look.
    """

    name: str
    kind: Kind = "blog"
    title: str
    url: str
    account: str | None = None
    entry: Input
    found: str
    posts: int | None = None


class Discoverer:
    """Looks at an address and at what it points to; a few requests in all.

    Args:
        allow_private: The address may be inside a private network.
        delay: Seconds between two requests.
    """

    def __init__(
        self,
        settings: Settings,
        allow_private: bool = False,
        limits: Limits | None = None,
        delay: float = DELAY,
    ) -> None:
        self._settings = settings
        self._delay = delay
        self._allow_private = allow_private
        self._limits = limits

    def discover(self, url: str) -> Discovery:
        """Find the best way to follow what is behind an address.

        An account on X becomes a timeline; a feed serves better than pages, pages better than a
        sitemap, a sitemap better than a single page. A label or category page is followed itself.

        Raises:
            SourceError: Nothing came from there.
        """
        account = _read_account(url)
        if account is not None:
            return _build_account(account)
        try:
            return self._look(canonical_url(url))
        except FetchError as fault:
            raise SourceError(f"{url}: {fault.message} ({fault.reason})") from fault

    def _look(self, url: str) -> Discovery:
        origin = build_origin(url) if self._allow_private else None
        fetcher = Fetcher(self._settings.contact, self._limits, origin)
        hosts = Hosts(DataRoot(self._settings.data_root), fetcher.limits.longest_wait)
        robots = Robots(
            hosts, lambda a: fetcher.fetch(a, lambda hop: hosts.wait_turn(hop, self._delay))
        )

        def fetch(address: str) -> Answer:
            return fetcher.fetch(
                address, lambda hop: hosts.wait_turn(hop, max(self._delay, robots.check(hop)))
            )

        def robots_forbid(address: str) -> bool:
            try:
                robots.check(address)
            except FetchError as fault:
                return fault.reason == "robots_disallowed"
            return False

        try:
            feed = find_blogger_feed(url) if robots_forbid(url) else None
            if feed is not None:
                return self._build(fetch(feed), Format.BLOGGER, feed, "a label of Blogger, by feed")
            answer = fetch(url)
            if is_feed(answer.body):
                return self._build(answer, Format.FEED, url, "the address is a feed")
            format_ = guess_format(answer.body, answer.url)
            if format_ is Format.SITEMAP:
                return self._build(answer, Format.SITEMAP, url, "the address is a sitemap")
            return self._choose(answer, format_, fetch)
        finally:
            hosts.save()
            fetcher.close()

    def _choose(self, answer: Answer, format_: Format, fetch: Fetch) -> Discovery:
        """Choose the way into a site from one of its pages."""
        page = parse_html(answer.body, answer.url)
        is_root = urlsplit(answer.url).path.strip("/").count("/") == 0
        feeds = _find_feeds(page, answer.url) if page is not None and is_root else []
        for feed in feeds:
            try:
                found = fetch(feed)
                if is_feed(found.body) and read_feed(found.body, feed).links:
                    chosen = Format.BLOGGER if format_ is Format.BLOGGER else Format.FEED
                    return self._build(found, chosen, feed, f"{format_} page with a feed", answer)
            except FetchError:
                continue  # a feed that is announced and not there is no reason to give up
        if format_ is not Format.HTML:
            return self._build(answer, format_, answer.url, f"{format_} page")
        sitemap = resolve("/sitemap.xml", answer.url)
        try:
            found = fetch(sitemap)
            read_sitemap(found.body, sitemap)
            return self._build(found, Format.SITEMAP, sitemap, "no feed, but a sitemap", answer)
        except FetchError:
            return self._build(answer, Format.HTML, answer.url, "neither feed nor sitemap")

    def _build(
        self, found: Answer, format_: Format, url: str, how: str, page: Answer | None = None
    ) -> Discovery:
        index = None
        if is_feed(found.body):
            index = read_feed(found.body, url)
        shown = page or found
        home = urlsplit(shown.url)._replace(query="", fragment="").geturl()
        return Discovery(
            name=build_name(shown.url),
            title=_find_title(shown) or home,
            url=home if page is not None or format_ is not Format.FEED else _find_home(found, home),
            entry=Input(format=format_, url=url, allow_private=self._allow_private),
            found=how,
            posts=len(index.links) if index is not None else None,
        )


def build_name(url: str) -> str:
    """Propose a source's name from its address: the part that tells it from its neighbours."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    labels = host.split(".")
    segments = [s for s in parts.path.split("/") if s]
    shared = host in ("ameblo.jp", "note.com", "blog.livedoor.jp") and segments
    chosen = segments[0] if shared else labels[0]
    if chosen.isdigit():
        chosen = host
    return re.sub(r"[^a-z0-9]+", "-", chosen.lower()).strip("-") or "source"


def _read_account(url: str) -> str | None:
    parts = urlsplit(url)
    if parts.hostname not in _X_HOSTS:
        return None
    match = re.match(r"/@?(\w{1,15})(?:/|$)", parts.path)
    return match[1] if match else None


def _build_account(account: str) -> Discovery:
    return Discovery(
        name=re.sub(r"[^a-z0-9]+", "-", account.lower()).strip("-") or "account",
        kind="tweet",
        title=f"@{account}",
        url=f"https://x.com/{account}",
        account=account,
        entry=Input(format=Format.X_API, url=X_API, needs="x_bearer_token"),
        found="an account on X; needs SEKKO_X_BEARER_TOKEN",
    )


def _find_feeds(page: html.HtmlElement, url: str) -> list[str]:
    """Return the feeds that a page announces, those of comments left out."""
    return [
        resolve(link.get("href"), url)
        for link in page.xpath(_FEED_LINKS)
        if link.get("href")
        and not _COMMENTS.search(f"{link.get('href')} {link.get('title') or ''}")
    ]


def _find_title(answer: Answer) -> str | None:
    if is_feed(answer.body) and not answer.body.lstrip().startswith(b"{"):
        titles = parse_xml(answer.body).xpath(
            "/*/*[local-name()='title']/text() | /*/*/*[local-name()='title']/text()"
        )
    else:
        page = parse_html(answer.body, answer.url)
        titles = page.xpath("//title/text()") if page is not None else []
    return " ".join(str(titles[0]).split())[:100] if titles else None


def _find_home(answer: Answer, url: str) -> str:
    """Return the page that a feed says it belongs to."""
    if answer.body.lstrip().startswith(b"{"):
        return url
    root = parse_xml(answer.body)
    links = root.xpath(
        "/*/*[local-name()='link'][@rel='alternate' or not(@rel)]/@href"
        " | /*/*[local-name()='channel']/*[local-name()='link']/text()"
    )
    return resolve(str(links[0]), url) if links else url
