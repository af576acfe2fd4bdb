"""Reading a page of HTML: its posts by a layout, or else one article by its text.

What is the same for all layouts is here: a date header is shared by the posts under it, a "read on"
link makes an excerpt, a page of one post says its address and date in its head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import msgspec
from bs4 import BeautifulSoup, Tag

from pipeline.clean.boilerplate import classify_furniture
from pipeline.clean.dates import read_instant
from pipeline.clean.drafts import Block, Context, Draft, build_rejection
from pipeline.clean.html.article import read_article
from pipeline.clean.html.blocks import read_blocks
from pipeline.clean.html.facts import PageFacts, article_url, find_articles, read_facts
from pipeline.clean.html.layouts import Layout, find_containers, find_days, layouts_for
from pipeline.clean.html.post_dates import find_moment
from pipeline.clean.html.tree import (
    attribute,
    classes,
    is_inside,
    parse_html,
    select_first,
    visible_text,
)
from pipeline.clean.posts import build_post
from pipeline.documents import Post, Rejection

# Addresses of pages that list posts; none is a post's own.
_LIST_PAGE = re.compile(
    r"/search(?:/label/|\?|$)|/(?:category|categories|tag|tags|author|page|theme)/"
    r"|/archives?/(?:\d{4}(?:[-/]?\d{1,2})?(?:\.html)?/?|cat_.*|[a-z-]+/?)?$"
    r"|[?&](?:q|s|cat|tag|paged|label)=|^https?://[^/]+/?$"
)
_MORE_CLASSES = frozenset(
    ("jump-link", "more-link", "read-more", "readmore", "entry-see-more", "article-continue")
)


def read_page(text: str, context: Context, system: str | None) -> Iterator[Post | Rejection]:
    """Read the posts of a page by the first layout that finds any, else as one article.

    Args:
        system: The blog system that made the page, a key of `layouts.yml`, or None.
    """
    soup = parse_html(text)
    facts = read_facts(soup, context)
    for layout in layouts_for(system):
        drafts = list(read_drafts(soup, layout, facts, context))
        if drafts:
            for draft in drafts:
                yield build_post(draft, context)
            return
    article = read_article(text, soup, facts, context)
    if article is None:
        yield build_rejection(context, "no_posts", "", "no post and no article in the page",
                              (facts.title or "")[:200])  # fmt: skip
    else:
        yield build_post(article, context)


def read_drafts(
    soup: BeautifulSoup, layout: Layout, facts: PageFacts, context: Context
) -> Iterator[Draft]:
    """Read the drafts that a layout finds, in page order."""
    containers = find_containers(soup, layout)
    days = find_days(soup, layout, containers)
    described = {url: item for item in find_articles(soup) if (url := article_url(item))}
    drafts = []
    for number, container in enumerate(containers, start=1):
        draft = _read_draft(container, layout, context, facts, days.get(id(container)), number)
        if draft is not None:
            drafts.append((draft, container))
    alone = len(drafts) == 1
    for draft, container in drafts:
        yield _complete(draft, container, facts, context, described, alone=alone)


def _read_draft(
    container: Tag, layout: Layout, context: Context, facts: PageFacts, day: Tag | None, number: int
) -> Draft | None:
    title_tag = select_first(container, layout.title)
    title = visible_text(title_tag) if title_tag is not None else None
    body_tag = select_first(container, layout.body)
    excerpt_tag = None if body_tag is not None else select_first(container, layout.excerpt)
    text_tag = body_tag or excerpt_tag
    base = facts.url or context.url
    content = read_blocks(text_tag, base) if text_tag is not None else None
    blocks = content.blocks if content else ()
    if not title and not blocks:
        return None
    more = content is not None and content.more is not None
    more = more or _has_more_link(container, text_tag)
    url = _find_link(container, layout, title_tag, base)
    moment, raw = find_moment(container, layout, context, day, text_tag)
    cut = bool(blocks) and excerpt_tag is not None
    short = more or cut or (not blocks and text_tag is None) or _is_cut(blocks, layout, text_tag)
    return Draft(
        title=title or None,
        blocks=_without_title(blocks, title),
        published=moment,
        raw_date=raw,
        url=url,
        excerpt=short,
        where=f"post {number}",
    )


def _find_link(container: Tag, layout: Layout, title: Tag | None, base: str | None) -> str | None:
    tag = select_first(container, layout.link)
    if tag is None and title is not None:
        tag = title if title.name == "a" else title.find("a", href=True)
        if tag is None and title.parent is not None and title.parent.name == "a":
            tag = title.parent
    if tag is None and container.name == "a":
        tag = container
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
        if names & {
            "jump-link",
            "more-link",
            "read-more",
            "readmore",
            "entry-see-more",
            "article-continue",
        }:
            return True
        if classify_furniture(visible_text(link)) == "more":
            return True
    return False


def _is_cut(blocks: Sequence[Block], layout: Layout, body: Tag | None) -> bool:
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


def _complete(
    draft: Draft,
    container: Tag,
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
        url = None if _LIST_PAGE.search(facts.url or "") else facts.url
    title = draft.title or (facts.title if alone else None)
    published = draft.published
    if published is None and not draft.raw_date:
        own = next((item for item in find_articles(container)), None) or described.get(url or "")
        said = own.get("datePublished") if own else None
        if isinstance(said, str):
            published = read_instant(said, zone)
        elif alone and facts.published and not draft.excerpt:
            published = read_instant(facts.published, zone)
    return msgspec.structs.replace(draft, url=url, title=title, published=published)
