"""How Lens draws a panel's columns: the `visualization` part of its state."""

from __future__ import annotations

from typing import Any

from pipeline.serve.kibana.source import Panel

State = dict[str, Any]

LAYER = "layer"
_XY = {
    "legend": {"isVisible": True, "position": "right", "legendSize": "auto"},
    "valueLabels": "hide",
    "fittingFunction": "None",
    "axisTitlesVisibilitySettings": {"x": False, "yLeft": False, "yRight": False},
    "tickLabelsVisibilitySettings": {"x": True, "yLeft": True, "yRight": True},
    "labelsOrientation": {"x": 0, "yLeft": 0, "yRight": 0},
    "gridlinesVisibilitySettings": {"x": False, "yLeft": True, "yRight": True},
}


def build_chart(panel: Panel) -> tuple[str, State]:
    """Build a panel's visualization type and state."""
    match panel.chart:
        case "number":
            return "lnsMetric", {"layerId": LAYER, "layerType": "data", "metricAccessor": "metric"}
        case "time":
            return "lnsXY", _build_xy("bar_stacked", "time", split="split")
        case "ranking":
            return "lnsXY", _build_xy("bar_horizontal", "value")
        case "heat_map":
            return "lnsHeatmap", _build_heat_map()
        case "movers":
            return "lnsDatatable", _build_table(("value", "count", "before", "change"), "change")
        case _:
            return "lnsDatatable", _build_table(("value", "count", "seen", "posted"), "seen")


def _build_xy(series: str, across: str, split: str = "") -> State:
    layer: State = {
        "layerId": LAYER,
        "layerType": "data",
        "seriesType": series,
        "accessors": ["count"],
        "xAccessor": across,
        "position": "top",
        "showGridlines": False,
    }
    if split:
        layer["splitAccessor"] = split
    return {**_XY, "preferredSeriesType": series, "layers": [layer]}


def _build_heat_map() -> State:
    return {
        "shape": "heatmap",
        "layerId": LAYER,
        "layerType": "data",
        "xAccessor": "across",
        "yAccessor": "down",
        "valueAccessor": "count",
        "legend": {"isVisible": True, "position": "right", "type": "heatmap_legend"},
        "gridConfig": {
            "type": "heatmap_grid",
            "isCellLabelVisible": True,
            "isYAxisLabelVisible": True,
            "isXAxisLabelVisible": True,
            "isYAxisTitleVisible": False,
            "isXAxisTitleVisible": False,
        },
    }


def _build_table(columns: tuple[str, ...], sort: str) -> State:
    return {
        "layerId": LAYER,
        "layerType": "data",
        "columns": [{"columnId": column} for column in columns],
        "sorting": {"columnId": sort, "direction": "desc"},
    }
