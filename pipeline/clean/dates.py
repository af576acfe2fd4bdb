"""Dates as Japanese and English pages write them, with the precision that they have.

A date that cannot be (31 June, month 13) is recognised as a date and has no value: the post is kept
with a null date, and nothing else on the page is taken in its place.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from pipeline.clean.date_shapes import CLOCK, LABELS, MONTHS, SHAPES, TAIL, UPDATED, fold_date
from pipeline.clean.eras import era_year
from pipeline.documents import Precision, Record

_OFFSETS = {
    "z": 0, "utc": 0, "gmt": 0, "jst": 9, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7,
    "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
_RELATIVE = re.compile(
    r"(?P<number>\d{1,3}|an?|a few)\s*(?P<unit>秒|分|時間|日|週間|[かヶケカ箇]月|年"
    r"|sec(?:ond)?s?|min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|months?|years?)\s*(?:前|ago)"
)
_WORDS = {"昨日": 1, "きのう": 1, "yesterday": 1, "一昨日": 2, "おととい": 2, "今日": 0, "本日": 0,
          "today": 0, "たった今": 0, "just now": 0}  # fmt: skip


class Moment(Record, frozen=True, kw_only=True):
    """A date as known: ISO 8601 with the precision that the page gave."""

    value: str
    precision: Precision

    @property
    def day(self) -> str:
        """The date part alone."""
        return self.value[:10]


class DateText(Record, frozen=True, kw_only=True):
    """A date found in text.

    Attributes:
        start: Characters into the text that was searched.
        moment: None: it reads as a date, but no such day exists.
        shape: Key of `SHAPES`, with `+weekday` when the weekday is written.
        updated: The text says that it is the date of a later change.
    """

    start: int
    end: int
    moment: Moment | None
    shape: str
    updated: bool = False


def find_date(text: str, zone: ZoneInfo) -> DateText | None:
    """Find the first date in a text; offsets are into `fold_date(text)`."""
    folded = fold_date(text)
    found: DateText | None = None
    for shape, pattern in SHAPES.items():
        match = pattern.search(folded)
        if match and (found is None or match.start() < found.start):
            found = DateText(
                start=match.start(),
                end=match.end(),
                moment=_build_moment(match, zone),
                shape=shape + ("+weekday" if _has_weekday(match.group()) else ""),
                updated=bool(UPDATED.search(folded[: match.start()])),
            )
    return found


def read_date_line(line: str, zone: ZoneInfo) -> DateText | None:
    """Read a line that is a date and nothing else but words like "Published"."""
    if len(line) > 80:
        return None
    folded = fold_date(line).strip(" \u3000・■●▼◆*-—[]【】")
    label = LABELS.match(folded)
    rest = folded[label.end() :] if label else folded
    for shape, pattern in SHAPES.items():
        match = pattern.match(rest)
        if match and TAIL.match(rest[match.end() :]):
            return DateText(
                start=0,
                end=len(line),
                moment=_build_moment(match, zone),
                shape=shape + ("+weekday" if _has_weekday(match.group()) else ""),
                updated=bool(label and UPDATED.match(label.group())),
            )
    return None


def read_instant(text: str | None, zone: ZoneInfo) -> Moment | None:
    """Read a machine's date: ISO 8601 or RFC 822; a time without a zone is in `zone`."""
    if not text or not (text := text.strip()):
        return None
    if match := re.fullmatch(r"((?:19|20)\d{2})-(\d{2})", text):
        return _month(int(match[1]), int(match[2]))
    try:
        if re.fullmatch(r"\d{4}-?\d{2}-?\d{2}", text):
            return Moment(value=date.fromisoformat(text).isoformat(), precision="day")
        return _instant(datetime.fromisoformat(text), zone, _iso_precision(text))
    except ValueError:
        pass
    if re.match(r"^\d{4}-\d{2}-\d{2}[T ]", text):
        return None  # an ISO instant that cannot be: nothing is guessed from its parts
    found = find_date(text, zone)
    return found.moment if found else None


