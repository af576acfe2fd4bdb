"""Ameba Blog (ameblo.jp): post pages, and lists by theme, month or page."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.clean.drafts import Context
from pipeline.clean.html.layouts import Layout, read_page
from pipeline.documents import Post, Rejection

LAYOUTS = (
    Layout(
        name="entry",
        posts=("article.skin-entry", "article.js-entryWrapper", ".skin-entry", ".js-entryWrapper", "article.skinArticle", ".skinArticle", "div.entry", "[data-uranus-component=entry]", "article"),
        title=(".skin-entryTitle", ".skinArticleTitle", "[data-uranus-component=entryTitle]", "h1.entry_title", "h3.title", "h1", "h2"),
        link=(".skin-entryTitle a[href]", "a.skinArticleTitle[href]", ".skinArticleTitle a[href]", "a[data-uranus-component=entryTitle][href]", "h1 a[href]", "h2 a[href]", "h3 a[href]"),
        date=(".skin-entryPubdate time", "[data-uranus-component=entryDate] time", ".articleTime time", "time[datetime]", "time", ".skin-entryPubdate", ".articleTime", ".entryTime", ".date"),
        body=(".skin-entryBody", "#entryBody", ".js-entryBody", "[data-uranus-component=entryBody]", ".articleText", ".contents", ".subContentsInner"),
    ),
    Layout(
        name="list",
        posts=("[data-uranus-component=entryItem]", ".skin-entryItem", "li.skin-borderQuiet", "ul.contentsList > li", ".entryList li"),
        title=("[data-uranus-component=entryItemTitle]", ".skin-entryItemTitle", ".contentTitle", "h2", "h3"),
        link=("[data-uranus-component=entryItemTitle] a[href]", "h2 a[href]", "a.contentTitle[href]", "a[href*='/entry-']"),
        date=("[data-uranus-component=entryItemDatetime]", ".contentTime time", "time", ".skin-entryItemDate"),
        body=(),
        excerpt=("[data-uranus-component=entryItemBody]", ".skin-entryItemBody", ".contentDetailArea p", "p"),
    ),
)  # fmt: skip


def read_ameblo(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read a page of Ameba Blog."""
    return read_page(text, context, LAYOUTS)
