"""Hulls that bear an ordinary word in hiragana: まや, むらさめ, いずも without 艦 or quotes.

The lexicon guards such names; here they count beside their hull number, beside another ship, or
where the sentence speaks of ships and the word does what ships do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span

_NAVAL = ("ship", "submarine")
_HIRAGANA = re.compile(r"[ぁ-んー]{2,}")
_PARTICLES = "やとがはもをにのへで"
_NUMBER = re.compile(r"\((?:[A-Z]{2,4}-?)?[0-9]{2,4}\)")
_LINK_AFTER = re.compile(r"(?:、|・|と|や|及び|並びに|,|/| )")
_LINK_BEFORE = re.compile(r"(?:、|・|と|や|及び|並びに|,|/| |\))\Z")
_DEED = re.compile(
    r"(?:が|は|も|の|を|に|へ)[^。、]{0,12}?(?:出港|入港|寄港|就役|進水|退役|改修|乗艦|艦長|母港|停泊"
    r"|岸壁|係留|入渠|ドック|派遣|帰投|帰港|発着艦|着艦|見学|公開|渡[米欧豪])"
)
_SEA = re.compile(
    r"海自|海上自衛隊|護衛隊|艦隊|出港|入港|寄港|艦艇|岸壁|桟橋|軍港|横須賀|佐世保|舞鶴|大湊"
)


def find_hulls(reading: Reading, weapons: list[Span]) -> Iterator[Span]:
    """Propose listed hulls by their hiragana names.

    Args:
        weapons: Settled weapons of the passage.
    """
    text, names = reading.text, reading.index.hulls
    ships = {place for span in weapons if span.kind in _NAVAL for place in (span.start, span.end)}
    candidates = []
    for match in _HIRAGANA.finditer(text):
        for start, end in _words(reading, match):
            if text[start:end] in names:
                candidates.append((start, end))
    places = {place for span in candidates for place in span}
    grown = True
    found: dict[int, Span] = {}
    while grown:
        grown = False
        for start, end in candidates:
            if start in found or not _counts(reading, start, end, ships, places):
                continue
            name = text[start:end]
            found[start] = Span(
                start, end, "WEAPON", "ship", "roster", name=name, entity=names[name],
                confidence=0.65, rank=3,
            )  # fmt: skip
            ships |= {start, end}
            grown = True
    yield from found.values()


def _words(reading: Reading, run: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Cut a run of hiragana at the tokens' boundaries: ちょうかい + が."""
    bounds, text = reading.passage.boundaries, reading.text
    inside = range(run.start() + 1, run.end())
    starts = [run.start(), *(p for p in inside if p in bounds or text[p - 1] in "やと")]
    for start in starts:
        for end in range(start + 2, min(start + 6, run.end()) + 1):
            if end in bounds or end == run.end() or text[end] in _PARTICLES:
                yield start, end


def _counts(reading: Reading, start: int, end: int, ships: set[int], places: set[int]) -> bool:
    """Judge one name by its number, its neighbours, and what it does where ships are spoken of.

    Args:
        ships: Where ships that count begin and end.
        places: Where other names that may be ships do: あたごやはぐろ.
    """
    text = reading.text
    if _NUMBER.match(text, end):
        return True
    after = _LINK_AFTER.match(text, end)
    before = _LINK_BEFORE.search(text, max(0, start - 3), start)
    at_sea = _SEA.search(text, *reading.passage.around(start)) is not None
    peers = {after.end() if after else -1, before.start() if before else -1}
    if (at_sea and peers & places) or (after and after.end() in ships):
        return True
    if before and (before.start() in ships or text[before.start()] == ")"):
        return _follows_hull(reading, before.start(), ships)
    return at_sea and _DEED.match(text, end) is not None


def _follows_hull(reading: Reading, place: int, ships: set[int]) -> bool:
    """The place where a hull ends, or the bracket with its number after it."""
    if place in ships:
        return True
    opening = reading.text.rfind("(", max(0, place - 10), place)
    return opening in ships
