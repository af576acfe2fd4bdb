"""httpx over a connection pool whose connections are guarded."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import httpcore
import httpx

from pipeline.scrape.addresses import GuardedBackend, Origin


class GuardedTransport(httpx.BaseTransport):
    """Sends httpx's requests through `GuardedBackend`; raises httpcore's own exceptions.

    Args:
        allowed: An origin that may be private.
        context: Verifies certificates; the system's authorities when None.
    """

    def __init__(self, allowed: Origin | None = None, context: ssl.SSLContext | None = None):
        self._pool = httpcore.ConnectionPool(
            ssl_context=context or ssl.create_default_context(),
            max_connections=2,
            keepalive_expiry=30.0,
            network_backend=GuardedBackend(allowed),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request and return the response with its body unread."""
        response = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response),
            extensions=response.extensions,
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()
