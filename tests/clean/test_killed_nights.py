"""A night that is killed while it stores: the next one ends where it would have ended."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.forgotten import write_tombstones
from pipeline.sources import Format
from pipeline.store import DataRoot
from pipeline.unfinished import read_batch
from tests.clean.nights import Night, listed


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("grown", [False, True], ids=["first night", "a list that has grown"])
def test_a_kill_after_any_write_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, grown: bool
) -> None:
    """Wherever the files of a night end, the next night makes the same posts of them."""
    old = [f"{number}番目の観察を記す。" for number in range(9)]
    new = [
        *(f"新しい{number}件目である。" for number in range(5)),
        *old[:4],
        "間の一件。",
        *old[4:],
    ]

    def spend(name: str, writes: int | None) -> Night:
        night = Night(tmp_path / name, kind="tweet")
        night.put("t.txt", Format.NUMBERED_TWEETS, listed(old))
        if grown:
            night.clean()
            night.put("t.txt", Format.NUMBERED_TWEETS, listed(new))
        if writes is not None:
            kill(night, monkeypatch, writes)
        night.clean()
        return night

    expected = spend("whole", None).posts
    assert len({post.sequence for post in expected}) == len(expected) - grown
    for writes in itertools.count():
        try:
            assert spend(f"killed-{writes}", writes).posts == expected, f"killed after {writes}"
        except pytest.fail.Exception:  # it had nothing left to write
            break
    assert writes > len(old)


def test_what_was_taken_down_after_a_kill_is_not_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    night = Night(tmp_path, kind="tweet")
    night.put("t.txt", Format.NUMBERED_TWEETS, listed([f"{n}番目の観察を記す。" for n in range(9)]))
    kill(night, monkeypatch, writes=3)
    left = read_batch(night.root, "one")
    assert left is not None
    gone = next(post for post in left.posts if post not in night.posts)
    write_tombstones(night.root, "post", [gone.id], "takedown", night.at)
    report = night.clean()
    assert report.notes["finished"] > 0
    assert {post.id for post in left.posts} - {post.id for post in night.posts} == {gone.id}
    assert read_batch(night.root, "one") is None


def kill(night: Night, monkeypatch: pytest.MonkeyPatch, writes: int) -> None:
    """Spend a night that ends after so many written files; the clock does not move."""
    with monkeypatch.context() as patch:
        patch.setattr(DataRoot, "write", build_deadly_write(writes))
        with pytest.raises(Killed):
            night.clean()
    night.at -= timedelta(days=1)


def build_deadly_write(writes: int) -> Callable[[DataRoot, str, bytes], None]:
    """Build a `DataRoot.write` that ends the process after so many."""
    left = itertools.count(writes, -1)
    real = DataRoot.write

    def write(self: DataRoot, relative: str, data: bytes) -> None:
        if next(left) == 0:
            raise Killed
        real(self, relative, data)

    return write
