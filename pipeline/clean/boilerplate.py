"""Lines of a page that are in no zone: share buttons, footers, navigation, related links, adverts.

The patterns are in `furniture.yml`; here is how they are put together.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, cast, get_args

import msgspec

Furniture = Literal[
    "more", "footer", "advert", "copyright", "credit", "related", "share", "navigation"
]

FILE = Path(__file__).with_name("furniture.yml")
MAX_LINE = 300  # characters; longer lines are text
_TOKENS = ("share", "navigation")
_MARKS = r"[■□◆◇●○▼▽▲△▶▷★☆※・【】\[\]［］<>＜＞()（）\-—―–＊*#＃\s:：«»→はこちら]*"
_COUNT = r"\s*(?:[（(]\s*\d+\s*件?\s*[)）]|\d+\s*件)?\s*[:：]?"


_ADVERT = re.compile(
    r"(?:(?:上記|この|本)の?広告は|広告(?:が|を)).{0,40}(?:更新|投稿).{0,12}(?:ない|されていない|行われていない).{0,12}ブログ|^スポンサーサイト\n",
)


class _Patterns(NamedTuple):
    lines: tuple[tuple[Furniture, re.Pattern[str]], ...]
    rows: tuple[tuple[Furniture, re.Pattern[str]], ...]
    related_heading: re.Pattern[str]
    page_end: re.Pattern[str]
    about_post: re.Pattern[str]
    afterwards: re.Pattern[str]


def classify_furniture(line: str) -> Furniture | None:
    """Say which kind of page furniture a line is; None for a line of the text."""
    return _classify(line) if len(line) <= 2 * MAX_LINE else None


@lru_cache(maxsize=20_000)  # several steps ask about each line
def _classify(line: str) -> Furniture | None:
    bare = unicodedata.normalize("NFKC", line).strip()
    if not bare or len(bare) > MAX_LINE:
        return None
    patterns = _read_patterns()
    for kind, pattern in patterns.lines:
        if pattern.fullmatch(bare):
            return kind
    compact = re.sub(r"[\[\]【】<>]+", "|", re.sub(r"\s+", "", bare)).strip("|/・«»<>←→‹›▲△▼▽↑↓^≪≫")
    for kind, pattern in patterns.rows:
        if pattern.fullmatch(compact):
            return kind
    return None


def opens_related(line: str) -> bool:
    """Say whether a line heads a list of related links."""
    return len(line) <= 60 and bool(_read_patterns().related_heading.fullmatch(line.strip()))


def ends_page(line: str) -> bool:
    """Say whether a line of a text dump is the page's footer or sidebar."""
    return len(line) <= 120 and bool(_read_patterns().page_end.fullmatch(line.strip()))


def is_about_post(line: str) -> bool:
    """Say whether a line says when, by whom or under which heads a post was written."""
    return len(line) <= 120 and bool(_read_patterns().about_post.fullmatch(line.strip()))


def opens_afterwards(line: str) -> bool:
    """Say whether a line heads what comes after an article: comments, the author, other posts."""
    return len(line) <= 60 and bool(_read_patterns().afterwards.fullmatch(line.strip()))


def is_advert(title: str | None, text: str) -> bool:
    """Say whether a post is what a platform puts on blogs that nobody has written for long."""
    return len(text) < MAX_LINE and bool(_ADVERT.search(f"{title or ''}\n{text}"))


@cache
def _read_patterns() -> _Patterns:
    table = msgspec.yaml.decode(FILE.read_bytes(), type=dict[str, list[str]])
    joined = {name: "|".join(f"(?:{one})" for one in listed) for name, listed in table.items()}
    kinds = [cast(Furniture, name) for name in get_args(Furniture)]
    lines = [
        (kind, re.compile(rf"(?:{joined[kind]})[\s:：.。!！>»›→…\])）】]*", re.IGNORECASE))
        for kind in kinds
        if kind not in _TOKENS
    ]
    # Possessive: a long row must not be tried in every way that it could be divided.
    rows = [
        (kind, re.compile(rf"(?:(?>{joined[kind]})[・|/、:：,!！«»<>←→‹›]*+)++", re.IGNORECASE))
        for kind in kinds
        if kind in _TOKENS
    ]
    return _Patterns(
        tuple(lines),
        tuple(rows),
        re.compile(rf"{_MARKS}(?:{joined['related_heading']}){_MARKS}", re.IGNORECASE),
        re.compile(joined["page_end"], re.IGNORECASE),
        re.compile(joined["about_post"], re.IGNORECASE),
        re.compile(rf"(?:{joined['afterwards']}){_COUNT}", re.IGNORECASE),
    )
