"""One way to a connected Elasticsearch client, and the names that load and serve share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from pipeline.documents import Record
from pipeline.errors import RunError, TransientError

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

    from pipeline.settings import Settings


class NodeState(Record, frozen=True, kw_only=True):
    """What the embedded node leaves in `home/node/state.json` while it runs."""

    url: str
    user: str
    pid: int
    started: str


def read_alias(settings: Settings) -> str:
    """Name of the alias that analysts and apps query."""
    return f"{settings.index_prefix}-posts"


def write_alias(settings: Settings) -> str:
    """Name of the alias that the loader writes to."""
    return f"{settings.index_prefix}-posts-write"


def connect(settings: Settings, timeout: float = 30.0) -> Elasticsearch:
    """Build a client for the configured cluster, else for the embedded node.

    Nothing is asked of the server yet. A node without `GET /` (the bare distribution) cannot answer
    `ping()`: use `cluster.health`.

    Args:
        timeout: Seconds for one request.

    Raises:
        RunError: No cluster is configured and the embedded node was never started.
    """
    from elasticsearch import Elasticsearch

    if settings.elasticsearch_url:
        login: tuple[str, str] | None = None
        if not settings.elasticsearch_api_key and settings.elasticsearch_password:
            login = (settings.elasticsearch_user, settings.elasticsearch_password)
        ca = settings.elasticsearch_ca
        authority: dict[str, Any] = {"ca_certs": str(ca)} if ca else {}
        return Elasticsearch(
            settings.elasticsearch_url,
            api_key=settings.elasticsearch_api_key,
            basic_auth=login,
            request_timeout=timeout,
            **authority,
        )
    state, password = read_node_state(settings)
    return Elasticsearch(state.url, basic_auth=(state.user, password), request_timeout=timeout)


def read_node_state(settings: Settings) -> tuple[NodeState, str]:
    """Read where the embedded node listens, and its password.

    Raises:
        RunError: The node was never started from this `home`.
        TransientError: The state file is being written.
    """
    folder = settings.home / "node"
    try:
        state = msgspec.json.decode((folder / "state.json").read_bytes(), type=NodeState)
        return state, (folder / "password").read_text().strip()
    except FileNotFoundError as error:
        raise RunError(
            "no Elasticsearch: no cluster is configured and the embedded node does not run",
            "start it with `sekko node start`, or set SEKKO_ELASTICSEARCH_URL",
        ) from error
    except msgspec.DecodeError as error:
        raise TransientError(
            "the embedded node is just starting", "try again in seconds"
        ) from error
