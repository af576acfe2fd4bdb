"""`sekko airflow up | down`: the schedule and its UI on this machine."""

from __future__ import annotations

import typer

from pipeline.settings import read_settings


def register(app: typer.Typer) -> None:
    """Add the verb."""
    airflow = typer.Typer(no_args_is_help=True, help="Airflow on this machine: the live schedule.")
    airflow.command()(up)
    airflow.command()(down)
    app.add_typer(airflow, name="airflow")


def up() -> None:
    """Start Airflow with its UI on loopback, the DAGs on and the 03:00 schedule live.

    Example: sekko airflow up
    """
    from pipeline.airflow_home import start_standalone

    settings = read_settings()
    typer.echo("Starting Airflow (about 20 s, longer the first time) ...")
    address = start_standalone(settings)
    passwords = settings.home / "airflow" / "simple_auth_manager_passwords.json.generated"
    typer.echo(f"Airflow is up: {address}  (user admin, password in {passwords})")


def down() -> None:
    """Stop that Airflow.

    Example: sekko airflow down
    """
    from pipeline.airflow_home import stop_standalone

    typer.echo("Airflow stopped." if stop_standalone(read_settings()) else "Airflow did not run.")
