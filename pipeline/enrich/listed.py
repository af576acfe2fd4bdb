"""The lexicon's names in one passage, judged by what the matcher cannot see.

Seats count where they act, a weak writing (B2) only among weapons, a family name not inside another
full name, a Latin word not inside a longer Latin name, and of two readings the one that context
supports; without support the mention is left unlinked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from pipeline.enrich.matcher import Hit
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span
from pipeline.enrich.states import OFFICE, StateGrammar
from pipeline.enrich.units import is_force_end

_DOT_BEFORE = re.compile(r"[ァ-ヺー]+[・=]\Z")
_DOT_AFTER = re.compile(r"[・=]([ァ-ヺー]+)")
TELLING = 4  # characters of a name that seldom is a word of another field: タイフォン
_NAVAL = ("ship", "submarine")
_NAVY = re.compile(r"海軍|艦隊|海上自衛隊|海自|空母|駆逐艦|護衛艦|潜水艦")
_LINK = (
    r"(?:、|,|・|/|や|と|\+|→|および|及び|または|又は|か|ではなく|でなく|と同じ|より|から)?[「」]?"
)
_LIST_BEFORE = re.compile(rf"{_LINK}\Z")
_LIST_AFTER = re.compile(rf"{_LINK}")
_CAPITALIZED_BEFORE = re.compile(r"(?:\A|[^A-Za-z])[A-Z][A-Za-z&.'-]* \Z")
_CAPITALIZED_AFTER = re.compile(r" [A-Z][a-z]")


def find_listed(reading: Reading, states: StateGrammar) -> tuple[list[Span], list[Span]]:
    """Return the lexicon's mentions, and those that wait for their full name in the document."""
    counted: list[Span] = []
    waiting: list[Span] = []
    places = groupby(
        sorted(reading.hits.names, key=lambda h: (h.start, h.end)), key=lambda h: (h.start, h.end)
    )
    for _, group in places:
        admitted = [hit for hit in group if _is_admitted(reading, hit, states)]
        for waits, target in ((False, counted), (True, waiting)):
            readings = [_span(h) for h in admitted if h.name.alias.needs_full_name is waits]
            target += _settle_readings(readings)
    waiting += [_span(h) for h in reading.hits.refused if _is_admitted(reading, h, states)]
    return counted, waiting


def find_listed_beside(reading: Reading, waiting: list[Span], names: list[Span]) -> list[Span]:
    """Return the weapons that lack what must be near, but touch or stand in a list with one.

    Args:
        names: Weapons that count; those found here join them.
    """
    found: list[Span] = []
    settled = {(span.start, span.end) for span in names}  # a name whose own guard held stays
    places = {place for span in names for place in (span.start, span.end)}
    grew = True
    while grew:
        grew = False
        for span in waiting:
            if span.label != "WEAPON" or span in found or (span.start, span.end) in settled:
                continue
            before = _LIST_BEFORE.search(reading.text[max(0, span.start - 8) : span.start])
            after = _LIST_AFTER.match(reading.text, span.end)
            peers = {span.start - len(before[0]) if before else -1, after.end() if after else -1}
            if peers & places:
                span.rank = 8
                found.append(span)
                places |= {span.start, span.end}
                grew = True
    return found


def find_listed_among(reading: Reading, waiting: list[Span], arms: list[Span]) -> Iterator[Span]:
    """Return the weapons that lack what must be near, in sentences that speak of arms anyway.

    Args:
        arms: Weapons and class nouns that count.
    """
    for span in waiting:
        if span.label != "WEAPON":
            continue
        first, last = reading.passage.around(span.start)
        if span.length > 2:
            among = any(first <= arm.start < last for arm in arms) or (
                span.length >= TELLING and reading.context.has_arms(reading, span.start, span.end)
            )
        else:
            among = span.kind in _NAVAL and any(
                first <= hit.start < last and _NAVY.search(hit.name.writing)
                for hit in reading.hits.names
            )
        if among:
            span.confidence = 0.6
            yield span


def _is_admitted(reading: Reading, hit: Hit, states: StateGrammar) -> bool:
    name, text = hit.name, reading.text
    if name.alias.abbreviation:
        return False
    if name.entity.kind == "state" and OFFICE.match(text, hit.end - 1):
        return False
    if name.alias.seat and not states.admits_seat(reading, hit.start, hit.end):
        return False
    if not is_force_end(text, hit.end):
        return False
    if name.entity.label == "WEAPON" and text.startswith(("条約", "協定"), hit.end):
        return False
    if name.entity.kind in _NAVAL and _opens_speech(text, hit):
        return False
    if name.weak and not _is_among_weapons(reading, hit):
        return False
    if name.entity.kind == "person" and "・" not in name.writing:
        return not _is_part_of_name(reading, hit)
    if name.entity.label == "WEAPON" and _DOT_BEFORE.search(
        text[max(0, hit.start - 16) : hit.start]
    ):
        return not _is_part_of_name(reading, hit)
    if name.writing.isascii() and name.writing.isalpha() and not name.writing.isupper():
        return not (
            _CAPITALIZED_BEFORE.search(text[max(0, hit.start - 24) : hit.start])
            or _CAPITALIZED_AFTER.match(text, hit.end)
        )
    return True


def _opens_speech(text: str, hit: Hit) -> bool:
    """「モスクワが…」と報じた quotes a sentence, and names no cruiser."""
    opened = text[hit.start - 1 : hit.start] in ("「", "『", "“", '"')
    return opened and text[hit.end : hit.end + 1] not in ("」", "』", "”", '"', "級", "型")


def _is_among_weapons(reading: Reading, hit: Hit) -> bool:
    first, last = reading.passage.around(hit.start)
    return any(first <= head.start < last for head in reading.hits.terms["head"]) or any(
        first <= other.start < last and other.start != hit.start
        for other in reading.hits.names
        if not other.name.weak and other.name.entity.label == "WEAPON"
    )


def _is_part_of_name(reading: Reading, hit: Hit) -> bool:
    """ルビオ in アントニオ・ルビオ is somebody else; トランプ・プーチン会談 names two."""
    text = reading.text
    before = _DOT_BEFORE.search(text[max(0, hit.start - 16) : hit.start])
    after = _DOT_AFTER.match(text, hit.end)
    if before is not None:
        return not reading.index.is_actor(before[0][:-1])
    return after is not None and not reading.index.is_actor(after[1])


def _settle_readings(readings: list[Span]) -> Iterable[Span]:
    """Several entities under one writing: a guard that held is evidence, else nobody's."""
    if len({span.entity for span in readings}) < 2:
        return readings[:1]
    guarded = [span for span in readings if span.rank > 5]
    if len({span.entity for span in guarded}) == 1:
        return guarded[:1]
    return _unsure(guarded or readings)


def _unsure(readings: list[Span]) -> Iterator[Span]:
    for _, same in groupby(readings, key=lambda span: span.label):
        first = next(same)
        first.entity, first.rule, first.confidence = None, "ambiguous", 0.5
        first.unsure = True
        yield first


def _span(hit: Hit) -> Span:
    name = hit.name
    entity = name.entity
    return Span(
        hit.start, hit.end, entity.label, entity.kind, "lexicon", specific=entity.specific,
        name=name.writing, entity=entity.id, alias=name.alias.text, confidence=0.95,
        rank=6 if name.guard is not None and name.guard.positive else 5,
    )  # fmt: skip
