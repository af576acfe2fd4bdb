"""The aggregations behind the brief, as request bodies. All of it is pure.

Only flat fields, and only aggregations that the bare server has too: `multi_terms`, pipeline
aggregations and `top_metrics` are not among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.documents import Record

Body = dict[str, Any]

TOKYO = ZoneInfo("Asia/Tokyo")
FIELDS = {"actors": "actors", "weapons": "weapon_families", "pairs": "pairs"}
NAMES = 1000  # names of one night or week; the busiest corpus at hand has 300
EVIDENCE = 5  # posts shown behind a number
# Of a post that is only dated to its month, no one knows the week.
TO_THE_DAY = ["second", "minute", "day", "first_seen"]
ORIGINAL = {"bool": {"must_not": {"exists": {"field": "duplicate_of"}}}}
NEWEST: list[Body] = [
    {"timeline_at": "desc"},
    {"sequence": {"order": "desc", "missing": "_last"}},
    {"id": "asc"},
]


class Period(Record, frozen=True, kw_only=True):
    """From an instant up to, not including, another; both aware."""

    start: datetime
    end: datetime

    def range(self, field: str) -> Body:
        """Build the filter of posts whose `field` lies inside."""
        return {"range": {field: {"gte": self.start.isoformat(), "lt": self.end.isoformat()}}}


class Periods(Record, frozen=True, kw_only=True):
    """The periods of one brief, days and weeks of Asia/Tokyo.

    Attributes:
        day: The brief's day.
        weeks: The five weeks that end with it, the oldest first.
        year: The 52 weeks that end with it.
    """

    day: Period
    weeks: tuple[Period, ...]
    year: Period

    @property
    def recent(self) -> Period:
        """This week."""
        return self.weeks[-1]

    @property
    def base(self) -> Period:
        """The four weeks before."""
        return Period(start=self.weeks[0].start, end=self.recent.start)


def build_periods(day: date) -> Periods:
    """Build the periods of the brief of a day."""
    end = _midnight(day + timedelta(days=1))
    weeks = [
        Period(start=end - timedelta(days=7 * n), end=end - timedelta(days=7 * (n - 1)))
        for n in range(5, 0, -1)
    ]
    return Periods(
        day=Period(start=_midnight(day), end=end),
        weeks=tuple(weeks),
        year=Period(start=end - timedelta(days=364), end=end),
    )


def build_tonight(periods: Periods, cards: int) -> Body:
    """Build the request for the day's new posts and who stands in them."""
    return {
        "query": fresh_filter(periods),
        "size": cards,
        "sort": NEWEST,
        "_source": False,
        "track_total_hits": True,
        "aggs": {
            "kinds": {"terms": {"field": "kind"}},
            "sources": {"terms": {"field": "source", "size": 500}},
            **{name: count_names(field) for name, field in FIELDS.items()},
        },
    }


def build_counts(periods: Periods) -> Body:
    """Build the request for plain numbers: before, duplicates, the periods' posts, by source."""
    dated = {"terms": {"timeline_precision": TO_THE_DAY}}
    before = {"range": {"first_seen": {"lt": periods.day.start.isoformat()}}}
    duplicates = {"exists": {"field": "duplicate_of"}}
    return {
        "size": 0,
        "aggs": {
            "numbers": {
                "filters": {
                    "filters": {
                        "before": all_of(ORIGINAL, before),
                        "duplicates": all_of(duplicates, periods.day.range("first_seen")),
                        "recent": all_of(ORIGINAL, dated, periods.recent.range("timeline_at")),
                        "base": all_of(ORIGINAL, dated, periods.base.range("timeline_at")),
                    }
                }
            },
        },
    }


def build_recent(periods: Periods) -> Body:
    """Build the request for the names of this week's posts."""
    dated = {"terms": {"timeline_precision": TO_THE_DAY}}
    return {
        "query": all_of(ORIGINAL, dated, periods.recent.range("timeline_at")),
        "size": 0,
        "aggs": {name: count_names(field, least=2) for name, field in FIELDS.items()},
    }


