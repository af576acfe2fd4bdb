"""Designators that no list holds, by the grammar of their naming; see `designators.yml`.

Su-75, 9M729, 055型, 12式, 火星20, Kh-69: each naming system has its prefixes.
These tell the kind; where they do not, the class noun nearest in the sentence does; without one
there is no mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from pipeline.documents import Record
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span, fits

PATH = Path(__file__).with_name("designators.yml")
NEAR = 40  # characters between a designator of unknown prefix and the noun that types it

_LATIN = re.compile(
    r"(?<![A-Za-z0-9.@#_/])(?P<prefix>[A-Za-z]{1,10}(?:[-/][A-Z]{1,3})?)(?P<hyphen>[- ]?)"
    r"(?P<number>[0-9]{1,4})"
    r"(?P<suffix>(?:[A-Z]{1,3}[0-9]{0,2}[A-Z]?|[a-z]{1,2}(?![a-z]))?"
    r"(?:/[A-Z]{1,2}(?![A-Za-z0-9-])){0,3}(?:-[0-9]{1,3}(?![0-9]))?)"
    r"(?![A-Za-z0-9])"
)
_GRAU = re.compile(
    r"(?<![A-Za-z0-9.])(?P<group>[1-9][0-9]?[A-Z]{1,2})-?[0-9]{1,4}[A-Z]{0,2}[0-9]{0,2}(?![A-Za-z0-9])"
)
_GRAU_KINDS = {
    "9M": "missile", "3M": "missile", "9K": "missile", "4K": "missile", "15A": "missile",
    "15Z": "missile", "2S": "land", "2A": "land", "2B": "land", "2K": "air_defense",
    "9A": "air_defense", "9S": "sensor", "1L": "sensor", "5N": "sensor", "51T": "air_defense",
    "53T": "air_defense", "77N": "air_defense", "40V": "air_defense", "48N": "air_defense",
    "14F": "space",
}  # fmt: skip
_TYPE_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.])"
    r"(?P<number>[A-Z][0-9]{2,3}|0[0-9]{2}[A-Z]{0,2}|09[IVX]{1,4}|[0-9]{2,5}(?:\.[0-9])?[A-Z]{0,3})(?:型|級)"
)
_PROJECT = re.compile(
    r"(?<![A-Za-z])(?:Type|Project|タイプ|プロジェクト)[- ]?"
    r"(?P<number>[0-9]{2,5}(?:\.[0-9])?[A-Z]{0,3})(?:型|級)?(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_NUMBERED_NAME = re.compile(
    r"(?<![ァ-ヺー・])(?P<stem>[ァ-ヺー]{3,12})-?[0-9]{1,4}[A-Z]{0,2}(?![0-9A-Za-z])"
)
_NICKNAME = re.compile(r"[ァ-ヺー]{3,12}(?![ァ-ヺー・])")
_SHIKI = re.compile(r"(?<![0-9])(?P<number>[0-9]{1,2})式")


class Prefix(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of the prefix table; what each field means is said in the file."""

    kind: str
    prefix: tuple[str, ...]
    number: str
    unless_number: str | None = None
    bare: bool = False
    attached_if_short: bool = False
    case: str = "upper"
    hyphen: str = "any"


