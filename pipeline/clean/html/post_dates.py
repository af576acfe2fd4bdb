"""The date of a post on a page: its own element's, else the day header's over it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from pipeline.clean.dates import (
    Moment,
    add_time,
    find_date,
    read_date_line,
    read_instant,
    read_relative,
)
from pipeline.clean.drafts import Context
from pipeline.clean.html.layouts import Layout
from pipeline.clean.html.markup import is_foreign_container
from pipeline.clean.html.tree import attribute, classes, is_inside, visible_text

MAX_META = 120  # characters of a line about a post

_UPDATED = re.compile(r"^\s*(?:最終)?更新|^\s*(?:last\s+)?(?:updated|modified)", re.IGNORECASE)
_UPDATE_CLASSES = frozenset(("updated", "modified", "post-modified", "date-modified"))
_UPDATE_ONLY = frozenset(("entry-date-modified", "post-update", "update", "dateupdated"))
_DATE_CLASSES = frozenset(("published", "date", "entry-date", "post-date"))
_EXACT_CLASSES = _DATE_CLASSES | {"pubdate", "pub-date", "article-date", "posted", "timestamp"}
_DATE_NAME = re.compile(r"date|time|publish|posted|pub_|day|hizuke|created")
_LABEL = re.compile(r"公開|投稿|掲載|配信|発行|発表|作成|日時|posted|published|date", re.IGNORECASE)
_CLOCK = re.compile(r"(?<!\d)(?:[01]?\d|2[0-4])[:時][0-5]\d")
_CLOCK_ALONE = re.compile(r"^\D{0,4}(?:[01]?\d|2[0-4])[:時][0-5]\d分?\D{0,2}$")
_ABOUT = re.compile(
    r"posted|\bby\b|\bat\b|author|投稿|時刻|[|│｜・·]|comment|コメント", re.IGNORECASE
)


def read_date(tag: Tag, context: Context) -> tuple[bool, Moment | None]:
    """Read the date that an element carries.

    Returns:
        Whether it carries one at all, and its value; a date that cannot be has none.
    """
    zone = ZoneInfo(context.timezone)
    inner = tag.find(["time", "abbr"]) if tag.name not in ("time", "abbr") else None
    for candidate in (tag, inner):
        if not isinstance(candidate, Tag):
            continue
        value = attribute(candidate, "datetime", "data-time", "data-date", "content", "title")
        if value and re.search(r"\d{4}|\d{2}:\d{2}", value):
            instant = read_instant(value, zone)
            if instant is None and find_date(value, zone) is None:
                continue  # some other number
            return True, _with_shown_time(instant, visible_text(tag), zone)
    found = read_shown_date(visible_text(tag), context)
    # a calendar leaf has year, month and day in elements of their own
    return found if found[0] else read_shown_date(tag.get_text(" ", strip=True), context)


def read_shown_date(text: str, context: Context) -> tuple[bool, Moment | None]:
    """Read the date in a line that people see, a relative one too."""
    zone = ZoneInfo(context.timezone)
    found = find_date(text, zone)
    if found is not None:
        return True, found.moment
    for part in re.split(r"\s*[|│｜・·/]\s*", re.sub(r"^\D{0,6}[:：]\s*", "", text)):
        relative = read_relative(part, context.fetched_at, zone)
        if relative is not None:
            return True, relative
    return False, None


def find_moment(
    container: Tag, layout: Layout, context: Context, day: Tag | None, body: Tag | None
) -> tuple[Moment | None, str]:
    """Find a post's date: its own, else its day header's with the time that the post shows.

    Returns:
        The date, and its text as written.
    """
    shared, shared_text = (
        (read_date(day, context), visible_text(day)) if day else ((False, None), "")
    )
    for selector in layout.date:
        for tag in container.select(selector):
            if (body is not None and (tag is body or is_inside(tag, body))) or is_update(tag):
                continue
            if len(visible_text(tag)) > MAX_META or is_elsewhere(tag, container):
                continue
            found, moment = read_date(tag, context)
            if found and not (shared[1] and moment and moment.precision in ("month", "year")):
                return _with_clock(moment, container, body, context), shared_text or visible_text(
                    tag
                )
    if shared[0]:
        return _with_clock(shared[1], container, body, context), shared_text
    found, moment, text = _find_in(container, body, context)
    return (_with_clock(moment, container, body, context), text) if found else (None, "")


def find_date_near(
    soup: BeautifulSoup, root: Tag | None, title: Tag | None, context: Context
) -> tuple[bool, Moment | None, str]:
    """Find the date of an article: in what holds title and text, else a little around it.

    Args:
        root: The element of the running text.
    """
    zone: Tag = soup.body or soup
    if root is not None:
        zone = common(root, title) if title is not None else root
    for _ in range(4):
        found, moment, text = _find_in(zone, root, context)
        if found:
            return True, _with_clock(moment, zone, root, context), text
        if not isinstance(zone.parent, Tag) or zone.name in ("body", "html"):
            break
        zone = zone.parent
    return False, None, ""


def is_update(tag: Tag) -> bool:
    """Say whether an element is of a later change: its class or its label says so."""
    names = classes(tag)
    outer = classes(tag.parent) if isinstance(tag.parent, Tag) else set()
    if (names | outer) & _UPDATE_ONLY or (names & _UPDATE_CLASSES and not names & _DATE_CLASSES):
        return True
    if attribute(tag, "itemprop") == "dateModified" or _UPDATED.match(visible_text(tag)):
        return True
    around = visible_text(tag.parent) if isinstance(tag.parent, Tag) else ""
    return len(around) < 60 and bool(_UPDATED.match(around))


def _find_in(zone: Tag, body: Tag | None, context: Context) -> tuple[bool, Moment | None, str]:
    """Find the likeliest date among the short lines about a post."""
    best: tuple[int, int] | None = None
    answer: tuple[bool, Moment | None, str] = (False, None, "")
    for place, tag in enumerate(_short_lines(zone)):
        if is_update(tag):
            continue
        text = visible_text(tag)
        inside = body is not None and (tag is body or is_inside(tag, body))
        found, moment = read_date(tag, context)
        telling = tag.name == "time" or bool(classes(tag) & _EXACT_CLASSES)
        if not found or (inside and not telling and not _is_about_post(text, context)):
            continue
        named = tag.name == "time" or any(_DATE_NAME.search(name) for name in classes(tag))
        priority = 3 if named else 2 if _LABEL.search(text) else 1
        rank = (priority - (2 if inside else 0), -place)
        if best is None or rank > best:
            best, answer = rank, (True, moment, text)
    return answer


def _short_lines(zone: Tag) -> Iterator[Tag]:
    """Yield the elements that hold a short text with a digit of their own, in page order."""
    for tag in zone.find_all(True):
        if tag.name in ("script", "style", "option", "img") or is_elsewhere(tag, zone):
            continue
        if tag.name == "a" and tag.find_parent("li") is not None:
            continue  # a list of months or of other posts
        own = "".join(
            str(child)
            for child in tag.children
            if isinstance(child, NavigableString) and not isinstance(child, PreformattedString)
        )
        telling = tag.name == "time" or "date" in " ".join(classes(tag))
        if not telling and not re.search(r"\d|前|昨日|今日|ago|yesterday", own):
            continue
        if 3 <= len(visible_text(tag)) <= MAX_META or tag.get("datetime"):
            yield tag


def is_elsewhere(tag: Tag, zone: Tag) -> bool:
    """Say whether an element of `zone` stands in a widget, a comment or navigation."""
    for parent in [tag, *tag.parents]:
        if parent is zone:
            return False
        if parent.name in ("aside", "nav") or is_foreign_container(classes(parent)):
            return True
        if parent.name == "footer" and zone.name in ("body", "html"):
            return True
    return False


def _is_about_post(text: str, context: Context) -> bool:
    """Say whether a line inside a text is a date, or one of author, date, time to read ..."""
    if read_date_line(text, ZoneInfo(context.timezone)) is not None:
        return True
    parts = [
        part.strip() for part in re.split(r"\s*[|│｜·•／]\s*|\s+[-–—]\s+", text) if part.strip()
    ]
    return len(parts) > 1 and "。" not in text and not re.search(r"https?://", text)


def _with_clock(
    moment: Moment | None, zone: Tag, body: Tag | None, context: Context
) -> Moment | None:
    """Give a bare day the time of day that another line about the post shows."""
    if moment is None or moment.precision != "day":
        return moment
    timezone = ZoneInfo(context.timezone)
    for tag in _short_lines(zone):
        text = visible_text(tag)
        inside = body is not None and (tag is body or is_inside(tag, body))
        if inside and not (body is zone and _CLOCK_ALONE.match(text)):
            continue
        if not _CLOCK.search(text) or not (_ABOUT.search(text) or len(text) <= 12):
            continue
        found = find_date(text, timezone)
        if found is not None:
            same = found.moment is not None and found.moment.day == moment.day
            if same and found.moment is not None and found.moment.precision != "day":
                return found.moment
            if not same:
                continue
        return add_time(moment, text, timezone)
    return moment


def common(first: Tag, second: Tag) -> Tag:
    """Return the smallest element that holds both."""
    above = {id(tag) for tag in [first, *first.parents]}
    for tag in [second, *second.parents]:
        if id(tag) in above:
            return tag
    return first


def _with_shown_time(moment: Moment | None, shown: str, zone: ZoneInfo) -> Moment | None:
    """A bare day in an attribute takes the time that the same element shows.

    A midnight that the element shows as a bare day is that day: a template filled the time in.
    """
    if moment is None or moment.precision == "month":
        return moment
    found = find_date(shown, zone)
    if found is None or found.moment is None:
        return moment
    if moment.precision != "day":
        is_midnight = "T00:00:00" in moment.value
        return found.moment if is_midnight and found.moment.precision == "day" else moment
    return found.moment if found.moment.day == moment.day else moment
