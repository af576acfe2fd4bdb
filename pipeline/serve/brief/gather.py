"""Asks the index what the brief is to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import msgspec

from pipeline.elastic import connect, named_errors, read_alias
from pipeline.lexicon import read_current_lexicon
from pipeline.serve.brief import queries
from pipeline.serve.brief.ask import Asker, build_timeline, read_filters, read_terms, sort_pairs
from pipeline.serve.brief.names import Names
from pipeline.serve.brief.queries import build_periods
from pipeline.serve.brief.records import NAMES_SHOWN, Brief, Reject
from pipeline.serve.entities import EntityLookup
from pipeline.serve.health import RunReports, build_health, read_runs
from pipeline.serve.watchlist import fetch_matches, read_watchlist
from pipeline.sources import read_sources
from pipeline.store import DataRoot

if TYPE_CHECKING:
    from pipeline.settings import Settings

CARDS = 150  # fresh posts that get a card; more would be no brief
RUNS = 14  # runs that health looks back on: two weeks of nights


def read_latest_day(settings: Settings) -> date:
    """Return the day on which the newest document was first seen; today when there is none.

    Raises:
        RunError: There is no index.
        TransientError: The cluster is down or busy.
    """
    with named_errors(settings), connect(settings) as client:
        answer = client.search(
            index=read_alias(settings), size=0, aggs={"newest": {"max": {"field": "first_seen"}}}
        )
    newest = answer["aggregations"]["newest"]["value"]
    instant = datetime.fromtimestamp(newest / 1000, UTC) if newest else datetime.now(UTC)
    return instant.astimezone(queries.TOKYO).date()


def gather_brief(settings: Settings, day: date) -> Brief:
    """Gather the brief of a day from the index and the reports of its runs.

    Raises:
        RunError: There is no index, or the sources file or the watch list is wrong.
        TransientError: The cluster is down or busy.
    """
    periods = build_periods(day)
    lexicon = read_current_lexicon(settings)
    runs = read_runs(DataRoot(settings.data_root), RUNS, until=periods.day.end)
    of_day = [run for run in runs if run.started >= periods.day.start]
    with named_errors(settings), connect(settings) as client:
        asker = Asker(client, read_alias(settings), Names(lexicon), periods)
        tonight = asker.ask(queries.build_tonight(periods, CARDS))
        totals = tonight["aggregations"]
        numbers = read_filters(asker.ask(queries.build_counts(periods))["aggregations"]["numbers"])
        counts = {field: asker.counts(field, totals[field]) for field in queries.FIELDS}
        counts["pairs"] = sort_pairs(counts)
        shown = [hit["_id"] for hit in tonight["hits"]["hits"]]
        sources = read_sources(settings)
        fresh = tonight["hits"]["total"]["value"]
        brief = Brief(
            date=day.isoformat(),
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            index=read_alias(settings),
            lexicon=lexicon.version,
            fresh=fresh,
            duplicates=numbers["duplicates"],
            kinds=read_terms(totals["kinds"]),
            sources=read_terms(totals["sources"]),
            actors=tuple(counts["actors"]),
            weapons=tuple(counts["weapons"]),
            pairs=tuple(counts["pairs"]),
            comparison=asker.compare(numbers),
            firsts=asker.find_firsts(counts, numbers["before"]),
            cells=asker.count_cells(),
            timeline=build_timeline(asker.ask(queries.build_timeline(periods))["aggregations"]),
            watch=fetch_matches(
                client,
                read_alias(settings),
                read_watchlist(settings.watchlist),
                EntityLookup(lexicon),
                queries.fresh_filter(periods),
            ),
            rejects=tuple(_list_rejects(of_day)),
            health=build_health(runs, sources),
            runs=tuple(run.id for run in of_day),
        )
        wanted = [*shown, *list_evidence(brief)]
        cards = asker.fetch_cards(wanted, {source.name: source.title for source in sources})
    return msgspec.structs.replace(
        brief, cards=cards, unseen=fresh - sum(card.fresh for card in cards)
    )


def list_evidence(brief: Brief) -> list[str]:
    """List the posts that the shown numbers rest on; one may stand twice."""
    c, f = brief.comparison, brief.firsts
    counts = (brief.actors, brief.weapons, brief.pairs, f.actors, f.weapons, f.pairs)
    groups = [count.posts for shown in counts for count in shown[:NAMES_SHOWN]]
    groups += [rise.posts for shown in (c.actors, c.weapons, c.pairs) for rise in shown]
    groups += [cell.posts for cell in brief.cells]
    groups += [tuple(hit.id for hit in w.hits[: queries.EVIDENCE]) for w in brief.watch]
    return [post for group in groups for post in group]


def _list_rejects(runs: Iterable[RunReports]) -> Iterator[Reject]:
    """List what the day's runs rejected; a reason that two runs met is told by the later one."""
    seen: dict[tuple[str, str, str], int] = {}
    for run in runs:  # newest first
        for report in run.reports:
            for reason, count in report.rejected.items():
                seen.setdefault((report.source, report.stage, reason), count)
    for (source, stage, reason), count in sorted(seen.items()):
        yield Reject(source=source, stage=stage, reason=reason, count=count)
