"""Near-duplicates across sources: marked with the older post's id, never dropped.

A post's text becomes a MinHash signature over its character shingles (rensa). Signatures lie by
month under `signatures/<YYYY-MM>`, and a post is compared with those of its own month and the two
beside it: reposts, mirrors and re-translations come within weeks, and so night 1,000 costs what
night 1 did. What appears again after more than that is not marked.
"""

from __future__ import annotations

import re
import struct
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec
import rensa

from pipeline.documents import Post, Record, build_digest
from pipeline.reports import Run, StageReport
from pipeline.settings import Settings
from pipeline.sources import Source
from pipeline.store import DataRoot, RecordStore

STAGE = "duplicates"
SHINGLE = 4  # characters; Japanese words are two characters long or so
MIN_CHARACTERS = 24  # below that, equal phrases are greetings and headlines, not copies
PERMUTATIONS = 128
BAND = 4  # values a band: 32 bands let nearly every pair above 0.6 meet
SEED = 20260401  # of the signatures on disk: never changes
SIMILAR = 0.62  # estimated Jaccard of the shingles; set on tests/clean/duplicates.yml
PACKED = struct.Struct(f"<{PERMUTATIONS}I")

_NOISE = re.compile(r"https?://\S+|[\s\W_]+")


class Signature(Record, frozen=True, kw_only=True):
    """What is remembered of one post's text.

    Attributes:
        id: The post's.
        at: When it appeared, ISO 8601: the older of two is the original.
        digest: Of the folded text, so that an unchanged post is passed over.
        values: MinHash values, packed.
    """

    id: str
    source: str
    at: str
    digest: str
    values: bytes


def mark_duplicates(sources: Sequence[Source], settings: Settings, run: Run) -> StageReport:
    """Mark the near-duplicates among the posts that are new or changed since the last night.

    Returns:
        Counts over all sources: `written` are posts whose mark changed.
    """
    begun = time.monotonic()
    work = _Marking(DataRoot(settings.data_root))
    for source in sources:
        work.take_in(source.name)
    written = work.mark()
    for source in sources:
        work.remember(source.name)
    return StageReport(
        stage=STAGE,
        source="all",
        read=work.read,
        written=written,
        unchanged=work.read - written,
        seconds=round(time.monotonic() - begun, 3),
    )


def build_values(text: str) -> tuple[int, ...] | None:
    """Return the MinHash values of a text, or None when it is too short to compare."""
    folded = fold_text(text)
    if len(folded) < MIN_CHARACTERS:
        return None
    minhash = rensa.RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.update([folded[i : i + SHINGLE] for i in range(len(folded) - SHINGLE + 1)])
    return tuple(minhash.digest())


