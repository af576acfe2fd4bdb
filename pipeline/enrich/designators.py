"""Latin designators that no list holds, by the grammar of their naming; see `designators.yml`.

Su-75, Kh-69, F15J, GBU-57, KSS-III: each naming system has its prefixes, which tell the kind. Where
they do not, the words around do. A form that could be anything (C-2, K4, F35) counts only where
arms are spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from pipeline.documents import Record
from pipeline.enrich.acronyms import find_acronyms
from pipeline.enrich.context import COMMONEST, Context
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span, fits

PATH = Path(__file__).with_name("designators.yml")
LONGEST_PREFIX = 5  # characters of a prefix that no table holds, its own hyphen included: EE-T

_LATIN = re.compile(
    r"(?<![A-Za-z0-9.@_/])(?P<prefix>[A-Za-z]{1,10}(?:[-/][A-Z]{1,3})?)(?P<hyphen>[- ]?)"
    r"(?P<number>[0-9]{1,4})"
    r"(?P<suffix>(?:[A-Z]{1,3}[0-9]{0,2}[A-Z]?|[a-z]{1,2}(?![a-z]))?"
    r"(?:/[A-Z]{1,2}(?![A-Za-z0-9-])){0,3}(?:-[0-9]{1,3}(?![0-9]))?)"
    r"(?![A-Za-z0-9])"
)
_ROMAN = re.compile(
    r"(?<![A-Za-z0-9-])(?P<prefix>[A-Z]{2,5})-(?:III|II|IV|VI{0,3}|IX)(?![A-Za-z0-9])"
)
_WORD_BEFORE = re.compile(r"(?<![ァ-ヺー・])[ァ-ヺー]{2,12}\Z")
_NICKNAME = re.compile(r"[ァ-ヺー]{3,12}(?![ァ-ヺー・])")
_SHIP_PREFIX = re.compile(
    r"(?<![A-Za-z])(?:USS|HMS|INS|TCG|HMAS|HMCS|HMNZS|ROKS|ROCS|KRI|BRP|HDMS|HNoMS|HSwMS|RSS|BNS"
    r"|PNS|USNS|USCGC|RFA|ESPS|ITS|JS|JDS|FGS|FS|IRIS|HTMS) ?"
    r"(?P<name>「[^「」\n]{2,16}」|[ァ-ヺー・]{2,20}|[A-Z][a-z]+(?: [A-Z][a-z]+){0,3})"
)


class Prefix(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of the prefix table; what each field means is said in the file."""

    kind: str
    prefix: tuple[str, ...]
    number: str
    unless_number: str | None = None
    bare: bool = False
    sure: bool = False
    case: str = "upper"
    hyphen: str = "any"


