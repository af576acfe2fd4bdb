"""Any other HTML: layouts that many systems share, else one article found by its text."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.clean.drafts import Context
from pipeline.clean.html.layouts import read_page
from pipeline.documents import Post, Rejection


def read_html(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read a page of no system that we know."""
    return read_page(text, context, ())
