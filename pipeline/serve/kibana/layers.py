"""Lens's form-based layers: a panel's columns, each an operation on a field.

The shapes are those of Kibana's own published objects (elastic/integrations, sample data), 8.13 to
9.x: mappings/kibana/README.md names them.
"""

from __future__ import annotations

from typing import Any

from pipeline.serve.kibana.source import DataView, Panel

Column = dict[str, Any]
Columns = dict[str, Column]

RECORDS = "___records___"  # Lens's name for the documents themselves
WEEK = "1w"


def build_columns(panel: Panel, view: DataView) -> Columns:
    """Build a Lens panel's columns by id, in the order in which Lens nests them."""
    label = view.labels.get(panel.field, panel.field)
    match panel.chart:
        case "number":
            return {"metric": _distinct(panel) if panel.field else _count()}
        case "time":
            time = panel.time or view.time_field
            return {"split": _terms(panel, label), "time": _dates(time, view), "count": _count()}
        case "ranking":
            return {"value": _terms(panel, label), "count": _count()}
        case "heat_map":
            by = view.labels.get(panel.by, panel.by)
            across = {**_terms(panel, by), "sourceField": panel.by}
            return {"down": _terms(panel, label), "across": across, "count": _count()}
        case "movers":
            return {"value": _terms(panel, label), **_difference()}
        case "sources":
            return {
                "value": _terms(panel, label),
                "count": _count(),
                "seen": _newest("first_seen", view),
                "posted": _newest(view.time_field, view),
            }
        case _:
            return {}


def build_layer(columns: Columns) -> dict[str, Any]:
    """Build the layer of these columns."""
    return {
        "columnOrder": list(columns),
        "columns": columns,
        "incompleteColumns": {},
        "sampling": 1,
    }


def _count(label: str = "投稿", shift: str = "") -> Column:
    column: Column = {
        "label": label,
        "customLabel": True,
        "dataType": "number",
        "operationType": "count",
        "isBucketed": False,
        "scale": "ratio",
        "sourceField": RECORDS,
        "params": {"emptyAsNull": False},
    }
    return {**column, "timeShift": shift} if shift else column


def _distinct(panel: Panel) -> Column:
    return {
        "label": panel.title,
        "customLabel": True,
        "dataType": "number",
        "operationType": "unique_count",
        "isBucketed": False,
        "scale": "ratio",
        "sourceField": panel.field,
        "params": {"emptyAsNull": False},
    }


def _newest(field: str, view: DataView) -> Column:
    return {
        "label": f"最新の{view.labels[field]}",
        "customLabel": True,
        "dataType": "date",
        "operationType": "max",
        "isBucketed": False,
        "scale": "ratio",
        "sourceField": field,
        "params": {"emptyAsNull": True},
    }


def _dates(field: str, view: DataView) -> Column:
    return {
        "label": view.labels[field],
        "customLabel": True,
        "dataType": "date",
        "operationType": "date_histogram",
        "isBucketed": True,
        "scale": "interval",
        "sourceField": field,
        "params": {"interval": "auto", "includeEmptyRows": True, "dropPartials": False},
    }


def _terms(panel: Panel, label: str) -> Column:
    by_count = {"type": "column", "columnId": "count"}
    return {
        "label": label,
        "customLabel": True,
        "dataType": "string",
        "operationType": "terms",
        "isBucketed": True,
        "scale": "ordinal",
        "sourceField": panel.field,
        "params": {
            "size": panel.size,
            "orderBy": {"type": "significant"} if panel.order == "significant" else by_count,
            "orderDirection": "desc",
            "otherBucket": False,
            "missingBucket": False,
            "parentFormat": {"id": "terms"},
            "include": [],
            "exclude": [],
            "includeIsRegex": False,
            "excludeIsRegex": False,
        },
    }


def _difference() -> Columns:
    """Build this period, the week before, and the difference, as the formula editor leaves it.

    A formula's parts are columns of their own, named after it: X0, X1 ..., and are not shown.
    """
    formula = f"count() - count(shift='{WEEK}')"
    parts = ["changeX0", "changeX1"]
    ast = {
        "type": "function",
        "name": "subtract",
        "args": parts,
        "location": {"min": 0, "max": len(formula)},
        "text": formula,
    }
    number = {"dataType": "number", "isBucketed": False, "scale": "ratio", "customLabel": True}
    return {
        "count": _count("この期間"),
        "before": _count("1週間前", WEEK),
        "change": {
            **number,
            "label": "増減",
            "operationType": "formula",
            "params": {
                "formula": formula,
                "isFormulaBroken": False,
                "format": {"id": "number", "params": {"decimals": 0}},
            },
            "references": ["changeX2"],
        },
        "changeX0": _count("増減の部分"),
        "changeX1": _count("増減の部分", WEEK),
        "changeX2": {
            **number,
            "label": "増減の部分",
            "operationType": "math",
            "params": {"tinymathAst": ast},
            "references": parts,
        },
    }
