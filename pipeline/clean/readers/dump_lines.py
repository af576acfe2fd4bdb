"""The lines of a page's visible text."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.clean.drafts import Block
from pipeline.clean.text import normalise_line


class Text(NamedTuple):
    """One non-blank line.

    Attributes:
        number: Line number in the file, from 1.
        gap: Blank lines before it.
        block: The block of a page that the line is; None in a text.
    """

    number: int
    gap: int
    text: str
    block: Block | None = None


def read_lines(text: str) -> list[Text]:
    """Return the non-blank lines of a text with the blank lines before each."""
    lines: list[Text] = []
    gap = 0
    for number, raw in enumerate(normalise_lines(text), start=1):
        line = normalise_line(raw)
        if not line:
            gap += 1
            continue
        lines.append(Text(number, gap, line))
        gap = 0
    return lines


def normalise_lines(text: str) -> list[str]:
    """Split into lines at line feeds only, whatever the line ends were."""
    return re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", text).split("\n")
