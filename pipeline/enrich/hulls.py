"""Names that no list holds, next to a class noun: 空母「蓬莱」, ウスリー級フリゲート, 駆逐艦コール.

The class noun says the kind; whether the word beside it is a name, Sudachi's tokens say: a proper
noun, or a word that is in no dictionary. A dictionary word is none (戦闘機パイロット).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span
from pipeline.enrich.tagger import Token

_SHIPS = ("ship", "submarine")
_QUOTED = re.compile(r"「([^「」。、！？\n]{1,20})」")
_KATAKANA_BEFORE = re.compile(
    r"[ァ-ヺー・=-]{2,24}(?:[A-Z]{1,3}|[IVX]{1,3}|[0-9]{1,3})?(?P<type>型|級|タイプ)?\Z"
)
_LATIN_BEFORE = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]*(?:[ -][A-Z0-9][A-Za-z0-9]*){0,2}(?P<type>型|級)?\Z"
)
_KATAKANA_AFTER = re.compile(r"[ァ-ヺー・=-]{2,24}")
_HULL_NUMBER = re.compile(
    r"(?:(?:[0-9]{1,2}|[一二三四五六七八九]|ネーム|同型)番?(?:艦|シップ)|旗艦|僚艦)「"
)
_QUOTED_TYPE = re.compile(r"「([^「」。、！？\n]{2,20})」(?:級|型)")
_LATIN_AFTER = re.compile(r"[A-Z][A-Z0-9-]{2,10}(?![A-Za-z0-9/])")
_PROPER = ("proper", "place", "person", "family", "given")
_NO_NAME = re.compile(r"(?:の|が|を|は|に|で|と|へ|から|まで|より|という)(?:.|\Z)|\A第?[0-9]+\Z")
_CLASS_TAIL = re.compile(r"(?P<stem>[ァ-ヺー・]{2,24})(?:級|型)(?!式|の?クラス)")
_UNITS = (
    "トン",
    "メートル",
    "キロ",
    "メガトン",
    "キロトン",
    "トップ",
    "ワールド",
    "フル",
    "ヘビー",
    "ミドル",
)


def find_named(reading: Reading) -> Iterator[Span]:
    """Propose names beside class nouns."""
    for noun in reading.classes.values():
        yield from _quoted_after(reading, noun)
        yield from _plain_before(reading, noun)
        if noun.kind in _SHIPS:
            yield from _plain_after(reading, noun)
        yield from _latin_after(reading, noun)
    for match in _HULL_NUMBER.finditer(reading.text):
        quoted = _QUOTED.match(reading.text, match.end() - 1)
        if quoted is not None and _is_title(reading, quoted):
            kind = _nearest_ship(reading, match.start())
            yield _span(quoted.start(1), quoted.end(1), kind, quoted[1], 0.6)
    for match in _QUOTED_TYPE.finditer(reading.text):
        ships = reading.classes.get(match.end())
        if ships is not None:
            yield _span(match.start(1), match.end(1), ships.kind, match[1], 0.75)
    yield from _class_names(reading)


def _quoted_after(reading: Reading, noun: Span) -> Iterator[Span]:
    match = _QUOTED.match(reading.text, noun.end)
    if match is not None and _is_title(reading, match):
        yield _span(match.start(1), match.end(1), noun.kind, match[1], 0.75)


def _is_title(reading: Reading, match: re.Match[str]) -> bool:
    """A quoted name, and no quoted phrase: nouns only, and no class noun alone."""
    if _is_hiragana(match[1]):
        return 2 <= len(match[1]) <= 6
    if _NO_NAME.search(match[1]) and not match[1].isascii():
        return False
    tokens = reading.passage.tokens_in(match.start(1), match.end(1))
    if any(token.tag in ("verb", "adjective") and token.known for token in tokens):
        return False
    return match.start(1) not in reading.classes


def _plain_before(reading: Reading, noun: Span) -> Iterator[Span]:
    text = reading.text
    window = text[max(0, noun.start - 28) : noun.start]
    for pattern in (_KATAKANA_BEFORE, _LATIN_BEFORE):
        match = pattern.search(window)
        if match is None:
            continue
        typed = match["type"] or ""
        start, end = noun.start - len(match[0]), noun.start - len(typed)
        start = start if typed else _trim(reading, start, end)
        name = text[start:end].lstrip("・-= ")
        last = end - (name.endswith("・"))
        if len(name) > 2 and _is_name(reading, end - len(name), last, typed):
            yield _span(end - len(name), end, noun.kind, name.rstrip("・"), 0.7)


def _trim(reading: Reading, start: int, end: int) -> int:
    """Leave out states and other actors at the front: イラン + シャヘド."""
    for hit in reading.hits.names:
        if start <= hit.start < hit.end < end and hit.name.entity.label == "ACTOR":
            start = max(start, hit.end)
    return start


def _plain_after(reading: Reading, noun: Span) -> Iterator[Span]:
    text = reading.text
    match = _KATAKANA_AFTER.match(text, noun.end)
    if match is not None:
        name = match[0].rstrip("・-=")
        end = noun.end + len(name)
        if _is_name(reading, noun.end, end, "") and text[end : end + 1] not in ("級", "型"):
            yield _span(noun.end, end, noun.kind, name, 0.7)
        return
    tokens = reading.passage.tokens_in(noun.end, noun.end + 8)
    if not tokens or tokens[0].start != noun.end:
        return
    first = tokens[0]
    name = text[first.start : first.end]
    named = first.tag in ("proper", "place", "given", "family") and 2 <= len(name) <= 5
    if named and not reading.index.is_actor(name) and _ends_word(tokens[1:]):
        yield _span(first.start, first.end, noun.kind, name, 0.6)


def _latin_after(reading: Reading, noun: Span) -> Iterator[Span]:
    match = _LATIN_AFTER.match(reading.text, noun.end)
    if match is None or noun.end in reading.classes or reading.index.is_actor(match[0]):
        return
    if match[0] not in reading.grammar.modifiers:
        yield _span(match.start(), match.end(), noun.kind, match[0], 0.65)


def _ends_word(rest: list[Token]) -> bool:
    return not rest or rest[0].tag in ("particle", "symbol", "space")


def _is_name(reading: Reading, start: int, end: int, typed: str) -> bool:
    """A proper noun or a word of no dictionary, and no actor or class noun."""
    name = reading.text[start:end]
    if start in reading.classes or (
        reading.index.is_actor(name) and not _is_class_of(typed, reading, name)
    ):
        return False
    if name in reading.grammar.no_names or name in _UNITS or name in reading.grammar.modifiers:
        return False
    if any(h.start <= start and h.end >= end for h in reading.hits.terms.get("modifier", ())):
        return False
    tokens = [t for t in reading.passage.tokens_in(start, end) if t.tag != "symbol"]
    if not tokens:
        return False
    if name.isascii():
        return len(name) > 2 and (len(name) > 4 or typed != "" or not name.isupper())
    strange = [t for t in tokens if t.tag in _PROPER or not t.known]
    spelt = "・" in name and reading.text[end : end + 1] == "・"
    if typed or spelt:
        return bool(strange) or "・" in name
    return len(strange) * 2 >= len(tokens) and tokens[-1] in strange


def _is_class_of(typed: str, reading: Reading, name: str) -> bool:
    """Classes bear the names of cities and people, but not of states: オスロ級, バージニア級."""
    entity = reading.index.find(name, "ACTOR")
    return typed != "" and (entity is None or entity.kind != "state" or name != entity.ja)


def _class_names(reading: Reading) -> Iterator[Span]:
    """X級 and X型 of ships without their noun, where ships are spoken of."""
    for match in _CLASS_TAIL.finditer(reading.text):
        stem = match["stem"].strip("・")
        start = match.end() - 1 - len(stem)
        kind = _nearest_ship(reading, start, needed=True)
        if kind and stem not in _UNITS and _is_name(reading, start, start + len(stem), "級"):
            yield _span(start, match.end(), kind, stem, 0.5)


def _nearest_ship(reading: Reading, place: int, needed: bool = False) -> str:
    first, last = reading.passage.around(place)
    ships = [
        noun
        for noun in reading.classes.values()
        if noun.kind in _SHIPS and (not needed or first <= noun.start < last)
    ]
    if not ships:
        return "" if needed else "ship"
    return min(ships, key=lambda noun: abs(noun.start - place)).kind


def _is_hiragana(name: str) -> bool:
    return all("ぁ" <= char <= "ん" for char in name)


def _span(start: int, end: int, kind: str, name: str, confidence: float) -> Span:
    return Span(start, end, "WEAPON", kind, "named_class", name=name, confidence=confidence)
