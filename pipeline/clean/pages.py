"""From one page's or file's bytes to its posts: unpack, decode, detect, read, check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from pipeline.clean.containers import Part, unpack
from pipeline.clean.decode import decode, is_mojibake, repair
from pipeline.clean.detect import detect_format
from pipeline.clean.drafts import Context, build_rejection
from pipeline.clean.formats import READERS, TWEET_FORMATS
from pipeline.clean.merge import merge_posts
from pipeline.documents import Post, Rejection, Zones
from pipeline.errors import DocumentError
from pipeline.sources import Format

_META_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,30})", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->")


def clean_page(
    data: bytes, context: Context, declared: str | None = None, *, detect: bool = False
) -> list[Post | Rejection]:
    """Read all posts of one page or dump file, in page order, each once.

    Args:
        declared: Encoding that a header names.
        detect: Find the format by content instead of taking the context's.
    """
    found: list[Post | Rejection] = []
    try:
        for part in unpack(data, context.name):
            found.extend(_clean_part(part, context, declared, detect=detect))
    except DocumentError as error:
        found.append(build_rejection(context, error.reason, "", error.message))
    if not found:
        found.append(build_rejection(context, "no_posts", "", "nothing in it can be read"))
    return list(_drop_repeats(found))


def _clean_part(
    part: Part, context: Context, declared: str | None, *, detect: bool
) -> Iterator[Post | Rejection]:
    here = msgspec.structs.replace(
        context, name=part.name, fetched_at=part.saved_at or context.fetched_at
    )
    if not part.data.strip():
        yield build_rejection(here, "empty_file", "", "the file is empty")
        return
    meta = _META_CHARSET.search(part.data[:4000])
    text = decode(part.data, part.charset or declared or (meta[1].decode() if meta else None)).text
    saved = _SAVED_FROM.search(text[:2000])
    here = msgspec.structs.replace(here, url=part.url or here.url or (saved[1] if saved else None))
    # An archive holds what it holds, and `html` is any system's page.
    unsure = detect or part.name != context.name or context.format is Format.HTML
    chosen = detect_format(text, part.name, here.url, context.kind) if unsure else context.format
    if chosen is None or chosen not in READERS:
        yield build_rejection(
            here, "unknown_format", "", "no reader fits this content", text.strip()
        )
        return
    kind = "tweet" if chosen in TWEET_FORMATS else "blog"
    here = msgspec.structs.replace(here, format=chosen, kind=kind)
    for found in READERS[chosen](text, here):
        yield _check_text(found, here) if isinstance(found, Post) else found


def _check_text(post: Post, context: Context) -> Post | Rejection:
    """Repair or reject a post whose own text was decoded wrongly before it came to us."""
    parts = (post.title or "", post.zones.commentary, post.zones.body, post.zones.caption)
    damaged = [part for part in parts if is_mojibake(part)]
    if not damaged:
        return post
    fixed = [repair(part) if part in damaged else part for part in parts]
    if None in fixed:
        place = post.url or post.title or post.id
        return build_rejection(context, "mojibake", place[:100], "text decoded wrongly", damaged[0])
    title, commentary, body, caption = (part or "" for part in fixed)
    zones = Zones(commentary=commentary, body=body, caption=caption)
    return msgspec.structs.replace(post, title=title or None, zones=zones)


def _drop_repeats(found: Iterable[Post | Rejection]) -> Iterator[Post | Rejection]:
    """Give a post that stands twice on a page once: the fuller of the two, in the first's place."""
    kept: dict[str, Post | Rejection] = {}
    for record in found:
        earlier = kept.get(record.id)
        if isinstance(earlier, Post) and isinstance(record, Post):
            kept[record.id] = merge_posts(earlier, record)
        else:
            kept.setdefault(record.id, record)
    yield from kept.values()
