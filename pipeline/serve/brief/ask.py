"""One brief's questions to the index, and what is read out of the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline.documents import WEAPON_KINDS
from pipeline.serve.brief import queries
from pipeline.serve.brief.cards import build_card
from pipeline.serve.brief.names import Names, split_pair
from pipeline.serve.brief.queries import Periods
from pipeline.serve.brief.records import (
    NAMES_SHOWN,
    Bucket,
    Card,
    Cell,
    Comparison,
    Count,
    Firsts,
    Ids,
    Rise,
    Timeline,
)
from pipeline.serve.brief.rises import MIN_BASE, is_rise, measure

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

CELL_ACTORS = 12
WEEKS_SHOWN = 26
FILLED_WEEKS = 8  # of those; with fewer, months say more

Answer = Mapping[str, Any]


class Asker:
    """One brief's questions to one index."""

    def __init__(self, client: Elasticsearch, index: str, names: Names, periods: Periods) -> None:
        self._client = client
        self._index = index
        self._names = names
        self._periods = periods

    def ask(self, body: queries.Body) -> Answer:
        """Search."""
        answer: Answer = self._client.search(index=self._index, **body).body
        return answer

    def counts(self, field: str, aggregation: Answer) -> list[Count]:
        """Read a terms aggregation of a field of `queries.FIELDS`, with its newest posts."""
        name = self._names.pair if field == "pairs" else self._names.name
        return [
            Count(
                id=bucket["key"],
                name=name(bucket["key"]),
                kind=self._names.kind(bucket["key"]),
                listed=self._names.is_listed(bucket["key"]),
                count=bucket["doc_count"],
                posts=_newest(bucket),
            )
            for bucket in aggregation["buckets"]
            if self._names.is_specific(bucket["key"])
        ]

    def compare(self, numbers: Mapping[str, int]) -> Comparison:
        """Find what rises this week against the four before."""
        recent, base = numbers["recent"], numbers["base"]
        plain = Comparison(recent=recent, base=base, enough=bool(recent) and base >= MIN_BASE)
        if not plain.enough:
            return plain
        found = self.ask(queries.build_recent(self._periods))["aggregations"]
        counts = {field: self.counts(field, found[field]) for field in queries.FIELDS}
        wanted = {field: [c.id for c in named] for field, named in counts.items() if named}
        weeks = self.ask(queries.build_weeks(self._periods, wanted)).get("aggregations", {})
        rises = {
            field: tuple(_list_rises(named, _weeks(weeks[field]), plain))[:NAMES_SHOWN]
            for field, named in counts.items()
            if named
        }
        return Comparison(recent=recent, base=base, enough=True, **rises)

    def find_firsts(self, counts: Mapping[str, list[Count]], before: int) -> Firsts:
        """Find the names of tonight that no earlier post has."""
        wanted = {field: [c.id for c in named] for field, named in counts.items() if named}
        if not before or not wanted:
            return Firsts(before=before)
        known = self.ask(queries.build_known(self._periods, wanted))["aggregations"]
        firsts = {
            field: tuple(c for c in counts[field] if c.id not in read_terms(known[field]))
            for field in wanted
        }
        return Firsts(before=before, **firsts)

    def count_cells(self) -> tuple[Cell, ...]:
        """Count the posts of each actor and weapon class, for the actors with the most of them."""
        found = self.ask(queries.build_current_pairs(self._periods))["aggregations"]["pairs"]
        members: dict[str, dict[str, list[str]]] = {}
        weight: dict[str, int] = {}
        for pair, count in read_terms(found).items():
            actor, weapon = split_pair(pair)
            weapon_class = self._names.kind(weapon)
            if weapon_class and self._names.is_listed(actor):
                members.setdefault(actor, {}).setdefault(weapon_class, []).append(pair)
                weight[actor] = weight.get(actor, 0) + count
        chosen = sorted(weight, key=lambda actor: (-weight[actor], actor))[:CELL_ACTORS]
        cells = {f"{a}|{c}": pairs for a in chosen for c, pairs in members[a].items()}
        if not cells:
            return ()
        answer = self.ask(queries.build_cells(self._periods, cells))
        buckets = answer["aggregations"]["cells"]["buckets"]
        # One post may hold several pairs of a cell: only now are the true numbers known.
        posts = {a: sum(buckets[f"{a}|{c}"]["doc_count"] for c in members[a]) for a in chosen}
        chosen.sort(key=lambda actor: -posts[actor])
        return tuple(
            Cell(
                actor=actor,
                actor_name=self._names.name(actor),
                weapon_class=weapon_class,
                count=buckets[f"{actor}|{weapon_class}"]["doc_count"],
                posts=_newest(buckets[f"{actor}|{weapon_class}"]),
            )
            for actor in chosen
            for weapon_class in WEAPON_KINDS
            if f"{actor}|{weapon_class}" in buckets
        )

    def fetch_cards(self, ids: Iterable[str], titles: dict[str, str]) -> tuple[Card, ...]:
        """Fetch the posts with these ids as cards: fresh ones first, each group newest first."""
        wanted = list(dict.fromkeys(ids))
        if not wanted:
            return ()
        answer = self.ask(
            {
                "query": {"ids": {"values": wanted}},
                "size": len(wanted),
                "sort": queries.NEWEST,
                "_source": {"excludes": ["names", "suggest"]},
            }
        )
        documents = [hit["_source"] for hit in answer["hits"]["hits"]]
        cards = (build_card(d, titles, self._names.name, self._is_fresh) for d in documents)
        return tuple(sorted(cards, key=lambda card: not card.fresh))

    def _is_fresh(self, document: Mapping[str, Any]) -> bool:
        seen = datetime.fromisoformat(document["first_seen"])
        day = self._periods.day
        return day.start <= seen < day.end


