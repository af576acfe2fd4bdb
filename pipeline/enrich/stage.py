"""The enrich stage: posts to enriched posts, and only those that a change can touch.

A post is enriched when it is new, when its text changed, when the engine changed, or when the
lexicon changed in a way that can affect it. `cursors/enrich/<source>.json` remembers the shards,
the engine and the lexicon that the whole store answers to; `lexicons/<version>.json.zst` keeps that
lexicon, so that the next one can be compared with it.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import TypeVar

import msgspec
import zstandard

from pipeline.documents import ZONES, EnrichedPost, Post, Record
from pipeline.enrich.affected import Change
from pipeline.enrich.engine import read_decided_lexicon, read_engine_version, start_engine
from pipeline.lexicon import Lexicon
from pipeline.reports import Run, StageReport, write_report
from pipeline.settings import Settings
from pipeline.sources import Source
from pipeline.store import DataRoot, RecordStore

BATCH = 64  # posts handed to the engine at once

T = TypeVar("T")


class Cursor(Record, frozen=True, kw_only=True):
    """How far the stage got: post shards, and what the enriched store as a whole answers to."""

    shards: dict[str, str]
    lexicon: str
    engine: str


def enrich_source(
    source: Source, settings: Settings, run: Run, lexicon: Lexicon | None = None
) -> StageReport:
    """Enrich what is new or affected of one source.

    Args:
        lexicon: With the decisions applied; that of the settings when left out.
    """
    began = time.monotonic()
    work = _Work(source, settings, lexicon or read_decided_lexicon(settings))
    work.process()
    report = StageReport(
        stage="enrich",
        source=source.name,
        read=work.ended["written"] + work.ended["unchanged"],
        written=work.ended["written"],
        unchanged=work.ended["unchanged"],
        notes=work.notes(),
        seconds=round(time.monotonic() - began, 3),
    )
    write_report(work.root, run, report)
    return report


class _Work:
    """One run over one source."""

    def __init__(self, source: Source, settings: Settings, lexicon: Lexicon) -> None:
        self.root = DataRoot(settings.data_root)
        self.lexicon = lexicon
        self.engine_version = read_engine_version()
        self.posts = RecordStore(self.root, f"posts/{source.name}", Post)
        self.enriched = RecordStore(self.root, f"enriched/{source.name}", EnrichedPost)
        self.cursor_path = f"cursors/enrich/{source.name}.json"
        self.cursor = self.root.read_json(self.cursor_path, Cursor)
        self.change = self._read_change()
        self.ended: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self._tagged = 0

    def process(self) -> None:
        """Go through the shards; remember them when all are done."""
        versions = self.posts.versions()
        known = self.cursor.shards if self.cursor and self._is_current() else {}
        for shard, version in versions.items():
            if known.get(shard) == version:
                self.ended["unchanged"] += self.posts.count([version])
            else:
                self._process_shard(shard)
        for shard in self.enriched.versions().keys() - versions.keys():
            self.found["removed"] += len(self.enriched.delete(self.enriched.read_shard(shard)))
        write_lexicon(self.root, self.lexicon)
        cursor = Cursor(shards=versions, lexicon=self.lexicon.version, engine=self.engine_version)
        if cursor != self.cursor:
            self.root.write_json(self.cursor_path, cursor)
            forget_lexicons(self.root)

    def notes(self) -> dict[str, int]:
        """Further counts for the report."""
        return {"sentences_tagged": self._tagged, **dict(sorted(self.found.items()))}

    def _is_current(self) -> bool:
        return (
            self.cursor is not None
            and self.cursor.engine == self.engine_version
            and not self.change
        )

    def _read_change(self) -> Change | None:
        """Compare with the lexicon of the last run; None when it is not known."""
        if self.cursor is None:
            return None
        if self.cursor.lexicon == self.lexicon.version:
            return Change(self.lexicon, self.lexicon)
        old = read_kept_lexicon(self.root, self.cursor.lexicon)
        return Change(old, self.lexicon) if old is not None else None

    def _process_shard(self, shard: str) -> None:
        posts, stored = self.posts.read_shard(shard), self.enriched.read_shard(shard)
        due: list[Post] = []
        results: list[EnrichedPost] = []
        for post in posts.values():
            old = stored.get(post.id)
            if old is None or not self._still_holds(old, post):
                due.append(post)
            elif old.post == post:
                self.ended["unchanged"] += 1
            else:
                results.append(msgspec.structs.replace(old, post=post))
        for batch in _batched(due, BATCH):
            results += self._enrich(batch)
        changes = self.enriched.upsert(results)
        self.ended["written"] += len(changes.written)
        self.ended["unchanged"] += len(changes.unchanged)
        self.found["removed"] += len(self.enriched.delete(stored.keys() - posts.keys()))

    def _still_holds(self, old: EnrichedPost, post: Post) -> bool:
        if old.engine != self.engine_version or _texts(old.post) != _texts(post):
            return False
        if old.lexicon == self.lexicon.version:
            return True
        return self.change is not None and not self.change.affects(old)

    def _enrich(self, posts: list[Post]) -> Iterator[EnrichedPost]:
        zones = [[(zone, post.text(zone)) for zone in ZONES if post.text(zone)] for post in posts]
        engine = start_engine(self.lexicon)  # not before there is work: a quiet night needs none
        tagged = engine.tagger.tagged
        findings = engine.enrich(zones)
        self._tagged += engine.tagger.tagged - tagged
        for post, found in zip(posts, findings, strict=True):
            self.found["mentions"] += len(found.mentions)
            self.found["unlinked"] += sum(m.entity_id is None for m in found.mentions)
            yield EnrichedPost(
                id=post.id,
                post=post,
                mentions=found.mentions,
                pairs=found.pairs,
                lexicon=self.lexicon.version,
                engine=self.engine_version,
            )


def write_lexicon(root: DataRoot, lexicon: Lexicon) -> None:
    """Keep a lexicon under the data root, once."""
    path = f"lexicons/{lexicon.version}.json.zst"
    if not root.exists(path):
        root.write(path, zstandard.ZstdCompressor().compress(msgspec.json.encode(lexicon)))


def read_kept_lexicon(root: DataRoot, version: str) -> Lexicon | None:
    """Read a lexicon that an earlier run kept; None when it is not there."""
    try:
        data = root.read(f"lexicons/{version}.json.zst")
    except FileNotFoundError:
        return None
    return msgspec.json.decode(zstandard.ZstdDecompressor().decompress(data), type=Lexicon)


def forget_lexicons(root: DataRoot) -> None:
    """Remove the kept lexicons that no source's cursor answers to any more."""
    used = {f"{cursor.lexicon}.json.zst" for cursor in _read_cursors(root)}
    for name in root.list_names("lexicons"):
        if name not in used:
            root.delete(f"lexicons/{name}")


def read_last_lexicon(root: DataRoot) -> Lexicon | None:
    """Read the lexicon that the newest cursor answers to; None before the first run."""
    versions = [cursor.lexicon for cursor in _read_cursors(root)]
    return read_kept_lexicon(root, versions[-1]) if versions else None


def _read_cursors(root: DataRoot) -> list[Cursor]:
    names = root.list_names("cursors/enrich")
    cursors = (root.read_json(f"cursors/enrich/{name}", Cursor) for name in names)
    return [cursor for cursor in cursors if cursor is not None]


def _texts(post: Post) -> tuple[str, ...]:
    return tuple(post.text(zone) for zone in ZONES)


def _batched(items: list[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
