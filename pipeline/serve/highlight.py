"""What is marked in the hits, and how marks are read back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pipeline.documents import Record
from pipeline.serve.clauses import PLAIN, WEIGHTS, match_zones
from pipeline.serve.entities import EntityLookup
from pipeline.serve.words import Word

# Private-use characters: no post can forge a mark, and none needs escaping.
MARK_OPEN, MARK_CLOSE = "\ue000", "\ue001"

_DESIGNATOR = re.compile(r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９]")


class Fragment(Record, frozen=True, kw_only=True):
    """A piece of a zone with what was found in it.

    Attributes:
        marks: Spans of `text` that matched, in code points.
    """

    zone: str
    text: str
    marks: tuple[tuple[int, int], ...]


def build_highlight(
    words: Iterable[Word], lookup: EntityLookup, *, loose: bool = False
) -> dict[str, Any]:
    """Build what is marked: whole words and their synonyms; for `loose`, each word by itself.

    A name is marked by its synonyms; any other word by its morphemes, and by its characters where
    the dictionary cuts it otherwise in the text. Each field more makes every hit dearer.
    """
    marked: list[dict[str, Any]] = []
    fields: set[str] = set()
    for word in words:
        if word.forbidden:
            continue
        if loose or word.role == "sentence":
            marked.append(match_zones(word.text, "best_fields", ".morph", 1.0, analyzer=PLAIN))
        elif word.role == "word" and lookup.is_name(word.text):
            marked.append(match_zones(word.text, "best_fields", ".morph", 1.0, operator="and"))
        else:
            marked.append(match_zones(word.text, "phrase", ".morph", 1.0, analyzer=PLAIN))
            marked.append(match_zones(word.text, "phrase", ".ngram", 1.0))
            fields.add(".ngram")
        if _DESIGNATOR.search(word.text):
            marked.append(match_zones(word.text, "best_fields", ".exact", 1.0))
            fields.add(".exact")
    return {
        "type": "unified",
        "pre_tags": [MARK_OPEN],
        "post_tags": [MARK_CLOSE],
        "fragment_size": 120,
        "number_of_fragments": 2,
        "boundary_scanner_locale": "ja-JP",
        "highlight_query": {"bool": {"should": marked}} if marked else {"match_none": {}},
        "fields": {
            f"{zone}.morph": {
                "matched_fields": [f"{zone}{field}" for field in sorted(fields)],
                **({"number_of_fragments": 0} if zone == "title" else {}),
            }
            for zone in WEIGHTS
        },
    }


def read_marks(zone: str, marked: str) -> Fragment:
    """Turn text with marks in it into the text and its marked spans; touching marks are one."""
    text = ""
    marks: list[tuple[int, int]] = []
    for piece in marked.split(MARK_OPEN):
        inside, close, after = piece.partition(MARK_CLOSE)
        if close:
            start = len(text)
            if marks and marks[-1][1] == start:  # characters of one word, marked one by one
                start = marks.pop()[0]
            marks.append((start, len(text) + len(inside)))
        text += inside + after
    return Fragment(zone=zone, text=text, marks=tuple(marks))
