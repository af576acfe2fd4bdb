"""What rises: counts of two periods, and how surely the second says more than the first."""

from __future__ import annotations

from math import log

from pipeline.documents import Record

MIN_POSTS = 3  # below, one talkative account makes a trend
MIN_SCORE = 3.84  # chi-squared with one degree of freedom, one chance in twenty
MIN_BASE = 20  # posts before this week; with fewer, any name seems to rise


class Movement(Record, frozen=True, kw_only=True):
    """How one name moved; `ratio` and `score` as in `records.Rise`."""

    ratio: float | None
    score: float


def measure(recent: int, recent_all: int, base: int, base_all: int) -> Movement:
    """Compare a name's share of this week's posts with its share before.

    Shares, not counts: a source that was added, or a week in which all was quiet, moves no name by
    itself. G² of the two-by-two table (Dunning 1993), negative for a fall.

    Args:
        recent: Posts of this week with the name.
        recent_all: Posts of this week.
        base: Posts before with the name.
        base_all: Posts before.
    """
    if not recent_all or not base_all:
        return Movement(ratio=None, score=0.0)
    share, before = recent / recent_all, base / base_all
    together = (recent + base) / (recent_all + base_all)
    cells = (
        (recent, recent_all * together),
        (base, base_all * together),
        (recent_all - recent, recent_all * (1 - together)),
        (base_all - base, base_all * (1 - together)),
    )
    score = 2 * sum(seen * log(seen / expected) for seen, expected in cells if seen)
    return Movement(
        ratio=round(share / before, 2) if before else None,
        score=round(score if share >= before else -score, 2),
    )


def is_rise(movement: Movement, recent: int) -> bool:
    """Say whether a movement is worth a reader's time."""
    return recent >= MIN_POSTS and movement.score >= MIN_SCORE
