"""Hatena Blog (post, top, archive and category pages) and the older Hatena Diary."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.clean.drafts import Context
from pipeline.clean.html.layouts import Layout, read_page
from pipeline.documents import Post, Rejection

LAYOUTS = (
    Layout(
        name="entry",
        posts=("article.entry", "article.hentry", ".entry.hentry", ".js-entry-article"),
        title=(".entry-title",),
        link=("a.entry-title-link[href]", ".entry-title a[href]", ".entry-date a[href]", "a[rel~=bookmark][href]"),
        date=(".entry-date time", ".entry-header time", "time[datetime]", ".entry-date", ".date"),
        body=(".entry-content",),
        excerpt=(".entry-description",),
    ),
    Layout(
        name="archive",
        posts=("section.archive-entry", ".archive-entry"),
        title=(".entry-title",),
        link=("a.entry-title-link[href]", ".entry-title a[href]"),
        date=("time[datetime]", ".archive-date", ".date"),
        body=(),
        excerpt=(".entry-description", ".archive-entry-body"),
    ),
    Layout(  # d.hatena.ne.jp: a day holds sections
        name="diary",
        posts=(".day .section",),
        title=("h3.title", "h3", "h4"),
        link=("h3 a[href]", "h4 a[href]"),
        day=(".day > h2", ".day h2", "h2 .date"),
        date=(".timestamp", ".time"),
        body=(".section-body", ".body", "p"),
    ),
)  # fmt: skip


def read_hatena(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read a page of Hatena Blog or Hatena Diary."""
    return read_page(text, context, LAYOUTS)
