"""The conditions under which a string of the lexicon counts, compiled."""

from __future__ import annotations

import re

from pipeline.enrich.fold import fold_name
from pipeline.enrich.passage import Passage
from pipeline.lexicon import Guarded

_LOOK_BEHIND = 24  # characters that a `before` guard may look at


class Guard:
    """Compiled conditions of a `Guarded`.

    Attributes:
        positive: Something must stand there, so that a guard that holds is evidence.
    """

    def __init__(self, given: Guarded) -> None:
        self._before = _compile(given.before, r"(?:{})\Z")
        self._not_before = _compile(given.not_before, r"(?:{})\Z")
        self._after = _compile(given.after, r"(?:{})")
        self._not_after = _compile(given.not_after, r"(?:{})")
        self._near = tuple(fold_name(text) for text in given.near)
        self.positive = bool(given.before or given.after or given.near)
        self._not_near = tuple(fold_name(text) for text in given.not_near)

    def admits(self, passage: Passage, start: int, end: int) -> bool:
        """Say whether the string at this place counts, what must be near left aside."""
        text = passage.text
        behind = text[max(0, start - _LOOK_BEHIND) : start]
        if self._before and not self._before.search(behind):
            return False
        if self._not_before and self._not_before.search(behind):
            return False
        if self._after and not self._after.match(text, end):
            return False
        if self._not_after and self._not_after.match(text, end):
            return False
        if self._not_near:
            first, last = passage.sentence_at(start)
            around = text[first:start] + "\0" + text[end:last]
            return not any(word in around for word in self._not_near)
        return True

    def has_near(self, passage: Passage, start: int, end: int) -> bool:
        """Say whether one of the strings that must be near is."""
        if not self._near:
            return True
        first, last = passage.around(start)
        around = passage.text[first:start] + "\0" + passage.text[end:last]
        return any(word in around for word in self._near)


def build_guard(given: Guarded) -> Guard | None:
    """Compile the conditions of a string; None when it has none."""
    conditions = (
        given.before, given.after, given.not_before, given.not_after, given.near, given.not_near
    )  # fmt: skip
    return Guard(given) if any(conditions) else None


def _compile(patterns: tuple[str, ...], frame: str) -> re.Pattern[str] | None:
    if not patterns:
        return None
    return re.compile(frame.format("|".join(patterns)))
