"""Elements that hold all posts of a day: parted into one element a post."""

from __future__ import annotations

from collections.abc import Sequence

from bs4 import BeautifulSoup, Tag

from pipeline.clean.html.layouts import Layout
from pipeline.clean.html.tree import attribute, is_inside, select_all, visible_text

MAX_POSTS = 200  # titles in one element


def split_shared(soup: BeautifulSoup, layout: Layout, containers: Sequence[Tag]) -> list[Tag]:
    """Put each post of an element that holds several into an element of its own.

    An element is parted before each of its titles where every title links to a page of its own and
    a text stands under each.
    """
    parted: list[Tag] = []
    for container in containers:
        starts = _find_starts(container, layout)
        parted.extend(_part(soup, container, starts) if starts else [container])
    return parted


def _find_starts(container: Tag, layout: Layout) -> list[Tag]:
    """Return the children that begin a post each; none when the element holds one post."""
    bodies = select_all(container, layout.body)[: 2 * MAX_POSTS]
    for selector in layout.title:
        titles = [
            tag
            for tag in container.select(selector, limit=MAX_POSTS)
            if visible_text(tag) and not any(is_inside(tag, body) for body in bodies)
        ]
        if titles:
            break
    else:
        return []
    links = [_find_address(tag) for tag in titles]
    if len(titles) < 2 or None in links or len(set(links)) < len(links):
        return []
    starts = [_climb(tag, container) for tag in titles]
    if len({id(tag) for tag in starts}) < len(starts):
        return []
    held = {id(_climb(body, container)) for body in bodies}
    places = {id(tag): place for place, tag in enumerate(starts)}
    texts = [False] * len(starts)
    place = -1
    for child in container.find_all(True, recursive=False):
        place = places.get(id(child), place)
        if place >= 0 and id(child) in held:
            texts[place] = True
    return [_pull_back(tag, layout) for tag in starts] if all(texts) else []


def _find_address(title: Tag) -> str | None:
    link = title if title.name == "a" else title.find("a", href=True)
    return attribute(link, "href") if isinstance(link, Tag) else None


def _climb(tag: Tag, container: Tag) -> Tag:
    """Return the child of an element that holds a tag."""
    while isinstance(tag.parent, Tag) and tag.parent is not container:
        tag = tag.parent
    return tag


def _pull_back(start: Tag, layout: Layout) -> Tag:
    """A date header and a named anchor right before a title belong to its post."""
    before = start.find_previous_sibling()
    while isinstance(before, Tag):
        anchor = before.name == "a" and not visible_text(before)
        day = any(before.css.match(selector) for selector in layout.day)
        if not anchor and not day:
            break
        start, before = before, before.find_previous_sibling()
    return start


def _part(soup: BeautifulSoup, container: Tag, starts: Sequence[Tag]) -> list[Tag]:
    begins = {id(tag) for tag in starts}
    parts: list[Tag] = []
    for child in list(container.children):
        if id(child) in begins:
            parts.append(soup.new_tag("div"))
        if parts:
            parts[-1].append(child.extract())
    for part in parts:
        container.append(part)
    return parts
