"""WordPress: classic and block themes, and the themes that Japanese blogs use most."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.clean.drafts import Context
from pipeline.clean.html.layouts import Layout, read_page
from pipeline.documents import Post, Rejection

_TITLE = (
    ".entry-title", ".wp-block-post-title", ".post-title", ".c-postTitle__ttl", ".entry-card-title", ".article-title", "h1.title", "h2.title",
    ".p-postList__title", ".page-title", "header h1", "header h2", "h1", "h2",
)  # fmt: skip
_DATE = (
    "time.published", ".entry-date.published", "abbr.published", "time.entry-date", ".wp-block-post-date time", ".posted-on time", ".c-postTimes__posted",
    ".post-date time", "[itemprop~=datePublished]", "time[datetime]", ".entry-date", ".post-date", ".postdate", ".published", ".date", ".entry-meta", ".postmetadata", ".post-meta", "small",
)  # fmt: skip
_BODY = (
    ".entry-content", ".wp-block-post-content", ".post_content", ".post-content", ".entry-body", ".article-body", ".storycontent", ".entry", ".post-entry", ".the-content", ".content-inner", "[itemprop~=articleBody]",
)  # fmt: skip
_EXCERPT = (
    ".entry-summary", ".wp-block-post-excerpt", ".entry-card-snippet", ".post-excerpt", ".p-postList__excerpt", ".excerpt", ".entry-excerpt",
)  # fmt: skip
_LINK = (
    ".entry-title a[href]", ".wp-block-post-title a[href]", "a[rel~=bookmark][href]", ".posted-on a[href]", "a.entry-card-wrap[href]", "a.more-link[href]", "a.wp-block-read-more[href]",
)  # fmt: skip

LAYOUTS = (
    Layout(
        name="classic",
        posts=("article.type-post", "article.post", "article.hentry", "div.type-post", "div.hentry", "div.post[id^=post-]", "a.entry-card-wrap", "li.p-postList__item"),
        title=_TITLE, link=_LINK, day=("h2.date", ".date-header"), date=_DATE, body=_BODY, excerpt=_EXCERPT,
    ),
    Layout(  # block themes: a query loop, or one post in <main>
        name="block",
        posts=("li.wp-block-post", ".wp-block-post", "main.wp-block-group", "main", ".wp-site-blocks"),
        title=(".wp-block-post-title", "h1", "h2"), link=_LINK, date=_DATE, body=(".wp-block-post-content", ".entry-content"), excerpt=_EXCERPT,
    ),
    Layout(  # 2005 to 2009: Kubrick and its children
        name="kubrick",
        posts=("#content .post", ".narrowcolumn .post", ".post"),
        title=(".storytitle", ".post-title", "h2", "h3", "h1"), link=(".storytitle a[href]", "h2 a[href]", "h3 a[href]", "a[rel~=bookmark][href]"),
        day=("h2.date",), date=_DATE, body=_BODY, excerpt=_EXCERPT,
    ),
)  # fmt: skip


def read_wordpress(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read a page of WordPress."""
    return read_page(text, context, LAYOUTS)
