"""Which format a document is in, by its content."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from pipeline.clean.detect_text import detect_text
from pipeline.documents import Kind, Record
from pipeline.sources import Format

HEAD = 300_000  # characters of a page that are searched for a layout's marks

_XML_ROOT = re.compile(r"<(?!\?|!)([A-Za-z][\w:.-]*)", re.ASCII)
_FEED_ROOTS = {"rss", "feed", "rdf:rdf", "channel", "atom:feed"}
_SITEMAP_ROOTS = {"urlset", "sitemapindex"}
_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|div|article|section|main|p|h[1-6]|table|meta|title|span|br|ul|ol|blockquote|center|font|a\s)\b",
    re.IGNORECASE,
)
_ARCHIVE = re.compile(r"^\s*(?:window\.)?YTD\.[\w.-]*tweets?\w*\.part\d+\s*=\s*\[", re.IGNORECASE)

FILE = Path(__file__).parent / "html" / "systems.yml"


class System(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How to tell one blog system's pages; patterns."""

    system: Format
    hosts: tuple[str, ...] = ()
    generator: str | None = None
    marks: tuple[str, ...] = ()


def detect_format(
    text: str, name: str = "", url: str | None = None, kind: Kind = "blog"
) -> Format | None:
    """Say which reader fits a document's text; None when none does.

    Args:
        kind: What its source publishes; it tells one plain text from the other.
    """
    start = text[:HEAD].lstrip("\ufeff \t\r\n\x00")
    if not start:
        return None
    if _ARCHIVE.match(start):
        return Format.X_ARCHIVE
    if start[0] in "{[":
        found = _detect_json(text.lstrip("\ufeff \t\r\n"))
        if found is not None:
            return found
    if re.match(r"<[!?a-zA-Z]", start) or _MARKUP.search(start[:20_000]):
        return _detect_markup(start, url)
    return detect_text(text, kind)


def _detect_markup(start: str, url: str | None) -> Format | None:
    bare = re.sub(r"<!--.*?-->", "", start[:5000], flags=re.DOTALL)
    root = _XML_ROOT.search(bare)
    name = root[1].lower() if root else ""
    if name in _FEED_ROOTS or re.search(r"<(?:rss|feed|rdf:RDF)[\s>]", bare):
        return Format.FEED
    if name in _SITEMAP_ROOTS:
        return Format.SITEMAP
    if not _MARKUP.search(start):
        return Format.FEED if start.startswith("<?xml") else None
    return detect_layout(start, url)


def detect_layout(page: str, url: str | None = None) -> Format:
    """Say which blog system made a page; `HTML` (the generic reader) for any other."""
    own = _own_address(page, url) or ""
    generator = re.search(r"<meta[^>]+name=[\"']?generator[\"']?[^>]*>", page, re.IGNORECASE)
    said = generator.group().lower() if generator else ""
    bare = _without_links(page)
    systems = _read_systems()
    for system in systems:
        if own and any(re.search(host, own, re.IGNORECASE) for host in system.hosts):
            return system.system
    for system in systems:
        if system.generator and system.generator in said:
            return system.system
    for system in systems:
        if any(re.search(mark, bare, re.IGNORECASE) for mark in system.marks):
            return system.system
    return Format.HTML


def _own_address(page: str, url: str | None) -> str | None:
    """Return the address that a page gives for itself, else where it was fetched from."""
    for pattern in (
        r"<link[^>]+rel=[\"']?canonical[\"']?[^>]*href=[\"']([^\"']+)",
        r"<link[^>]+href=[\"']([^\"']+)[\"'][^>]*rel=[\"']?canonical",
        r"<meta[^>]+property=[\"']?og:url[\"']?[^>]*content=[\"']([^\"']+)",
        r"saved from url=\(\d+\)(\S+)",
    ):
        match = re.search(pattern, page, re.IGNORECASE)
        if match:
            return match[1] + "/"
    return url or _most_linked(page)


def _most_linked(page: str) -> str | None:
    """Return the site that most of a page's links lead to: as a rule its own."""
    hosts = re.findall(r"<a\b[^>]*href=[\"']?(https?://[^/\"'\s>]+)", page, re.IGNORECASE)
    if not hosts:
        return None
    host, count = Counter(hosts).most_common(1)[0]
    return host + "/" if count >= 3 and count >= 0.4 * len(hosts) else None


def _without_links(page: str) -> str:
    """Leave out links and their targets: a page is not of a system because it links to it."""
    return re.sub(r"<a\b[^>]*>", "<a>", page, flags=re.IGNORECASE)


def _detect_json(text: str) -> Format | None:
    value = _load_first(text)
    if isinstance(value, dict):
        if "jsonfeed.org" in str(value.get("version", "")) or _is_feed(value):
            return Format.FEED
        if _is_tweet(value):
            return Format.TWEETS_JSONL
        if "data" in value or "errors" in value or "includes" in value or "meta" in value:
            return Format.X_API if _is_single_json(text) else Format.TWEETS_JSONL
        if "statuses" in value or "tweets" in value or "globalObjects" in value:
            return Format.TWEETS_JSONL
    if isinstance(value, list) and value and isinstance(value[0], dict):
        first: dict[str, Any] = value[0]
        if "tweet" in first:
            return Format.X_ARCHIVE
        if _is_tweet(first) or "data" in first:
            return Format.TWEETS_JSONL
    return None


def _load_first(text: str) -> object:
    """Load the whole text as JSON, else its first whole line."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    for line in text.split("\n")[:50]:
        if line.strip():
            try:
                return json.loads(line)
            except (ValueError, RecursionError):
                continue
    return None


def _is_single_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_tweet(value: dict[str, Any]) -> bool:
    known = {
        "full_text",
        "id_str",
        "text",
        "author_id",
        "conversation_id",
        "retweeted_status",
        "created_at",
    }
    return (
        ("id" in value and len(known & value.keys()) >= 1)
        or "full_text" in value
        or "id_str" in value
    )


def _is_feed(value: dict[str, Any]) -> bool:
    items = value.get("items")
    return isinstance(items, list) and any(
        isinstance(item, dict) and ("content_html" in item or "content_text" in item)
        for item in items
    )


@cache
def _read_systems() -> tuple[System, ...]:
    return msgspec.yaml.decode(FILE.read_bytes(), type=tuple[System, ...])