def estimate_similarity(one: Sequence[int], other: Sequence[int]) -> float:
    """Estimate the Jaccard similarity of two texts' shingles, 0 to 1."""
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def fold_text(text: str) -> str:
    """Fold width and case and drop addresses, punctuation and white space."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()


class _Marking:
    """One night's comparison."""

    def __init__(self, root: DataRoot) -> None:
        self.root = root
        self.read = 0
        self._fresh: list[Signature] = []
        self._months: dict[str, dict[str, Signature]] = {}
        self._versions: dict[str, dict[str, str]] = {}

    def take_in(self, source: str) -> None:
        """Sign what changed in one source since its cursor."""
        posts = RecordStore(self.root, f"posts/{source}", Post)
        seen = self.root.read_json(_cursor(source), dict[str, str]) or {}
        versions = posts.versions()
        for shard, version in versions.items():
            if seen.get(shard) == version:
                self.read += posts.count([version])
                continue
            for post in posts.read_shard(shard).values():
                self.read += 1
                self._sign(post)
        self._versions[source] = versions

    def mark(self) -> int:
        """Compare what is fresh, write marks, keep signatures; return how many marks changed."""
        for signature in self._fresh:
            self._read_month(signature.at[:7])[signature.id] = signature
        marks: dict[str, dict[str, str | None]] = defaultdict(dict)
        for signature, like in self._compare(self._find_affected()):
            original = min([signature, *like], key=lambda s: (s.at, s.id))
            mark = None if original.id == signature.id else original.id
            marks[signature.source][signature.id] = mark
        written = sum(self._write_marks(source, found) for source, found in sorted(marks.items()))
        # After the marks: a kill between the two compares again.
        for month in {signature.at[:7] for signature in self._fresh}:
            store = RecordStore(self.root, f"signatures/{month}", Signature)
            store.upsert(s for s in self._fresh if s.at.startswith(month))
        return written

    def remember(self, source: str) -> None:
        """Move the cursor on; marks of this night are known already."""
        posts = RecordStore(self.root, f"posts/{source}", Post)
        self.root.write_json(_cursor(source), posts.versions())

    def _sign(self, post: Post) -> None:
        text = f"{post.zones.commentary}\n{post.zones.body}"
        digest = build_digest(fold_text(text).encode("utf-8", "surrogatepass"))
        at = (post.published or post.first_seen)[:10].ljust(10, "?")
        known = self._read_month(at[:7]).get(post.id)
        if known is not None and known.digest == digest:
            return
        values = build_values(text)
        if values is not None:
            packed = PACKED.pack(*values)
            self._fresh.append(
                Signature(id=post.id, source=post.source, at=at, digest=digest, values=packed)
            )

    def _find_affected(self) -> list[Signature]:
        """Return what is fresh, and what is like it: an older copy may have come to light."""
        affected = {signature.id: signature for signature in self._fresh}
        for _, like in self._compare(self._fresh):
            affected.update({signature.id: signature for signature in like})
        return list(affected.values())

    def _compare(
        self, signatures: Iterable[Signature]
    ) -> Iterator[tuple[Signature, list[Signature]]]:
        """Yield each signature with the others that are like it."""
        by_month: dict[str, list[Signature]] = defaultdict(list)
        for signature in signatures:
            by_month[signature.at[:7]].append(signature)
        for month, members in sorted(by_month.items()):
            near = {i: s for m in _months_around(month) for i, s in self._read_month(m).items()}
            buckets = _build_buckets(near.values())
            for signature in members:
                yield signature, _find_like(signature, buckets)

    def _read_month(self, month: str) -> dict[str, Signature]:
        if month not in self._months:
            store = RecordStore(self.root, f"signatures/{month}", Signature)
            self._months[month] = {signature.id: signature for signature in store}
        return self._months[month]

    def _write_marks(self, source: str, marks: dict[str, str | None]) -> int:
        posts = RecordStore(self.root, f"posts/{source}", Post)
        marked = [
            msgspec.structs.replace(post, duplicate_of=marks[post.id])
            for post in posts.read_many(marks).values()
        ]
        return len(posts.upsert(marked).written)


def _build_buckets(signatures: Iterable[Signature]) -> dict[bytes, list[Signature]]:
    buckets: dict[bytes, list[Signature]] = defaultdict(list)
    for signature in signatures:
        for key in _band_keys(signature):
            buckets[key].append(signature)
    return buckets


def _band_keys(signature: Signature) -> Iterator[bytes]:
    width = 4 * BAND  # bytes
    for start in range(0, len(signature.values), width):
        yield struct.pack("<H", start) + signature.values[start : start + width]


def _find_like(signature: Signature, buckets: dict[bytes, list[Signature]]) -> list[Signature]:
    met = {other.id: other for key in _band_keys(signature) for other in buckets.get(key, ())}
    mine = PACKED.unpack(signature.values)
    return [
        other
        for other in met.values()
        if other.id != signature.id
        and estimate_similarity(mine, PACKED.unpack(other.values)) >= SIMILAR
    ]


def _months_around(month: str) -> tuple[str, ...]:
    """Return the month with the one before and the one after; a bare year stands alone."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        return (month,)
    before = date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
    after = date(first.year + (first.month == 12), first.month % 12 + 1, 1)
    return tuple(f"{day:%Y-%m}" for day in (before, first, after))


def _cursor(source: str) -> str:
    return f"cursors/{STAGE}/{source}.json"
