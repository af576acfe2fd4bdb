"""Parsing HTML, and looking things up in its tree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

_BAD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def parse_html(text: str) -> BeautifulSoup:
    """Parse HTML however broken."""
    markup = _DECLARATION.sub("", _BAD.sub(" ", text), count=1)
    return BeautifulSoup(markup if "<" in markup else f"<p>{markup}", "lxml")


def classes(tag: Tag) -> frozenset[str]:
    """Return a tag's class names and id, lower case."""
    names = tag.get("class") or ""
    listed = names.split() if isinstance(names, str) else list(names)
    own_id = tag.get("id")
    return frozenset(
        name.lower() for name in [*listed, own_id if isinstance(own_id, str) else ""] if name
    )


def attribute(tag: Tag, *names: str) -> str | None:
    """Return the first of a tag's attributes that has a value."""
    for name in names:
        value = tag.get(name)
        if isinstance(value, list):
            value = " ".join(value)
        if value and value.strip():
            return value.strip()
    return None


def select_all(tag: Tag, selectors: Iterable[str]) -> list[Tag]:
    """Return the matches of the first selector that has any."""
    for selector in selectors:
        found = tag.select(selector)
        if found:
            return list(found)
    return []


def select_first(tag: Tag, selectors: Iterable[str]) -> Tag | None:
    """Return the first match of the first selector that has any."""
    listed = tuple(selectors)
    if not listed or tag.select_one(", ".join(listed)) is None:
        return None
    for selector in listed:
        found = tag.select_one(selector)
        if found is not None:
            return found
    return None


def visible_text(tag: Tag) -> str:
    """Return a tag's text on one line, scripts left out."""
    return re.sub(r"[ \t\r\n\f\xa0]+", " ", "".join(_strings(tag))).strip()


def is_inside(tag: Tag, outer: Tag | None) -> bool:
    """Say whether a tag stands inside another."""
    return outer is not None and any(parent is outer for parent in tag.parents)


def _strings(tag: Tag) -> Iterator[str]:
    for node in tag.descendants:
        if isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            parent = node.parent
            if parent is None or parent.name not in ("script", "style", "template", "rt", "rp"):
                yield str(node)
