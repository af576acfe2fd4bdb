"""Labels before the parts of a citation; the words are in `citation_labels.yml`."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple, cast, get_args

import msgspec

Part = Literal["title", "authors", "publisher", "published", "url", "source"]

FILE = Path(__file__).with_name("citation_labels.yml")
_EDGES = " \u3000:：＝=／【】［］[]〔〕（）()<>＜＞〈〉《》■□◆●・"
_MARKS = r"[■□◆◇●○▼▽▶▷★☆※*＊・→⇒›»>\s]*"
# What stands between a label and its value. A plain space will do after a Japanese label before
# Latin letters or digits; a label alone on its line only where it announces the whole original.
_END = r"\s*(?:[】］\]〕）)>＞〉》]\s*[:：]?|[:：＝=／]|\u3000|は[:：、]|(?=\s*https?://)|(?<=[^\x00-\x7f])\s+(?=[A-Z0-9“\"]))\s*"


class Label(NamedTuple):
    """A labelled part of a line."""

    part: Part
    word: str
    value: str


def read_label(text: str) -> Label | None:
    """Read a line that begins with a label; None for another line."""
    match = _read_patterns()[0].match(text)
    if match is None:
        return None
    return Label(_part_of(match), match.group().strip(_EDGES), text[match.end() :])


def split_labels(text: str) -> list[str]:
    """Part a line with several labels, "原題：... 著者：...", before each of them."""
    if len(text) > 600 or not _read_patterns()[0].match(text):
        return [text]
    later = (match.start("label") for match in _read_patterns()[1].finditer(text, 1))
    borders = pairwise([0, *later, len(text)])
    parts = [text[start:end].strip(" \u3000/／|｜、,;；") for start, end in borders]
    return [part for part in parts if part]


def _part_of(match: re.Match[str]) -> Part:
    parts = cast(tuple[Part, ...], get_args(Part))
    return next((part for part in parts if match[part] is not None), "source")


@cache
def _read_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = msgspec.yaml.decode(FILE.read_bytes(), type=dict[Part, list[str]])
    named = "|".join(f"(?P<{part}>{'|'.join(listed)})" for part, listed in table.items())
    opening = r"[【［\[〔（(<＜〈《]?\s*"
    alone = rf"(?P<alone>{'|'.join(table['source'])})\s*$"
    first = re.compile(rf"^{_MARKS}{opening}(?:{alone}|(?:{named}){_END})", re.IGNORECASE)
    plain = "|".join("|".join(listed) for listed in table.values())
    later = re.compile(
        rf"[\s\u3000/／|｜、,;；]+(?P<label>{opening}(?:{plain})\s*(?:[】］\]〕）)>＞〉》]|[:：＝=]))",
        re.IGNORECASE,
    )
    return first, later


def is_label(text: str) -> bool:
    """Say whether a line is a label and nothing else, its value in the line after it."""
    label = read_label(f"{text}：") if len(text) <= 14 else None
    return label is not None and not label.value
