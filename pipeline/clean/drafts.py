"""What a reader hands on: a post's raw parts, before they are split into zones.

Readers know layouts, not meaning: they find the posts of a page and give each one's title, date
and blocks of text in page order. `posts.build_post` does the rest, the same for every layout.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pipeline.clean.dates import Moment
from pipeline.clean.text import SURROGATES
from pipeline.documents import Kind, PageState, Record, Rejection, build_id
from pipeline.sources import Format, Source

EXCERPT_LENGTH = 200  # characters of a rejected record that are kept

BlockKind = Literal[
    "paragraph", "heading", "item", "table", "caption", "credit", "code", "card", "embed"
]  # fmt: skip


class Context(Record, frozen=True, kw_only=True):
    """Where a text comes from, for readers.

    Attributes:
        account: Handle without @, for tweets.
        timezone: IANA name of the zone that bare dates are in.
        page: `PageState.id` of the page.
        url: Address of the page, base of its relative links; None when it is not known.
        fetched_at: ISO 8601 instant that relative dates count from; None when it is not known.
        name: File name or address that people are shown.
    """

    source: str
    kind: Kind
    format: Format
    account: str | None = None
    timezone: str = "Asia/Tokyo"
    page: str
    url: str | None = None
    fetched_at: str | None = None
    name: str


class Link(Record, frozen=True, kw_only=True):
    """A link inside a block, absolute, with the text that it stands on."""

    text: str
    url: str


class Block(Record, frozen=True, kw_only=True):
    """One paragraph, heading, list item, caption ... of a post, as its reader saw it.

    Attributes:
        gap: Blank lines before it; a text dump's only structure.
        links: The links in it.
        quoted: It stands in a block quote.
    """

    text: str
    kind: BlockKind = "paragraph"
    gap: int = 1
    links: tuple[Link, ...] = ()
    quoted: bool = False


class Draft(Record, frozen=True, kw_only=True):
    """One blog post as its reader found it.

    Attributes:
        where: Place in the page, for people.
        raw_date: The date as written, for the id of a post without a permalink.
    """

    title: str | None
    blocks: tuple[Block, ...]
    published: Moment | None = None
    raw_date: str = ""
    url: str | None = None
    excerpt: bool = False
    where: str = ""


def build_context(source: Source, page: PageState) -> Context:
    """Build the context of one stored page of a source."""
    is_address = page.id.startswith(("http://", "https://"))
    return Context(
        source=source.name,
        kind=source.kind,
        format=Format(page.format),
        account=source.account,
        timezone=source.timezone,
        page=page.id,
        url=page.id if is_address else None,
        fetched_at=page.fetched_at,
        name=page.id.removeprefix("file:"),
    )


def build_rejection(
    context: Context, reason: str, place: str = "", detail: str = "", excerpt: str = ""
) -> Rejection:
    """Build the record of something that this stage could not make a post of.

    Args:
        reason: Stable code, lower snake case.
        place: Where in the page: a line, an entry's number, an id.
    """
    place, detail, excerpt = (SURROGATES.sub("\ufffd", part) for part in (place, detail, excerpt))
    where = f"{context.name}: {place}" if place else context.name
    return Rejection(
        id=build_id("clean", context.source, context.page, reason, place, excerpt),
        stage="clean",
        source=context.source,
        reason=reason,
        where=where,
        detail=detail,
        excerpt=excerpt[:EXCERPT_LENGTH],
    )


def read_str(record: Mapping[str, object], *names: str) -> str | None:
    """Return the first of a JSON object's members that is a non-empty string."""
    for name in names:
        value = record.get(name)
        if isinstance(value, str) and value.strip():
            return value
    return None
