"""Index names, and how batches are cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.load.bulk import Action, build_batches
from pipeline.load.names import IndexName, build_name, is_ours, parse_name
from pipeline.settings import Settings


@given(
    st.builds(
        IndexName,
        st.from_regex(r"[a-z][a-z0-9-]{0,20}-posts", fullmatch=True),
        st.integers(1, 99),
        st.integers(1, 10**7),
    )
)
def test_parse_and_build_are_inverses(name: IndexName) -> None:
    assert parse_name(build_name(name)) == name


@pytest.mark.parametrize("text", ["sekko-posts", "sekko-posts-v1", "sekko-posts-v1-7", ""])
def test_other_names_are_none(text: str) -> None:
    assert parse_name(text) is None


def test_only_our_prefix_is_ours() -> None:
    assert is_ours("sekko-posts-v1-000001", Settings())
    assert not is_ours("other-posts-v1-000001", Settings())
    assert not is_ours("sekko-posts", Settings())


actions = st.lists(
    st.builds(
        lambda number, size: Action(str(number), (b"x" * size,)),
        st.integers(),
        st.integers(1, 400),
    ),
    max_size=60,
)


@given(actions, st.integers(1, 10), st.integers(1, 1000))
def test_batches_keep_all_in_order_and_within_limits(
    given_actions: list[Action], most: int, size: int
) -> None:
    batches = list(build_batches(given_actions, most, size))
    assert [action for batch in batches for action in batch] == given_actions
    for batch in batches:
        assert 1 <= len(batch) <= most
        assert len(batch) == 1 or sum(action.size for action in batch) <= size
