"""How far the walk through each input has come: `cursors/scrape/<source>.json`."""

from __future__ import annotations

import msgspec

from pipeline.documents import Record
from pipeline.store import DataRoot

KNOWN = 1000  # newest links that are remembered; more than one night brings


class Resource(Record, frozen=True, kw_only=True):
    """Something that is no page to clean (a sitemap, an API's index), as it last was.

    Attributes:
        children: Further indexes that it leads to; they can change while it does not.
    """

    etag: str | None = None
    last_modified: str | None = None
    digest: str
    children: tuple[str, ...] = ()


class InputState(Record, frozen=True, kw_only=True):
    """What earlier nights found behind one input.

    Attributes:
        known: Addresses of posts that were met, newest first. An index whose last post is known
            has nothing new behind it.
        wanted: Addresses of posts whose own page is still to be fetched.
        held: Addresses of posts that slid off an index and lie in an older version of it.
        resume: The next index page of a walk that a cap broke off.
        since_id: X API: the newest tweet that is stored.
        user_id: X API: the account's number.
    """

    known: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    resume: str | None = None
    since_id: str | None = None
    user_id: str | None = None


class CrawlState(Record, frozen=True, kw_only=True):
    """A source's walk.

    Attributes:
        inputs: By the input's URL.
        moved: Addresses that redirect for good, and where to.
    """

    inputs: dict[str, InputState] = msgspec.field(default_factory=dict)
    resources: dict[str, Resource] = msgspec.field(default_factory=dict)
    moved: dict[str, str] = msgspec.field(default_factory=dict)


def read_state(root: DataRoot, source: str) -> CrawlState:
    """Read how far a source's walk came; nothing on its first night."""
    return root.read_json(_build_path(source), CrawlState) or CrawlState()


def write_state(root: DataRoot, source: str, state: CrawlState) -> None:
    """Keep it, once the pages that it speaks of are kept."""
    if read_state(root, source) != state:
        root.write_json(_build_path(source), state)


def merge_known(new: tuple[str, ...] | list[str], old: tuple[str, ...]) -> tuple[str, ...]:
    """Put tonight's links before those of earlier nights."""
    return tuple(dict.fromkeys((*new, *old)))[:KNOWN]


def _build_path(source: str) -> str:
    return f"cursors/scrape/{source}.json"
