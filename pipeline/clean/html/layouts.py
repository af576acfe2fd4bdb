"""Layouts: selectors that say where a page's posts and their parts are; read from `layouts.yml`.

A layout is data: a blog system has several, and the first that finds posts on a page is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from bs4 import BeautifulSoup, Tag

from pipeline.clean.dates import read_date_line
from pipeline.clean.html.markup import is_foreign_container
from pipeline.clean.html.tree import classes, is_inside, select_all, select_first, visible_text
from pipeline.documents import Record

FILE = Path(__file__).with_name("layouts.yml")
SHARED = "shared"
MAX_LEVELS = 3  # elements above a post beside which its date header can stand
MAX_DAY = 40  # characters of a date header
_TOKYO = ZoneInfo("Asia/Tokyo")  # any zone: only whether a line is a day counts here
MIN_TEXT = 30  # characters that make a post of an element without known parts


class Layout(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the parts of a page's posts are; each a list of CSS selectors, the best first.

    Attributes:
        posts: The containers, one a post.
        title: Inside a container.
        link: What carries the permalink in `href`; the title's own link without it.
        day: Date headers before the containers, each shared by the posts that follow it.
        date: What carries the post's own date, in an attribute or as text.
        body: The whole text.
        excerpt: The start of the text, where the page has no more.
    """

    name: str
    posts: tuple[str, ...]
    title: tuple[str, ...]
    link: tuple[str, ...] = ()
    day: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    excerpt: tuple[str, ...] = ()


def layouts_for(system: str | None) -> tuple[Layout, ...]:
    """Return the layouts to try on a page of a blog system, the shared ones last.

    Args:
        system: Key of `layouts.yml`; None for a page of no system that we know.
    """
    table = _read_table()
    return (*(table[system] if system else ()), *table[SHARED])


def other_layouts(system: str | None) -> tuple[Layout, ...]:
    """Return the layouts of all other systems: many a small one looks like a large one's elder."""
    table = _read_table()
    return tuple(
        layout
        for name, listed in table.items()
        if name not in (SHARED, system)
        for layout in listed
    )


def find_containers(soup: BeautifulSoup, layout: Layout) -> list[Tag]:
    """Return the elements that hold a post each: outermost, and not of a widget or a comment."""
    for selector in layout.posts:
        found = [tag for tag in soup.select(selector) if not _is_foreign(tag)]
        known = {id(tag) for tag in found}
        outer = [tag for tag in found if not any(id(parent) in known for parent in tag.parents)]
        usable = [tag for tag in outer if _has_parts(tag, layout)]
        if usable:  # among posts with titles there are some without: quotes, pictures
            return [tag for tag in outer if tag in usable or len(visible_text(tag)) >= MIN_TEXT]
    return []


def _is_foreign(tag: Tag) -> bool:
    if is_foreign_container(classes(tag)):
        return True
    for parent in tag.parents:
        if parent.name in ("aside", "nav", "footer"):
            return True
        if parent.name not in ("body", "html") and is_foreign_container(classes(parent)):
            return True
    return False


def _has_parts(tag: Tag, layout: Layout) -> bool:
    return select_first(tag, (*layout.title, *layout.body, *layout.excerpt)) is not None


def find_days(soup: BeautifulSoup, layout: Layout, containers: Sequence[Tag]) -> dict[int, Tag]:
    """Return for each container the nearest date header before it in the page."""
    headers = {id(tag): tag for tag in select_all(soup, layout.day)}
    if not headers:
        return _find_dated_headings(containers)
    wanted = {id(tag) for tag in containers}
    days: dict[int, Tag] = {}
    current: Tag | None = None
    for tag in soup.find_all(True):
        if id(tag) in headers:
            current = tag
        elif id(tag) in wanted and current is not None:
            days[id(tag)] = current
    for container in containers:  # the first post of a day can hold the header of them all
        inner = next((tag for tag in select_all(container, layout.day)), None)
        if inner is not None and not _is_in_text(inner, container, layout):
            days[id(container)] = inner
    return days


def _is_in_text(tag: Tag, container: Tag, layout: Layout) -> bool:
    return any(is_inside(tag, body) for body in select_all(container, layout.body))


def _find_dated_headings(containers: Sequence[Tag]) -> dict[int, Tag]:
    """Find date headers that no selector names: lines that are a day, beside the containers."""
    days: dict[int, Tag] = {}
    for container in containers:
        level: Tag | None = container
        for _ in range(MAX_LEVELS):
            if level is None or level.name in ("body", "html", "main"):
                break
            header = next(
                (tag for tag in level.find_previous_siblings(limit=40) if _is_day(tag)), None
            )
            if header is not None:
                days[id(container)] = header
                break
            level = level.parent
    return days


def _is_day(tag: Tag) -> bool:
    text = visible_text(tag)
    if not 8 <= len(text) <= MAX_DAY:
        return False
    date = read_date_line(text, _TOKYO)
    return date is not None and not date.shape.removesuffix("+weekday").endswith("month")


@cache
def _read_table() -> dict[str, tuple[Layout, ...]]:
    return msgspec.yaml.decode(FILE.read_bytes(), type=dict[str, tuple[Layout, ...]])
