"""`sekko index`: the index behind the aliases, its versions, and snapshots."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from pipeline.lock import hold_lock
from pipeline.settings import read_settings
from pipeline.store import DataRoot

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add the verb."""
    index = typer.Typer(
        no_args_is_help=True,
        help="The index behind the aliases: make, check, rebuild, roll back, save.",
    )
    for command in (create, status, check, rebuild, purge, lint, snapshot, snapshots, restore):
        index.command()(command)
    index.command("rollback")(roll_back)
    index.command("analyze-check")(analyze_check)
    app.add_typer(index, name="index")


def create() -> None:
    """Install the templates and make the first index; nothing when that is done.

    The nightly load does the same by itself.
    """
    from pipeline.load.index import ensure_index

    typer.echo(ensure_index(read_settings()).name)


def status(as_json: Json = False) -> None:
    """Show every index of ours: which one is live, its documents, size and lexicon.

    Examples: sekko index status; sekko index status --json
    """
    from pipeline.load.status import read_status

    report = read_status(read_settings())
    if as_json:
        _print_json(report)
        return
    for entry in report.indices:
        role = "live" if entry.live else "building" if entry.building else "replaced"
        typer.echo(
            f"{entry.name}  {role}  {entry.documents} documents, {entry.bytes / 1e6:.1f} MB,"
            f"  schema {entry.schema}, lexicon {entry.lexicon}"
        )
    for note in report.notes:
        typer.echo(f"Note: {note}")


def check() -> None:
    """Compare the live mapping with the template; exit with 1 where it has drifted."""
    from pipeline.load.checks import check_live_mapping

    check_live_mapping(read_settings())
    typer.echo("The live mapping is the template's.")


def rebuild(
    start: Annotated[
        str, typer.Option("--from", help="raw, posts or enriched: what to make it from.")
    ] = "enriched",
    allow_loss: Annotated[
        bool, typer.Option("--allow-loss", help="Swap although a source would lose much.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Build a new index beside the live one from stored data, compare it, and swap.

    Readers keep the old one until then; if anything fails they keep it altogether.

    Examples: sekko index rebuild; sekko index rebuild --from raw
    """
    from pipeline.night import build_run, rebuild_night

    if start not in ("raw", "posts", "enriched"):
        raise typer.BadParameter("raw, posts or enriched", param_hint="--from")
    report = rebuild_night(
        read_settings(),
        build_run("rebuild"),
        start,  # type: ignore[arg-type]
        allow_loss=allow_loss,
    )
    if as_json:
        _print_json(report)
    else:
        typer.echo(f"{report.written} documents written, {sum(report.rejected.values())} rejected.")


def roll_back(
    to: Annotated[
        str | None, typer.Option(help="Name of an index; the one before if unset.")
    ] = None,
) -> None:
    """Point the aliases back at the index before the last rebuild.

    Examples: sekko index rollback; sekko index rollback --to sekko-posts-v1-000002
    """
    from pipeline.load.aliases import roll_back as swap_back

    settings = read_settings()
    with hold_lock(DataRoot(settings.data_root), "rollback"):
        before, now = swap_back(settings, to)
    typer.echo(f"{', '.join(before) or 'nothing'} -> {now}")


def purge(source: Annotated[str, typer.Argument(help="Name of a source.")]) -> None:
    """Load a source although much of it is gone: the deletions that the load refused.

    Example: sekko index purge sample-blog
    """
    from pipeline.load.stage import load_source
    from pipeline.night import build_run
    from pipeline.sources import find_source

    settings = read_settings()
    entry = find_source(settings, source)
    with hold_lock(DataRoot(settings.data_root), "purge"):
        report = load_source(entry, settings, build_run("purge"), allow_purge=True)
    typer.echo(f"{report.notes.get('deleted', 0)} documents deleted, {report.written} written.")


def lint(as_json: Json = False) -> None:
    """Show what the lexicon gives the index: dictionary, synonyms, and what fits neither."""
    from pipeline.lexicon import read_current_lexicon
    from pipeline.load.analysis import build_analysis

    analysis = build_analysis(read_current_lexicon(read_settings()))
    if as_json:
        _print_json(analysis)
        return
    for refused in analysis.refused:
        typer.echo(refused)
    typer.echo(
        f"Lexicon {analysis.version}: {len(analysis.dictionary)} headwords,"
        f" {len(analysis.synonyms)} synonym rules, {len(analysis.refused)} writings left out."
    )


def analyze_check(
    table: Annotated[Path | None, typer.Option(help="Another table.")] = None,
) -> None:
    """Run the table of text and tokens on the configured cluster; exit with 1 where it differs.

    Example: SEKKO_ELASTICSEARCH_URL=https://es.example.com:9200 sekko index analyze-check
    """
    from pipeline.load.analyze import TABLE, check_table, read_table

    rows = read_table(table or TABLE)
    wrong = check_table(read_settings(), rows)
    for mismatch in wrong:
        row = mismatch.row
        typer.echo(f"{row.analyzer}  {row.text}\n  wanted {row.tokens}\n  found  {mismatch.tokens}")
    typer.echo(f"{len(rows.rows) - len(wrong)} of {len(rows.rows)} rows as in the table.")
    if wrong:
        raise typer.Exit(1)


def snapshot(
    name: Annotated[str | None, typer.Option(help="Its name; from the time if unset.")] = None,
) -> None:
    """Save the live index and the tombstones to the snapshot repository."""
    from pipeline.load.snapshots import take_snapshot

    taken = take_snapshot(read_settings(), name)
    typer.echo(f"{taken.name}: {taken.index}, {taken.documents} documents")


def snapshots(as_json: Json = False) -> None:
    """List the snapshots."""
    from pipeline.load.snapshots import list_snapshots

    found = list_snapshots(read_settings())
    if as_json:
        _print_json(found)
        return
    for taken in found:
        typer.echo(
            f"{taken.name}  {taken.taken}  {taken.state}  {taken.index},"
            f" {taken.documents} documents"
        )


def restore(name: Annotated[str, typer.Argument(help="See `sekko index snapshots`.")]) -> None:
    """Restore a snapshot beside the live index, compare it, and swap to it."""
    from pipeline.load.snapshots import restore_snapshot

    settings = read_settings()
    with hold_lock(DataRoot(settings.data_root), "restore"):
        typer.echo(restore_snapshot(settings, name))


def _print_json(value: object) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
