"""What a person's name looks like, in katakana, kanji and Latin letters.

A name is a run of tokens that Sudachi calls a name or does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.enrich.index import build_new_id
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span
from pipeline.enrich.tagger import Token
from pipeline.enrich.writings import is_kanji

_KATAKANA_NAME = re.compile(r"(?:[A-Z]\.?・?){0,2}[ァ-ヺ][ァ-ヺー・=-]*[ァ-ヺー]\Z")
FULL_NAME = re.compile(
    r"(?<![ァ-ヺー])(?:(?:[A-Z]\.?・){0,3}[ァ-ヺ][ァ-ヺー-]{1,24}"
    r"(?:[・=](?:[A-Z]\.?|[ァ-ヺ][ァ-ヺー-]{1,24}|[ァ-ヺ])){1,6}"
    r"|(?<![A-Za-z])(?:[A-Z](?:\.・?|・)){1,3}[ァ-ヺ][ァ-ヺー]{1,24}(?![ァ-ヺー]))"
)
_LATIN_FULL = re.compile(
    r"[(（ ]{0,2}([A-Z][a-z]+(?: [A-Z]\.)?(?:[ -][A-Z][A-Za-z'-]+){1,3})(?![A-Za-z])"
)
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
NAME_TAGS = ("family", "given", "person")


def find_latin_forms(reading: Reading, people: Iterable[Span]) -> Iterator[Span]:
    """A katakana name followed by its Latin form is two mentions of one person."""
    for span in people:
        if span.kind == "person" and "ァ" <= reading.text[span.start] <= "ヺ":
            latin = _LATIN_FULL.match(reading.text, span.end)
            if latin is not None:
                found = build_person(*latin.span(1), span.name, 0.7, "full_name")
                found.entity = span.entity or found.entity
                yield found


def find_office(reading: Reading, place: int) -> int | None:
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


def find_name_start(
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
        tags = NAME_TAGS if local else (*NAME_TAGS, "place", "proper")
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
    named = [t for t in tokens if t.tag in NAME_TAGS]
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


def find_kanji_names(reading: Reading, taken: set[int]) -> Iterator[Span]:
    """Family name and given name side by side, or a famous full name that Sudachi knows."""
    tokens = reading.passage.tokens
    for at, token in enumerate(tokens):
        if token.start in taken or not is_kanji(reading.text[token.start]):
            continue
        size = token.end - token.start
        if token.tag == "person" and token.known and 3 <= size <= 5:
            name = reading.text[token.start : token.end]
            yield build_person(token.start, token.end, name, 0.7, "full_name")
        elif token.tag == "family" and size <= 3 and at + 1 < len(tokens):
            given = tokens[at + 1]
            if given.tag == "given" and is_kanji(reading.text[given.start]):
                name = reading.text[token.start : given.end]
                yield build_person(token.start, given.end, name, 0.6, "full_name")


def find_famous(reading: Reading, taken: set[int]) -> Iterator[Span]:
    """A katakana name that Sudachi lists as a person's, before a particle: プーチンの."""
    for match in _ALONE.finditer(reading.text):
        token = reading.passage.token_at(match.start())
        whole = token is not None and (token.start, token.end) == match.span("name")
        if whole and token is not None and token.tag == "person" and token.start not in taken:
            yield build_person(token.start, token.end, match["name"], 0.5, "famous")


def find_speakers(reading: Reading, taken: set[int]) -> Iterator[Span]:
    """A katakana name that says something: セリングは…と記している."""
    for match in _SPEAKER.finditer(reading.text):
        start, end = match.span("name")
        tokens = [t for t in reading.passage.tokens_in(start, end) if t.tag != "symbol"]
        named = any(t.tag in NAME_TAGS for t in tokens)
        if start not in taken and named and start in reading.passage.boundaries:
            yield build_person(start, end, match["name"], 0.6, "speaker")


def build_person(start: int, end: int, name: str, confidence: float, rule: str) -> Span:
    """Build a proposal of a person whom no list knows yet."""
    return Span(
        start, end, "ACTOR", "person", rule, name=name, entity=build_new_id(name),
        confidence=confidence,
    )  # fmt: skip
