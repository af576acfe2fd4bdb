"""Livedoor Blog: post, top, category and archive pages, new themes and those before 2012."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.clean.drafts import Context
from pipeline.clean.html.layouts import Layout, read_page
from pipeline.documents import Post, Rejection

LAYOUTS = (
    Layout(
        name="article",
        posts=("article.article", "div.article-outer", ".article-outer", "article", "div.article"),
        title=(".article-title", "h1.title", "h2.title", "h1", "h2", "h3"),
        link=(".article-title a[href]", "a.article-permalink[href]", "a[rel~=bookmark][href]", ".article-continue a[href]", ".article-footer a[href*='/archives/']"),
        date=("time.article-date", ".article-date time", "time[datetime]", ".article-date", "abbr.published", "abbr.updated", ".article-header-date", ".date"),
        body=(".article-body-inner", ".article-body", ".article-body-more", ".body"),
    ),
    Layout(  # before 2012
        name="blogbody",
        posts=(".blogbody", ".titlebody", ".blog-entry"),
        title=("h3.title", ".title", ".titlebody h3", "h3", "h2"),
        link=(".title a[href]", "h3 a[href]", ".posted a[href]", ".posted_on a[href]"),
        day=("h2.date", ".date", "div.date"),
        date=(".posted", ".postedby", "abbr.updated", ".time"),
        body=(".main", ".mainbody", ".blogbody-main", ".text"),
    ),
)  # fmt: skip


def read_livedoor(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read a page of Livedoor Blog."""
    return read_page(text, context, LAYOUTS)
