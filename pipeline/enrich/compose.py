"""Countries and forces before bodies and units, joined into one span.

Annotation guide, actors 4 and settled case 4: 米第5艦隊, 陸上自衛隊第1空挺団, 露国防省, 在日米軍.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.enrich.index import build_new_id
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span
from pipeline.enrich.units import find_service_end

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


def find_services(reading: Reading, countries: dict[int, Span]) -> Iterator[Span]:
    """Propose the services right after countries: 米海軍, ロシア軍."""
    for country in countries.values():
        end = find_service_end(reading, country.end)
        if end is not None:
            host = countries.get(country.start)
            posted = host is not None and reading.text[host.start - 1 : host.start] == "在"
            if posted and host is not None:
                yield _posted(reading, host.start - 1, country, end)
            yield build_body(reading, country, end, "armed_force")


def compose(
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
    force = build_body(reading, country, end, "armed_force")
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


def build_body(reading: Reading, country: Span, end: int, kind: str) -> Span:
    """Build the span of a country and its body up to `end`, linked by both names."""
    name, whole = reading.text[country.end : end], reading.text[country.start : end]
    entity = reading.index.find(whole, "ACTOR")
    entity = entity or reading.index.find_body(country.entity or "", name)
    return Span(
        country.start, end, "ACTOR", entity.kind if entity else kind, "unit", name=whole,
        entity=entity.id if entity else build_new_id(f"{country.entity}:{name}"),
        confidence=0.85, rank=3,
    )  # fmt: skip
