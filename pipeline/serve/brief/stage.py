"""The brief of a night, written where people and apps find it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipeline.elastic import connect, named_errors, read_alias
from pipeline.serve.brief.gather import gather_brief
from pipeline.serve.brief.page import render_page
from pipeline.serve.brief.queries import TOKYO, build_periods, fresh_filter
from pipeline.serve.search import read_lookup
from pipeline.serve.watchlist import WatchReport, WatchResult, fetch_matches, read_watchlist
from pipeline.store import DataRoot

if TYPE_CHECKING:
    from pipeline.reports import Run
    from pipeline.serve.brief.records import Brief
    from pipeline.settings import Settings


def write_brief(settings: Settings, run: Run) -> str:
    """Write the brief of a run's day; return its path under the data root.

    A run that starts later on the same day replaces it.

    Raises:
        RunError: There is no index, or the sources file or the watch list is wrong.
        TransientError: The cluster is down or busy.
    """
    return write_day(settings, run.started.astimezone(TOKYO).date())[0]


def write_day(settings: Settings, day: date) -> tuple[str, Brief]:
    """Write `briefs/<date>.html` and `.json` and `watch/<date>.json`; return the page's path."""
    brief = gather_brief(settings, day)
    root = DataRoot(settings.data_root)
    path = f"briefs/{brief.date}.html"
    root.write(path, render_page(brief).encode("utf-8"))
    root.write_json(f"briefs/{brief.date}.json", brief)
    root.write_json(f"watch/{brief.date}.json", _build_watch(settings, day, brief.watch))
    return path, brief


def write_watch(settings: Settings, day: date) -> WatchReport:
    """Run the standing queries over a day's new posts and write `watch/<date>.json`."""
    lookup = read_lookup(settings)
    entries = read_watchlist(settings.watchlist)
    fresh = fresh_filter(build_periods(day))
    with named_errors(settings), connect(settings) as client:
        found = fetch_matches(client, read_alias(settings), entries, lookup, fresh)
    report = _build_watch(settings, day, found)
    DataRoot(settings.data_root).write_json(f"watch/{report.date}.json", report)
    return report


def _build_watch(settings: Settings, day: date, found: tuple[WatchResult, ...]) -> WatchReport:
    period = build_periods(day).day
    return WatchReport(
        date=day.isoformat(),
        since=period.start.isoformat(),
        until=period.end.isoformat(),
        index=read_alias(settings),
        queries=found,
    )
