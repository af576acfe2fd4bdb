"""People: names before titles, names after them, full names, and what GiNZA calls a person.

Titles and honorifics stay outside (annotation guide, actors 5 and 6). A name is a run of tokens
that Sudachi calls a name or does not know; GiNZA's vote alone is enough only where no word of the
name is an ordinary one, since on this domain it calls presidents animals and plants.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from pipeline.documents import Record
from pipeline.enrich.index import build_new_id
from pipeline.enrich.matcher import Hit, is_kanji
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span
from pipeline.enrich.tagger import Token

PATH = Path(__file__).with_name("people.yml")
_KATAKANA_NAME = re.compile(r"(?:[A-Z]\.?・?){0,2}[ァ-ヺ][ァ-ヺー・=-]*[ァ-ヺー]\Z")
_KATAKANA_START = re.compile(r"(?:[A-Z]\.?・)*[ァ-ヺ][ァ-ヺー・=-]*[ァ-ヺー]")
FULL_NAME = re.compile(
    r"(?<![ァ-ヺー])(?:[A-Z]\.?・){0,3}[ァ-ヺ][ァ-ヺー-]{1,24}"
    r"(?:[・=](?:[A-Z]\.?|[ァ-ヺ][ァ-ヺー-]{1,24}|[ァ-ヺ])){1,6}"
)
_LATIN_FULL = re.compile(r"[A-Z][a-z]+(?: [A-Z]\.)?(?:[ -][A-Z][A-Za-z'-]+){1,3}(?![A-Za-z])")
_KANJI_RUN = re.compile(r"[一-龥々ヶ]+(?:[ァ-ヺ]{0,3})\Z")
_SPEAKER = re.compile(
    r"(?<![ァ-ヺー・=-])(?P<name>[ァ-ヺ][ァ-ヺー・=-]{1,30}[ァ-ヺー])(?:は|が|も|自身は|本人は)(?=[^。\n]{0,60}?"
    r"(?:述べ|語[っりる]|指摘|主張|記し|書い|書く|論じ|説明し|発言|警告|強調し|解説|訴え|反論|批判|予測し|明かし"
    r"|明らかにし|答え|表明|と言う|と言っ|疑問を呈|懸念を|認め[たる]|促し|呼びかけ))"
)
_ALONE = re.compile(
    r"(?<![ァ-ヺー・=-])(?P<name>[ァ-ヺ][ァ-ヺー]{2,12})"
    r"(?=[はがもをにとのやら、。：:」]|流|外交|演説|発言|路線|主義)"
)
_NAMES = ("family", "given", "person")


class PeopleTable(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Word tables; what each holds is said in the file."""

    titles: tuple[str, ...]
    links: tuple[str, ...]
    leads: tuple[str, ...]
    no_names: frozenset[str]
    ginza: dict[str, frozenset[str]]
    no_person_after: tuple[str, ...]
    surnames: frozenset[str]
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

    def find(self, reading: Reading, others: Iterable[Span]) -> Iterator[Span]:
        """Propose people.

        Args:
            others: Settled states, bodies and weapons, which are no names of people.
        """
        ends = {span.end: span for span in others}
        taken = {place for span in ends.values() for place in range(span.start, span.end)}
        for title in reading.hits.terms["title"]:
            span = self._before_title(reading, title, ends, taken)
            if span is not None:
                yield span
            yield from self._after_possessive(reading, title.end, taken)
        for lead in reading.hits.terms["lead"]:
            yield from self._after_title(reading, lead.end, taken)
        yield from self._full_names(reading, taken)
        yield from _speakers(reading, taken)
        yield from _famous(reading, taken)
        yield from _kanji_names(reading, taken)

    def vote(self, reading: Reading) -> Iterator[Span]:
        """Propose what GiNZA alone calls a person, an organisation or a force."""
        for entity in reading.passage.entities:
            kind = self.ginza.get(entity.label)
            if kind == "person":
                span = self._vote_person(reading, entity.start, entity.end)
            elif kind in ("organization", "armed_force"):
                span = _vote_body(reading, entity.start, entity.end, kind)
            else:
                span = None
            if span is not None:
                yield span

    def _vote_person(self, reading: Reading, start: int, end: int) -> Span | None:
        text = reading.text
        title = reading.hits.longest_ending(end, "title")
        if title is not None and start < title.start in reading.passage.boundaries:
            end = title.start
        tokens = [
            t for t in reading.passage.tokens_in(start, end) if t.tag not in ("symbol", "space")
        ]
        strange = [t for t in tokens if t.tag in _NAMES or not t.known]
        name = text[start:end].strip()
        if not tokens or len(strange) < len(tokens) or len(name) < 2 or name in self.table.no_names:
            return None
        if text.startswith(self.table.no_person_after, end) or any(c.isdigit() for c in name):
            return None
        start = text.index(name, start)
        return _span(start, start + len(name), name, 0.5, "ginza")

    def _before_title(
        self, reading: Reading, title: Hit, ends: dict[int, Span], taken: set[int]
    ) -> Span | None:
        if reading.hits.longest_ending(title.end, "title") != title:
            return None  # 総書記 and not its 書記
        end = self._skip_links(reading, title.start, ends)
        if end - 1 in taken or title.start not in reading.passage.boundaries:
            return None
        local = reading.text[title.start : title.end] in self.table.local_titles
        start = _name_start(reading, end, taken, self.table.surnames, local)
        name = reading.text[start:end]
        if start == end or name in self.table.no_names or name in self.table.titles:
            return None
        if name.startswith("第"):
            return None
        return _span(start, end, name, 0.8, "title")

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
            office = _office_start(reading, place)
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
            yield _span(match.start(), match.end(), name, 0.7, "title")

    def _after_possessive(self, reading: Reading, place: int, taken: set[int]) -> Iterator[Span]:
        """上級研究員のブライアン・クラーク: a title, の and a full name."""
        match = FULL_NAME.match(reading.text, place + 1)
        if match is None or reading.text[place] != "の" or match.start() in taken:
            return
        if not reading.text.startswith(self.table.no_person_after, match.end()):
            yield _span(match.start(), match.end(), match[0], 0.8, "title")

    def _full_names(self, reading: Reading, taken: set[int]) -> Iterator[Span]:
        text = reading.text
        for match in FULL_NAME.finditer(text):
            if taken.isdisjoint(range(*match.span())) and self._is_full_name(reading, match):
                yield _span(match.start(), match.end(), match[0], 0.7, "full_name")
                latin = _LATIN_FULL.match(text, match.end())
                if latin is not None:
                    yield _span(latin.start(), latin.end(), match[0], 0.7, "full_name")

    def _is_full_name(self, reading: Reading, match: re.Match[str]) -> bool:
        if reading.text.startswith(self.table.no_person_after, match.end()):
            return False
        tokens = [t for t in reading.passage.tokens_in(*match.span()) if t.tag != "symbol"]
        if any(t.tag in _NAMES for t in tokens):
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
            return any(t.tag in (*_NAMES, "proper", "place") or not t.known for t in words)
        return bool(words) and all(t.tag in _NAMES or not t.known for t in words)


