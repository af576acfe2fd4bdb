"""`sekko keys`: API keys for the loader, for analysts and for apps that only read."""

from __future__ import annotations

import sys
from typing import Annotated

import msgspec
import typer

from pipeline.settings import read_settings

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add the verb."""
    keys = typer.Typer(
        no_args_is_help=True,
        help="API keys: loader (writes), analyst (Kibana), reader (apps). Needs an administrator.",
    )
    for command in (create, revoke):
        keys.command()(command)
    keys.command("list")(list_all)
    app.add_typer(keys, name="keys")


def create(
    name: Annotated[str, typer.Argument(help="For people: who uses it.")],
    role: Annotated[str, typer.Option(help="loader, analyst or reader.")] = "reader",
    days: Annotated[int | None, typer.Option(min=1, help="Expires after so many.")] = None,
    as_json: Json = False,
) -> None:
    """Make a key and show its secret, once.

    Examples: sekko keys create dashboard; sekko keys create airflow --role loader --days 365
    """
    from pipeline.serve.keys import Role, create_key

    if role not in ("loader", "analyst", "reader"):
        raise typer.BadParameter("loader, analyst or reader", param_hint="--role")
    key = create_key(read_settings(), msgspec.convert(role, Role), name, days)
    if as_json:
        _print_json(key)
        return
    typer.echo(f"{key.name} ({key.role}, id {key.id}); it is not shown again:", err=True)
    typer.echo(key.encoded)


def list_all(as_json: Json = False) -> None:
    """List the valid keys; secrets are not kept."""
    from pipeline.serve.keys import list_keys

    found = list_keys(read_settings())
    if as_json:
        _print_json(found)
        return
    for key in found:
        until = f"until {key.expires}" if key.expires else "does not expire"
        typer.echo(f"{key.name}  {key.role}  {key.id}  made {key.created}, {until}")


def revoke(name: Annotated[str, typer.Argument(help="Name or id.")]) -> None:
    """Revoke a key; it is refused from then on."""
    from pipeline.serve.keys import revoke_key

    revoke_key(read_settings(), name)
    typer.echo(f"{name} is revoked.")


def _print_json(value: object) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
