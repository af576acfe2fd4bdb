"""What a request may take, what makes it conditional, and what came of it."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.archive import MAX_BODY
from pipeline.documents import Record


class Limits(Record, frozen=True, kw_only=True):
    """How long and how much; seconds and bytes.

    Attributes:
        read: Longest silence within a body.
        total: Longest time for one request, body included.
        wire: Largest body as sent.
        body: Largest body after decompression.
        attempts: Requests for one page in all, the first included.
        pause: First pause before asking again; it doubles, with jitter. Ten times as long when the
            server is busy and does not say for how long.
        longest_wait: A longer `Retry-After` is not waited for; the host is left alone that night.
        budget: Longest time for one source in one night; the rest is left for the next.
    """

    connect: float = 10.0
    read: float = 30.0
    total: float = 60.0
    wire: int = 20 * 1024 * 1024
    body: int = MAX_BODY
    redirects: int = 10
    attempts: int = 3
    pause: float = 2.0
    longest_wait: float = 120.0
    budget: float = 3600.0


class Validators(NamedTuple):
    """What makes a request conditional."""

    etag: str | None = None
    last_modified: str | None = None


class Answer(Record, frozen=True, kw_only=True):
    """A page that came, or the word that it has not changed.

    Attributes:
        url: Where it came from in the end.
        moved: All redirects on the way were permanent (and there was one).
        status_line: For example `200 OK`.
        raw: Body as sent; empty for 304.
        body: The document's bytes: `raw` with its content encoding undone.
        fetched_at: ISO 8601 instant in UTC, ending in `Z`.
    """

    url: str
    moved: bool
    status_line: str
    headers: tuple[tuple[str, str], ...]
    raw: bytes
    body: bytes
    fetched_at: str

    @property
    def not_modified(self) -> bool:
        """Say whether the server answered 304."""
        return self.status_line.startswith("304")

    @property
    def etag(self) -> str | None:
        """The validator as sent."""
        return self.header("etag")

    @property
    def last_modified(self) -> str | None:
        """The validator as sent."""
        return self.header("last-modified")

    @property
    def content_type(self) -> str | None:
        """As sent; it may lie."""
        return self.header("content-type")

    def header(self, name: str) -> str | None:
        """Return the first header of a name, in lower case."""
        return next((value for key, value in self.headers if key.lower() == name), None)