def read_relative(text: str, fetched_at: str | None, zone: ZoneInfo) -> Moment | None:
    """Read "3時間前", "昨日", "2 days ago", counted back from the time of the fetch.

    The result is no more precise than the words: a day, a month or a year.
    """
    if fetched_at is None:
        return None
    now = datetime.fromisoformat(fetched_at).astimezone(zone)
    folded = unicodedata.normalize("NFKC", text).lower().strip()
    for word, days in _WORDS.items():
        if folded == word:
            return Moment(value=(now - timedelta(days=days)).date().isoformat(), precision="day")
    match = _RELATIVE.fullmatch(folded)
    if not match or match["number"] == "a few":
        return None
    number = int(match["number"]) if match["number"].isdigit() else 1
    unit = match["unit"]
    if unit.startswith(("年", "year")):
        return Moment(value=str(now.year - number), precision="year")
    if unit.endswith("月") or unit.startswith("month"):
        months = now.year * 12 + now.month - 1 - number
        return Moment(value=f"{months // 12:04d}-{months % 12 + 1:02d}", precision="month")
    seconds = {"秒": 1, "分": 60, "時": 3600, "日": 86400, "週": 604800, "s": 1, "m": 60, "h": 3600,
               "d": 86400, "w": 604800}[unit[0]]  # fmt: skip
    then = now - timedelta(seconds=seconds * number)
    return Moment(value=then.date().isoformat(), precision="day")


def add_time(moment: Moment | None, time_text: str | None, zone: ZoneInfo) -> Moment | None:
    """Give a bare day the time that stands apart from it, for example in a post's footer."""
    if moment is None or moment.precision != "day" or not time_text:
        return moment
    match = CLOCK.search(fold_date(time_text))
    if not match:
        return moment
    day = date.fromisoformat(moment.value)
    return _with_time(day, match, zone) or moment


def _has_weekday(text: str) -> bool:
    return bool(re.search(r"[月火水木金土日]曜|[(\[]\s*[月火水木金土日]", text)) or bool(
        re.match(r"(?:mon|tue|wed|thu|fri|sat|sun)", text)
    )


def _build_moment(match: re.Match[str], zone: ZoneInfo) -> Moment | None:
    groups = match.groupdict()
    year = era_year(groups["era"], int(groups["era_year"])) if groups.get("era") else None
    if year is None and groups.get("year"):
        year = int(groups["year"])
    month = MONTHS[groups["name"]] if groups.get("name") else int(groups["month"])
    if year is None:
        return None
    if groups.get("day") is None:
        return _month(year, month)
    number = int(groups["day"])
    if groups.get("either") and number <= 12 and month <= 12 and number != month:
        return None
    if month > 12 >= number and ("either" in groups or _is_us(match)):
        month, number = number, month
    try:
        day = date(year, month, number)
    except ValueError:
        return None
    if groups.get("hour") is not None:
        return _with_time(day, match, zone)
    return Moment(value=day.isoformat(), precision="day")


def _is_us(match: re.Match[str]) -> bool:
    return match.re is SHAPES["us"]


def _with_time(day: date, match: re.Match[str], zone: ZoneInfo) -> Moment | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    half = (match["ampm"] or "").replace(".", "")
    if "午後" in (half, match["half"]) or half == "pm":
        hour += 12 if hour < 12 else 0
    if half == "am" and hour == 12:
        hour = 0
    if hour == 24:  # 24:30 on a Japanese clock is half past midnight of the next day
        hour, day = 0, day + timedelta(days=1)
    try:
        instant = datetime(day.year, day.month, day.day, hour, minute, int(match["second"] or 0))  # noqa: DTZ001
    except ValueError:
        return None
    written = match["zone"]
    if written == "et":  # Eastern Time, standard or daylight
        instant = instant.replace(tzinfo=ZoneInfo("America/New_York"))
    elif written in _OFFSETS:
        instant = instant.replace(tzinfo=timezone(timedelta(hours=_OFFSETS[written])))
    elif written:
        sign = -1 if written[0] == "-" else 1
        digits = written[1:].replace(":", "")
        delta = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        instant = instant.replace(tzinfo=timezone(sign * delta))
    return _instant(instant, zone, "second" if match["second"] else "minute")


def _instant(instant: datetime, zone: ZoneInfo, precision: Precision) -> Moment:
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=zone)
    return Moment(value=instant.replace(microsecond=0).isoformat(), precision=precision)


def _iso_precision(text: str) -> Precision:
    return (
        "second"
        if re.search(r"\d{2}:?\d{2}:?\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?$", text)
        and (text.count(":") >= 2 or "T" in text)
        else "minute"
    )


def _month(year: int, month: int) -> Moment | None:
    if not 1 <= month <= 12:
        return None
    return Moment(value=f"{year:04d}-{month:02d}", precision="month")
