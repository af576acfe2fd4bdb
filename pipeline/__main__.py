"""The `sekko` command: one verb per stage, all of it runnable without Airflow."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import typer
from stamina import instrumentation

from pipeline import commands
from pipeline.errors import SekkoError

app = typer.Typer(
    name="sekko",
    help="Sekko (斥候): nightly intelligence index for defence and security in Japanese.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line; an expected error is one line on standard error and exit code 1."""
    # Without this a retry is told on standard output, in the middle of what `--json` prints.
    instrumentation.set_on_retry_hooks([instrumentation.LoggingOnRetryHook])
    for module in pkgutil.iter_modules(commands.__path__):
        importlib.import_module(f"pipeline.commands.{module.name}").register(app)
    try:
        app()
    except SekkoError as error:
        sys.stderr.write(f"sekko: {error}\n")
        raise SystemExit(1) from error


if __name__ == "__main__":
    main()
