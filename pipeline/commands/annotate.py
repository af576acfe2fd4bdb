"""`sekko annotate`: find actors and weapons systems in lines of text."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

if TYPE_CHECKING:
    from pipeline.documents import Mention
    from pipeline.enrich.engine import Engine

BATCH = 64  # lines
FIELDS = ("start", "end", "surface", "label", "kind", "specific", "entity_id", "rule", "confidence")
COLORS = {
    "state": "bright_blue", "organization": "cyan", "armed_force": "green", "person": "magenta",
}  # fmt: skip

EPILOG = """Examples:

  sekko annotate texts.txt > mentions.jsonl

  echo '米軍のB-2爆撃機' | sekko annotate --show
"""


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command(epilog=EPILOG)(annotate)


def annotate(
    file: Annotated[
        Path | None, typer.Argument(help="UTF-8 text, one text a line; standard input without it.")
    ] = None,
    show: Annotated[
        bool, typer.Option("--show", help="Print the text with its mentions marked, for people.")
    ] = False,
) -> None:
    r"""Find actors and weapons systems: one text a line in, one JSON object a line out.

    Lines end at LF only. Offsets are code points of the line as given; the two characters `\n`
    inside a line stand for a line break and count as two.
    """
    from pipeline.enrich.engine import build_engine
    from pipeline.errors import RunError
    from pipeline.settings import read_settings

    if file is None:
        _write(build_engine(read_settings()), sys.stdin.buffer, show)
        return
    try:
        with file.open("rb") as stream:
            _write(build_engine(read_settings()), stream, show)
    except OSError as error:
        raise RunError(f"cannot read {file}: {error.strerror}", "name a readable file") from error


def read_lines(stream: BinaryIO) -> Iterator[str]:
    """Yield lines without their LF; bytes that are no UTF-8 become one lone surrogate each."""
    for line in stream:
        yield line.removesuffix(b"\n").decode("utf-8", "surrogateescape")


def encode_mentions(mentions: Iterable[Mention]) -> str:
    """Encode one line of the answer: ASCII only, so that any reader gets it whole."""
    found = [{field: getattr(mention, field) for field in FIELDS} for mention in mentions]
    return json.dumps({"mentions": found}, ensure_ascii=True)


def _write(engine: Engine, stream: BinaryIO, show: bool) -> None:
    lines = read_lines(stream)
    while batch := list(islice(lines, BATCH)):
        answers = engine.enrich([[("body", line)] for line in batch])
        for line, (mentions, _) in zip(batch, answers, strict=True):
            if show:
                _show(line, mentions)
            else:
                sys.stdout.write(encode_mentions(mentions) + "\n")
        sys.stdout.flush()


def _show(line: str, mentions: Iterable[Mention]) -> None:
    from rich.text import Text

    from pipeline.terminal import build_console

    printable = line.encode("utf-8", "replace").decode("utf-8")
    console = build_console(soft_wrap=True)
    text, legend = Text(printable), Text()
    for mention in mentions:
        color = COLORS.get(mention.kind, "red" if mention.specific else "yellow")
        text.stylize(f"bold {color}", mention.start, mention.end)
        surface = printable[mention.start : mention.end]
        legend.append(f"  {surface}", style=f"bold {color}")
        legend.append(f"  {mention.kind}  {mention.entity_id or '-'}  ({mention.rule})\n")
    console.print(text)
    console.print(legend, end="")
