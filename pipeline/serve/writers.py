"""Where an export goes: one JSON Lines file, or a folder of Parquet parts. Both can be resumed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

if TYPE_CHECKING:
    import pyarrow

Document = dict[str, Any]

INSTANTS = ("timeline_at", "first_seen", "indexed_at", "deleted_at")


class Writer(Protocol):
    """What an export needs of a format."""

    def resume(self, position: int) -> None:
        """Cut off whatever was written after `position`, a number that `write` gave."""

    def write(self, documents: Sequence[Document]) -> int:
        """Write a page so that it survives a kill; return the position after it."""

    def write_deleted(self, tombstones: Sequence[Document]) -> int:
        """Write deletions, before any document; return the position after them."""


class JsonLinesWriter:
    """One object a line; positions are bytes. A deletion has `"deleted": true`.

    Args:
        target: The file.
    """

    def __init__(self, target: Path) -> None:
        self._target = target

    def resume(self, position: int) -> None:
        """Cut the file to `position` bytes."""
        with self._target.open("ab") as file:
            file.truncate(position)

    def write(self, documents: Sequence[Document]) -> int:
        """Append lines."""
        encoder = msgspec.json.Encoder()
        with self._target.open("ab") as file:
            file.writelines(encoder.encode(document) + b"\n" for document in documents)
            return file.tell()

    def write_deleted(self, tombstones: Sequence[Document]) -> int:
        """Append lines with `deleted`."""
        return self.write([{**tombstone, "deleted": True} for tombstone in tombstones])


class ParquetWriter:
    """A folder of `part-00001.parquet` and so on, and `deleted.parquet`; positions count parts.

    Args:
        target: The folder.
        properties: The template's fields; a field's `meta` says whether it holds many values.
    """

    def __init__(self, target: Path, properties: Document) -> None:
        self._target = target
        self._properties = properties
        self._parts = 0

    def resume(self, position: int) -> None:
        """Remove the parts after the first `position`."""
        self._target.mkdir(parents=True, exist_ok=True)
        for path in self._target.glob("part-*.parquet*"):
            if path.name > f"part-{position:05d}.parquet" or path.suffix != ".parquet":
                path.unlink()
        self._parts = position

    def write(self, documents: Sequence[Document]) -> int:
        """Write the next part."""
        if documents:
            self._parts += 1
            schema = build_schema(self._properties)
            self._write(f"part-{self._parts:05d}.parquet", documents, schema)
        return self._parts

    def write_deleted(self, tombstones: Sequence[Document]) -> int:
        """Write the part of deletions."""
        import pyarrow as pa

        text = {name: pa.string() for name in ("id", "source", "reason")}
        schema = pa.schema({**text, "deleted_at": _instant()})
        self._write("deleted.parquet", tombstones, schema)
        return self._parts

    def _write(self, name: str, rows: Sequence[Document], schema: pyarrow.Schema) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        typed = [_read_instants(row) for row in rows]
        part = self._target / f"{name}.tmp"
        parquet.write_table(pa.Table.from_pylist(typed, schema), part, compression="zstd")
        part.replace(self._target / name)


def build_schema(properties: Document) -> pyarrow.Schema:
    """Build the columns from the template's fields, in its order; search aids are left out."""
    import pyarrow as pa

    text = pa.string()
    structs = {
        "citations": {
            **dict.fromkeys(("title", "publisher", "published", "url"), text),
            "authors": pa.list_(text),
        },
        "mentions": {
            **dict.fromkeys(
                ("zone", "surface", "label", "kind", "entity_id", "alias", "rule"), text
            ),
            **dict.fromkeys(("start", "end"), pa.int32()),
            "specific": pa.bool_(),
            "confidence": pa.float64(),
        },
    }
    plain = {"long": pa.int64(), "boolean": pa.bool_()}
    columns = {}
    for name, field in properties.items():
        if name in structs:
            columns[name] = pa.list_(pa.struct(list(structs[name].items())))
        elif name in INSTANTS:
            columns[name] = _instant()
        elif field["type"] != "completion":
            kind = plain.get(field["type"], text)
            many = field.get("meta", {}).get("values") == "many"
            columns[name] = pa.list_(kind) if many else kind
    columns.pop("names", None)
    return pa.schema(columns)


def _instant() -> pyarrow.DataType:
    import pyarrow as pa

    return pa.timestamp("ms", tz="UTC")


def _read_instants(row: Document) -> Document:
    instants = {name: datetime.fromisoformat(row[name]) for name in INSTANTS if row.get(name)}
    return {**row, **instants}
