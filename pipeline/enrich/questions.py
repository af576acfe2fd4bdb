"""Which sentences leave a question for GiNZA: an unexplained word that may be a name."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.enrich.names import FULL_NAME
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span
from pipeline.enrich.tagger import Token

_MAYBE_NAMES = ("family", "given", "person", "proper")
_KNOWN_TAGS = ("number", "symbol", "space", "particle", "verb", "other", "adjective")


def find_questions(reading: Reading, spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Return the sentences that hold an unexplained name-like token or dotted name.

    Args:
        spans: All that the rules have found, settled.
    """
    explained = {place for span in spans for place in range(span.start, span.end)}
    asked: dict[tuple[int, int], None] = {}
    for token in reading.passage.tokens:
        if token.start not in explained and _may_be_name(reading.text, token):
            asked[reading.passage.sentence_at(token.start)] = None
    for match in FULL_NAME.finditer(reading.text):
        if match.start() not in explained:
            asked[reading.passage.sentence_at(match.start())] = None
    return list(asked)


def _may_be_name(text: str, token: Token) -> bool:
    if token.end - token.start < 2 or token.tag in _KNOWN_TAGS:
        return False
    if token.known and token.tag not in _MAYBE_NAMES:
        return False
    first = text[token.start]
    return "ァ" <= first <= "ヺ" or "一" <= first <= "龥"
