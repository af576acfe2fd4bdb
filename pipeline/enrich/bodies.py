"""Public bodies, firms, papers and parties by the endings of their names.

A country before a public body or a force is in its span, and so is the force before its unit
(annotation guide, actors 4 and settled case 4): 米第5艦隊, 陸上自衛隊第1空挺団, 露国防省.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from pipeline.documents import Record
from pipeline.enrich.index import build_new_id
from pipeline.enrich.matcher import Hit
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span
from pipeline.enrich.units import find_free_forces, find_service_end, find_units, has_proper

PATH = Path(__file__).with_name("bodies.yml")
LONGEST = 16  # characters of a body's name after its country
_KATAKANA_RUN = re.compile(r"[ァ-ヺー][ァ-ヺー・]{3,}")
_PUBLIC = (
    "省",
    "庁",
    "局",
    "院",
    "部",
    "府",
    "委員会",
    "会議",
    "機構",
    "隊",
    "軍",
    "公社",
    "評議会",
)
_STAFF = re.compile(r"[一-龥]{0,6}(?:司令部|総監部|幕僚監部|参謀部|コマンド|総隊|航空隊|警備隊)")
_LED = re.compile(
    r"「([^「」。、！？\n]{2,20})」|([ァ-ヺ][ァ-ヺー・]+[ァ-ヺー]"
    r"|[A-Z][A-Za-z0-9&-]+(?: [A-Z][A-Za-z0-9&-]+){0,3})"
)
_PAPER = re.compile(
    r"(?:[ァ-ヺ][ァ-ヺー・]{2,20}|(?<![A-Za-z])[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*)\Z"
)
_REPORTER = re.compile(
    r"(?<![ァ-ヺー・])(?P<name>[ァ-ヺ][ァ-ヺー・]{2,16})(?:は|が|も|によれば、?|によると、?)"
    r"(?=[^。\n]{0,60}?(?:報じ|と伝え|報道し|スクープ|社説|配信し|特報))"
)
_JOINED = re.compile(r"[ァ-ヺー・]{2,12}&[ァ-ヺー・]{2,12}")
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
            *self._find_katakana(reading),
        ]
        found += [*_find_led(reading), *_find_reporters(reading)]
        services = list(_find_services(reading, countries))
        known = [s for s in actors if s.kind in ("organization", "armed_force")]
        yield from _compose(reading, countries, [*known, *found], services)
        yield from services
        yield from self._find_bodies(reading, countries)
        yield from found

    def _find_free(self, reading: Reading) -> Iterator[Span]:
        for hit in reading.hits.terms["free_body"]:
            sort = hit.found.data  # type: ignore[union-attr]
            start = _open(reading, hit)
            name, stem = reading.text[start : hit.end], reading.text[start : hit.start]
            if stem and self._is_body(reading, sort, start, hit, name, stem):
                yield Span(
                    start, hit.end, "ACTOR", "organization", "body", name=name,
                    confidence=0.65, rank=1,
                )  # fmt: skip

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
        if sort == "party":
            return len(name) <= 7 and (
                stem.endswith(body.words) or has_proper(reading, start, hit.end)
            )
        return any(word in stem for word in body.words) or has_proper(reading, start, hit.start)

    def _find_katakana(self, reading: Reading) -> Iterator[Span]:
        for match in _JOINED.finditer(reading.text):
            yield Span(
                match.start(), match.end(), "ACTOR", "organization", "body", name=match[0],
                confidence=0.6,
            )  # fmt: skip
        for hit in reading.hits.terms["paper_tail"]:
            yield from _paper_before(reading, hit)
        for match in _KATAKANA_RUN.finditer(reading.text):
            name = match[0].rstrip("・")
            if name.endswith(self.table.katakana_ends) and name not in self.table.katakana_ends:
                start, end = match.start(), match.start() + len(name)
                if has_proper(reading, start, end) or "・" in name:
                    yield Span(
                        start, end, "ACTOR", "organization", "body", name=name, confidence=0.6
                    )

    def _find_bodies(self, reading: Reading, countries: dict[int, Span]) -> Iterator[Span]:
        """Bodies that are none without the country before them."""
        for hit in reading.hits.terms["body"]:
            for place in range(max(0, hit.start - LONGEST), hit.start + 1):
                country = countries.get(place)
                if country is not None and self._is_body_of(reading, country, hit):
                    yield _body(reading, country, hit.end, "organization")

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


def _find_services(reading: Reading, countries: dict[int, Span]) -> Iterator[Span]:
    for country in countries.values():
        end = find_service_end(reading, country.end)
        if end is not None:
            host = countries.get(country.start)
            posted = host is not None and reading.text[host.start - 1 : host.start] == "在"
            if posted and host is not None:
                yield _posted(reading, host.start - 1, country, end)
            yield _body(reading, country, end, "armed_force")


def _compose(
    reading: Reading, countries: dict[int, Span], bodies: Iterable[Span], services: list[Span]
) -> Iterator[Span]:
    """Put the country and the force before a body or unit into its span."""
    by_start: dict[int, Span] = {}
    for body in bodies:
        old = by_start.get(body.start)
        if old is None or body.length > old.length:
            by_start[body.start] = body
    fronts: dict[int, Span] = {}
    for force in (*by_start.values(), *services):
        longest = fronts.get(force.end)
        if force.kind == "armed_force" and (longest is None or force.start < longest.start):
            fronts[force.end] = force
    by_start |= {s.start: s for s in _find_staffs(reading, fronts) if s.start not in by_start}
    for body in by_start.values():
        start, country = body.start, countries.get(body.start)
        front = fronts.get(start) if body.kind == "armed_force" else None
        if country is not None and (body.kind == "armed_force" or _is_public(body)):
            start = _first_country(countries, country).start
        elif front is not None:
            country = countries.get(front.start)
            start = country.start if country is not None else front.start
        if start < body.start:
            yield _join(reading, start, body, country)


def _first_country(countries: dict[int, Span], country: Span) -> Span:
    """米韓連合司令部 has two countries in its span."""
    while (before := countries.get(country.start)) is not None:
        country = before
    return country


def _posted(reading: Reading, start: int, country: Span, end: int) -> Span:
    """Forces abroad: 在日米軍 is one force of the second country."""
    force = _body(reading, country, end, "armed_force")
    whole = reading.text[start:end]
    entity = reading.index.find(whole, "ACTOR")
    force.start, force.name = start, whole
    force.entity = entity.id if entity is not None else build_new_id(whole)
    return force


def _is_public(body: Span) -> bool:
    """Ministries and agencies take their country into their span; firms and papers do not."""
    return body.rule != "body" and body.name.endswith(_PUBLIC)


def _find_staffs(reading: Reading, fronts: dict[int, Span]) -> Iterator[Span]:
    """Commands and staffs right after a force: 韓国海軍 + 作戦司令部."""
    for end in fronts:
        service = reading.hits.longest_starting(end, "service")
        match = re.compile(".{1,20}").match(reading.text, end, service.end) if service else None
        match = match or _STAFF.match(reading.text, end)
        if match is not None and match.end() in reading.passage.boundaries:
            yield Span(
                end, match.end(), "ACTOR", "armed_force", "unit", name=match[0], confidence=0.8,
                rank=2,
            )  # fmt: skip


def _paper_before(reading: Reading, hit: Hit) -> Iterator[Span]:
    """A katakana or Latin name right before 紙 or 誌 is a paper's."""
    window = reading.text[max(0, hit.start - 30) : hit.start]
    match = _PAPER.search(window)
    if match is not None:
        start = hit.start - len(match[0])
        yield Span(start, hit.start, "ACTOR", "organization", "body", name=match[0], confidence=0.7)


