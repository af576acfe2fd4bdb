"""People: names before titles, names after them, full names, and what GiNZA calls a person.

Titles and honorifics stay outside (annotation guide, actors 5 and 6). A name is a run of tokens
that Sudachi calls a name or does not know; GiNZA's vote alone is enough only where no word of the
name is an ordinary one, since on this domain it calls presidents animals and plants.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from pipeline.documents import Record
from pipeline.enrich.matcher import Hit
from pipeline.enrich.names import (
    FULL_NAME,
    NAME_TAGS,
    build_person,
    find_famous,
    find_kanji_names,
    find_latin_forms,
    find_name_start,
    find_office,
    find_speakers,
)
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span

PATH = Path(__file__).with_name("people.yml")
_KATAKANA_START = re.compile(r"(?:[A-Z]\.?・)*[ァ-ヺ][ァ-ヺー・=-]*[ァ-ヺー]")


class PeopleTable(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Word tables; what each holds is said in the file."""

    titles: tuple[str, ...]
    links: tuple[str, ...]
    leads: tuple[str, ...]
    no_names: frozenset[str]
    ginza: dict[str, frozenset[str]]
    no_person_after: tuple[str, ...]
    surnames: frozenset[str]
    honorifics: frozenset[str]
    local_titles: frozenset[str]

    def terms(self) -> Iterator[tuple[str, str, str]]:
        """Yield (word, category, data) for the matcher."""
        for word in self.titles:
            yield word, "title", ""
        for word in self.leads:
            yield word, "lead", ""


class PeopleGrammar:
    """Finds people by the tables."""

    def __init__(self, table: PeopleTable) -> None:
        self.table = table
        self._links = sorted(table.links, key=len, reverse=True)
        self.ginza = {label: kind for kind, labels in table.ginza.items() for label in labels}

    def find(self, reading: Reading, others: list[Span]) -> Iterator[Span]:
        """Propose people.

        Args:
            others: Settled states, bodies and weapons, which are no names of people.
        """
        ends = {span.end: span for span in others}
        taken = {place for span in ends.values() for place in range(span.start, span.end)}
        found = list(self._find_japanese(reading, ends, taken))
        yield from found
        yield from find_latin_forms(reading, [*found, *others])

    def _find_japanese(
        self, reading: Reading, ends: dict[int, Span], taken: set[int]
    ) -> Iterator[Span]:
        for title in reading.hits.terms["title"]:
            span = self._before_title(reading, title, ends, taken)
            if span is not None:
                yield span
            yield from self._after_possessive(reading, title.end, taken)
        for lead in reading.hits.terms["lead"]:
            yield from self._after_title(reading, lead.end, taken)
        yield from self._full_names(reading, taken)
        yield from find_speakers(reading, taken)
        yield from find_famous(reading, taken)
        yield from find_kanji_names(reading, taken)

    def _before_title(
        self, reading: Reading, title: Hit, ends: dict[int, Span], taken: set[int]
    ) -> Span | None:
        if reading.hits.longest_ending(title.end, "title") != title:
            return None  # 総書記 and not its 書記
        end = self._skip_links(reading, title.start, ends)
        if end - 1 in taken or title.start not in reading.passage.boundaries:
            return None
        local = reading.text[title.start : title.end] in self.table.local_titles
        start = find_name_start(reading, end, taken, self.table.surnames, local)
        name = reading.text[start:end]
        if start == end or name in self.table.no_names or name in self.table.titles:
            return None
        if name.startswith("第"):
            return None
        office = reading.text[title.start : title.end] not in self.table.honorifics
        return build_person(start, end, name, 0.8, "title" if office else "honorific")

    def _skip_links(self, reading: Reading, place: int, ends: dict[int, Span]) -> int:
        """Step over 前, 次期 and a country or body between a name and its title."""
        text = reading.text
        moved = True
        while moved:
            moved = False
            for link in self._links:
                if text.endswith(link, 0, place) and place - len(link) > 0:
                    place, moved = place - len(link), True
                    break
            office = find_office(reading, place)
            if office is not None:
                place, moved = office, True
            before = ends.get(place)
            if before is not None and before.kind in ("state", "organization", "armed_force"):
                place, moved = before.start, True
        return place

    def _after_title(self, reading: Reading, place: int, taken: set[int]) -> Iterator[Span]:
        match = _KATAKANA_START.match(reading.text, place)
        if match is None or place in taken:
            return
        name = match[0]
        if self._is_person_run(reading, match.start(), match.end()):
            yield build_person(match.start(), match.end(), name, 0.7, "title")

    def _after_possessive(self, reading: Reading, place: int, taken: set[int]) -> Iterator[Span]:
        """上級研究員のブライアン・クラーク: a title, の and a full name."""
        match = FULL_NAME.match(reading.text, place + 1)
        if match is None or reading.text[place] != "の" or match.start() in taken:
            return
        if not reading.text.startswith(self.table.no_person_after, match.end()):
            yield build_person(match.start(), match.end(), match[0], 0.8, "title")

    def _full_names(self, reading: Reading, taken: set[int]) -> Iterator[Span]:
        text = reading.text
        for match in FULL_NAME.finditer(text):
            if taken.isdisjoint(range(*match.span())) and self._is_full_name(reading, match):
                yield build_person(match.start(), match.end(), match[0], 0.7, "full_name")

    def _is_full_name(self, reading: Reading, match: re.Match[str]) -> bool:
        if reading.text.startswith(self.table.no_person_after, match.end()):
            return False
        tokens = [t for t in reading.passage.tokens_in(*match.span()) if t.tag != "symbol"]
        if any(t.tag in NAME_TAGS for t in tokens):
            return True
        votes = {
            self.ginza.get(e.label)
            for e in reading.passage.entities
            if e.start < match.end() and e.end > match.start()
        }
        return "person" in votes or (
            any(not t.known for t in tokens) and not votes & {"place", "organization", "other"}
        )

    def _is_person_run(self, reading: Reading, start: int, end: int) -> bool:
        tokens = reading.passage.tokens_in(start, end)
        words = [t for t in tokens if not reading.text[t.start].isascii() and t.tag != "symbol"]
        if "・" in reading.text[start:end]:
            return any(t.tag in (*NAME_TAGS, "proper", "place") or not t.known for t in words)
        return bool(words) and all(t.tag in NAME_TAGS or not t.known for t in words)


def read_people(path: Path = PATH) -> PeopleGrammar:
    """Read and compile the word tables."""
    return PeopleGrammar(msgspec.yaml.decode(path.read_bytes(), type=PeopleTable))
