"""Folded text for matching, with a map back to the original characters.

Order of steps: context-dependent dashes, then one character for one (full width, dashes, middle
dots, quotes, old kanji forms), then what changes the length (half-width kana with voiced marks,
ligatures, zero-width characters, spaces around a designator's hyphen). Text that needs no step of
the last kind, which is nearly all, keeps its length and pays nothing for the map.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

DASHES = "‐‑‒–—―−﹘﹣－⁃˗"
DOTS = "･·•‧∙⋅·"
OLD_KANJI = (
    "國澤廣聯臺灣龍濱邊邉髙﨑齋櫻惠黑戰彈礮實發經濟與團獨"
    "佛關鐵萬亞號體總應學會變險壓區當對條萊戶眞淸瀨"
)
NEW_KANJI = (
    "国沢広連台湾竜浜辺辺高崎斎桜恵黒戦弾砲実発経済与団独"
    "仏関鉄万亜号体総応学会変険圧区当対条莱戸真清瀬"
)

_SPACED_HYPHEN = re.compile(r"(?<![A-Za-z])[A-Za-z]{1,4}(?: -[ ]?|- )(?=[0-9]{1,3}(?![0-9]))")
_LONG_VOWEL_AS_HYPHEN = re.compile(r"(?<=[A-Za-zＡ-Ｚａ-ｚ0-9０-９])[ー一](?=[0-9０-９])")
_CHANGES_LENGTH = re.compile(
    "[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060\ufeff\u3099\u309a"
    "\u2160-\u217f\u3300-\u33ff\uf900-\ufaff\ufb00-\ufb06\uff61-\uff9f]"
)
_IGNORED = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")


def _build_table() -> dict[int, str]:
    table = {ord(char): "-" for char in DASHES}
    table |= {ord(char): "・" for char in DOTS}
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) != "－"}
    table |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    table |= {ord(old): new for old, new in zip(OLD_KANJI, NEW_KANJI, strict=True)}
    spaces_and_quotes = zip("『』“”〝〟　\xa0゠\r\t", "「」「」「」  =\n ", strict=True)
    table |= {ord(char): folded for char, folded in spaces_and_quotes}
    return table


_TABLE = _build_table()


class Folded(NamedTuple):
    """Text made ready for matching.

    Attributes:
        text: Folded characters, case kept.
        lower: The same in lower case; always as long as `text`.
        starts: Start in the original of each folded character; None when the map is identity.
        ends: Likewise the end, exclusive.
    """

    text: str
    lower: str
    starts: Sequence[int] | None
    ends: Sequence[int] | None

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of folded characters to code points of the original."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def fold(original: str) -> Folded:
    """Fold text for matching; never fails, whatever the characters."""
    text = _LONG_VOWEL_AS_HYPHEN.sub("-", original).translate(_TABLE)
    starts: list[int] | None = None
    ends: list[int] | None = None
    if _CHANGES_LENGTH.search(text):
        text, starts, ends = _fold_lengths(text)
    if _SPACED_HYPHEN.search(text):
        text, starts, ends = _drop_spaces(text, starts, ends)
    return Folded(text, _lower(text), starts, ends)


def fold_name(name: str) -> str:
    """Fold a name of the lexicon in the same way; case is kept."""
    return fold(name).text.strip()


def _fold_lengths(text: str) -> tuple[str, list[int], list[int]]:
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and (text[end] in "ﾞﾟ" or unicodedata.combining(text[end])):
            end += 1
        piece = text[at:end]
        if _IGNORED.match(piece):
            piece = piece[1:]
        elif _CHANGES_LENGTH.search(piece):
            piece = unicodedata.normalize("NFKC", piece)
        parts.append(piece)
        starts.extend([at] * len(piece))
        ends.extend([end] * len(piece))
        at = end
    return "".join(parts).translate(_TABLE), starts, ends


def _drop_spaces(
    text: str, starts: list[int] | None, ends: list[int] | None
) -> tuple[str, list[int], list[int]]:
    keep = [True] * len(text)
    for match in _SPACED_HYPHEN.finditer(text):
        for at in range(*match.span()):
            keep[at] = text[at] != " "
    before = starts if starts is not None else list(range(len(text)))
    after = ends if ends is not None else list(range(1, len(text) + 1))
    kept = [at for at in range(len(text)) if keep[at]]
    return (
        "".join(text[at] for at in kept),
        [before[at] for at in kept],
        [after[at] for at in kept],
    )


def _lower(text: str) -> str:
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)
