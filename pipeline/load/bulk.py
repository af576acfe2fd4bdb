"""Bulk requests: batches by count and bytes, several under way, only what failed sent again."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

import stamina

from pipeline.elastic import describe, explain
from pipeline.errors import RunError, TransientError

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

log = logging.getLogger(__name__)

MAX_ACTIONS = 500
MAX_BYTES = 5 * 1024 * 1024  # a tenth of what a small node may hold of indexing requests
WORKERS = 4
BUSY = frozenset({429, 502, 503, 504})

_FILTER = ("errors", "items.*.status", "items.*.error")


class Action(NamedTuple):
    """One operation: its id and its one or two lines of NDJSON."""

    id: str
    lines: tuple[bytes, ...]

    @property
    def size(self) -> int:
        """Bytes on the wire."""
        return sum(len(line) + 1 for line in self.lines)


class Failure(NamedTuple):
    """An operation that the server refused for good.

    Attributes:
        reason: Stable code in lower snake case.
    """

    id: str
    reason: str
    detail: str


class Outcome(NamedTuple):
    """How the operations of one batch ended."""

    done: tuple[str, ...]
    failed: tuple[Failure, ...]


class Pace(NamedTuple):
    """How often and after how many seconds a busy server is asked again."""

    attempts: int = 8
    first: float = 0.5
    longest: float = 30.0


class _NotYetError(Exception):
    """Some operations must be sent again; carries the server's last word."""


def build_batches(
    actions: Iterable[Action], max_actions: int = MAX_ACTIONS, max_bytes: int = MAX_BYTES
) -> Iterator[list[Action]]:
    """Group operations; an operation larger than `max_bytes` goes alone."""
    batch: list[Action] = []
    size = 0
    for action in actions:
        if batch and (len(batch) >= max_actions or size + action.size > max_bytes):
            yield batch
            batch, size = [], 0
        batch.append(action)
        size += action.size
    if batch:
        yield batch


class BulkSender:
    """Sends batches to one index or alias.

    Args:
        client: Its own retries are not used: they send everything again.
        index: Name of an index, or of an alias with a write index.
        alias: Whether `index` must be an alias; then a missing one is never made by the way.
        pace: See `Pace`.
    """

    def __init__(
        self, client: Elasticsearch, index: str, *, alias: bool, pace: Pace | None = None
    ) -> None:
        self._client = client.options(max_retries=0, retry_on_status=(), retry_on_timeout=False)
        self._index = index
        self._alias = alias
        self._pace = pace or Pace()

    def send(self, batch: list[Action]) -> Outcome:
        """Send one batch until each operation has ended.

        Raises:
            TransientError: The server stayed busy or away through every attempt.
            RunError: It refuses everything: blocked, full, not allowed, no such index.
        """
        done: list[str] = []
        failed: list[Failure] = []
        waiting = batch
        try:
            for attempt in stamina.retry_context(
                on=_NotYetError,
                attempts=self._pace.attempts,
                timeout=None,
                wait_initial=self._pace.first,
                wait_max=self._pace.longest,
                wait_jitter=self._pace.first,
            ):
                with attempt:
                    waiting, why = self._send_once(waiting, done, failed)
                    if waiting:
                        raise _NotYetError(why)
        except _NotYetError as error:
            raise TransientError(
                f"{self._index}: {len(waiting)} documents not taken after"
                f" {self._pace.attempts} attempts: {error}",
                "the cluster is overloaded; the next run sends what is missing",
            ) from error
        return Outcome(tuple(done), tuple(failed))

    def send_all(
        self, batches: Iterable[list[Action]], workers: int = WORKERS
    ) -> Iterator[Outcome]:
        """Send batches with several requests under way; at most `workers` batches wait."""
        with ThreadPoolExecutor(workers, thread_name_prefix="bulk") as pool:
            pending: deque[Future[Outcome]] = deque()
            try:
                for batch in batches:
                    pending.append(pool.submit(self.send, batch))
                    if len(pending) > workers:
                        yield pending.popleft().result()
                while pending:
                    yield pending.popleft().result()
            finally:
                for future in pending:
                    future.cancel()

    def _send_once(
        self, batch: list[Action], done: list[str], failed: list[Failure]
    ) -> tuple[list[Action], str]:
        """Send what is left; return what must be sent again, and why."""
        from elastic_transport import ConnectionError as Unreachable
        from elastic_transport import ConnectionTimeout, TlsError
        from elasticsearch import ApiError

        lines: list[Any] = [line for action in batch for line in action.lines]
        try:
            answer = self._client.bulk(
                index=self._index,
                operations=lines,
                require_alias=self._alias,
                filter_path=_FILTER,
            )
        except TlsError as error:
            raise explain(error, self._index) from error
        except (ConnectionTimeout, Unreachable) as error:
            return batch, str(error)
        except ApiError as error:
            if error.status_code == 413:
                return self._split(batch, done, failed)
            named = explain(error, self._index)
            if isinstance(named, RunError):
                raise named from error
            return batch, str(named)
        return self._sort(batch, answer["items"], done, failed)

    def _split(
        self, batch: list[Action], done: list[str], failed: list[Failure]
    ) -> tuple[list[Action], str]:
        if len(batch) == 1:
            detail = f"{batch[0].size} bytes are more than the server takes in one request"
            failed.append(Failure(batch[0].id, "document_too_large", detail))
            return [], ""
        log.info("%s: %d documents are too many bytes; halved", self._index, len(batch))
        middle = len(batch) // 2
        waiting: list[Action] = []
        why = ""
        for half in (batch[:middle], batch[middle:]):
            left, reason = self._send_once(half, done, failed)
            waiting += left
            why = reason or why
        return waiting, why

    def _sort(
        self,
        batch: list[Action],
        items: list[dict[str, Any]],
        done: list[str],
        failed: list[Failure],
    ) -> tuple[list[Action], str]:
        waiting: list[Action] = []
        why = ""
        for action, item in zip(batch, items, strict=True):
            (result,) = item.values()
            status = result["status"]
            if status < 300 or (status == 404 and "error" not in result):  # deleted already
                done.append(action.id)
                continue
            detail = describe(result)
            if _stops_all(detail):
                raise RunError(f"{self._index}: {detail}", "see `sekko index status`")
            if status in BUSY:
                waiting.append(action)
                why = detail
            else:
                failed.append(Failure(action.id, _find_reason(result), detail))
        return waiting, why


def _stops_all(detail: str) -> bool:
    """Say whether an item's error is not the document's fault but the index's."""
    return any(
        name in detail
        for name in (
            "cluster_block_exception",
            "index_not_found_exception",
            "strict_dynamic_mapping_exception",
            "security_exception",
            "disk usage exceeded",
        )
    )


def _find_reason(result: dict[str, Any]) -> str:
    kind = str(result["error"].get("type", "unknown"))
    return f"elasticsearch_{kind.removesuffix('_exception')}"
