"""Dates as Japanese and English pages write them, with the precision that they have.

A date that cannot be (31 June, month 13) is recognised as a date and has no value: the post is kept
with a null date, and nothing else on the page is taken in its place.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

from pipeline.documents import Precision, Record

MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june",
         "jul july", "aug august", "sep sept september", "oct october", "nov november",
         "dec december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九元", "001234567891")

_YEAR = r"(?P<year>(?:19|20)\d{2})"
_MONTH_NAME = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_ENGLISH_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_TIME = (
    r"(?:\s*(?:at|[-,|/t])?\s*(?P<half>午前|午後)?\s*"
    r"(?P<hour>\d{1,2})\s*(?::|時)\s*(?P<minute>\d{2})分?(?:\s*:\s*(?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<ampm>[ap]\.?m\.?)?\s*(?P<zone>z|utc|gmt|jst|[ecmp][sd]t|et|[+-]\d{2}:?\d{2})?)?"
)
_CLOCK = re.compile(_TIME.removesuffix("?").replace("(?:\\s*(?:at|[-,|/t])?\\s*", "(?<!\\d)(?:", 1))
_ERA = r"(?P<era>令和|平成|昭和|大正|明治|[rhs](?=\d))\s*(?P<era_year>\d{1,2})"
_WEEKDAY_JA = r"(?:\s*[(\[]?\s*[月火水木金土日](?:曜日?)?\s*(?:[・,]?\s*祝日?)?\s*[)\]]?)?"
_WEEKDAY_EN = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"

# Shape -> pattern over width-folded, lower-case text. The order matters: longer ones first.
SHAPES: dict[str, re.Pattern[str]] = {
    shape: re.compile(pattern)
    for shape, pattern in (
        ("ja", rf"{_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*日"
               rf"{_WEEKDAY_JA}{_TIME}"),
        ("era", rf"{_ERA}\s*(?:年|\.)\s*(?P<month>\d{{1,2}})\s*(?:月|\.)\s*(?P<day>\d{{1,2}})\s*日?"
                rf"{_WEEKDAY_JA}{_TIME}"),
        ("ja_reversed", rf"(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*日?,\s*{_YEAR}年?"
                        rf"{_WEEKDAY_JA}{_TIME}"),
        ("numeric", rf"{_YEAR}\s*(?P<mark>[-/.])\s*(?P<month>\d{{1,2}})\s*(?P=mark)\s*"
                    rf"(?P<day>\d{{1,2}})(?!\d){_WEEKDAY_JA}{_TIME}"),
        ("en", rf"{_WEEKDAY_EN}{_MONTH_NAME}\s+{_ENGLISH_DAY}\s*,?\s+{_YEAR}{_TIME}"),
        ("en_day_first", rf"{_WEEKDAY_EN}{_ENGLISH_DAY}(?:\s+of)?[\s-]+{_MONTH_NAME}[\s,-]+{_YEAR}"
                         rf"{_TIME}"),
        ("ja_month", rf"{_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月(?!\s*\d{{1,2}}\s*日)(?:号)?"),
        ("era_month", rf"{_ERA}\s*年\s*(?P<month>\d{{1,2}})\s*月(?!\s*\d{{1,2}}\s*日)"),
        ("en_month", rf"{_MONTH_NAME},?\s+{_YEAR}(?!\d)"),
        ("numeric_month", rf"(?<!\d){_YEAR}[-/.](?P<month>\d{{1,2}})(?![-/.\d])"),
        ("compact", r"(?<!\d)(?P<year>20\d{2})(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)"),
        ("us", r"(?<!\d)(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>(?:19|20)\d{2})(?!\d)"),
    )
}  # fmt: skip

# Words around a date that do not stop a line from being a date line.
_LABELS = re.compile(
    r"^(?:(?:first\s+)?published(?:\s+on)?|posted(?:\s+on)?|last\s+(?:updated|modified)|updated(?:\s+on)?|date"
    r"|公開日時?|投稿日時?|掲載日時?|配信日時?|発表日?|日付|日時|作成日|更新日時?|最終更新日?|原文公開日?|原著掲載日?)"
    r"\s*[:>]?\s*"
)
_TAIL = re.compile(
    r"^[\s,.|)]*(?:\(?(?:local|eastern|jst|utc|gmt|est|edt|et)(?:\s+time)?\)?|付け?|掲載|公開|配信|更新|発表|"
    r"投稿)?[\s.|)]*$"
)
_UPDATED = re.compile(r"(?:last\s+)?(?:updated|modified)|更新")
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


def fold_date(text: str) -> str:
    """Fold width and kanji digits so that the patterns apply; length may change."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return re.sub(
        r"[〇零一二三四五六七八九十元]+(?=[年月日])",
        lambda match: _fold_kanji_number(match.group()),
        folded,
    )


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
                updated=bool(_UPDATED.search(folded[: match.start()])),
            )
    return found


