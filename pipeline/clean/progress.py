"""What the clean stage has dealt with: a cursor over the pages, and what each page gave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from pipeline.documents import PageState, Post, Record, Rejection, build_digest
from pipeline.sources import Source
from pipeline.store import DataRoot, RecordStore


class PageOutcome(Record, frozen=True, kw_only=True):
    """What one page gave when it was last read.

    Attributes:
        id: `PageState.id`.
        digest: Of the bytes and the format that were read.
        reader: Version of the readers that read it.
        posts: Ids of the posts that it gave, in page order.
        rejected: Reason code -> number.
        rejections: Ids of the rejection records that it gave.
    """

    id: str
    digest: str
    reader: str
    posts: tuple[str, ...] = ()
    rejected: dict[str, int] = msgspec.field(default_factory=dict)
    rejections: tuple[str, ...] = ()


class ShardTotals(Record, frozen=True, kw_only=True):
    """One shard of pages: the version that was read, and what its pages gave in all."""

    version: str
    posts: int = 0
    rejected: dict[str, int] = msgspec.field(default_factory=dict)


class Cursor(Record, frozen=True, kw_only=True):
    """How far the stage got with a source."""

    reader: str = ""
    shards: dict[str, ShardTotals] = msgspec.field(default_factory=dict)


class Progress:
    """The cursor of one source, as it is moved on during a run.

    Args:
        reader: Version of the readers; another one than the cursor's reads all pages again.
    """

    def __init__(self, root: DataRoot, source: str, reader: str) -> None:
        self._root = root
        self._path = f"cursors/clean/{source}.json"
        self._outcomes = RecordStore(root, f"cleaned/{source}", PageOutcome)
        self._old = root.read_json(self._path, Cursor) or Cursor()
        self.reader = reader
        self.outcomes: dict[str, PageOutcome] = {}
        self.before: dict[str, PageOutcome] = {}
        self._shards: dict[str, ShardTotals] = {}

    def keep_unchanged(self, versions: Mapping[str, str]) -> list[str]:
        """Take over the totals of unchanged shards; return the names of the others."""
        changed = []
        for shard, version in versions.items():
            known = self._old.shards.get(shard)
            if known is not None and known.version == version and self._old.reader == self.reader:
                self._shards[shard] = known
            else:
                changed.append(shard)
        return changed

    def open_shard(self, shard: str) -> dict[str, PageOutcome]:
        """Return what the pages of a shard gave before, by page id."""
        outcomes = self._outcomes.read_shard(shard)
        self.before.update(outcomes)
        return outcomes

    def close_shard(
        self,
        shard: str,
        version: str,
        outcomes: Iterable[PageOutcome],
        fresh: Iterable[PageOutcome],
    ) -> None:
        """Note what the pages of a shard gave.

        Args:
            outcomes: Of all its pages.
            fresh: Of those that were read in this run.
        """
        total: Counter[str] = Counter()
        posts = 0
        for outcome in outcomes:
            posts += len(outcome.posts)
            total.update(outcome.rejected)
        self._shards[shard] = ShardTotals(version=version, posts=posts, rejected=dict(total))
        self.outcomes.update({outcome.id: outcome for outcome in fresh})

    @property
    def posts(self) -> int:
        """Posts that all pages gave, a post on two pages counted twice."""
        return sum(totals.posts for totals in self._shards.values())

    @property
    def rejected(self) -> dict[str, int]:
        """Rejections of all pages, by reason."""
        total: Counter[str] = Counter()
        for totals in self._shards.values():
            total.update(totals.rejected)
        return dict(sorted(total.items()))

    def write(self) -> None:
        """Write outcomes, then the cursor: a kill between the two repeats work."""
        self._outcomes.upsert(self.outcomes.values())
        cursor = Cursor(reader=self.reader, shards=self._shards)
        if cursor != self._old:
            self._root.write_json(self._path, cursor)


def build_outcome(page: PageState, reader: str, records: Iterable[Post | Rejection]) -> PageOutcome:
    """Sum up what a page gave."""
    kept = list(records)
    rejections = [record for record in kept if isinstance(record, Rejection)]
    return PageOutcome(
        id=page.id,
        digest=page_digest(page),
        reader=reader,
        posts=tuple(record.id for record in kept if isinstance(record, Post)),
        rejected=dict(sorted(Counter(rejection.reason for rejection in rejections).items())),
        rejections=tuple(sorted(rejection.id for rejection in rejections)),
    )


def page_digest(page: PageState) -> str:
    """Fingerprint what a page's posts depend on besides the readers."""
    return f"{page.digest}:{page.format}"


def reader_version(source: Source) -> str:
    """Fingerprint the code and tables of this stage, and what a source's entry tells readers."""
    folder = Path(__file__).parent
    files = sorted((*folder.rglob("*.py"), *folder.rglob("*.yml")))
    parts = [source.timezone, source.account or "", source.kind]
    parts.extend(build_digest(path.read_bytes()) for path in files)
    return build_digest("\n".join(parts).encode())
