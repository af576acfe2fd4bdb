"""Where records live: keyed, sharded, versioned files under the data root.

One abstraction serves posts, enriched posts, page states, rejections, signatures and tombstones. A
store is a folder of 64 shards; each shard is one compressed JSON Lines file whose name carries a
growing sequence number, its record count and a digest: `3f.00000012.41.9c0d....jsonl.zst`. A write
makes the next file and then removes the older one, so a kill at any moment leaves a readable shard
(a torn file does not match its digest and is passed over). The set of shard names is the store's
version: a later stage keeps the names that it has dealt with (its cursor) and reads only what has
changed since. One writer per store at a time; the run lock and the DAG see to that.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Generic, NamedTuple, Protocol, TypeVar

import fsspec
import msgspec
import zstandard
from fsspec.implementations.local import LocalFileSystem

from pipeline.documents import build_digest
from pipeline.errors import RunError

SHARDS = 64
SUFFIX = ".jsonl.zst"


class Identified(Protocol):
    """Anything with an id can be stored."""

    @property
    def id(self) -> str:
        """The record's key in its store."""


T = TypeVar("T", bound=Identified)
V = TypeVar("V")


class Changes(NamedTuple):
    """What an upsert did, by record id."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]


class DataRoot:
    """A folder on any fsspec file system. Paths are relative, with `/`.

    Args:
        url: A local path or an fsspec URL such as `s3://bucket/sekko`.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        # Listings must be true: another process may have written since.
        options = {"use_listings_cache": False} if "://" in url else {}
        self.files, self.base = fsspec.core.url_to_fs(url, **options)

    def path(self, relative: str) -> str:
        """Return the file system's own path for `relative`."""
        return f"{self.base.rstrip('/')}/{relative}"

    def exists(self, relative: str) -> bool:
        """Say whether a file is there."""
        return bool(self.files.exists(self.path(relative)))

    def list_names(self, folder: str) -> list[str]:
        """Return the sorted names in a folder, hidden ones left out; none when it is not there."""
        try:
            entries = self.files.ls(self.path(folder), detail=False)
        except FileNotFoundError:
            return []
        names = (entry.rstrip("/").rsplit("/", 1)[-1] for entry in entries)
        return sorted(name for name in names if name and not name.startswith("."))

    def read(self, relative: str, start: int | None = None, end: int | None = None) -> bytes:
        """Read a file, or its bytes from `start` to `end`.

        Raises:
            FileNotFoundError: No such file.
        """
        data: bytes = self.files.cat_file(self.path(relative), start=start, end=end)
        return data

    def write(self, relative: str, data: bytes) -> None:
        """Write a whole file so that a reader sees the old one or the new one, never a part."""
        path = self.path(relative)
        if not isinstance(self.files, LocalFileSystem):
            self.files.pipe_file(path, data)  # object stores put whole objects
            return
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        part.write_bytes(data)
        part.replace(target)

    def create(self, relative: str, data: bytes) -> bool:
        """Write a file only if none is there; return whether it was written."""
        path = self.path(relative)
        self.files.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
        try:
            self.files.pipe_file(path, data, mode="create")
        except FileExistsError:
            return False
        return True

    def delete(self, relative: str) -> None:
        """Remove a file; nothing happens when it is not there."""
        try:
            self.files.rm_file(self.path(relative))
        except FileNotFoundError:
            return

    def read_json(self, relative: str, kind: type[V]) -> V | None:
        """Read one JSON file into `kind`; None when it is not there."""
        try:
            return msgspec.json.decode(self.read(relative), type=kind)
        except FileNotFoundError:
            return None

    def write_json(self, relative: str, value: object) -> None:
        """Write one value as a JSON file."""
        self.write(relative, msgspec.json.encode(value, order="deterministic"))


class _Shard(NamedTuple):
    shard: str
    sequence: int
    records: int
    digest: str

    @property
    def name(self) -> str:
        return f"{self.shard}.{self.sequence:08d}.{self.records}.{self.digest}{SUFFIX}"


