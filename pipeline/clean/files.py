"""Files and folders given by hand: cleaned and printed, never stored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.clean.containers import is_readable
from pipeline.clean.drafts import Context, build_rejection
from pipeline.clean.merge import merge_posts
from pipeline.clean.pages import clean_page
from pipeline.documents import Post, Rejection
from pipeline.sources import Format, Source


def read_files(
    paths: Iterable[Path],
    source: Source | None = None,
    format: Format | None = None,  # noqa: A002
) -> Iterator[tuple[Path, list[Post | Rejection]]]:
    """Yield each file (folders walked) with what it gives, before posts met twice are joined."""
    for path in _walk(paths):
        yield path, _clean_file(path, source, format)


def join_records(records: Iterable[Post | Rejection]) -> list[Post | Rejection]:
    """Join posts that are one, each at the place of its first; rejections stay as they are."""
    found: dict[str, Post | Rejection] = {}
    by_key: dict[str, str] = {}
    for record in records:
        if isinstance(record, Rejection):
            found.setdefault(record.id, record)
            continue
        twin = next((by_key[key] for key in record.keys if key in by_key), record.id)
        earlier = found.get(twin)
        if isinstance(earlier, Post) and _may_be_one(earlier, record):
            found[twin] = merge_posts(earlier, record)
        else:
            twin = record.id
            found[twin] = record
        for key in record.keys:
            by_key.setdefault(key, twin)
    return list(found.values())


def clean_files(
    paths: Iterable[Path],
    source: Source | None = None,
    format: Format | None = None,  # noqa: A002
) -> Iterator[Post | Rejection]:
    """Clean files and folders given by hand; nothing is stored.

    Args:
        source: Gives name, account and time zone; without it the file's name and Japan's time.
        format: How to read them all; found by content when None.

    Yields:
        Posts in the order of files and pages. A post met in two files comes once, at the place of
        the first; a file that gives nothing yields a rejection.
    """
    given = (record for _, records in read_files(paths, source, format) for record in records)
    yield from join_records(given)


def _clean_file(
    path: Path,
    source: Source | None,
    format: Format | None,  # noqa: A002
) -> list[Post | Rejection]:
    context = Context(
        source=source.name if source else _slug(path.stem),
        kind=source.kind if source else "blog",
        format=format or Format.HTML,
        account=source.account if source else None,
        timezone=source.timezone if source else "Asia/Tokyo",
        page=f"file:{path.name}",
        name=path.name,
    )
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return [build_rejection(context, "missing_file", "", f"no file at {path}")]
    except OSError as error:
        return [build_rejection(context, "unreadable_file", "", f"{path}: {error.strerror}")]
    return clean_page(data, context, detect=format is None)


def _walk(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                child
                for child in path.rglob("*")
                if child.is_file() and is_readable(str(child.relative_to(path)))
            )
        else:
            yield path


def _may_be_one(first: Post, second: Post) -> bool:
    """Two posts with permalinks or tweet ids of their own are two, whatever else they share."""
    strong = [
        {key for key in post.keys if key.startswith(("permalink:", "tweet:"))}
        for post in (first, second)
    ]
    if strong[0] and strong[1]:
        return bool(strong[0] & strong[1])
    return first.kind == second.kind


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "file"
