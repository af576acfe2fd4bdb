"""What one line says of the original that a post translates: title, authors, publisher, date, address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal
from zoneinfo import ZoneInfo

from pipeline.clean.addresses import is_embed, split_url
from pipeline.clean.authors import read_authors, read_biography, read_byline
from pipeline.clean.boilerplate import classify_furniture
from pipeline.clean.dates import find_date, fold_date, read_date_line
from pipeline.clean.drafts import Block
from pipeline.clean.publishers import judge_publisher, matches_address, trim_publisher
from pipeline.documents import Record

Role = Literal["title", "byline", "date", "publisher", "url", "label", "biography", "furniture"]

_LABEL = re.compile(
    r"^[【［\[〔（(<＜■◆●※*＊☆★▼・\s]*"
    r"(?:出典(?:元|記事)?|出所|引用(?:元|記事|文献)?|参照(?:元|記事)?|参考(?:記事|文献|資料|リンク|url)?|原文(?:記事|リンク|url|はこちら)?|元(?:記事|ネタ|の記事)(?:url|はこちら)?|ソース(?:記事)?"
    r"|原典|原題|原著|原記事|オリジナル(?:記事)?|記事(?:元|原文|リンク|url)?|情報(?:源|元)|翻訳元|転載元|リンク|url"
    r"|sources?|original(?:\s+(?:article|story|title|text|source|post))?|via|link|reference|read\s+the\s+(?:original|full\s+(?:article|story)))"
    r"\s*(?:[】］\]〕）)>＞]|[:：]|は[:：、]|(?=\s*https?://)|\s*$)\s*[:：]?\s*",
    re.IGNORECASE,
)
_QUOTED_TITLE = re.compile(r"[「『“\"‘]([^「」『』“”\"]{4,200})[」』”\"’]")
_SEPARATORS = re.compile(r"\s*(?:[|｜•·／/]|\s[-–—―]\s|,\s|、|\s{2,})\s*")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_SMALL_WORDS = frozenset(
    "a an and are as at be but by for from has have how if in into is it its nor not of off on or out over per so than that the"
    " this to up via was we what when where who why will with".split()
)


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


def is_foreign(text: str) -> bool:
    """Say whether a text is in Latin letters with hardly a Japanese character."""
    return len(_LATIN.findall(text)) > 4 * len(_JAPANESE.findall(text)) and bool(
        _LATIN.search(text)
    )


def is_headline(text: str) -> bool:
    """Say whether a line can be an English headline: no sentence, capital words."""
    if not is_foreign(text) or len(text) > 220 or text.rstrip().endswith((",", ";", ":")):
        return False
    if re.search(r"[a-z)]\.[\"”’]?\s*$", text) and not re.search(
        r"\.\.\.\s*$|\b[A-Z]\.[A-Z]\.\s*$", text
    ):
        return False
    words = re.findall(r"[A-Za-zÀ-ɏ][\w'’.-]*", text)
    if not 2 <= len(words) <= 30:
        return False
    weighty = [word for word in words[1:] if word.lower() not in _SMALL_WORDS]
    capital = sum(word[0].isupper() for word in weighty)
    return words[0][0].isupper() and capital >= 0.6 * len(weighty)


def is_plain_headline(text: str) -> bool:
    """Say whether a line can be a headline in sentence case; weaker than `is_headline`."""
    words = text.split()
    return (
        is_foreign(text)
        and 3 <= len(words) <= 30
        and len(text) <= 200
        and not re.search(r"[.,;:][\"”’]?\s*$", text)
    )


def read_line(block: Block, zone: ZoneInfo, names: Sequence[str] = ()) -> Line | None:
    """Read one line as part of a citation; None when it is text of another kind.

    Args:
        zone: Zone of dates without one.
        names: Publishers that the post's title names.
    """
    text = block.text.strip()
    if not text or len(text) > 600 or "\n" in text:
        return None
    furniture = classify_furniture(text)
    if furniture in ("copyright", "credit"):
        return Line(role="furniture")
    biography = read_biography(text)
    if biography is not None:
        return Line(role="biography", authors=biography)
    url, text = split_url(text)
    links = [link for link in block.links if not is_embed(link.url)]
    if url is None and links and len("".join(link.text for link in links)) >= 0.6 * len(text):
        url = links[0].url
    label = _LABEL.match(text)
    if label:
        text = text[label.end() :]
    text = text.strip(" \u3000()（）[]［］【】<>＜＞→⇒↓▶►>・:：|｜、,-–—―")
    if not text:
        if url and is_embed(url) and not label:
            return None
        role: Role = "url" if url else "label"
        return Line(url=url, role=role, sure=bool(label)) if (url or label) else None
    whole = read_date_line(text, zone)
    if whole:
        day = None if whole.moment is None else _day(whole.moment.value)
        return Line(published=None if whole.updated else day, url=url, role="date")
    byline = read_byline(text)
    if byline is not None:
        authors, after = byline
        found = find_date(after, zone) if after else None
        published = _day(found.moment.value) if found and found.moment else None
        publisher = _find_publisher(after, names)
        return Line(
            authors=authors, published=published, publisher=publisher, url=url, role="byline"
        )
    return _read_mixed(text, url, bool(label), zone, names, bool(links))


def _read_mixed(
    text: str, url: str | None, labelled: bool, zone: ZoneInfo, names: Sequence[str], linked: bool
) -> Line | None:
    title: str | None = None
    rest = text
    quoted = _QUOTED_TITLE.search(text)
    evidence = labelled or url is not None
    if quoted and (evidence or len(quoted[0]) >= 0.4 * len(text)) and not _is_sentence(text):
        title, rest = quoted[1], f"{text[: quoted.start()]} | {text[quoted.end() :]}"
    published, rest_without_date = _cut_date(rest, zone)
    authors: tuple[str, ...] = ()
    by = re.search(r"(?:^|[\s,|(（])[Bb][Yy][:：]?\s+(?=[A-Z])(.+)$", rest_without_date)
    if by and (title or evidence or published or is_headline(rest_without_date[: by.start()])):
        names_part, after = read_authors(by[1])
        if names_part:
            authors = names_part
            rest_without_date = f"{rest_without_date[: by.start()]} | {after}"
    bracketed = re.search(r"[（(]([^（）()]{2,60})[）)]\s*$", rest_without_date.strip(" |"))
    publisher = None
    if bracketed and judge_publisher(bracketed[1]) in ("known", "likely"):
        publisher = trim_publisher(bracketed[1])
        rest_without_date = rest_without_date.replace(bracketed[0], " ")
    parts = [part.strip(" ()（）[]-–—―,、:：") for part in _SEPARATORS.split(rest_without_date)]
    parts = [part for part in parts if part]
    publishers = [part for part in parts if _is_publisher(part, names, url)]
    if title is None and len(publishers) > 1 and all(len(part.split()) <= 4 for part in parts):
        # "The Example News, Tokyo / Example News Agency": one line of who published it
        publisher = rest_without_date.strip(" |｜,、")
        return Line(authors=authors, publisher=publisher, published=published, url=url,
                    role="publisher", sure=evidence)  # fmt: skip
    if len(parts) > 1 and publisher is None:
        for part in (parts[-1], parts[0], *parts[1:-1]):
            if _is_publisher(part, names, url):
                publisher = trim_publisher(part)
                rest_without_date = _without(rest_without_date, part)
                break
    rest_text = rest_without_date.strip(" |｜()（）[]-–—―,、:：・")
    if not rest_text:
        if not (title or publisher or published or authors):
            return None
        role: Role = "title" if title else "publisher" if publisher else "date"
        return Line(title=title, authors=authors, publisher=publisher, published=published,
                    url=url, role=role, sure=evidence or title is not None)  # fmt: skip
    if publisher is None and _is_publisher(rest_text, names, url):
        return Line(title=title, authors=authors, publisher=trim_publisher(rest_text),
                    published=published, url=url, role="title" if title else "publisher",
                    sure=evidence)  # fmt: skip
    if title is None and (
        is_headline(rest_text) or (is_plain_headline(rest_text) and not _is_sentence(rest_text))
    ):
        whole = text if not (published or authors or publisher) else rest_text
        return Line(title=whole if not publisher else rest_text, authors=authors,
                    publisher=publisher, published=published, url=url, role="title",
                    sure=evidence or is_headline(rest_text))  # fmt: skip
    if (
        title is None
        and (labelled or (url and linked))
        and not _is_sentence(rest_text)
        and len(rest_text) <= 150
    ):
        return Line(title=rest_text, authors=authors, publisher=publisher, published=published,
                    url=url, role="title", sure=True)  # fmt: skip
    if title is not None and (labelled or url) and len(rest_text) <= 60:
        return Line(title=title, authors=authors, publisher=publisher, published=published,
                    url=url, role="title", sure=True, rest=rest_text)  # fmt: skip
    return None


def _cut_date(text: str, zone: ZoneInfo) -> tuple[str | None, str]:
    folded = unicodedata.normalize("NFKC", text)
    searched = folded if len(fold_date(folded)) == len(folded) else fold_date(folded)
    found = find_date(searched, zone)
    if found is None or len(text) > 400:
        return None, text
    before = re.sub(
        r"(?:[Pp]ublished|[Pp]osted|[Uu]pdated)(?:\s+on)?[:\s]*$", "", searched[: found.start]
    )
    day = _day(found.moment.value) if found.moment else None
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


def _find_publisher(text: str, names: Sequence[str]) -> str | None:
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


def _day(value: str) -> str | None:
    day = value[:10]
    return day if len(day) >= 7 else None
