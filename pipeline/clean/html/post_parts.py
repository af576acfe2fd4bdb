"""One post's element: its parts by a layout, completed from what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import msgspec
from bs4 import BeautifulSoup, Tag

from pipeline.clean.boilerplate import classify_furniture
from pipeline.clean.dates import Moment, read_instant
from pipeline.clean.drafts import Block, Context, Draft
from pipeline.clean.html.article import read_inner_text
from pipeline.clean.html.blocks import read_blocks
from pipeline.clean.html.density import find_paragraphs
from pipeline.clean.html.facts import PageFacts, find_articles
from pipeline.clean.html.headlines import find_title
from pipeline.clean.html.layouts import Layout
from pipeline.clean.html.post_dates import find_date_near, find_moment
from pipeline.clean.html.tree import (
    attribute,
    classes,
    is_inside,
    select_first,
    visible_text,
)

# Addresses of pages that list posts; none is a post's own.
LIST_PAGE = re.compile(
    r"/search(?:/label/|\?|$)|/(?:category|categories|tag|tags|author|page|theme)/"
    r"|/archives?/(?:(?:19|20)\d{2}(?:[-/]?\d{1,2})?(?:\.html)?/?|cat_.*|[a-z-]+/?)?$"
    r"|[?&](?:q|s|cat|tag|paged|label)=|^https?://[^/]+/?$"
)
_NOTES = re.compile(
    r"(?:.*[-_])?(?:foot|end|side)?notes?(?:[-_](?:list|area|box|section|block))?"
    r"|(?:.*[-_])?(?:chu|annotations?|references?)"
)
_NOTE_MARK = re.compile(r"[\[［(（*＊※注]\s*1\s*[\]］)）]?")
_MORE_CLASSES = frozenset(
    ("jump-link", "more-link", "read-more", "readmore", "entry-see-more", "article-continue")
)


def read_draft(
    container: Tag, layout: Layout, context: Context, facts: PageFacts, day: Tag | None, number: int
) -> Draft | None:
    """Read one post's element; None when it has neither title nor text."""
    title_tag = select_first(container, layout.title)
    title_tag = _widen_mark(title_tag, container)
    title = _read_title(title_tag)
    base = facts.url or context.url
    text_tag = select_first(container, layout.body)
    excerpt_tag = None if text_tag is not None else select_first(container, layout.excerpt)
    more = False
    if text_tag is None and not _holds_all(excerpt_tag, container):
        blocks, text_tag = read_inner_text(container, base, title_tag, ZoneInfo(context.timezone))
        excerpt_tag = None
    else:
        text_tag = text_tag or excerpt_tag
        content = read_blocks(text_tag, base) if text_tag is not None else None
        blocks = content.blocks if content else ()
        blocks = (*blocks, *_read_notes(container, text_tag, blocks, base))
        more = content is not None and content.more is not None
    if not title and not blocks:
        return None
    moment, raw = find_moment(container, layout, context, day, text_tag)
    cut = more or excerpt_tag is not None or not blocks or _has_more_link(container, text_tag)
    return Draft(
        title=title or None,
        blocks=_without_title(blocks, title),
        published=moment,
        raw_date=raw,
        url=_find_link(container, layout, title_tag, base),
        excerpt=cut or _is_cut(blocks, text_tag),
        where=f"post {number}",
    )


def _widen_mark(tag: Tag | None, container: Tag) -> Tag | None:
    """A link that is only a mark (■) stands before the title: the heading around it is meant."""
    while tag is not None and tag is not container and not re.search(r"\w", visible_text(tag)):
        parent = tag.parent
        if parent is None or parent is container or len(visible_text(parent)) > 300:
            break
        tag = parent
    return tag


def _read_title(tag: Tag | None) -> str | None:
    if tag is None:
        return None
    text = visible_text(tag)
    anchor = tag.find("a")
    if isinstance(anchor, Tag):
        mark = visible_text(anchor)
        if mark and not re.search(r"\w", mark):
            text = text.removeprefix(mark).strip()
    return text


def _read_notes(
    container: Tag, body: Tag | None, blocks: Sequence[Block], base: str | None
) -> tuple[Block, ...]:
    """Read the footnotes that a page keeps beside the text, where the text points to them."""
    if body is None or body is container or not any(_NOTE_MARK.search(b.text) for b in blocks):
        return ()
    for tag in container.find_all(["div", "section", "ol", "ul", "dl", "aside"]):
        outside = not is_inside(tag, body) and not is_inside(body, tag) and tag is not body
        if outside and any(_NOTES.fullmatch(name) for name in classes(tag)):
            return read_blocks(tag, base).blocks
    return ()


