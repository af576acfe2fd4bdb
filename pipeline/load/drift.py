"""Is the live index still what the templates say? Asked before a load, not found out in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.errors import RunError
from pipeline.load.templates import Templates

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch


def check_drift(client: Elasticsearch, index: str, templates: Templates) -> None:
    """Compare the mapping of an index with the template's.

    Raises:
        RunError: Names the fields that differ.
    """
    mapping = client.indices.get_mapping(index=index).body[index]["mappings"]
    drifted = list(find_drift(templates.properties, mapping.get("properties", {})))
    if mapping.get("dynamic") != "strict":
        drifted.insert(0, f"dynamic is {mapping.get('dynamic', 'true')}, not strict")
    if drifted:
        raise RunError(
            f"the mapping of {index} is not the template's: {'; '.join(drifted[:5])}",
            "run `sekko index rebuild`; nothing was loaded",
        )


def find_drift(wanted: dict[str, Any], found: dict[str, Any], path: str = "") -> Iterator[str]:
    """Yield each difference between two trees of fields, settings of a field included."""
    for key in sorted(wanted.keys() | found.keys()):
        where = f"{path}.{key}" if path else key
        if key not in found:
            yield f"{where} is missing"
        elif key not in wanted:
            yield f"{where} is not in the template"
        elif isinstance(wanted[key], dict) and isinstance(found[key], dict):
            yield from find_drift(wanted[key], found[key], where)
        elif wanted[key] != found[key]:
            yield f"{where} is {found[key]!r}, not {wanted[key]!r}"
