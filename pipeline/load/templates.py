"""The shipped templates of `mappings/`, read with the prefix of the settings, and installed."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline.documents import Record, build_digest
from pipeline.settings import PROJECT, Settings

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

log = logging.getLogger(__name__)

FOLDER = PROJECT / "mappings"
SHIPPED_PREFIX = "sekko-"

Body = dict[str, Any]


class Templates(Record, frozen=True, kw_only=True):
    """All templates, under the names that they are installed with.

    Attributes:
        components: Component templates by name.
        indices: Index templates by name.
        policies: ILM policies by name, for clusters that have ILM.
        schema: Version of the documents' schema, part of the index name.
        digest: Changes whenever a template does.
    """

    components: dict[str, Body]
    indices: dict[str, Body]
    policies: dict[str, Body]
    schema: int
    digest: str

    @property
    def properties(self) -> Body:
        """The fields of a document, as the mapping declares them."""
        (posts,) = (body for name, body in self.indices.items() if name.endswith("-posts"))
        found: Body = posts["template"]["mappings"]["properties"]
        return found


def read_templates(settings: Settings, folder: Path = FOLDER) -> Templates:
    """Read the templates and put the settings' prefix in the place of `sekko-`."""
    prefix = f"{settings.index_prefix}-"
    groups = {
        group: {
            prefix + path.stem: json.loads(path.read_text(encoding="utf-8"))
            for path in sorted((folder / group).glob("*.json"))
        }
        for group in ("components", "templates", "ilm")
    }
    for body in groups["templates"].values():
        for key in ("index_patterns", "composed_of"):
            if key in body:
                body[key] = [prefix + name.removeprefix(SHIPPED_PREFIX) for name in body[key]]
    digest = build_digest(msgspec.json.encode(groups, order="deterministic"))
    for body in groups["templates"].values():
        body.setdefault("_meta", {})["digest"] = digest
    return Templates(
        components=groups["components"],
        indices=groups["templates"],
        policies=groups["ilm"],
        schema=groups["templates"][f"{prefix}posts"]["version"],
        digest=digest,
    )


def install_templates(client: Elasticsearch, templates: Templates) -> bool:
    """Put the templates that the cluster lacks or has in another version; say whether any was put.

    A cluster without ILM (the bare distribution) gets no policies, and the log says so.
    """
    if all(_read_digest(client, name) == templates.digest for name in templates.indices):
        return False
    for name, body in templates.components.items():
        client.cluster.put_component_template(name=name, **body)
    _install_policies(client, templates)
    for name, body in templates.indices.items():
        renamed = {"meta" if key == "_meta" else key: value for key, value in body.items()}
        client.indices.put_index_template(name=name, **renamed)
    return True


def has_lifecycle(client: Elasticsearch) -> bool:
    """Say whether the cluster has index lifecycle management; the bare distribution has not."""
    answer = client.options(ignore_status=(400, 403, 404, 405)).ilm.get_status()
    return answer.meta.status == 200


def _read_digest(client: Elasticsearch, name: str) -> str | None:
    answer = client.options(ignore_status=404).indices.get_index_template(name=name)
    for entry in answer.body.get("index_templates", []):
        digest: str | None = entry["index_template"].get("_meta", {}).get("digest")
        return digest
    return None


def _install_policies(client: Elasticsearch, templates: Templates) -> None:
    if not has_lifecycle(client):
        log.info("no index lifecycle management here: %s not installed", *templates.policies)
        return
    for name, body in templates.policies.items():
        client.ilm.put_lifecycle(name=name, policy=body["policy"])
