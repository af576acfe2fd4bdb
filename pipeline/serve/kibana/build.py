"""objects.yml -> saved objects as Kibana exports them, a line each."""

from __future__ import annotations

from typing import Any

import msgspec

from pipeline.serve.kibana.charts import LAYER, build_chart
from pipeline.serve.kibana.layers import build_columns, build_layer
from pipeline.serve.kibana.source import Dashboard, DataView, Objects, Panel, SavedSearch

Saved = dict[str, Any]
Reference = dict[str, str]

# The model versions of the objects that the shapes were taken from: a newer Kibana migrates them,
# an older one refuses them. elastic/integrations ships the same to Kibana 8.18 and 9.
CORE_VERSION = "8.8.0"
TYPE_VERSIONS = {"index-pattern": "8.0.0", "search": "10.5.0", "dashboard": "10.2.0"}
PLAIN_QUERY = {"language": "kuery", "query": ""}
LINES = 3  # of a table's row


def build_ndjson(objects: Objects, index: str) -> bytes:
    """Build the file that Kibana imports.

    Args:
        objects: The description.
        index: Index pattern or alias of the data view; its id stays the same.
    """
    lines = [msgspec.json.encode(saved, order="sorted") for saved in build_saved(objects, index)]
    return b"\n".join(lines) + b"\n"


def build_saved(objects: Objects, index: str) -> list[Saved]:
    """Build all saved objects, what is referred to before what refers to it."""
    view = objects.data_view
    return [
        _build_view(view, index),
        *(_build_search(search, view) for search in objects.searches),
        *(_build_dashboard(dashboard, view) for dashboard in objects.dashboards),
    ]


def _build_view(view: DataView, index: str) -> Saved:
    formats: dict[str, object] = {
        field: {"id": "date", "params": {"pattern": "YYYY-MM-DD HH:mm"}} for field in view.dates
    }
    formats |= {field: {"id": "url", "params": {"type": "a"}} for field in view.links}
    formats |= {
        field: {
            "id": "static_lookup",
            "params": {
                "lookupEntries": [{"key": key, "value": word} for key, word in words.items()]
            },
        }
        for field, words in view.words.items()
    }
    attributes = {
        "title": index,
        "name": view.name,
        "timeFieldName": view.time_field,
        "fieldAttrs": _text({f: {"customLabel": label} for f, label in view.labels.items()}),
        "fieldFormatMap": _text(formats),
        "fields": "[]",
        "runtimeFieldMap": "{}",
        "sourceFilters": "[]",
        "typeMeta": "{}",
    }
    return _save("index-pattern", view.id, attributes, [])


def _build_search(search: SavedSearch, view: DataView) -> Saved:
    name = "kibanaSavedObjectMeta.searchSourceJSON.index"
    source = {
        "filter": [],
        "indexRefName": name,
        "query": {"language": "kuery", "query": search.query},
    }
    attributes = {
        "title": search.title,
        "description": search.description,
        "columns": list(search.columns),
        "sort": [[search.sort, "desc"]],
        "grid": {},
        "hideChart": False,
        "isTextBasedQuery": False,
        "rowHeight": LINES,
        "timeRestore": False,
        "kibanaSavedObjectMeta": {"searchSourceJSON": _text(source)},
    }
    return _save("search", search.id, attributes, [_refer(name, view)])


def _build_dashboard(dashboard: Dashboard, view: DataView) -> Saved:
    panels, references = [], []
    for panel in dashboard.panels:
        built, refers = _build_panel(panel, view)
        panels.append(built)
        references += [{**ref, "name": f"{panel.id}:{ref['name']}"} for ref in refers]
    for field in dashboard.controls:
        references.append(_refer(f"controlGroup_{field}:optionsListDataView", view))
    source = {"filter": [], "query": {"language": "kuery", "query": dashboard.query}}
    attributes = {
        "title": dashboard.title,
        "description": dashboard.description,
        "timeRestore": True,
        "timeFrom": dashboard.since,
        "timeTo": "now",
        "version": 3,
        "kibanaSavedObjectMeta": {"searchSourceJSON": _text(source)},
        "optionsJSON": _text(
            {
                "hidePanelTitles": False,
                "syncColors": True,
                "syncCursor": True,
                "syncTooltips": False,
                "useMargins": True,
            }
        ),
        "panelsJSON": _text(panels),
        "controlGroupInput": _build_controls(dashboard, view),
    }
    return _save("dashboard", dashboard.id, attributes, references)