class RecordStore(Generic[T]):
    """A keyed collection of records of one type.

    Args:
        root: The data root.
        folder: Folder of the store, relative to it, for example `posts/some-source`.
        kind: The record's type.
    """

    def __init__(self, root: DataRoot, folder: str, kind: type[T]) -> None:
        self._root = root
        self._folder = folder
        self._kind = kind

    def versions(self) -> dict[str, str]:
        """Return shard -> file name of its newest version; the store's cursor."""
        return {shard: files[0].name for shard, files in self._list().items()}

    def count(self, versions: Iterable[str] | None = None) -> int:
        """Count records without reading them: all, or those in the named shard versions."""
        names = self.versions().values() if versions is None else versions
        return sum(_parse_name(name).records for name in names)

    def read_shard(self, shard: str) -> dict[str, T]:
        """Read one shard as id -> record, in id order; empty when it is not there.

        Raises:
            RunError: No version of the shard is whole.
        """
        return self._read(self._list().get(shard, []))

    def __iter__(self) -> Iterator[T]:
        """Yield every record, shard by shard."""
        for files in self._list().values():
            yield from self._read(files).values()

    def get(self, record_id: str) -> T | None:
        """Read one record by id; None when it is not there."""
        return self.read_shard(shard_of(record_id)).get(record_id)

    def read_many(self, ids: Iterable[str]) -> dict[str, T]:
        """Read records by id, each shard once; ids that are not there are left out."""
        wanted: dict[str, set[str]] = {}
        for record_id in ids:
            wanted.setdefault(shard_of(record_id), set()).add(record_id)
        listing = self._list()
        found: dict[str, T] = {}
        for shard, members in sorted(wanted.items()):
            stored = self._read(listing.get(shard, []))
            found.update({i: stored[i] for i in sorted(members & stored.keys())})
        return found

    def upsert(self, records: Iterable[T], merge: Callable[[T, T], T] | None = None) -> Changes:
        """Insert or replace records by id; shards where nothing changes are not written.

        Args:
            records: The new records; of two with one id the later wins.
            merge: `merge(stored, new)` gives what to store, for fields that must outlive a new
                version (`first_seen`). Equal to the stored record means unchanged.
        """
        by_shard: dict[str, dict[str, T]] = {}
        for record in records:
            by_shard.setdefault(shard_of(record.id), {})[record.id] = record
        written: list[str] = []
        unchanged: list[str] = []
        listing = self._list()
        for shard, incoming in sorted(by_shard.items()):
            files = listing.get(shard, [])
            stored = self._read(files)
            before = len(written)
            for record_id, record in incoming.items():
                old = stored.get(record_id)
                new = merge(old, record) if merge and old is not None else record
                if new == old:
                    unchanged.append(record_id)
                else:
                    stored[record_id] = new
                    written.append(record_id)
            if len(written) > before:
                self._write(shard, files, stored)
        return Changes(tuple(written), tuple(unchanged))

    def delete(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Remove records by id; return the ids that were there."""
        by_shard: dict[str, set[str]] = {}
        for record_id in ids:
            by_shard.setdefault(shard_of(record_id), set()).add(record_id)
        removed: list[str] = []
        listing = self._list()
        for shard, gone in sorted(by_shard.items()):
            files = listing.get(shard, [])
            stored = self._read(files)
            found = gone & stored.keys()
            if found:
                self._write(shard, files, {i: r for i, r in stored.items() if i not in found})
                removed.extend(sorted(found))
        return tuple(removed)

    def _list(self) -> dict[str, list[_Shard]]:
        shards: dict[str, list[_Shard]] = {}
        for name in self._root.list_names(self._folder):
            if name.endswith(SUFFIX):
                file = _parse_name(name)
                shards.setdefault(file.shard, []).append(file)
        for files in shards.values():
            files.sort(key=lambda file: file.sequence, reverse=True)
        return dict(sorted(shards.items()))

    def _read(self, files: list[_Shard]) -> dict[str, T]:
        decoder = msgspec.json.Decoder(self._kind)
        for file in files:
            data = self._root.read(f"{self._folder}/{file.name}")
            if build_digest(data) != file.digest:
                continue  # torn by a kill in the middle of a write; the version before is whole
            lines = zstandard.ZstdDecompressor().decompressobj().decompress(data).splitlines()
            return {record.id: record for record in map(decoder.decode, lines)}
        if files:
            raise RunError(
                f"no whole version of shard {files[0].shard} in {self._root.path(self._folder)}",
                "restore the data root from its backup, or remove the shard and run again",
            )
        return {}

    def _write(self, shard: str, older: list[_Shard], records: dict[str, T]) -> None:
        ordered = dict(sorted(records.items()))
        lines = b"".join(msgspec.json.encode(record) + b"\n" for record in ordered.values())
        data = zstandard.ZstdCompressor().compress(lines)
        sequence = older[0].sequence + 1 if older else 1
        newest = _Shard(shard, sequence, len(ordered), build_digest(data))
        self._root.write(f"{self._folder}/{newest.name}", data)
        for file in older:
            self._root.delete(f"{self._folder}/{file.name}")


def shard_of(record_id: str) -> str:
    """Return the two hex digits of the shard that holds `record_id`."""
    return f"{int(build_digest(record_id.encode('utf-8', 'surrogatepass'))[:2], 16) % SHARDS:02x}"


def _parse_name(name: str) -> _Shard:
    shard, sequence, count, digest = name.removesuffix(SUFFIX).split(".")
    return _Shard(shard, int(sequence), int(count), digest)
