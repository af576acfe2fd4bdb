"""The date of a post on a page: its own element's, else the day header's over it."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from bs4 import Tag

from pipeline.clean.dates import Moment, add_time, find_date, read_instant, read_relative
from pipeline.clean.drafts import Context
from pipeline.clean.html.layouts import Layout
from pipeline.clean.html.tree import attribute, classes, is_inside, visible_text


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
            if re.fullmatch(r"\d{10}(?:\d{3})?", value):
                continue
            return True, _with_shown_time(read_instant(value, zone), visible_text(tag), zone)
    text = visible_text(tag)
    found = find_date(text, zone)
    if found is not None:
        return True, found.moment
    relative = read_relative(re.sub(r"^\D{0,6}[:：]\s*", "", text), context.fetched_at, zone)
    return relative is not None, relative


def _with_shown_time(moment: Moment | None, shown: str, zone: ZoneInfo) -> Moment | None:
    """A bare day in an attribute takes the time that the same element shows.

    A midnight that the element shows as a bare day is that day: a template filled the time in.
    """
    if moment is None or moment.precision == "month":
        return moment
    found = find_date(shown, zone)
    if moment.precision != "day":
        is_day = found is not None and found.moment is not None and found.moment.precision == "day"
        return found.moment if found and is_day and "T00:00:00" in moment.value else moment
    same = found is not None and found.moment is not None and found.moment.day == moment.day
    return found.moment if same and found is not None else moment


def find_moment(
    container: Tag,
    layout: Layout,
    context: Context,
    day: Tag | None,
    body: Tag | None,
) -> tuple[Moment | None, str]:
    """Find a post's date: its own, else its day header's with the time that the post shows."""
    zone = ZoneInfo(context.timezone)
    times: list[str] = []
    shared: tuple[bool, Moment | None] = (
        read_date(day, context) if day is not None else (False, None)
    )
    raw = visible_text(day) if day is not None else ""
    for selector in layout.date:
        for tag in container.select(selector):
            if (body is not None and (is_inside(tag, body))) or is_update(tag):
                continue
            found, moment = read_date(tag, context)
            if found:
                if (
                    moment is not None
                    and shared[1] is not None
                    and moment.precision in ("month", "year")
                ):
                    continue
                return moment, raw or visible_text(tag)
            times.append(visible_text(tag))
    if shared[0]:
        return add_time(
            shared[1], next((time for time in times if ":" in time or "時" in time), None), zone
        ), raw
    return None, raw


def is_update(tag: Tag) -> bool:
    """Say whether an element is of a later change: its class or its label says so."""
    names = classes(tag)
    if {"updated", "modified", "post-modified", "date-modified"} & names and not {
        "published",
        "date",
        "entry-date",
        "post-date",
    } & names:
        return True
    if attribute(tag, "itemprop") == "dateModified" or names & {
        "entry-date-modified",
        "post-update",
        "update",
        "dateupdated",
    }:
        return True
    parent = tag.parent
    own = visible_text(tag)
    around = visible_text(parent) if isinstance(parent, Tag) else ""
    return bool(
        re.match(r"^\s*(?:最終)?更新|^\s*(?:last\s+)?(?:updated|modified)", own, re.IGNORECASE)
    ) or (
        len(around) < 60
        and bool(
            re.match(
                r"^\s*(?:最終)?更新|^\s*(?:last\s+)?(?:updated|modified)", around, re.IGNORECASE
            )
        )
    )
