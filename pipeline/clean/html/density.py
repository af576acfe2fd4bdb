"""Where a page's running text is: elements weighed by their sentences, less what is linked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from pipeline.clean.html.markup import is_dropped, is_foreign_container
from pipeline.clean.html.tree import classes
from pipeline.documents import Record

MIN_PARAGRAPH = 15  # characters; shorter texts are labels and buttons
GAIN = 1.12  # how much more text an outer element must hold to be taken instead
_SENTENCE = re.compile(r"[。！？!?]|[.,]\s|、")
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "big", "br", "cite", "code", "em", "font", "i", "img", "kbd", "mark",
     "q", "rb", "rp", "rt", "ruby", "s", "small", "span", "strong", "sub", "sup", "time", "tt", "u",
     "wbr")
)  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "title", "figcaption"))
_OUTSIDE = frozenset(("nav", "footer", "aside", "form", "script", "style", "button", "select"))
_LIKELY = re.compile(r"article|entry|post|body|content|main|text|honbun|kiji|story|prose")


class Paragraph(Record, frozen=True, kw_only=True):
    """One run of text with the block element that holds it.

    Attributes:
        tag: The element.
        length: Characters that are not linked.
    """

    tag: object
    text: str
    length: int

    @property
    def is_running(self) -> bool:
        """It reads as sentences, not as a label or a row of links."""
        if isinstance(self.tag, Tag) and self.tag.name in _HEADINGS:
            return False
        if self.length >= 6 and self.text[-1] in "。！？":
            return True
        return self.length >= MIN_PARAGRAPH and bool(_SENTENCE.search(self.text))


def find_paragraphs(root: Tag) -> list[Paragraph]:
    """Return the texts below an element by the block element that holds each, in page order.

    What stands in widgets, comments, navigation and hidden parts is left out.
    """
    held: dict[int, list[str]] = {}
    linked: dict[int, int] = {}
    tags: dict[int, Tag] = {}
    left_out: dict[int, bool] = {}
    for node in root.descendants:
        if not isinstance(node, NavigableString) or isinstance(node, PreformattedString):
            continue
        text = re.sub(r"\s+", " ", str(node))
        if not text.strip() or node.parent is None:
            continue
        block, is_link = _find_block(node.parent)
        if _is_left_out(block, root, left_out):
            continue
        tags[id(block)] = block
        held.setdefault(id(block), []).append(text)
        if is_link:
            linked[id(block)] = linked.get(id(block), 0) + len(text.strip())
    found = []
    for key, pieces in held.items():
        text = "".join(pieces).strip()
        found.append(
            Paragraph(tag=tags[key], text=text, length=max(0, len(text) - linked.get(key, 0)))
        )
    return found


def find_text_root(root: Tag, paragraphs: Sequence[Paragraph] | None = None) -> Tag | None:
    """Find the smallest element that holds a page's or a part's running text; None without any."""
    running = [p for p in paragraphs or find_paragraphs(root) if p.is_running]
    if not running:
        return None
    scores: dict[int, float] = {}
    totals: dict[int, int] = {}
    tags: dict[int, Tag] = {}
    for paragraph in running:
        share = 1.0
        for depth, tag in enumerate(_chain(paragraph.tag, root)):
            tags[id(tag)] = tag
            totals[id(tag)] = totals.get(id(tag), 0) + paragraph.length
            if depth <= 4:
                scores[id(tag)] = scores.get(id(tag), 0.0) + paragraph.length * share
                share *= 0.7
    best = tags[max(scores, key=lambda key: scores[key] * _weight(tags[key]))]
    parent = best.parent
    while isinstance(parent, Tag) and id(parent) in totals:
        if totals[id(parent)] >= GAIN * totals[id(best)]:
            best = parent
        parent = parent.parent
    return best


def count_running(paragraphs: Sequence[Paragraph]) -> dict[int, int]:
    """Count the characters of running text inside every element, by the element's `id()`."""
    totals: dict[int, int] = {}
    for paragraph in paragraphs:
        tag = paragraph.tag
        while paragraph.is_running and isinstance(tag, Tag):
            totals[id(tag)] = totals.get(id(tag), 0) + paragraph.length
            tag = tag.parent
    return totals


def _find_block(tag: Tag) -> tuple[Tag, bool]:
    is_link = False
    while tag.name in _INLINE and isinstance(tag.parent, Tag):
        is_link = is_link or tag.name == "a"
        tag = tag.parent
    return tag, is_link


def _is_left_out(tag: Tag, root: Tag, known: dict[int, bool]) -> bool:
    climbed: list[int] = []
    answer = False
    current: Tag | None = tag
    while current is not None and id(current) not in known:
        climbed.append(id(current))
        is_top = current is root or current.name in ("body", "html", "[document]")
        if _is_outside(current) or (not is_top and _is_furniture(current)):
            answer = True
            break
        current = None if is_top else current.parent
    else:
        answer = current is not None and known[id(current)]
    known.update(dict.fromkeys(climbed, answer))
    return answer


def _is_outside(tag: Tag) -> bool:
    """An aside inside an article is a note to it, unless it is full of links."""
    if tag.name == "aside" and tag.find_parent("article") is not None:
        return len(tag.find_all("a", limit=3)) > 2
    return tag.name in _OUTSIDE


def _is_furniture(tag: Tag) -> bool:
    if tag.get("hidden") is not None:
        return True
    names = classes(tag)
    # Blogger calls its column of posts a widget too: <div class="widget Blog" id="Blog1">.
    own = names >= {"widget", "blog"}
    return not own and (is_dropped(names) or is_foreign_container(names))


def _chain(tag: object, root: Tag) -> list[Tag]:
    chain = []
    while isinstance(tag, Tag) and tag.name not in ("html", "[document]"):
        chain.append(tag)
        if tag is root:
            break
        tag = tag.parent
    return chain


def _weight(tag: Tag) -> float:
    weight = (
        1.3 if _LIKELY.search(" ".join(classes(tag))) or tag.name in ("article", "main") else 1.0
    )
    return weight * (0.8 if tag.name == "body" else 1.0)
