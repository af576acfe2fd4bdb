"""`sekko export`: documents out of the index, for apps and notebooks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from pipeline.settings import read_settings


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(export)


def export(
    target: Annotated[Path, typer.Argument(help="A file for jsonl, a folder for parquet.")],
    kind: Annotated[str, typer.Option("--format", help="jsonl or parquet.")] = "jsonl",
    changed_since: Annotated[
        str | None, typer.Option(help="Only what was sent or deleted since this instant.")
    ] = None,
    source: Annotated[list[str] | None, typer.Option(help="Name of a source.")] = None,
    actor: Annotated[list[str] | None, typer.Option(help="Id or name; may be repeated.")] = None,
    weapon: Annotated[list[str] | None, typer.Option(help="Id or name, variants included.")] = None,
    since: Annotated[str | None, typer.Option(help="By date of the post: 2025-01.")] = None,
    until: Annotated[str | None, typer.Option(help="Likewise, inclusive.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Export documents; the same command goes on with an export that was interrupted.

    Pollers give the `next` of the last report as --changed-since; deletions come first.

    Examples: sekko export posts.jsonl; sekko export posts --format parquet --since 2025-01;
    sekko export new.jsonl --changed-since 2026-11-21T18:00:00+00:00 --json
    """
    from pipeline.serve.export import Export, Format, export_documents
    from pipeline.serve.query import Search
    from pipeline.serve.search import read_lookup
    from pipeline.serve.words import parse_date, parse_instant

    if kind not in ("jsonl", "parquet"):
        raise typer.BadParameter("jsonl or parquet", param_hint="--format")
    settings = read_settings()
    lookup = read_lookup(settings)
    filters = Search(
        actors=tuple(i for name in actor or () for i in lookup.resolve(name, "ACTOR")),
        weapons=tuple(i for name in weapon or () for i in lookup.resolve(name, "WEAPON")),
        sources=tuple(source or ()),
        since=parse_date(since),
        until=parse_date(until),
    )
    wanted = Export(
        format=msgspec.convert(kind, Format),
        filters=filters,
        changed_since=parse_instant(changed_since),
    )
    report = export_documents(settings, target, wanted)
    if as_json:
        sys.stdout.buffer.write(msgspec.json.encode(report) + b"\n")
        return
    deleted = f" and {report.deleted} deletions" if changed_since else ""
    typer.echo(f"{report.documents} documents{deleted} in {target}")
    typer.echo(f"Next time: --changed-since {report.next}")