def build_weeks(periods: Periods, names: Mapping[str, Iterable[str]]) -> Body:
    """Build the request for how often given names stand in each of the five weeks."""
    dated = {"terms": {"timeline_precision": TO_THE_DAY}}
    weeks = {
        f"week{number}": period.range("timeline_at") for number, period in enumerate(periods.weeks)
    }
    by_week = {"weeks": {"filters": {"filters": weeks}}}
    span = Period(start=periods.weeks[0].start, end=periods.recent.end)
    return {
        "query": all_of(ORIGINAL, dated, span.range("timeline_at")),
        "size": 0,
        "aggs": {
            name: {**only_names(FIELDS[name], wanted), "aggs": by_week}
            for name, wanted in names.items()
        },
    }


def build_known(periods: Periods, names: Mapping[str, Iterable[str]]) -> Body:
    """Build the request for which of the names stood in an earlier post."""
    return {
        "query": {"range": {"first_seen": {"lt": periods.day.start.isoformat()}}},
        "size": 0,
        "aggs": {name: only_names(FIELDS[name], wanted) for name, wanted in names.items()},
    }


def build_cells(periods: Periods, cells: Mapping[str, list[str]]) -> Body:
    """Build the request for posts by cell: cell -> the pairs that belong to it."""
    newest: Body = {"top_hits": {"size": EVIDENCE, "_source": False, "sort": NEWEST}}
    filters = {name: {"terms": {"pairs": pairs}} for name, pairs in cells.items()}
    return {
        "query": current_filter(periods),
        "size": 0,
        "aggs": {"cells": {"filters": {"filters": filters}, "aggs": {"newest": newest}}},
    }


def build_current_pairs(periods: Periods) -> Body:
    """Build the request for the pairs of this week's and the day's new posts."""
    return {
        "query": current_filter(periods),
        "size": 0,
        "aggs": {"pairs": {"terms": {"field": "pairs", "size": 5 * NAMES}}},
    }


def build_timeline(periods: Periods) -> Body:
    """Build the request for weapon classes by week and by month over a year."""
    classes = {"classes": {"terms": {"field": "weapon_classes", "size": 20}}}
    # Weeks are to end with the brief's day, and 1970-01-01, from which they count, was a Thursday.
    offset = (periods.year.start.date() - date(1970, 1, 1)).days % 7
    shared = {"field": "timeline_at", "time_zone": "Asia/Tokyo", "min_doc_count": 0}
    limits = {"min": periods.year.start.isoformat(), "max": periods.day.start.isoformat()}
    return {
        "query": all_of(ORIGINAL, periods.year.range("timeline_at")),
        "size": 0,
        "aggs": {
            "week": {
                "date_histogram": {
                    **shared,
                    "fixed_interval": "7d",
                    "offset": f"+{offset}d",
                    "extended_bounds": limits,
                },
                "aggs": classes,
            },
            "month": {
                "date_histogram": {
                    **shared,
                    "calendar_interval": "month",
                    "extended_bounds": limits,
                },
                "aggs": classes,
            },
        },
    }


def fresh_filter(periods: Periods) -> Body:
    """Build the filter of the day's new posts."""
    return all_of(ORIGINAL, periods.day.range("first_seen"))


def current_filter(periods: Periods) -> Body:
    """Build the filter of this week's posts and of those that are new today, however old."""
    either = {
        "bool": {
            "should": [periods.recent.range("timeline_at"), periods.day.range("first_seen")],
            "minimum_should_match": 1,
        }
    }
    return all_of(ORIGINAL, either)


def all_of(*filters: Body) -> Body:
    """Build a filter that holds where all of them hold."""
    return {"bool": {"filter": list(filters)}}


def count_names(field: str, least: int = 1) -> Body:
    """Build the count of each value of a field, with the newest posts that have it."""
    newest: Body = {"top_hits": {"size": EVIDENCE, "_source": False, "sort": NEWEST}}
    return {
        "terms": {"field": field, "size": NAMES, "min_doc_count": least},
        "aggs": {"newest": newest},
    }


def only_names(field: str, names: Iterable[str]) -> Body:
    """Build the count of given values of a field."""
    wanted = sorted(names)
    return {"terms": {"field": field, "include": wanted, "size": max(1, len(wanted))}}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), TOKYO)
