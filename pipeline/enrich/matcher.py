"""All aliases of the lexicon and all terms of the grammar, found in one pass over folded text.

Names are matched in lower case; boundaries, case and guards are checked per hit. Each alias stands
in the automaton in every writing that people use for it (see `build_writings`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import ahocorasick

from pipeline.enrich.fold import fold_name
from pipeline.enrich.guards import Guard, build_guard
from pipeline.enrich.passage import Passage
from pipeline.enrich.writings import build_writings, is_katakana
from pipeline.lexicon import Alias, Entity, Lexicon

_KATAKANA = re.compile(r"[ァ-ヺー]{4,}")
_DOTTED = re.compile(r"(?<![ァ-ヺー])[ァ-ヺー]++(?:[・=][ァ-ヺー]++){1,12}")
_DOT = re.compile(r"[・=]")
# A number that counts the thing named before it: HIMARS2両.
_COUNT = re.compile(r"[0-9]{1,4}(?:両|輌|基|機|隻|発|門|台|個|セット)")
_CURRENCIES = ("リラ", "ドル", "ルーブル", "ルピー", "ペソ", "ポンド", "フラン", "リアル", "マネー")


class Name(NamedTuple):
    """An alias in one writing, with what it names.

    Attributes:
        weak: A writing without its hyphen that is too short to stand alone (B2).
    """

    writing: str
    entity: Entity
    alias: Alias
    guard: Guard | None
    weak: bool = False


class Term(NamedTuple):
    """A word of the grammar: `category` says of which table, `data` what the table says of it."""

    category: str
    data: str


class Block(NamedTuple):
    """A string that never holds a mention."""

    guard: Guard | None


class Hit(NamedTuple):
    """A name, term or block at its place in the folded text."""

    start: int
    end: int
    found: Name | Term | Block

    @property
    def name(self) -> Name:
        """What was found, where it is known to be a name.

        Raises:
            TypeError: It is not.
        """
        if not isinstance(self.found, Name):
            raise TypeError(f"{self.found} is no name")
        return self.found

    @property
    def term(self) -> Term:
        """What was found, where it is known to be a term.

        Raises:
            TypeError: It is not.
        """
        if not isinstance(self.found, Term):
            raise TypeError(f"{self.found} is no term")
        return self.found


class Hits:
    """The hits of one passage, by kind and place.

    Attributes:
        refused: Names at whose place all is right but nothing stands near that must; the rest of
            the document may still speak for them.
    """

    def __init__(self) -> None:
        self.names: list[Hit] = []
        self.refused: list[Hit] = []
        self.blocks: list[Hit] = []
        self.terms: dict[str, list[Hit]] = defaultdict(list)
        self.starting: dict[int, list[Hit]] = defaultdict(list)
        self.ending: dict[int, list[Hit]] = defaultdict(list)

    def add(self, hit: Hit) -> None:
        """Take in one hit."""
        if isinstance(hit.found, Term):
            self.terms[hit.found.category].append(hit)
            self.starting[hit.start].append(hit)
            self.ending[hit.end].append(hit)
        elif isinstance(hit.found, Name):
            self.names.append(hit)
        else:
            self.blocks.append(hit)

    def longest_ending(self, end: int, *categories: str) -> Hit | None:
        """Return the longest term of these categories that ends at a place."""
        return min(_of(self.ending.get(end, ()), categories), key=lambda h: h.start, default=None)

    def longest_starting(self, start: int, *categories: str) -> Hit | None:
        """Return the longest term of these categories that starts at a place."""
        return max(_of(self.starting.get(start, ()), categories), key=lambda h: h.end, default=None)


class Matcher:
    """The automaton over every name and term.

    Attributes:
        size: Strings that it looks for.

    Args:
        lexicon: Entities and blocked strings.
        terms: Words of the grammar as (word, category, data).
    """

    def __init__(self, lexicon: Lexicon, terms: Iterable[tuple[str, str, str]]) -> None:
        table: dict[str, list[Name | Term | Block]] = defaultdict(list)
        for entity in lexicon.entities:
            for alias in entity.names():
                if alias.extract:
                    guard = build_guard(alias)
                    for writing, weak in build_writings(alias.text):
                        name = Name(writing, entity, alias, guard, weak)
                        table[writing.lower()].append(name)
        for blocked in lexicon.blocked:
            table[fold_name(blocked.text).lower()].append(Block(build_guard(blocked)))
        for word, category, data in terms:
            table[fold_name(word).lower()].append(Term(category, data))
        self._dotless = {key: found for key, found in table.items() if _KATAKANA.fullmatch(key)}
        self._automaton: Any = ahocorasick.Automaton()
        for key, found in table.items():
            if key:
                self._automaton.add_word(key, (len(key), tuple(found)))
        self._automaton.make_automaton()
        self.size = len(self._automaton)

    def find(self, passage: Passage) -> Hits:
        """Find every name, term and block that its boundaries, case and guards admit."""
        hits = Hits()
        if not len(self._automaton):
            return hits
        for last, (length, found) in self._automaton.iter(passage.folded.lower):
            start, end = last + 1 - length, last + 1
            if not _stands_free(passage, start, end):
                continue
            for one in found:
                _take(hits, passage, Hit(start, end, one))
        for start, end, key in _dotted_parts(passage.folded.lower):
            for one in self._dotless.get(key, ()):
                if isinstance(one, Name):
                    _take(hits, passage, Hit(start, end, one))
        return hits


def _stands_free(passage: Passage, start: int, end: int) -> bool:
    """Refuse a Latin name inside a word and a katakana name inside a longer katakana word."""
    text = passage.text
    first, last = text[start], text[end - 1]
    if start > 0:
        before = text[start - 1]
        if _is_word(first) and _is_word(before):
            return False
        if is_katakana(first) and is_katakana(before) and start not in passage.boundaries:
            return False
    if end < len(text):
        after = text[end]
        if _is_word(last) and _is_word(after):
            return last.isalpha() and _COUNT.match(text, end) is not None
        if is_katakana(last) and is_katakana(after) and end not in passage.boundaries:
            return text.startswith(_CURRENCIES, end)
    return True


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _admits(found: Name | Term | Block, passage: Passage, start: int, end: int) -> bool:
    if isinstance(found, Term):
        return True
    if found.guard is not None and not found.guard.admits(passage, start, end):
        return False
    if isinstance(found, Block):
        return True
    return _has_case(found.writing, passage.text[start:end])


def _take(hits: Hits, passage: Passage, hit: Hit) -> None:
    if not _admits(hit.found, passage, hit.start, hit.end):
        return
    if _has_near(hit.found, passage, hit.start, hit.end):
        hits.add(hit)
    elif isinstance(hit.found, Name):
        hits.refused.append(hit)


def _dotted_parts(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield parts of dotted katakana without the dots: ストーム・シャドウ as ストームシャドウ."""
    for run in _DOTTED.finditer(text):
        cuts = [run.start(), *(m.end() for m in _DOT.finditer(text, *run.span()))]
        ends = [*(cut - 1 for cut in cuts[1:]), run.end()]
        for first, start in enumerate(cuts):
            for end in ends[first + 1 : first + 4]:
                yield start, end, _DOT.sub("", text[start:end])


def _has_near(found: Name | Term | Block, passage: Passage, start: int, end: int) -> bool:
    guard = None if isinstance(found, Term) else found.guard
    return guard is None or guard.has_near(passage, start, end)


def _has_case(writing: str, surface: str) -> bool:
    """Acronyms count in capitals only; names that begin with a capital need it; designators not."""
    if not writing[0].isascii() or not writing[0].isalpha() or any(c.isdigit() for c in writing):
        return True
    if writing.isascii() and writing.isupper():
        return surface.isupper()
    return surface[0].isupper() or not writing[0].isupper()


def _of(hits: Iterable[Hit], categories: tuple[str, ...]) -> Iterator[Hit]:
    return (h for h in hits if isinstance(h.found, Term) and h.found.category in categories)
