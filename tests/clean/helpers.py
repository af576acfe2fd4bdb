"""Short cuts of the clean tests: a context, and reading a text by one reader."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.clean.drafts import Context
from pipeline.clean.formats import READERS
from pipeline.clean.pages import clean_page
from pipeline.documents import Post, Rejection
from pipeline.sources import Format


def build_context(reader: Format = Format.HTML, **fields: str | None) -> Context:
    given = {"source": "test", "kind": "blog", "page": "file:test", "name": "test", **fields}
    return Context(format=reader, **given)  # type: ignore[arg-type]


def read(reader: Format, text: str, **fields: str | None) -> list[Post | Rejection]:
    return list(READERS[reader](text, build_context(reader, **fields)))


def clean(data: bytes | str, **fields: str | None) -> list[Post | Rejection]:
    raw = data.encode() if isinstance(data, str) else data
    return clean_page(raw, build_context(**fields), detect=True)


def posts(records: list[Post | Rejection]) -> list[Post]:
    return [record for record in records if isinstance(record, Post)]


def reasons(records: list[Post | Rejection]) -> list[str]:
    return [record.reason for record in records if isinstance(record, Rejection)]


def bodies(records: list[Post | Rejection]) -> Iterator[str]:
    return (post.zones.body for post in posts(records))
