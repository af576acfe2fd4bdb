"""Layouts that many systems share: microformats, schema.org and plain `article` elements."""

from __future__ import annotations

from pipeline.clean.html.layouts import Layout

_TITLE = (
    "[itemprop~=headline]", ".p-name", ".entry-title", ".post-title", ".article-title", ".entry_title", ".post_title",
    ".article_title", ".blog-title", "h1[class*=title]", "h2[class*=title]", "h3[class*=title]",
    "header h1", "header h2", "h1", "h2", "h3",
)  # fmt: skip
_DATE = (
    "[itemprop~=datePublished]", ".dt-published", "time.published", "abbr.published", "time[pubdate]", "time[datetime]", "time",
    ".entry-date", ".post-date", ".article-date", ".entry_date", ".post_date", ".published", ".posted", ".date", ".day", "[class*=date]",
    "[class*=posted]", "[class*=pubdate]",
)  # fmt: skip
_BODY = (
    "[itemprop~=articleBody]", ".e-content", ".entry-content", ".entry-body", ".post-content", ".post-body", ".article-body", ".article-content",
    ".entry_body", ".entry_text", ".post_content", ".post_body", ".article_body", ".article_text", ".article-text", ".blog-content", ".content-body", ".entrybody", ".articlebody", ".honbun",
    "[class*=entry-content]", "[class*=post-content]", "[class*=article-body]", "[class*=articleBody]", "[class*=article__body]", "[class*=post__content]", "[class*=entry__content]",
)  # fmt: skip
_EXCERPT = (
    "[itemprop~=description]", ".p-summary", ".entry-summary", ".post-excerpt", ".excerpt", ".summary", ".entry-description", ".lead", "p",
)  # fmt: skip
_LINK = ("a.u-url", "a[rel~=bookmark]", "[itemprop~=url]", "a.permalink", "a.entry-title-link")

GENERIC_LAYOUTS = (
    Layout(
        name="microdata",
        posts=(
            "[itemtype*='schema.org/BlogPosting']", "[itemtype*='schema.org/NewsArticle']",
            "[itemtype*='schema.org/Article']", ".h-entry", ".hentry",
        ),
        title=_TITLE, link=_LINK, day=(".date-header",), date=_DATE, body=_BODY, excerpt=_EXCERPT,
    ),
    Layout(
        name="articles",
        posts=("main article", "article"),
        title=_TITLE, link=_LINK, date=_DATE, body=_BODY, excerpt=(),
    ),
    Layout(
        name="classes",
        posts=(
            ".blog-entry", ".blog_entry", ".blogentry", ".post-entry", ".entry", ".blog-post", ".post", ".article", ".blogbody", ".diary", ".kiji",
        ),
        title=_TITLE, link=_LINK, day=("h2.date", ".date-header", "h3.date"), date=_DATE, body=_BODY, excerpt=(),
    ),
)  # fmt: skip
