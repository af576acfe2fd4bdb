"""A passage with its hits and the tables: what the rules share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.enrich.grammar import Grammar
from pipeline.enrich.index import NameIndex
from pipeline.enrich.matcher import Hits
from pipeline.enrich.passage import Passage
from pipeline.enrich.spans import Span

if TYPE_CHECKING:
    from pipeline.enrich.context import Context


@dataclass(frozen=True, slots=True)
class Reading:
    """One passage, read with one lexicon and one grammar.

    Attributes:
        context: What the words around a name say.
        classes: Class nouns with their modifiers by where they start; the longest of each place.
    """

    passage: Passage
    hits: Hits
    grammar: Grammar
    index: NameIndex
    classes: dict[int, Span]
    branches: tuple[str, ...]
    context: Context

    @property
    def text(self) -> str:
        """The folded text."""
        return self.passage.text
