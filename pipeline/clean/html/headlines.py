"""The title of an article that no layout points to: the heading over its text."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from pipeline.clean.html.facts import PageFacts
from pipeline.clean.html.markup import is_dropped, is_foreign_container
from pipeline.clean.html.tree import attribute, classes, is_inside, visible_text
from pipeline.clean.text import fold

MAX_TITLE = 300  # characters
_TITLE_CLASS = re.compile(
    r"title|ttl|headline|heading|subject|midashi|ently_outline|(?:^|[-_])head$"
)
_SITE_CLASS = re.compile(
    r"site|blog-?(?:title|name)|brand|logo|masthead|global|(?:^|[-_])header$|^header|banner|wrap(?:per)?-?title"
)
_EMPHASIS = ("b", "strong", "font", "center", "big", "th", "dt", "td", "span", "p")


def find_title(
    soup: BeautifulSoup, root: Tag | None, facts: PageFacts
) -> tuple[str | None, Tag | None]:
    """Find the title over a text, and its element where the page shows it.

    Args:
        root: The element of the running text.
    """
    said = facts.title or ""
    scored = [
        (score, place, tag)
        for place, tag in enumerate(_find_candidates(soup, root))
        if (score := _score(tag, said, facts)) > 0
    ]
    if scored:
        _, _, tag = max(scored, key=lambda item: (item[0], item[1]))
        return visible_text(tag), tag
    if said:
        return trim_site(said, facts.site), None
    return None, None


def trim_site(title: str, site: str | None) -> str:
    """Take the site's name off a page's title."""
    if site and fold(title).endswith(fold(site)) and len(title) > len(site) + 3:
        return title[: -len(site)].rstrip(" 　-|｜:：–—―«»<＜・")
    for separator in (r"\s*[|｜]\s*", r"\s+[-–—―]\s+", r"\s*::\s*|\s*[«»]\s*"):
        parts = re.split(separator, title)
        if len(parts) > 1 and len(parts[0]) >= 4:
            return parts[0]
    return title


def _find_candidates(soup: BeautifulSoup, root: Tag | None) -> list[Tag]:
    """Return what can be the title, in page order, up to the text's first paragraph or so."""
    found: list[Tag] = []
    weak: list[Tag] = []
    inside = 0
    for tag in (soup.body or soup).find_all(True):
        if root is not None and (tag is root or is_inside(tag, root)):
            inside += 1
            if inside > 25:
                break
        elif inside:
            break
        text = visible_text(tag)
        if not 1 < len(text) <= MAX_TITLE or _is_elsewhere(tag):
            continue
        names = " ".join(classes(tag))
        if tag.name in ("h1", "h2", "h3", "h4") or (_TITLE_CLASS.search(names) and len(text) > 2):
            found.append(tag)
        elif tag.name in _EMPHASIS and len(text) <= 80:
            weak.append(tag)
    return found or weak


def _score(tag: Tag, said: str, facts: PageFacts) -> float:
    text, page = fold(visible_text(tag)), fold(said)
    if not text:
        return 0.0
    score = {"h1": 0.9, "h2": 0.8, "h3": 0.7}.get(tag.name, 0.5)
    if page and (
        text == page or (len(text) >= 3 and text in page) or (len(page) >= 3 and page in text)
    ):
        score += 3 + (0.4 if page.startswith(text) else 0.0)
    if facts.site and text == fold(facts.site):
        score -= 5
    if _leads_home(tag, facts) or _is_site_name(tag):
        score -= 4
    if tag.name in _EMPHASIS and score < 2 and not page:
        score = 0.1
    return score


def _leads_home(tag: Tag, facts: PageFacts) -> bool:
    link = tag if tag.name == "a" else tag.find("a", href=True) or tag.find_parent("a", href=True)
    href = attribute(link, "href") if isinstance(link, Tag) else None
    if not href:
        return False
    path = urlsplit(href)
    return (
        path.path in ("", "/", "./", "index.html", "/index.html") and not path.query and href != "#"
    )


def _is_site_name(tag: Tag) -> bool:
    return any(
        _SITE_CLASS.search(name)
        for parent in [tag, *list(tag.parents)[:2]]
        for name in classes(parent)
    )


def _is_elsewhere(tag: Tag) -> bool:
    for parent in tag.parents:
        if parent.name in ("nav", "aside", "footer", "form", "head"):
            return True
        if parent.name in ("body", "html"):
            return False
        if is_foreign_container(classes(parent)) or is_dropped(classes(parent)):
            return True
    return False
