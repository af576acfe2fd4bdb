"""The words of a search, and its dates, as a person types them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Literal

from pipeline.documents import Record
from pipeline.errors import RunError

Role = Literal["word", "phrase", "sentence"]

SENTENCE_LENGTH = 8

_WORDS = re.compile(r'(-?)(?:"([^"]+)"|「([^」]+)」|(\S+))')
_SENTENCE = re.compile(r".*[ぁ-ゖ].*[ぁ-ゖ].*")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class Word(Record, frozen=True, kw_only=True):
    """One word of a query.

    Attributes:
        forbidden: No document may hold it.
        role: `phrase` was quoted; `sentence` reads like one; else `word`.
    """

    text: str
    forbidden: bool = False
    role: Role = "word"


def parse_words(text: str) -> tuple[Word, ...]:
    """Part a query into words."""
    words = []
    for minus, quoted, bracketed, plain in _WORDS.findall(text):
        held = quoted or bracketed
        role: Role = "phrase" if held else "word"
        if not held and len(plain) >= SENTENCE_LENGTH and _SENTENCE.fullmatch(plain):
            role = "sentence"
        words.append(Word(text=held or plain, forbidden=bool(minus), role=role))
    return tuple(words)


def parse_date(text: str | None) -> str | None:
    """Check a date of a filter: a year, a month, a day or an instant.

    Raises:
        RunError: It is none of these.
    """
    if text is None or _DATE.fullmatch(text):
        return text
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError as error:
        raise RunError(f"{text!r} is no date", "write 2025, 2025-01 or 2025-01-31") from error


def parse_instant(text: str | None) -> str | None:
    """Check an instant; one without offset is in UTC.

    Raises:
        RunError: It is none.
    """
    if text is None:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        hint = "write 2026-11-21T18:00:00+00:00"
        raise RunError(f"{text!r} is no instant", hint) from error
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).isoformat()
