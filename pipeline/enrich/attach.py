"""Class nouns and names that touch become one mention, with quotes, size words and variants.

Annotation guide, weapons 1 and settled cases 2, 7 and 9: F-35A核搭載戦闘機, 空母「遼寧」,
アーレイ・バーク級駆逐艦, 「いずも」型護衛艦, 潜水艦発射型トマホーク陸攻撃ミサイル.
"""

from __future__ import annotations

import re

from pipeline.enrich.classes import extend_left
from pipeline.enrich.matcher import Hit
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span, fits
from pipeline.enrich.writings import is_katakana

_BLOCK = (
    r"[ ・]?(?:ブロック|フライト|バッチ|Block|Flight|Blk|Batch|Mk\.?|Mod\.?)[ .-]?"
    r"(?:[0-9]{1,3}[A-Z]?|[IVX]{1,4}[A-Z]?)(?![0-9A-Za-z])"
)
_REVISED = r"\([改B]\)|改(?!修|良|め|革|善|造|定|正|築|憲|編)"
_SUFFIX = r"\+(?![A-Za-z0-9])|-[A-Z]{1,2}(?![A-Za-z0-9])|[ ](?:MSE|CRI|ER|NG)(?![A-Za-z])"
_KANJI_MODEL = r"[一二三四五六七八九〇零]{2}[甲乙丙]?型"
_TAIL = re.compile(rf"(?:{_SUFFIX}|{_BLOCK}|{_REVISED}|{_KANJI_MODEL}|[A-Z]型(?!式))+")
_MODEL = re.compile(
    r"(?:[A-Z]{1,3}[0-9]{0,4}[A-Z]?|(?:III|II|IV)|[0-9]{1,4}[A-Z]{1,3}|Mk[0-9]{1,2}[A-Z]?)"
    r"(?![A-Za-z0-9])"
)
_KATAKANA = re.compile(r"[ァ-ヺー・]+")
_BETWEEN = re.compile(r"(?:級|型|タイプ)?(?:大型|小型|中型|新型|改良型|能力向上型|次世代)?")


def attach(reading: Reading, names: list[Span], classes: list[Span]) -> list[Span]:
    """Join names and class nouns that touch; return all weapons, not settled.

    Args:
        names: Settled spans of specific weapons.
        classes: Settled spans of class nouns with their modifiers.
    """
    names = _join_names(reading.text, [_with_tail(reading, name) for name in names])
    by_end = {noun.end: noun for noun in classes}
    joined = []
    for name in names:
        span = _with_quotes(reading, name, by_end)
        span = _with_noun_after(reading, span)
        span = _with_noun_before(reading, span, by_end)
        joined.append(span)
    return [*_chain(joined), *classes]


def _chain(spans: list[Span]) -> list[Span]:
    """A type, its class noun and the hull's name in a row are one: 26型フリゲート「グラスゴー」."""
    chained: list[Span] = []
    for span in spans:
        last = chained[-1] if chained else None
        if last is not None and last.start < span.start < last.end < span.end:
            chained[-1] = _replace(span, last.start, span.end, span.name)
        else:
            chained.append(span)
    return chained


def _with_tail(reading: Reading, name: Span) -> Span:
    """Take in what makes a variant: ブロックIIA, 能力向上型, 改."""
    text, end = reading.text, name.end
    tail = _TAIL.match(text, end)
    if tail is not None:
        end = tail.end()
    model = _MODEL.match(text, end)
    if model is not None and is_katakana(text[end - 1]):
        end = model.end()
    variant = reading.hits.longest_starting(end, "variant")
    if variant is not None and not is_katakana(text[variant.end : variant.end + 1]):
        end = variant.end
    if end == name.end:
        return name
    return _replace(name, name.start, end, text[name.start : end])


