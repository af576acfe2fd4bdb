"""Forces, units, public bodies, firms and papers by the grammar of their names.

A country before a public body or a force is in its span, and so is the force before its unit
(annotation guide, actors 4 and settled case 4): 米第5艦隊, 陸上自衛隊第1空挺団, 露国防省.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from pipeline.documents import Record
from pipeline.enrich.decisions import NEW
from pipeline.enrich.index import build_new_id
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span

PATH = Path(__file__).with_name("bodies.yml")

_NOT_SERVICE = "事備拡縮人服需艦港医旗歌閥師政部勢略曹法律門配属籍民票縮拡国曲靴刀紀営票神楽団"
_NUMBER = r"第?(?:[0-9]{1,4}|[一二三四五六七八九十百〇]{1,5})(?:[・、/](?:第?[0-9]{1,4}))?"
_RUN = r"[一-龥々ァ-ヺー・A-Za-z0-9]"
_PROPER = ("proper", "place", "person", "family", "given", "country")


class FreeBody(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Endings of one sort of body, and the stems that they need; none means any."""

    suffixes: tuple[str, ...]
    stems: frozenset[str]


class BodyTable(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Word tables; what each holds is said in the file."""

    services: tuple[str, ...]
    commands: tuple[str, ...]
    units: tuple[str, ...]
    weak_units: frozenset[str]
    regions: tuple[str, ...]
    bodies: tuple[str, ...]
    no_bodies: frozenset[str]
    free_bodies: dict[str, FreeBody]
    katakana_firms: tuple[str, ...]
    katakana_papers: tuple[str, ...]
    no_names: frozenset[str]


class BodyGrammar:
    """The compiled tables."""

    def __init__(self, table: BodyTable) -> None:
        self._table = table
        units = _any(table.units)
        self._numbered = re.compile(
            rf"(?<![0-9]){_NUMBER}{_RUN}{{0,16}}?(?P<unit>{units})(?!{units})"
        )
        self._regional = re.compile(
            rf"(?:{_any(table.regions)})(?:{units}){{1,2}}(?:司令部)?(?![一-龥]?[軍隊])"
        )
        self._named = re.compile(
            r"(?P<name>[ァ-ヺー・]{2,16}|[A-Z][A-Za-z]{2,12})(?P<unit>旅団|連隊|大隊|師団|軍団|艦隊)"
        )
        self._service = re.compile(
            rf"(?:(?:{_any(table.commands)}){{0,2}}軍|{_any(table.services)})(?P<staff>司令部|参謀本部|参謀部)?"
        )
        self._body = re.compile(
            rf"[一-龥々ァ-ヺー]{{1,14}}?(?:{_any(table.bodies)})(?![一-龥々ァ-ヺー])"
        )
        self._free = [
            (kind, body, re.compile(rf"[一-龥々ァ-ヺー・]{{1,18}}?(?:{_any(body.suffixes)})"))
            for kind, body in table.free_bodies.items()
        ]
        self._firm = re.compile(
            rf"[ァ-ヺー・]{{2,}}?(?:{_any(table.katakana_firms)})(?![ァ-ヺー・])"
        )
        self._paper = re.compile(
            rf"[ァ-ヺー・]{{2,}}?(?:{_any(table.katakana_papers)})(?![ァ-ヺー・])"
        )

    def find(
        self, reading: Reading, actors: list[Span], countries: dict[int, Span]
    ) -> Iterator[Span]:
        """Propose forces, units and bodies.

        Args:
            actors: The lexicon's actors and the one-character states of the passage.
            countries: States by where they end, doubtful one-character forms among them.
        """
        found = [*self._find_units(reading), *self._find_free(reading)]
        known = [s for s in actors if s.kind in ("organization", "armed_force")]
        yield from self._compose(reading, countries, [*known, *found])
        yield from self._follow(reading, countries)
        yield from found

    def _find_units(self, reading: Reading) -> Iterator[Span]:
        text = reading.text
        for match in self._numbered.finditer(text):
            if "第" in match[0] or match["unit"] not in (
                "隊",
                "群",
                "団",
                "師",
                "旅",
                "軍",
                "基地",
                "部隊",
            ):
                kind = "organization" if match["unit"].endswith("本部") else "armed_force"
                yield _unit(match.start(), match.end(), kind, match[0])
        for match in self._regional.finditer(text):
            yield _unit(match.start(), match.end(), "armed_force", match[0])
        for match in self._named.finditer(text):
            if _has_proper(reading, match.start(), match.end("name")):
                yield _unit(match.start(), match.end(), "armed_force", match[0])

    def _find_free(self, reading: Reading) -> Iterator[Span]:
        for sort, body, pattern in self._free:
            for match in pattern.finditer(reading.text):
                start, name = match.start(), match[0]
                suffix = next(
                    s for s in sorted(body.suffixes, key=len, reverse=True) if name.endswith(s)
                )
                stem = name.removesuffix(suffix)
                if self._is_body(reading, sort, body, start, match.end(), stem):
                    yield _unit(start, match.end(), "organization", name, 0.6)
        for pattern in (self._firm, self._paper):
            for match in pattern.finditer(reading.text):
                if _has_proper(reading, match.start(), match.end()):
                    yield _unit(match.start(), match.end(), "organization", match[0], 0.6)

    def _is_body(
        self, reading: Reading, sort: str, body: FreeBody, start: int, end: int, stem: str
    ) -> bool:
        name = reading.text[start:end]
        if name in self._table.no_names or not stem or stem[0] in "同各両当該":
            return False
        after = reading.text[end : end + 1]
        if "一" <= after <= "龥" and end not in reading.passage.boundaries:
            return False
        if body.stems:
            return stem in body.stems
        if sort in ("institute", "agency", "court"):
            return len(stem) >= 2
        if sort == "party":
            return len(stem) >= 2 and len(name) <= 7
        return _has_proper(reading, start, end)

    def _compose(
        self, reading: Reading, countries: dict[int, Span], bodies: Iterable[Span]
    ) -> Iterator[Span]:
        """Put the country and the force before a body or unit into its span."""
        by_start: dict[int, Span] = {}
        for body in bodies:
            old = by_start.get(body.start)
            if old is None or body.length > old.length:
                by_start[body.start] = body
        fronts: dict[int, Span] = {}
        for force in (*by_start.values(), *self._services(reading, countries)):
            longest = fronts.get(force.end)
            if force.kind == "armed_force" and (longest is None or force.start < longest.start):
                fronts[force.end] = force
        for body in by_start.values():
            start, country = body.start, countries.get(body.start)
            front = fronts.get(start) if body.kind == "armed_force" else None
            if country is not None:
                start = country.start
            elif front is not None:
                country = countries.get(front.start)
                start = country.start if country is not None else front.start
            if start < body.start:
                yield _join(reading, start, body, country)

    def _services(self, reading: Reading, countries: dict[int, Span]) -> Iterator[Span]:
        for country in countries.values():
            yield from self._services_at(reading, country)

    def _follow(self, reading: Reading, countries: dict[int, Span]) -> Iterator[Span]:
        """Services and bodies that are none without the country before them."""
        for place, country in countries.items():
            yield from self._services_at(reading, country)
            match = self._body.match(reading.text, place)
            if match is None or match[0] in self._table.no_bodies:
                continue
            if any(t.tag == "place" for t in reading.passage.tokens_in(place, match.end())):
                continue
            body = _body(reading, country, match[0], match.end(), "organization")
            if country.length > 1 or country.rank or not (body.entity or "").startswith(NEW):
                yield body

    def _services_at(self, reading: Reading, country: Span) -> Iterator[Span]:
        place = country.end
        match = self._service.match(reading.text, place)
        if match is None:
            return
        after = reading.text[match.end() : match.end() + 1]
        if match[0].endswith("軍") and after and after in _NOT_SERVICE:
            return
        yield _body(reading, country, match[0], match.end(), "armed_force")


def read_bodies(path: Path = PATH) -> BodyGrammar:
    """Read and compile the word tables."""
    return BodyGrammar(msgspec.yaml.decode(path.read_bytes(), type=BodyTable))


def _join(reading: Reading, start: int, body: Span, country: Span | None) -> Span:
    name = reading.text[start : body.end]
    entity = reading.index.find(name, "ACTOR")
    if entity is None and country is not None:
        entity = reading.index.find_body(country.entity or "", body.name)
    known = entity.id if entity is not None else body.entity
    return Span(
        start, body.end, "ACTOR", entity.kind if entity else body.kind, body.rule, name=name,
        entity=known, alias=body.alias, confidence=body.confidence, rank=body.rank,
    )  # fmt: skip


def _body(reading: Reading, country: Span, name: str, end: int, kind: str) -> Span:
    whole = reading.text[country.start : end]
    entity = reading.index.find(whole, "ACTOR")
    entity = entity or reading.index.find_body(country.entity or "", name)
    return Span(
        country.start, end, "ACTOR", entity.kind if entity else kind, "unit", name=whole,
        entity=entity.id if entity else build_new_id(f"{country.entity}:{name}"),
        confidence=0.85, rank=3,
    )  # fmt: skip


def _has_proper(reading: Reading, start: int, end: int) -> bool:
    """The name holds a proper noun or a word of no dictionary."""
    tokens = reading.passage.tokens_in(start, end)
    return any((t.tag in _PROPER or not t.known) and t.tag != "symbol" for t in tokens)


def _unit(start: int, end: int, kind: str, name: str, confidence: float = 0.8) -> Span:
    return Span(start, end, "ACTOR", kind, "unit", name=name, confidence=confidence, rank=2)


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
