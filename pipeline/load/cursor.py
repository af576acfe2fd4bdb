"""How far a source is loaded into one index."""

from __future__ import annotations

import msgspec

from pipeline.documents import Record
from pipeline.store import DataRoot


class Cursor(Record, frozen=True, kw_only=True):
    """Shard versions whose every document is in the index.

    Attributes:
        stamp: Schema and lexicon that the documents were built with; another one means that all
            are built again and compared.
        shards: Shard -> file name of its version, see `pipeline.store`.
    """

    stamp: str = ""
    shards: dict[str, str] = msgspec.field(default_factory=dict)


def read_cursor(root: DataRoot, uuid: str, source: str, stamp: str) -> Cursor:
    """Read the cursor of a source in an index; an empty one if the stamp differs."""
    cursor = root.read_json(_path(uuid, source), Cursor)
    if cursor is None or cursor.stamp != stamp:
        return Cursor(stamp=stamp)
    return cursor


def write_cursor(root: DataRoot, uuid: str, source: str, cursor: Cursor) -> None:
    """Keep the cursor."""
    root.write_json(_path(uuid, source), cursor)


def delete_cursors(root: DataRoot, uuid: str) -> None:
    """Forget an index that is gone."""
    for name in root.list_names(f"cursors/load/{uuid}"):
        root.delete(f"cursors/load/{uuid}/{name}")


def _path(uuid: str, source: str) -> str:
    return f"cursors/load/{uuid}/{source}.json"
