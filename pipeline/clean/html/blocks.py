"""The text of a piece of HTML as blocks: what a reader sees, with what the markup says of it.

Kept with their sense: ruby (the base, and its reading in brackets after it), tables (a row a line),
lists (an item a line; nothing is added), quotes, footnotes, embedded tweets, superscripts.
Left out: scripts, forms, hidden text, share buttons, adverts, related posts, tables of contents.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urljoin

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from pipeline.clean.boilerplate import classify_furniture
from pipeline.clean.drafts import Block, BlockKind
from pipeline.clean.html.cards import read_card, read_frame, resolve
from pipeline.clean.html.elements import (
    BACK_LINKS,
    BLOCK_NAMES,
    BLOCK_TAGS,
    HIDDEN,
    SKIPPED,
    SPACED,
    holds_footnotes,
    is_layout_table,
    is_numbered_note,
    read_kind,
    read_table_text,
)
from pipeline.clean.html.lines import Lines
from pipeline.clean.html.markup import is_card, is_dropped, is_more_link
from pipeline.clean.html.tree import attribute, classes, visible_text
from pipeline.documents import Record

_SUPERSCRIPTS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
MAX_DEPTH = 120  # elements inside elements; deeper ones are read as their text


class Content(Record, frozen=True, kw_only=True):
    """The blocks of a piece of HTML.

    Attributes:
        more: The address of a "read on" link that ended it, "" for one without address, else None.
    """

    blocks: tuple[Block, ...]
    more: str | None = None


def read_blocks(root: Tag, base: str | None = None) -> Content:
    """Read a piece of HTML as blocks.

    Args:
        base: Address that relative links are resolved against.
    """
    reader = _Reader(base)
    reader.walk(root, 0)
    reader.lines.end_line()
    return Content(blocks=tuple(reader.lines.blocks), more=reader.more)


class _Reader:
    """Walks the elements and writes what they show into lines."""

    def __init__(self, base: str | None) -> None:
        self.lines = Lines()
        self.more: str | None = None
        self._base = base
        self._lists = 0
        self._note: int | None = None
        self._special: dict[str, Callable[[Tag, int], None]] = {
            "a": self._read_a,
            "blockquote": self._read_blockquote,
            "br": self._read_br,
            "cite": self._read_cite,
            "hr": self._read_hr,
            "iframe": self._read_iframe,
            "img": self._read_img,
            "li": self._read_li,
            "ol": self._read_list,
            "pre": self._read_pre,
            "ruby": self._read_ruby,
            "sup": self._read_sup,
            "table": self._read_table,
            "ul": self._read_list,
        }

    def walk(self, node: Tag, depth: int) -> None:
        """Read the children of an element."""
        for child in node.children:
            if isinstance(child, NavigableString):
                if not isinstance(child, PreformattedString):
                    self.lines.add_text(str(child))
            elif isinstance(child, Tag):
                self._read_tag(child, depth + 1)

    def _read_tag(self, tag: Tag, depth: int) -> None:
        name = tag.name.lower() if tag.name else ""
        if name in SKIPPED or depth > MAX_DEPTH or self._is_dropped(tag, name):
            if depth > MAX_DEPTH:
                self.lines.add_text(tag.get_text(" "))
            return
        if is_card(classes(tag)):
            if card := read_card(tag, self._base):
                self.lines.add_card(*card)
            return
        special = self._special.get(name)
        if special is not None:
            special(tag, depth)
        elif name in BLOCK_TAGS:
            self._read_block(tag, name, depth)
        else:
            self._read_inline(tag, name, depth)

    def _is_dropped(self, tag: Tag, name: str) -> bool:
        if tag.get("hidden") is not None or HIDDEN.search(attribute(tag, "style") or ""):
            return True
        if name in ("body", "html", "main"):
            return False
        names = classes(tag)
        if "twitter-tweet" in names:
            return False
        if is_more_link(names) and len(visible_text(tag)) < 80:
            self._note_more(tag if name == "a" else tag.find("a"))
            return True
        if is_dropped(names):
            return name not in ("h1", "h2", "h3") or "widget" in names
        return False

    def _read_block(self, tag: Tag, name: str, depth: int) -> None:
        space = 1 if name in SPACED else 0
        self.lines.end_line(space)
        if is_numbered_note(tag):
            self.lines.add_text(re.sub(r"\s+", " ", tag.get_text(" ")).strip())
            self.lines.end_line(space)
            return
        self.lines.widen(space)
        with self.lines.within(read_kind(tag, name)):
            self.walk(tag, depth)
            self.lines.end_line(space)
        self.lines.widen(space)

    def _read_inline(self, tag: Tag, name: str, depth: int) -> None:
        kind = read_kind(tag, name)
        if kind is None:
            self.walk(tag, depth)
            return
        self.lines.end_line()  # <span class="caption"> stands on its own
        with self.lines.within(kind):
            self.walk(tag, depth)
            self.lines.end_line()

    def _read_br(self, tag: Tag, depth: int) -> None:
        self.lines.break_line()
        self.walk(tag, depth)  # lxml nests what follows a malformed <br>

    def _read_hr(self, tag: Tag, depth: int) -> None:
        self.lines.end_line(2)
        self.lines.widen(2)

    def _read_a(self, tag: Tag, depth: int) -> None:
        text = visible_text(tag)
        if classify_furniture(text) == "more":
            self._note_more(tag)
            return
        if text in BACK_LINKS:
            return
        url = resolve(tag, self._base)
        if url is None or not text:
            self.walk(tag, depth)
        elif tag.find(BLOCK_NAMES) is None:
            self.walk(tag, depth)
            self.lines.add_link(text, url)
        else:
            with self.lines.linked(url):
                self.walk(tag, depth)

    def _read_img(self, tag: Tag, depth: int) -> None:
        alt = attribute(tag, "alt") or ""
        if alt and len(alt) <= 4 and not re.search(r"[\w]", alt):
            self.lines.add_text(alt)  # emoji that a script turned into a picture

    def _read_ruby(self, tag: Tag, depth: int) -> None:
        gloss = "".join(visible_text(rt) or rt.get_text() for rt in tag.find_all("rt")).strip()
        for child in tag.children:
            if isinstance(child, NavigableString):
                self.lines.add_text(str(child).strip())
            elif isinstance(child, Tag) and child.name not in ("rt", "rp", "rtc"):
                self._read_tag(child, depth + 1)
        if gloss:
            self.lines.add_text(f"（{gloss}）")

    def _read_sup(self, tag: Tag, depth: int) -> None:
        text = visible_text(tag)
        if (
            re.fullmatch(r"[+-]?\d{1,3}", text)
            and re.match(r"[0-9A-Za-z]", self.lines.pending()[-1:])
            and tag.find("a") is None
        ):
            self.lines.add_text(text.translate(_SUPERSCRIPTS))
        else:
            self.walk(tag, depth)

    def _read_pre(self, tag: Tag, depth: int) -> None:
        self.lines.end_line(1)
        for line in tag.get_text().split("\n"):
            self.lines.add_text(line)
            self.lines.end_line()
        self.lines.widen(1)

    def _read_blockquote(self, tag: Tag, depth: int) -> None:
        self.lines.end_line(1)
        if "wp-embedded-content" in classes(tag):
            self._read_block(tag, "p", depth)
            return
        kind: BlockKind | None = "embed" if "twitter-tweet" in classes(tag) else None
        with self.lines.quoted(), self.lines.within(kind):
            self._read_block(tag, "blockquote", depth)

    def _read_list(self, tag: Tag, depth: int) -> None:
        self.lines.end_line(0 if self._lists else 1)
        self._lists += 1
        outer, self._note = self._note, 0 if holds_footnotes(tag) else None
        with self.lines.within("item"):
            self.walk(tag, depth)
            self.lines.end_line()
        self._note = outer
        self._lists -= 1
        self.lines.widen(0 if self._lists else 1)

    def _read_li(self, tag: Tag, depth: int) -> None:
        self.lines.end_line()
        if self._note is not None:
            self._note += 1
            self.lines.mark(f"[{self._note}] ")
        self.walk(tag, depth)
        self.lines.end_line()

    def _read_table(self, tag: Tag, depth: int) -> None:
        if "tr-caption-container" in classes(tag) or is_layout_table(tag):
            self._read_block(tag, "table", depth)
        else:
            self.lines.add_table(read_table_text(tag))

    def _read_iframe(self, tag: Tag, depth: int) -> None:
        if link := read_frame(tag):
            self.lines.end_line(1)
            self.lines.add_text(link.text)
            self.lines.add_link(link.text, link.url)
            self.lines.end_line(1)

    def _read_cite(self, tag: Tag, depth: int) -> None:
        if "hatena-citation" in classes(tag) and isinstance(tag.find_previous("iframe"), Tag):
            return  # the card before it has named the page already
        self.walk(tag, depth)

    def _note_more(self, link: object) -> None:
        href = attribute(link, "href") if isinstance(link, Tag) else None
        try:
            self.more = urljoin(self._base or "", href) if href else self.more or ""
        except ValueError:
            self.more = ""
