"""Numbered names in kanji and katakana, and types by number: 火星20, 殲45, 055型, 12式, 9M999.

The series that are known tell the kind; a katakana name with a number that nobody knows (アロー3)
counts where arms are spoken of and is typed by the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.enrich.designators import Designators, build_span
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span
from pipeline.enrich.writings import is_kanji, is_katakana

_GRAU = re.compile(
    r"(?<![A-Za-z0-9.])(?P<group>[1-9][0-9]?[A-Z]{1,2})-?[0-9]{1,4}[A-Z]{0,2}[0-9]{0,2}"
    r"(?![A-Za-z0-9])"
)
# Groups of the Soviet index of the Main Missile and Artillery Directorate.
_GRAU_KINDS = {
    "9M": "missile", "3M": "missile", "9K": "missile", "4K": "missile", "15A": "missile",
    "15Z": "missile", "2S": "land", "2A": "land", "2B": "land", "2K": "air_defense",
    "9A": "air_defense", "9S": "sensor", "1L": "sensor", "5N": "sensor", "51T": "air_defense",
    "53T": "air_defense", "77N": "air_defense", "40V": "air_defense", "48N": "air_defense",
    "14F": "space",
}  # fmt: skip
_TYPE_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.])(?P<number>[A-Z][0-9]{2,3}|0[0-9]{2}[A-Z]{0,2}|09[IVX]{1,4}"
    r"|[0-9]{2,5}(?:\.[0-9])?[A-Z]{0,3})(?:型|級)"
)
_PROJECT = re.compile(
    r"(?<![A-Za-z])(?:Type|Project|タイプ|プロジェクト)[- ]?"
    r"(?P<number>[0-9]{2,5}(?:\.[0-9])?[A-Z]{0,3})(?:型|級)?(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_NUMBER = (
    r"(?:[0-9]{1,4}[A-Z]{0,3}|(?:III|II|IV|VI{1,3})(?![A-Za-z])"
    r"|[A-Z]{1,3}[0-9]{0,3}(?!-[0-9A-Z])\+?)"
)
_NUMBERED_NAME = re.compile(
    rf"(?<![ァ-ヺー・])(?P<stem>[ァ-ヺー]{{3,12}})-?{_NUMBER}(?![0-9A-Za-z])"
)
_KANJI_DIGIT = "[一二三四五六七八九十〇零]"
_SHIKI = re.compile(
    rf"(?<![0-9])(?:[0-9]{{1,2}}|(?<!第)(?<!{_KANJI_DIGIT}){_KANJI_DIGIT}{{1,2}})式"
)
# Submarines of the Imperial Navy: 伊号第十九潜水艦, 伊四〇〇型, 伊58.
_IMPERIAL = re.compile(
    rf"(?<![一-龥])[伊呂波](?:号第?)?(?:{_KANJI_DIGIT}{{1,4}}|[0-9]{{1,3}})(?:号|型|潜(?!水))?"
    r"(?:潜水艦)?"
)
_SHIKI_KINDS = ("land", "missile", "air_defense", "munition")  # that the JSDF names so
_SHORT_TYPE = re.compile(
    r"(?<![0-9.])[0-9]{2}(?:式)?(?P<range>[短中近長]?)(?P<use>SAM|SSM|ASM|AAM)"
    r"(?:\([^()]{1,6}\)|改善型|能力向上型|改)?"
)
_USES = {"SAM": "air_defense", "SSM": "missile", "ASM": "missile", "AAM": "missile"}


class SeriesFinder:
    """The compiled table of series."""

    def __init__(self, designators: Designators) -> None:
        self._designators = designators
        self._context = designators.context
        series = designators.table.series
        self._kinds = {stem: kind for kind, stems in series.items() for stem in stems}
        stems = "|".join(sorted(map(re.escape, self._kinds), key=len, reverse=True))
        self._series = re.compile(
            rf"(?P<stem>{stems})[-・]?(?:[0-9]{{1,4}}[A-Z]{{0,3}}(?:[カナタラマバサ](?![ァ-ヺー]))?"
            r"|(?:III|II|IV|VI{0,3})(?![A-Za-z]))(?:[号型](?![令車])|改)?(?![0-9A-Za-z])"
        )

    def find(self, reading: Reading) -> Iterator[Span]:
        """Propose every numbered name of the passage."""
        yield from self._find_series(reading)
        yield from self._find_numbered(reading)
        yield from self._find_types(reading)
        for match in _GRAU.finditer(reading.text):
            noun = reading.classes.get(match.end())
            kind = noun.kind if noun is not None else _GRAU_KINDS.get(match["group"])
            if kind is not None:
                yield build_span(match.start(), match.end(), kind, match[0], 0.8)
        for match in _SHIKI.finditer(reading.text):
            noun = reading.classes.get(match.end())
            if noun is not None:
                yield build_span(match.start(), match.end(), noun.kind, match[0], 0.8)
            elif match[0][:2].isdigit() and self._context.has_arms(reading, *match.span()):
                kind = self._context.guess_kind(reading, *match.span())
                if kind in _SHIKI_KINDS:
                    yield build_span(match.start(), match.end(), kind, match[0], 0.5)
        for match in _IMPERIAL.finditer(reading.text):
            if match[0].endswith(("型", "潜", "潜水艦")) or "号" in match[0]:
                yield build_span(match.start(), match.end(), "submarine", match[0], 0.7)
        for match in _SHORT_TYPE.finditer(reading.text):
            yield build_span(match.start(), match.end(), _USES[match["use"]], match[0], 0.85)

    def _find_series(self, reading: Reading) -> Iterator[Span]:
        for match in self._series.finditer(reading.text):
            if self._counts(reading, match):
                continue
            if not _starts_inside_word(reading, match.start(), match["stem"]):
                kind = self._kinds[match["stem"]]
                yield build_span(match.start(), match.end(), kind, match[0], 0.8)

    def _counts(self, reading: Reading, match: re.Match[str]) -> bool:
        """The number counts what follows it: トマホーク400発, but not 天馬20戦車."""
        end = match.end()
        counted = not self._designators.not_counted.match(reading.text, end)
        return counted and match[0][-1].isdigit() and end not in reading.classes

    def _find_numbered(self, reading: Reading) -> Iterator[Span]:
        for match in _NUMBERED_NAME.finditer(reading.text):
            stem = match["stem"]
            if stem in self._context.table.no_stems or reading.index.is_actor(stem):
                continue
            if self._counts(reading, match) or match.start() in reading.classes:
                continue
            kind = self._judge(reading, match)
            if kind is not None:
                yield build_span(match.start(), match.end(), kind, match[0], 0.6)

    def _judge(self, reading: Reading, match: re.Match[str]) -> str | None:
        """An unknown word needs arms around it; a dictionary word a named weapon near."""
        noun = reading.classes.get(match.end())
        if noun is not None:
            return noun.kind
        token = reading.passage.token_at(match.start())
        if token is None or token.start != match.start():
            return None
        known = reading.index.find(match["stem"], "WEAPON")
        if known is not None and known.specific:
            return known.kind
        shown = self._context.shows_arms(reading, *match.span())
        if not shown and not self._context.is_owned(reading, match.start()):
            ordinary = token.known and token.tag not in ("proper", "person", "given", "family")
            spoken = (
                self._context.names_arms(reading, *match.span(), near=True)
                if ordinary
                else self._context.has_arms(reading, *match.span())
            )
            if not spoken:
                return None
        return self._context.guess_kind(reading, *match.span()) or "missile"

    def _find_types(self, reading: Reading) -> Iterator[Span]:
        """Ship and submarine types by number: 055型, 039A型, 22型, Type 26, プロジェクト636."""
        for match in _TYPE_NUMBER.finditer(reading.text):
            noun = reading.classes.get(match.end())
            kind = noun.kind if noun is not None else None
            if kind is None and match["number"][0] == "0":
                kind = "submarine" if match["number"].startswith(("03", "09")) else "ship"
            if kind is None and match["number"][-1].isalpha():
                near = self._context.guess_kind(reading, *match.span())
                kind = near if near in ("ship", "submarine") else None
            if kind is not None:
                yield build_span(match.start(), match.end(), kind, match[0], 0.8)
        for match in _PROJECT.finditer(reading.text):
            noun = reading.classes.get(match.end())
            kind = noun.kind if noun else self._context.nearest_class(reading, *match.span())
            if kind is not None:
                yield build_span(match.start(), match.end(), kind, match[0], 0.7)


def _starts_inside_word(reading: Reading, start: int, stem: str) -> bool:
    before = reading.text[start - 1 : start]
    if not before:
        return False
    if len(stem) <= 2 and is_kanji(stem[0]) and is_kanji(before):
        return start not in reading.passage.boundaries
    return is_katakana(stem[0]) and is_katakana(before)
