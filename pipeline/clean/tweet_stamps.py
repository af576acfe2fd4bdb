"""Dates as they stand beside copied tweets: with a clock before them, with counts and app names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pipeline.clean.date_shapes import CLOCK
from pipeline.clean.dates import Moment, add_time, read_date_line

MAX_STAMP = 80  # characters
_PARTS = re.compile(r"\s*[·•・|｜‧∙]\s*|\s{3,}")
_BRACKETS = " \u3000()（）[]［］【】〔〕<>＜＞-–—―:："
_CLOCK_ALONE = re.compile(rf"^(?:{CLOCK.pattern})\s*$")
# "3月11日" and "5時間" say when without saying which day it was.
_VAGUE = re.compile(
    r"^(?:\d{1,2}月\d{1,2}日|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+\d{1,2}"
    r"|\d{1,2}\s+(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
    r"|\d{1,3}\s*(?:秒|分|時間|日|週間?|s|m|h|d|w)(?:前|\s*ago)?|昨日|今日|yesterday|now|今)$"
)
_VIEWS = re.compile(
    r"^[\d,.]+\s*[万千kmb]?\s*(?:件)?の?\s*(?:表示|回表示|views?|インプレッション)?$"
)
_APP = re.compile(r"^(?:twitter|x|tweetdeck|from|via)\b.{0,30}$|編集済み|edited", re.IGNORECASE)
_INLINE_START = re.compile(r"^\s*[\[(（【〔<]?\s*(?=[\d令平午a-zA-Z])")
_INLINE_END = re.compile(r"[\[(（【〔]([^\[\](（）)【】〔〕]{6,40})[\])）】〕]\s*$")


class Stamp(NamedTuple):
    """What a line says of when: the moment is None for a day that cannot be, or is not known."""

    moment: Moment | None


def read_stamp(line: str, zone: ZoneInfo) -> Stamp | None:
    """Read a line that says when a tweet was written and nothing else; None for another line."""
    text = line.strip(_BRACKETS)
    if not text or len(text) > MAX_STAMP:
        return None
    whole = _read_date(text, zone)
    if whole is not None:
        return whole
    folded = unicodedata.normalize("NFKC", text).lower()
    if _VAGUE.match(folded):
        return Stamp(None)
    parts = [part for part in _PARTS.split(text) if part]
    if not 2 <= len(parts) <= 5:
        return None
    found: Stamp | None = None
    clock = ""
    for part in parts:
        bare = unicodedata.normalize("NFKC", part).lower().strip()
        date = _read_date(part, zone) if found is None else None
        if date is not None:
            found = date
        elif _CLOCK_ALONE.match(bare):
            clock = part
        elif not (_VIEWS.match(bare) or _APP.match(part.strip())):
            return None
    if found is None or not clock:
        return found
    return Stamp(add_time(found.moment, clock, zone))


def _read_date(text: str, zone: ZoneInfo) -> Stamp | None:
    date = read_date_line(text.strip(_BRACKETS), zone)
    if date is None or date.shape.removesuffix("+weekday").endswith("month"):
        return None
    return Stamp(date.moment)


def cut_leading_stamp(text: str, zone: ZoneInfo) -> tuple[Stamp, str] | None:
    """Cut the date off a text that begins "[2025-03-11] ..." or "2025/03/11 21:04 ..."."""
    opening = _INLINE_START.match(text)
    if opening is None:
        return None
    for gap in re.finditer(r"[\])）】〕>][:：]?\s*|[:：]\s*(?!\d)|[\s\u3000|｜-]+", text[:45]):
        stamp = read_stamp(text[: gap.start()], zone)
        following = text[gap.end() :].strip()
        if stamp is None or stamp.moment is None or not following:
            continue
        longer = cut_leading_stamp_time(text, gap.end(), zone)
        return longer or (stamp, following)
    return None


def cut_leading_stamp_time(text: str, at: int, zone: ZoneInfo) -> tuple[Stamp, str] | None:
    """Take the clock after a leading date with it, "2025/03/11 21:04 ...", where there is one."""
    for gap in re.finditer(r"[\])）】〕>][:：]?\s*|[:：]\s*(?!\d)|[\s\u3000|｜]+", text[:60]):
        if gap.start() <= at:
            continue
        stamp = read_stamp(text[: gap.start()], zone)
        if stamp is not None and text[gap.end() :].strip():
            return stamp, text[gap.end() :].strip()
    return None


def cut_trailing_stamp(text: str, zone: ZoneInfo) -> tuple[Stamp, str] | None:
    """Cut the bracketed date off a text's end."""
    last = _INLINE_END.search(text[-60:])
    if last is None:
        return None
    stamp = read_stamp(last[1], zone)
    if stamp is None or stamp.moment is None:
        return None
    return stamp, text[: len(text) - len(last.group())].rstrip()


def is_habit(found: Sequence[object | None]) -> bool:
    """Say whether most entries of a list have something, so that it is the list's and no text's."""
    count = sum(one is not None for one in found)
    return count >= 2 and count >= 0.6 * len(found)
