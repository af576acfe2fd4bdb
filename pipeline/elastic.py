"""One way to a connected Elasticsearch client, and the names that load and serve share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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


def tombstone_index(settings: Settings) -> str:
    """Name of the index of deletions."""
    return f"{settings.index_prefix}-tombstones-v1"


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


@contextmanager
def named_errors(settings: Settings) -> Iterator[None]:
    """Turn what the client raises into named errors that say what to do.

    Raises:
        TransientError: The cluster is down, slow or busy.
        RunError: A wrong password, an untrusted certificate, a block, a missing plugin, and all
            else that time does not mend.
    """
    from elastic_transport import TransportError
    from elasticsearch import ApiError, UnsupportedProductError

    try:
        yield
    except (ApiError, TransportError, UnsupportedProductError) as error:
        raise explain(error, settings.elasticsearch_url or "the embedded node") from error


def explain(error: Exception, where: str) -> RunError | TransientError:
    """Build the named error for an exception of the client.

    Args:
        where: The cluster's URL, or another name for it.
    """
    from elastic_transport import ConnectionError as Unreachable
    from elastic_transport import ConnectionTimeout, TlsError
    from elasticsearch import ApiError, UnsupportedProductError

    at = f"Elasticsearch at {where}"
    if isinstance(error, ConnectionTimeout):
        return TransientError(f"{at} did not answer in time", "it is slow or overloaded; try again")
    if isinstance(error, TlsError):
        return RunError(
            f"{at}: its certificate is not trusted",
            "set SEKKO_ELASTICSEARCH_CA to the PEM file of the cluster's authority",
        )
    if isinstance(error, Unreachable):
        return TransientError(f"{at} cannot be reached", "is it running, and the URL right?")
    if isinstance(error, UnsupportedProductError):
        return RunError(f"{at}: that is no Elasticsearch, or too old a one", "9.2 is needed")
    if isinstance(error, ApiError):
        return explain_answer(error.status_code, describe(error.body), at)
    return RunError(f"{at}: {error}")


def describe(body: object) -> str:
    """Return the type and reason of an error body, with its innermost cause."""
    error = body.get("error", body) if isinstance(body, dict) else body
    if not isinstance(error, dict):
        return str(error)[:500]
    cause = error
    while isinstance(cause.get("caused_by"), dict):
        cause = cause["caused_by"]
    outer = f"{error.get('type')}: {error.get('reason')}"
    inner = f"{cause.get('type')}: {cause.get('reason')}"
    return outer if cause is error else f"{outer} ({inner})"


def explain_answer(status: int, reason: str, at: str) -> RunError | TransientError:
    """Build the named error for an HTTP status and what `describe` made of its body."""
    if status == 401:
        return RunError(
            f"{at} refuses the user or key",
            "check SEKKO_ELASTICSEARCH_API_KEY, or _USER and _PASSWORD",
        )
    if "flood-stage" in reason or "disk usage exceeded" in reason:
        return RunError(f"{at}: its disk is full", "free space there; the block lifts by itself")
    if "cluster_block_exception" in reason:
        return RunError(f"{at} is read-only: {reason}", "lift the block, then run again")
    if status == 403:
        return RunError(f"{at}: the user or key may not do this: {reason}", "see `sekko keys`")
    if "index_not_found_exception" in reason:
        return RunError(f"{at} has no such index: {reason}", "a night makes it: `sekko run`")
    if status in (429, 502, 503, 504):
        return TransientError(f"{at} is busy ({status})", "try again in a minute")
    if "media_type_header_exception" in reason:
        return RunError(f"{at} is older than version 9", "9.2 is needed")
    if any(name in reason for name in ("kuromoji", "icu_normalizer", "Unknown tokenizer type")):
        return RunError(
            f"{at} lacks an analysis plugin: {reason}",
            "install analysis-kuromoji and analysis-icu on every node",
        )
    return RunError(f"{at} answered {status}: {reason}")
