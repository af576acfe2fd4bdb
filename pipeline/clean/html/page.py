"""Reading a page of HTML: its posts by a layout, or else one article by its text.

What is the same for all layouts is here: a date header is shared by the posts under it, a "read on"
link makes an excerpt, a page of one post says its address and date in its head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import msgspec
from bs4 import BeautifulSoup, Tag

from pipeline.clean.boilerplate import classify_furniture
from pipeline.clean.dates import Moment, read_instant
from pipeline.clean.drafts import Block, Context, Draft, build_rejection
from pipeline.clean.html.article import read_article, read_inner_text
from pipeline.clean.html.blocks import read_blocks
from pipeline.clean.html.density import count_running, find_paragraphs
from pipeline.clean.html.facts import PageFacts, article_url, find_articles, read_facts
from pipeline.clean.html.headlines import find_title
from pipeline.clean.html.layouts import Layout, find_containers, find_days, layouts_for
from pipeline.clean.html.post_dates import find_date_near, find_moment
from pipeline.clean.html.repeats import find_repeated_posts
from pipeline.clean.html.tree import (
    attribute,
    classes,
    is_inside,
    parse_html,
    select_first,
    visible_text,
)
from pipeline.clean.posts import build_post
from pipeline.clean.text import fold
from pipeline.documents import Post, Rejection

# Addresses of pages that list posts; none is a post's own.
_LIST_PAGE = re.compile(
    r"/search(?:/label/|\?|$)|/(?:category|categories|tag|tags|author|page|theme)/"
    r"|/archives?/(?:\d{4}(?:[-/]?\d{1,2})?(?:\.html)?/?|cat_.*|[a-z-]+/?)?$"
    r"|[?&](?:q|s|cat|tag|paged|label)=|^https?://[^/]+/?$"
)
COVERED = 0.4  # share of a page's running text that its posts must hold
# The parts of the elements that `repeats` finds.
REPEATED = Layout(
    name="repeated",
    posts=(),
    title=(
        ".entry-title", ".post-title", "[class*=title] a[href]", "h1", "h2", "h3", "h4",
        "[class*=title]", "[class*=ttl]", "[class*=head]",
    ),
)  # fmt: skip
_MORE_CLASSES = frozenset(
    ("jump-link", "more-link", "read-more", "readmore", "entry-see-more", "article-continue")
)


def read_page(text: str, context: Context, system: str | None) -> Iterator[Post | Rejection]:
    """Read the posts of a page by the first layout that covers its text, else as one article.

    Args:
        system: The blog system that made the page, a key of `layouts.yml`, or None.
    """
    soup = parse_html(text)
    facts = read_facts(soup, context)
    drafts = _read_posts(soup, facts, context, system)
    if not drafts:
        article = read_article(text, soup, facts, context)
        drafts = [article] if article is not None else []
    for draft in drafts:
        yield build_post(draft, context)
    if not drafts:
        title = (facts.title or "")[:200]
        yield build_rejection(context, "no_posts", "", "no post and no article in the page", title)


def _read_posts(
    soup: BeautifulSoup, facts: PageFacts, context: Context, system: str | None
) -> list[Draft]:
    body = soup.body or soup
    running = count_running(find_paragraphs(body))
    total = running.get(id(body), 0)
    for layout in layouts_for(system):
        containers = find_containers(soup, layout)
        held = sum(running.get(id(tag), 0) for tag in containers)
        if not containers or held < COVERED * total:
            continue  # cards, replies or a sidebar in the clothes of posts
        drafts = read_drafts(soup, layout, containers, facts, context)
        if drafts:
            return drafts
    repeated = find_repeated_posts(body, running, context)
    return read_drafts(soup, REPEATED, repeated, facts, context) if repeated else []


def read_drafts(
    soup: BeautifulSoup,
    layout: Layout,
    containers: Sequence[Tag],
    facts: PageFacts,
    context: Context,
) -> list[Draft]:
    """Read the drafts in the elements that a layout finds, in page order."""
    days = find_days(soup, layout, containers)
    described = {url: item for item in find_articles(soup) if (url := article_url(item))}
    drafts = []
    for number, container in enumerate(containers, start=1):
        draft = _read_draft(container, layout, context, facts, days.get(id(container)), number)
        if draft is not None:
            drafts.append((draft, container))
    drafts = _choose(drafts, soup, facts)
    alone = len(drafts) == 1
    return [
        _complete(draft, container, soup, facts, context, described, alone=alone)
        for draft, container in drafts
    ]


def _choose(
    drafts: list[tuple[Draft, Tag]], soup: BeautifulSoup, facts: PageFacts
) -> list[tuple[Draft, Tag]]:
    """Leave out replies and, on the page of one article, the cards of others."""
    posts = [pair for pair in drafts if not _is_reply(pair[0])]
    if len(posts) > 1 and not any(draft.title for draft, _ in posts):
        return posts[:1] if soup.find("h1") is not None else posts  # a topic and what was answered
    said = fold(facts.title or "")
    meant = [pair for pair in posts if len(fold(pair[0].title or "")) >= 4
             and fold(pair[0].title or "") in said]  # fmt: skip
    if len(posts) > 1 and len(meant) == 1 and not _LIST_PAGE.search(facts.url or ""):
        return meant
    if len(posts) > 1 and facts.is_article and not _LIST_PAGE.search(facts.url or ""):
        return [max(meant or posts, key=lambda pair: sum(len(b.text) for b in pair[0].blocks))]
    return posts


def _is_reply(draft: Draft) -> bool:
    return bool(re.match(r"^\s*(?:re|aw|返信)\s*[:：]", draft.title or "", re.IGNORECASE))


def _read_draft(
    container: Tag, layout: Layout, context: Context, facts: PageFacts, day: Tag | None, number: int
) -> Draft | None:
    title_tag = select_first(container, layout.title)
    title = visible_text(title_tag) if title_tag is not None else None
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


def _complete(
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
        url = None if _LIST_PAGE.search(facts.url or "") else facts.url
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
