"""`sekko kibana`: dashboards, saved searches and the data view."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from pipeline.settings import PROJECT, read_settings

FILE = PROJECT / "mappings" / "kibana" / "sekko.ndjson"


def register(app: typer.Typer) -> None:
    """Add the verb."""
    kibana = typer.Typer(
        no_args_is_help=True, help="Kibana's data view, saved searches and dashboards."
    )
    kibana.command()(build)
    kibana.command()(install)
    app.add_typer(kibana, name="kibana")


def build(
    out: Annotated[Path, typer.Option(help="Where to.")] = FILE,
) -> None:
    """Build the file that Kibana's own import takes from pipeline/serve/kibana/objects.yml.

    Examples: sekko kibana build; SEKKO_INDEX_PREFIX=test sekko kibana build --out test.ndjson
    """
    from pipeline.elastic import read_alias
    from pipeline.serve.kibana.build import build_ndjson
    from pipeline.serve.kibana.source import read_objects

    ndjson = build_ndjson(read_objects(), read_alias(read_settings()))
    out.write_bytes(ndjson)
    typer.echo(f"{out}: {len(ndjson.splitlines())} objects")


def install(
    overwrite: Annotated[bool, typer.Option(help="Replace what has the same ids.")] = True,
    timezone: Annotated[
        str, typer.Option(help="The space's time zone; empty leaves it as it is.")
    ] = "Asia/Tokyo",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Import the objects into the Kibana at SEKKO_KIBANA_URL, with the cluster's user or key.

    Examples: SEKKO_KIBANA_URL=http://127.0.0.1:5601 sekko kibana install;
    SEKKO_KIBANA_URL=https://kibana.example.com/s/defence sekko kibana install
    """
    from pipeline.serve.kibana.install import install_objects

    done = install_objects(read_settings(), overwrite=overwrite, timezone=timezone or None)
    if as_json:
        sys.stdout.buffer.write(msgspec.json.encode(done) + b"\n")
    else:
        typer.echo(f"{done.objects} objects installed: {done.url}")
        if timezone and not done.timezone:
            typer.echo(f"Set dateFormat:tz to {timezone} in Kibana's advanced settings.", err=True)
