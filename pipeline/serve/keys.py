"""API keys for the three kinds of users; what each may do is in `mappings/roles/`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from pipeline.documents import Record
from pipeline.elastic import connect, named_errors
from pipeline.errors import RunError
from pipeline.settings import PROJECT

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

    from pipeline.settings import Settings

Role = Literal["loader", "analyst", "reader"]

FOLDER = PROJECT / "mappings" / "roles"
SHIPPED_PREFIX = "sekko-"


class Key(Record, frozen=True, kw_only=True):
    """One key that is valid now; its secret is shown once, when it is made.

    Attributes:
        expires: ISO 8601 instant; None for never.
    """

    id: str
    name: str
    role: str
    created: str
    expires: str | None


class NewKey(Record, frozen=True, kw_only=True):
    """A key with its secret.

    Attributes:
        encoded: What goes into `SEKKO_ELASTICSEARCH_API_KEY`, or after `Authorization: ApiKey`.
    """

    id: str
    name: str
    role: str
    encoded: str


def read_role(settings: Settings, role: Role) -> dict[str, Any]:
    """Read what a role may do, with the settings' prefix in the place of `sekko-`."""
    descriptor: dict[str, Any] = json.loads((FOLDER / f"{role}.json").read_bytes())
    for entry in descriptor["indices"]:
        entry["names"] = [
            f"{settings.index_prefix}-{name.removeprefix(SHIPPED_PREFIX)}"
            for name in entry["names"]
        ]
    return descriptor


def create_key(settings: Settings, role: Role, name: str, days: int | None = None) -> NewKey:
    """Make a key.

    Args:
        settings: Which cluster, and who asks.
        role: What the key may do.
        name: For people; unique among the valid keys.
        days: After how many it expires; None for never.

    Raises:
        RunError: A valid key has the name, or the asking user may not make keys.
    """
    with named_errors(settings), connect(settings) as client:
        if any(key.name == name for key in _fetch_keys(client, settings)):
            raise RunError(
                f"a key named {name!r} is valid", "revoke it first, or take another name"
            )
        made = client.security.create_api_key(
            name=f"{settings.index_prefix}-{name}",
            role_descriptors={role: read_role(settings, role)},
            expiration=f"{days}d" if days else None,
            metadata={"owner": settings.index_prefix, "role": role, "name": name},
        )
        return NewKey(id=made["id"], name=name, role=role, encoded=made["encoded"])


def list_keys(settings: Settings) -> tuple[Key, ...]:
    """List the valid keys of these settings' indices, by name."""
    with named_errors(settings), connect(settings) as client:
        return tuple(sorted(_fetch_keys(client, settings), key=lambda key: key.name))


def revoke_key(settings: Settings, name: str) -> None:
    """Revoke a key by its name or id, at once.

    Raises:
        RunError: No valid key has it.
    """
    with named_errors(settings), connect(settings) as client:
        ids = [key.id for key in _fetch_keys(client, settings) if name in (key.name, key.id)]
        if not ids:
            raise RunError(f"no valid key {name!r}", "`sekko keys list` shows them")
        client.security.invalidate_api_key(ids=ids)


def _fetch_keys(client: Elasticsearch, settings: Settings) -> list[Key]:
    answer = client.security.get_api_key(active_only=True)
    return [
        Key(
            id=entry["id"],
            name=entry["metadata"]["name"],
            role=entry["metadata"]["role"],
            created=_read_instant(entry["creation"]),
            expires=_read_instant(entry["expiration"]) if "expiration" in entry else None,
        )
        for entry in answer["api_keys"]
        if entry.get("metadata", {}).get("owner") == settings.index_prefix
    ]


def _read_instant(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="seconds")
