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
    """Write a batch in place of an older one: the absorbed ids on the first line, then the posts.

    It is packed line by line: a whole archive as one text would not fit beside its posts.
    """
    pack = zstandard.ZstdCompressor().compressobj()
    lines = (msgspec.json.encode(part) + b"\n" for part in (batch.absorbed, *batch.posts))
    root.write(_path(source), b"".join([*map(pack.compress, lines), pack.flush()]))


def read_batch(root: DataRoot, source: str) -> Batch | None:
    """Read the batch that a killed night left; None when there is none."""
    try:
        data = root.read(_path(source))
    except FileNotFoundError:
        return None
    absorbed, *posts = zstandard.ZstdDecompressor().decompressobj().decompress(data).splitlines()
    decoder = msgspec.json.Decoder(Post)
    return Batch(
        posts=tuple(map(decoder.decode, posts)),
        absorbed=msgspec.json.decode(absorbed, type=tuple[str, ...]),
    )


def drop_batch(root: DataRoot, source: str) -> None:
    """Remove the batch; nothing happens when there is none."""
    root.delete(_path(source))


def _path(source: str) -> str:
    return f"unfinished/{source}/posts.json.zst"
