"""`sekko watch`: the standing queries, and what they find in a night."""

from __future__ import annotations

import sys
from datetime import date
from typing import Annotated

import msgspec
import typer
from rich.table import Table
from rich.text import Text

from pipeline.settings import read_settings
from pipeline.terminal import build_console, show_table


def register(app: typer.Typer) -> None:
    """Add the verb."""
    watch = typer.Typer(
        no_args_is_help=True, help="Standing queries: saved searches over each night's new posts."
    )
    watch.command("list")(list_queries)
    watch.command()(run)
    app.add_typer(watch, name="watch")


Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def list_queries(as_json: Json = False) -> None:
    """List the standing queries and check that they can be run; exits with 1 when one cannot.

    Examples: sekko watch list; SEKKO_WATCHLIST=~/mine.yml sekko watch list
    """
    from pipeline.serve.search import read_lookup
    from pipeline.serve.watchlist import check_query, read_watchlist

    settings = read_settings()
    entries = read_watchlist(settings.watchlist)
    lookup = read_lookup(settings)
    faults = {entry.id: check_query(entry, lookup) for entry in entries}
    if as_json:
        rows = [{**msgspec.to_builtins(entry), "fault": faults[entry.id]} for entry in entries]
        sys.stdout.buffer.write(msgspec.json.encode(rows) + b"\n")
    else:
        table = Table("id", "name", "asks for", "fault", box=None)
        for entry in entries:
            asked = [entry.text, *entry.actors, *entry.weapons, *entry.kinds, *entry.sources]
            cells = (entry.id, entry.name, " ".join(filter(None, asked)), faults[entry.id] or "")
            table.add_row(*map(Text, cells))
        show_table(table)
    if any(faults.values()):
        raise typer.Exit(1)


def run(
    day: Annotated[
        str | None, typer.Option("--date", help="2026-11-23; the newest night when left out.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Run the standing queries over a night's new posts; exits with 1 when one cannot be run.

    Examples: sekko watch run; sekko watch run --date 2026-11-23 --json
    """
    from pipeline.serve.brief.gather import read_latest_day
    from pipeline.serve.brief.stage import write_watch
    from pipeline.serve.render import show_hit

    settings = read_settings()
    try:
        chosen = date.fromisoformat(day) if day else read_latest_day(settings)
    except ValueError as error:
        raise typer.BadParameter("write it as 2026-11-23", param_hint="--date") from error
    report = write_watch(settings, chosen)
    if as_json:
        sys.stdout.buffer.write(msgspec.json.encode(report) + b"\n")
    else:
        console = build_console()
        for result in report.queries:
            heading = Text(f"{result.name} ({result.id}): ", style="bold")
            heading.append(
                result.fault or f"{result.total} new", style="red" if result.fault else ""
            )
            console.print(heading)
            for number, hit in enumerate(result.hits, 1):
                show_hit(number, hit, console)
    if any(result.fault for result in report.queries):
        raise typer.Exit(1)
