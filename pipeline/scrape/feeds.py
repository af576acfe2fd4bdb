"""Feeds as indexes: RSS 0.9-2.0, Atom, JSON Feed."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec
from lxml import etree, html

from pipeline.documents import Record
from pipeline.scrape.faults import FetchError
from pipeline.scrape.index import Index, Link, is_xml, parse_day, parse_instant, parse_xml, resolve

_FULL_LENGTH = 1000  # characters; a description this long is no summary
# A start of a text: it breaks off, or sends the reader on.
_BROKEN_OFF = re.compile(
    r"(?:…|\.{3}|‥|\[…\]|続きを読む|続きはこちら|もっと読む|read more|continue reading)\W*$", re.I
)
_JUMP = re.compile(r"""href=["'][^"']*#more["']""", re.I)


class _Item(Record, frozen=True, kw_only=True):
    id: str | int = ""
    url: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    date_published: str | None = None
    date_modified: str | None = None


class _JsonFeed(Record, frozen=True, kw_only=True):
    version: str
    items: tuple[_Item, ...] = ()
    next_url: str | None = None


def is_feed(body: bytes) -> bool:
    """Say whether a body is a feed; a sitemap is none."""
    start = body[:4096]
    if is_xml(body):
        return not re.search(rb"<(?:urlset|sitemapindex)\b", start)
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b"jsonfeed.org" in start


def read_feed(body: bytes, url: str) -> Index:
    """Read a feed of any kind.

    Raises:
        FetchError: `xml_entities`, `broken_xml` or `broken_json`.
    """
    if not is_xml(body):
        return _read_json_feed(body, url)
    root = parse_xml(body)
    if not isinstance(root.tag, str) or etree.QName(root).localname not in ("feed", "rss", "RDF"):
        raise FetchError("broken_xml", f"{url}: this is no feed")
    entries = root.xpath("//*[local-name()='entry' or local-name()='item']")
    links = [link for entry in entries if (link := _read_entry(entry, url)) is not None]
    return Index(links=tuple(links), next=_find_next(root, url, len(entries)))


def is_whole(markup: str, is_content: bool) -> bool:
    """Say whether a feed holds a post's whole text.

    Args:
        is_content: It stands in an element for the content, not in one for a summary.
    """
    if _JUMP.search(markup):
        return False
    text = _strip(markup)
    if _BROKEN_OFF.search(text):
        return False
    return bool(text) and (is_content or len(text) >= _FULL_LENGTH)


def _read_entry(entry: etree._Element, url: str) -> Link | None:
    address = _find_address(entry)
    if address is None:
        return None
    content = _text(entry, "encoded") or _text(entry, "content")
    summary = _text(entry, "description") or _text(entry, "summary")
    published = _text(entry, "published") or _text(entry, "pubDate") or _text(entry, "date")
    whole = is_whole(content, True) if content else is_whole(summary or "", False)
    return Link(
        url=resolve(address, url),
        wanted=not whole,
        updated=parse_instant(_text(entry, "updated") or _text(entry, "modified") or published),
        published=parse_day(published or _text(entry, "issued")),
    )


def _find_address(entry: etree._Element) -> str | None:
    original = _text(entry, "origLink")  # FeedBurner's links lead through its counter
    if original:
        return original
    for link in entry.xpath("./*[local-name()='link']"):
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return str(link.get("href"))
        if link.text and link.text.strip():
            return str(link.text).strip()
    guid = _text(entry, "guid") or ""
    return guid if guid.startswith(("http://", "https://")) else None


def _find_next(root: etree._Element, url: str, entries: int) -> str | None:
    """Find the page with older entries: as linked (RFC 5005), or by Blogger's counting."""
    linked = root.xpath(
        "/*/*[local-name()='link'][@rel='next']/@href"
        "|/*/*[local-name()='channel']/*[local-name()='link'][@rel='next']/@href"
    )
    if linked:
        return resolve(str(linked[0]), url)
    counts = [_number(_text(root, name)) for name in ("totalResults", "startIndex")]
    if None in counts or not entries:
        return None
    total, start = counts
    following = (start or 0) + entries
    return _set_query(url, {"start-index": str(following)}) if following <= (total or 0) else None


def build_blogger_range(url: str, since: date | None, until: date | None) -> str:
    """Limit a Blogger feed to a range of days; its bounds are instants, the upper one exclusive."""
    bounds = {"orderby": "published", "max-results": "100"}
    if since:
        bounds["published-min"] = f"{since.isoformat()}T00:00:00+09:00"
    if until:
        bounds["published-max"] = f"{until.isoformat()}T23:59:59+09:00"
    return _set_query(url, bounds)


def find_blogger_feed(url: str) -> str | None:
    """Return the feed that lists what a Blogger search or label page does.

    Blogger's robots.txt keeps robots out of `/search`, which is also where its home page goes on;
    the same posts come by feed.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    match = re.fullmatch(r"/search(?:/label/([^/]+))?/?", parts.path)
    if match is None:
        return None
    query = dict(parse_qsl(parts.query))
    kept = {"q": query["q"]} if "q" in query else {}
    if "updated-max" in query:
        kept |= {"orderby": "published", "published-max": query["updated-max"]}
    path = "/feeds/posts/default" + (f"/-/{match[1]}" if match[1] else "")
    return urlunsplit(parts._replace(path=path, query=urlencode(kept)))


def _set_query(url: str, values: dict[str, str]) -> str:
    parts = urlsplit(url)
    query = {**dict(parse_qsl(parts.query)), **values}
    return urlunsplit(parts._replace(query=urlencode(query)))


def _read_json_feed(body: bytes, url: str) -> Index:
    try:
        feed = msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"), type=_JsonFeed)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FetchError("broken_json", f"{url}: no JSON Feed: {error}") from error
    links = []
    for item in feed.items:
        address = item.url or (str(item.id) if str(item.id).startswith("http") else None)
        if address:
            content = item.content_html or item.content_text or ""
            links.append(
                Link(
                    url=resolve(address, url),
                    wanted=not is_whole(content, True),
                    updated=parse_instant(item.date_modified or item.date_published),
                    published=parse_day(item.date_published),
                )
            )
    return Index(links=tuple(links), next=resolve(feed.next_url, url) if feed.next_url else None)


def _text(element: etree._Element, name: str) -> str | None:
    """Return the text of the first child of a local name, markup included."""
    for child in element.iterchildren():
        if isinstance(child.tag, str) and etree.QName(child).localname == name:
            text = "".join(child.itertext()).strip()
            if text:
                return text
    return None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None


def _strip(markup: str) -> str:
    if "<" not in markup:
        return " ".join(markup.split())
    try:
        return " ".join(html.fromstring(f"<div>{markup}</div>").text_content().split())
    except (etree.ParserError, ValueError):
        return ""
