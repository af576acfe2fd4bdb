"""One word of a search as a query: its text in several readings, and the entities that it names.

A word counts by its best reading: whole morphemes as a phrase, pairs of characters as a phrase,
designators exactly. A phrase keeps 敵基地攻撃 from finding every 攻撃. A word that reads like a
sentence is a question instead: most of its morphemes must be there, wherever they stand.
"""

from __future__ import annotations

import re
from typing import Any

from pipeline.serve.entities import EntityLookup, Found
from pipeline.serve.words import Word

Body = dict[str, Any]

# A title says what a post is about; a caption belongs to a picture.
WEIGHTS = {"title": 3.0, "commentary": 1.3, "body": 1.0, "caption": 0.5}
CITED = "cited_titles"
PLAIN = "morphemes"  # the morphological analyzer without synonyms

_HIRAGANA = re.compile(r"[ぁ-ゖー]{3,}")
_KATAKANA = re.compile(r"[ァ-ヺー]{3,}")


def build_word(word: Word, lookup: EntityLookup) -> Body:
    """Build the query of one word: its text, and the entities that it names."""
    found = () if word.role == "phrase" else lookup.find(word.text)
    named = bool(found) and lookup.is_name(word.text)
    if word.role == "sentence":
        text = _build_sentence(word.text)
    else:
        text = build_phrase(word.text, named=named)
    if not found:
        return text
    entities = [_build_entity(entity) for entity in found]
    if named:
        return {"bool": {"should": [text, *entities], "minimum_should_match": 1}}
    # The entities are only a part of what the word says: they lift, but do not suffice.
    return {"bool": {"must": [text], "should": entities}}


def build_phrase(text: str, *, named: bool = False) -> Body:
    """Build the query of a word's text, in one piece.

    Args:
        named: It is a name whose entity is asked for beside it: what the dictionary cuts otherwise
            is found by its mentions, and the pairs of characters, the dearest reading, can go.
    """
    # Without the synonyms' graph: each path of it would be a phrase. Entities stand for synonyms.
    queries = [
        match_zones(text, "phrase", ".morph", 1.0, analyzer=PLAIN),
        match_zones(text, "best_fields", ".exact", 1.2),
        {"match": {CITED: {"query": text, "boost": 0.5}}},
    ]
    if len(text) == 1:  # no pair of characters
        queries.append(match_zones(text, "best_fields", "", 0.8))
    elif not named:
        queries.append(match_zones(text, "phrase", ".ngram", 0.8))
    if _HIRAGANA.fullmatch(text):
        queries.append(match_zones(text, "phrase", ".reading", 0.5))
    # The best reading alone: with a tie breaker the server may skip no document.
    return {"dis_max": {"queries": queries}}


def _build_sentence(text: str) -> Body:
    return match_zones(
        text, "best_fields", ".morph", 1.0, minimum_should_match="2<60%", analyzer=PLAIN
    )


def _build_entity(entity: Found) -> Body:
    field = "actors" if entity.label == "ACTOR" else "weapons"
    return {"constant_score": {"filter": {"terms": {field: list(entity.ids)}}, "boost": 2.0}}


def build_related(text: str, lookup: EntityLookup) -> list[Body]:
    """Build the queries of what is near a word: a part of it, or a relative of its weapon."""
    relatives = (
        found._replace(ids=tuple(sorted({r for i in found.ids for r in lookup.family(i)})))
        for found in lookup.find(text)
    )
    queries = [
        match_zones(
            text, "best_fields", ".morph", 1.0, minimum_should_match="2<34%", analyzer=PLAIN
        ),
        match_zones(text, "best_fields", ".ngram", 0.5, minimum_should_match="50%"),
        *map(_build_entity, relatives),
    ]
    if _KATAKANA.fullmatch(text):  # of names that are written so, the characters find all
        queries.append(match_zones(text, "phrase", ".reading", 0.5))
    return queries


def match_zones(text: str, kind: str, subfield: str, boost: float, **options: object) -> Body:
    """Build a query of one reading over all zones; the best zone counts."""
    fields = [f"{zone}{subfield}^{weight * boost:g}" for zone, weight in WEIGHTS.items()]
    return {"multi_match": {"query": text, "type": kind, "fields": fields, **options}}
