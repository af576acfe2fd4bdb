"""A list of posts in a theme that no layout knows.

Like elements stand side by side, each with a heading, sentences, and an address or date of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bs4 import Tag

from pipeline.clean.drafts import Context
from pipeline.clean.html.markup import is_foreign_container
from pipeline.clean.html.post_dates import find_date_near
from pipeline.clean.html.tree import classes, visible_text

MIN_TEXT = 30  # characters of sentences that make a post
MAX_GROUPS = 2000  # parents that are looked at; a page has a few hundred
_PARENTS = ("div", "main", "section", "ul", "ol", "td", "article")
_HEADING = "h1, h2, h3, h4, h5, [class*=title i], [class*=ttl i], [class*=head i]"


def find_repeated_posts(root: Tag, running: Mapping[int, int], context: Context) -> list[Tag]:
    """Return the elements of a list of posts; none when the page has no such list.

    Args:
        running: Characters of running text by element, see `density.count_running`.
    """
    total = running.get(id(root), 0)
    best: list[Tag] = []
    best_length = 0
    parents = [root, *root.find_all(_PARENTS)]
    for parent in parents[:MAX_GROUPS]:
        if running.get(id(parent), 0) < 2 * MIN_TEXT:
            continue
        if is_foreign_container(classes(parent)) or parent.find_parent(["aside", "nav", "footer"]):
            continue
        for group in _group_children(parent):
            members = [tag for tag in group if running.get(id(tag), 0) >= MIN_TEXT]
            if len(members) < 2 or not all(_is_post(tag, context) for tag in members):
                continue
            length = sum(running.get(id(tag), 0) for tag in members)
            if length > best_length:
                best, best_length = members, length
    return best if best_length >= 0.5 * total else []


def _group_children(parent: Tag) -> list[list[Tag]]:
    groups: dict[tuple[str, tuple[str, ...]], list[Tag]] = {}
    for child in parent.find_all(True, recursive=False):
        names = tuple(sorted(re.sub(r"\d+", "", name) for name in child.get("class") or []))
        groups.setdefault((child.name, names), []).append(child)
    return [group for group in groups.values() if len(group) > 1]


def _is_post(tag: Tag, context: Context) -> bool:
    heading = tag.select_one(_HEADING)
    if heading is None or not visible_text(heading) or visible_text(heading).startswith("Re:"):
        return False
    if heading.find("a", href=True) is not None or heading.find_parent("a", href=True) is not None:
        return True
    return find_date_near(tag, tag, None, context)[0]  # type: ignore[arg-type]
