"""The parts of one citation line: its fields taken off one after another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal
from zoneinfo import ZoneInfo

from pipeline.clean.authors import (
    read_authors,
    read_leading_authors,
)
from pipeline.clean.date_shapes import fold_date
from pipeline.clean.dates import find_date
from pipeline.clean.drafts import Link
from pipeline.clean.english import is_headline, is_plain_headline
from pipeline.clean.publishers import judge_publisher, matches_address, trim_publisher
from pipeline.documents import Record

Role = Literal["title", "byline", "date", "publisher", "url", "label", "biography", "furniture"]
_QUOTED_TITLE = re.compile(r"[「『“\"‘]([^「」『』“”\"]{4,200})[」』”\"’]")
_SEPARATORS = re.compile(r"\s*(?:[|｜•·／/]|\s[-–—―]\s|,\s|、|\s{2,})\s*")
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


class PeeledLine:
    """A line with its fields taken off one after another; what is left may be the title."""

    def __init__(
        self, text: str, url: str | None, link: Link | None, *, labelled: bool,
        zone: ZoneInfo, names: Sequence[str],
    ) -> None:  # fmt: skip
        self._text = text.strip(EDGES)
        self._rest = text
        self._url = url
        self._linked = link is not None
        self._labelled = labelled
        self._names = names
        self._zone = zone
        self._title: str | None = None
        self._authors: tuple[str, ...] = ()
        self._publisher: str | None = None
        self._published: str | None = None
        self._evidence = labelled or url is not None
        self._take_title(link)
        self._take_date()
        self._take_authors()
        self._take_publisher()

    def build(self) -> Line | None:
        """Judge what is left and build the line; None when it is ordinary text."""
        left = self._rest.strip(EDGES)
        if not left:
            known = self._title or self._publisher or self._published or self._authors
            role: Role = "title" if self._title else "publisher" if self._publisher else "date"
            return (
                self._line(role, sure=self._evidence or self._title is not None) if known else None
            )
        if self._publisher is None and _is_publisher(left, self._names, self._url):
            self._publisher = trim_publisher(left)
            return self._line("title" if self._title else "publisher", sure=self._evidence)
        if self._title is not None:
            if not self._evidence or len(left) > 60 or _is_sentence(left):
                return None
            if self._publisher is None and judge_publisher(left) != "no":
                self._publisher = trim_publisher(left)
            return self._line("title", sure=True)
        is_sentence = re.search(r"[a-z]{2}\.[\"”’]?\s*$", self._text) is not None
        if is_sentence and not self._evidence and not is_headline(self._text):
            return None  # a sentence with a date in it
        headline = is_headline(left)
        if headline or (is_plain_headline(left) and not _is_sentence(left)):
            peeled = self._published or self._authors or self._publisher
            self._title = left if peeled else self._text
            return self._line("title", sure=self._evidence or headline)
        if (self._labelled or self._linked) and not _is_sentence(left) and len(left) <= 150:
            self._title = left
            return self._line("title", sure=True)
        return None

    def _line(self, role: Role, *, sure: bool) -> Line:
        return Line(
            title=self._title,
            authors=self._authors,
            publisher=self._publisher,
            published=self._published,
            url=self._url,
            role=role,
            sure=sure,
        )

    def _take_title(self, link: Link | None) -> None:
        if link is not None and self._is_title(link.text):
            self._title = link.text.strip('「」『』“”"')
            self._rest = self._rest.replace(link.text, " | ", 1)
            return
        if link is not None and re.fullmatch(
            r"(?:こちら|ここ|リンク|link|here|原文|元記事|url)", link.text, re.IGNORECASE
        ):
            self._rest = self._rest.replace(link.text, " ", 1)
        quoted = _QUOTED_TITLE.search(self._rest)
        if quoted is None or _is_sentence(_QUOTED_TITLE.sub("", self._rest)):
            return
        before, after = self._rest[: quoted.start()], self._rest[quoted.end() :]
        telling = re.match(r"[\s,、]*by\s+[A-Z]", after) or find_date(after, self._zone) is not None
        if self._evidence or telling or len(quoted[0]) >= 0.4 * len(self._rest):
            self._title = quoted[1].rstrip(" ,、.。")
            self._authors = read_leading_authors(before)
            self._rest = f"{'' if self._authors else before} | {after}"

    def _is_title(self, text: str) -> bool:
        if not self._labelled and not is_headline(text):
            return False
        names_place = re.fullmatch(
            r"(?:こちら|ここ|リンク|link|here|原文|元記事|url|[\w.-]+\.[a-z]{2,}(?:/\S*)?)",
            text,
            re.IGNORECASE,
        )
        return (
            not names_place
            and not text.startswith("http")
            and not _is_publisher(text, self._names, self._url)
        )

    def _take_date(self) -> None:
        self._published, self._rest = _cut_date(self._rest, self._zone)

    def _take_authors(self) -> None:
        match = re.search(r"(?:^|[\s,|(（])[Bb][Yy][:：]?\s+(?=[A-Z])(.+)$", self._rest)
        if match is None:
            return
        before = self._rest[: match.start()]
        if self._title or self._evidence or self._published or is_headline(before):
            authors, after = read_authors(match[1])
            if authors:
                self._authors = authors
                self._rest = f"{before} | {after}"

    def _take_publisher(self) -> None:
        bracketed = re.search(r"[（(]([^（）()]{2,60})[）)]\s*$", self._rest.strip(" |"))
        if bracketed and judge_publisher(bracketed[1].strip(EDGES)) in ("known", "likely"):
            self._publisher = trim_publisher(bracketed[1].strip(EDGES))
            self._rest = self._rest.replace(bracketed[0], " ")
            return
        parts = [part.strip(EDGES) for part in _SEPARATORS.split(self._rest)]
        parts = [part for part in parts if part]
        named = [part for part in parts if _is_publisher(part, self._names, self._url)]
        if self._title is None and len(named) > 1 and all(len(part.split()) <= 4 for part in parts):
            # "The Example News, Tokyo / Example News Agency": one line of who published it
            self._publisher, self._rest = self._rest.strip(" |｜,、"), ""
        elif len(parts) > 1:
            for part in (parts[-1], parts[0]):
                if part in named:
                    self._publisher = trim_publisher(part)
                    self._rest = _without(self._rest, part)
                    return


def _cut_date(text: str, zone: ZoneInfo) -> tuple[str | None, str]:
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
        and after[0] not in ",、)）]|｜-–—―/付〕】."
    ):
        return None, text  # a date inside a headline is part of it
    day = trim_day(found.moment.value) if found.moment else None
    return day, f"{before} | {searched[found.end :].removeprefix('付け').removeprefix('付')}"


def _is_publisher(text: str, names: Sequence[str], url: str | None) -> bool:
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


def find_publisher(text: str, names: Sequence[str]) -> str | None:
    """Return the publication that a piece of a line names."""
    for part in _SEPARATORS.split(text):
        name = part.strip(" ()（）,|")
        if name and _is_publisher(name, names, None):
            return trim_publisher(name)
    return None


def _is_sentence(text: str) -> bool:
    return bool(re.search(r"[。]|[ぁ-ん](?:です|ます|した|である|する|いる)$", text)) or bool(
        re.search(r"[をがはに][^「」『』]{0,40}(?:した|する|ある|いる|れる|った)$", text)
    )


def _without(text: str, part: str) -> str:
    at = text.rfind(part)
    return text if at < 0 else f"{text[:at]} {text[at + len(part) :]}"


def trim_day(value: str) -> str | None:
    """Return the day or month of an ISO date or instant."""
    day = value[:10]
    return day if len(day) >= 7 else None
