"""A web server on loopback that behaves as real sites do, faults included, and keeps a log."""

from __future__ import annotations

import email.utils
import hashlib
import ssl
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit


class Asked(NamedTuple):
    """One request that the server saw."""

    path: str
    headers: dict[str, str]
    status: int

    @property
    def is_conditional(self) -> bool:
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


class Reply(NamedTuple):
    """What the server answers. `send` replaces the usual sending, for raw faults."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    send: Callable[[Handler], None] | None = None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        self.site.asking = {name.lower(): value for name, value in self.headers.items()}
        reply = self.site.find(self.path)
        if reply.send is not None:
            self._log(0)
            reply.send(self)
            self.close_connection = True
            return
        headers = dict(reply.headers)
        status, body = reply.status, reply.body
        if status == 200 and self.site.validates and "etag" not in headers:
            headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if (
            status == 200
            and headers.get("ETag")
            and (self.headers.get("If-None-Match") == headers["ETag"])
        ):
            status, body = 304, b""
        self._log(status)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _log(self, status: int) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.site.log.append(Asked(self.path, headers, status))

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is expected here."""


class Site:
    """A site: paths (with their query, or without) to replies or to functions of the query."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.log: list[Asked] = []
        self.asking: dict[str, str] = {}  # headers of the request that is being answered
        self.validates = True
        self._pages: dict[str, Reply | Callable[[dict[str, str]], Reply]] = {}
        handler = type("BoundHandler", (Handler,), {"site": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.scheme = "https" if context else "http"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        if self._thread.is_alive():
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()

    def put(
        self,
        path: str,
        body: bytes | str = b"",
        status: int = 200,
        kind: str = "text/html; charset=utf-8",
        **headers: str,
    ) -> None:
        """Answer a path with a body."""
        data = body.encode() if isinstance(body, str) else body
        named = [(name.replace("_", "-"), value) for name, value in headers.items()]
        self._pages[path] = Reply(data, status, (("Content-Type", kind), *named))

    def put_reply(self, path: str, reply: Reply | Callable[[dict[str, str]], Reply]) -> None:
        """Answer a path with a reply, or with what a function of the query gives."""
        self._pages[path] = reply

    def find(self, path: str) -> Reply:
        parts = urlsplit(path)
        found = self._pages.get(path) or self._pages.get(parts.path)
        if found is None:
            return Reply(b"not here", 404)
        if callable(found) and not isinstance(found, Reply):
            query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            return found(query)
        assert isinstance(found, Reply)
        return found

    def paths(self) -> list[str]:
        """The paths asked for, robots.txt left out."""
        return [asked.path for asked in self.log if asked.path != "/robots.txt"]


def truncate(body: bytes) -> Reply:
    """Announce more than is sent."""

    def send(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body) + 100))
        handler.end_headers()
        handler.wfile.write(body)

    return Reply(send=send)


def drip(seconds: float, pieces: int) -> Reply:
    """Send a byte now and then."""

    def send(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(pieces))
        handler.end_headers()
        for _ in range(pieces):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(seconds)

    return Reply(send=send)


def hang_up() -> Reply:
    """Close the connection without a word."""
    return Reply(send=lambda handler: handler.connection.close())


def talk_nonsense() -> Reply:
    """Answer what is no HTTP."""
    return Reply(send=lambda handler: handler.wfile.write(b"220 mail.example ESMTP\r\n") and None)


def redirect(target: str, status: int = 302) -> Reply:
    return Reply(b"", status, (("Location", target),))


def http_date(seconds: float) -> str:
    return email.utils.formatdate(seconds, usegmt=True)
