"""Public bodies, firms, papers and parties by the endings of their names.

A country before a public body or a force is in its span, and so is the force before its unit
(annotation guide, actors 4 and settled case 4): 米第5艦隊, 陸上自衛隊第1空挺団, 露国防省.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from pipeline.documents import Record
from pipeline.enrich.compose import build_body, compose, find_services
from pipeline.enrich.matcher import Hit
from pipeline.enrich.papers import find_papers_and_firms
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span
from pipeline.enrich.units import find_free_forces, find_units, has_proper

PATH = Path(__file__).with_name("bodies.yml")
LONGEST = 16  # characters of a body's name after its country
_PRINTED = ("新聞", "経済新聞", "日報", "時報")  # with any noun before them the name of a paper
_NAME_CHARACTERS = re.compile(r"[一-龥々ァ-ヺーA-Za-z0-9]")
_NAME_TAGS = (
    "noun", "proper", "place", "country", "person", "family", "given", "verbal", "suffix",
    "prefix", "adverbial", "counter", "adjective",
)  # fmt: skip


class FreeBody(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One sort of body that needs no country; what each field means is said in the file."""

    ends: tuple[str, ...]
    stems: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()


class BodyTable(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Word tables; what each holds is said in the file."""

    services: tuple[str, ...]
    commands: tuple[str, ...]
    units: tuple[str, ...]
    weak_units: tuple[str, ...]
    regions: tuple[str, ...]
    branches: tuple[str, ...]
    free_forces: tuple[str, ...]
    bodies: tuple[str, ...]
    no_bodies: tuple[str, ...]
    no_stems: tuple[str, ...]
    free: dict[str, FreeBody]
    katakana_ends: tuple[str, ...]
    leads: dict[str, tuple[str, ...]]
    fronts: tuple[str, ...]
    no_names: frozenset[str]

    def terms(self) -> Iterator[tuple[str, str, str]]:
        """Yield (word, category, data) for the matcher."""
        plural = {"services": "service", "commands": "command", "bodies": "body"}
        plural |= {"free_forces": "free_force"}
        plural |= {"units": "unit", "weak_units": "weak_unit", "regions": "region"}
        for field, category in plural.items():
            for word in getattr(self, field):
                yield word, category, ""
        for word in ("紙", "誌"):
            yield word, "paper_tail", ""
        for kind, words in self.leads.items():
            for word in words:
                yield word, "body_lead", kind
        for sort, body in self.free.items():
            for word in body.ends:
                yield word, "free_body", sort


class BodyGrammar:
    """Finds forces and bodies by the tables."""

    def __init__(self, table: BodyTable) -> None:
        self.table = table

    def find(
        self, reading: Reading, actors: list[Span], countries: dict[int, Span]
    ) -> Iterator[Span]:
        """Propose forces, units and bodies.

        Args:
            actors: The lexicon's actors and the one-character states of the passage.
            countries: States by where they end, doubtful one-character forms among them.
        """
        found = [
            *find_units(reading),
            *find_free_forces(reading),
            *self._find_free(reading),
            *find_papers_and_firms(reading, self.table.katakana_ends),
        ]
        services = list(find_services(reading, countries))
        known = [s for s in actors if s.kind in ("organization", "armed_force")]
        yield from compose(reading, countries, [*known, *found], services)
        yield from services
        yield from self._find_bodies(reading, countries)
        yield from found

    def _find_free(self, reading: Reading) -> Iterator[Span]:
        for hit in reading.hits.terms["free_body"]:
            sort = hit.term.data
            start = self._open_name(reading, hit)
            name, stem = reading.text[start : hit.end], reading.text[start : hit.start]
            if stem and self._is_body(reading, sort, start, hit, name, stem):
                yield Span(
                    start, hit.end, "ACTOR", "organization", "body", name=name,
                    confidence=0.65, rank=1,
                )  # fmt: skip

    def _open_name(self, reading: Reading, hit: Hit) -> int:
        """Where the name begins, without what only introduces it: 国営タス通信."""
        start = _open(reading, hit)
        for front in self.table.fronts:
            after = start + len(front)
            if reading.text.startswith(front, start) and after < hit.start:
                return after if after in reading.passage.boundaries else start
        return start

    def _is_body(
        self, reading: Reading, sort: str, start: int, hit: Hit, name: str, stem: str
    ) -> bool:
        body = self.table.free[sort]
        if name in self.table.no_names or name.endswith(self.table.no_bodies):
            return False
        if hit.end not in reading.passage.boundaries or stem[0] in "同各両当該某":
            return False
        if sort == "firm" and reading.text[hit.end : hit.end + 1] in ("軍", "部", "相", "力", "化"):
            return False
        if any(word in stem for word in ("上院", "下院", "議会", "衆院", "参院", "国会")):
            return False
        if body.stems:
            return stem in body.stems
        if sort == "agency":
            return len(stem) >= 2
        if sort == "news" and reading.text.startswith(_PRINTED, hit.start):
            return len(stem) >= 2
        if sort == "party":
            return len(name) <= 7 and (
                stem.endswith(body.words) or has_proper(reading, start, hit.end)
            )
        return any(word in stem for word in body.words) or has_proper(reading, start, hit.start)

    def _find_bodies(self, reading: Reading, countries: dict[int, Span]) -> Iterator[Span]:
        """Bodies that are none without the country before them."""
        for hit in reading.hits.terms["body"]:
            for place in range(max(0, hit.start - LONGEST), hit.start + 1):
                country = countries.get(place)
                if country is not None and self._is_body_of(reading, country, hit):
                    yield build_body(reading, country, hit.end, "organization")

    def _is_body_of(self, reading: Reading, country: Span, hit: Hit) -> bool:
        name = reading.text[country.end : hit.end]
        stem = reading.text[country.end : hit.start]
        if name.endswith(self.table.no_bodies) or any(s in stem for s in self.table.no_stems):
            return False
        known = reading.index.find_body(country.entity or "", name) is not None
        if known:
            return True
        if len(name) < 3 or country.rank == 0 or hit.end not in reading.passage.boundaries:
            return False
        tokens = reading.passage.tokens_in(country.end, hit.end)
        return all(t.tag in _NAME_TAGS for t in tokens) and tokens[0].tag != "place"


def read_bodies(path: Path = PATH) -> BodyGrammar:
    """Read the word tables."""
    return BodyGrammar(msgspec.yaml.decode(path.read_bytes(), type=BodyTable))


def _open(reading: Reading, hit: Hit) -> int:
    """Return where the name that ends in this ending begins, token by token."""
    text, start = reading.text, hit.start
    mixed = hit.term.data not in ("ministry", "agency", "party")
    token = reading.passage.token_at(start)
    if token is not None and token.start < start:
        start = token.start
    while start > 0 and hit.end - start < 20:
        token = reading.passage.token_at(start - 1)
        if token is None or token.end != start or token.tag not in _NAME_TAGS:
            if not (text[start - 1] == "・" and _is_inside_katakana(text, start - 1)):
                break
            start -= 1
            continue
        first = text[token.start]
        form = first in reading.index.abbreviations and token.end - token.start == 1
        if form and hit.term.data in ("firm", "news"):
            break  # 独ヘルシング社
        foreign = not mixed and ("ァ" <= first <= "ヺ" or token.tag == "country")
        if not _NAME_CHARACTERS.match(first) or foreign:
            break
        start = token.start
    return start


def _is_inside_katakana(text: str, place: int) -> bool:
    around = text[place - 1 : place] + text[place + 1 : place + 2]
    return len(around) == 2 and all("ァ" <= char <= "ー" for char in around)
