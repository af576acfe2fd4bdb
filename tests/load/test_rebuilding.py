"""Rebuild beside, compare, swap; roll back; snapshots and the way back."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import msgspec
import pytest

from pipeline.elastic import connect, read_alias, tombstone_index, write_alias
from pipeline.errors import RunError
from pipeline.load.aliases import roll_back
from pipeline.load.index import create_index, list_indices, require_live
from pipeline.load.rebuild import rebuild_index
from pipeline.load.snapshots import list_snapshots, restore_snapshot, take_snapshot
from pipeline.load.stage import delete_documents
from pipeline.load.status import read_status
from pipeline.load.templates import read_templates
from pipeline.reports import StageReport
from pipeline.settings import Settings
from pipeline.store import DataRoot
from tests.faulty import FaultyProxy, answer, refuse_item
from tests.indexed import (
    LEXICON,
    RUN,
    build_post,
    build_source,
    load_small,
    make_small_index,
    open_store,
)

pytestmark = pytest.mark.live


def rebuild(
    settings: Settings, *sources: str, run: str = RUN.id, allow_loss: bool = False
) -> StageReport:
    named = tuple(build_source(name) for name in sources or ("sample",))
    report = rebuild_index(
        named,
        settings,
        msgspec.structs.replace(RUN, id=run),
        allow_loss=allow_loss,
        lexicon=LEXICON,
    )
    report.check_balance()
    return report


def fill(settings: Settings, count: int, source: str = "sample") -> None:
    posts = (build_post(n, source=source) for n in range(count))
    open_store(settings, source).upsert(posts)


def names(settings: Settings) -> list[str]:
    with connect(settings) as client:
        return [name.rsplit("-", 1)[1] for name in list_indices(client, settings)]


def live(settings: Settings) -> str:
    with connect(settings) as client:
        return require_live(client, settings).name.rsplit("-", 1)[1]


def count(settings: Settings) -> int:
    with connect(settings) as client:
        client.indices.refresh(index=read_alias(settings))
        return int(client.count(index=read_alias(settings))["count"])


def test_the_first_rebuild_needs_no_index(index_settings: Settings) -> None:
    fill(index_settings, 12)
    assert rebuild(index_settings).written == 12
    assert (names(index_settings), live(index_settings), count(index_settings)) == (
        ["000001"],
        "000001",
        12,
    )


def test_a_rebuild_swaps_and_keeps_the_one_before(index_settings: Settings) -> None:
    fill(index_settings, 12)
    load_small(index_settings)
    for expected in ("000002", "000003"):
        assert rebuild(index_settings).written == 12
        assert live(index_settings) == expected
    assert names(index_settings) == ["000002", "000003"]
    cursors = DataRoot(index_settings.data_root).list_names("cursors/load")
    folders = [
        f for f in cursors if DataRoot(index_settings.data_root).list_names(f"cursors/load/{f}")
    ]
    assert len(folders) == 2, "the cursors of a deleted index are gone"
    with connect(index_settings) as client:
        body = client.indices.get(index=read_alias(index_settings)).body
    ((_, index),) = body.items()
    assert set(index["aliases"]) == {read_alias(index_settings), write_alias(index_settings)}
    assert "building" not in index["mappings"]["_meta"]
    assert index["settings"]["index"]["refresh_interval"] == "5s"


def test_the_night_after_a_rebuild_sends_nothing(index_settings: Settings) -> None:
    fill(index_settings, 12)
    rebuild(index_settings)
    report = load_small(index_settings)
    assert (report.written, report.unchanged) == (0, 12)


def test_documents_that_are_the_same_keep_the_time_of_their_sending(
    index_settings: Settings,
) -> None:
    fill(index_settings, 5)
    load_small(index_settings)
    before = read_times(index_settings)
    open_store(index_settings).upsert([build_post(3, "geändert")])
    rebuild(index_settings)
    after = read_times(index_settings)
    assert {i for i in after if after[i] != before[i]} == {build_post(3).id}


def read_times(settings: Settings) -> dict[str, str]:
    with connect(settings) as client:
        client.indices.refresh(index=read_alias(settings))
        hits = client.search(index=read_alias(settings), size=100)["hits"]["hits"]
        return {hit["_id"]: hit["_source"]["indexed_at"] for hit in hits}


def test_readers_never_see_none_or_half(index_settings: Settings) -> None:
    fill(index_settings, 60)
    load_small(index_settings)
    seen: set[int] = set()
    done = threading.Event()

    def read() -> None:
        with connect(index_settings) as client:
            while not done.is_set():
                seen.add(client.count(index=read_alias(index_settings))["count"])

    reader = threading.Thread(target=read)
    reader.start()
    rebuild(index_settings)
    done.set()
    reader.join()
    assert seen == {60}


def test_a_failed_build_is_cleaned_up_and_the_live_index_untouched(
    through_proxy: Settings, proxy: FaultyProxy
) -> None:
    fill(through_proxy, 12)
    load_small(through_proxy)
    proxy.faults.append(answer(403, "cluster_block_exception"))
    with pytest.raises(RunError, match="read-only"):
        rebuild(through_proxy)
    assert (names(through_proxy), live(through_proxy), count(through_proxy)) == (
        ["000001"],
        "000001",
        12,
    )


def test_an_index_that_lost_documents_is_not_swapped_to(
    through_proxy: Settings, proxy: FaultyProxy
) -> None:
    fill(through_proxy, 12)
    load_small(through_proxy)

    def lose_one(handler: object, body: bytes) -> bool:
        lines = body.splitlines(keepends=True)
        fewer = b"".join(lines[2:])
        handler.headers.replace_header("Content-Length", str(len(fewer)))  # type: ignore[attr-defined]

        def pretend(decoded: dict[str, list[object]]) -> None:
            decoded["items"].insert(0, {"index": {"status": 201}})

        handler.forward(fewer, pretend)  # type: ignore[attr-defined]
        return True

    proxy.faults.append(lose_one)
    with pytest.raises(RunError, match="holds 11 documents of sample, not 12"):
        rebuild(through_proxy)
    assert names(through_proxy) == ["000001"]


def test_a_rejected_document_does_not_stop_a_rebuild(
    through_proxy: Settings, proxy: FaultyProxy
) -> None:
    fill(through_proxy, 12)
    proxy.faults.append(refuse_item(0, 400, "document_parsing_exception"))
    report = rebuild(through_proxy)
    assert (report.written, report.rejected) == (11, {"elasticsearch_document_parsing": 1})


def test_a_rebuild_that_would_lose_a_source_is_refused(index_settings: Settings) -> None:
    for source in ("sample", "other"):
        fill(index_settings, 5, source)
        load_small(index_settings, source)
    with pytest.raises(RunError, match=r"would lose other \(5 -> 0\)"):
        rebuild(index_settings, "sample")
    assert (names(index_settings), count(index_settings)) == (["000001"], 10)
    rebuild(index_settings, "sample", allow_loss=True)
    assert count(index_settings) == 5


def test_what_a_killed_build_left_is_removed(index_settings: Settings) -> None:
    fill(index_settings, 3)
    load_small(index_settings)
    with connect(index_settings) as client:
        templates = read_templates(index_settings)
        create_index(client, index_settings, templates, LEXICON, building="a-dead-run")
    assert [entry.building for entry in read_status(index_settings).indices] == [False, True]
    rebuild(index_settings)
    assert names(index_settings) == ["000001", "000002"]


def test_roll_back_and_what_came_since_is_loaded_again(index_settings: Settings) -> None:
    fill(index_settings, 5)
    load_small(index_settings)
    rebuild(index_settings)
    open_store(index_settings).upsert([build_post("since")])
    load_small(index_settings)
    before, now = roll_back(index_settings)
    assert ([name[-6:] for name in before], now[-6:]) == (["000002"], "000001")
    assert count(index_settings) == 5
    assert load_small(index_settings).written == 1
    assert count(index_settings) == 6
    roll_back(index_settings, before[0])
    assert live(index_settings) == "000002"


def test_there_must_be_something_to_go_back_to(index_settings: Settings) -> None:
    make_small_index(index_settings, live=True)
    with pytest.raises(RunError, match="nothing before"):
        roll_back(index_settings)
    with pytest.raises(RunError, match="no index to go back to: elsewhere"):
        roll_back(index_settings, "elsewhere")


def test_aliases_in_disorder_are_named_and_mended(index_settings: Settings) -> None:
    index = make_small_index(index_settings, live=True)
    other = make_small_index(index_settings)
    with connect(index_settings) as client:
        client.indices.put_alias(index=other.name, name=read_alias(index_settings))
        with pytest.raises(RunError, match="the aliases disagree"):
            require_live(client, index_settings)
    roll_back(index_settings, index.name)
    assert live(index_settings) == index.name.rsplit("-", 1)[1]


@pytest.fixture
def snapshots(index_settings: Settings) -> Iterator[Settings]:
    yield index_settings
    with connect(index_settings) as client:
        for snapshot in list_snapshots(index_settings):
            client.snapshot.delete(repository=index_settings.index_prefix, snapshot=snapshot.name)
        client.snapshot.delete_repository(name=index_settings.index_prefix)


def test_a_snapshot_comes_back(snapshots: Settings) -> None:
    fill(snapshots, 9)
    load_small(snapshots)
    taken = take_snapshot(snapshots)
    assert (taken.documents, taken.state) == (9, "SUCCESS")
    assert list_snapshots(snapshots) == (taken,)
    with connect(snapshots) as client:  # all is lost
        client.indices.delete(index=require_live(client, snapshots).name)
    assert restore_snapshot(snapshots, taken.name)[-6:] == "000001"
    assert count(snapshots) == 9
    assert load_small(snapshots).written == 0, "fingerprints came back too"


def test_a_snapshot_is_restored_beside_a_damaged_index(snapshots: Settings) -> None:
    fill(snapshots, 9)
    load_small(snapshots)
    taken = take_snapshot(snapshots, "before-the-damage")
    with connect(snapshots) as client:
        client.delete(index=write_alias(snapshots), id=build_post(1).id, refresh=True)
    restore_snapshot(snapshots, taken.name)
    assert (live(snapshots), count(snapshots)) == ("000002", 9)


def test_what_was_forgotten_stays_forgotten(snapshots: Settings) -> None:
    fill(snapshots, 4)
    load_small(snapshots)
    taken = take_snapshot(snapshots)
    assert delete_documents(snapshots, (build_post(2).id,)) == 1
    with connect(snapshots) as client:
        client.indices.refresh(index=tombstone_index(snapshots))
    restore_snapshot(snapshots, taken.name)
    assert count(snapshots) == 3


def test_an_unknown_snapshot_changes_nothing(snapshots: Settings) -> None:
    fill(snapshots, 2)
    load_small(snapshots)
    with pytest.raises(RunError, match="no snapshot 'nothing'"):
        restore_snapshot(snapshots, "nothing")
    assert (names(snapshots), count(snapshots)) == (["000001"], 2)


def test_a_cluster_without_repository_is_told_to_have_one(through_proxy: Settings) -> None:
    make_small_index(through_proxy, live=True)
    with pytest.raises(RunError, match="no snapshot repository named"):
        take_snapshot(through_proxy)


def test_status_names_what_the_server_lacks(index_settings: Settings) -> None:
    make_small_index(index_settings, live=True)
    status = read_status(index_settings)
    assert [(entry.live, entry.documents) for entry in status.indices] == [(True, 0)]
    assert any("sekko index rebuild" in note for note in status.notes)
    assert any(f"{index_settings.index_prefix}-retired" in note for note in status.notes)
