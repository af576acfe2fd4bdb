"""Blogger: label, archive, search and post pages, in themes from 2004 to the dynamic ones of today."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.clean.drafts import Context
from pipeline.clean.html.layouts import Layout, read_page
from pipeline.documents import Post, Rejection

_TITLE = (
    ".post-title",
    "h1.entry-title",
    "h2.entry-title",
    "h3.entry-title",
    ".mobile-index-title",
    ".title",
)
_LINK = (
    "a.timestamp-link[href]", ".post-title a[href]", "a[rel~=bookmark][href]", "a[title='permanent link'][href]",
    ".jump-link a[href]", "a.mobile-index-title-outer[href]", "[itemprop=url]",
)  # fmt: skip
_DATE = (
    "time.published", "abbr.published", "[itemprop=datePublished]", "a.timestamp-link", ".post-timestamp", ".mobile-index-date",
    ".post-footer em", ".byline-timestamp", "h2.date-header", ".date-header", ".post-date", ".timestamp",
)  # fmt: skip
_BODY = (".post-body", ".entry-content", ".post-content", "[itemprop~=articleBody]")

LAYOUTS = (
    Layout(  # Simple, Picture Window, Awesome Inc., Ethereal ...: <div class="date-outer">
        name="classic",
        posts=(".date-outer .post", ".blog-posts .post.hentry", ".post.hentry"),
        title=_TITLE, link=_LINK, day=(".date-header",), date=_DATE, body=_BODY, excerpt=(".post-snippet", ".snippet"),
    ),
    Layout(  # Contempo, Soho, Emporio, Notable
        name="contempo",
        posts=(".widget.Blog .post-outer-container", ".blog-posts .post-outer-container", ".blog-posts article", ".widget.Blog .post-outer", ".blog-posts .post-outer"),
        title=_TITLE, link=_LINK, day=(".date-header",), date=_DATE, body=_BODY, excerpt=(".post-snippet", ".snippet-item"),
    ),
    Layout(  # themes before 2006
        name="minima",
        posts=("#main .post", "#main-wrapper .post", "#content .post", ".post"),
        title=(*_TITLE, "h3"), link=_LINK, day=("h2.date-header", ".date-header", "h2.date"), date=_DATE,
        body=(*_BODY, ".post > p", "p"),
    ),
    Layout(  # ?m=1
        name="mobile",
        posts=(".mobile-post-outer", ".mobile-date-outer"),
        title=_TITLE, link=("a[href]",), day=(".date-header",), date=_DATE, body=_BODY,
        excerpt=(".mobile-index-contents", ".post-snippet", ".mobile-index-comment"),
    ),
)  # fmt: skip


def read_blogger(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read a page of Blogger."""
    return read_page(text, context, LAYOUTS)
