"""Acronyms that no list holds, where the words around show a weapon: 陸軍のLRHW, HIMARSを供与.

An unlisted acronym may be a body or a procedure as well. It counts where it is owned, made, shot,
counted or carried, where its sentence names another weapon and it does nothing that only a body
does, or where it has just been spelt out as a class of weapons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.enrich.context import COMMONEST, Context
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span

# A designator in brackets right after says what it is: LRSO（AGM-181）.
_GLOSS = re.compile(r"\([A-Z]{1,4}-?[0-9]{1,4}[A-Z]{0,2}\)")
SHORTEST = 3  # capital letters
LONGEST_WORD_PART = 6  # characters; longer with two capitals is GlobalEye
_ACRONYM = re.compile(
    r"(?<![A-Za-z0-9@#_./&-])(?<![A-Za-z] )[A-Z](?:[A-Z]|[a-z]{1,7}(?=[A-Z]))[A-Za-z]{0,8}"
    r"(?:-[A-Z]{1,3}|/[A-Z])?(?: (?:ER|NG|MR|LR|XR|SLM|SLX|SR|EX))?"
    r"(?:(?![A-Za-z0-9&./-])|(?=[0-9]{1,3}(?:両|輌|基|機|隻|発|門)))"
)
# A katakana name that touches it: VBTPグアラニ.
_NAMED = re.compile(r"[ァ-ヺー]{3,12}(?![ァ-ヺー・])")


def find_acronyms(reading: Reading, context: Context) -> Iterator[Span]:
    """Propose every acronym that is shown to be a weapon."""
    for match in _ACRONYM.finditer(reading.text):
        if not _is_free(reading, context, match):
            continue
        named = _with_name(reading, match)
        if named is not None and context.has_arms(reading, *match.span()):
            yield named
        elif _is_bracketed(reading.text, match):
            # What is spelt out before the bracket says what it is; other short forms are memory's.
            spelt = _spelt_out(reading, match)
            if spelt is not None:
                yield _build(match, spelt, 0.8)
        elif (
            _GLOSS.match(reading.text, match.end())
            or (context.shows_arms(reading, *match.span()))
            or (
                context.names_arms(reading, *match.span())
                and not context.acts_as_body(reading.text, match.end())
            )
        ):
            kind = context.guess_kind(reading, *match.span())
            yield _build(match, kind or COMMONEST, 0.5 if kind else 0.4)


def _is_free(reading: Reading, context: Context, match: re.Match[str]) -> bool:
    """No body, no procedure and no class noun has these letters."""
    name = match[0]
    letters = sum(map(str.isupper, name))
    camel = letters == 2 and len(name) > LONGEST_WORD_PART and not name.isupper()
    if (letters < SHORTEST and not camel) or match.start() in reading.classes:
        return False
    if reading.text.startswith(("条約", "協定"), match.end()):
        return False
    if name.upper() in context.table.no_arms or reading.index.is_actor(name):
        return False
    return not _owns(reading, match.end())


def _owns(reading: Reading, end: int) -> bool:
    """STMのアルパグ: what owns a named weapon is its maker."""
    if reading.text[end : end + 1] != "の":
        return False
    return any(
        hit.start == end + 1 and hit.name.entity.label == "WEAPON" and hit.name.entity.specific
        for hit in (*reading.hits.names, *reading.hits.refused)
    )


def _with_name(reading: Reading, match: re.Match[str]) -> Span | None:
    """The acronym with the strange katakana word right after it."""
    name = _NAMED.match(reading.text, match.end())
    if name is None or match.end() in reading.classes or reading.index.is_actor(name[0]):
        return None
    tokens = reading.passage.tokens_in(*name.span())
    if not all(not t.known or t.tag in ("proper", "person", "given", "family") for t in tokens):
        return None
    kind = reading.context.guess_kind(reading, match.start(), name.end()) or COMMONEST
    whole = reading.text[match.start() : name.end()]
    return Span(
        match.start(), name.end(), "WEAPON", kind, "acronym", name=whole, confidence=0.5, rank=2
    )


def _spelt_out(reading: Reading, match: re.Match[str]) -> str | None:
    """The kind of the class noun whose short form this is: 長距離極超音速兵器（LRHW）."""
    for noun in reading.classes.values():
        if noun.end == match.start() - 1:
            return noun.kind
    return None


def _is_bracketed(text: str, match: re.Match[str]) -> bool:
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return before == "(" and after == ")"


def _build(match: re.Match[str], kind: str, confidence: float) -> Span:
    return Span(
        match.start(), match.end(), "WEAPON", kind, "acronym", name=match[0],
        confidence=confidence, rank=2,
    )  # fmt: skip