def _holds_all(tag: Tag | None, container: Tag) -> bool:
    """Say whether an excerpt's element holds nearly all running text of its post's element."""
    if tag is None:
        return False
    paragraphs = find_paragraphs(container)
    whole = sum(p.length for p in paragraphs if p.is_running)
    return len(visible_text(tag)) >= 0.7 * whole


def _find_link(container: Tag, layout: Layout, title: Tag | None, base: str | None) -> str | None:
    tag = select_first(container, layout.link)
    if tag is None and title is not None:
        tag = title if title.name == "a" else title.find("a", href=True)
        if tag is None and title.parent is not None and title.parent.name == "a":
            tag = title.parent
    if tag is None:
        tag = container if container.name == "a" else container.find_parent("a", href=True)
    if not isinstance(tag, Tag):
        return None
    href = attribute(tag, "href", "content")
    if not href or href.startswith(("#", "javascript:")):
        return None
    try:
        url = urljoin(base or "", href)
    except ValueError:
        return None
    return url if url.startswith("http") else None


def _has_more_link(container: Tag, body: Tag | None) -> bool:
    """Look for a "read on" link or a paywall of the post outside its text."""
    if container.select_one("[class*=paywall], [class*=Paywall], [data-paywall]") is not None:
        return True
    for link in container.find_all("a", href=True):
        if body is not None and is_inside(link, body):
            continue
        names = classes(link) | (
            classes(link.parent) if isinstance(link.parent, Tag) else frozenset()
        )
        if names & _MORE_CLASSES:
            return True
        if classify_furniture(visible_text(link)) == "more":
            return True
    return False


def _is_cut(blocks: Sequence[Block], body: Tag | None) -> bool:
    """Say whether a text is a snippet by its element's name, or ends with a bracketed ellipsis."""
    if body is not None:
        names = classes(body) | {
            name for tag in body.find_all(True, limit=3) for name in classes(tag)
        }
        if any(re.search(r"snippet|summary|excerpt|digest|lead-text", name) for name in names):
            return True
    return bool(blocks) and bool(re.search(r"(?:\[…\]|\[\.\.\.\]|［…］)\s*$", blocks[-1].text))


def _without_title(blocks: tuple[Block, ...], title: str | None) -> tuple[Block, ...]:
    """Leave out a heading in the text that repeats the title."""
    if blocks and title and blocks[0].kind == "heading" and blocks[0].text.strip() == title.strip():
        return blocks[1:]
    return blocks


def complete_draft(
    draft: Draft,
    container: Tag,
    soup: BeautifulSoup,
    facts: PageFacts,
    context: Context,
    described: dict[str, dict[str, object]],
    *,
    alone: bool,
) -> Draft:
    """Fill in from the page's own facts what a page of one post says only there."""
    zone = ZoneInfo(context.timezone)
    url = draft.url
    if url is None and alone and (facts.is_article or not draft.excerpt):
        is_list = not facts.is_article and LIST_PAGE.search(facts.url or "")
        url = None if is_list else facts.url
    title = draft.title
    if title is None and alone:
        title, _ = find_title(soup, container, facts)
    published, raw = draft.published, draft.raw_date
    if published is None and not raw:
        own = next((item for item in find_articles(container)), None) or described.get(url or "")
        said = own.get("datePublished") if own else None
        if not isinstance(said, str) and alone and (facts.is_article or not draft.excerpt):
            said = facts.published
        if isinstance(said, str):
            published, raw = read_instant(said, zone), said
        elif alone:
            _, published, raw = find_date_near(soup, container, None, context)
    elif published is not None and alone and facts.published:
        published = _refine(published, read_instant(facts.published, zone), zone)
    return msgspec.structs.replace(draft, url=url, title=title, published=published, raw_date=raw)


def _refine(shown: Moment, said: Moment | None, zone: ZoneInfo) -> Moment:
    """Take the instant that a page's head names for the day that it shows."""
    if said is None or shown.precision != "day" or said.precision not in ("minute", "second"):
        return shown
    instant = datetime.fromisoformat(said.value)
    days = {instant.date().isoformat(), instant.astimezone(zone).date().isoformat()}
    return said if shown.value in days else shown
