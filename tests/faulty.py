"""A proxy before the real node that answers as an overloaded or broken cluster does."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

Fault = Callable[["_Handler", bytes], bool]
"""Gets a request and its body; says whether it has answered, so that nothing is passed on."""


class FaultyProxy:
    """Passes requests on to the node, except for those that a fault answers.

    Attributes:
        bulks: Numbers of operations of each bulk request that came, in order.
        faults: One is taken for each bulk request; when none is left all is passed on.
        always: Asked for every request, also for others than bulk.
    """

    def __init__(self, target: str) -> None:
        self.target = urlsplit(target)
        self.bulks: list[int] = []
        self.faults: deque[Fault] = deque()
        self.always: Fault | None = None
        handler = type("Handler", (_Handler,), {"proxy": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    proxy: FaultyProxy
    protocol_version = "HTTP/1.1"

    def handle_request(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        proxy = self.proxy
        if proxy.always is not None and proxy.always(self, body):
            return
        if self.path.split("?")[0].endswith("/_bulk"):
            proxy.bulks.append(sum(b'"_id":' in line for line in body.splitlines()))
            if proxy.faults and proxy.faults.popleft()(self, body):
                return
        self.forward(body)

    # The names are http.server's.
    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_request  # noqa: N815

    def forward(self, body: bytes, change: Callable[[Any], None] | None = None) -> None:
        status, headers, answer = self.ask(body)
        if change is not None:
            decoded = json.loads(answer)
            change(decoded)
            answer = json.dumps(decoded).encode()
        self.respond(status, answer, headers["Content-Type"] or "application/json")

    def ask(self, body: bytes) -> tuple[int, Any, bytes]:
        target = self.proxy.target
        connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=60)
        headers = {k: v for k, v in self.headers.items() if k.lower() != "host"}
        connection.request(self.command, self.path, body, headers)
        response = connection.getresponse()
        answer = response.read()
        connection.close()
        return response.status, response.headers, answer

    def respond(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


def answer(status: int, error_type: str = "es_rejected_execution_exception") -> Fault:
    """The whole request is answered with an error."""

    def fault(handler: _Handler, body: bytes) -> bool:
        error = {"type": error_type, "reason": "made by the test"}
        handler.respond(status, json.dumps({"error": error, "status": status}).encode())
        return True

    return fault


def too_large(limit: int) -> Fault:
    """A proxy or node that takes no more than `limit` bytes."""

    def fault(handler: _Handler, body: bytes) -> bool:
        if len(body) <= limit:
            return False
        return answer(413, "content_too_long")(handler, body)

    return fault


def drop(handler: _Handler, body: bytes) -> bool:
    """The connection breaks before the request was passed on."""
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True
    return True


def drop_answer(handler: _Handler, body: bytes) -> bool:
    """The node did it all, and the answer is lost."""
    handler.ask(body)
    return drop(handler, body)


def hang(seconds: float) -> Fault:
    """No answer for a while."""

    def fault(handler: _Handler, body: bytes) -> bool:
        time.sleep(seconds)
        handler.close_connection = True
        return True

    return fault


def refuse_item(number: int, status: int, error_type: str) -> Fault:
    """One operation of the request fails, the others are done."""

    def fault(handler: _Handler, body: bytes) -> bool:
        lines = body.splitlines(keepends=True)
        if 2 * number >= len(lines):
            return False
        rest = b"".join(lines[: 2 * number] + lines[2 * number + 2 :])
        error = {"type": error_type, "reason": "made by the test"}
        item = {"index": {"status": status, "error": error}}

        def change(decoded: Any) -> None:
            decoded["items"].insert(number, item)

        if rest:
            handler.headers.replace_header("Content-Length", str(len(rest)))
            handler.forward(rest, change)
        else:
            handler.respond(200, json.dumps({"errors": True, "items": [item]}).encode())
        return True

    return fault
