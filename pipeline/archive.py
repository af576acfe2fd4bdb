"""The raw archive: what was fetched or given, unaltered, and how to read it back offline.

Web pages lie in WARC files, `raw/<source>/<run id>.warc.gz`, each record a gzip member of its own,
so that a `PageState` reaches its bytes with one ranged read. A WARC is gathered in memory and
written whole; it never changes afterwards, since object stores cannot append and a kill must not
leave half a file. Dump files lie as given in `raw/<source>/dumps/<digest>-<name>`.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.documents import PageState
from pipeline.errors import DocumentError
from pipeline.store import DataRoot

MAX_BODY = 25 * 1024 * 1024  # bytes of one page after decompression; real pages stay under 5 MB
BOMB_RATIO = 100  # HTML compresses to a tenth or so; far beyond that something is wrong
WARC_SUFFIX = ".warc.gz"

Headers = Iterable[tuple[str, str]]


class Place(NamedTuple):
    """Where a record lies in its WARC: byte offset and length of its gzip member."""

    offset: int
    length: int


class Kept(NamedTuple):
    """One record met while walking a WARC."""

    url: str
    place: Place


class WarcWriter:
    """Gathers the records of one WARC file.

    Args:
        software: Name and version, for the file's `warcinfo` record.
    """

    def __init__(self, software: str) -> None:
        self._buffer = io.BytesIO()
        self._writer = WARCWriter(self._buffer, gzip=True, warc_version="WARC/1.1")
        info = {"software": software, "format": "WARC File Format 1.1", "robots": "obey"}
        self._writer.write_record(self._writer.create_warcinfo_record("", info))
        self.records = 0

    @property
    def size(self) -> int:
        """Bytes gathered so far."""
        return self._buffer.tell()

    def add_response(
        self, url: str, status: str, headers: Headers, body: bytes, fetched_at: str
    ) -> Place:
        """Add one response.

        Args:
            status: For example `200 OK`.
            body: As it came, without transfer encoding and with content encoding.
            fetched_at: ISO 8601 instant in UTC, ending in `Z`.
        """
        offset = self.size
        record = self._writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=StatusAndHeaders(status, _mark_transfer(headers), protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": fetched_at},
        )
        self._writer.write_record(record)
        self.records += 1
        return Place(offset, self.size - offset)

    def write(self, root: DataRoot, location: str) -> None:
        """Write the whole file."""
        root.write(location, self._buffer.getvalue())


def read_raw(root: DataRoot, page: PageState) -> bytes:
    """Return a page's bytes as they came over the wire, or a dump file as given.

    Raises:
        DocumentError: The archive does not hold it (`raw_missing`, `raw_damaged`).
    """
    return _read(root, page)[0]


def read_body(root: DataRoot, page: PageState) -> bytes:
    """Return the bytes of a page's document: `read_raw` with the content encoding undone.

    Raises:
        DocumentError: The archive does not hold it (`raw_missing`, `raw_damaged`).
    """
    raw, encoding = _read(root, page)
    return decode_content(raw, encoding) if encoding else raw


def write_dump(root: DataRoot, source: str, name: str, digest: str, data: bytes) -> str:
    """Keep a dump file as given; return its path under the data root."""
    plain = "".join(c if c.isprintable() and c not in '/\\:*?"<>|' else "_" for c in name)
    location = f"raw/{source}/dumps/{digest}-{plain[-60:]}"  # 60 kanji fit in a file name
    if not root.exists(location):
        root.write(location, data)
    return location


def decode_content(raw: bytes, encoding: str, limit: int = MAX_BODY) -> bytes:
    """Undo a content encoding, within `limit` bytes.

    Args:
        encoding: Value of the `Content-Encoding` header; empty for none.

    Raises:
        DocumentError: `too_large`, `decompression_bomb`, `truncated`, `bad_encoding` or
            `unknown_encoding`.
    """
    body = raw
    for name in reversed([part.strip().lower() for part in encoding.split(",")]):
        if name in ("gzip", "x-gzip"):
            body = _inflate(body, zlib.MAX_WBITS | 16, limit)
        elif name == "deflate":
            # Some servers send zlib's form, as the standard says, some the bare stream.
            is_zlib = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
            body = _inflate(body, zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS, limit)
        elif name not in ("", "identity"):
            raise DocumentError("unknown_encoding", f"content encoding {name!r} was not asked for")
    if len(body) > limit:
        raise DocumentError("too_large", f"{len(body)} bytes, {limit} are allowed")
    return body


def list_warcs(root: DataRoot, source: str) -> list[str]:
    """Return the paths of a source's WARC files, oldest first."""
    names = root.list_names(f"raw/{source}")
    return [f"raw/{source}/{name}" for name in names if name.endswith(WARC_SUFFIX)]


