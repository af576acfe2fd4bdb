"""What was taken down for good: tombstones that outlive every replay, rebuild and new fetch."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from pipeline.documents import Post, Tombstone, TombstoneKind
from pipeline.store import DataRoot, RecordStore

FOLDER = "forgotten"
# Parameters that say how a page is shown or whence a visitor came, not which page it is.
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|yclid|igshid|mc_[ce]id|ref|ref_src|spref|showcomment)=.*|m=[01]",
    re.IGNORECASE,
)


class Forgotten:
    """The tombstones of a data root, read once.

    Args:
        ids: URLs, post ids, tweet ids and other keys of posts.
        sources: Names of sources.
    """

    def __init__(self, ids: Iterable[str] = (), sources: Iterable[str] = ()) -> None:
        self._ids = frozenset(ids)
        self._sources = frozenset(sources)

    def __bool__(self) -> bool:
        return bool(self._ids or self._sources)

    def covers(self, url_or_id: str) -> bool:
        """Say whether a URL (however it is written), post id, tweet id or key is forgotten."""
        return bool(self._ids) and build_tombstone_id(url_or_id) in self._ids

    def covers_post(self, post: Post) -> bool:
        """Say whether a post is forgotten by any of its names."""
        tweet = post.tweet.id if post.tweet else None
        names = (post.id, post.url, tweet, *post.keys)
        return any(name is not None and self.covers(name) for name in names)

    def covers_source(self, name: str) -> bool:
        """Say whether a whole source is forgotten."""
        return name in self._sources


def read_forgotten(root: DataRoot) -> Forgotten:
    """Read all tombstones."""
    stones = list(_open(root))
    return Forgotten(
        (stone.id for stone in stones if stone.kind != "source"),
        (stone.id.removeprefix("source:") for stone in stones if stone.kind == "source"),
    )


def write_tombstones(
    root: DataRoot, kind: TombstoneKind, ids: Iterable[str], reason: str, at: datetime
) -> int:
    """Keep tombstones; return how many are new. Those that are there keep their reason.

    Args:
        ids: As for `Forgotten.covers`; names for kind `source`.
        at: Aware instant.
    """
    stones = (
        Tombstone(
            id=f"source:{value}" if kind == "source" else build_tombstone_id(value),
            kind=kind,
            reason=reason,
            at=at.isoformat(timespec="seconds"),
        )
        for value in ids
    )
    return len(_open(root).upsert(stones, merge=lambda stored, new: stored).written)


def build_tombstone_id(url_or_id: str) -> str:
    """Build the one name under which a URL is forgotten; other ids stay as they are.

    Scheme, `www.`, capitals of the host, the last slash, fragment, `?m=1` and tracking parameters
    make no difference to what is taken down.
    """
    if not url_or_id.startswith(("http://", "https://")):
        return url_or_id
    try:
        parts = urlsplit(url_or_id)
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return url_or_id
    pairs = parse_qsl(parts.query)
    query = urlencode([pair for pair in pairs if not _TRACKING.fullmatch("=".join(pair))])
    place = f"//{host}:{port}" if port and port not in (80, 443) else f"//{host}"
    return f"{place}{parts.path.rstrip('/')}" + (f"?{query}" if query else "")


def _open(root: DataRoot) -> RecordStore[Tombstone]:
    return RecordStore(root, FOLDER, Tombstone)
