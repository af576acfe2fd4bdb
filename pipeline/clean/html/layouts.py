"""Reading a page by a layout: selectors that say where its posts and their parts are.

A layout is data; a blog system has several, newest first, and the first that finds posts is taken.
What is the same for all of them is here: widgets and comments are no posts, a date header is shared
by the posts under it, a "read on" link makes an excerpt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup, Tag

from pipeline.clean.dates import Moment, add_time, find_date, read_instant, read_relative
from pipeline.clean.drafts import Block, Context, Draft, build_rejection
from pipeline.clean.html.blocks import read_blocks
from pipeline.clean.html.facts import PageFacts, article_url, find_articles, read_facts
from pipeline.clean.html.tree import (
    attribute,
    classes,
    is_inside,
    parse_html,
    select_all,
    select_first,
    visible_text,
)
from pipeline.clean.posts import build_post
from pipeline.documents import Post, Record, Rejection

# Containers that hold other things than the page's own posts.
_FOREIGN = re.compile(
    r"^(?:popularposts|featuredpost|blogarchive|label|linklist|bloglist|profile|feed|recent-?posts?.*|popular-?posts?.*|related.*|jp-relatedposts|yarpp.*|comments?|comment-?(?:list|area|body)|sidebar.*|side-?bar.*|secondary|widget_.*|widget-area|recommend.*|ranking.*|footer|site-footer|nav(?:igation)?|archive-?widget|wp-block-latest-posts|p-relatedposts|entry-relations|relatedentries)$"
)
_ELLIPSIS = re.compile(r"(?:\[?(?:…|\.{3}|・・・|&hellip;)\]?|［…］|（略）)\s*$")
# Addresses of pages that list posts; none is a post's own.
_LIST_PAGE = re.compile(
    r"/search(?:/label/|\?|$)|/(?:category|categories|tag|tags|author|page|theme)/|/archives?/(?:\d{4}(?:[-/]?\d{1,2})?(?:\.html)?/?|cat_.*|[a-z-]+/?)?$"
    r"|[?&](?:q|s|cat|tag|paged|label)=|^https?://[^/]+/?$"
)


class Layout(Record, frozen=True, kw_only=True):
    """Where the parts of a page's posts are; each a list of CSS selectors, the best first.

    Attributes:
        posts: The containers, one a post.
        title: Inside a container.
        link: What carries the permalink in `href`; the title's own link without it.
        day: Date headers before the containers, each shared by the posts that follow it.
        date: What carries the post's own date, in an attribute or as text.
        body: The whole text.
        excerpt: The start of the text, where the page has no more.
    """

    name: str
    posts: tuple[str, ...]
    title: tuple[str, ...]
    link: tuple[str, ...] = ()
    day: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    body: tuple[str, ...]
    excerpt: tuple[str, ...] = ()


def read_page(text: str, context: Context, layouts: Sequence[Layout]) -> Iterator[Post | Rejection]:
    """Read the posts of a page by the first of some layouts that finds any.

    A page that none of them fits is read by the generic layouts, then as one article.
    """
    from pipeline.clean.html.article import read_article
    from pipeline.clean.html.generic import GENERIC_LAYOUTS

    soup = parse_html(text)
    facts = read_facts(soup, context)
    for layout in (*layouts, *GENERIC_LAYOUTS):
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
    containers = _find_containers(soup, layout)
    days = _find_days(soup, layout, containers)
    described = {url: item for item in find_articles(soup) if (url := article_url(item))}
    drafts = []
    for number, container in enumerate(containers, start=1):
        draft = _read_draft(container, layout, context, facts, days.get(id(container)), number)
        if draft is not None:
            drafts.append((draft, container))
    alone = len(drafts) == 1
    for draft, container in drafts:
        yield _complete(draft, container, facts, context, described, alone=alone)


def read_date(tag: Tag, context: Context) -> tuple[bool, Moment | None]:
    """Read the date that an element carries.

    Returns:
        Whether it carries one at all, and its value; a date that cannot be has none.
    """
    zone = ZoneInfo(context.timezone)
    inner = tag.find(["time", "abbr"]) if tag.name not in ("time", "abbr") else None
    for candidate in (tag, inner):
        if not isinstance(candidate, Tag):
            continue
        value = attribute(candidate, "datetime", "data-time", "data-date", "content", "title")
        if value and re.search(r"\d{4}|\d{2}:\d{2}", value):
            if re.fullmatch(r"\d{10}(?:\d{3})?", value):
                continue
            return True, _with_shown_time(read_instant(value, zone), visible_text(tag), zone)
    text = visible_text(tag)
    found = find_date(text, zone)
    if found is not None:
        return True, found.moment
    relative = read_relative(re.sub(r"^\D{0,6}[:：]\s*", "", text), context.fetched_at, zone)
    return relative is not None, relative


def _with_shown_time(moment: Moment | None, shown: str, zone: ZoneInfo) -> Moment | None:
    """A bare day in an attribute takes the time that the same element shows.

    A midnight that the element shows as a bare day is that day: a template filled the time in.
    """
    if moment is None or moment.precision == "month":
        return moment
    found = find_date(shown, zone)
    if moment.precision != "day":
        is_day = found is not None and found.moment is not None and found.moment.precision == "day"
        return found.moment if found and is_day and "T00:00:00" in moment.value else moment
    same = found is not None and found.moment is not None and found.moment.day == moment.day
    return found.moment if same and found is not None else moment


def _find_containers(soup: BeautifulSoup, layout: Layout) -> list[Tag]:
    for selector in layout.posts:
        found = [tag for tag in soup.select(selector) if not _is_foreign(tag)]
        outer = [
            tag
            for tag in found
            if not any(is_inside(tag, other) for other in found if other is not tag)
        ]
        usable = [tag for tag in outer if select_first(tag, layout.title) is not None
                  or select_first(tag, (*layout.body, *layout.excerpt)) is not None]  # fmt: skip
        if usable:
            return usable
    return []


def _is_foreign(tag: Tag) -> bool:
    if any(_FOREIGN.match(name) for name in classes(tag)):
        return True
    for parent in tag.parents:
        if parent.name in ("aside", "nav", "footer"):
            return True
        names = classes(parent)
        if parent.name not in ("body", "html") and any(_FOREIGN.match(name) for name in names):
            return True
    return False


def _find_days(soup: BeautifulSoup, layout: Layout, containers: Sequence[Tag]) -> dict[int, Tag]:
    """Return for each container the nearest date header before it in the page."""
    if not layout.day:
        return {}
    headers = {id(tag): tag for tag in select_all(soup, layout.day)}
    wanted = {id(tag) for tag in containers}
    days: dict[int, Tag] = {}
    current: Tag | None = None
    for tag in soup.find_all(True):
        if id(tag) in headers:
            current = tag
        elif id(tag) in wanted and current is not None:
            days[id(tag)] = current
    return days


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
    moment, raw = _find_moment(container, layout, context, day, title_tag, text_tag)
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


def _find_moment(
    container: Tag,
    layout: Layout,
    context: Context,
    day: Tag | None,
    title: Tag | None,
    body: Tag | None,
) -> tuple[Moment | None, str]:
    """Find a post's date: its own, else its day header's with the time that the post shows."""
    zone = ZoneInfo(context.timezone)
    times: list[str] = []
    shared: tuple[bool, Moment | None] = (
        read_date(day, context) if day is not None else (False, None)
    )
    raw = visible_text(day) if day is not None else ""
    for selector in layout.date:
        for tag in container.select(selector):
            if body is not None and (is_inside(tag, body)) or _is_update(tag):
                continue
            found, moment = read_date(tag, context)
            if found:
                if (
                    moment is not None
                    and shared[1] is not None
                    and moment.precision in ("month", "year")
                ):
                    continue
                return moment, raw or visible_text(tag)
            times.append(visible_text(tag))
    if shared[0]:
        return add_time(
            shared[1], next((time for time in times if ":" in time or "時" in time), None), zone
        ), raw
    return None, raw


def _is_update(tag: Tag) -> bool:
    """Say whether an element is of a later change: its class or its label says so."""
    names = classes(tag)
    if {"updated", "modified", "post-modified", "date-modified"} & names and not {
        "published",
        "date",
        "entry-date",
        "post-date",
    } & names:
        return True
    if attribute(tag, "itemprop") == "dateModified" or names & {
        "entry-date-modified",
        "post-update",
        "update",
        "dateupdated",
    }:
        return True
    parent = tag.parent
    own = visible_text(tag)
    around = visible_text(parent) if isinstance(parent, Tag) else ""
    return bool(
        re.match(r"^\s*(?:最終)?更新|^\s*(?:last\s+)?(?:updated|modified)", own, re.IGNORECASE)
    ) or (
        len(around) < 60
        and bool(
            re.match(
                r"^\s*(?:最終)?更新|^\s*(?:last\s+)?(?:updated|modified)", around, re.IGNORECASE
            )
        )
    )


def _has_more_link(container: Tag, body: Tag | None) -> bool:
    """Look for a "read on" link or a paywall of the post outside its text."""
    from pipeline.clean.boilerplate import classify_furniture

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
    import msgspec

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
