"""`sekko search`: the index in a terminal, or as JSON for a program."""

from __future__ import annotations

import sys
from typing import Annotated

import msgspec
import typer

from pipeline.documents import Kind
from pipeline.settings import read_settings
from pipeline.terminal import build_console


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(search)


def search(
    text: Annotated[str, typer.Argument(help='Words; "..." holds them together, -word forbids.')],
    actor: Annotated[list[str] | None, typer.Option(help="Id or name; may be repeated.")] = None,
    weapon: Annotated[list[str] | None, typer.Option(help="Id or name, variants included.")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="blog or tweet.")] = None,
    source: Annotated[list[str] | None, typer.Option(help="Name of a source.")] = None,
    since: Annotated[str | None, typer.Option(help="2025, 2025-01 or 2025-01-31.")] = None,
    until: Annotated[str | None, typer.Option(help="Likewise, inclusive.")] = None,
    size: Annotated[int, typer.Option(min=1, max=1000, help="Documents to show.")] = 10,
    within: Annotated[
        int | None, typer.Option(min=0, help="Text within N words of the --actor or --weapon.")
    ] = None,
    telling: Annotated[
        bool, typer.Option("--telling", help="Names unusually frequent in what is found.")
    ] = False,
    newest: Annotated[bool, typer.Option("--newest", help="Newest first.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Search the index: words and names, with highlights and facets.

    Exits with 0 also when nothing is found.

    Examples: sekko search "米国 巡航ミサイル" --actor china --since 2025-01;
    sekko search F-35 --kind tweet --newest; sekko search '"敵基地攻撃" -演習' --json;
    sekko search 配備 --weapon f-35 --within 5
    """
    from pipeline.serve.query import Search
    from pipeline.serve.render import show_result
    from pipeline.serve.search import read_lookup, run_search
    from pipeline.serve.words import parse_date

    settings = read_settings()
    lookup = read_lookup(settings)
    kinds = msgspec.convert(kind or [], tuple[Kind, ...]) if _are_kinds(kind) else ()
    wanted = Search(
        text=text,
        actors=tuple(i for name in actor or () for i in lookup.resolve(name, "ACTOR")),
        weapons=tuple(i for name in weapon or () for i in lookup.resolve(name, "WEAPON")),
        kinds=kinds,
        sources=tuple(source or ()),
        since=parse_date(since),
        until=parse_date(until),
        size=size,
        newest=newest,
        within=within,
        telling=telling,
    )
    result = run_search(settings, wanted, lookup)
    if as_json:
        sys.stdout.buffer.write(msgspec.json.encode(result) + b"\n")
    else:
        show_result(result, wanted, build_console())


def _are_kinds(names: list[str] | None) -> bool:
    for name in names or ():
        if name not in ("blog", "tweet"):
            raise typer.BadParameter(f"{name!r} is neither blog nor tweet", param_hint="--kind")
    return bool(names)
