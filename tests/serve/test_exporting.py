"""Exports: whole, resumed, changed since; JSON Lines and Parquet."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipeline.errors import RunError
from pipeline.load.document import IndexDocument
from pipeline.load.rebuild import rebuild_index
from pipeline.load.templates import read_templates
from pipeline.serve.export import Export, ExportReport, export_documents
from pipeline.serve.query import Search
from pipeline.serve.writers import build_schema
from pipeline.settings import Settings
from tests.indexed import (
    LEXICON,
    RUN,
    build_post,
    build_source,
    index_posts,
    load_small,
    open_store,
)

pytestmark = pytest.mark.live

EXCLUDED = {"names", "suggest"}


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def posts(count: int) -> list[Any]:
    return [
        build_post(n, f"{n}番目の米国とF-35A", names=[("米国", "us"), ("F-35A", "f-35a")])
        for n in range(count)
    ]


@pytest.fixture
def settings(index_settings: Settings) -> Settings:
    index_posts(index_settings, posts(25))
    return index_settings


def test_json_lines_hold_every_document_once(settings: Settings, tmp_path: Path) -> None:
    report = export_documents(settings, tmp_path / "all.jsonl", Export())
    lines = read_lines(tmp_path / "all.jsonl")
    assert (report.documents, report.deleted, report.done) == (25, 0, True)
    assert {line["id"] for line in lines} == {post.id for post in posts(25)}
    document = msgspec.convert(lines[0], IndexDocument)
    mention = document.mentions[0]
    assert document.commentary[mention.start : mention.end] == mention.surface


def test_parquet_holds_the_same_with_types(settings: Settings, tmp_path: Path) -> None:
    from pyarrow import dataset

    export_documents(settings, tmp_path / "all.jsonl", Export())
    export_documents(settings, tmp_path / "all", Export(format="parquet"))
    table = dataset.dataset(tmp_path / "all", format="parquet").to_table()
    rows = {row["id"]: row for row in table.to_pylist()}
    for line in read_lines(tmp_path / "all.jsonl"):
        row = rows.pop(line["id"])
        assert row["commentary"] == line["commentary"]
        assert row["actors"] == line["actors"] == ["us"]
        assert row["timeline_at"] == datetime.fromisoformat(line["timeline_at"])
        assert row["mentions"][0]["start"] == line["mentions"][0]["start"]
    assert rows == {}


def test_the_parquet_columns_are_the_fields() -> None:
    import pyarrow as pa

    properties = read_templates(Settings()).properties
    schema = build_schema(properties)
    assert set(schema.names) == set(IndexDocument.__struct_fields__) - EXCLUDED
    for field in msgspec.structs.fields(IndexDocument):
        if field.name in schema.names:
            many = "tuple" in str(field.type)
            assert pa.types.is_list(schema.field(field.name).type) == many, field.name


def test_filters_apply(settings: Settings, tmp_path: Path) -> None:
    none = Export(filters=Search(actors=("china",)))
    assert export_documents(settings, tmp_path / "none.jsonl", none).documents == 0
    dated = Export(filters=Search(since="2025-07-01", until="2025-07-01"))
    assert export_documents(settings, tmp_path / "dated.jsonl", dated).documents == 25


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
def test_a_killed_export_goes_on_where_it_stopped(
    settings: Settings, tmp_path: Path, kind: Any
) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    export_documents(settings, whole, Export(format=kind))
    first = sorted(post.id for post in posts(25))[9]
    state_path = tmp_path / "whole.state.json"
    state = msgspec.json.decode(state_path.read_bytes(), type=ExportReport)
    # As a kill leaves it: ten documents known to be written, and something torn after them.
    if kind == "jsonl":
        lines = whole.read_bytes().splitlines(keepends=True)[:10]
        broken.write_bytes(b"".join(lines) + b'{"id": "torn')
        position = sum(map(len, lines))
    else:
        broken.mkdir()
        (broken / "part-00001.parquet").write_bytes(b"torn")
        (broken / "part-00001.parquet.tmp").write_bytes(b"torn")
        first, position = "", 0
    known = msgspec.structs.replace(
        state, done=False, after=first, position=position, documents=10 if first else 0, next=""
    )
    (tmp_path / "broken.state.json").write_bytes(msgspec.json.encode(known))
    report = export_documents(settings, broken, Export(format=kind))
    assert (report.documents, report.done) == (25, True)
    if kind == "jsonl":
        assert broken.read_bytes() == whole.read_bytes()
    else:
        assert [p.name for p in broken.iterdir()] == ["part-00001.parquet"]


def test_nothing_is_overwritten(settings: Settings, tmp_path: Path) -> None:
    target = tmp_path / "all.jsonl"
    export_documents(settings, target, Export())
    with pytest.raises(RunError, match="a finished export"):
        export_documents(settings, target, Export())
    with pytest.raises(RunError, match="a finished export"):
        export_documents(settings, target, Export(filters=Search(actors=("us",))))
    (tmp_path / "foreign.jsonl").write_text("mine")
    with pytest.raises(RunError, match="already there"):
        export_documents(settings, tmp_path / "foreign.jsonl", Export())


def test_changed_since_gives_what_changed_and_what_was_deleted(
    settings: Settings, tmp_path: Path
) -> None:
    report = export_documents(settings, tmp_path / "first.jsonl", Export())
    opened = datetime.fromisoformat(report.opened)
    assert datetime.fromisoformat(report.next) == opened - timedelta(minutes=15)
    open_store(settings).upsert([build_post(3, "変わった本文。"), build_post("new")])
    open_store(settings).delete([build_post(4).id])
    load_small(settings)
    since = Export(changed_since=report.opened)
    again = export_documents(settings, tmp_path / "second.jsonl", since)
    lines = read_lines(tmp_path / "second.jsonl")
    assert (again.documents, again.deleted) == (2, 1)
    assert [line["id"] for line in lines if line.get("deleted")] == [build_post(4).id]
    assert lines[0]["deleted"], "deletions come first: what came back must not be lost"
    assert {line["id"] for line in lines[1:]} == {build_post(3).id, build_post("new").id}


def test_deletions_are_a_part_of_their_own_in_parquet(settings: Settings, tmp_path: Path) -> None:
    from pyarrow import parquet

    open_store(settings).delete([build_post(4).id])
    load_small(settings)
    export = Export(format="parquet", changed_since="2020-01-01T00:00:00+00:00")
    export_documents(settings, tmp_path / "out", export)
    (row,) = parquet.read_table(tmp_path / "out" / "deleted.parquet").to_pylist()
    assert (row["id"], row["reason"]) == (build_post(4).id, "gone")


def test_a_poller_misses_nothing_of_a_rebuild(settings: Settings, tmp_path: Path) -> None:
    """It polled while the rebuild ran, and saw the old index to the end."""
    open_store(settings).upsert([build_post(3, "変わった本文。")])
    rebuild_index((build_source(),), settings, RUN, lexicon=LEXICON)
    during = datetime.now(UTC) - timedelta(milliseconds=1)
    sent = read_lines_of(settings, tmp_path / "a.jsonl", during - timedelta(seconds=2))
    assert build_post(3).id in sent


def read_lines_of(settings: Settings, target: Path, since: datetime) -> set[str]:
    export_documents(settings, target, Export(changed_since=since.isoformat()))
    return {line["id"] for line in read_lines(target)}


def test_without_an_index_the_message_says_what_to_do(
    index_settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(RunError, match="sekko run"):
        export_documents(index_settings, tmp_path / "x.jsonl", Export())
