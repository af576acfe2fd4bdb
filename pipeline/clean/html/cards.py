"""Links, and the cards that stand for a linked page."""

from __future__ import annotations

from urllib.parse import parse_qs, urljoin, urlsplit

from bs4 import Tag

from pipeline.clean.drafts import Link
from pipeline.clean.html.tree import attribute, visible_text


def resolve(tag: Tag, base: str | None) -> str | None:
    """Return the absolute address that a link leads to; None for one inside the page, or none."""
    href = attribute(tag, "href")
    if not href or href.startswith(("#", "javascript:", "mailto:")):
        return None
    try:
        return urljoin(base or "", href)
    except ValueError:
        return None


def read_card(tag: Tag, base: str | None) -> tuple[str, Link] | None:
    """Read a card as one line of a citation, title | author | publication, and its link."""
    link = tag if tag.name == "a" else tag.find("a", href=True)
    title = tag.select_one("[class*=title]")
    url = resolve(link, base) if isinstance(link, Tag) else None
    if url is None or title is None or not visible_text(title):
        return None
    parts = [visible_text(title)]
    for selector, before in (("[class*=author]", "By "), ("[class*=publisher]", "")):
        part = tag.select_one(selector)
        if part is not None and visible_text(part):
            parts.append(before + visible_text(part))
    return " | ".join(parts), Link(text=parts[0], url=url)


def read_frame(tag: Tag) -> Link | None:
    """Read a link card of Hatena Blog: it names the linked page in its frame's title."""
    source, title = attribute(tag, "src"), attribute(tag, "title")
    if not source or not title or "embed" not in source:
        return None
    linked = parse_qs(urlsplit(source).query).get("url", [""])[0]
    return Link(text=title, url=linked) if linked.startswith("http") else None
