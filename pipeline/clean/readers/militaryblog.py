"""militaryblog.jp (ミリタリーブログ): post, top, category and archive pages."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.clean.drafts import Context
from pipeline.clean.html.layouts import Layout, read_page
from pipeline.documents import Post, Rejection

LAYOUTS = (
    Layout(
        name="entry",
        posts=(".blog_entry", ".blogentry", ".entry_box", ".entryBox", "div.entry", "div.blog", "article", "div.post", "div.article"),
        title=("h2.entry_title", ".entry_title", ".entry-title", "h3.title", "h2.title", ".title", "h1", "h2", "h3"),
        link=(".entry_title a[href]", ".entry-title a[href]", ".title a[href]", "h2 a[href]", "h3 a[href]", ".permalink a[href]", ".posted a[href*='/e']", ".entry_footer a[href*='/e']"),
        day=("h2.date", ".entry_day", "div.date", "h3.date", ".date-header"),
        date=(".entry_date", "time[datetime]", "time", ".date", ".entry_posted", ".posted", ".entry_footer"),
        body=(".entry_body", ".entry_text", ".entrybody", ".blogbody", ".entry-content", ".body", ".main", ".text", ".content"),
    ),
)  # fmt: skip


def read_militaryblog(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read a page of militaryblog.jp."""
    return read_page(text, context, LAYOUTS)
