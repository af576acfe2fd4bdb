"""Dates that stand behind the posts of a page's visible text rather than over them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pipeline.clean.boilerplate import classify_furniture, ends_page
from pipeline.clean.dates import DateText, find_date, read_date_line
from pipeline.clean.readers.dump_dates import CITATION_END, DAY_SHAPES, looks_like_title
from pipeline.clean.readers.dump_lines import Text
from pipeline.clean.titles import parse_title

LONG = 60  # characters; a longer line is no title
_WRITTEN = re.compile(r"\s*(?:記す?|筆|up|posted)$", re.IGNORECASE)


class Foot(NamedTuple):
    """A post's lines, `start` to `date` (exclusive), and the date that closes them."""

    start: int
    date: int
    found: DateText


def find_feet(lines: Sequence[Text], zone: ZoneInfo) -> list[Foot]:
    """Find the posts that a date closes each; none where the dates stand over the posts.

    What tells the two apart: text stands before the first date, and none after the last.
    """
    dated = [
        (i, found)
        for i in range(1, len(lines))
        if (found := _read_foot(lines, i, zone)) is not None
    ]
    shapes = [found.shape.removesuffix("+weekday") for _, found in dated]
    common = max(set(shapes), key=shapes.count) if shapes else ""
    dated = [pair for pair, shape in zip(dated, shapes, strict=True) if shape == common]
    if len(dated) < 2 or not _is_ordered([found for _, found in dated]):
        return []
    if any(_is_running(line.text) for line in _before_end(lines[dated[-1][0] + 1 :])):
        return []
    feet: list[Foot] = []
    begin = 0
    for i, found in dated:
        start = _find_first_title(lines, i) if not feet else _skip_furniture(lines, begin, i)
        if start is None or not any(_is_running(line.text) for line in lines[start + 1 : i]):
            return []
        feet.append(Foot(start, i, found))
        begin = i + 1
    return feet


def _read_foot(lines: Sequence[Text], i: int, zone: ZoneInfo) -> DateText | None:
    """Read a line as the date behind a post, which another post or nothing at all follows."""
    text = _WRITTEN.sub("", lines[i].text.strip("（）()[]［］ \u3000―—-–"))
    if len(text) > 2 * LONG:
        return None
    found = read_date_line(text, zone) if len(text) <= LONG else None
    if found is None and classify_furniture(lines[i].text) == "footer":
        found = find_date(text, zone)
    if found is None or found.updated or found.shape.removesuffix("+weekday") not in DAY_SHAPES:
        return None
    after = _skip_furniture(lines, i + 1, len(lines))
    if after is None or ends_page(lines[after].text):
        return found
    following = lines[after]
    begins = following.gap >= 1 and looks_like_title(following.text)
    return found if begins and not CITATION_END.search(following.text) else None


def _find_first_title(lines: Sequence[Text], date: int) -> int | None:
    """Find the first post's title below the page's own header: the line over the first sentence."""
    first = next((i for i in range(date) if _is_running(lines[i].text)), None)
    if not first:
        return None
    sourced = [
        i for i in range(first) if parse_title(lines[i].text).certainty in ("known", "likely")
    ]
    title = sourced[-1] if sourced else first - 1
    return title if looks_like_title(lines[title].text) else None


def _skip_furniture(lines: Sequence[Text], begin: int, end: int) -> int | None:
    return next((i for i in range(begin, end) if not classify_furniture(lines[i].text)), None)


def _before_end(lines: Sequence[Text]) -> Sequence[Text]:
    end = next((i for i, line in enumerate(lines) if ends_page(line.text)), len(lines))
    return lines[:end]


def _is_running(text: str) -> bool:
    if parse_title(text).certainty in ("known", "likely") and "。" not in text:
        return False
    return bool(re.search(r"[。！？]|…$|\.\.\.$", text)) and not classify_furniture(text)


def _is_ordered(dates: Sequence[DateText]) -> bool:
    days = [found.moment.day for found in dates if found.moment is not None]
    return days in (sorted(days), sorted(days, reverse=True))
