"""`sekko source`: list the sources, try one, add one."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from pipeline.errors import RunError, SourceError
from pipeline.settings import Settings, read_settings
from pipeline.sources import Source, find_source, read_sources

if TYPE_CHECKING:
    from pipeline.documents import Post
    from pipeline.reports import StageReport
    from pipeline.scrape.discover import Discovery

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
SHOWN = 10  # posts in the table of `check`


def register(app: typer.Typer) -> None:
    """Add the verb."""
    source = typer.Typer(no_args_is_help=True, help="The sources: list, try, add.")
    source.command("list")(list_sources)
    source.command()(check)
    source.command()(add)
    app.add_typer(source, name="source")


def list_sources(as_json: Json = False) -> None:
    """List the sources that are on with these settings.

    Examples: sekko source list; sekko source list --json
    """
    sources = read_sources(read_settings())
    if as_json:
        _print_json(sources)
        return
    from rich.table import Table

    from pipeline.terminal import show_table

    table = Table("name", "kind", "format", "where", box=None, pad_edge=False)
    for source in sources:
        for number, entry in enumerate(source.inputs):
            first = number == 0
            name, kind = (source.name, source.kind) if first else ("", "")
            table.add_row(name, kind, entry.format, entry.url or entry.path)
    show_table(table)


def check(
    name: Annotated[str, typer.Argument(help="Name of an entry in sources.yml.")],
    pages: Annotated[int, typer.Option(min=1, help="Pages to fetch at the most.")] = 5,
    as_json: Json = False,
) -> None:
    """Try one source: fetch and clean it into a temporary place, and show what it would give.

    Nothing is stored. Exits with 1 when the source gives nothing.

    Examples: sekko source check sample-blog; sekko source check my-blog --pages 20
    """
    settings = read_settings()
    source = _limit(find_source(settings, name), pages)
    with tempfile.TemporaryDirectory(prefix="sekko-check-") as folder:
        trial = msgspec.structs.replace(settings, data_root=folder)
        reports, posts = _try(source, trial)
    if as_json:
        _print_json({"reports": reports, "posts": posts})
    else:
        _show(source, reports, posts)
    failures = [report.failure for report in reports if report.failure]
    if failures:
        raise SourceError(failures[0])


def add(
    url: Annotated[str, typer.Argument(help="Home page, feed, label page or profile on X.")],
    name: Annotated[str | None, typer.Option(help="Name of the entry; found without it.")] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="The site is inside a private network.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the entry only.")] = False,
) -> None:
    """Find the feed and format behind an address, and append an entry to sources.yml.

    Examples: sekko source add https://blog.example.com/; sekko source add https://x.com/example
    """
    from pipeline.scrape.discover import Discoverer

    settings = read_settings()
    discovery = Discoverer(settings, allow_private).discover(url)
    before = settings.sources.read_text() if settings.sources.exists() else ""
    chosen = name or _find_free_name(discovery.name, settings)
    entry = _build_entry(discovery, chosen)
    text = before.rstrip("\n") + ("\n\n" if before.strip() else "") + entry
    if not dry_run:
        _check_text(text, settings)
        _replace(settings.sources, text)
    typer.echo(entry, nl=False)
    if discovery.posts is not None:
        typer.echo(f"# {discovery.posts} posts are listed there now.")
    if not dry_run:
        typer.echo(f"Added to {settings.sources}. Try it: sekko source check {chosen}")


def _limit(source: Source, pages: int) -> Source:
    inputs = tuple(
        msgspec.structs.replace(entry, max_pages=min(pages, entry.max_pages))
        for entry in source.inputs
    )
    return msgspec.structs.replace(source, inputs=inputs)


def _try(source: Source, settings: Settings) -> tuple[list[StageReport], list[Post]]:
    from pipeline.clean.stage import clean_source
    from pipeline.documents import Post
    from pipeline.night import build_run
    from pipeline.scrape.stage import scrape_source
    from pipeline.store import DataRoot, RecordStore

    run = build_run("check")
    reports = [scrape_source(source, settings, run)]
    if reports[0].failure is None:
        reports.append(clean_source(source, settings, run))
    posts = RecordStore(DataRoot(settings.data_root), f"posts/{source.name}", Post)
    return reports, sorted(posts, key=_by_age, reverse=True)


def _by_age(post: Post) -> tuple[str, int]:
    return post.published or "", post.sequence or 0


def _show(source: Source, reports: list[StageReport], posts: list[Post]) -> None:
    from rich.table import Table

    from pipeline.scrape.faults import REASONS
    from pipeline.terminal import build_console, show_table

    console = build_console()
    console.print(f"{source.name}: {source.title}", markup=False)
    for report in reports:
        line = (
            f"{report.stage}: read {report.read}, written {report.written}, "
            f"rejected {sum(report.rejected.values())}"
        )
        console.print(line)
        for reason, number in report.rejected.items():
            meaning = REASONS.get(reason, "see docs/runbook.md")
            console.print(f"  {number} {reason}: {meaning}", markup=False)
    if not posts:
        return
    table = Table("published", "title", "characters", "citations", box=None, pad_edge=False)
    for post in posts[:SHOWN]:
        length = sum(len(text) for text in msgspec.structs.astuple(post.zones))
        head = post.title or post.zones.body[:40] or post.zones.commentary[:40]
        excerpt = " (excerpt)" if post.excerpt else ""
        row = (post.published or "?", " ".join(head.split())[:60], f"{length}{excerpt}")
        table.add_row(*map(_escape, row), str(len(post.citations)))
    show_table(table, console)
    if len(posts) > SHOWN:
        console.print(f"… and {len(posts) - SHOWN} more")


def _escape(text: str) -> str:
    from rich.markup import escape

    return escape("".join(c for c in text if c.isprintable()))


def _build_entry(discovery: Discovery, name: str) -> str:
    """Write an entry as YAML, with a comment that says how it was found."""
    from io import StringIO

    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    found = discovery.entry
    way = CommentedMap({"format": str(found.format), "url": found.url})
    way.update({"needs": found.needs} if found.needs else {})
    way.update({"allow_private": True} if found.allow_private else {})
    entry = CommentedMap({"name": name, "kind": discovery.kind, "title": discovery.title})
    entry.update({"url": discovery.url} if discovery.url else {})
    entry.update({"account": discovery.account} if discovery.account else {})
    entry["inputs"] = CommentedSeq([way])
    entry.yaml_set_start_comment(f"Found by `sekko source add`: {discovery.found}.")
    yaml = YAML()
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = StringIO()
    yaml.dump(CommentedSeq([entry]), stream)
    lines = stream.getvalue().splitlines()
    return "".join(line.removeprefix("  ") + "\n" for line in lines)


def _find_free_name(wanted: str, settings: Settings) -> str:
    taken = {source.name for source in _read_all(settings)}
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def _read_all(settings: Settings) -> list[Source]:
    """Read every entry, also those that are off with these settings."""
    if not settings.sources.exists():
        return []
    try:
        return msgspec.yaml.decode(settings.sources.read_bytes(), type=list[Source])
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise RunError(f"{settings.sources}: {error}", "mend it first; see docs/sources.md") from (
            error
        )


def _check_text(text: str, settings: Settings) -> None:
    """Refuse a sources file that would not be read back."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / settings.sources.name
        path.write_text(text)
        read_sources(msgspec.structs.replace(settings, sources=path))


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_text(text)
    part.replace(path)


def _print_json(value: object) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
