"""From a reader's draft to a Post: ids, keys, zones."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import msgspec

from pipeline.clean.addresses import canonical_url
from pipeline.clean.boilerplate import classify_furniture
from pipeline.clean.drafts import Block, Context, Draft, build_rejection
from pipeline.clean.text import fold, normalise_line
from pipeline.clean.zones import split_post
from pipeline.documents import Post, Rejection, build_id

_CUT_MARK = re.compile(r"\s*(?:[\[［(（]\s*(?:…+|\.{3,}|・{3,})\s*[\]］)）]|…+|\.{3,}|・{3,})\s*$")
_BRACKET_CUT = re.compile(r"[\[［]\s*(?:…+|\.{3,}|・{3,})\s*[\]］]\s*$")
UNKNOWN_TIME = "1970-01-01T00:00:00+00:00"  # first seen, before the stage says when that was


def build_post(draft: Draft, context: Context) -> Post | Rejection:
    """Build a blog post; a draft with neither text nor title is a rejection."""
    title = normalise_line(draft.title or "") or None
    url = canonical_url(draft.url, context.url) if draft.url else None
    if any(classify_furniture(block.text) == "more" for block in draft.blocks[-4:]):
        draft = msgspec.structs.replace(draft, excerpt=True)
    if not draft.excerpt:
        cut = _cut_in_brackets(draft.blocks)
        draft = msgspec.structs.replace(draft, blocks=cut or draft.blocks, excerpt=cut is not None)
    blocks = _without_cut_mark(draft.blocks) if draft.excerpt else draft.blocks
    zones, citations = split_post(title, blocks, ZoneInfo(context.timezone), url or context.url)
    if not (zones.commentary or zones.body or zones.caption):
        if title is None:
            return build_rejection(context, "empty", draft.where)
        if not draft.excerpt and not citations:
            return build_rejection(context, "empty", draft.where, "a title without any text", title)
    day = draft.published.day if draft.published else draft.raw_date
    keys = build_keys(url, day, draft.title)
    return Post(
        id=build_post_id(context.source, url, day, draft.title or zones.body[:80]),
        kind="blog",
        source=context.source,
        url=url,
        title=title,
        published=draft.published.value if draft.published else None,
        published_precision=draft.published.precision if draft.published else None,
        zones=zones,
        citations=citations,
        excerpt=draft.excerpt,
        first_seen=context.fetched_at or UNKNOWN_TIME,
        keys=keys,
        page=context.page,
    )


def is_cut(text: str) -> bool:
    """Say whether a text ends with the dots of one that goes on elsewhere."""
    mark = _CUT_MARK.search(text[-20:])
    return mark is not None and len(text) > len(mark.group())


def _cut_in_brackets(blocks: tuple[Block, ...]) -> tuple[Block, ...] | None:
    """Return the blocks up to a "[…]" that nothing but page furniture follows; None without one."""
    for i in range(len(blocks) - 1, -1, -1):
        if _BRACKET_CUT.search(blocks[i].text[-20:]):
            return blocks[: i + 1]
        if classify_furniture(blocks[i].text) is None:
            return None
    return None


def _without_cut_mark(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Take the dots off an excerpt's end that say that it goes on."""
    if not blocks:
        return blocks
    last = msgspec.structs.replace(blocks[-1], text=_CUT_MARK.sub("", blocks[-1].text))
    return (*blocks[:-1], last) if last.text else blocks[:-1]


def build_post_id(source: str, url: str | None, day: str, title: str) -> str:
    """Hash a permalink; without one, the source, the date as written and the raw title."""
    if url:
        return build_id("permalink", strip_scheme(url))
    return build_id("date-title", source, day, title.strip())


def build_keys(url: str | None, day: str, title: str | None) -> tuple[str, ...]:
    """Build the names under which one post is met again on another page or in a feed."""
    keys = []
    if url:
        keys.append(f"permalink:{strip_scheme(url)}")
    if title and day:
        keys.append(f"date-title:{day[:10]}|{fold(title)[:200]}")
    return tuple(keys)


def strip_scheme(url: str) -> str:
    """Return an address without its scheme: one post is met by http and by https."""
    return url.split("://", 1)[-1].rstrip("/")
