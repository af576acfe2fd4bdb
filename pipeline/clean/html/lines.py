"""Inline text gathered into lines, and lines into blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.clean.drafts import Block, BlockKind, Link

_CJK = r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]"
_SOURCE_BREAK = re.compile(rf"(?<={_CJK})[ \t]*[\r\n]\s*(?={_CJK})")


class Lines:
    """What a reader of markup adds its text to.

    Attributes:
        blocks: The lines that have ended.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._text: list[str] = []
        self._links: list[Link] = []
        self._gap = 0
        self._kinds: list[BlockKind] = ["paragraph"]
        self._around: list[str] = []  # addresses of links around whole paragraphs
        self._quotes = 0
        self._marker = ""

    def add_text(self, text: str) -> None:
        """Add to the line."""
        self._text.append(text)

    def add_link(self, text: str, url: str) -> None:
        """Note that a part of the line leads somewhere."""
        self._links.append(Link(text=text, url=url))

    def pending(self) -> str:
        """Return the line as it is so far."""
        return "".join(self._text)

    def mark(self, marker: str) -> None:
        """Put something before the next line that is not blank."""
        self._marker = marker

    def widen(self, gap: int) -> None:
        """Leave at least so many blank lines before the next one."""
        self._gap = max(self._gap, gap)

    def break_line(self) -> None:
        """End the line; a second break in a row leaves one blank line more."""
        blank = not self.pending().strip()
        self.end_line()
        self._gap += blank

    def end_line(self, gap: int = 0) -> None:
        """End the line; a blank one widens the gap before the next."""
        raw = self.pending()
        links, self._text, self._links = tuple(self._links), [], []
        if self._around and raw.strip():
            links = (*links, Link(text=re.sub(r"\s+", " ", raw).strip(), url=self._around[-1]))
        text = re.sub(r"[ \t\r\n\f]+", " ", _SOURCE_BREAK.sub("", raw)).strip(" \u00a0")
        if not text.strip(" \u3000\u00a0\u200b"):
            self.widen(gap)
            return
        text, self._marker = self._marker + text, ""
        self._add_block(text, self._kinds[-1], self._gap, links)
        self._gap = gap

    def add_table(self, text: str) -> None:
        """Add a table, a row a line; "" adds none."""
        self.end_line(1)
        if text:
            self._add_block(text, "table", max(1, self._gap), ())
        self._gap = 1

    def add_card(self, text: str, link: Link) -> None:
        """Add a link card: nobody's words, whoever is quoted around it."""
        self.end_line(1)
        self.blocks.append(Block(text=text, kind="card", gap=1, links=(link,)))
        self._gap = 1

    @contextmanager
    def within(self, kind: BlockKind | None) -> Iterator[None]:
        """Lines in here are of this kind; None changes nothing."""
        if kind is not None:
            self._kinds.append(kind)
        yield
        if kind is not None:
            self._kinds.pop()

    @contextmanager
    def linked(self, url: str) -> Iterator[None]:
        """Lines in here lead to this address."""
        self.end_line()
        self._around.append(url)
        yield
        self.end_line()
        self._around.pop()

    @contextmanager
    def quoted(self) -> Iterator[None]:
        """Lines in here are quoted."""
        self._quotes += 1
        yield
        self._quotes -= 1

    def _add_block(self, text: str, kind: BlockKind, gap: int, links: tuple[Link, ...]) -> None:
        quoted = self._quotes > 0
        self.blocks.append(Block(text=text, kind=kind, gap=gap, links=links, quoted=quoted))
