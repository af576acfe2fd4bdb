"""What an index, feed or sitemap says: the posts it lists and where it goes on."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import urljoin

from lxml import etree, html

from pipeline.documents import Record
from pipeline.scrape.faults import FetchError

_DATE_IN_URL = re.compile(
    r"/(?:entry/|archives?/)?(20\d\d|19\d\d)/?([01]\d)(?:/?([0-3]\d))?(?=/|\.|$)"
)
_XML_START = re.compile(
    rb"\s*(?:<\?xml|<(?:\w+:)?(?:rss|feed|RDF|urlset|sitemapindex)\b|<!DOCTYPE\s+rss)",
    re.IGNORECASE,
)


class Link(Record, frozen=True, kw_only=True):
    """One post that an index lists.

    Attributes:
        wanted: The index does not hold its full text: its own page must be fetched.
        updated: Aware instant of its last change, where the index says it.
        published: Its day, where the index or the address says it.
    """

    url: str
    wanted: bool
    updated: datetime | None = None
    published: date | None = None


class Index(Record, frozen=True, kw_only=True):
    """One page of an index.

    Attributes:
        links: In page order: the newest first, except in sitemaps.
        next: The page with older posts.
        children: Further indexes of the same kind (a sitemap index's sitemaps).
    """

    links: tuple[Link, ...] = ()
    next: str | None = None
    children: tuple[str, ...] = ()


class Days(NamedTuple):
    """A back-fill's first and last day, both included; None is open."""

    since: date | None
    until: date | None

    def covers(self, day: date) -> bool:
        """Say whether a day lies within."""
        return not self.is_before(day) and (self.until is None or day <= self.until)

    def covers_month(self, month: date) -> bool:
        """Say whether a month, given by its first day, lies within in part."""
        ends_before = self.since is not None and month < self.since.replace(day=1)
        return not ends_before and (self.until is None or month <= self.until)

    def is_before(self, day: date) -> bool:
        """Say whether a day lies before the first one."""
        return self.since is not None and day < self.since

    def months(self, today: date) -> list[date]:
        """Return the first days of its months, the newest first."""
        last = self.until or today
        month, months = last.replace(day=1), []
        while self.since is not None and month >= self.since.replace(day=1):
            months.append(month)
            month = (month - timedelta(days=1)).replace(day=1)
        return months


def resolve(href: str, url: str) -> str:
    """Make a link absolute; one that cannot be stays as it is, to be refused by name."""
    try:
        return urljoin(url, href.strip())
    except ValueError:
        return href


def parse_xml(body: bytes) -> etree._Element:
    """Parse XML that may be hostile.

    Nothing is loaded from outside and no entity is expanded; a document that declares entities is
    refused. Damage is mended as far as it goes, since feeds are often damaged.

    Raises:
        FetchError: `xml_entities` or `broken_xml`.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FetchError("broken_xml", f"no XML: {error}") from error
    if root is None:
        raise FetchError("broken_xml", "no XML: nothing in it can be read")
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise FetchError("xml_entities", "the XML declares entities, as attacks do")
    return root


def parse_html(body: bytes, url: str) -> html.HtmlElement | None:
    """Parse a page to find links; None when there is nothing to parse."""
    parser = html.HTMLParser(encoding=_find_encoding(body))
    try:
        root = html.document_fromstring(body, parser=parser, base_url=url)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return root


def _find_encoding(body: bytes) -> str | None:
    """Tell a page's encoding as far as links need it; None leaves it to the page's own word."""
    if _decodes(body, "utf-8"):
        return "utf-8"
    if b"charset" in body[:4096]:
        return None
    names = {"cp932": "Shift_JIS", "euc_jp": "EUC-JP"}  # Python's and libxml2's
    return next((name for codec, name in names.items() if _decodes(body, codec)), None)


def _decodes(body: bytes, codec: str) -> bool:
    try:
        body.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def is_xml(body: bytes) -> bool:
    """Say whether a body is a feed or a sitemap by its first bytes."""
    start = body[:1024].removeprefix(b"\xef\xbb\xbf")
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = start.decode("utf-16", "ignore").encode()
    return bool(_XML_START.match(start)) and b"<html" not in start.lower()


def parse_instant(text: str | None) -> datetime | None:
    """Read a date of a feed or sitemap (ISO 8601 or RFC 822); None when it is none.

    A bare date counts to its end: what changed on a day may have changed late on it.
    """
    text = (text or "").strip()
    if not text:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return datetime.fromisoformat(text).replace(tzinfo=UTC) + timedelta(days=1)
        instant = datetime.fromisoformat(text)
    except ValueError:
        try:
            instant = parsedate_to_datetime(text)
        except ValueError:
            return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def parse_day(text: str | None) -> date | None:
    """Read the day of a feed's or sitemap's date, as written."""
    instant = parse_instant(text)
    if instant is None:
        return None
    is_bare = len((text or "").strip()) == 10
    return instant.date() - timedelta(days=1 if is_bare else 0)


def find_day(url: str, whole_month: bool = False) -> date | None:
    """Find the day that stands in a post's address.

    Args:
        whole_month: Also take an address with only year and month, as the month's first day.
    """
    match = _DATE_IN_URL.search(url)
    if match is None or not (match[3] or whole_month):
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return None
