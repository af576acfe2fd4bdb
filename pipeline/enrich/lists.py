"""Names of no list that stand in a list of weapons: シャヘド136、ガルピヤ、ゲラン2.

The kind is that of the neighbour. A katakana word must be in no dictionary; a Latin one must have
the form of a designator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span

_ITEM = re.compile(
    r"(?<![ァ-ヺー・A-Za-z0-9])(?:[ァ-ヺー]{3,14}(?:-?[0-9]{1,3}[A-Z]{0,2})?"
    r"|[A-Z]{1,4}-?[0-9]{1,4}[A-Z]{0,2}|[A-Z]{3,8}(?:-[A-Z]{1,3})?)(?![ァ-ヺーA-Za-z0-9-])"
)
_BEFORE = re.compile(r"(?:[、,/と]|及び|および)\s?\Z")
_AFTER = re.compile(r"(?:[、,/と]|及び|および)\s?")


def find_in_lists(reading: Reading, names: list[Span]) -> Iterator[Span]:
    """Propose unlisted members of lists.

    Args:
        names: Settled weapons of the passage.
    """
    kinds_by_end = {span.end: span.kind for span in names}
    kinds_by_start = {span.start: span.kind for span in names}
    for match in _ITEM.finditer(reading.text):
        before = _BEFORE.search(reading.text[max(0, match.start() - 2) : match.start()])
        after = _AFTER.match(reading.text, match.end())
        left = kinds_by_end.get(match.start() - len(before[0])) if before else None
        right = kinds_by_start.get(after.end()) if after else None
        kind = left or right
        if kind is not None and _may_be_weapon(reading, match):
            kinds_by_end[match.end()] = kind
            yield Span(
                match.start(), match.end(), "WEAPON", kind, "list", name=match[0], confidence=0.5
            )


def _may_be_weapon(reading: Reading, match: re.Match[str]) -> bool:
    if match.start() in reading.classes or reading.index.is_actor(match[0]):
        return False
    if match[0].isascii():
        return match[0] not in reading.context.table.no_arms
    token = reading.passage.token_at(match.start())
    return token is not None and not token.known and token.start == match.start()
