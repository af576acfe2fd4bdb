"""`sekko clean`: print the posts of files as lines of JSON."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from pipeline.settings import read_settings
from pipeline.sources import Format, Source, find_source

if TYPE_CHECKING:
    from pipeline.documents import Post, Rejection

FIELDS = (
    "id", "kind", "source", "url", "title", "published", "published_precision", "zones",
    "citations", "excerpt", "tweet",
)  # fmt: skip
TWEET_FIELDS = (
    "id", "reply_to", "reply_to_handle", "hashtags", "handles", "urls", "thread_position",
)  # fmt: skip
EPILOG = """Examples:

  sekko clean saved-page.html feed.xml > posts.jsonl

  sekko clean --source real-tweets tweets.txt | jq .zones.body

  sekko clean --format label_text copied-from-browser.txt
"""


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command(epilog=EPILOG)(clean)


def clean(
    files: Annotated[
        list[Path], typer.Argument(help="Pages, dumps, feeds, tweet lists, archives or folders.")
    ],
    source: Annotated[
        str | None, typer.Option(help="Entry of sources.yml for name, account and time zone.")
    ] = None,
    format: Annotated[  # noqa: A002
        Format | None, typer.Option(help="How to read the files; found by content without it.")
    ] = None,
) -> None:
    """Print one cleaned post a line, as ASCII-escaped JSON; nothing is stored.

    A rejection is a line with `rejected` and its reason. The exit code is 1 when a file gives no
    post at all.
    """
    from pipeline.clean.files import join_records, read_files

    entry: Source | None = find_source(read_settings(), source) if source else None
    given = list(read_files(files, entry, format))
    for record in join_records(record for _, records in given for record in records):
        sys.stdout.write(json.dumps(build_line(record), ensure_ascii=True) + "\n")
    sys.stdout.flush()
    show_summary(given)
    if not given or any(not _posts(records) for _, records in given):
        raise typer.Exit(1)


def build_line(record: Post | Rejection) -> dict[str, Any]:
    """Build what is printed of a post, or of a rejection."""
    from pipeline.documents import Rejection

    fields: dict[str, Any] = msgspec.to_builtins(record)
    if isinstance(record, Rejection):
        return {
            "rejected": record.reason,
            **{name: fields[name] for name in ("source", "where", "detail", "excerpt")},
        }
    line = {name: fields[name] for name in FIELDS}
    if record.tweet is not None:
        line["tweet"] = {name: fields["tweet"][name] for name in TWEET_FIELDS}
    return line


def show_summary(given: Sequence[tuple[Path, list[Post | Rejection]]]) -> None:
    """Show a row a file on standard error: posts, rejections and why."""
    from rich.markup import escape
    from rich.table import Table

    from pipeline.documents import Rejection
    from pipeline.terminal import build_console, show_table

    table = Table(box=None, pad_edge=False)
    table.add_column("file")
    for name in ("posts", "rejected"):
        table.add_column(name, justify="right")
    table.add_column("why")
    for path, records in given:
        reasons = Counter(record.reason for record in records if isinstance(record, Rejection))
        listed = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items()))
        row = (path.name, str(len(_posts(records))), str(reasons.total()), listed)
        table.add_row(*map(escape, row))
    show_table(table, build_console(stderr=True))


def _posts(records: Iterable[Post | Rejection]) -> list[Post]:
    from pipeline.documents import Post

    return [record for record in records if isinstance(record, Post)]
