"""What one line says of the original that a post translates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from pipeline.clean.addresses import is_embed, split_url
from pipeline.clean.authors import (
    read_biography,
    read_byline,
)
from pipeline.clean.boilerplate import classify_furniture
from pipeline.clean.captions import is_caption_line
from pipeline.clean.citation_parts import EDGES, Line, PeeledLine, Role, find_publisher, trim_day
from pipeline.clean.dates import find_date, read_date_line
from pipeline.clean.drafts import Block, Link
from pipeline.clean.english import is_headline

_LABEL = re.compile(
    r"^[【［\[〔（(<＜■◆●※*＊☆★▼・\s]*"
    r"(?:出典(?:元|記事)?|出所|引用(?:元|記事|文献)?|参照(?:元|記事)?|参考(?:記事|文献|資料|リンク|url)?|原文(?:記事|リンク|url|はこちら)?|元(?:記事|ネタ|の記事)(?:url|はこちら)?|ソース(?:記事)?"
    r"|原典|原題|原著|原記事|オリジナル(?:記事)?|記事(?:元|原文|リンク|url)?|情報(?:源|元)|翻訳元|転載元|リンク|url"
    r"|sources?|original(?:\s+(?:article|story|title|text|source|post))?|via|link|reference|read\s+the\s+(?:original|full\s+(?:article|story)))"
    r"\s*(?:[】］\]〕）)>＞]|[:：]|\u3000|は[:：、]|(?=\s*https?://)|\s*$)\s*[:：]?\s*",
    re.IGNORECASE,
)
_PUBLISHER_LABEL = re.compile(
    r"^(?:掲載(?:誌|紙|元|媒体)|媒体(?:名)?|発行元|出版社|publisher|publication)\s*[:：\u3000]\s*(?=\S)",
    re.IGNORECASE,
)


def read_line(block: Block, zone: ZoneInfo, names: Sequence[str] = ()) -> Line | None:
    """Read one line as part of a citation; None when it is text of another kind.

    Args:
        zone: Zone of dates without one.
        names: Publishers that the post's title names.
    """
    text = block.text.strip()
    if not text or len(text) > 600 or "\n" in text:
        return None
    furniture = classify_furniture(text)
    if furniture in ("copyright", "credit"):
        return Line(role="furniture")
    if not block.links and "://" not in text and is_caption_line(text):
        return None
    biography = read_biography(text)
    if biography is not None:
        return Line(role="biography", authors=biography)
    url, text = split_url(text)
    label = _LABEL.match(text)
    if label:
        text = text[label.end() :]
    labelled = bool(label) or block.kind == "card"
    link = _choose_link(block, text, labelled=labelled)
    if url is None and link is not None:
        url = link.url
    bare = text.strip(EDGES)
    if not bare:
        if url and is_embed(url) and not label:
            return None
        role: Role = "url" if url else "label"
        return Line(url=url, role=role, sure=bool(label)) if (url or label) else None
    named = _PUBLISHER_LABEL.match(bare)
    if named and len(bare) <= 100:
        return Line(publisher=bare[named.end() :].strip(EDGES), role="publisher", sure=True)
    dates = _read_dates(bare, zone)
    if dates is not None:
        return Line(published=dates or None, url=url, role="date")
    byline = read_byline(bare)
    if byline is not None:
        authors, after = byline
        found = find_date(after, zone) if after else None
        return Line(
            authors=authors,
            published=trim_day(found.moment.value) if found and found.moment else None,
            publisher=find_publisher(after, names),
            url=url,
            role="byline",
        )
    return PeeledLine(text, url, link, labelled=labelled, zone=zone, names=names).build()


def _read_dates(text: str, zone: ZoneInfo) -> str | None:
    """Read a line of nothing but dates, "Published ... | Updated ...".

    Returns:
        The day of the first that is no update, "" when there is none; None for another line.
    """
    parts = [part for part in re.split(r"\s*[|｜•·(（)）]\s*", text) if part]
    found = [read_date_line(part, zone) for part in parts] if len(parts) <= 3 else [None]
    if any(date is None for date in found):
        found = [read_date_line(text, zone)]
    if not found or any(date is None for date in found):
        return None
    days = [
        trim_day(date.moment.value) for date in found if date and date.moment and not date.updated
    ]
    return days[0] or "" if days else ""


def _choose_link(block: Block, text: str, *, labelled: bool) -> Link | None:
    """Choose the link that a citation line stands on: most of the line, or a headline in it."""
    links = [link for link in block.links if not is_embed(link.url)]
    if not links:
        return None
    if labelled or sum(len(link.text) for link in links) >= 0.6 * len(text):
        return links[0]
    return next((link for link in links if is_headline(link.text) and len(link.text) > 15), None)
