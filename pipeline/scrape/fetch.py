"""The only code that talks to the web: one GET, guarded, capped, retried."""

from __future__ import annotations

import logging
import random
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from urllib.parse import urldefrag, urljoin

import httpcore
import httpx
import stamina

from pipeline.archive import decode_content
from pipeline.errors import DocumentError
from pipeline.scrape.addresses import Origin, build_origin
from pipeline.scrape.answer import Answer, Limits, Validators
from pipeline.scrape.faults import FetchError
from pipeline.scrape.transport import GuardedTransport

log = logging.getLogger(__name__)

ROBOT = "Sekko"  # the name to use in robots.txt
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
BUSY = frozenset({"http_429", "http_503"})


Gate = Callable[[str], None]  # called with each address before it is asked; raises or waits


class Fetcher:
    """Fetches pages for one input.

    Args:
        contact: E-mail or URL that stands in the user agent.
        allowed: An origin that may be private.
        context: Verifies certificates; the usual authorities when None.
    """

    def __init__(
        self,
        contact: str = "",
        limits: Limits | None = None,
        allowed: Origin | None = None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.counts: dict[str, int] = {}
        self._client = httpx.Client(
            transport=GuardedTransport(allowed, context),
            headers={
                "User-Agent": build_agent(contact),
                "Accept-Encoding": "gzip, deflate",
                "Accept-Language": "ja, en;q=0.5",
            },
            timeout=httpx.Timeout(self.limits.read, connect=self.limits.connect),
            trust_env=False,
        )

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def fetch(
        self,
        url: str,
        gate: Gate,
        validators: Validators | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Get one page, following redirects, asking again after transient faults.

        Args:
            gate: Asked before every request, redirects and retries included.
            validators: Make the request conditional.
            headers: Further headers; `Authorization` never goes to another origin.

        Raises:
            FetchError: It did not come; see `faults.REASONS`.
        """
        asked = dict(headers or {})
        if validators and validators.etag:
            asked["If-None-Match"] = validators.etag
        if validators and validators.last_modified:
            asked["If-Modified-Since"] = validators.last_modified
        attempts = stamina.retry_context(
            on=self._decide,
            attempts=self.limits.attempts,
            timeout=None,
            wait_initial=self.limits.pause,
            wait_max=self.limits.longest_wait,
            wait_jitter=self.limits.pause,
        )
        for attempt in attempts:
            if attempt.num > 1:
                self._count("retries")
            with attempt:
                return self._follow(url, gate, asked)
        raise AssertionError("the last attempt returns or raises")

    def _decide(self, error: Exception) -> bool | float:
        """Say whether to ask again, and after how many seconds if not the usual."""
        if not isinstance(error, FetchError) or not error.is_transient:
            return False
        wait = error.wait
        if wait is None and error.reason in BUSY:
            wait = self.limits.pause * random.uniform(10, 20)  # noqa: S311 - jitter, no secret
        if wait is not None and wait > self.limits.longest_wait:
            return False
        log.info("may be asked again: %s", error)
        return True if wait is None else wait

    def _follow(self, url: str, gate: Gate, headers: Mapping[str, str]) -> Answer:
        origin, seen, permanent = build_origin(url), {url}, True
        sent = dict(headers)
        while True:
            gate(url)
            deadline = time.monotonic() + self.limits.total
            with self._stream(url, sent) as response:
                if response.status_code not in _REDIRECTS:
                    moved = permanent and len(seen) > 1
                    return self._take(response, url, moved, deadline)
                permanent = permanent and response.status_code in _PERMANENT
                target = _read_target(response, url)
            if target in seen or len(seen) > self.limits.redirects:
                raise FetchError("redirect_loop", f"{url}: {len(seen)} redirects, then {target}")
            seen.add(target)
            if build_origin(target) != origin:
                sent.pop("Authorization", None)
            url = target

    @contextmanager
    def _stream(self, url: str, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        """Open one response; whatever goes wrong while it is read becomes a named fault."""
        self._count("requests")
        if "If-None-Match" in headers or "If-Modified-Since" in headers:
            self._count("conditional_requests")
        try:
            with self._client.stream("GET", url, headers=dict(headers)) as response:
                yield response
        except (httpcore.TimeoutException, TimeoutError) as error:
            raise FetchError("timeout", f"{url}: no answer in time") from error
        except httpcore.ConnectError as error:
            if _is_about_tls(error):
                raise FetchError("tls_failed", f"{url}: {error}") from error
            raise FetchError("unreachable", f"{url}: {error}") from error
        except httpcore.RemoteProtocolError as error:
            short = "without sending complete message body" in str(error)
            reason = "truncated" if short else "connection_lost"
            raise FetchError(reason, f"{url}: {error}") from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise FetchError("connection_lost", f"{url}: {error}") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpcore.UnsupportedProtocol) as error:
            raise FetchError("bad_address", f"{url}: {error}") from error

    def _take(self, response: httpx.Response, url: str, moved: bool, deadline: float) -> Answer:
        status = response.status_code
        if status not in (200, 203, 304):
            wait = _read_wait(response.headers)
            raise FetchError(f"http_{status}", f"{url}: the server answered {status}", wait)
        raw = b"" if status == 304 else self._read(response, url, deadline)
        try:
            encoding = response.headers.get("content-encoding", "")
            body = decode_content(raw, encoding, self.limits.body) if raw else raw
        except DocumentError as error:
            raise FetchError(error.reason, f"{url}: {error.message}") from error
        if status != 304 and not body.strip():
            raise FetchError("empty_page", f"{url}: nothing but white space came")
        self._count("bytes", len(raw))
        if status == 304:
            self._count("not_modified")
        return Answer(
            url=url,
            moved=moved,
            status_line=f"{status} {response.reason_phrase}".strip(),
            headers=tuple(response.headers.multi_items()),
            raw=raw,
            body=body,
            fetched_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )

    def _read(self, response: httpx.Response, url: str, deadline: float) -> bytes:
        announced = response.headers.get("content-length", "")
        if announced.isdigit() and int(announced) > self.limits.wire:
            raise FetchError("too_large", f"{url}: {announced} bytes are announced")
        parts, size = [], 0
        for part in response.iter_raw():  # as it comes: the clock is looked at each time
            size += len(part)
            if size > self.limits.wire:
                raise FetchError("too_large", f"{url}: more than {self.limits.wire} bytes")
            if time.monotonic() > deadline:
                raise FetchError("timeout", f"{url}: still sending when its time was over")
            parts.append(part)
        return b"".join(parts)

    def _count(self, name: str, number: int = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + number


def build_agent(contact: str) -> str:
    """Build the user agent: who we are, and where to complain."""
    name = f"{ROBOT}/{version('sekko')}"
    return f"{name} (+{contact})" if contact else name


def _read_target(response: httpx.Response, url: str) -> str:
    location: str = response.headers.get("location", "").strip()
    if not location:
        raise FetchError("bad_redirect", f"{url}: {response.status_code} without a Location")
    try:
        target: str = urldefrag(urljoin(url, location)).url
    except ValueError as error:
        raise FetchError("bad_redirect", f"{url}: {location!r}: {error}") from error
    build_origin(target)  # refuses other schemes
    return target


def _read_wait(headers: httpx.Headers) -> float | None:
    """Read `Retry-After` (seconds, or an HTTP date), or the X API's `x-rate-limit-reset`."""
    value = headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value)
    reset = headers.get("x-rate-limit-reset", "").strip()
    if not value and reset.isdigit():
        return max(0.0, float(reset) - time.time())
    try:
        instant = parsedate_to_datetime(value)
    except ValueError:
        return None
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    return max(0.0, (instant - datetime.now(UTC)).total_seconds())


def _is_about_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