def read_places(root: DataRoot, location: str) -> Iterator[Kept]:
    """Walk the responses of a WARC file in order."""
    records = ArchiveIterator(io.BytesIO(root.read(location)))
    for record in records:
        url = record.rec_headers.get_header("WARC-Target-URI")
        is_response = record.rec_type == "response"
        record.raw_stream.read()
        records.read_to_end()
        if is_response:
            yield Kept(url, Place(records.get_record_offset(), records.get_record_length()))


def rewrite_warc(
    root: DataRoot, location: str, keep: Iterable[Place]
) -> tuple[str | None, dict[int, Place]]:
    """Write a WARC's `keep` records as a new file beside it; the old one stays, for its caller.

    Returns:
        The new file's path (None when nothing is kept), and old offset -> new place.
    """
    data = root.read(location)
    head = min((kept.place.offset for kept in read_places(root, location)), default=0)
    parts, moved, end = [data[:head]], {}, head  # what precedes the first response: warcinfo
    for place in sorted(set(keep)):
        parts.append(data[place.offset : place.offset + place.length])
        moved[place.offset] = Place(end, place.length)
        end += place.length
    if not moved:
        return None, {}
    stem, _, revision = location.removesuffix(WARC_SUFFIX).partition("~")
    renamed = f"{stem}~{int(revision or 0) + 1}{WARC_SUFFIX}"
    root.write(renamed, b"".join(parts))
    return renamed, moved


def _read(root: DataRoot, page: PageState) -> tuple[bytes, str]:
    try:
        if page.offset is None or page.length is None:
            return root.read(page.location), ""
        data = root.read(page.location, page.offset, page.offset + page.length)
    except FileNotFoundError as error:
        raise DocumentError(
            "raw_missing", f"{page.id}: {page.location} is not in the raw archive"
        ) from error
    record = _parse_record(data, page)
    encoding: str = record.http_headers.get_header("Content-Encoding") or ""
    return record.raw_stream.read(), encoding


def _parse_record(data: bytes, page: PageState) -> Any:
    where = f"{page.id}: {page.location} at {page.offset}"
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(data))), None)
    except ArchiveLoadFailed as error:
        raise DocumentError("raw_damaged", f"{where}: {error}") from error
    if record is None or record.http_headers is None:
        raise DocumentError("raw_damaged", f"{where}: no record is there")
    return record


def _mark_transfer(headers: Headers) -> list[tuple[str, str]]:
    """Rename `Transfer-Encoding`: the body that is kept no longer has it."""
    marked = "X-Archive-Orig-Transfer-Encoding"
    return [(marked if n.lower() == "transfer-encoding" else n, value) for n, value in headers]


def _inflate(data: bytes, window: int, limit: int) -> bytes:
    parts: list[bytes] = []
    size, rest = 0, data
    while rest:
        stream = zlib.decompressobj(window)
        try:
            part = stream.decompress(rest, limit + 1 - size)
        except zlib.error as error:
            if parts:
                break  # bytes after the last gzip member are padding, as gunzip says
            raise DocumentError("bad_encoding", f"cannot be decompressed: {error}") from error
        parts.append(part)
        size += len(part)
        if size > limit:
            bomb = size > BOMB_RATIO * len(data)
            reason = "decompression_bomb" if bomb else "too_large"
            raise DocumentError(
                reason, f"{len(data)} bytes unpack to more than the {limit} that are allowed"
            )
        if not stream.eof:
            raise DocumentError("truncated", f"the compressed body ends after {len(data)} bytes")
        rest = stream.unused_data
    return b"".join(parts)