def sort_pairs(counts: Mapping[str, list[Count]]) -> list[Count]:
    """Order pairs by count; among equals, those of the names most written of come first."""
    weight = {c.id: c.count for field in ("actors", "weapons") for c in counts[field]}

    def order(pair: Count) -> tuple[int, int, str]:
        return -pair.count, -sum(weight.get(part, 0) for part in split_pair(pair.id)), pair.id

    return sorted(counts["pairs"], key=order)


def build_timeline(aggregations: Answer) -> Timeline:
    """Build the weapon classes over time: weeks where they are filled, else months."""
    weeks = _buckets(aggregations["week"])[-WEEKS_SHOWN:]
    if sum(bucket.total > 0 for bucket in weeks) >= FILLED_WEEKS:
        return Timeline(interval="week", buckets=tuple(weeks))
    return Timeline(interval="month", buckets=tuple(_buckets(aggregations["month"])))


def _buckets(histogram: Answer) -> list[Bucket]:
    return [
        Bucket(
            start=bucket["key_as_string"],
            total=bucket["doc_count"],
            classes=read_terms(bucket["classes"]),
        )
        for bucket in histogram["buckets"]
    ]


def _list_rises(
    counts: list[Count], weeks: Mapping[str, tuple[int, ...]], plain: Comparison
) -> Iterator[Rise]:
    rises = []
    for count in counts:
        by_week = weeks[count.id]
        movement = measure(by_week[-1], plain.recent, sum(by_week[:-1]), plain.base)
        if count.listed and is_rise(movement, by_week[-1]):
            rises.append(
                Rise(
                    id=count.id,
                    name=count.name,
                    kind=count.kind,
                    weeks=by_week,
                    ratio=movement.ratio,
                    score=movement.score,
                    posts=count.posts,
                )
            )
    yield from sorted(rises, key=lambda rise: (-rise.score, rise.id))


def _weeks(aggregation: Answer) -> dict[str, tuple[int, ...]]:
    return {
        bucket["key"]: tuple(
            bucket["weeks"]["buckets"][f"week{n}"]["doc_count"]
            for n in range(len(bucket["weeks"]["buckets"]))
        )
        for bucket in aggregation["buckets"]
    }


def _newest(bucket: Answer) -> Ids:
    return tuple(hit["_id"] for hit in bucket["newest"]["hits"]["hits"])


def read_terms(aggregation: Answer) -> dict[str, int]:
    """Read a terms aggregation: value -> documents."""
    return {bucket["key"]: bucket["doc_count"] for bucket in aggregation["buckets"]}


def read_filters(aggregation: Answer) -> dict[str, int]:
    """Read a filters aggregation: name -> documents."""
    return {name: bucket["doc_count"] for name, bucket in aggregation["buckets"].items()}