def _find_reporters(reading: Reading) -> Iterator[Span]:
    """Katakana names that report are papers: デイリー・スターが報じた."""
    for match in _REPORTER.finditer(reading.text):
        start, end = match.span("name")
        if start in reading.passage.boundaries and not reading.index.is_actor(match["name"]):
            yield Span(
                start, end, "ACTOR", "organization", "body", name=match["name"], confidence=0.6
            )


def _find_led(reading: Reading) -> Iterator[Span]:
    """Names right after a word that says what they are: 米新興企業アンドゥリル, 武装組織「X」."""
    for hit in reading.hits.terms["body_lead"]:
        match = _LED.match(reading.text, hit.end)
        if match is None or hit.end not in reading.passage.boundaries:
            continue
        start, end = match.span(match.lastindex or 0)
        name = reading.text[start:end]
        quoted = match.lastindex == 1
        if (quoted and len(name) <= 14) or has_proper(reading, start, end):
            kind = hit.found.data  # type: ignore[union-attr]
            yield Span(start, end, "ACTOR", kind, "body", name=name, confidence=0.6)


def _open(reading: Reading, hit: Hit) -> int:
    """Return where the name that ends in this ending begins, token by token."""
    text, start = reading.text, hit.start
    mixed = hit.found.data not in ("ministry", "agency", "party")  # type: ignore[union-attr]
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
        foreign = not mixed and ("ァ" <= first <= "ヺ" or token.tag == "country")
        if not _NAME_CHARACTERS.match(first) or foreign:
            break
        start = token.start
    return start


def _is_inside_katakana(text: str, place: int) -> bool:
    around = text[place - 1 : place] + text[place + 1 : place + 2]
    return len(around) == 2 and all("ァ" <= char <= "ー" for char in around)


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


def _body(reading: Reading, country: Span, end: int, kind: str) -> Span:
    name, whole = reading.text[country.end : end], reading.text[country.start : end]
    entity = reading.index.find(whole, "ACTOR")
    entity = entity or reading.index.find_body(country.entity or "", name)
    return Span(
        country.start, end, "ACTOR", entity.kind if entity else kind, "unit", name=whole,
        entity=entity.id if entity else build_new_id(f"{country.entity}:{name}"),
        confidence=0.85, rank=3,
    )  # fmt: skip
