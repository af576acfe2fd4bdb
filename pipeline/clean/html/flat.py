"""Diaries written by hand: posts that no element holds, a dated heading over each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from bs4 import Tag

from pipeline.clean.date_shapes import fold_date
from pipeline.clean.dates import find_date
from pipeline.clean.drafts import Block, Context, Draft
from pipeline.clean.html.blocks import read_blocks
from pipeline.clean.html.tree import visible_text
from pipeline.clean.readers.dump_lines import Text
from pipeline.clean.readers.label_text import read_line_drafts

COVERED = 0.6  # share of a page's text that posts read out of its lines must hold
MAX_HEADING = 120  # characters
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "dt"))
_DAY_SHAPES = ("ja", "era", "ja_reversed", "numeric", "en", "en_day_first")
_EDGES = " \u3000・:：-–—―|｜■□◆◇●○▼▽★☆"


def read_flat_posts(root: Tag, base: str | None, context: Context) -> list[Draft]:
    """Read the posts of a page whose only structure is dated headings; none when there are none."""
    zone = ZoneInfo(context.timezone)
    best: list[Draft] = []
    for parent in [root, *root.find_all(["div", "td", "dl", "main", "section", "center"])]:
        starts = [
            tag
            for tag in parent.find_all(_HEADINGS, recursive=False)
            if len(visible_text(tag)) <= MAX_HEADING and _has_day(visible_text(tag), zone)
        ]
        if len(starts) < 2:
            continue
        drafts = [_read_post(tag, base, zone) for tag in starts]
        if len(drafts) > len(best) and all(draft.blocks for draft in drafts):
            best = drafts
    return best


def read_linear_posts(root: Tag, base: str | None, context: Context) -> list[Draft]:
    """Read a page without any structure as the lines that people see."""
    blocks = read_blocks(root, base).blocks
    lines = [Text(i + 1, block.gap, block.text, block) for i, block in enumerate(blocks)]
    drafts = read_line_drafts(lines, ZoneInfo(context.timezone))
    whole = all(draft.title and draft.blocks for draft in drafts)
    dated = sum(draft.published is not None for draft in drafts)  # an impossible date is null
    held = sum(_count_running(draft.blocks) for draft in drafts)
    most = held >= COVERED * _count_running(blocks)
    return drafts if len(drafts) > 1 and whole and most and dated > 0.5 * len(drafts) else []


def _count_running(blocks: Iterable[Block]) -> int:
    return sum(len(block.text) for block in blocks if "。" in block.text)


def _read_post(heading: Tag, base: str | None, zone: ZoneInfo) -> Draft:
    text = visible_text(heading)
    found = find_date(text, zone)
    title = _without_date(text, zone)
    blocks: list[Block] = []
    for sibling in heading.find_next_siblings():
        if sibling.name == heading.name and _has_day(visible_text(sibling), zone):
            break
        if sibling.name == "hr" and blocks and sibling.find_next_sibling(heading.name) is None:
            break
        if not title and sibling.name in _HEADINGS and not blocks:
            title = visible_text(sibling)
            continue
        blocks.extend(read_blocks(sibling, base).blocks)
    return Draft(
        title=title or None,
        blocks=tuple(blocks),
        published=found.moment if found else None,
        raw_date=text,
        where=text[:40],
    )


def _has_day(text: str, zone: ZoneInfo) -> bool:
    found = find_date(text, zone)
    return (
        found is not None
        and found.shape.removesuffix("+weekday") in _DAY_SHAPES
        and found.start < 12
    )


def _without_date(text: str, zone: ZoneInfo) -> str:
    """Take the date off a heading; what is left is the title."""
    folded = fold_date(text)
    found = find_date(text, zone)
    if found is None or len(folded) != len(text):
        rest = folded if found is None else folded[: found.start] + folded[found.end :]
    else:
        rest = text[: found.start] + text[found.end :]
    rest = re.sub(r"^\s*[(（]\s*(?:祝日?|休日?|[月火水木金土日])\s*[)）]", "", rest.strip())
    rest = rest.strip(_EDGES)
    for opening, closing in ("()", "（）", "[]", "【】"):  # those of the date went, a title's stay
        if rest.startswith(opening) and rest.endswith(closing) and rest.count(opening) == 1:
            rest = rest[1:-1]
        rest = rest.lstrip(closing) if rest.count(closing) > rest.count(opening) else rest
        rest = rest.rstrip(opening) if rest.count(opening) > rest.count(closing) else rest
    return rest.strip(_EDGES)
