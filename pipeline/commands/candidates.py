"""`sekko candidates`: names that the rules find and the lexicon lacks."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from pipeline.errors import RunError
from pipeline.lexicon import FOLDER
from pipeline.settings import read_settings

if TYPE_CHECKING:
    from pipeline.enrich.discovery import Candidate

verbs = typer.Typer(help="Frequent names without an entry in the lexicon.", no_args_is_help=True)
EPILOG = """Examples:

  sekko candidates list --min 3

  sekko candidates accept new:kn-30 --id kn-30 --country kp
"""


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    app.add_typer(verbs, name="candidates", epilog=EPILOG)


@verbs.command("list")
def list_(
    source: Annotated[str | None, typer.Option(help="One source only.")] = None,
    least: Annotated[int, typer.Option("--min", help="Posts that a name must stand in.")] = 2,
    limit: Annotated[int, typer.Option(help="Names to print.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List frequent unlinked names and new designators, with examples and a suggested entry."""
    import yaml

    from pipeline.enrich.discovery import spell_entity

    for candidate in _find(source, least)[:limit]:
        if as_json:
            sys.stdout.buffer.write(msgspec.json.encode(candidate) + b"\n")
            continue
        rules = ", ".join(candidate.rules)
        sys.stdout.write(f"{candidate.id}  {candidate.posts} posts  ({rules})\n")
        for example in candidate.examples:
            sys.stdout.write(f"    … {example} …\n")
        entry = yaml.safe_dump(
            spell_entity(candidate.suggested), allow_unicode=True, default_flow_style=True,
            sort_keys=False, width=1000,
        )  # fmt: skip
        sys.stdout.write(f"    - {entry}\n")


@verbs.command()
def accept(
    candidate: Annotated[str, typer.Argument(help="Its id as listed, new:...")],
    entity_id: Annotated[str | None, typer.Option("--id", help="Id of the new entry.")] = None,
    kind: Annotated[
        str | None, typer.Option(help="Its kind, where the rules guessed wrong.")
    ] = None,
    country: Annotated[str | None, typer.Option(help="Id of its country.")] = None,
    parent: Annotated[str | None, typer.Option(help="Id of the family it belongs to.")] = None,
) -> None:
    """Write a candidate into the lexicon; the next run enriches the posts that it touches."""
    from pipeline.enrich.discovery import ACCEPTED, accept_candidate

    found = next((c for c in _find(None, 1) if c.id == candidate), None)
    if found is None:
        raise RunError(f"no candidate {candidate!r}", "see `sekko candidates list --min 1`")
    given = {"id": entity_id, "kind": kind, "country": country, "parent": parent}
    changes = {name: value for name, value in given.items() if value}
    entity = msgspec.structs.replace(found.suggested, **changes)
    accept_candidate(entity, FOLDER / ACCEPTED)
    sys.stdout.write(f"{entity.id} is in {ACCEPTED}; look at it, then `sekko lexicon lint`\n")


def _find(source: str | None, least: int) -> list[Candidate]:
    from pipeline.documents import EnrichedPost
    from pipeline.enrich.discovery import find_candidates
    from pipeline.store import DataRoot, RecordStore

    root = DataRoot(read_settings().data_root)
    names = [source] if source else root.list_names("enriched")
    stores = (RecordStore(root, f"enriched/{name}", EnrichedPost) for name in names)
    return find_candidates((post for store in stores for post in store), least)
