"""Reading a page of HTML: its posts by a layout, or else one article by its text.

What is the same for all layouts is here: a date header is shared by the posts under it, a "read on"
link makes an excerpt, a page of one post says its address and date in its head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup, Tag

from pipeline.clean.boilerplate import is_advert
from pipeline.clean.drafts import Context, Draft, build_rejection
from pipeline.clean.html.article import read_article
from pipeline.clean.html.density import count_running, find_paragraphs
from pipeline.clean.html.facts import PageFacts, article_url, find_articles, read_facts
from pipeline.clean.html.flat import read_flat_posts, read_linear_posts
from pipeline.clean.html.layouts import (
    Layout,
    find_containers,
    find_days,
    layouts_for,
    other_layouts,
)
from pipeline.clean.html.post_parts import LIST_PAGE, complete_draft, read_draft
from pipeline.clean.html.repeats import find_repeated_posts
from pipeline.clean.html.shared import split_shared
from pipeline.clean.html.tree import parse_html
from pipeline.clean.posts import build_post
from pipeline.clean.text import fold
from pipeline.documents import Post, Rejection

COVERED = 0.4  # share of a page's running text that its posts must hold
OTHERS_COVERED = 0.7  # the same, for the layout of a system that the page does not claim to be of
# The parts of the elements that `repeats` finds.
REPEATED = Layout(
    name="repeated",
    posts=(),
    title=(
        ".entry-title", ".post-title", "[class*=title i] a[href]", "h1", "h2", "h3", "h4",
        "[class*=title i]", "[class*=ttl i]", "[class*=head i]",
    ),
)  # fmt: skip


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
        if not is_advert(draft.title, "".join(block.text for block in draft.blocks)):
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
    for layout in other_layouts(system):
        containers = find_containers(soup, layout)
        held = sum(running.get(id(tag), 0) for tag in containers)
        if len(containers) > 1 and held >= OTHERS_COVERED * total:
            drafts = read_drafts(soup, layout, containers, facts, context)
            if drafts and all(draft.title and draft.published and draft.blocks for draft in drafts):
                return drafts
    repeated = find_repeated_posts(body, running, context)
    if repeated:
        return read_drafts(soup, REPEATED, repeated, facts, context)
    base = facts.url or context.url
    flat = read_flat_posts(body, base, context)
    return flat or ([] if facts.is_article else read_linear_posts(body, base, context))


def read_drafts(
    soup: BeautifulSoup,
    layout: Layout,
    containers: Sequence[Tag],
    facts: PageFacts,
    context: Context,
) -> list[Draft]:
    """Read the drafts in the elements that a layout finds, in page order."""
    containers = split_shared(soup, layout, containers)
    days = find_days(soup, layout, containers)
    described = {url: item for item in find_articles(soup) if (url := article_url(item))}
    drafts = []
    for number, container in enumerate(containers, start=1):
        draft = read_draft(container, layout, context, facts, days.get(id(container)), number)
        if draft is not None:
            drafts.append((draft, container))
    drafts = _choose(drafts, soup, facts)
    alone = len(drafts) == 1
    return [
        complete_draft(draft, container, soup, facts, context, described, alone=alone)
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
    if len(posts) > 1 and len(meant) == 1 and not LIST_PAGE.search(facts.url or ""):
        return meant
    if len(posts) > 1 and facts.is_article and not LIST_PAGE.search(facts.url or ""):
        return [max(meant or posts, key=lambda pair: sum(len(b.text) for b in pair[0].blocks))]
    return posts


def _is_reply(draft: Draft) -> bool:
    return bool(re.match(r"^\s*(?:re|aw|返信)\s*[:：]", draft.title or "", re.IGNORECASE))
