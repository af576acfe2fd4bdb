"""Which platform made a page, told by its host, its generator tag and what only it writes."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pipeline.scrape.feeds import is_feed
from pipeline.scrape.index import is_xml, parse_xml
from pipeline.sources import Format

_HEAD = 100_000  # bytes; templates can put much style before their tell-tale lines

_HOSTS: tuple[tuple[str, Format], ...] = (
    (r"\.blogspot\.[a-z.]+", Format.BLOGGER),
    (r"\.(?:hatenablog\.(?:com|jp)|hateblo\.jp|hatenadiary\.(?:com|jp))", Format.HATENA),
    (r"(?:^|\.)note\.(?:com|mu)", Format.NOTE),
    (r"(?:^|\.)(?:blog\.livedoor\.jp|livedoor\.blog|ldblog\.jp|blog\.jp)", Format.LIVEDOOR),
    (r"(?:^|\.)ameblo\.jp", Format.AMEBLO),
    (r"\.militaryblog\.jp", Format.MILITARYBLOG),
    (r"\.wordpress\.com", Format.WORDPRESS),
)
_SIGNS: tuple[tuple[bytes, Format], ...] = (
    (rb"""<meta[^>]+content=["']blogger["']""", Format.BLOGGER),
    (rb"""<meta[^>]+content=["']wordpress[^"']*["']""", Format.WORDPRESS),
    (rb"""<meta[^>]+content=["']hatena::blog[^"']*["']|data-admin-domain=""", Format.HATENA),
    (rb"""livedoor\.blogimg\.jp|parts\.blog\.livedoor\.jp""", Format.LIVEDOOR),
    (rb"""["'/]wp-content/""", Format.WORDPRESS),
    (rb"""www\.blogger\.com/static/""", Format.BLOGGER),
)


def guess_host_format(url: str) -> Format | None:
    """Name the platform by the host alone."""
    host = urlsplit(url).hostname or ""
    for pattern, format_ in _HOSTS:
        if re.search(f"{pattern}$", host):
            return format_
    return None


def guess_format(body: bytes, url: str) -> Format:
    """Name the format of a page; `html` when no platform is recognised.

    Raises:
        FetchError: It is XML that must not be kept, see `index.parse_xml`.
    """
    if is_xml(body) or is_feed(body):
        if is_xml(body):
            parse_xml(body)
        return Format.FEED if is_feed(body) else Format.SITEMAP
    by_host = guess_host_format(url)
    if by_host is not None:
        return by_host
    head = body[:_HEAD].lower()
    return next((format_ for sign, format_ in _SIGNS if re.search(sign, head)), Format.HTML)
