"""Gold passages: text with its mentions marked inline; the form is in tests/gold/ner/README.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from pipeline.documents import ACTOR_KINDS, WEAPON_KINDS, Label, Record
from pipeline.errors import RunError

_MARK = re.compile(r"\[\[([^\[\]|]+)\|([^\[\]]+)\]\]")


class GoldMention(Record, frozen=True, kw_only=True):
    """One marked mention; offsets are code points into the passage's text.

    Attributes:
        slug: The gold set's own name for the entity; None leaves it out of the link score.
    """

    start: int
    end: int
    label: Label
    kind: str
    specific: bool = True
    slug: str | None = None


class GoldPassage(Record, frozen=True, kw_only=True):
    """One passage without its marks."""

    id: str
    register: str
    text: str
    mentions: tuple[GoldMention, ...]


def read_gold(path: Path) -> list[GoldPassage]:
    """Read a gold file.

    Raises:
        RunError: A line or a mark is not of the form.
    """
    passages = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line or line.startswith("#"):
            continue
        try:
            name, register, marked = line.split("\t")
            passages.append(parse_passage(name, register, marked))
        except ValueError as error:
            raise RunError(f"{path.name}:{number}: {error}", "see its README.md") from error
    return passages


def parse_passage(name: str, register: str, marked: str) -> GoldPassage:
    """Take the marks out of a passage.

    Raises:
        ValueError: A mark has an unknown label or kind.
    """
    text, at = "", 0
    mentions = []
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        start = len(text)
        text += mark[1]
        mentions.append(_parse_mark(mark[2], start, len(text)))
        at = mark.end()
    text += marked[at:]
    if "[[" in text or "]]" in text:
        raise ValueError(f"unbalanced mark in passage {name}")
    return GoldPassage(id=name, register=register, text=text, mentions=tuple(mentions))


def _parse_mark(mark: str, start: int, end: int) -> GoldMention:
    what, _, slug = mark.partition("|")
    label, kind, *rest = what.split(":")
    kinds: tuple[str, ...] = ACTOR_KINDS if label == "ACTOR" else WEAPON_KINDS
    if label not in get_args(Label) or kind not in kinds:
        raise ValueError(f"unknown mark {what!r}")
    return GoldMention(
        start=start,
        end=end,
        label="ACTOR" if label == "ACTOR" else "WEAPON",
        kind=kind,
        specific=rest != ["generic"],
        slug=slug or None,
    )
