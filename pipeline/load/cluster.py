"""Can this cluster take the index? Asked once, before anything is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import RunError

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

OLDEST = (9, 2)

_PROBES: dict[str, dict[str, object]] = {
    "analysis-kuromoji": {"tokenizer": "kuromoji_tokenizer", "text": "偵察"},
    "analysis-icu": {"tokenizer": "keyword", "char_filter": ["icu_normalizer"], "text": "Ｆ"},
}


def check_cluster(client: Elasticsearch) -> None:
    """Refuse a cluster that is too old or lacks an analysis plugin.

    Asked by what the plugins do, not by their names: the embedded node has them all in one.

    Raises:
        RunError: With the version or plugin that is missing.
    """
    nodes = client.nodes.info(filter_path="nodes.*.version,nodes.*.name")["nodes"]
    for node in nodes.values():
        version = tuple(int(part) for part in node["version"].split("-")[0].split(".")[:2])
        if version < OLDEST:
            raise RunError(
                f"node {node['name']} runs Elasticsearch {node['version']}",
                f"{OLDEST[0]}.{OLDEST[1]} or newer is needed",
            )
    missing = [plugin for plugin, probe in _PROBES.items() if not _answers(client, probe)]
    if missing:
        raise RunError(
            f"the cluster lacks the analysis plugin {' and '.join(missing)}",
            "run `bin/elasticsearch-plugin install` for it on every node, and restart them",
        )


def _answers(client: Elasticsearch, probe: dict[str, object]) -> bool:
    from elasticsearch import BadRequestError

    try:
        client.indices.analyze(body=probe)
    except BadRequestError:
        return False
    return True
