"""What holds pages: zip and tar archives, gzip files, MHTML; each gives its parts."""

from __future__ import annotations

import email
import email.policy
import io
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath

from pipeline.documents import Record
from pipeline.errors import DocumentError

MAX_PART = 64 * 1024 * 1024  # bytes of one part, unpacked
MAX_TOTAL = 1024 * 1024 * 1024  # bytes of an archive, unpacked
MAX_DEPTH = 2  # archives inside archives

_READABLE = re.compile(
    r"\.(?:html?|xhtml|mht|mhtml|xml|rss|rdf|atom|json|jsonl|ndjson|txt|text|md|zip|gz|tgz|tar)$",
    re.IGNORECASE,
)
_TWEETS_SCRIPT = re.compile(r"^tweets?(?:-part\d+)?\.js$", re.IGNORECASE)
_MIME_HEADER = re.compile(
    rb"^(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.IGNORECASE
)


class Part(Record, frozen=True, kw_only=True):
    """One readable document.

    Attributes:
        name: Name for people; inside an archive `archive.zip/folder/page.html`.
        url: Where it was saved from, when the container says so.
        saved_at: ISO 8601 instant of the saving, when the container says so.
        charset: What the container says of its encoding.
    """

    name: str
    data: bytes
    url: str | None = None
    saved_at: str | None = None
    charset: str | None = None


def unpack(data: bytes, name: str, depth: int = 0) -> Iterator[Part]:
    """Yield the documents in a file; a file that is no container is its own only part.

    Raises:
        DocumentError: The container is damaged or unpacks to more than the limits allow.
    """
    if data.startswith(b"PK\x03\x04"):
        yield from _unpack_members(_read_zip(data, name), name, depth)
    elif data.startswith(b"\x1f\x8b"):
        yield from unpack(_inflate(data, name), re.sub(r"\.gz$", "", name), depth + 1)
    elif len(data) > 262 and data[257:262] == b"ustar":
        yield from _unpack_members(_read_tar(data, name), name, depth)
    elif is_mhtml(data):
        yield from _read_mhtml(data, name)
    else:
        yield Part(name=name, data=data)


def is_mhtml(data: bytes) -> bool:
    """Say whether a file is a saved page with its MIME headers."""
    head = data[:8000].lstrip()
    return (
        bool(_MIME_HEADER.match(head.replace(b"\r\n", b"\n")))
        and b"multipart/related" in data[:8000].lower()
    ) or (head[:5].lower() == b"from:" and b"mime-version" in data[:4000].lower())


def is_readable(name: str) -> bool:
    """Say whether a file inside an archive or folder can hold posts, by its name."""
    path = PurePosixPath(name)
    if path.name.startswith((".", "._")) or "__MACOSX" in path.parts:
        return False
    return bool(_READABLE.search(path.name) or _TWEETS_SCRIPT.match(path.name))


def _unpack_members(members: Iterator[tuple[str, bytes]], name: str, depth: int) -> Iterator[Part]:
    if depth >= MAX_DEPTH:
        raise DocumentError("nested_archive", f"{name}: archives inside archives inside archives")
    for member, data in members:
        yield from unpack(data, f"{name}/{member}", depth + 1)


def _read_zip(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in sorted(archive.infolist(), key=lambda info: info.filename):
                if info.is_dir() or not is_readable(info.filename):
                    continue
                total += info.file_size
                _check_size(name, info.filename, info.file_size, total)
                with archive.open(info) as file:
                    content = file.read(MAX_PART + 1)
                _check_size(name, info.filename, len(content), total)
                yield info.filename, content
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DocumentError("damaged_archive", f"{name}: {error}") from error


def _read_tar(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    total = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for info in archive:
                if not info.isfile() or not is_readable(info.name):
                    continue
                total += info.size
                _check_size(name, info.name, info.size, total)
                file = archive.extractfile(info)
                if file is not None:
                    yield info.name, file.read(MAX_PART + 1)
    except (tarfile.TarError, EOFError) as error:
        raise DocumentError("damaged_archive", f"{name}: {error}") from error


def _inflate(data: bytes, name: str) -> bytes:
    limit = 4 * MAX_PART
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        content = stream.decompress(data, limit + 1)
    except zlib.error as error:
        raise DocumentError("damaged_archive", f"{name}: {error}") from error
    if len(content) > limit:
        raise DocumentError("decompression_bomb", f"{name}: more than {limit} bytes unpacked")
    return content


def _check_size(name: str, member: str, size: int, total: int) -> None:
    if size > MAX_PART or total > MAX_TOTAL:
        raise DocumentError(
            "decompression_bomb", f"{name}: {member} unpacks to more than is allowed"
        )


def _read_mhtml(data: bytes, name: str) -> Iterator[Part]:
    message = email.message_from_bytes(data, policy=email.policy.default)
    url = _header(message, "Snapshot-Content-Location") or _header(message, "Content-Location")
    saved_at = None
    date = _header(message, "Date")
    if date:
        try:
            instant = parsedate_to_datetime(date)
            saved_at = instant.isoformat() if instant.tzinfo else None
        except ValueError:
            saved_at = None
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if not isinstance(content, bytes):
                continue
            location = _header(part, "Content-Location")
            yield Part(
                name=name,
                data=content,
                url=url or (location if location and location.startswith("http") else None),
                saved_at=saved_at,
                charset=part.get_content_charset(),
            )
            return
    raise DocumentError("empty_mhtml", f"{name}: no HTML part")


def _header(message: email.message.Message, name: str) -> str | None:
    try:
        value = message.get(name)
    except (ValueError, IndexError, TypeError):  # the parser fails on some malformed headers
        return None
    return str(value).strip() if value else None
