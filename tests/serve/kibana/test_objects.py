"""Kibana's objects against the mapping, against themselves, and on the real node."""

from __future__ import annotations

import json
import re
from itertools import combinations
from typing import Any

import pytest

from pipeline.elastic import connect, read_alias
from pipeline.serve.kibana.build import build_ndjson, build_saved
from pipeline.serve.kibana.layers import RECORDS, build_columns
from pipeline.serve.kibana.requests import build_request
from pipeline.serve.kibana.source import FILE, Panel, read_objects
from pipeline.settings import PROJECT, Settings
from tests.indexed import build_post, index_posts

OBJECTS = read_objects()
VIEW = OBJECTS.data_view
SAVED = build_saved(OBJECTS, "sekko-posts")
PANELS = [(d, p) for d in OBJECTS.dashboards for p in d.panels]
LENS = [p for _, p in PANELS if p.chart not in ("search", "note")]
FOLDER = PROJECT / "mappings" / "kibana"
TEMPLATE = json.loads((PROJECT / "mappings/templates/posts.json").read_text("utf-8"))
FIELDS = {n: f["type"] for n, f in TEMPLATE["template"]["mappings"]["properties"].items()}


def test_the_committed_file_is_what_objects_yml_builds() -> None:
    committed = (FOLDER / "sekko.ndjson").read_bytes()
    assert committed == build_ndjson(OBJECTS, "sekko-posts"), "run `sekko kibana build`"


def list_named_fields() -> dict[str, str]:
    """Every field that the objects name -> where."""
    named = {VIEW.time_field: "time field"}
    named |= dict.fromkeys([*VIEW.dates, *VIEW.links, *VIEW.labels, *VIEW.words], "data view")
    for search in OBJECTS.searches:
        named |= dict.fromkeys([*search.columns, search.sort], search.id)
    for dashboard in OBJECTS.dashboards:
        named |= dict.fromkeys(dashboard.controls, f"{dashboard.id}: controls")
        for panel in dashboard.panels:
            for column in build_columns(panel, VIEW).values():
                if column.get("sourceField", RECORDS) != RECORDS:
                    named[column["sourceField"]] = f"{dashboard.id}: {panel.id}"
    for query in [d.query for d in OBJECTS.dashboards] + [s.query for s in OBJECTS.searches]:
        named |= dict.fromkeys(re.findall(r"([\w.]+):", query), f"KQL {query!r}")
    return named


@pytest.mark.parametrize(("field", "where"), list_named_fields().items())
def test_every_field_is_in_the_index_template(field: str, where: str) -> None:
    assert field in FIELDS, where


@pytest.mark.parametrize("panel", LENS, ids=lambda p: p.id)
def test_operations_fit_their_fields(panel: Panel) -> None:
    allowed = {
        "terms": {"keyword"},
        "date_histogram": {"date"},
        "max": {"date", "long"},
        "unique_count": {"keyword"},
    }
    for column in build_columns(panel, VIEW).values():
        kinds = allowed.get(column["operationType"])
        if kinds:
            assert FIELDS[column["sourceField"]] in kinds
        else:
            assert column["operationType"] in ("count", "formula", "math")


def test_links_and_dates_are_of_their_types() -> None:
    assert {FIELDS[field] for field in VIEW.links} == {"keyword"}
    assert {FIELDS[field] for field in (*VIEW.dates, VIEW.time_field)} == {"date"}
    assert VIEW.time_field == "timeline_at"
    formats = json.loads(SAVED[0]["attributes"]["fieldFormatMap"])
    assert formats["url"]["id"] == formats["cited_urls"]["id"] == "url"


def test_words_cover_every_code() -> None:
    from pipeline.documents import ACTOR_KINDS, WEAPON_KINDS

    assert set(VIEW.words["weapon_classes"]) == set(WEAPON_KINDS)
    assert set(VIEW.words["actor_kinds"]) == set(ACTOR_KINDS)


def test_references_meet() -> None:
    known = {(saved["type"], saved["id"]) for saved in SAVED}
    assert len(known) == len(SAVED)
    for saved in SAVED:
        names = [reference["name"] for reference in saved["references"]]
        assert len(names) == len(set(names))
        assert all((r["type"], r["id"]) in known for r in saved["references"])
    for dashboard in (saved for saved in SAVED if saved["type"] == "dashboard"):
        names = {reference["name"] for reference in dashboard["references"]}
        for panel in json.loads(dashboard["attributes"]["panelsJSON"]):
            inner = panel["embeddableConfig"].get("attributes", {}).get("references", [])
            needed = [panel["panelRefName"]] if "panelRefName" in panel else []
            needed += [reference["name"] for reference in inner]
            assert {f"{panel['panelIndex']}:{name}" for name in needed} <= names


