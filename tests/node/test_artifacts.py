"""Downloads from a real server on loopback that breaks, lies, refuses or ignores ranges."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import stamina

from pipeline.errors import RunError, TransientError
from pipeline.node.artifacts import (
    ATTEMPTS,
    Artifact,
    build_url,
    explain_disk,
    fetch_artifact,
    hash_file,
    read_artifacts,
)
from pipeline.node.distribution import find_installation

BODY = bytes(range(256)) * 4096  # 1 MB
ARTIFACT = Artifact(
    coordinate="test.group:thing:1.0:jar",
    bytes=len(BODY),
    sha256=hashlib.sha256(BODY).hexdigest(),
)


class Server(ThreadingHTTPServer):
    """Serves `body`; breaks after `patience` bytes of an answer, `breaks` times.

    Attributes:
        ranges: What was asked for, in order.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.body = BODY
        self.breaks = 0
        self.patience = 300_000
        self.status = 200
        self.heeds_ranges = True
        self.ranges: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/thing-1.0.jar"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        self.server.ranges.append(asked)
        begin = 0
        if asked and self.server.heeds_ranges:
            begin = int(asked.removeprefix("bytes=").rstrip("-"))
        rest = self.server.body[begin:]
        self.send_response(206 if begin else self.server.status)
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        if self.server.breaks:
            self.server.breaks -= 1
            rest = rest[: self.server.patience]
            self.close_connection = True
        with contextlib.suppress(ConnectionError):  # the client may leave
            self.wfile.write(rest)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    """As many attempts as ever, without the pauses between them."""
    with stamina.set_testing(True, attempts=ATTEMPTS):
        yield


def fetch(server: Server, cache: Path) -> Path:
    return fetch_artifact(ARTIFACT, cache, lambda step, done, total: None, url=server.url)


def test_the_path_is_that_of_a_maven_repository(server: Server, tmp_path: Path) -> None:
    path = fetch(server, tmp_path)
    assert path == tmp_path / "test/group/thing/1.0/thing-1.0.jar"
    assert path.read_bytes() == BODY


def test_what_is_there_is_not_fetched_again(server: Server, tmp_path: Path) -> None:
    fetch(server, tmp_path)
    fetch(server, tmp_path)
    assert server.ranges == [None]


def test_what_was_damaged_is_fetched_again(server: Server, tmp_path: Path) -> None:
    path = fetch(server, tmp_path)
    path.write_bytes(b"damaged")
    assert fetch(server, tmp_path).read_bytes() == BODY


def test_a_broken_download_goes_on_where_it_ended(server: Server, tmp_path: Path) -> None:
    server.breaks = 2
    assert fetch(server, tmp_path).read_bytes() == BODY
    assert server.ranges[0] is None
    assert len(server.ranges) == 3
    begins = [int(asked.removeprefix("bytes=").rstrip("-")) for asked in server.ranges[1:] if asked]
    assert 0 < begins[0] < begins[1] < len(BODY)


def test_the_next_call_goes_on_too(server: Server, tmp_path: Path) -> None:
    server.breaks, server.patience = 4, 100_000
    with pytest.raises(TransientError, match=r"thing-1\.0\.jar") as failure:
        fetch(server, tmp_path)
    assert "network" in failure.value.hint
    asked = len(server.ranges)
    assert fetch(server, tmp_path).read_bytes() == BODY
    assert server.ranges[asked] is not None


def test_a_server_without_ranges_sends_all_again(server: Server, tmp_path: Path) -> None:
    server.breaks, server.heeds_ranges = 1, False
    assert fetch(server, tmp_path).read_bytes() == BODY


def test_a_bad_beginning_is_thrown_away(server: Server, tmp_path: Path) -> None:
    part = tmp_path / "test/group/thing/1.0/thing-1.0.jar.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"x" * 5000)
    assert fetch(server, tmp_path).read_bytes() == BODY
    assert server.ranges == ["bytes=5000-", None]


@pytest.mark.parametrize("body", [BODY[:-1] + b"!", BODY + b"more"], ids=["altered", "longer"])
def test_another_file_is_refused(server: Server, tmp_path: Path, body: bytes) -> None:
    server.body = body
    with pytest.raises(RunError, match="pinned"):
        fetch(server, tmp_path)
    assert not (tmp_path / "test/group/thing/1.0/thing-1.0.jar").exists()


def test_a_refusal_says_what_was_asked(server: Server, tmp_path: Path) -> None:
    server.status = 403
    with pytest.raises(RunError, match=r"403 for test\.group:thing"):
        fetch(server, tmp_path)
    assert len(server.ranges) == 1


def test_a_server_in_trouble_is_asked_again(server: Server, tmp_path: Path) -> None:
    server.status = 503
    with pytest.raises(TransientError, match="503"):
        fetch(server, tmp_path)
    assert len(server.ranges) == 4


def test_no_network(tmp_path: Path) -> None:
    with pytest.raises(TransientError, match="cannot download") as failure:
        fetch_artifact(ARTIFACT, tmp_path, url="http://127.0.0.1:9/thing-1.0.jar")
    assert "network" in failure.value.hint


def test_progress_is_told_in_bytes(server: Server, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    fetch_artifact(ARTIFACT, tmp_path, lambda *progress: told.append(progress), url=server.url)
    assert told[0] == ("downloading thing-1.0.jar", 0, len(BODY))
    assert told[-1] == ("downloading thing-1.0.jar", len(BODY), len(BODY))


@pytest.mark.parametrize(
    ("number", "word"), [(errno.ENOSPC, "disk is full"), (errno.EACCES, "cannot write")]
)
def test_a_disk_that_will_not_take_it(tmp_path: Path, number: int, word: str) -> None:
    with pytest.raises(RunError, match=word) as failure, explain_disk(tmp_path):
        raise OSError(number, "as the system says it")
    assert "SEKKO_CACHE_DIR" in failure.value.hint


def test_every_artifact_is_pinned() -> None:
    artifacts = read_artifacts()
    for artifact in (artifacts.server, artifacts.compiler, *artifacts.plugin):
        assert len(bytes.fromhex(artifact.sha256)) == 32
        assert artifact.bytes > 0
        url, path = build_url(artifact)
        assert url.startswith("https://")
        assert url.endswith(path.as_posix())
        assert path.name == artifact.name


def test_the_installation_is_named_after_what_it_is_made_of(tmp_path: Path) -> None:
    folder = find_installation(tmp_path)
    assert folder.parent == tmp_path / "elasticsearch"
    assert folder.name.startswith(read_artifacts().server.version + "-")
    assert folder == find_installation(tmp_path)


def test_hash(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert hash_file(tmp_path / "empty").startswith("e3b0c442")
