"""Cutting one post out of a raw document that holds others too."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree, html

from pipeline.documents import ZONES, Post
from pipeline.forgotten import build_tombstone_id

ENCODINGS = ("utf-8", "cp932", "euc_jp", "iso2022_jp", "utf-16-le", "utf-16-be")
_SNIPPET = 20  # characters; as many as make a sentence's start unmistakable
_LINE = 6  # characters; shorter lines say nothing by themselves
_SCRIPT = re.compile(rb"\s*window\.YTD\.[\w.]+\s*=\s*")
_NUMBER = re.compile(r"^[\s(（【\[]*\d+[.．)）、:：】\]]?\s*")


def holds_post(body: bytes, post: Post) -> bool:
    """Say whether a document holds a post: its text in any encoding, or its tweet."""
    if post.tweet is not None and post.tweet.id and post.tweet.id.encode() in body:
        return True
    escaped = (json.dumps(snippet)[1:-1].encode() for snippet in _snippets(post))
    return any(text in body for text in escaped) or _find_encoding(body, post) is not None


def redact(body: bytes, post: Post, others: Iterable[Post]) -> bytes | None:
    """Return the document without a post; None when it cannot be cut out cleanly.

    Args:
        others: The document's other posts, which must stay.
    """
    kept = list(others)
    for cut in (_cut_json, _cut_feed, _cut_html, _cut_lines):
        rest = cut(body, post, kept)
        if rest is not None:
            return None if holds_post(rest, post) else rest
    return None


def _find_encoding(body: bytes, post: Post) -> str | None:
    """Tell a document's encoding by the post's own words in it."""
    for snippet in _snippets(post):
        for encoding in ENCODINGS:
            if snippet.encode(encoding, "ignore") in body:
                return encoding
    return None


def _snippets(post: Post) -> Iterator[str]:
    """Yield starts of each zone's longest lines, clear of what markup would escape."""
    for zone in ZONES[1:]:
        parts = (part.strip() for part in re.split(r"[\n<>&\"'\\]", post.text(zone)))
        for part in sorted(parts, key=len, reverse=True)[:3]:
            if len(part) >= _SNIPPET:
                yield part[:_SNIPPET]


def _cut_json(body: bytes, post: Post, others: list[Post]) -> bytes | None:
    """Cut a tweet out of an API page, an account's archive or JSON Lines."""
    if post.tweet is None or post.tweet.id is None:
        return None
    script = _SCRIPT.match(body)
    head, data = (script.group(), body[script.end() :]) if script else (b"", body)
    try:
        return head + _dump(_prune(json.loads(data), post.tweet.id))
    except ValueError:
        pass
    lines = []
    for line in data.splitlines():
        try:
            record = json.loads(line)
        except ValueError:
            lines.append(line)
            continue
        if not _is_tweet(record, post.tweet.id):
            lines.append(_dump(_prune(record, post.tweet.id)))
    return head + b"\n".join(lines) + b"\n" if lines != data.splitlines() else None


def _prune(value: Any, tweet: str) -> Any:
    if isinstance(value, list):
        return [_prune(item, tweet) for item in value if not _is_tweet(item, tweet)]
    if isinstance(value, dict):
        return {key: _prune(item, tweet) for key, item in value.items()}
    return value


def _is_tweet(value: Any, tweet: str) -> bool:
    if not isinstance(value, dict):
        return False
    inner = value.get("tweet")
    names = [value.get(name) for name in ("id", "id_str", "rest_id", "resource_id")]
    return tweet in map(str, names) or (inner is not None and _is_tweet(inner, tweet))


def _dump(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _cut_feed(body: bytes, post: Post, others: list[Post]) -> bytes | None:
    if post.url is None or not re.match(rb"\s*<(?:\?xml|rss|feed|rdf)", body[:200], re.IGNORECASE):
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(body.lstrip(), parser)
    if root is None:
        return None
    wanted = build_tombstone_id(post.url)
    cut = False
    for entry in root.xpath("//*[local-name()='entry' or local-name()='item']"):
        addresses = [*entry.xpath("./*/@href"), *entry.xpath("./*/text()")]
        if wanted in (build_tombstone_id(str(a).strip()) for a in addresses):
            entry.getparent().remove(entry)
            cut = True
    return etree.tostring(root, xml_declaration=True, encoding="utf-8") if cut else None


def _cut_html(body: bytes, post: Post, others: list[Post]) -> bytes | None:
    """Cut the largest element that holds the post's link and no other post's."""
    encoding = _find_encoding(body, post)
    if post.url is None or b"<" not in body or encoding is None:
        return None
    text = re.sub(r"^\s*<\?xml[^>]*>", "", body.decode(encoding, "replace"))
    try:
        root = html.document_fromstring(text)
    except (etree.ParserError, ValueError):
        return None
    wanted = build_tombstone_id(post.url)
    kept = {build_tombstone_id(other.url) for other in others if other.url}
    cut = False
    for link in list(root.xpath("//a[@href]")):
        if build_tombstone_id(link.get("href")) != wanted:
            continue
        block = link
        for ancestor in link.iterancestors():
            found = {build_tombstone_id(href) for href in ancestor.xpath(".//a/@href")}
            if ancestor.tag in ("body", "html") or found & kept:
                break
            block = ancestor
        parent = block.getparent()
        if parent is not None and block is not root:
            parent.remove(block)
            cut = True
    if not cut:
        return None
    rest: str = html.tostring(root, encoding="unicode", doctype=root.getroottree().docinfo.doctype)
    return rest.encode(encoding, "xmlcharrefreplace")


def _cut_lines(body: bytes, post: Post, others: list[Post]) -> bytes | None:
    """Cut the lines of plain text that are the post's and no other's."""
    text, encoding = _decode(body)
    own = _fold("".join(post.text(zone) for zone in ZONES))
    rest = _fold("".join(other.text(zone) for other in others for zone in ZONES))
    lines = []
    for line in text.splitlines(keepends=True):
        folded = _fold(_NUMBER.sub("", line))
        if len(folded) < _LINE or folded not in own or folded in rest:
            lines.append(line)
    shorter = "".join(lines)
    return shorter.encode(encoding, "replace") if shorter != text else None


def _decode(body: bytes) -> tuple[str, str]:
    for encoding in ENCODINGS[:4]:
        try:
            return body.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return body.decode("utf-8", "replace"), "utf-8"


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
