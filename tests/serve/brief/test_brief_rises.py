"""What counts as a rise, and the periods it is measured over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.serve.brief.queries import build_periods
from pipeline.serve.brief.rises import is_rise, measure


@pytest.mark.parametrize(
    ("recent", "recent_all", "base", "base_all", "rises", "ratio"),
    [
        (10, 20, 4, 80, True, 10.0),  # half of this week's posts, a twentieth before
        (10, 100, 40, 400, False, 1.0),  # just as before
        (20, 200, 10, 100, False, 1.0),  # twice the posts in all: a new source is no rise
        (2, 10, 0, 400, False, None),  # two posts are no trend
        (3, 50, 0, 400, True, None),  # not there before
        (3, 300, 30, 300, False, 0.1),  # a fall
        (3, 3, 0, 0, False, None),  # nothing to compare with
        (0, 0, 3, 9, False, None),
    ],
)
def test_rises(
    recent: int, recent_all: int, base: int, base_all: int, rises: bool, ratio: float | None
) -> None:
    movement = measure(recent, recent_all, base, base_all)
    assert is_rise(movement, recent) is rises
    assert movement.ratio == ratio


def test_the_score_is_that_of_the_table() -> None:
    # Seen 10, 10, 4, 76; expected 2.8, 17.2, 11.2, 68.8; 2 * sum of seen * ln(seen / expected).
    assert measure(10, 20, 4, 80).score == pytest.approx(21.50, abs=0.01)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_a_score_is_a_number_and_has_the_sign_of_the_change(
    recent: int, rest: int, base: int, base_rest: int
) -> None:
    movement = measure(recent, recent + rest, base, base + base_rest)
    if recent + rest and base + base_rest:
        grows = recent * (base + base_rest) >= base * (recent + rest)
        assert movement.score >= -0.01 if grows else movement.score <= 0.01


def test_weeks_end_with_the_day_and_touch_each_other() -> None:
    periods = build_periods(date(2026, 11, 22))
    assert periods.day.start.isoformat() == "2026-11-22T00:00:00+09:00"
    assert len(periods.weeks) == 5
    assert periods.recent.end == periods.day.end == periods.year.end
    for one, next_one in zip(periods.weeks, periods.weeks[1:], strict=False):
        assert one.end == next_one.start
        assert one.end - one.start == timedelta(days=7)
    assert (periods.base.start, periods.base.end) == (periods.weeks[0].start, periods.weeks[3].end)