class DesignatorTable(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Prefixes, series and counters as read from the file."""

    prefixes: tuple[Prefix, ...]
    series: dict[str, tuple[str, ...]]
    counters: tuple[str, ...]


class Designators:
    """The compiled tables."""

    def __init__(self, table: DesignatorTable) -> None:
        self._rows: dict[str, list[tuple[Prefix, re.Pattern[str]]]] = {}
        for row in table.prefixes:
            pattern = re.compile(row.number)
            for prefix in row.prefix:
                self._rows.setdefault(prefix, []).append((row, pattern))
        self._kinds = {stem: kind for kind, stems in table.series.items() for stem in stems}
        stems = "|".join(sorted(map(re.escape, self._kinds), key=len, reverse=True))
        counters = "|".join(sorted(map(re.escape, table.counters), key=len, reverse=True))
        self.not_counted = re.compile(rf"(?!\s?(?:{counters}))(?![0-9.,]?[0-9])")
        self._series = re.compile(
            rf"(?P<stem>{stems})[-・]?(?P<number>[0-9]{{1,4}}[A-Z]{{0,3}})(?:[号型](?![令車])|改)?(?![0-9A-Za-z])"
        )

    def find(self, reading: Reading) -> Iterator[Span]:
        """Propose every designator of the passage."""
        yield from self._find_latin(reading)
        yield from self._find_series(reading)
        yield from self._find_numbered(reading)
        yield from _find_grau(reading)
        yield from _find_types(reading)
        for match in _SHIKI.finditer(reading.text):
            kind = _class_starts_at(reading, match.end())
            if kind is not None:
                yield _span(match.start(), match.end(), kind, match[0], 0.8)

    def _find_latin(self, reading: Reading) -> Iterator[Span]:
        for match in _LATIN.finditer(reading.text):
            found = self._type(reading, match)
            if found is not None:
                kind, confidence = found
                end = _with_nickname(reading, match.end())
                yield _span(match.start(), end, kind, match[0], confidence)

    def _type(self, reading: Reading, match: re.Match[str]) -> tuple[str, float] | None:
        prefix, hyphen, number = match["prefix"], match["hyphen"], match["number"]
        attached = _class_starts_at(reading, match.end())
        if hyphen == " " and len(prefix) + len(number) < 4 and attached is None:
            return None
        rows = list(self._fitting(prefix, hyphen, number))
        if attached is not None and rows:
            return next((r.kind for r in rows if fits(r.kind, attached)), attached), 0.85
        for row in rows:
            if self._stands_alone(reading, match, row):
                return row.kind, 0.8
        if rows:
            return None
        if not prefix.isupper() and not hyphen:
            return None
        if attached is not None:
            return attached, 0.7
        if hyphen == "-" and prefix.isupper() and len(prefix) <= 4:
            near = _nearest(reading, match)
            return (near, 0.5) if near is not None else None
        return None

    def _fitting(self, prefix: str, hyphen: str, number: str) -> Iterator[Prefix]:
        """Rows of the table whose prefix, number, case and hyphen fit."""
        for row, pattern in self._rows.get(prefix.upper(), ()):
            wrong = (row.unless_number and re.fullmatch(row.unless_number, number)) or (
                row.hyphen == "never" and hyphen
            )
            if pattern.fullmatch(number) and _has_case(prefix, row) and not wrong:
                yield row

    def _stands_alone(self, reading: Reading, match: re.Match[str], row: Prefix) -> bool:
        """Say whether a designator counts with no class noun at its end."""
        if not match["hyphen"] and not row.bare:
            return False
        short = len(match["number"]) == 1 or not match["hyphen"] or row.attached_if_short
        if len(match["prefix"]) == 1 and short:
            return _is_among_arms(reading, match.start())
        return True

    def _find_series(self, reading: Reading) -> Iterator[Span]:
        for match in self._series.finditer(reading.text):
            stem, end = match["stem"], match.end()
            if not self.not_counted.match(reading.text, end) and match[0][-1].isdigit():
                continue
            if _starts_inside_word(reading, match.start(), stem):
                continue
            yield _span(match.start(), end, self._kinds[stem], match[0], 0.8)

    def _find_numbered(self, reading: Reading) -> Iterator[Span]:
        """A katakana word of no dictionary with a number, where weapons are spoken of: ツザナ2."""
        for match in _NUMBERED_NAME.finditer(reading.text):
            token = reading.passage.token_at(match.start())
            counts = not self.not_counted.match(reading.text, match.end())
            if token is None or token.known or token.start != match.start() or counts:
                continue
            kind = _class_starts_at(reading, match.end()) or _nearest(reading, match)
            if kind is not None and not reading.index.is_actor(match["stem"]):
                yield _span(match.start(), match.end(), kind, match[0], 0.6)


def read_designators(path: Path = PATH) -> Designators:
    """Read and compile the tables."""
    return Designators(msgspec.yaml.decode(path.read_bytes(), type=DesignatorTable))


def _find_grau(reading: Reading) -> Iterator[Span]:
    for match in _GRAU.finditer(reading.text):
        kind = _class_starts_at(reading, match.end()) or _GRAU_KINDS.get(match["group"])
        if kind is not None:
            yield _span(match.start(), match.end(), kind, match[0], 0.8)


def _find_types(reading: Reading) -> Iterator[Span]:
    """Ship and submarine types by number: 055型, 039A型, 22型, Type 26, プロジェクト636."""
    for match in _TYPE_NUMBER.finditer(reading.text):
        kind = _class_starts_at(reading, match.end())
        if kind is None and match["number"][0] == "0":
            kind = "submarine" if match["number"].startswith(("03", "09")) else "ship"
        if kind is not None:
            yield _span(match.start(), match.end(), kind, match[0], 0.8)
    for match in _PROJECT.finditer(reading.text):
        kind = _class_starts_at(reading, match.end()) or _nearest(reading, match)
        if kind is not None:
            yield _span(match.start(), match.end(), kind, match[0], 0.7)


def _class_starts_at(reading: Reading, place: int) -> str | None:
    """Kind of the class noun, with its modifiers, that starts at a place."""
    noun = reading.classes.get(place)
    return noun.kind if noun is not None else None


def _nearest(reading: Reading, match: re.Match[str]) -> str | None:
    """Kind of the class noun nearest in the same sentence; the one after it goes before."""
    first, last = reading.passage.sentence_at(match.start())
    best: tuple[int, str] | None = None
    for noun in reading.classes.values():
        if noun.start < first or noun.end > last:
            continue
        after = noun.start >= match.end()
        gap = noun.start - match.end() if after else (match.start() - noun.end) * 2
        if 0 <= gap <= NEAR and (best is None or gap < best[0]):
            best = gap, noun.kind
    return best[1] if best else None


def _with_nickname(reading: Reading, end: int) -> int:
    """Take in a katakana name of no dictionary that touches the designator: S-350ヴィーチャジ."""
    name = _NICKNAME.match(reading.text, end)
    if name is None or end in reading.classes or reading.index.is_actor(name[0]):
        return end
    tokens = reading.passage.tokens_in(*name.span())
    strange = all(not t.known or t.tag in ("proper", "person") for t in tokens)
    return name.end() if strange and name[0] not in reading.grammar.no_names else end


def _is_among_arms(reading: Reading, place: int) -> bool:
    """Say whether weapons or forces stand around a designator that could be anything: C-2."""
    first, last = reading.passage.around(place)
    hits = reading.hits
    return any(first <= head.start < last for head in hits.terms["head"]) or any(
        first <= hit.start < last
        for hit in hits.names
        if hit.found.entity.label == "WEAPON" or hit.found.entity.kind == "armed_force"  # type: ignore[union-attr]
    )


def _has_case(prefix: str, row: Prefix) -> bool:
    if row.case == "mixed":
        return prefix[0].isupper()
    return prefix.isupper() or (len(prefix) > 3 and prefix[0].isupper()) or prefix in ("Kh", "Mk")


def _starts_inside_word(reading: Reading, start: int, stem: str) -> bool:
    before = reading.text[start - 1 : start]
    if not before:
        return False
    if len(stem) <= 2 and stem[0] >= "一" and "一" <= before <= "龥":
        return start not in reading.passage.boundaries
    return "ァ" <= stem[0] <= "ヺ" and ("ァ" <= before <= "ヺ" or before == "ー")


def _span(start: int, end: int, kind: str, name: str, confidence: float) -> Span:
    return Span(start, end, "WEAPON", kind, "designator", name=name, confidence=confidence, rank=2)
