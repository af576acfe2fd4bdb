"""What a panel asks of Elasticsearch: Lens's columns as aggregations, for tests on a real node.

This follows what Kibana sends (its `esaggs`): buckets nested in the order of the columns, and a
time shift as a `filters` aggregation over the two periods. Formulas are worked out in Kibana.
"""

from __future__ import annotations

from typing import Any

from pipeline.serve.kibana.layers import Columns, build_columns
from pipeline.serve.kibana.source import DataView, Panel

Body = dict[str, Any]

_METRICS = {"unique_count": "cardinality", "max": "max"}


def build_request(panel: Panel, view: DataView, interval: str = "week") -> Body:
    """Build the search body of a Lens panel.

    Args:
        panel: Of a chart that Lens draws.
        view: The data view.
        interval: What Kibana makes of `auto`, by the time range; a calendar interval.
    """
    columns = build_columns(panel, view)
    buckets = [name for name, column in columns.items() if column["isBucketed"]]
    inner: Body = {
        name: {_METRICS[column["operationType"]]: {"field": column["sourceField"]}}
        for name, column in columns.items()
        if column["operationType"] in _METRICS
    }
    for name in reversed(buckets):
        bucket = _build_bucket(name, columns, interval)
        inner = {name: {**bucket, "aggs": inner} if inner else bucket}
    if any("timeShift" in column for column in columns.values()):
        inner = {"time_offset_split": {**_split_by_week(view.time_field), "aggs": inner}}
    return {"size": 0, "track_total_hits": True, "aggs": inner}


def _build_bucket(name: str, columns: Columns, interval: str) -> Body:
    column = columns[name]
    field = column["sourceField"]
    if column["operationType"] == "date_histogram":
        return {
            "date_histogram": {
                "field": field,
                "calendar_interval": interval,
                "time_zone": "Asia/Tokyo",
                "extended_bounds": {"min": "now-1y", "max": "now"},
                "min_doc_count": 0,
            }
        }
    size = column["params"]["size"]
    if column["params"]["orderBy"]["type"] == "significant":
        return {"significant_terms": {"field": field, "size": size}}
    return {"terms": {"field": field, "size": size, "order": {"_count": "desc"}}}


def _split_by_week(field: str) -> Body:
    periods = {
        "0": {"range": {field: {"gte": "now-7d", "lte": "now"}}},
        "604800000": {"range": {field: {"gte": "now-14d", "lte": "now-7d"}}},
    }
    return {"filters": {"filters": periods}}