def read_people(path: Path = PATH) -> PeopleGrammar:
    """Read and compile the word tables."""
    return PeopleGrammar(msgspec.yaml.decode(path.read_bytes(), type=PeopleTable))


def _vote_body(reading: Reading, start: int, end: int, kind: str) -> Span | None:
    """GiNZA's organisations count where every word is strange, so that it is no common noun."""
    name = reading.text[start:end].strip()
    tokens = [t for t in reading.passage.tokens_in(start, end) if t.tag not in ("symbol", "space")]
    strange = all(not t.known or t.tag == "proper" for t in tokens)
    if not tokens or not strange or len(name) < 3 or any(c.isdigit() for c in name):
        return None
    start = reading.text.index(name, start)
    return Span(
        start, start + len(name), "ACTOR", kind, "ginza", name=name, entity=build_new_id(name),
        confidence=0.4,
    )  # fmt: skip


def _office_start(reading: Reading, place: int) -> int | None:
    """Where the kanji nouns between a katakana name and its title begin: コンロイ国防産業相."""
    text, start = reading.text, place
    while place - start < 10:
        token = reading.passage.token_at(start - 1) if start > 0 else None
        if token is None or token.end != start or not is_kanji(text[token.start]):
            break
        if not token.known or token.tag not in ("noun", "verbal", "suffix", "prefix", "adjective"):
            break
        start = token.start
    named = 0 < start < place and ("ァ" <= text[start - 1] <= "ヺ" or text[start - 1] == "ー")
    return start if named else None


