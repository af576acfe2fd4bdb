"""`sekko lexicon`: look at the one lexicon and at what a change of it would do."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import RunError
from pipeline.lexicon import FOLDER, read_lexicon
from pipeline.settings import read_settings

if TYPE_CHECKING:
    from pipeline.lexicon import Entity, Lexicon

verbs = typer.Typer(help="Check, show and compare the lexicon.", no_args_is_help=True)
Folder = Annotated[Path, typer.Option(help="Folder of the lexicon's files.")]
EPILOG = """Examples:

  sekko lexicon lint

  sekko lexicon show F-35A

  sekko lexicon diff --against ../old-checkout/pipeline/enrich/lexicon
"""


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    app.add_typer(verbs, name="lexicon", epilog=EPILOG)


@verbs.command()
def lint(
    folder: Folder = FOLDER,
    quiet: Annotated[bool, typer.Option("--quiet", help="Errors only.")] = False,
) -> None:
    """Find duplicates, ambiguous aliases, missing parents, bad headwords and bad guards.

    The exit code is 1 when there is an error; warnings are for a second look.
    """
    from pipeline.enrich.lint import count_families, lint_lexicon

    lexicon = _read(folder)
    findings = lint_lexicon(lexicon)
    for finding in findings:
        if finding.level == "error" or not quiet:
            sys.stdout.write(f"{finding.level}: {finding.entity}: {finding.message}\n")
    errors = sum(finding.level == "error" for finding in findings)
    counts = count_families(lexicon).values()
    families = sum(row["families"] for row in counts)
    unconfirmed = sum(row["unconfirmed"] for row in counts)
    share = 100 * unconfirmed / families if families else 0.0
    sys.stdout.write(
        f"{len(lexicon.entities)} entities, {families} families, {share:.1f} % unconfirmed; "
        f"{errors} errors, {len(findings) - errors} warnings\n"
    )
    if errors:
        raise typer.Exit(1)


@verbs.command("compile")
def compile_(folder: Folder = FOLDER) -> None:
    """Build the matcher and say how large it is and how long that took."""
    from pipeline.enrich.engine import Engine

    lexicon = _read(folder)
    began = time.monotonic()
    engine = Engine(lexicon)
    sys.stdout.write(
        f"lexicon {lexicon.version}: {len(lexicon.entities)} entities, "
        f"{len(lexicon.blocked)} blocked strings, {engine.matcher.size} strings to match, "
        f"built in {time.monotonic() - began:.2f} s\n"
    )


@verbs.command()
def show(
    name: Annotated[str, typer.Argument(help="An id, or any writing of a name.")],
    folder: Folder = FOLDER,
) -> None:
    """Print the entities that have this id or name, with all their writings and guards."""
    import yaml

    from pipeline.enrich.discovery import spell_entity
    from pipeline.enrich.fold import fold_name
    from pipeline.enrich.writings import build_writings

    wanted = fold_name(name).lower()
    lexicon = _read(folder)
    found = [
        entity
        for entity in lexicon.entities
        if entity.id == name
        or any(w.lower() == wanted for a in entity.names() for w, _ in build_writings(a.text))
    ]
    if not found:
        raise RunError(f"the lexicon has no {name!r}", "names are matched whole; try a short form")
    children = [entity.id for entity in lexicon.entities if entity.parent in {e.id for e in found}]
    text = yaml.safe_dump([spell_entity(e) for e in found], allow_unicode=True, sort_keys=False)
    sys.stdout.write(text)
    if children:
        sys.stdout.write(f"# variants: {', '.join(children)}\n")


@verbs.command()
def diff(
    against: Annotated[
        Path | None, typer.Option(help="Folder of another version; the last run's without it.")
    ] = None,
    folder: Folder = FOLDER,
) -> None:
    """Say which entities and names changed, and how many stored posts that can affect."""
    from pipeline.enrich.affected import Change

    new = _read(folder)
    old = _read(against) if against is not None else _read_last()
    before, after = ({e.id: e for e in one.entities} for one in (old, new))
    for entity_id in sorted(before.keys() | after.keys()):
        line = _compare(before.get(entity_id), after.get(entity_id))
        if line:
            sys.stdout.write(f"{line}\n")
    change = Change(old, new)
    sys.stdout.write(
        f"{len(change.writings)} strings changed; {_count_affected(change)} stored posts to redo\n"
    )


@verbs.command()
def stats(folder: Folder = FOLDER) -> None:
    """Count families by kind, and what evidence there is for them."""
    from rich.table import Table

    from pipeline.enrich.lint import count_families
    from pipeline.terminal import show_table

    evidence = ("cldr", "sudachi", "library", "public_text", "unconfirmed")
    table = Table("kind", "families", "variants", *evidence)
    for row, counts in count_families(_read(folder)).items():
        table.add_row(row, *(str(counts[c]) for c in ("families", "variants", *evidence)))
    show_table(table)


def _read(folder: Path) -> Lexicon:
    """Read the lexicon as the engine sees it: with the analysts' decisions."""
    from pipeline.enrich.decisions import apply_decisions, read_decisions

    if not folder.is_dir():
        raise RunError(f"no lexicon folder at {folder}", "name one with --folder or --against")
    decisions = read_settings().decisions
    lexicon = read_lexicon(folder, decisions)
    return apply_decisions(lexicon, read_decisions(decisions))


def _read_last() -> Lexicon:
    from pipeline.enrich.stage import read_last_lexicon
    from pipeline.store import DataRoot

    lexicon = read_last_lexicon(DataRoot(read_settings().data_root))
    if lexicon is None:
        raise RunError("no run has kept a lexicon yet", "compare folders with --against")
    return lexicon


def _compare(old: Entity | None, new: Entity | None) -> str:
    if old is None and new is not None:
        return f"+ {new.id} {new.ja} ({len(new.names())} names)"
    if new is None and old is not None:
        return f"- {old.id} {old.ja}"
    if old is None or new is None or old == new:
        return ""
    names = [{alias.text for alias in entity.names()} for entity in (old, new)]
    parts = [f"+{name}" for name in sorted(names[1] - names[0])]
    parts += [f"-{name}" for name in sorted(names[0] - names[1])]
    return f"~ {new.id} {' '.join(parts) or 'guards or fields'}"


def _count_affected(change: object) -> int:
    from pipeline.documents import EnrichedPost
    from pipeline.enrich.affected import Change
    from pipeline.store import DataRoot, RecordStore

    if not isinstance(change, Change) or not change:
        return 0
    root = DataRoot(read_settings().data_root)
    stores = (
        RecordStore(root, f"enriched/{name}", EnrichedPost) for name in root.list_names("enriched")
    )
    return sum(change.affects(post) for store in stores for post in store)
