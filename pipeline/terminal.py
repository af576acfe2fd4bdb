"""What people see: tables with lines in a terminal, plain and unsqueezed where output is piped."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

PIPED_WIDTH = 200  # columns; a file or a pipe has no width of its own


def build_console(*, stderr: bool = False, soft_wrap: bool = False) -> Console:
    """Build a console on standard output or standard error."""
    console = Console(stderr=stderr, soft_wrap=soft_wrap, highlight=False)
    if not console.is_terminal:
        console.width = PIPED_WIDTH
    return console


def show_table(table: Table, console: Console | None = None) -> None:
    """Print a table; without its lines where nobody looks at a screen."""
    console = console or build_console()
    if not console.is_terminal:
        table.box = None
    console.print(table)
