"""robots.txt, as RFC 9309 has it: fetched once a day for each host, and obeyed."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

from pipeline.scrape.answer import Answer
from pipeline.scrape.faults import FetchError
from pipeline.scrape.fetch import ROBOT
from pipeline.scrape.hosts import Hosts

MAX_AGE = 20 * 3600.0  # seconds; under RFC 9309's day, so that every night asks anew
FAULT_AGE = 3600.0  # for the rest of the night
MAX_SIZE = 512 * 1024  # bytes that are parsed; RFC 9309, 2.5: at least 500 KiB


class Robots:
    """The robots.txt rules of the hosts that one source talks to.

    Args:
        fetch: Gets one address without asking robots.txt.
    """

    def __init__(self, hosts: Hosts, fetch: Callable[[str], Answer]) -> None:
        self._hosts = hosts
        self._fetch = fetch
        self._rules: dict[str, Protego] = {}

    def check(self, url: str) -> float:
        """Return the host's crawl-delay in seconds, if the page may be fetched.

        Raises:
            FetchError: `robots_disallowed`; `robots_unavailable` when robots.txt answers 5xx; or
                the fault that robots.txt met, when the host cannot be reached at all.
        """
        rules = self._read_rules(url)
        if not rules.can_fetch(url, ROBOT):
            raise FetchError("robots_disallowed", f"{url}: robots.txt of its host forbids it")
        rate = rules.request_rate(ROBOT)
        return max(
            rules.crawl_delay(ROBOT) or 0.0,
            rate.seconds / rate.requests if rate and rate.requests else 0.0,
        )

    def _read_rules(self, url: str) -> Protego:
        parts = urlsplit(url)
        address = f"{parts.scheme}://{parts.netloc}/robots.txt"
        state = self._hosts.read(url)
        if time.time() - state.robots_at >= (FAULT_AGE if state.robots_fault else MAX_AGE):
            self._rules.pop(address, None)
            self._refresh(address)
            state = self._hosts.read(url)
        if state.robots_fault:
            raise FetchError("robots_unavailable", f"{address}: {state.robots_fault}")
        if address not in self._rules:
            self._rules[address] = Protego.parse(state.robots)
        return self._rules[address]

    def _refresh(self, address: str) -> None:
        try:
            body = self._fetch(address).body[:MAX_SIZE]
        except FetchError as error:
            refused = error.reason.startswith("http_4") or error.reason in _NO_RULES
            if not refused and not error.reason.startswith("http_5"):
                raise  # the host cannot be reached: that is the page's own fault
            fault = None if refused else error.reason
            self._hosts.update(address, robots="", robots_fault=fault, robots_at=time.time())
        else:
            text = body.decode("utf-8-sig", "replace")
            self._hosts.update(address, robots=text, robots_fault=None, robots_at=time.time())


# Answers that are no robots.txt although the host is there: nothing is forbidden.
_NO_RULES = frozenset({"empty_page", "redirect_loop", "bad_redirect", "bad_encoding"})