def test_accessors_name_columns_of_their_layer() -> None:
    for dashboard in (saved for saved in SAVED if saved["type"] == "dashboard"):
        for panel in json.loads(dashboard["attributes"]["panelsJSON"]):
            attributes = panel["embeddableConfig"].get("attributes")
            if attributes is None:
                continue
            state = attributes["state"]
            ((layer, content),) = state["datasourceStates"]["formBased"]["layers"].items()
            named = set(list_accessors(state["visualization"]))
            assert named <= set(content["columns"])
            assert named, panel["panelIndex"]
            assert layer in json.dumps(state["visualization"])
            for column in content["columns"].values():
                assert set(column.get("references", ())) <= set(content["columns"])


def list_accessors(visualization: Any) -> list[str]:
    """Column ids anywhere in a visualization's state."""
    keys = (
        "xAccessor",
        "yAccessor",
        "valueAccessor",
        "splitAccessor",
        "metricAccessor",
        "columnId",
    )
    if isinstance(visualization, list):
        return [found for item in visualization for found in list_accessors(item)]
    if not isinstance(visualization, dict):
        return []
    own = [visualization[key] for key in keys if key in visualization]
    own += visualization.get("accessors", [])
    return own + [found for value in visualization.values() for found in list_accessors(value)]


def test_panels_fill_the_grid_without_overlap() -> None:
    for dashboard in OBJECTS.dashboards:
        assert all(p.at[0] + p.at[2] <= 48 for p in dashboard.panels)
        for one, other in combinations(dashboard.panels, 2):
            (x, y, w, h), (u, v, k, m) = one.at, other.at
            assert x + w <= u or u + k <= x or y + h <= v or v + m <= y, (one.id, other.id)


def list_aggregations(aggregations: dict[str, Any]) -> set[str]:
    """Names of the kinds of aggregations in a body, nested ones too."""
    found = set()
    for aggregation in aggregations.values():
        found |= aggregation.keys() - {"aggs"}
        found |= list_aggregations(aggregation.get("aggs", {}))
    return found


def test_the_readme_lists_the_aggregations() -> None:
    used = set().union(*(list_aggregations(build_request(p, VIEW)["aggs"]) for p in LENS))
    text = (FOLDER / "README.md").read_text("utf-8")
    listed = re.search(r"Aggregations that these objects need: (.*?)\.\n", text, re.S)
    assert listed is not None
    assert set(re.findall(r"`(\w+)`", listed[1])) == used


@pytest.fixture(scope="module")
def filled(module_index_settings: Settings) -> Settings:
    posts = [
        build_post(
            n,
            "米国のF-35Aと中国。" if n % 2 else "海上自衛隊のトマホーク。",
            names=[("米国", "us"), ("F-35A", "f-35a")] if n % 2 else [("トマホーク", "tomahawk")],
        )
        for n in range(12)
    ]
    index_posts(module_index_settings, posts)
    with connect(module_index_settings) as client:
        client.indices.refresh(index=read_alias(module_index_settings))
    return module_index_settings


@pytest.mark.live
@pytest.mark.parametrize("panel", LENS, ids=lambda p: f"{p.chart}-{p.id}")
def test_every_panel_runs_on_the_real_node(panel: Panel, filled: Settings) -> None:
    body = build_request(panel, VIEW)
    with connect(filled) as client:
        answer = client.search(index=read_alias(filled), **body)
    assert answer["hits"]["total"]["value"] == 12
    assert answer["_shards"]["failed"] == 0
    for name in body["aggs"]:
        assert name in answer["aggregations"]


@pytest.mark.live
def test_a_heat_map_counts_what_is_there(filled: Settings) -> None:
    panel = next(p for p in LENS if p.id == "actors-by-classes")
    with connect(filled) as client:
        answer = client.search(index=read_alias(filled), **build_request(panel, VIEW))
    (actor,) = answer["aggregations"]["down"]["buckets"]
    (aircraft,) = actor["across"]["buckets"]
    assert (actor["key"], aircraft["key"], aircraft["doc_count"]) == ("米国", "aircraft", 6)


@pytest.mark.live
@pytest.mark.parametrize("lacking", ["top_metrics", "multi_terms", "derivative"])
def test_what_the_readme_calls_lacking_is_lacking(lacking: str, filled: Settings) -> None:
    """When a node has it one day, the objects may use it."""
    from elasticsearch import BadRequestError

    bodies = {
        "top_metrics": {"metrics": {"field": "sequence"}, "sort": {"timeline_at": "desc"}},
        "multi_terms": {"terms": [{"field": "source"}, {"field": "kind"}]},
        "derivative": {"buckets_path": "_count"},
    }
    assert f"`{lacking}`" in (FOLDER / "README.md").read_text("utf-8") or lacking == "derivative"
    with connect(filled) as client, pytest.raises(BadRequestError, match="Unknown aggregation"):
        client.search(index=read_alias(filled), size=0, aggs={"x": {lacking: bodies[lacking]}})


def test_the_source_file_is_readable() -> None:
    assert FILE.stat().st_size < 10_000
