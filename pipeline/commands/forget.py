"""`sekko forget`: take something down for good."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from pipeline.documents import Post
from pipeline.lock import bind_to_process, release_lock, take_lock
from pipeline.settings import Settings, read_settings
from pipeline.store import DataRoot, RecordStore

if TYPE_CHECKING:
    from pipeline.takedown import Erased

BATCH = 5000  # ids in one deletion; the index takes 65,536 terms


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(forget)


def forget(
    target: Annotated[str, typer.Argument(help="Post id, tweet id, URL, or name of a source.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Take a post, a page or a whole source down for good.

    It goes from the raw archive, the posts and the index, and a tombstone keeps it out: no replay,
    rebuild or new fetch brings it back. A raw page that holds other posts too is redacted.

    Examples: sekko forget https://blog.example.com/post.html; sekko forget 1940000000000000001
    """
    settings = read_settings()
    root = DataRoot(settings.data_root)
    is_source = target in {*root.list_names("posts"), *root.list_names("pages")}
    posts = _find(root, target, is_source)
    what = f"source {target}" if is_source else target
    question = f"Forget {what}: {len(posts)} stored posts. Nothing brings them back. Go on?"
    if not yes and not typer.confirm(question, err=True):
        raise typer.Exit(1)
    with _locked(root):
        erased = _take_down(settings, root, target, posts, is_source)
    if as_json:
        answer = {"target": target, "posts": erased.posts, "removed": erased.removed,
                  "redacted": erased.redacted}  # fmt: skip
        sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
        return
    typer.echo(
        f"Forgotten: {what}. {len(erased.posts)} posts, {len(erased.removed)} raw pages removed, "
        f"{len(erased.redacted)} redacted."
    )
    if not erased.posts and not erased.removed:
        typer.echo("Nothing of it was stored; it will be refused from now on.")


def _find(root: DataRoot, target: str, is_source: bool) -> list[Post]:
    from pipeline.takedown import find_posts

    if is_source:
        return list(RecordStore(root, f"posts/{target}", Post))
    return find_posts(root, [target])


def _take_down(
    settings: Settings, root: DataRoot, target: str, posts: Sequence[Post], is_source: bool
) -> Erased:
    """Bury, clear the index, erase: in this order a kill can be made good by asking again."""
    from pipeline.forgotten import write_tombstones
    from pipeline.takedown import bury, erase_posts, erase_source

    now = datetime.now(UTC)
    if is_source:
        write_tombstones(root, "source", [target], "forget", now)
    else:
        bury(root, [target], posts, "forget", now)
    ids = [post.id for post in posts]
    _clear_index(settings, ids)
    _clear_signatures(root, ids)
    return erase_source(root, target, now) if is_source else erase_posts(root, [target], posts, now)


def _clear_index(settings: Settings, ids: Sequence[str]) -> None:
    from pipeline.load.stage import delete_documents

    has_index = settings.elasticsearch_url or (settings.home / "node" / "state.json").exists()
    for start in range(0, len(ids) if has_index else 0, BATCH):
        delete_documents(settings, tuple(ids[start : start + BATCH]))


def _clear_signatures(root: DataRoot, ids: Sequence[str]) -> None:
    from pipeline.clean.duplicates import Signature

    for month in root.list_names("signatures"):
        RecordStore(root, f"signatures/{month}", Signature).delete(ids)


@contextmanager
def _locked(root: DataRoot) -> Iterator[None]:
    """Keep a night from writing at the same time."""
    name = f"forget-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    take_lock(root, bind_to_process(name))
    try:
        yield
    finally:
        release_lock(root, name)
