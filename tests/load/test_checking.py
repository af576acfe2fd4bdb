"""The gate before the load."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from pipeline.elastic import connect, read_alias
from pipeline.errors import RunError, SourceError
from pipeline.load.checks import build_warnings, check_expected, check_source
from pipeline.load.drift import check_drift, find_drift
from pipeline.load.templates import install_templates, read_templates
from pipeline.settings import Settings
from pipeline.sources import Expect
from tests.indexed import RUN, build_post, build_source, index_posts, make_small_index, open_store

pytestmark = pytest.mark.live

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_whole_posts_pass_and_others_are_counted(index_settings: Settings) -> None:
    bad = build_post("bad", "米国", names=[("米国", "us")])
    shifted = msgspec.structs.replace(bad.mentions[0], end=1)
    open_store(index_settings).upsert(
        [
            build_post(1),
            build_post(2, published=None),
            build_post(3, published="2025-02-30"),
            msgspec.structs.replace(bad, mentions=(shifted,)),
        ]
    )
    report = check_source(build_source(), index_settings, RUN)
    report.check_balance()
    assert (report.read, report.unchanged, report.written) == (4, 2, 0)
    assert report.rejected == {"bad_date": 1, "offset_mismatch": 1}


def test_check_and_load_reject_the_same(index_settings: Settings) -> None:
    posts = [build_post(1), build_post(2, published="2025-02-30")]
    loaded = index_posts(index_settings, posts)
    assert check_source(build_source(), index_settings, RUN).rejected == loaded.rejected


@pytest.mark.parametrize(("read", "fails"), [(0, True), (9, True), (10, False)])
def test_below_the_minimum_fails(read: int, fails: bool) -> None:
    source = build_source(expect=Expect(min=10))
    if not fails:
        check_expected(source, read)
        return
    with pytest.raises(SourceError, match=f"sample has {read} posts, at least 10"):
        check_expected(source, read)


def test_above_the_maximum_and_stale_warn() -> None:
    source = build_source(expect=Expect(max=5, stale_after_days=30))
    newest = datetime(2026, 10, 1, tzinfo=UTC)
    assert build_warnings(source, 7, newest, NOW) == {"above_expected": 2, "stale_days": 52}
    assert build_warnings(source, 5, NOW, NOW) == {}
    assert build_warnings(source, 5, None, NOW) == {}, "an undated source cannot be stale"


def test_a_fresh_index_has_not_drifted(index_settings: Settings) -> None:
    index = make_small_index(index_settings, live=True)
    with connect(index_settings) as client:
        check_drift(client, index.name, read_templates(index_settings))


def test_a_field_that_somebody_added_is_drift(index_settings: Settings) -> None:
    make_small_index(index_settings, live=True)
    open_store(index_settings).upsert([build_post(1)])
    with connect(index_settings) as client:
        extra = {"mood": {"type": "keyword"}}
        client.indices.put_mapping(index=read_alias(index_settings), properties=extra)
    with pytest.raises(RunError, match="mood is not in the template"):
        check_source(build_source(), index_settings, RUN)


def test_a_mapping_that_is_no_longer_strict_is_drift(index_settings: Settings) -> None:
    index = make_small_index(index_settings, live=True)
    with connect(index_settings) as client:
        client.indices.put_mapping(index=index.name, dynamic="true")
        with pytest.raises(RunError, match="dynamic is true, not strict"):
            check_drift(client, index.name, read_templates(index_settings))


@pytest.mark.parametrize(
    ("wanted", "found", "drift"),
    [
        ({"a": {"type": "date"}}, {"a": {"type": "date"}}, []),
        ({"a": {"type": "date"}}, {}, ["a is missing"]),
        ({}, {"a": {"type": "date"}}, ["a is not in the template"]),
        (
            {"a": {"type": "date"}},
            {"a": {"type": "text"}},
            ["a.type is 'text', not 'date'"],
        ),
        (
            {"a": {"fields": {"b": {"type": "text"}}}},
            {"a": {"fields": {}}},
            ["a.fields.b is missing"],
        ),
    ],
)
def test_drift_is_named(
    wanted: dict[str, object], found: dict[str, object], drift: list[str]
) -> None:
    assert list(find_drift(wanted, found)) == drift


def test_templates_are_put_once(index_settings: Settings) -> None:
    templates = read_templates(index_settings)
    with connect(index_settings) as client:
        assert install_templates(client, templates)
        assert not install_templates(client, templates)
