"""How long the raw archive reaches back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pipeline.archive import Place, list_warcs, read_places
from pipeline.documents import PageState
from pipeline.store import DataRoot, RecordStore
from pipeline.takedown import replace_warc


def prune_raw(root: DataRoot, source: str, days: int, now: datetime) -> int:
    """Remove raw records older than `days`, but for the newest version of each page.

    Args:
        days: 0 keeps everything.
        now: Aware instant of the run's start.

    Returns:
        Records and dump files that were removed.
    """
    if days <= 0:
        return 0
    before = now - timedelta(days=days)
    pages = list(RecordStore(root, f"pages/{source}", PageState))
    needed = {(page.location, page.offset) for page in pages}
    removed = 0
    for location in list_warcs(root, source):
        if _read_start(location) >= before:
            continue
        records = list(read_places(root, location))
        keep: list[Place] = [r.place for r in records if (location, r.place.offset) in needed]
        if len(keep) < len(records):
            replace_warc(root, source, location, keep)
            removed += len(records) - len(keep)
    for name in root.list_names(f"raw/{source}/dumps"):
        location = f"raw/{source}/dumps/{name}"
        if (location, None) not in needed and _read_age(root, location) < before:
            root.delete(location)
            removed += 1
    return removed


def _read_start(location: str) -> datetime:
    """Read when a WARC's run began from its name, which starts with the run's id."""
    stamp = location.rsplit("/", 1)[-1][:15]
    return datetime.strptime(stamp, "%Y%m%dT%H%M%S").replace(tzinfo=UTC)


def _read_age(root: DataRoot, location: str) -> datetime:
    changed: datetime = root.files.modified(root.path(location))
    return changed if changed.tzinfo else changed.replace(tzinfo=UTC)
