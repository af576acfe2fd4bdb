"""Sitemaps and sitemap indexes (sitemaps.org 0.9), plain or gzipped, XML or text."""

from __future__ import annotations

from datetime import UTC, datetime

from lxml import etree

from pipeline.archive import decode_content
from pipeline.errors import DocumentError
from pipeline.scrape.faults import FetchError
from pipeline.scrape.index import Index, Link, is_xml, parse_instant, parse_xml, resolve

_NEVER = datetime(1, 1, 1, tzinfo=UTC)


def read_sitemap(body: bytes, url: str) -> Index:
    """Read a sitemap or a sitemap index; the newest entries come first.

    Raises:
        FetchError: `xml_entities`, `broken_xml` or `no_links`, or it does not unpack.
    """
    body = _unpack(body, url)
    if not is_xml(body):
        return _read_text(body, url)
    root = parse_xml(body)
    name = etree.QName(root).localname if isinstance(root.tag, str) else ""
    if name not in ("urlset", "sitemapindex"):
        raise FetchError("broken_xml", f"{url}: this is no sitemap")
    entries = []
    for entry in root.xpath("/*/*[local-name()='url' or local-name()='sitemap']"):
        location = _text(entry, "loc")
        if location:
            entries.append((resolve(location, url), _text(entry, "lastmod")))
    if not entries:
        raise FetchError("no_links", f"{url}: an empty sitemap")
    entries.sort(key=lambda e: parse_instant(e[1]) or _NEVER, reverse=True)
    if name == "sitemapindex":
        return Index(children=tuple(location for location, _ in entries))
    return Index(
        links=tuple(
            Link(url=location, wanted=True, updated=parse_instant(changed))
            for location, changed in entries
        )
    )


def _read_text(body: bytes, url: str) -> Index:
    lines = body.decode("utf-8-sig", "replace").split()
    links = [Link(url=line, wanted=True) for line in lines if line.startswith("http")]
    if not links or len(links) != len(lines):
        raise FetchError("broken_xml", f"{url}: neither XML nor a list of addresses")
    return Index(links=tuple(links))


def _unpack(body: bytes, url: str) -> bytes:
    """Unpack a `.xml.gz`, which is gzipped as a file and not for the transfer."""
    if body[:2] != b"\x1f\x8b":
        return body
    try:
        return decode_content(body, "gzip")
    except DocumentError as error:
        raise FetchError(error.reason, f"{url}: {error.message}") from error


def _text(element: etree._Element, name: str) -> str | None:
    found = element.xpath(f"./*[local-name()='{name}']/text()")
    return str(found[0]).strip() if found else None
