"""What the kinds of HTML elements mean for the text that is read out of them."""

from __future__ import annotations

import re

from bs4 import Tag

from pipeline.clean.drafts import BlockKind
from pipeline.clean.html.markup import is_caption, is_credit
from pipeline.clean.html.tree import classes, visible_text

SKIPPED = frozenset((
    "script", "style", "noscript", "template", "form", "input", "select", "textarea", "button",
    "nav", "svg", "canvas", "object", "embed", "audio", "video", "map", "head", "link", "meta",
    "dialog", "menu", "rp",
))  # fmt: skip
BLOCK_TAGS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "html", "li", "main", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
SPACED = frozenset((
    "p", "blockquote", "ul", "ol", "dl", "table", "pre", "h1", "h2", "h3", "h4", "h5", "h6",
    "figure", "hr",
))  # fmt: skip
BLOCK_NAMES = sorted(BLOCK_TAGS)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BACK_LINKS = frozenset(("↩", "↩︎", "↩\ufe0e", "↑", "^", "⏎", "▲", "↵"))
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def holds_footnotes(tag: Tag) -> bool:
    """Say whether a list is one of footnotes, whose numbers the text points to."""
    around = [tag, *list(tag.parents)[:2]]
    return tag.name == "ol" and any(
        name.startswith(("footnote", "endnote")) for one in around for name in classes(one)
    )


def read_kind(tag: Tag, name: str) -> BlockKind | None:
    """Return the kind of an element's lines; None when they are of the kind around it.

    Args:
        name: The tag's name, lower case.
    """
    names = classes(tag)
    if name == "figcaption" or is_caption(names):
        figure = tag.find_parent("figure")
        is_quote = isinstance(figure, Tag) and figure.find("blockquote") is not None
        return "card" if is_quote else "caption"
    if is_credit(names):
        return "credit"
    return "heading" if name in HEADINGS else None


def is_layout_table(table: Tag) -> bool:
    """Say whether a table only arranges a page: headings or long text in its cells, or one cell."""
    if table.find(["table", "h1", "h2", "h3", "blockquote", "article"]) is not None:
        return True
    cells = table.find_all(["td", "th"])
    rows = table.find_all("tr")
    if len(cells) <= 1 or len(rows) == len(cells) == 1:
        return True
    longest = max((len(visible_text(cell)) for cell in cells), default=0)
    one_column = len(rows) == len(cells) and "。" in visible_text(table)
    return longest > 400 or (one_column and longest > 50)


def read_table_text(table: Tag) -> str:
    """Return a table's text, a row a line; the first line is its caption."""
    lines = []
    caption = table.find("caption")
    if isinstance(caption, Tag):
        lines.append(visible_text(caption))
    for row in table.find_all("tr"):
        cells = [visible_text(cell) for cell in row.find_all(["td", "th"])]
        if any(cells):
            lines.append(" ".join(cell for cell in cells if cell))
    return "\n".join(lines)


def is_numbered_note(tag: Tag) -> bool:
    """Say whether an element is one footnote, its number in an element of its own."""
    if not any(re.fullmatch(r"footnote(?:[-_]item)?|fn", name) for name in classes(tag)):
        return False
    children = tag.find_all(True, recursive=False)
    return len(children) == 2 and bool(
        re.fullmatch(r"\D{0,2}\d{1,3}\D{0,2}", visible_text(children[0]))
    )