def _name_start(
    reading: Reading, end: int, taken: set[int], surnames: frozenset[str], local: bool
) -> int:
    """Return where the name that ends at a place begins; `end` itself when there is none.

    Args:
        local: The title is one that cities have, so that a place before it is no person.
    """
    text = reading.text
    window = max(0, end - 24)
    katakana = _KATAKANA_NAME.search(text[window:end])
    if katakana is not None:
        start = window + katakana.start()
        while start < end and start in taken:
            start += 1
        tokens = [t for t in reading.passage.tokens_in(start, end) if t.tag != "symbol"]
        tags = _NAMES if local else (*_NAMES, "place", "proper")
        named = any(t.tag in tags or not t.known for t in tokens)
        return start if named and start < end else end
    return _kanji_start(reading, end, taken, surnames)


def _kanji_start(reading: Reading, end: int, taken: set[int], surnames: frozenset[str]) -> int:
    tokens: list[Token] = []
    place = end
    while len(tokens) < 4:
        token = reading.passage.token_at(place - 1) if place > 0 else None
        if token is None or token.end != place or token.start in taken:
            break
        surface = reading.text[token.start : token.end]
        if not _KANJI_RUN.match(surface) or len(surface) > 4 or end - token.start > 6:
            break
        tokens.append(token)
        place = token.start
    named = [t for t in tokens if t.tag in _NAMES]
    if named:
        start = min(t.start for t in named)
        family = any(t.end == start and reading.text[t.start : t.end] in surnames for t in tokens)
        return start - 1 if family and end - start <= 2 else start
    singles = [t for t in tokens if t.end - t.start == 1 or not t.known]
    if reading.text[end - 1 : end] in surnames and not is_kanji(reading.text[end - 2 : end - 1]):
        return end - 1
    if 2 <= end - place <= 4 and len(tokens) >= 2 and len(singles) == len(tokens):
        return place
    return end


def _kanji_names(reading: Reading, taken: set[int]) -> Iterator[Span]:
    """Family name and given name side by side, or a famous full name that Sudachi knows."""
    tokens = reading.passage.tokens
    for at, token in enumerate(tokens):
        if token.start in taken or not is_kanji(reading.text[token.start]):
            continue
        size = token.end - token.start
        if token.tag == "person" and token.known and 3 <= size <= 5:
            name = reading.text[token.start : token.end]
            yield _span(token.start, token.end, name, 0.7, "full_name")
        elif token.tag == "family" and size <= 3 and at + 1 < len(tokens):
            given = tokens[at + 1]
            if given.tag == "given" and is_kanji(reading.text[given.start]):
                name = reading.text[token.start : given.end]
                yield _span(token.start, given.end, name, 0.6, "full_name")


def _famous(reading: Reading, taken: set[int]) -> Iterator[Span]:
    """A katakana name that Sudachi lists as a person's, before a particle: プーチンの."""
    for match in _ALONE.finditer(reading.text):
        token = reading.passage.token_at(match.start())
        whole = token is not None and (token.start, token.end) == match.span("name")
        if whole and token is not None and token.tag == "person" and token.start not in taken:
            yield _span(token.start, token.end, match["name"], 0.5, "famous")


def _speakers(reading: Reading, taken: set[int]) -> Iterator[Span]:
    """A katakana name that says something: セリングは…と記している."""
    for match in _SPEAKER.finditer(reading.text):
        start, end = match.span("name")
        tokens = [t for t in reading.passage.tokens_in(start, end) if t.tag != "symbol"]
        named = any(t.tag in _NAMES for t in tokens)
        if start not in taken and named and start in reading.passage.boundaries:
            yield _span(start, end, match["name"], 0.6, "speaker")


def _span(start: int, end: int, name: str, confidence: float, rule: str) -> Span:
    return Span(
        start, end, "ACTOR", "person", rule, name=name, entity=build_new_id(name),
        confidence=confidence,
    )  # fmt: skip
