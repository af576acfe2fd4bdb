"""The text of a piece of HTML as blocks: what a reader sees, with what the markup says of it.

Kept with their sense: ruby (the base, and its reading in brackets after it), tables (a row a line),
lists (an item a line; nothing is added), quotes, footnotes, embedded tweets, superscripts.
Left out: scripts, forms, hidden text, share buttons, adverts, related posts, tables of contents.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urljoin, urlsplit

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from pipeline.clean.boilerplate import classify_furniture
from pipeline.clean.drafts import Block, BlockKind, Link
from pipeline.clean.html.elements import (
    BACK_LINKS,
    BLOCK_NAMES,
    BLOCK_TAGS,
    HEADINGS,
    HIDDEN,
    SKIPPED,
    SPACED,
    holds_footnotes,
    is_layout_table,
    is_numbered_note,
    read_table_text,
)
from pipeline.clean.html.markup import is_caption, is_card, is_credit, is_dropped, is_more_link
from pipeline.clean.html.tree import attribute, classes, visible_text
from pipeline.documents import Record

_CJK = r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]"
_SOURCE_BREAK = re.compile(rf"(?<={_CJK})[ \t]*[\r\n]\s*(?={_CJK})")
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
    flow = _Flow(base)
    flow.walk(root, 0)
    flow.end_line()
    return Content(blocks=tuple(flow.blocks), more=flow.more)


class _Flow:
    """Gathers inline text into lines, and lines into blocks."""

    def __init__(self, base: str | None) -> None:
        self.blocks: list[Block] = []
        self.more: str | None = None
        self._base = base
        self._text: list[str] = []
        self._links: list[Link] = []
        self._gap = 0
        self._kinds: list[BlockKind] = ["paragraph"]
        self._quotes = 0
        self._lists = 0
        self._hrefs: list[str] = []
        self._note: int | None = None
        self._marker = ""
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
                    self._add_text(str(child))
            elif isinstance(child, Tag):
                self._read_tag(child, depth + 1)

    def end_line(self, gap: int = 0) -> None:
        """End the line; a blank one widens the gap before the next."""
        raw = "".join(self._text)
        links, self._text, self._links = tuple(self._links), [], []
        if self._hrefs and raw.strip():  # a link around whole paragraphs
            links = (*links, Link(text=re.sub(r"\s+", " ", raw).strip(), url=self._hrefs[-1]))
        text = re.sub(r"[ \t\r\n\f]+", " ", _SOURCE_BREAK.sub("", raw)).strip(" \u00a0")
        if not text.strip(" \u3000\u00a0\u200b"):
            self._gap = max(self._gap, gap)
            return
        text, self._marker = self._marker + text, ""
        self.blocks.append(
            Block(
                text=text, kind=self._kinds[-1], gap=self._gap, links=links, quoted=self._quotes > 0
            )
        )
        self._gap = gap

    def _add_text(self, text: str) -> None:
        self._text.append(text)

    def _read_tag(self, tag: Tag, depth: int) -> None:
        name = tag.name.lower() if tag.name else ""
        if name in SKIPPED or depth > MAX_DEPTH or self._is_dropped(tag, name):
            if depth > MAX_DEPTH:
                self._add_text(tag.get_text(" "))
            return
        if is_card(classes(tag)):
            self._read_card(tag)
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
        kind = self._kind_of(tag, name)
        space = 1 if name in SPACED else 0
        if is_numbered_note(tag):
            self.end_line(space)
            self._add_text(re.sub(r"\s+", " ", tag.get_text(" ")).strip())
            self.end_line(space)
            return
        self.end_line(space)
        self._gap = max(self._gap, space)
        if kind is not None:
            self._kinds.append(kind)
        self.walk(tag, depth)
        self.end_line(space)
        self._gap = max(self._gap, space)
        if kind is not None:
            self._kinds.pop()

    def _kind_of(self, tag: Tag, name: str) -> BlockKind | None:
        names = classes(tag)
        if name == "figcaption" or is_caption(names):
            figure = tag.find_parent("figure")
            is_quote = isinstance(figure, Tag) and figure.find("blockquote") is not None
            return "card" if is_quote else "caption"
        if is_credit(names):
            return "credit"
        return "heading" if name in HEADINGS else None

    def _read_inline(self, tag: Tag, name: str, depth: int) -> None:
        kind = self._kind_of(tag, name)
        if kind is not None:  # <span class="caption"> stands on its own
            self.end_line()
            self._kinds.append(kind)
            self.walk(tag, depth)
            self.end_line()
            self._kinds.pop()
        else:
            self.walk(tag, depth)

    def _read_br(self, tag: Tag, depth: int) -> None:
        blank = not "".join(self._text).strip()
        self.end_line()
        if blank:
            self._gap += 1
        self.walk(tag, depth)  # lxml nests what follows a malformed <br>

    def _read_hr(self, tag: Tag, depth: int) -> None:
        self.end_line(2)
        self._gap = max(self._gap, 2)

    def _read_a(self, tag: Tag, depth: int) -> None:
        text = visible_text(tag)
        if classify_furniture(text) == "more":
            self._note_more(tag)
            return
        if text in BACK_LINKS:
            return
        url = self._resolve(tag)
        if url is None or not text:
            self.walk(tag, depth)
            return
        if tag.find(BLOCK_NAMES) is None:
            self.walk(tag, depth)
            self._links.append(Link(text=text, url=url))
            return
        self.end_line()
        self._hrefs.append(url)
        self.walk(tag, depth)
        self.end_line()
        self._hrefs.pop()

    def _resolve(self, tag: Tag) -> str | None:
        href = attribute(tag, "href")
        if not href or href.startswith(("#", "javascript:", "mailto:")):
            return None
        try:
            return urljoin(self._base or "", href)
        except ValueError:
            return None

    def _read_card(self, tag: Tag) -> None:
        """Read a card as one line of a citation: title, author, publication."""
        link = tag if tag.name == "a" else tag.find("a", href=True)
        title = tag.select_one("[class*=title]")
        url = self._resolve(link) if isinstance(link, Tag) else None
        if url is None or title is None or not visible_text(title):
            return
        parts = [visible_text(title)]
        for selector, before in (("[class*=author]", "By "), ("[class*=publisher]", "")):
            part = tag.select_one(selector)
            if part is not None and visible_text(part):
                parts.append(before + visible_text(part))
        self.end_line(1)
        card = Block(
            text=" | ".join(parts), kind="card", gap=1, links=(Link(text=parts[0], url=url),)
        )
        self.blocks.append(card)
        self._gap = 1

    def _read_img(self, tag: Tag, depth: int) -> None:
        alt = attribute(tag, "alt") or ""
        if alt and len(alt) <= 4 and not re.search(r"[\w]", alt):
            self._add_text(alt)  # emoji that a script turned into a picture

    def _read_ruby(self, tag: Tag, depth: int) -> None:
        gloss = "".join(visible_text(rt) or rt.get_text() for rt in tag.find_all("rt")).strip()
        for child in tag.children:
            if isinstance(child, NavigableString):
                self._add_text(str(child).strip())
            elif isinstance(child, Tag) and child.name not in ("rt", "rp", "rtc"):
                self._read_tag(child, depth + 1)
        if gloss:
            self._add_text(f"（{gloss}）")

    def _read_sup(self, tag: Tag, depth: int) -> None:
        text = visible_text(tag)
        before = "".join(self._text)[-1:]
        if (
            re.fullmatch(r"[+-]?\d{1,3}", text)
            and re.match(r"[0-9A-Za-z]", before)
            and tag.find("a") is None
        ):
            self._add_text(text.translate(_SUPERSCRIPTS))
        else:
            self.walk(tag, depth)

    def _read_pre(self, tag: Tag, depth: int) -> None:
        self.end_line(1)
        for line in tag.get_text().split("\n"):
            self._add_text(line)
            self.end_line()
        self._gap = max(self._gap, 1)

    def _read_blockquote(self, tag: Tag, depth: int) -> None:
        self.end_line(1)
        if "wp-embedded-content" in classes(tag):
            self._read_block(tag, "p", depth)
            return
        is_tweet = "twitter-tweet" in classes(tag)
        self._quotes += 1
        if is_tweet:
            self._kinds.append("embed")
        self._read_block(tag, "blockquote", depth)
        if is_tweet:
            self._kinds.pop()
        self._quotes -= 1

    def _read_list(self, tag: Tag, depth: int) -> None:
        self.end_line(1 if not self._lists else 0)
        self._lists += 1
        self._kinds.append("item")
        outer, self._note = self._note, 0 if holds_footnotes(tag) else None
        self.walk(tag, depth)
        self.end_line()
        self._note = outer
        self._kinds.pop()
        self._lists -= 1
        self._gap = max(self._gap, 0 if self._lists else 1)

    def _read_li(self, tag: Tag, depth: int) -> None:
        self.end_line()
        if self._note is not None:
            self._note += 1
            self._marker = f"[{self._note}] "
        self.walk(tag, depth)
        self.end_line()

    def _read_table(self, tag: Tag, depth: int) -> None:
        if "tr-caption-container" in classes(tag) or is_layout_table(tag):
            self._read_block(tag, "table", depth)
            return
        self.end_line(1)
        text = read_table_text(tag)
        if text:
            quoted = self._quotes > 0
            gap = max(1, self._gap)
            self.blocks.append(Block(text=text, kind="table", gap=gap, quoted=quoted))
        self._gap = 1

    def _read_iframe(self, tag: Tag, depth: int) -> None:
        """A link card of Hatena Blog names the linked page in its frame's title."""
        source, title = attribute(tag, "src"), attribute(tag, "title")
        if not source or not title or "embed" not in source:
            return
        linked = parse_qs(urlsplit(source).query).get("url", [""])[0]
        if linked.startswith("http"):
            self.end_line(1)
            self._add_text(title)
            self._links.append(Link(text=title, url=linked))
            self.end_line(1)

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
