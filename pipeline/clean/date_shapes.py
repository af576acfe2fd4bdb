"""How dates are written in Japanese and English: patterns over width-folded, lower-case text."""

from __future__ import annotations

import re
import unicodedata

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
    r"\s*(?P<ampm>[ap]\.?m\.?|午[前後])?\s*(?P<zone>z|utc|gmt|jst|[ecmp][sd]t|et|[+-]\d{2}:?\d{2})?)?"
)
_ERA = r"(?P<era>令和|平成|昭和|大正|明治|[rhs](?=\d))\s*(?P<era_year>\d{1,2})"
_WEEKDAY = (
    r"(?:\s*[(\[]?\s*(?:[月火水木金土日](?:曜日?)?(?:\s*[・,]?\s*祝日?)?"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?)\s*[)\]]?)?"
)
_WEEKDAY_EN = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"

_WEEKDAY_FIRST = r"(?:[月火水木金土日]曜日?\s*[,、]?\s*)?"

# Shape -> pattern over width-folded, lower-case text. The order matters: longer ones first.
CLOCK = re.compile(_TIME.removesuffix("?").replace("(?:\\s*(?:at|[-,|/t])?\\s*", "(?<!\\d)(?:", 1))
SHAPES: dict[str, re.Pattern[str]] = {
    shape: re.compile(pattern)
    for shape, pattern in (
        ("ja", rf"{_WEEKDAY_FIRST}{_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月\s*"
               rf"(?P<day>\d{{1,2}})\s*日{_WEEKDAY}{_TIME}"),
        ("era", rf"{_ERA}\s*(?:年|\.)\s*(?P<month>\d{{1,2}})\s*(?:月|\.)\s*(?P<day>\d{{1,2}})\s*日?"
                rf"{_WEEKDAY}{_TIME}"),
        ("ja_reversed", rf"{_WEEKDAY_FIRST}(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*日?"
                        rf"[,\s]\s*{_YEAR}年?{_WEEKDAY}{_TIME}"),
        ("numeric", rf"{_YEAR}\s*(?P<mark>[-/.])\s*(?P<month>\d{{1,2}})\s*(?P=mark)\s*"
                    rf"(?P<day>\d{{1,2}})(?!\d){_WEEKDAY}{_TIME}"),
        ("en", rf"{_WEEKDAY_EN}{_MONTH_NAME}\s*-?{_ENGLISH_DAY}\s*[,-]?\s*(?<!\d){_YEAR}{_TIME}"),
        ("en_day_first", rf"{_WEEKDAY_EN}(?<!\d){_ENGLISH_DAY}(?:\s+of)?[\s-]*{_MONTH_NAME}[\s,-]*"
                         rf"{_YEAR}(?!\d){_TIME}"),
        # a calendar leaf: the year apart from the day
        ("leaf", rf"(?<!\d){_YEAR}\s+(?P<month>\d{{1,2}})\s*(?:[./-]|月)\s*"
                 rf"(?P<day>\d{{1,2}})日?(?!\d){_WEEKDAY}{_TIME}"),
        ("leaf_reversed", rf"(?<!\d)(?P<month>\d{{1,2}})[./](?P<day>\d{{1,2}})[\s,]+{_YEAR}(?!\d)"
                          rf"{_WEEKDAY}{_TIME}"),
        ("ja_month", rf"{_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月(?!\s*\d{{1,2}}\s*日)(?:号)?"),
        ("era_month", rf"{_ERA}\s*年\s*(?P<month>\d{{1,2}})\s*月(?!\s*\d{{1,2}}\s*日)"),
        ("en_month", rf"{_MONTH_NAME},?\s+{_YEAR}(?!\d)"),
        ("numeric_month", rf"(?<!\d){_YEAR}[-/.](?P<month>\d{{1,2}})(?![-/.\d])"),
        ("compact", r"(?<!\d)(?P<year>20\d{2})(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)"),
        ("us", r"(?<!\d)(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>(?:19|20)\d{2})(?!\d)"),
        # which of the two is the month only a number above 12 tells
        ("dotted", r"(?<![\d.])(?P<day>\d{1,2})(?P<either>[.-])(?P<month>\d{1,2})(?P=either)"
                   r"(?P<year>20\d{2})(?![\d.])"),
    )
}  # fmt: skip

# Words around a date that do not stop a line from being a date line.
LABELS = re.compile(
    r"^(?:(?:first\s+)?published(?:\s+on)?|posted(?:\s+on)?|last\s+(?:updated|modified)|updated(?:\s+on)?|date"
    r"|公開日時?|投稿日時?|掲載(?:日時?|誌|紙)?|配信日時?|発表日?|発行日?|日付|日時|作成日|更新日時?|最終更新日?|原文公開日?|原著掲載日?)"
    r"\s*[:>]?\s*"
)
TAIL = re.compile(
    r"^[\s,.|)]*(?:\(?(?:local|eastern|jst|utc|gmt|est|edt|et)(?:\s+time)?\)?|付け?|掲載|公開|配信|更新|発表|"
    r"投稿)?[\s.|)]*$"
)
UPDATED = re.compile(r"(?:last\s+)?(?:updated|modified)|更新")


def fold_date(text: str) -> str:
    """Fold width and kanji digits so that the patterns apply; length may change."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return re.sub(
        r"[〇零一二三四五六七八九十元]+(?=[年月日])",
        lambda match: _fold_kanji_number(match.group()),
        folded,
    )


def _fold_kanji_number(text: str) -> str:
    if "十" not in text:
        return text.translate(KANJI_DIGITS)
    tens, _, ones = text.partition("十")
    return str(
        int(tens.translate(KANJI_DIGITS) or "1") * 10 + int(ones.translate(KANJI_DIGITS) or "0")
    )