def _build_controls(dashboard: Dashboard, view: DataView) -> Saved:
    settings = ("ignoreFilters", "ignoreQuery", "ignoreTimerange", "ignoreValidations")
    panels = {
        field: {
            "type": "optionsListControl",
            "order": order,
            "grow": True,
            "width": "medium",
            "explicitInput": {
                "id": field,
                "dataViewId": view.id,
                "fieldName": field,
                "title": view.labels[field],
                "searchTechnique": "wildcard",
                "selectedOptions": [],
                "sort": {"by": "_count", "direction": "desc"},
            },
        }
        for order, field in enumerate(dashboard.controls)
    }
    return {
        "chainingSystem": "HIERARCHICAL",
        "controlStyle": "oneLine",
        "ignoreParentSettingsJSON": _text(dict.fromkeys(settings, False)),
        "panelsJSON": _text(panels),
        "showApplySelections": False,
    }


def _build_panel(panel: Panel, view: DataView) -> tuple[Saved, list[Reference]]:
    column, row, width, height = panel.at
    built: Saved = {
        "panelIndex": panel.id,
        "gridData": {"i": panel.id, "x": column, "y": row, "w": width, "h": height},
        "title": panel.title,
        "embeddableConfig": {"enhancements": {}},
    }
    if panel.chart == "search":
        name = f"panel_{panel.id}"
        reference = {"type": "search", "id": panel.search, "name": name}
        return {**built, "type": "search", "panelRefName": name}, [reference]
    if panel.chart == "note":
        built["embeddableConfig"] |= {"savedVis": _build_note(panel)}
        return {**built, "type": "visualization"}, []
    attributes, references = _build_lens(panel, view)
    built["embeddableConfig"] |= {"attributes": attributes, "hidePanelTitles": False}
    return {**built, "type": "lens"}, references


def _build_lens(panel: Panel, view: DataView) -> tuple[Saved, list[Reference]]:
    kind, visualization = build_chart(panel)
    references = [_refer(f"indexpattern-datasource-layer-{LAYER}", view)]
    layer = build_layer(build_columns(panel, view))
    attributes = {
        "title": "",
        "description": "",
        "type": "lens",
        "visualizationType": kind,
        "references": references,
        "state": {
            "adHocDataViews": {},
            "datasourceStates": {"formBased": {"layers": {LAYER: layer}}},
            "filters": [],
            "internalReferences": [],
            "query": PLAIN_QUERY,
            "visualization": visualization,
        },
    }
    return attributes, references


def _build_note(panel: Panel) -> Saved:
    return {
        "type": "markdown",
        "title": "",
        "description": "",
        "uiState": {},
        "params": {"fontSize": 12, "markdown": panel.text, "openLinksInNewTab": False},
        "data": {"aggs": [], "searchSource": {"filter": [], "query": PLAIN_QUERY}},
    }


def _save(kind: str, identity: str, attributes: Saved, references: list[Reference]) -> Saved:
    return {
        "type": kind,
        "id": identity,
        "attributes": attributes,
        "references": references,
        "coreMigrationVersion": CORE_VERSION,
        "typeMigrationVersion": TYPE_VERSIONS[kind],
        "managed": False,
    }


def _refer(name: str, view: DataView) -> Reference:
    return {"type": "index-pattern", "id": view.id, "name": name}


def _text(value: object) -> str:
    return msgspec.json.encode(value, order="sorted").decode()
