"""What is known of each host: when it was asked last, whether it wants quiet, its robots.txt.

Kept in the data root (`hosts/<host>_<port>.json`), so that the rate holds across sources, tasks and
nights. Sources that share a host are scraped by one worker, see `batches`.
"""

from __future__ import annotations

import time
from collections import Counter

import msgspec

from pipeline.documents import Record
from pipeline.scrape.addresses import Origin, build_origin
from pipeline.scrape.faults import FetchError
from pipeline.store import DataRoot

# So many silent failures one after the other, and a host is left alone for this run.
PATIENCE = 3
_SILENT = frozenset({"timeout", "unreachable", "unknown_host", "tls_failed", "connection_lost"})
_ASK_QUIET = 15 * 60.0  # seconds of quiet after a 429 that names no time


class HostState(Record, frozen=True, kw_only=True):
    """One host's state. Times are seconds since the epoch.

    Attributes:
        asked_at: Its last request.
        quiet_until: It asked us to stay away until then.
        robots: Text of its robots.txt; empty when everything is allowed.
        robots_fault: Why robots.txt could not be read, which forbids everything.
        robots_at: When robots.txt was asked for.
    """

    asked_at: float = 0.0
    quiet_until: float = 0.0
    robots: str = ""
    robots_fault: str | None = None
    robots_at: float = 0.0


class Hosts:
    """The hosts that one source talks to.

    Args:
        longest_wait: Seconds of quiet that are waited for; for longer ones the host is left alone.
    """

    def __init__(self, root: DataRoot, longest_wait: float) -> None:
        self._root = root
        self._longest_wait = longest_wait
        self._states: dict[Origin, HostState] = {}
        self._silent: Counter[Origin] = Counter()

    def read(self, url: str) -> HostState:
        """Return the state of an address's host."""
        origin = build_origin(url)
        if origin not in self._states:
            known = self._root.read_json(_build_path(origin), HostState)
            self._states[origin] = known or HostState()
        return self._states[origin]

    def update(self, url: str, **changes: object) -> None:
        """Change what is known of an address's host."""
        self._states[build_origin(url)] = msgspec.structs.replace(self.read(url), **changes)

    def wait_turn(self, url: str, delay: float) -> None:
        """Sleep until the host may be asked again, and note that it is asked now.

        Args:
            delay: Seconds between two requests.

        Raises:
            FetchError: `host_paused`: it wants quiet, or has been silent too often.
        """
        state = self.read(url)
        now = time.time()
        quiet = state.quiet_until - now
        if quiet > self._longest_wait:
            minutes = f"{quiet / 60:.0f} min"
            raise FetchError("host_paused", f"{url}: its host wants quiet for {minutes}")
        if self._silent[build_origin(url)] >= PATIENCE:
            raise FetchError("host_paused", f"{url}: its host did not answer {PATIENCE} times")
        # A clock that was set back must not make us sleep for ever.
        pause = max(quiet, min(state.asked_at + delay - now, delay))
        if pause > 0:
            time.sleep(pause)
        self.update(url, asked_at=time.time())

    def note_answer(self, url: str) -> None:
        """A host that answers is not silent."""
        self._silent.pop(build_origin(url), None)

    def note_fault(self, url: str, fault: FetchError) -> None:
        """Leave a host alone that asks for it or is silent again and again."""
        if fault.reason in _SILENT:
            self._silent[build_origin(url)] += 1
        elif fault.reason == "http_429":
            self.update(url, quiet_until=time.time() + (fault.wait or _ASK_QUIET))

    def save(self) -> None:
        """Keep the states for the next source and the next night."""
        for origin, state in self._states.items():
            self._root.write_json(_build_path(origin), state)


def _build_path(origin: Origin) -> str:
    return f"hosts/{origin.host.replace(':', '-')}_{origin.port}.json"
