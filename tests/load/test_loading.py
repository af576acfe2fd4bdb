"""enriched/<source> -> the real index: what is sent, what is not, what goes."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest

from pipeline.documents import EnrichedPost, Rejection
from pipeline.elastic import connect, read_alias, tombstone_index, write_alias
from pipeline.errors import RunError, SourceError
from pipeline.load.catalog import Catalog
from pipeline.load.cursor import read_cursor
from pipeline.load.document import IndexDocument
from pipeline.load.index import Index, ensure_index, find_live, list_indices, require_live
from pipeline.load.stage import delete_documents, load_source
from pipeline.reports import StageReport
from pipeline.settings import Settings
from pipeline.store import DataRoot, RecordStore
from tests.indexed import (
    LEXICON,
    RUN,
    build_post,
    build_source,
    index_posts,
    load_small,
    make_small_index,
    open_store,
)

pytestmark = pytest.mark.live

SOURCE = build_source()


def load(settings: Settings, *, allow_purge: bool = False) -> StageReport:
    return load_small(settings, allow_purge=allow_purge)


def put(settings: Settings, *posts: EnrichedPost) -> None:
    open_store(settings).upsert(posts)


def read_documents(settings: Settings) -> dict[str, dict[str, Any]]:
    with connect(settings) as client:
        client.indices.refresh(index=read_alias(settings))
        hits = client.search(index=read_alias(settings), size=1000)["hits"]["hits"]
        return {hit["_id"]: hit["_source"] for hit in hits}


def test_the_first_load_makes_the_index_behind_both_aliases(index_settings: Settings) -> None:
    put(index_settings, build_post(1), build_post(2))
    assert load_source(SOURCE, index_settings, RUN).written == 2
    assert load_source(SOURCE, index_settings, RUN).unchanged == 2
    with connect(index_settings) as client:
        live = find_live(client, index_settings)
        assert live is not None
        aliases = client.indices.get_alias(index=live.name).body[live.name]["aliases"]
    assert live.name == f"{index_settings.index_prefix}-posts-v1-000001"
    assert set(aliases) == {read_alias(index_settings), write_alias(index_settings)}


def test_what_is_in_the_index_is_the_record(index_settings: Settings) -> None:
    post = build_post(1, "米国のF-35A", names=[("F-35A", "f-35a")], pairs=[("us", "f-35a")])
    index_posts(index_settings, [post])
    (source,) = read_documents(index_settings).values()
    document = msgspec.convert(source, IndexDocument)
    assert document.indexed_at
    assert document.fingerprint
    assert document.mentions == post.mentions
    assert document.commentary[document.mentions[0].start :].startswith("F-35A")


def test_a_second_load_sends_nothing(index_settings: Settings) -> None:
    put(index_settings, *(build_post(n) for n in range(30)))
    load(index_settings)
    before = read_documents(index_settings)
    again = load(index_settings)
    assert (again.read, again.written, again.unchanged) == (30, 0, 30)
    assert read_documents(index_settings) == before


def test_only_the_changed_document_is_sent(index_settings: Settings) -> None:
    put(index_settings, *(build_post(n) for n in range(30)))
    load(index_settings)
    before = read_documents(index_settings)
    put(index_settings, build_post(7, "新しい本文。"), build_post(99))
    report = load(index_settings)
    assert (report.read, report.written, report.unchanged) == (31, 2, 29)
    after = read_documents(index_settings)
    sent = {i for i, d in after.items() if d["indexed_at"] != before.get(i, d)["indexed_at"]}
    assert sent <= {build_post(7).id}
    assert after[build_post(7).id]["commentary"] == "新しい本文。"


def test_without_cursor_fingerprints_keep_the_rest_unsent(index_settings: Settings) -> None:
    put(index_settings, *(build_post(n) for n in range(10)))
    load(index_settings)
    root = DataRoot(index_settings.data_root)
    (folder,) = root.list_names("cursors/load")
    root.delete(f"cursors/load/{folder}/sample.json")
    assert load(index_settings).written == 0


def test_a_document_deleted_behind_our_back_comes_back(index_settings: Settings) -> None:
    put(index_settings, *(build_post(n) for n in range(5)))
    load(index_settings)
    with connect(index_settings) as client:
        client.delete(index=write_alias(index_settings), id=build_post(3).id, refresh=True)
    report = load(index_settings)
    assert (report.written, report.unchanged) == (1, 4)


def test_what_is_gone_is_deleted_and_leaves_a_tombstone(index_settings: Settings) -> None:
    put(index_settings, *(build_post(n) for n in range(5)))
    load(index_settings)
    open_store(index_settings).delete([build_post(2).id])
    report = load(index_settings)
    assert (report.read, report.written, report.notes) == (4, 0, {"deleted": 1})
    assert build_post(2).id not in read_documents(index_settings)
    with connect(index_settings) as client:
        client.indices.refresh(index=tombstone_index(index_settings))
        (hit,) = client.search(index=tombstone_index(index_settings))["hits"]["hits"]
    assert hit["_id"] == build_post(2).id
    assert (hit["_source"]["reason"], hit["_source"]["source"]) == ("gone", "sample")


def test_a_source_that_suddenly_gives_half_is_a_fault(index_settings: Settings) -> None:
    posts = [build_post(n) for n in range(40)]
    put(index_settings, *posts)
    load(index_settings)
    open_store(index_settings).delete([post.id for post in posts[:20]])
    put(index_settings, build_post("new"))
    with pytest.raises(SourceError, match="20 of 40 documents are gone"):
        load(index_settings)
    assert len(read_documents(index_settings)) == 40, "nothing deleted, nothing written"
    report = load(index_settings, allow_purge=True)
    assert (report.notes["deleted"], report.written) == (20, 1)
    assert len(read_documents(index_settings)) == 21


def test_another_source_is_not_touched(index_settings: Settings) -> None:
    put(index_settings, build_post(1), build_post(2))
    load(index_settings)
    open_store(index_settings, "other").upsert([build_post(1, source="other")])
    load_small(index_settings, "other")
    assert len(read_documents(index_settings)) == 3


def test_a_bad_document_is_rejected_kept_and_mended(index_settings: Settings) -> None:
    good, bad = build_post(1), build_post(2, "米国", names=[("米国", "us")])
    shifted = msgspec.structs.replace(bad.mentions[0], start=1, end=3)
    put(index_settings, good, msgspec.structs.replace(bad, mentions=(shifted,)))
    for _ in range(2):  # it is met, and counted, every night until it is mended
        report = load(index_settings)
        assert report.rejected == {"offset_mismatch": 1}
        assert report.written + report.unchanged == 1
    rejects = RecordStore(DataRoot(index_settings.data_root), "rejects/sample", Rejection)
    (rejection,) = rejects
    assert (rejection.stage, rejection.reason) == ("load", "offset_mismatch")
    assert bad.id in rejection.where
    put(index_settings, bad)
    assert load(index_settings).written == 1
    assert list(rejects) == []


def test_what_the_server_refuses_is_rejected_with_its_reason(index_settings: Settings) -> None:
    immense = msgspec.structs.replace(
        build_post(1),
        post=msgspec.structs.replace(build_post(1).post, duplicate_of="字" * 20_000),
    )  # more bytes than a keyword may have
    put(index_settings, immense, build_post(2))
    report = load(index_settings)
    assert report.rejected == {"elasticsearch_document_parsing": 1}
    assert report.written == 1


def test_the_cursor_is_bound_to_the_index(index_settings: Settings) -> None:
    put(index_settings, build_post(1))
    load(index_settings)
    first = find_index(index_settings)
    root = DataRoot(index_settings.data_root)
    stamp = read_cursor_stamp(root, first.uuid)
    assert read_cursor(root, first.uuid, "sample", stamp).shards
    with connect(index_settings) as client:
        client.indices.delete(index=first.name)
    assert load(index_settings).written == 1
    assert find_index(index_settings).uuid != first.uuid


def find_index(settings: Settings) -> Index:
    with connect(settings) as client:
        return require_live(client, settings)


def read_cursor_stamp(root: DataRoot, uuid: str) -> str:
    cursor = root.read_json(f"cursors/load/{uuid}/sample.json", dict)
    assert cursor is not None
    stamp: str = cursor["stamp"]
    return stamp


def test_deleting_for_good_reaches_every_index_of_ours(index_settings: Settings) -> None:
    put(index_settings, build_post(1), build_post(2))
    load(index_settings)
    with connect(index_settings) as client:
        retired = make_small_index(index_settings)
        client.index(
            index=retired.name, id=build_post(1).id, document=minimal(build_post(1)), refresh=True
        )
        assert delete_documents(index_settings, (build_post(1).id, "unknown")) == 1
        assert delete_documents(index_settings, ()) == 0
        for name in list_indices(client, index_settings):
            assert not client.exists(index=name, id=build_post(1).id)
    assert set(read_documents(index_settings)) == {build_post(2).id}


def test_deleting_needs_no_index_and_no_schema_of_today(index_settings: Settings) -> None:
    assert delete_documents(index_settings, ("unknown",)) == 0
    put(index_settings, build_post(1))
    load(index_settings)
    with connect(index_settings) as client:
        meta = {"owner": "sekko", "schema": 0, "lexicon": "x"}
        client.indices.put_mapping(index=write_alias(index_settings), meta=meta)
    assert delete_documents(index_settings, (build_post(1).id,)) == 1


def minimal(post: EnrichedPost) -> dict[str, Any]:
    from zoneinfo import ZoneInfo

    from pipeline.load.document import build_document

    document = build_document(post, Catalog(LEXICON), ZoneInfo("Asia/Tokyo"))
    filled: dict[str, Any] = msgspec.to_builtins(
        msgspec.structs.replace(document, indexed_at="2026-11-22T03:00:00Z")
    )
    return filled


def test_the_first_tasks_of_a_first_night_make_one_index(index_settings: Settings) -> None:
    """Those of other sources come while the first is at it, and a little later."""

    def come(late: float) -> Index:
        time.sleep(late)
        index = ensure_index(index_settings)
        with connect(index_settings) as client:
            client.count(index=index.name)  # its shards are there
        return index

    with ThreadPoolExecutor(max_workers=6) as pool:
        found = list(pool.map(come, (0, 0, 0.05, 0.1, 0.2, 0.4)))
    assert len(set(found)) == 1
    with connect(index_settings) as client:
        assert list_indices(client, index_settings) == [found[0].name]


def test_a_foreign_index_of_our_name_is_refused(index_settings: Settings) -> None:
    with connect(index_settings) as client:
        client.indices.create(index=read_alias(index_settings))
    with pytest.raises(RunError, match="SEKKO_INDEX_PREFIX"):
        ensure_index(index_settings)


def test_a_foreign_index_behind_our_aliases_is_refused(index_settings: Settings) -> None:
    name = f"{index_settings.index_prefix}-posts-v0-000001"
    aliases = {read_alias(index_settings): {}, write_alias(index_settings): {}}
    with connect(index_settings) as client:
        client.indices.create(index=name, aliases=aliases)
    with pytest.raises(RunError, match="was not made by us"):
        ensure_index(index_settings)


def test_an_index_of_another_schema_wants_a_rebuild(index_settings: Settings) -> None:
    index = make_small_index(index_settings, live=True)
    with connect(index_settings) as client:
        meta = {"owner": "sekko", "schema": 0, "lexicon": "x"}
        client.indices.put_mapping(index=index.name, meta=meta)
    with pytest.raises(RunError, match="sekko index rebuild"):
        ensure_index(index_settings)


def test_no_index_is_made_by_the_way(index_settings: Settings) -> None:
    from elasticsearch import NotFoundError

    make_small_index(index_settings)
    name = f"{index_settings.index_prefix}-posts-v1-000077"
    with connect(index_settings) as client, pytest.raises(NotFoundError):
        client.index(index=name, id="1", document={"id": "1"})
