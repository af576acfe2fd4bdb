"""Feeds: RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.clean.boilerplate import classify_furniture
from pipeline.clean.dates import Moment, read_instant
from pipeline.clean.drafts import Block, Context, Draft, build_rejection, read_str
from pipeline.clean.html.blocks import Content, read_blocks
from pipeline.clean.html.tree import parse_html
from pipeline.clean.posts import build_post
from pipeline.clean.text import normalise_line
from pipeline.documents import Post, Rejection

_MARKUP = re.compile(r"<(?:p|br|div|ul|ol|blockquote|h[1-6]|table|figure)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
_CUT = re.compile(r"(?:\[(?:…|\.\.\.|&hellip;|&#8230;)\]|…|\.\.\.|・・・|［…］)\s*$")
_COMMENT_LINK = re.compile(r"#comment-?\d*|#c\d+$|/comments?/\d+$")
_COMMENT_TITLE = re.compile(
    r"^(?:Comment on .+ by .+|.+ (?:への|に対する).+のコメント|コメント[:：].+|By: .+)$"
)
_ENTITIES = re.compile(r"<!ENTITY", re.IGNORECASE)


def read_feed(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read the entries of a feed, in its order."""
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("{"):
        drafts = _read_json_feed(start, context)
    elif _ENTITIES.search(start[:20_000]):
        yield build_rejection(
            context, "xml_entities", "", "a feed that declares entities is refused"
        )
        return
    else:
        drafts = _read_xml_feed(start, context)
    found = False
    for draft in drafts:
        found = True
        yield build_post(draft, context) if isinstance(draft, Draft) else draft
    if not found:
        yield build_rejection(context, "no_posts", "", "the feed has no entries", start)


def _read_xml_feed(text: str, context: Context) -> Iterator[Draft | Rejection]:
    import feedparser

    parsed = feedparser.parse(
        io.BytesIO(_drop_declaration(text).encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    version = str(parsed.get("version") or "")
    base = parsed.feed.get("link") or context.url
    for number, entry in enumerate(parsed.entries, start=1):
        where = f"entry {number}"
        if _is_comment(entry):
            yield build_rejection(
                context, "comment", where, "a comment is no post", entry.get("title", "")
            )
            continue
        yield _read_entry(entry, version, base, where, context)


def _read_entry(entry: Any, version: str, base: str | None, where: str, context: Context) -> Draft:
    zone = ZoneInfo(context.timezone)
    link = entry.get("feedburner_origlink") or entry.get("link") or _guid(entry)
    html, plain, whole = _choose_text(entry, version)
    content = read_markup(html, link or base, plain=plain)
    short = not whole or content.more is not None or _is_cut(content)
    raw = entry.get("published") or (entry.get("updated") if version.startswith("rss") else None)
    title = entry.get("title") or ""
    if "<" in title and _TAG.search(title):
        title = parse_html(title).get_text()
    return Draft(
        title=normalise_line(title) or None,
        blocks=content.blocks,
        published=read_instant(raw, zone) if raw else None,
        raw_date=raw or "",
        url=link,
        excerpt=short,
        where=where,
    )


def _choose_text(entry: Any, version: str) -> tuple[str, bool, bool]:
    """Choose an entry's fullest text.

    Returns:
        The text, whether it is plain text, and whether it is the whole of the post.
    """
    contents = [part for part in entry.get("content", []) if part.get("value", "").strip()]
    summary = entry.get("summary") or ""
    if contents:
        best = max(contents, key=lambda part: len(part["value"]))
        if len(best["value"]) >= len(summary) or not version.startswith("rss"):
            return best["value"], _is_plain(best["value"]), True
    whole = version.startswith("rss") and bool(_MARKUP.search(summary))
    return summary, _is_plain(summary), whole


def read_markup(text: str, base: str | None, *, plain: bool) -> Content:
    """Read an entry's text, HTML or plain, as blocks."""
    if plain:
        lines = re.split(r"(\n+)", text.replace("\r\n", "\n"))
        blocks: list[Block] = []
        gap = 1
        for piece in lines:
            if piece.strip():
                if classify_furniture(piece) == "more":
                    return Content(blocks=tuple(blocks), more="")
                blocks.append(Block(text=piece, gap=gap))
            elif piece:
                gap = max(0, piece.count("\n") - 1)
        return Content(blocks=tuple(blocks))
    return read_blocks(parse_html(text), base)


def _read_json_feed(text: str, context: Context) -> Iterator[Draft | Rejection]:
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield build_rejection(context, "broken_record", "", str(error), text)
        return
    zone = ZoneInfo(context.timezone)
    items = feed.get("items") if isinstance(feed, dict) else None
    for number, item in enumerate(items if isinstance(items, list) else [], start=1):
        where = f"item {number}"
        if not isinstance(item, dict):
            yield build_rejection(
                context, "broken_record", where, "an item is no object", str(item)
            )
            continue
        html, plain = read_str(item, "content_html"), read_str(item, "content_text")
        body = html or plain or read_str(item, "summary") or ""
        content = read_markup(body, read_str(item, "url"), plain=html is None)
        published: Moment | None = read_instant(read_str(item, "date_published"), zone)
        identity = read_str(item, "id") or ""
        yield Draft(
            title=normalise_line(read_str(item, "title") or "") or None,
            blocks=content.blocks,
            published=published,
            raw_date=read_str(item, "date_published") or "",
            url=read_str(item, "url") or (identity if identity.startswith("http") else None),
            excerpt=not (html or plain) or content.more is not None or _is_cut(content),
            where=where,
        )


def _is_comment(entry: Any) -> bool:
    link, title = entry.get("link") or "", entry.get("title") or ""
    replied = any(name in entry for name in ("in-reply-to", "thr_in-reply-to", "inreplyto"))
    return (
        replied
        or bool(_COMMENT_LINK.search(link))
        or bool(_COMMENT_TITLE.match(title) and "comment" in link)
    )


def _is_plain(text: str) -> bool:
    return not _TAG.search(text)


def _is_cut(content: Content) -> bool:
    return bool(content.blocks) and bool(_CUT.search(content.blocks[-1].text))


def _guid(entry: Any) -> str | None:
    identity = entry.get("id") or ""
    return identity if identity.startswith(("http://", "https://")) else None


def _drop_declaration(text: str) -> str:
    """Leave out the XML declaration: what it says of the encoding no longer holds."""
    return re.sub(r"^<\?xml[^>]*\?>", "", text, count=1)
