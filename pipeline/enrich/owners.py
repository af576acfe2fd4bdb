"""Firms by what they own: a strange name, の, and a full name or a weapon.

エピラスのレオニダス, コングスベルグのアイリク・リー社長: people own neither weapons nor people,
and states and forces are in the lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span

_OWNER = re.compile(
    r"(?:[ァ-ヺ][ァ-ヺー・]{2,20}"
    r"|(?<![A-Za-z0-9])[A-Z][A-Za-z0-9&]{2,14}(?: [A-Z][A-Za-z&]+){0,2})の\Z"
)


def find_owners(
    reading: Reading, settled: Iterable[Span], people: Iterable[Span]
) -> Iterator[Span]:
    """Propose the owners of people by full name and of specific weapons."""
    owned = [s for s in settled if s.label == "WEAPON" and s.specific and not s.blocked]
    owned += [span for span in people if "・" in span.name or span.rule in ("title", "honorific")]
    taken = {place for span in settled for place in range(span.start, span.end)}
    for span in owned:
        match = _OWNER.search(reading.text[max(0, span.start - 26) : span.start])
        if match is None:
            continue
        start = span.start - len(match[0])
        end = span.start - 1
        name = reading.text[start:end]
        family = span.kind == "person" and "・" not in span.name
        if family and not name.isascii():
            continue  # a family name may stand after anything: 現地のペトリカ氏
        if start not in taken and _is_strange(reading, start, end):
            yield Span(
                start, end, "ACTOR", "organization", "owner", name=name, confidence=0.55, rank=1
            )


def _is_strange(reading: Reading, start: int, end: int) -> bool:
    tokens = [t for t in reading.passage.tokens_in(start, end) if t.tag not in ("symbol", "space")]
    clean = start in reading.passage.boundaries
    return clean and any(not t.known or t.tag == "proper" for t in tokens)
