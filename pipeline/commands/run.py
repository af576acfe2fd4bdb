"""`sekko run`: one night, with or without Airflow, and what it brought."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from pipeline.errors import RunError, SourceError
from pipeline.lock import bind_to_process, release_lock
from pipeline.night import build_run, close_night, find_failures, has_passed, open_night, run_stage
from pipeline.reports import STAGES, Run, read_reports
from pipeline.settings import Settings, read_settings
from pipeline.sources import Source
from pipeline.store import DataRoot
from pipeline.summary import build_table, build_totals, describe_night
from pipeline.terminal import build_console, show_table

TRY_NEXT = (
    (".venv/bin/sekko search '米国 巡航ミサイル'", "search the index"),
    (".venv/bin/sekko brief --open", "this night on one page"),
    (".venv/bin/sekko annotate --show < FILE", "see the names in a text"),
    (".venv/bin/sekko source add URL", "follow another blog"),
    ("make up", "Airflow's UI and the 03:00 schedule"),
)
SAMPLE_SEARCHES = ("トマホーク", "F-35", "拡大抑止")


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(run)


def run(
    source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
    airflow: Annotated[bool, typer.Option("--airflow", help="Run the DAG, in-process.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the reports as JSON.")] = False,
    unlock: Annotated[bool, typer.Option("--unlock", help="Remove a dead run's lock.")] = False,
) -> None:
    """Take every source through scrape, clean, enrich, check and load.

    Exits with 1 when any source failed; what the others brought is kept.

    Examples: sekko run; sekko run --source sample-blog; sekko run --airflow
    """
    settings = read_settings()
    root = DataRoot(settings.data_root)
    if unlock:
        typer.echo("Lock removed." if release_lock(root) else "No lock was there.")
        return
    if airflow and source:
        raise typer.BadParameter("--source goes without --airflow")
    night = build_run("manual")
    sources = open_night(settings, bind_to_process(night.id), only=source)
    names = [entry.name for entry in sources]
    try:
        if airflow:
            _run_dag(settings, night, names)
        else:
            _run_here(settings, night, sources)
    finally:
        reports = read_reports(root, night.id)
        release_lock(root, night.id)
    failures = find_failures(reports, names)
    if as_json:
        sys.stdout.buffer.write(msgspec.json.encode(reports) + b"\n")
    else:
        totals = build_totals(reports, failures)
        console = build_console()
        show_table(build_table(totals), console)
        console.print(describe_night(totals))
        _show_searches(settings, console)
    close_night(settings, night, names)


def _run_here(settings: Settings, night: Run, sources: tuple[Source, ...]) -> None:
    from pipeline.clean.duplicates import mark_duplicates
    from pipeline.serve.brief.stage import write_brief

    with _watch(settings, night, len(sources)):
        for stage, after in zip(STAGES, (None, *STAGES), strict=False):
            if stage == "enrich":
                mark_duplicates(sources, settings, night)
            for source in sources:
                if after is None or has_passed(after, source.name, settings, night):
                    with contextlib.suppress(SourceError):  # its report says why it stopped
                        run_stage(stage, source, settings, night)
        write_brief(settings, night)


def _run_dag(settings: Settings, night: Run, names: list[str]) -> None:
    from pipeline.airflow_home import build_environment, migrate

    os.environ.update(build_environment(settings))  # before the first import of airflow
    log = settings.home / "airflow" / "run.log"
    with _watch(settings, night, len(names)), _quiet(log):
        migrate(settings)
        from dags.ingest_nightly import ingest_nightly

        result = ingest_nightly().test(run_after=night.started, logical_date=None)
    if result.state != "success" and not find_failures(
        read_reports(DataRoot(settings.data_root), night.id), names
    ):
        raise RunError(f"the DAG run ended as {result.state}", f"read {log}")


@contextlib.contextmanager
def _watch(settings: Settings, night: Run, sources: int) -> Iterator[None]:
    """Show progress: reports appear one by one under the run's folder, whoever runs it."""
    root = DataRoot(settings.data_root)
    done = threading.Event()
    terminal = os.fdopen(os.dup(sys.stderr.fileno()), "w")
    console = Console(file=terminal)

    def follow(progress: Progress) -> None:
        bar = progress.add_task("starting", total=sources * len(STAGES))
        shown: set[tuple[str, str]] = set()
        while True:
            last_look = done.is_set()
            for report in read_reports(root, night.id):
                if (report.stage, report.source) in shown:
                    continue
                shown.add((report.stage, report.source))
                line = f"{report.stage:7} {report.source}: {report.written} written"
                if not console.is_terminal:
                    console.print(line, markup=False, highlight=False)
                progress.update(bar, advance=1, description=line)
            if last_look:
                return
            done.wait(0.3)

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    # Not redirected: what Airflow prints goes to its log, and would come here past the log.
    bar = Progress(
        *columns,
        console=console,
        disable=not console.is_terminal,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    with terminal, bar as progress:
        follower = threading.Thread(target=follow, args=(progress,), daemon=True)
        follower.start()
        try:
            yield
        finally:
            done.set()
            follower.join()


@contextlib.contextmanager
def _quiet(log: Path) -> Iterator[None]:
    """Send what Airflow prints to a file, from every library and child process."""
    log.parent.mkdir(parents=True, exist_ok=True)
    sys.stdout.flush()
    sys.stderr.flush()
    saved = os.dup(1), os.dup(2)
    with log.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        logging.disable(logging.INFO)  # Airflow's handlers stay; what follows is for people
        sys.stdout.flush()
        sys.stderr.flush()
        os.dup2(saved[0], 1)
        os.dup2(saved[1], 2)
        os.close(saved[0])
        os.close(saved[1])


def _show_searches(settings: Settings, console: Console) -> None:
    from pipeline.serve.search import print_search

    for query in SAMPLE_SEARCHES:
        console.print()
        print_search(settings, query, size=2, console=console)
    commands = Table.grid(padding=(0, 2), pad_edge=True)
    for command, purpose in TRY_NEXT:
        commands.add_row(Text(command), Text(purpose))
    console.print("\nTry next:", commands, sep="\n", end="\n\n")
