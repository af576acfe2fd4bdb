"""The parts of one citation line: its fields taken off one after another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from pipeline.clean.authors import (
    read_authors,
    read_leading_authors,
)
from pipeline.clean.citation_fields import (
    EDGES,
    SEPARATORS,
    Line,
    Role,
    cut_date,
    is_link_title,
    is_sentence,
    names_publication,
    without,
)
from pipeline.clean.citation_lists import read_listed, take_signed
from pipeline.clean.dates import find_date
from pipeline.clean.drafts import Link
from pipeline.clean.english import is_foreign, is_headline, is_plain_headline
from pipeline.clean.publishers import judge_publisher, matches_address, trim_publisher

_QUOTED_TITLE = re.compile(r"[「『“\"‘]([^「」『』“”\"]{4,200})[」』”\"’]")
_EMPTY_PARTS = re.compile(r"\s*[|｜/／](?:\s*[|｜/／])+\s*")  # what fields left between them


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
        self._take_front_publisher()
        self._take_authors()
        self._take_listed()
        self._take_publisher()

    def build(self) -> Line | None:
        """Judge what is left and build the line; None when it is ordinary text."""
        left = _EMPTY_PARTS.sub(" | ", self._rest).strip(EDGES + "/／")
        if left in (".", "。", "より", "号", "付", "付け"):
            left = ""
        if not left:
            known = self._title or self._publisher or self._published or self._authors
            role: Role = "title" if self._title else "publisher" if self._publisher else "date"
            return (
                self._line(role, sure=self._evidence or self._title is not None) if known else None
            )
        if self._publisher is None and names_publication(left, self._names, self._url):
            self._publisher = trim_publisher(left)
            return self._line("title" if self._title else "publisher", sure=self._evidence)
        if self._title is not None:
            if not self._evidence or len(left) > 60 or is_sentence(left):
                return None
            if self._publisher is None and judge_publisher(left) != "no":
                self._publisher = trim_publisher(left)
            return self._line("title", sure=True)
        sentence = re.search(r"[a-z]{2}\.[\"”’]?\s*$", self._text) is not None
        if sentence and not self._evidence and not is_headline(self._text):
            return None  # a sentence with a date in it
        headline = is_headline(left)
        if headline or (is_plain_headline(left) and not is_sentence(left)):
            peeled = self._published or self._authors or self._publisher
            self._title = left if peeled else self._text
            return self._line("title", sure=self._evidence or headline)
        if (self._labelled or self._linked) and not is_sentence(left) and len(left) <= 150:
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
        if link is not None and is_link_title(
            link.text, self._names, self._url, labelled=self._labelled
        ):
            self._title = link.text.strip('「」『』“”"')
            self._take_publisher_of_link()
            before, _, after = self._rest.partition(link.text)
            before = re.sub(r"[“\"「『‘]\s*$", "", before)
            after = re.sub(r"^\s*[,、.]?\s*[”\"」』’]", "", after)
            self._take_before_title(before, after)
            return
        if link is not None and re.fullmatch(
            r"(?:こちら|ここ|リンク|link|here|原文|元記事|url)", link.text, re.IGNORECASE
        ):
            self._rest = self._rest.replace(link.text, " ", 1)
        quoted = _QUOTED_TITLE.search(self._rest)
        if quoted is None or is_sentence(_QUOTED_TITLE.sub("", self._rest)):
            return
        before, after = self._rest[: quoted.start()], self._rest[quoted.end() :]
        telling = re.match(r"[\s,、]*by\s+[A-Z]", after) or find_date(after, self._zone) is not None
        telling = telling or (
            is_headline(quoted[1]) and self._names_publisher(f"{before} | {after}")
        )
        if self._evidence or telling or len(quoted[0]) >= 0.4 * len(self._rest):
            self._title = quoted[1].rstrip(" ,、.。")
            self._take_before_title(before, after)

    def _take_before_title(self, before: str, after: str) -> None:
        """Read what stands before a title: its authors, its publication, or both."""
        first, comma, rest = before.partition(",")
        if comma and names_publication(first.strip(EDGES), self._names, self._url):
            self._publisher, before = trim_publisher(first.strip(EDGES)), rest
        if not names_publication(before.strip(EDGES), self._names, self._url):
            foreign = self._labelled or is_foreign(self._title or "")
            loose = foreign and self._names_publisher(after)
            self._authors = read_leading_authors(before, loose=loose)
        self._rest = f"{'' if self._authors else before} | {after}"

    def _take_publisher_of_link(self) -> None:
        """A link often stands on the page's own title: "Headline | The Example News"."""
        parts = re.split(r"\s*[|｜]\s*|\s+[-–—]\s+", self._title or "")
        if len(parts) > 1 and names_publication(parts[-1], self._names, self._url):
            self._publisher = trim_publisher(parts[-1])
            self._title = (self._title or "")[: -len(parts[-1])].rstrip(" |｜-–—")

    def _take_date(self) -> None:
        self._published, self._rest = cut_date(self._rest, self._zone)

    def _take_authors(self) -> None:
        match = re.search(r"(?:^|[\s,|(（/／])[Bb][Yy][:：]?\s+(?=[A-Z])(.+)$", self._rest)
        if match is None:
            self._take_named_part()
            return
        before = self._rest[: match.start()]
        if self._title or self._evidence or self._published or is_headline(before):
            authors, after = read_authors(match[1])
            sources = [name for name in authors[1:] if self._is_source(name)]
            if sources:
                authors = tuple(name for name in authors if name not in sources)
                after = f"{after} | {sources[0]}"
            if authors:
                self._authors = authors
                self._rest = f"{before} | {after}"

    def _take_listed(self) -> None:
        """Read "Title, A and B, Publisher", and names in Japanese beside a title."""
        sourced = bool(self._names or self._publisher)
        if not self._authors and (self._title or self._evidence):
            named = self._names_publisher(re.sub(r"[（(]", " | ", self._rest))
            self._authors, self._rest = take_signed(self._rest, sourced=named)
        if self._title or not (self._evidence or self._published) or not is_foreign(self._rest):
            return
        listed = read_listed(
            self._rest,
            lambda piece: names_publication(piece, self._names, self._url),
            evidence=self._evidence,
            sourced=sourced,
        )
        if listed is not None and not (self._authors and listed.authors):
            self._title, self._rest = listed.title, ""
            self._authors = self._authors or listed.authors
            self._publisher = self._publisher or listed.publisher

    def _names_publisher(self, text: str) -> bool:
        """Say whether a publication is named, so that other capital words are a person's."""
        if self._names or self._publisher:
            return True
        parts = (part.strip(EDGES) for part in SEPARATORS.split(text))
        return any(part and names_publication(part, self._names, self._url) for part in parts)

    def _is_source(self, name: str) -> bool:
        return name in self._names or matches_address(name, self._url)

    def _take_front_publisher(self) -> None:
        """Read "The Example News：Headline"."""
        first, colon, after = re.sub(r"^[\s|]+", "", self._rest).partition("：")
        name = first.strip(EDGES)
        if colon and after.strip() and names_publication(name, self._names, self._url):
            self._publisher, self._rest = trim_publisher(name), after

    def _take_named_part(self) -> None:
        """Read "Headline | Jane Roe | Publisher": two or three capital words are a name."""
        if self._authors or not self._names_publisher(self._rest):
            return
        if not self._take_names_between(r"\s*[|｜•·]\s*|\s[—–―]\s|[（(](?=[^()（）]+[)）]?)"):
            self._take_names_between(r"\s*[|｜•·／]\s*|\s[/—–―]\s")

    def _take_names_between(self, separators: str) -> bool:
        pieces = re.split(separators, self._rest)
        parts = [part for piece in pieces if (part := piece.strip(EDGES))]
        longest = max((len(part.split()) for part in parts), default=0)
        for part in parts[1:] if self._title is None else parts:
            names, rest = read_authors(part)
            named = rest.strip(EDGES)
            if not names or (named and not names_publication(named, self._names, self._url)):
                continue
            if names_publication(part, self._names, self._url) and not named:
                continue
            whole = all(2 <= len(name.split()) <= 4 for name in names)
            if whole and (self._title is not None or longest >= max(4, len(names[0].split()) + 2)):
                self._authors = names
                self._publisher = trim_publisher(named) if named else self._publisher
                self._rest = re.sub(r"[（(]\s*[)）]?", " | ", without(self._rest, part))
                return True
        return False

    def _take_publisher(self) -> None:
        if self._publisher is not None:
            return
        bracketed = re.search(r"[（(]([^（）()]{2,60})[）)]\s*$", self._rest.strip(" |"))
        if bracketed and judge_publisher(bracketed[1].strip(EDGES)) in ("known", "likely"):
            self._publisher = trim_publisher(bracketed[1].strip(EDGES))
            self._rest = self._rest.replace(bracketed[0], " ")
            return
        parts = [part.strip(EDGES) for part in SEPARATORS.split(self._rest)]
        parts = [part for part in parts if part]
        named = [part for part in parts if names_publication(part, self._names, self._url)]
        if self._title is None and len(named) > 1 and all(len(part.split()) <= 4 for part in parts):
            # "The Example News, Tokyo / Example News Agency": one line of who published it
            self._publisher, self._rest = self._rest.strip(" |｜,、"), ""
        elif len(parts) > 1:
            for part in (parts[-1], parts[0]):
                if part in named:
                    self._publisher = trim_publisher(part)
                    self._rest = without(self._rest, part)
                    return
