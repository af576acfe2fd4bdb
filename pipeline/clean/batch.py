"""What a night is about to store, written down whole before it is spread over the shards.

A kill in the middle would leave some posts of a list stored and others not, and their places could
no longer be told; so the next night first stores what this one had decided.
"""

from __future__ import annotations

import msgspec
import zstandard

from pipeline.documents import Post, Record
from pipeline.store import DataRoot


class Batch(Record, frozen=True, kw_only=True):
    """New and changed posts, and ids of posts that were joined to others."""

    posts: tuple[Post, ...] = ()
    absorbed: tuple[str, ...] = ()


def write_batch(root: DataRoot, source: str, batch: Batch) -> None:
    """Write a batch, in place of an older one."""
    data = msgspec.json.encode(batch)
    root.write(batch_path(source), zstandard.ZstdCompressor().compress(data))


def read_batch(root: DataRoot, source: str) -> Batch | None:
    """Read the batch that a killed night left; None when there is none."""
    try:
        data = root.read(batch_path(source))
    except FileNotFoundError:
        return None
    return msgspec.json.decode(zstandard.ZstdDecompressor().decompress(data), type=Batch)


def batch_path(source: str) -> str:
    """Return the place of a source's batch under the data root."""
    return f"unfinished/{source}/posts.json.zst"
