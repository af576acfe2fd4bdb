"""The record store: upserts, cursors, torn files, local folder and S3 alike."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from pipeline.documents import Record
from pipeline.errors import RunError
from pipeline.store import SHARDS, Changes, DataRoot, RecordStore, shard_of


class Item(Record, frozen=True, kw_only=True):
    id: str
    text: str = ""
    first_seen: str = ""


@pytest.fixture
def store(tmp_path: Path) -> RecordStore[Item]:
    return RecordStore(DataRoot(str(tmp_path / "データ 根")), "items", Item)


def test_a_record_is_written_once_and_then_unchanged(store: RecordStore[Item]) -> None:
    item = Item(id="a", text="一")
    assert store.upsert([item]) == Changes(("a",), ())
    assert store.upsert([item]) == Changes((), ("a",))
    assert store.upsert([Item(id="a", text="二")]) == Changes(("a",), ())
    assert store.get("a") == Item(id="a", text="二")
    assert store.count() == 1


def test_unchanged_shards_keep_their_version(store: RecordStore[Item]) -> None:
    items = [Item(id=str(n)) for n in range(300)]
    store.upsert(items)
    before = store.versions()
    assert len(before) <= SHARDS
    store.upsert([msgspec.structs.replace(items[7], text="changed")])
    after = store.versions()
    changed = {shard for shard in after if after[shard] != before[shard]}
    assert changed == {shard_of("7")}
    assert store.count() == len(list(store)) == 300


def test_merge_keeps_what_must_outlive_a_new_version(store: RecordStore[Item]) -> None:
    def keep_first(stored: Item, new: Item) -> Item:
        return msgspec.structs.replace(new, first_seen=stored.first_seen)

    store.upsert([Item(id="a", text="x", first_seen="1")])
    assert store.upsert([Item(id="a", text="x", first_seen="2")], keep_first).unchanged == ("a",)
    store.upsert([Item(id="a", text="y", first_seen="3")], keep_first)
    assert store.get("a") == Item(id="a", text="y", first_seen="1")


def test_a_torn_newest_file_is_passed_over(store: RecordStore[Item], tmp_path: Path) -> None:
    store.upsert([Item(id="a", text="old")])
    folder = tmp_path / "データ 根" / "items"
    (whole,) = folder.iterdir()
    shard, _, _, digest, *_ = whole.name.split(".")
    (folder / f"{shard}.00000002.1.{digest[::-1]}.jsonl.zst").write_bytes(b"torn")
    assert store.get("a") == Item(id="a", text="old")
    store.upsert([Item(id="a", text="new")])
    assert store.get("a") == Item(id="a", text="new")
    assert len(list(folder.iterdir())) == 1


def test_a_store_with_no_whole_file_says_so(store: RecordStore[Item], tmp_path: Path) -> None:
    store.upsert([Item(id="a")])
    (whole,) = (tmp_path / "データ 根" / "items").iterdir()
    whole.write_bytes(b"torn")
    with pytest.raises(RunError, match="no whole version"):
        store.get("a")


def test_delete_says_what_was_there(store: RecordStore[Item]) -> None:
    store.upsert([Item(id="a"), Item(id="b")])
    assert store.delete(["a", "zz"]) == ("a",)
    assert [item.id for item in store] == ["b"]


def test_create_is_exclusive(tmp_path: Path) -> None:
    root = DataRoot(str(tmp_path))
    assert root.create("lock", b"1")
    assert not root.create("lock", b"2")
    assert root.read("lock") == b"1"