def _join_names(text: str, names: list[Span]) -> list[Span]:
    """Two names of one thing that touch are one: パトリオットPAC-3, RIM-162 ESSM."""
    joined: list[Span] = []
    for name in names:
        last = joined[-1] if joined else None
        if last is not None and _touch(text, last, name) and fits(last.kind, name.kind):
            best = max(last, name, key=lambda s: (any(c.isdigit() for c in s.name), s.rank))
            joined[-1] = _replace(best, last.start, name.end, best.name)
        else:
            joined.append(name)
    return joined


def _touch(text: str, first: Span, second: Span) -> bool:
    if first.end == second.start:
        return True
    gap = text[first.end : second.start]
    return gap == " " and text[first.end - 1].isascii() and text[second.start].isascii()


def _with_quotes(reading: Reading, name: Span, by_end: dict[int, Span]) -> Span:
    """Take in the quotes around a name when a class noun touches them."""
    text = reading.text
    if text[name.start - 1 : name.start] != "「" or text[name.end : name.end + 1] != "」":
        return name
    start, end = name.start - 1, name.end + 1
    between = _BETWEEN.match(text, end)
    after = reading.classes.get(between.end() if between is not None else end)
    before = by_end.get(start)
    touches = any(noun is not None and _names(noun, name.kind) for noun in (before, after))
    if touches or text[end : end + 1] in ("級", "型"):
        return _replace(name, start, end, name.name)
    return name


def _names(noun: Span, kind: str) -> bool:
    """A missile's vehicle does not bear its name: 「火星15」移動車両."""
    return fits(kind, noun.kind) and (noun.kind != "land" or kind == "land")


def _with_noun_after(reading: Reading, name: Span) -> Span:
    text = reading.text
    between = _BETWEEN.match(text, name.end)
    place = between.end() if between is not None else name.end
    for start in (place, name.end):
        noun = reading.classes.get(start)
        if noun is not None and fits(name.kind, noun.kind):
            first = extend_left(reading, name.start)
            span = _replace(name, first, noun.end, name.name)
            return _with_tail(reading, span) if span.end != name.end else span
    namesake = reading.classes.get(name.end)
    if namesake is not None and name.rule == "lexicon" and _KATAKANA.fullmatch(name.name):
        return _rename(name, namesake)
    typed = reading.classes.get(name.end + 1)
    if text[name.end : name.end + 1] in ("級", "型") and typed is not None:
        return _rename(name, typed)  # ゾルファガール級ミサイル艇 is not the missile ゾルファガール
    if any(head.start > name.start for head in _heads_ending(reading, name.end)):
        return _replace(name, extend_left(reading, name.start), name.end, name.name)
    if text[name.end : name.end + 1] in ("級", "型") and name.kind in ("ship", "submarine"):
        return _with_tail(reading, _replace(name, name.start, name.end + 1, name.name))
    return name


def _rename(name: Span, noun: Span) -> Span:
    """ティーガー戦車 is not the helicopter ティーガー: the class noun says what it is."""
    span = _replace(name, name.start, noun.end, name.name + noun.name)
    span.kind, span.entity, span.alias, span.rule = noun.kind, None, None, "named_class"
    return span


def _heads_ending(reading: Reading, end: int) -> list[Hit]:
    """Class nouns that the lexicon's name holds at its own end: トマホーク陸攻撃ミサイル."""
    head = reading.hits.longest_ending(end, "head")
    return [head] if head is not None else []


def _with_noun_before(reading: Reading, name: Span, by_end: dict[int, Span]) -> Span:
    noun = by_end.get(name.start)
    if noun is None or not fits(name.kind, noun.kind):
        return name
    return _replace(name, noun.start, name.end, name.name)


def _replace(span: Span, start: int, end: int, name: str) -> Span:
    return Span(
        start, end, span.label, span.kind, span.rule, specific=span.specific, name=name,
        entity=span.entity, alias=span.alias, confidence=span.confidence, rank=span.rank,
        unsure=span.unsure,
    )  # fmt: skip
