"""`sekko brief`: the night's page for people."""

from __future__ import annotations

import sys
import webbrowser
from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from pipeline.settings import read_settings


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(brief)


def brief(
    day: Annotated[
        str | None, typer.Option("--date", help="2026-11-23; the newest night when left out.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the page here too.")] = None,
    show: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the numbers as JSON.")] = False,
) -> None:
    """Write the nightly brief: what is new, what rises, who with what, and how the sources fare.

    One HTML file without scripts and without requests, under briefs/ in the data root; beside it
    the same as JSON, and in watch/ what the standing queries found.

    Examples: sekko brief --open; sekko brief --date 2026-11-23 --out brief.html;
    sekko brief --json | jq .comparison
    """
    from pipeline.serve.brief.gather import read_latest_day
    from pipeline.serve.brief.stage import write_day
    from pipeline.store import DataRoot

    settings = read_settings()
    chosen = _parse_day(day) if day else read_latest_day(settings)
    path, found = write_day(settings, chosen)
    root = DataRoot(settings.data_root)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(root.read(path))
    if as_json:
        sys.stdout.buffer.write(msgspec.json.encode(found) + b"\n")
    else:
        typer.echo(f"{found.fresh} new posts on {found.date}, {len(found.health)} sources")
        typer.echo(str(out or root.path(path)))
    if show:
        target = out or Path(root.path(path))
        if not target.exists():
            raise typer.BadParameter(
                "the data root is no folder: give --out too", param_hint="--open"
            )
        webbrowser.open(target.resolve().as_uri())


def _parse_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter("write it as 2026-11-23", param_hint="--date") from error
