"""HTML pages of blogs: one reader a blog system, whose layouts are in `html/layouts.yml`."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.clean.drafts import Context
from pipeline.clean.html.page import read_page
from pipeline.documents import Post, Rejection


def read_blogger(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read a label, archive, search or post page of Blogger."""
    return read_page(text, context, "blogger")


def read_wordpress(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read a page of WordPress."""
    return read_page(text, context, "wordpress")


def read_hatena(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read a page of Hatena Blog or Hatena Diary."""
    return read_page(text, context, "hatena")


def read_note(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read a page of note."""
    return read_page(text, context, "note")


def read_livedoor(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read a page of Livedoor Blog."""
    return read_page(text, context, "livedoor")


def read_ameblo(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read a page of Ameba Blog."""
    return read_page(text, context, "ameblo")


def read_militaryblog(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read a page of militaryblog.jp."""
    return read_page(text, context, "militaryblog")


def read_html(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read a page of a system that we do not know."""
    return read_page(text, context, None)
