"""Japanese eras: their years in the common calendar."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache


def era_year(era: str, number: int) -> int | None:
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
