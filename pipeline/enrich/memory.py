"""What a document says of its own names: short forms count once the long form has been said.

A family name after (or before) the full name, an acronym after its expansion in brackets, a
weapon's bare name where the document also names it with its class noun. The document is the unit:
a title may say マティス before the text says ジェームズ・マティス.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span
from pipeline.enrich.writings import is_kanji, is_katakana
from pipeline.lexicon import NEW

_BRACKETED = re.compile(
    r"[(（](?:以下、?|略称|通称)?「?(?P<short>[A-Z][A-Za-z0-9/-]{1,11}|[ァ-ヺー・]{3,20})」?[)）]"
)
_HONOURS = ("氏", "総書記", "委員長", "国務委員長", "政権", "一族", "王朝", "体制", "主席")
_PLACES = tuple("省市島県州湾港区")  # 山東 the ship, 山東省 the province
_DOTS = re.compile(r"[・=]")


class Memory:
    """Short forms of one document."""

    def __init__(self) -> None:
        self._short: dict[str, Span] = {}
        self._entities: set[str] = set()

    def learn(self, reading: Reading, spans: Iterable[Span]) -> None:
        """Take in what a zone of the document names."""
        for span in spans:
            if span.entity is not None:
                self._entities.add(span.entity)
            if span.entity is None or span.rule == "ambiguous":
                continue
            for short in _short_forms(reading, span):
                self._short.setdefault(short, span)

    def relink(self, spans: Iterable[Span]) -> None:
        """Give short forms that a rule has found by itself the id of their long form."""
        for span in spans:
            known = self._short.get(span.name)
            fresh = (span.entity or "").startswith(NEW)
            if known is not None and fresh and known.label == span.label:
                span.entity = known.entity

    def recall(self, reading: Reading, waiting: Iterable[Span]) -> Iterator[Span]:
        """Propose short forms whose long form the document holds."""
        for span in waiting:
            if span.entity in self._entities:
                yield span
        for short, known in self._short.items():
            for match in re.finditer(re.escape(short), reading.text):
                end = match.end() - _honour_of(known, short)
                if _stands_free(reading, match.start(), match.end()):
                    yield Span(
                        match.start(), end, known.label, known.kind, "memory",
                        specific=known.specific, name=known.name, entity=known.entity,
                        alias=short, confidence=0.75,
                    )  # fmt: skip


def _short_forms(reading: Reading, span: Span) -> Iterator[str]:
    bracketed = _BRACKETED.match(reading.text, span.end)
    if bracketed is not None and span.kind != "person":
        yield bracketed["short"]
    if span.kind == "person":
        yield from _family_name(reading, span)
    elif span.rule == "named_class" and len(span.name) > (1 if is_kanji(span.name[0]) else 2):
        yield span.name


def _family_name(reading: Reading, span: Span) -> Iterator[str]:
    parts = _DOTS.split(span.name)
    if len(parts) > 1 and len(parts[-1]) > 1:
        yield parts[-1]
        return
    tokens = reading.passage.tokens_in(span.start, span.end)
    if len(tokens) > 1 and tokens[0].tag == "family" and tokens[0].start == span.start:
        family = reading.text[tokens[0].start : tokens[0].end]
        if len(family) > 1:
            yield family
        else:  # 金 is gold as well, 金氏 is not
            yield from (family + honour for honour in _HONOURS)


def _honour_of(known: Span, short: str) -> int:
    """Characters of the honorific that a one-character family name is looked for with."""
    if known.kind != "person" or not is_kanji(short[0]):
        return 0
    return next((len(h) for h in _HONOURS if short.endswith(h) and len(short) > len(h)), 0)


def _stands_free(reading: Reading, start: int, end: int) -> bool:
    text, boundaries = reading.text, reading.passage.boundaries
    before, after = text[start - 1 : start], text[end : end + 1]
    if text[start].isascii():
        return not (before.isascii() and before.isalnum()) and not (
            after.isascii() and after.isalnum()
        )
    if is_katakana(text[start]):
        clear = not (before and is_katakana(before)) or start in boundaries
        clear &= not (after and is_katakana(after)) or end in boundaries
        return clear and before not in ("・", "-") and after not in ("-",)
    return start in boundaries and end in boundaries and after not in _PLACES