class DesignatorTable(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Prefixes, series and counters as read from the file."""

    prefixes: tuple[Prefix, ...]
    series: dict[str, tuple[str, ...]]
    counters: tuple[str, ...]
    no_nicknames: frozenset[str]


class Designators:
    """The compiled prefix table.

    Attributes:
        not_counted: Matches where a number does not count what follows it.
    """

    def __init__(self, table: DesignatorTable, context: Context) -> None:
        self.table = table
        self.context = context
        self._rows: dict[str, list[tuple[Prefix, re.Pattern[str]]]] = {}
        for row in table.prefixes:
            pattern = re.compile(row.number)
            for prefix in row.prefix:
                self._rows.setdefault(prefix, []).append((row, pattern))
        counters = "|".join(sorted(map(re.escape, table.counters), key=len, reverse=True))
        self.not_counted = re.compile(rf"(?!\s?(?:{counters}))(?![0-9.,]?[0-9])")

    def find(self, reading: Reading) -> Iterator[Span]:
        """Propose every Latin designator of the passage."""
        for match in _LATIN.finditer(reading.text):
            found = self._type(reading, match)
            if found is not None:
                start = _with_maker(reading, match.start())
                end = self._with_nickname(reading, match.end())
                name = reading.text[start : match.end()]
                yield build_span(start, end, found[0], name, found[1])
        for match in _ROMAN.finditer(reading.text):
            rows = self._rows.get(match["prefix"], ())
            kind = rows[0][0].kind if rows else self.context.nearest_class(reading, *match.span())
            if kind is not None:
                yield build_span(match.start(), match.end(), kind, match[0], 0.7)
        for match in _SHIP_PREFIX.finditer(reading.text):
            near = self.context.nearest_class(reading, *match.span())
            kind = near if near in ("ship", "submarine") else "ship"
            yield build_span(match.start(), match.end(), kind, match["name"].strip("「」"), 0.8)
        yield from find_acronyms(reading, self.context)

    def _type(self, reading: Reading, match: re.Match[str]) -> tuple[str, float] | None:
        """Return kind and confidence; None is no designator."""
        prefix, hyphen, number = match["prefix"], match["hyphen"], match["number"]
        noun = reading.classes.get(match.end())
        if hyphen == " " and len(prefix) + len(number) < 4 and noun is None:
            return None
        rows = list(self._fitting(prefix, hyphen, number))
        if noun is not None and rows:
            return next((r.kind for r in rows if fits(r.kind, noun.kind)), noun.kind), 0.85
        if rows:
            return self._choose(reading, match, rows)
        if noun is not None and (prefix.isupper() or hyphen):
            return noun.kind, 0.7
        hyphenated = hyphen == "-" or "-" in prefix
        if hyphenated and prefix.isupper() and len(prefix) <= LONGEST_PREFIX:
            near = self.context.guess_kind(reading, *match.span())
            spoken = near is not None and self.context.has_arms(reading, *match.span())
            if (spoken and prefix not in self.context.table.no_arms) or self.context.shows_arms(
                reading, *match.span()
            ):
                return near or COMMONEST, 0.5
        return None

    def _choose(
        self, reading: Reading, match: re.Match[str], rows: list[Prefix]
    ) -> tuple[str, float] | None:
        """Of the rows that fit, the one that the words around speak for."""
        bare = bool(match["hyphen"]) or any(row.bare for row in rows)
        short = len(match["prefix"] + match["number"]) < 4 and (
            len(match["prefix"]) == 1 or not match["hyphen"]
        )
        plain = match["hyphen"] and (len(match["number"]) > 1 or len(match["prefix"]) > 1)
        doubtful = (short and not plain) or not bare or match["hyphen"] == " "
        if doubtful and not self.context.has_arms(reading, *match.span()):
            return None
        if len({row.kind for row in rows}) > 1 and not rows[0].sure:
            near = self.context.guess_kind(reading, *match.span())
            kind = next((r.kind for r in rows if near is not None and fits(r.kind, near)), None)
            return kind or rows[0].kind, 0.7
        return rows[0].kind, 0.6 if doubtful else 0.8

    def _fitting(self, prefix: str, hyphen: str, number: str) -> Iterator[Prefix]:
        """Rows of the table whose prefix, number, case and hyphen fit."""
        for row, pattern in self._rows.get(prefix.upper(), ()):
            wrong = (row.unless_number and re.fullmatch(row.unless_number, number)) or (
                row.hyphen == "never" and hyphen
            )
            if pattern.fullmatch(number) and _has_case(prefix, row) and not wrong:
                yield row

    def _with_nickname(self, reading: Reading, end: int) -> int:
        """Take in a katakana name that touches the designator: S-350ヴィーチャジ, B-21レイダー."""
        name = _NICKNAME.match(reading.text, end)
        if name is None or end in reading.classes or reading.index.is_actor(name[0]):
            return end
        if name[0] in reading.grammar.no_names or name[0].endswith(self._no_nicknames):
            return end
        return name.end()

    @property
    def _no_nicknames(self) -> tuple[str, ...]:
        return tuple(self.table.no_nicknames)


def _with_maker(reading: Reading, start: int) -> int:
    """Take in a strange katakana word that touches the designator: ノーラB-52 is no B-52."""
    word = _WORD_BEFORE.search(reading.text, max(0, start - 14), start)
    if word is None or reading.index.is_actor(word[0]) or reading.index.is_weapon(word[0]):
        return start
    if word[0] in reading.grammar.no_names or word.start() in reading.classes:
        return start
    tokens = reading.passage.tokens_in(word.start(), start)
    strange = all(not t.known or t.tag in ("proper", "person", "given", "family") for t in tokens)
    clean = word.start() in reading.passage.boundaries and tokens[0].start == word.start()
    return word.start() if strange and clean else start


def read_designators(context: Context, path: Path = PATH) -> Designators:
    """Read and compile the tables."""
    return Designators(msgspec.yaml.decode(path.read_bytes(), type=DesignatorTable), context)


def build_span(start: int, end: int, kind: str, name: str, confidence: float) -> Span:
    """Build a proposal of this family of rules."""
    return Span(start, end, "WEAPON", kind, "designator", name=name, confidence=confidence, rank=2)


def _has_case(prefix: str, row: Prefix) -> bool:
    if row.case == "mixed":
        return prefix[0].isupper()
    return prefix.isupper() or (len(prefix) > 2 and prefix[0].isupper()) or prefix in ("Kh", "Mk")
