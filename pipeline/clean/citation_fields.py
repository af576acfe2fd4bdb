"""The fields in a piece of a citation line: dates, publications, sentences that are none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal
from zoneinfo import ZoneInfo

from pipeline.clean.date_shapes import fold_date
from pipeline.clean.dates import find_date
from pipeline.clean.english import is_headline
from pipeline.clean.publishers import judge_publisher, matches_address, trim_publisher
from pipeline.documents import Record

Role = Literal["title", "byline", "date", "publisher", "url", "label", "biography", "furniture"]
SEPARATORS = re.compile(r"\s*(?:[|｜•·／/]|\s[-–—―]\s|,\s|、|\s{2,})\s*")
EDGES = " \u3000()（）[]［］【】<>＜＞→⇒↓▶►>・:：|｜、,-–—―"


class Line(Record, frozen=True, kw_only=True):
    """What one line says of a citation.

    Attributes:
        title: A possible title; sure when quoted or labelled.
        rest: Text that none of the fields accounts for.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    role: Role | None = None
    sure: bool = False
    rest: str = ""


def cut_date(text: str, zone: ZoneInfo) -> tuple[str | None, str]:
    """Take the date out of a line; one inside a headline stays."""
    folded = unicodedata.normalize("NFKC", text)
    searched = folded if len(fold_date(folded)) == len(folded) else fold_date(folded)
    found = find_date(searched, zone)
    if found is None or len(text) > 400:
        return None, text
    before = re.sub(
        r"(?:[Pp]ublished|[Pp]osted|[Uu]pdated)(?:\s+on)?[:\s]*$", "", searched[: found.start]
    )
    after = searched[found.end :].strip()
    if (
        before.strip()
        and before.strip()[-1] not in ",、(（[|｜:：-–—―・/〔【"
        and after
        and after[0] not in ",、)）]|｜-–—―/付号〕】."
    ):
        return None, text  # a date inside a headline is part of it
    day = trim_day(found.moment.value) if found.moment else None
    return day, f"{before} | {re.sub(r'^(?:付け?|号)', '', searched[found.end :])}"


def names_publication(text: str, names: Sequence[str], url: str | None) -> bool:
    """Say whether a piece of a line is the name of a publication."""
    judged = judge_publisher(text)
    if judged == "known":
        return True
    if any(text.casefold() == name.casefold() for name in names):
        return True
    words = text.split()
    if judged == "likely":
        return len(words) <= 6 and not re.search(
            r"\b(?:is|are|was|were|has|have|will|can|to|for)\b", text
        )
    return judged == "possible" and len(words) <= 5 and matches_address(text, url)


def is_link_title(text: str, names: Sequence[str], url: str | None, *, labelled: bool) -> bool:
    """Say whether a link's words are a headline: no "here", no address, no publication."""
    if not labelled and not is_headline(text):
        return False
    names_place = re.fullmatch(
        r"(?:こちら|ここ|リンク|link|here|原文|元記事|url|[\w.-]+\.[a-z]{2,}(?:/\S*)?)",
        text,
        re.IGNORECASE,
    )
    return (
        not names_place and not text.startswith("http") and not names_publication(text, names, url)
    )


def find_publisher(text: str, names: Sequence[str]) -> str | None:
    """Return the publication that a piece of a line names."""
    for part in SEPARATORS.split(text):
        name = re.sub(r"^(?:for|of|at|in|from)\s+", "", part.strip(" ()（）,|"))
        if name and names_publication(name, names, None):
            return trim_publisher(name)
    return None


def is_sentence(text: str) -> bool:
    """Say whether a piece of a line is a Japanese sentence."""
    return bool(re.search(r"[。]|[ぁ-ん](?:です|ます|した|である|する|いる)$", text)) or bool(
        re.search(r"[をがはに][^「」『』]{0,40}(?:した|する|ある|いる|れる|った)$", text)
    )


def without(text: str, part: str) -> str:
    """Take the last occurrence of a part out of a text."""
    at = text.rfind(part)
    return text if at < 0 else f"{text[:at]} {text[at + len(part) :]}"


def trim_day(value: str) -> str | None:
    """Return the day or month of an ISO date or instant."""
    day = value[:10]
    return day if len(day) >= 7 else None
