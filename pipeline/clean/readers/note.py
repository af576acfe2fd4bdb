"""note: post pages, and the list on a creator's page."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.clean.drafts import Context
from pipeline.clean.html.layouts import Layout, read_page
from pipeline.documents import Post, Rejection

LAYOUTS = (
    Layout(
        name="post",
        posts=("article.p-article", "article.o-noteContent", "article[class*=noteContent]", "main article", ".p-article", "article", "main"),
        title=(".o-noteContentHeader__title", "h1.p-article__title", ".o-noteContentText__title", "h1"),
        date=(".o-noteContentHeader__date time", ".o-noteContentHeader__info time", ".o-noteContentText__date time", "time[datetime]", "time", ".p-article__date", ".o-noteContentText__date"),
        body=(".note-common-styles__textnote-body", ".p-article__content", ".o-noteContentText__body", "[data-name=body]", "[class*=noteBody]"),
    ),
    Layout(
        name="list",
        posts=(".m-largeNoteWrapper__card", ".m-largeNoteWrapper", ".o-timelineNoteItem", ".m-noteBody", ".m-basicNote", ".m-timelineItemWrapper"),
        title=(".m-noteBodyTitle__title", ".m-largeNoteHeader__title", ".m-basicNote__title", "h3", "h2"),
        link=("a.m-largeNoteWrapper__link[href]", "a[href*='/n/']", "a[href]"),
        date=("time[datetime]", "time", ".o-timelineNoteItem__date", ".m-noteBodyDate"),
        body=(),
        excerpt=(".m-noteBodyDescription", ".m-noteBodyDescription__text", ".m-basicNote__body", ".m-largeNoteWrapper__description", "p"),
    ),
)  # fmt: skip


def read_note(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read a page of note."""
    return read_page(text, context, LAYOUTS)
