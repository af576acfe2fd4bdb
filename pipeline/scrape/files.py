"""Dump files: a file, a folder, a glob, an archive (.zip, .tar.gz, .tgz, .tar) or a .gz member."""

from __future__ import annotations

import gzip
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from pipeline.scrape.faults import FetchError
from pipeline.sources import Format

MAX_FILE = 256 * 1024 * 1024  # bytes; the tweets of a busy account's archive are about 100 MB
MAX_MEMBERS = 100_000
_TEXT = {".txt", ".text"}
_PAGES = {".html", ".htm", ".xhtml", ".mhtml", ".mht", *_TEXT}
_JSON_LINES = {".jsonl", ".ndjson", ".json"}
_FEEDS = {".xml", ".rss", ".atom", ".rdf", ".json"}
# What a folder or archive is searched for; a file that is named by itself is always read.
_SUFFIXES: dict[Format, set[str]] = {
    Format.NUMBERED_TWEETS: _TEXT,
    Format.TWEETS_JSONL: _JSON_LINES,
    Format.X_API: _JSON_LINES,
    Format.X_ARCHIVE: {".js"},
    Format.FEED: _FEEDS,
    Format.BLOGGER: _PAGES | _FEEDS,
}
_X_ARCHIVE = re.compile(r"(?:tweets?|note-tweets?)(?:-part\d+)?\.js", re.IGNORECASE)
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, NotImplementedError)
_TAR = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")


class Found(NamedTuple):
    """One dump file or one member of an archive: its bytes, or why they cannot be had."""

    name: str
    data: bytes | FetchError


def read_documents(path: Path, name: str, format_: Format) -> Iterator[Found]:
    """Read every document behind a path; what cannot be read comes as a fault.

    Args:
        path: Absolute path or glob.
        name: What the path is called in ids, the same on every machine: as in `sources.yml`.
    """
    if path.is_dir():
        yield from _read_folder(path, name, format_)
    elif path.exists():
        yield from _read_file(path, name, format_)
    elif any(mark in str(path) for mark in "*?["):
        yield from _read_glob(path, name, format_)
    else:
        yield _fail("missing_file", name, f"no such file ({path})")


def is_wanted(name: str, format_: Format) -> bool:
    """Say whether a file in a folder or archive is a document of this format."""
    path = PurePosixPath(name.removesuffix(".gz"))
    if any(part.startswith((".", "__MACOSX")) or part.endswith("_files") for part in path.parts):
        return False  # hidden, or the pictures and frames that a browser saves beside a page
    if format_ is Format.X_ARCHIVE and not _X_ARCHIVE.fullmatch(path.name):
        return False
    return path.suffix.lower() in _SUFFIXES.get(format_, _PAGES)


def _read_folder(path: Path, name: str, format_: Format) -> Iterator[Found]:
    found = []
    for file in sorted(path.rglob("*")):
        relative = file.relative_to(path).as_posix()
        if file.is_file() and (is_wanted(relative, format_) or _is_archive(file)):
            found.append((file, f"{name.rstrip('/')}/{relative}"))
    nothing = _fail("empty_folder", name, f"no {format_} document in this folder")
    yield from _read_paths(found, nothing, format_)


def _read_glob(path: Path, name: str, format_: Format) -> Iterator[Found]:
    parts = path.parts
    fixed = next(n for n, part in enumerate(parts) if any(mark in part for mark in "*?["))
    base = Path(*parts[:fixed])
    # The fixed part of the name as written: the glob's own parts are replaced by what they match.
    written = PurePosixPath(name).parts[: -(len(parts) - fixed)]
    yield from _read_paths(
        [
            (found, str(PurePosixPath(*written, found.relative_to(base).as_posix())))
            for found in sorted(base.glob(str(Path(*parts[fixed:]))))
            if found.is_file() and not found.name.startswith(".")
        ],
        _fail("missing_file", name, "no file matches"),
        format_,
    )


def _read_paths(paths: list[tuple[Path, str]], nothing: Found, format_: Format) -> Iterator[Found]:
    if not paths:
        yield nothing
    for path, name in paths:
        yield from _read_file(path, name, format_)


def _read_file(path: Path, name: str, format_: Format) -> Iterator[Found]:
    try:
        if zipfile.is_zipfile(path):
            yield from _read_zip(path, name, format_)
        elif path.name.lower().endswith(_TAR):
            yield from _read_tar(path, name, format_)
        else:
            yield _take(path.open("rb"), name)
    except _BROKEN as error:
        yield _fail("bad_archive", name, f"{error}")
    except OSError as error:
        yield _fail("unreadable_file", name, f"{error.strerror or error}")


def _read_zip(path: Path, name: str, format_: Format) -> Iterator[Found]:
    with _open_zip(path) as archive:
        members = [i for i in archive.infolist() if not i.is_dir()]
        wanted = [i for i in members if is_wanted(i.filename, format_)]
        if not wanted:
            yield _fail("empty_folder", name, f"no {format_} document in this archive")
        for info in wanted[:MAX_MEMBERS]:
            member = f"{name}/{info.filename}"
            if info.flag_bits & 1:
                yield _fail("bad_archive", member, "it is encrypted")
            else:
                yield _take(archive.open(info), member)
        if len(wanted) > MAX_MEMBERS:
            yield _fail("bad_archive", name, f"more than {MAX_MEMBERS} documents in it")


def _read_tar(path: Path, name: str, format_: Format) -> Iterator[Found]:
    found = 0
    with tarfile.open(path) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file is None or not is_wanted(member.name, format_):
                continue
            found += 1
            if found > MAX_MEMBERS:
                yield _fail("bad_archive", name, f"more than {MAX_MEMBERS} documents in it")
                return
            yield _take(file, f"{name}/{member.name.removeprefix('./')}")
    if not found:
        yield _fail("empty_folder", name, f"no {format_} document in this archive")


def _open_zip(path: Path) -> zipfile.ZipFile:
    try:
        # Japanese Windows writes names in its own code page and says nothing of it.
        return zipfile.ZipFile(path, metadata_encoding="cp932")
    except UnicodeDecodeError:
        return zipfile.ZipFile(path)


def _take(file: IO[bytes], name: str) -> Found:
    """Read one open file, a `.gz` unpacked, and close it."""
    plain = name.removesuffix(".gz")
    try:
        with file, gzip.open(file) if plain != name else file as stream:
            data = stream.read(MAX_FILE + 1)
    except (*_BROKEN, gzip.BadGzipFile) as error:
        return _fail("bad_archive", name, f"{error}")
    if len(data) > MAX_FILE:
        return _fail("too_large", name, f"over {MAX_FILE} bytes")
    if not data.strip():
        return _fail("empty_file", name, "the file is empty")
    return Found(plain, data)


def _fail(reason: str, name: str, message: str) -> Found:
    return Found(name, FetchError(reason, f"{name}: {message}"))


def _is_archive(path: Path) -> bool:
    return path.name.lower().endswith((".zip", *_TAR))
