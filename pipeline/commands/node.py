"""`sekko node`: the embedded Elasticsearch."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from pipeline.errors import RunError
from pipeline.settings import read_settings

if TYPE_CHECKING:
    from pipeline.node.artifacts import Tell
    from pipeline.node.status import NodeStatus

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add the verb."""
    node = typer.Typer(
        no_args_is_help=True,
        help="The embedded Elasticsearch: no Docker, no Java, data under SEKKO_HOME/node.",
    )
    for command in (start, stop, status, logs, reset, install):
        node.command()(command)
    app.add_typer(node, name="node")


def start(as_json: Json = False) -> None:
    """Start the node unless it runs; the first time, install it.

    Examples: sekko node start; SEKKO_NODE_PORT=9400 sekko node start
    """
    from pipeline.node.control import start_node
    from pipeline.node.home import find_home

    settings = read_settings()
    with _progress() as tell:
        state = start_node(settings, tell)
    if as_json:
        _print_json(state)
        return
    typer.echo(
        f"Elasticsearch runs: {state.url}  process {state.pid}\n"
        f"User {state.user}, password in {find_home(settings).password}"
    )
    if settings.elasticsearch_url:
        typer.echo(
            f"Note: SEKKO_ELASTICSEARCH_URL is set, so Sekko uses {settings.elasticsearch_url}"
        )


def stop(as_json: Json = False) -> None:
    """Stop the node; nothing that it acknowledged is lost.

    Example: sekko node stop
    """
    from pipeline.node.control import stop_node

    ran = stop_node(read_settings())
    if as_json:
        _print_json({"stopped": ran})
    else:
        typer.echo("Elasticsearch stopped." if ran else "Elasticsearch did not run.")


def status(as_json: Json = False) -> None:
    """Show process, port, health, memory, disk and documents; exit with 3 unless it runs.

    Examples: sekko node status; sekko node status --json
    """
    from pipeline.node.status import node_status

    seen = node_status(read_settings())
    if as_json:
        _print_json(seen)
    else:
        _print_status(seen)
    if seen.state != "running":
        raise typer.Exit(3)


def logs(
    lines: Annotated[int, typer.Option("--lines", "-n", min=1, help="How many lines.")] = 50,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on as it grows.")] = False,
) -> None:
    """Show the end of the node's log.

    Examples: sekko node logs; sekko node logs -n 200; sekko node logs -f
    """
    from pipeline.node.home import find_home
    from pipeline.node.logs import follow_log, read_tail

    home = find_home(read_settings())
    if not home.log.exists():
        raise RunError(
            f"there is no log at {home.log}", "the node was never started: sekko node start"
        )
    for line in read_tail(home.log, lines):
        typer.echo(line)
    if follow:
        with contextlib.suppress(KeyboardInterrupt):
            for line in follow_log(home.log):
                typer.echo(line)


def reset(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Json = False,
) -> None:
    """Stop the node and remove its indices, password and configuration; snapshots stay.

    The index can be made anew from the stored data, without the network: sekko index rebuild.

    Example: sekko node reset --yes
    """
    from pipeline.node.control import reset_node
    from pipeline.node.home import find_home

    settings = read_settings()
    folder = find_home(settings).folder
    if not yes:
        typer.confirm(f"Remove all indices under {folder}?", abort=True, err=True)
    reset_node(settings)
    if as_json:
        _print_json({"reset": str(folder)})
    else:
        typer.echo(f"{folder} is empty but for its snapshots.")


def install(as_json: Json = False) -> None:
    """Download, check and build the server without starting it (116 MB, once per user).

    Example: sekko node install
    """
    from pipeline.node import distribution

    with _progress() as tell:
        folder = distribution.install(read_settings().cache_dir, tell)
    if as_json:
        _print_json({"installed": str(folder)})
    else:
        typer.echo(f"Elasticsearch is installed in {folder}")


@contextlib.contextmanager
def _progress() -> Iterator[Tell]:
    """Show steps and downloads: a bar in a terminal, a line for each step elsewhere."""
    from rich.progress import BarColumn, DownloadColumn, Progress, SpinnerColumn, TextColumn

    from pipeline.terminal import build_console

    console = build_console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        bar = progress.add_task("looking")
        told = ""

        def tell(step: str, done: int, total: int) -> None:
            nonlocal told
            progress.update(bar, description=step, completed=done, total=total or None)
            if step != told and not console.is_terminal:
                console.print(f"{step} ...", markup=False, highlight=False)
            told = step

        yield tell


def _print_json(value: object) -> None:
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")


def _print_status(seen: NodeStatus) -> None:
    from rich.table import Table

    from pipeline.terminal import show_table

    table = Table.grid(padding=(0, 2))
    for label, value in (
        ("state", seen.state),
        ("address", seen.url),
        ("process", seen.pid),
        ("since", seen.started),
        ("version", seen.version),
        ("health", seen.health),
        ("documents", seen.documents),
        ("indices", seen.indices),
        ("memory", _show_size(seen.memory)),
        ("heap", _show_share(seen.heap_used, seen.heap_max)),
        ("disk", _show_size(seen.disk_used)),
        ("disk free", _show_size(seen.disk_free)),
        ("folder", seen.folder),
    ):
        if value is not None:
            table.add_row(label, str(value))
    show_table(table)
    if seen.state == "crashed":
        typer.echo("It ended without being stopped; nothing acknowledged is lost: sekko node start")
    if seen.state == "stopped":
        typer.echo("Start it with: sekko node start")


def _show_size(size: int | None) -> str | None:
    return None if size is None else f"{size / (1 << 20):,.1f} MB"


def _show_share(used: int | None, most: int | None) -> str | None:
    return None if used is None or most is None else f"{_show_size(used)} of {_show_size(most)}"
