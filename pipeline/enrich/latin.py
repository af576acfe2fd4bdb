"""Latin text inside Japanese posts: lines that hold no mentions, and papers named in brackets.

The lines at the foot of a translated article (title, date, By, URL, copyright, biography) hold no
mentions (annotation guide, actors 7); a paper in brackets after a title does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span

_LINE = re.compile(r"[^\n]+")
_JAPANESE = re.compile(r"[ぁ-んァ-ヺ一-龥、。「」]")
_FOOT = re.compile(
    r"\s*(?:By:? |©|\(c\) |Copyright|Image:|Photo:|https?://|Published|About the Author"
    r"|(?:著者|筆者|執筆者)(?:について|紹介|プロフィール|略歴))",
    re.IGNORECASE,
)
_WORDS = 4  # an all-Latin line of so many words is a citation or a quotation
_PAPER = r"[A-Z][A-Za-z0-9.&'’:+ -]*[A-Za-z0-9]"
_SOURCE = re.compile(rf"[(（](?P<names>{_PAPER}(?:/ ?{_PAPER})*)[)）](?=\s*(?:[-―—–ー\n]|\Z))")

# What a tweet gives as its source at its very end: …飛ばなくなるわけだ。（イラワジ）
_CREDIT = re.compile(
    r"(?<=[ぁ-ん。、!?…」)])[(](?P<name>[ァ-ヺ][ァ-ヺー・]{2,24}|[A-Za-z][A-Za-z0-9.-]{2,24}"
    r"(?: [A-Z][A-Za-z0-9.-]+){0,3})(?=[)]\s*(?:\n|#|https?:|\Z)|の[^()\n]{0,20}[)]\s*\Z)"
)


def find_foot(reading: Reading) -> list[tuple[int, int]]:
    """Return the lines that hold no mentions."""
    return [
        match.span()
        for match in _LINE.finditer(reading.text)
        if _FOOT.match(match[0])
        or (not _JAPANESE.search(match[0]) and len(match[0].split()) >= _WORDS)
    ]


def find_papers(reading: Reading) -> Iterator[Span]:
    """Propose the papers that a title names as its source: …を協議(Military.com)―….

    A tweet may name one in brackets at its end.
    """
    for match in _SOURCE.finditer(reading.text):
        start = match.start("names")
        for name in match["names"].split("/"):
            lead = len(name) - len(name.lstrip())
            begin, end = start + lead, start + len(name)
            start += len(name) + 1
            if any(char.islower() for char in name) and not _is_person(reading, match.start()):
                yield Span(
                    begin, end, "ACTOR", "organization", "source", name=name.strip(),
                    confidence=0.7, rank=4,
                )  # fmt: skip
    for match in _CREDIT.finditer(reading.text):
        name = match["name"]
        if not reading.index.is_weapon(name) and match.start("name") not in reading.classes:
            yield Span(
                *match.span("name"), "ACTOR", "organization", "source", name=name, confidence=0.5,
                rank=4,
            )  # fmt: skip


def _is_person(reading: Reading, place: int) -> bool:
    """Brackets after a katakana name hold its Latin form."""
    return "ァ" <= reading.text[place - 1 : place] <= "ー"