def read_date_line(line: str, zone: ZoneInfo) -> DateText | None:
    """Read a line that is a date and nothing else but words like "Published"."""
    if len(line) > 80:
        return None
    folded = fold_date(line).strip(" \u3000・■●▼◆*-—[]【】")
    label = _LABELS.match(folded)
    rest = folded[label.end() :] if label else folded
    for shape, pattern in SHAPES.items():
        match = pattern.match(rest)
        if match and _TAIL.match(rest[match.end() :]):
            return DateText(
                start=0,
                end=len(line),
                moment=_build_moment(match, zone),
                shape=shape + ("+weekday" if _has_weekday(match.group()) else ""),
                updated=bool(label and _UPDATED.match(label.group())),
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
    match = _CLOCK.search(fold_date(time_text))
    if not match:
        return moment
    day = date.fromisoformat(moment.value)
    return _with_time(day, match, zone) or moment


def _fold_kanji_number(text: str) -> str:
    if "十" not in text:
        return text.translate(KANJI_DIGITS)
    tens, _, ones = text.partition("十")
    return str(
        int(tens.translate(KANJI_DIGITS) or "1") * 10 + int(ones.translate(KANJI_DIGITS) or "0")
    )


def _has_weekday(text: str) -> bool:
    return bool(re.search(r"[月火水木金土日]曜|[(\[]\s*[月火水木金土日]", text)) or bool(
        re.match(r"(?:mon|tue|wed|thu|fri|sat|sun)", text)
    )


def _build_moment(match: re.Match[str], zone: ZoneInfo) -> Moment | None:
    groups = match.groupdict()
    year = _era_year(groups["era"], int(groups["era_year"])) if groups.get("era") else None
    if year is None and groups.get("year"):
        year = int(groups["year"])
    month = MONTHS[groups["name"]] if groups.get("name") else int(groups["month"])
    if year is None:
        return None
    if groups.get("day") is None:
        return _month(year, month)
    try:
        day = date(year, month, int(groups["day"]))
    except ValueError:
        return None
    if groups.get("hour") is not None:
        return _with_time(day, match, zone)
    return Moment(value=day.isoformat(), precision="day")


def _with_time(day: date, match: re.Match[str], zone: ZoneInfo) -> Moment | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    half = (match["ampm"] or "").replace(".", "")
    if (half == "pm" or match["half"] == "午後") and hour < 12:
        hour += 12
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


def _era_year(era: str, number: int) -> int | None:
    """Turn an era's year into one of our calendar; None when the era had no such year."""
    since, until = _eras()[era]
    year = since + number - 1
    return year if number >= 1 and year <= until else None


@cache
def _eras() -> dict[str, tuple[int, int]]:
    from japanera import ERA_DATA_GENERAL

    names = {"令和": "r", "平成": "h", "昭和": "s", "大正": "t", "明治": "m"}
    latest = datetime.now(UTC).year + 100
    eras = {}
    for era in ERA_DATA_GENERAL:
        if era.kanji in names:
            last = era.until.year if era.until else latest
            eras[era.kanji] = eras[names[era.kanji]] = (era.since.year, last)
    return eras
