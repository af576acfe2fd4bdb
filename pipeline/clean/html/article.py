"""A page, or a post's element, that no layout reads in full: its text, title and date by weight."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup, Tag

from pipeline.clean.boilerplate import classify_furniture, is_about_post, opens_afterwards
from pipeline.clean.date_shapes import fold_date
from pipeline.clean.dates import Moment, find_date, read_date_line, read_instant
from pipeline.clean.drafts import Block, Context, Draft
from pipeline.clean.html.blocks import read_blocks
from pipeline.clean.html.density import find_text_root
from pipeline.clean.html.facts import PageFacts
from pipeline.clean.html.headlines import find_title
from pipeline.clean.html.post_dates import common, find_date_near, is_elsewhere
from pipeline.clean.html.tree import classes, is_inside, visible_text

MIN_TEXT = 40  # characters that make an article

_SUBTITLE = re.compile(r"sub-?title|(?:^|[-_])(?:dek|lede|standfirst|lead)(?:$|[-_])|sub-?head")
_WRITTEN = re.compile(
    r"^[（(]?\s*(.{6,24}?)\s*(?:記|記す|記述|作成|執筆|筆|更新|改訂|up)?\s*[）)]?$", re.IGNORECASE
)
_THRESHOLDS = {
    "MIN_EXTRACTED_SIZE": "60",
    "MIN_OUTPUT_SIZE": "1",
    "MIN_EXTRACTED_COMM_SIZE": "1",
    "MIN_OUTPUT_COMM_SIZE": "1",
    "MIN_DUPLCHECK_SIZE": "100000",
}


def read_article(
    text: str, soup: BeautifulSoup, facts: PageFacts, context: Context
) -> Draft | None:
    """Read a page as one article; None when it has no running text."""
    root = find_text_root(soup.body or soup)
    content = read_blocks(root, facts.url or context.url) if root is not None else None
    blocks = content.blocks if content else ()
    if _length(blocks) < MIN_TEXT:
        blocks = read_with_trafilatura(text, context)
    if _length(blocks) < MIN_TEXT:
        return None
    title, title_tag = find_title(soup, root, facts)
    moment, raw = _find_date(soup, root, title_tag, facts, context, blocks)
    trimmed = trim_blocks(blocks, title, ZoneInfo(context.timezone))
    if root is not None and title_tag is not None:
        trimmed = (*find_lead(common(root, title_tag), root, title_tag, facts.url), *trimmed)
    return Draft(
        title=title,
        blocks=trimmed,
        published=moment,
        raw_date=raw,
        url=facts.url,
        excerpt=content is not None and content.more is not None,
        where="article",
    )


def read_inner_text(
    container: Tag, base: str | None, title_tag: Tag | None, zone: ZoneInfo
) -> tuple[tuple[Block, ...], Tag | None]:
    """Read the running text of a post's element whose layout names no element for it."""
    root = find_text_root(container)
    if root is None:
        return (), None
    title = visible_text(title_tag) if title_tag is not None else None
    lead = find_lead(container, root, title_tag, base)
    return (*lead, *trim_blocks(read_blocks(root, base).blocks, title, zone)), root


def find_lead(container: Tag, root: Tag, title: Tag | None, base: str | None) -> tuple[Block, ...]:
    """Return the captions and the subtitle that stand over a text, outside its element."""
    found: list[Block] = []
    after_title = title is None
    for tag in container.find_all(True):
        if tag is root or is_inside(tag, root):
            break
        after_title = after_title or tag is title
        if is_inside(root, tag) or is_elsewhere(tag, container):
            continue
        names = " ".join(classes(tag))
        if tag.name == "figure" or (tag.name == "figcaption" and tag.find_parent("figure") is None):
            found.extend(
                block for block in read_blocks(tag, base).blocks if block.kind == "caption"
            )
        elif (
            after_title
            and tag is not title
            and _SUBTITLE.search(names)
            and not is_inside(tag, title)
        ):
            found.extend(read_blocks(tag, base).blocks[:2])
    return tuple(found)


def trim_blocks(blocks: Sequence[Block], title: str | None, zone: ZoneInfo) -> tuple[Block, ...]:
    """Leave out the lines around a text that are about it: title, date, author, tags, links."""
    ends = (i for i, block in enumerate(blocks) if i and opens_afterwards(block.text))
    kept = list(blocks[: next(ends, len(blocks))])
    place = next(
        (i for i, block in enumerate(kept[:6]) if block.text.strip() == (title or "")), None
    )
    if place is not None:
        kept = kept[place + 1 :]
    while kept and _is_about(kept[0], zone):
        kept.pop(0)
    while kept and _is_about(kept[-1], zone, last=True):
        kept.pop()
    return tuple(kept)


def read_with_trafilatura(text: str, context: Context) -> tuple[Block, ...]:
    """Read the main text with trafilatura, its thresholds lowered: Japanese says more in less."""
    import trafilatura
    from trafilatura.settings import use_config

    config = use_config()
    for name, value in _THRESHOLDS.items():
        config.set("DEFAULT", name, value)
    found = trafilatura.extract(
        text, url=context.url, config=config, include_comments=False, favor_recall=True
    )
    return tuple(Block(text=line) for line in (found or "").split("\n") if line.strip())


def _find_date(
    soup: BeautifulSoup,
    root: Tag | None,
    title: Tag | None,
    facts: PageFacts,
    context: Context,
    blocks: Sequence[Block],
) -> tuple[Moment | None, str]:
    zone = ZoneInfo(context.timezone)
    if facts.published:
        return read_instant(facts.published, zone), facts.published
    found, moment, raw = find_date_near(soup, root, title, context)
    if found:
        return moment, raw
    for block in (*blocks[:4], *blocks[-2:]):
        written = _WRITTEN.match(block.text.strip())
        date = read_date_line(written[1], zone) if written else None
        if date is not None and not date.updated:
            return date.moment, block.text
    return None, ""


def _is_about(block: Block, zone: ZoneInfo, *, last: bool = False) -> bool:
    text = block.text.strip()
    if block.kind in ("caption", "card") or len(text) > 80:
        return False
    linked = sum(len(link.text) for link in block.links)
    if linked >= 0.9 * len(text) > 0 and not (last and block.links and "http" in text):
        return not last or len(text) <= 40
    if is_about_post(text) or classify_furniture(text) in ("footer", "navigation", "share"):
        return not last or not text.lower().startswith("by ")
    if re.fullmatch(r"(?:[01]?\d|2[0-4]):[0-5]\d", text):
        return True
    if not last and _is_name_with_time(text, zone):
        return True
    written = _WRITTEN.match(text)
    date = read_date_line(written[1], zone) if written else None
    return date is not None and (not last or text[-1:] in "記）)す筆")


def _is_name_with_time(text: str, zone: ZoneInfo) -> bool:
    """Say whether a line over a text is who wrote it and when, to the minute."""
    found = find_date(text, zone)
    if found is None or found.moment is None or found.moment.precision == "day":
        return False
    folded = fold_date(text)
    rest = f"{folded[: found.start]} {folded[found.end :]}".strip(" \u3000|｜/／・:：")
    rest = re.sub(r"(?:公開|配信|更新|掲載|投稿|付け?)$", "", rest).strip()
    return len(rest) <= 16 and not re.search(r"[。、をがにはで]|[るたすい]$", rest)


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)
