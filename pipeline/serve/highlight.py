"""What the server marks in the hits: the words themselves. Names are marked from the mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pipeline.serve.clauses import PLAIN, WEIGHTS, match_zones
from pipeline.serve.entities import EntityLookup
from pipeline.serve.words import Word

# Private-use characters: no post can forge a mark, and none needs escaping.
MARK_OPEN, MARK_CLOSE = "\ue000", "\ue001"

_DESIGNATOR = re.compile(r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９]")


def build_highlight(
    words: Iterable[Word], lookup: EntityLookup, *, loose: bool = False
) -> dict[str, Any]:
    """Build what is marked: whole words; for `loose`, each morpheme by itself.

    A word that is no name also by its characters, since the dictionary may cut it otherwise in the
    text. Each reading makes every hit dearer, so that a name goes without: its mentions are known.
    """
    marked: list[dict[str, Any]] = []
    fields: set[str] = set()
    for word in words:
        if word.forbidden:
            continue
        if loose or word.role == "sentence":
            marked.append(match_zones(word.text, "best_fields", ".morph", 1.0, analyzer=PLAIN))
            continue
        marked.append(match_zones(word.text, "phrase", ".morph", 1.0, analyzer=PLAIN))
        if word.role == "phrase" or not lookup.is_name(word.text):
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
