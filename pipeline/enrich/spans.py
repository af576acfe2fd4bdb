"""What rules propose, and how overlapping proposals are settled."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.documents import Label

# Kinds that one thing can go by at once; a name and a class noun of others are two mentions.
_TOGETHER = (
    {"missile", "air_defense", "nuclear", "munition", "space", "directed_energy"},
    {"ship", "submarine", "uav"},
    {"aircraft", "uav", "space"},
    {"uav", "munition", "missile", "air_defense"},
    {"land", "air_defense", "missile", "directed_energy"},
    {"sensor", "space", "air_defense"},
)


@dataclass(slots=True)
class Span:
    """A proposed mention in folded text.

    Attributes:
        start: Folded characters.
        end: Likewise, exclusive.
        name: What to link by: the folded name without class nouns, quotes and country.
        entity: Lexicon id where the rule already knows it.
        rank: Of two spans of one length the higher rank wins.
        blocked: Holds its place and then vanishes.
        unsure: Several entities have this name here; it stays unlinked.
    """

    start: int
    end: int
    label: Label
    kind: str
    rule: str
    specific: bool = True
    name: str = ""
    entity: str | None = None
    alias: str | None = None
    confidence: float = 0.9
    rank: int = 0
    blocked: bool = False
    unsure: bool = False

    @property
    def length(self) -> int:
        """Folded characters."""
        return self.end - self.start


def settle(spans: Iterable[Span]) -> list[Span]:
    """Keep the longest of overlapping spans, then the higher rank, then the earlier; in order.

    Blocked strings take part, so that a longer name may still contain one, and are left out at
    the end.
    """
    ordered = sorted(spans, key=lambda s: (-s.length, -s.rank, s.start))
    starts: list[int] = []
    kept: list[Span] = []
    for span in ordered:
        at = bisect_right(starts, span.start)
        if at and kept[at - 1].end > span.start:
            continue
        if at < len(starts) and starts[at] < span.end:
            continue
        starts.insert(at, span.start)
        kept.insert(at, span)
    return [span for span in kept if not span.blocked]


def fill(kept: list[Span], more: Iterable[Span]) -> list[Span]:
    """Add the spans that overlap nothing kept; among themselves they are settled as usual."""
    taken = [Span(s.start, s.end, s.label, s.kind, s.rule, rank=99, blocked=True) for s in kept]
    starts = [span.start for span in taken]
    free = []
    for span in more:
        at = bisect_right(starts, span.start)
        if at and taken[at - 1].end > span.start:
            continue
        if at < len(starts) and starts[at] < span.end:
            continue
        free.append(span)
    return sorted([*kept, *settle(free)], key=lambda span: span.start)


def fits(first: str, second: str) -> bool:
    """Say whether a name of one kind and a class noun of the other can be one thing."""
    return first == second or any(first in kinds and second in kinds for kinds in _TOGETHER)
