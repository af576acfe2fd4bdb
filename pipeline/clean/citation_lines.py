"""What one line says of the original that a post translates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import msgspec

from pipeline.clean.addresses import is_embed, split_url
from pipeline.clean.authors import read_authors, read_byline
from pipeline.clean.biographies import read_biography
from pipeline.clean.boilerplate import classify_furniture
from pipeline.clean.captions import is_caption_line
from pipeline.clean.citation_fields import (
    EDGES,
    Line,
    Role,
    cut_date,
    find_publisher,
    is_sentence,
    trim_day,
)
from pipeline.clean.citation_labels import Label, read_label, split_labels
from pipeline.clean.citation_notices import is_notice_sentence
from pipeline.clean.citation_parts import PeeledLine
from pipeline.clean.date_shapes import UPDATED, fold_date
from pipeline.clean.dates import find_date
from pipeline.clean.drafts import Block, Link
from pipeline.clean.english import is_headline
from pipeline.clean.publishers import judge_publisher

_LEADING_MARKS = re.compile(r"^[■□◆◇●○▼▽▶▷★☆※*＊・→⇒›»>]+\s*")
# The year stands elsewhere: "サンプル新聞（4月21日付）".
_YEARLESS = re.compile(r"\s*[（(]?\s*\d{1,2}月\d{1,2}日(?:付け?|号)?\s*[)）]?\s*$")
# Labels that stand before nothing but a publication; 発表 and 発行 head other facts too.
_PLAIN_PUBLISHER = re.compile(r"掲載|媒体|出版|[誌紙]名?$|publi|journal", re.IGNORECASE)
MAX_DATES = 120  # characters
_DATE_EDGES = " \u3000・■●▼◆*-–—―[]【】()（）,.|｜/／:：•·>。、"
# What stands around a date without making the line another one.
_DATE_WORDS = re.compile(
    r"(?:first\s+)?published(?:\s+on)?|posted(?:\s+on)?|last\s+(?:updated|modified)|updated(?:\s+on)?|modified|released|issued|created|date[ds]?"
    r"|(?:原文|元記事|記事|原著)?の?(?:公開|投稿|掲載|配信|発表|発行|作成|最終更新|更新|刊行)(?:日時?|年月日?|[誌紙])?|日付|日時|付け?|号"
    r"|(?:local|eastern)(?:\s+time)?|\b(?:jst|utc|gmt|e[sd]?t|p[sd]t|c[es]t)\b|\d{1,2}:\d{2}\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\b\.?|\bat\b"
    r"|約?\d+\s*分(?:で読めます)?|\d+\s*min(?:ute)?s?(?:\s+read)?|\d+\s+(?:comments?|views?|shares?)"
    r"|\b(?:print|share|comments?|opinion|analysis|commentary|features?|issue|edition|vol(?:ume)?\.?\s*\d+|no\.\s*\d+)\b",
    re.IGNORECASE,
)
_SEASON = re.compile(
    r"(?:spring|summer|autumn|fall|winter)(?:\s*/\s*\w+)?\s+(?:19|20)\d{2}(?:\s+issue)?"
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
    parts = split_labels(text)
    if len(parts) > 1:
        return _join_parts(block, parts, zone, names)
    url, text = split_url(text)
    if is_notice_sentence(text):
        return None
    label = read_label(text)
    if label:
        part = _read_part(label, url, zone, names)
        if part is not None:
            return part
        text = label.value
    labelled = label is not None or block.kind == "card"
    link = _choose_link(block, text, labelled=labelled)
    if url is None and link is not None:
        url = link.url
    bare = _LEADING_MARKS.sub("", text.strip(EDGES))
    if not bare:
        if url and is_embed(url) and not label:
            return None
        role: Role = "url" if url else "label"
        return Line(url=url, role=role, sure=bool(label)) if (url or label) else None
    dates = _read_dates(bare, zone)
    if dates is not None:
        return Line(published=dates or None, url=url, role="date")
    byline = read_byline(bare)
    if byline is not None:
        authors, after = byline
        named = tuple(name for name in authors if name in names)  # the title's source is nobody
        authors = tuple(name for name in authors if name not in names)
        found = find_date(after, zone) if after else None
        return Line(
            authors=authors,
            published=trim_day(found.moment.value) if found and found.moment else None,
            publisher=find_publisher(after, names) or next(iter(named), None),
            url=url,
            role="byline",
        )
    return PeeledLine(text, url, link, labelled=labelled, zone=zone, names=names).build()


def _join_parts(
    block: Block, parts: Sequence[str], zone: ZoneInfo, names: Sequence[str]
) -> Line | None:
    """Read a line of several labelled parts as one."""
    lines = [
        line
        for part in parts
        if (line := read_line(msgspec.structs.replace(block, text=part), zone, names)) is not None
    ]
    if len(lines) < len(parts):
        return None
    return Line(
        title=next((line.title for line in lines if line.title), None),
        authors=tuple(name for line in lines for name in line.authors),
        publisher=next((line.publisher for line in lines if line.publisher), None),
        published=next((line.published for line in lines if line.published), None),
        url=next((line.url for line in lines if line.url), None),
        role="title" if any(line.title for line in lines) else lines[0].role,
        sure=True,
    )


def _read_part(label: Label, url: str | None, zone: ZoneInfo, names: Sequence[str]) -> Line | None:
    """Read what a label says it is; None when the label leaves that open, or does not keep it."""
    value = label.value.strip(EDGES)
    if not value or is_sentence(value):
        return None
    if label.part == "published":
        date = find_date(value, zone)
        day = trim_day(date.moment.value) if date and date.moment else None
        return Line(published=day, url=url, role="date") if date and len(value) <= 60 else None
    if label.part == "authors":
        authors, after = read_authors(value)
        if not authors:
            return None
        found = find_date(after, zone) if after else None
        day = trim_day(found.moment.value) if found and found.moment else None
        return Line(authors=authors, published=day, url=url, role="byline")
    if label.part == "publisher" and len(value) <= 120:
        day, rest = cut_date(value, zone)
        rest = _YEARLESS.sub("", rest.strip(EDGES)).strip(EDGES)
        if rest and rest[-1] == "号":  # "2025年4月号" is cut up to its last letter
            rest = rest[:-1].strip(EDGES)
        sure = bool(_PLAIN_PUBLISHER.search(label.word)) or judge_publisher(rest) != "no"
        return Line(publisher=rest or None, published=day, url=url, role="publisher", sure=sure)
    return None


def _read_dates(text: str, zone: ZoneInfo) -> str | None:
    """Read a line of nothing but dates, "Published ... | Updated ... | 5 min read".

    Returns:
        The day of the first that is no update, "" when there is none; None for another line.
    """
    if len(text) > MAX_DATES:
        return None
    rest = fold_date(text)
    days: list[str] = []
    residue = ""
    count = 0
    while (found := find_date(rest, zone)) is not None:
        before = rest[: found.start]
        day = trim_day(found.moment.value) if found.moment else None
        if day and not UPDATED.search(before):
            days.append(day)
        residue += f" {before} "
        rest = rest[found.end :]
        count += 1
    residue = _DATE_WORDS.sub(" ", f"{residue} {rest}").strip(_DATE_EDGES)
    if not count and _SEASON.fullmatch(rest.strip(_DATE_EDGES)):
        return ""
    if residue or not count:
        return None
    return days[0] if days else ""


def _choose_link(block: Block, text: str, *, labelled: bool) -> Link | None:
    """Choose the link that a citation line stands on: most of the line, or a headline in it."""
    links = [link for link in block.links if not is_embed(link.url)]
    if not links:
        return None
    if labelled or sum(len(link.text) for link in links) >= 0.6 * len(text):
        return links[0]
    return next((link for link in links if is_headline(link.text) and len(link.text) > 15), None)
