"""Putting a night's posts beside the stored ones: the same post by page, feed and dump is one.

Two posts are one when they share a permalink or a tweet id, or when one of them has neither and
they share a date and title, or a tweet's words. The id of the one with a permalink wins; the weaker
document is deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from typing import NamedTuple

import msgspec

from pipeline.clean.merge import PRECISION, is_strong, merge_posts
from pipeline.clean.sequences import settle_sequences
from pipeline.documents import Post, Record
from pipeline.forgotten import Forgotten
from pipeline.store import DataRoot, RecordStore
from pipeline.unfinished import Batch, drop_batch, read_batch, write_batch


class KeyEntry(Record, frozen=True, kw_only=True):
    """One of a post's names (`Post.keys`), and the id of the stored post that has it."""

    id: str
    post: str


class Stored(NamedTuple):
    """What storing did: ids of new or changed posts, ids of posts that were joined to others."""

    written: tuple[str, ...]
    absorbed: tuple[str, ...]


class Shelf:
    """The stored posts of one source.

    Args:
        seen_at: ISO 8601 instant of this run, the first sight of new posts.
    """

    def __init__(self, root: DataRoot, source: str, seen_at: str) -> None:
        self._root = root
        self._source = source
        self._posts = RecordStore(root, f"posts/{source}", Post)
        self._keys = RecordStore(root, f"keys/{source}", KeyEntry)
        self._seen_at = seen_at
        self._pages: list[Sequence[Post]] = []
        self._reread: set[str] = set()

    def finish(self, forgotten: Forgotten) -> int:
        """Store what a killed night had decided, but for what was taken down since.

        Returns:
            How many posts that wrote.
        """
        left = read_batch(self._root, self._source)
        if left is None:
            return 0
        posts = tuple(post for post in left.posts if not forgotten.covers_post(post))
        return len(self._spread(msgspec.structs.replace(left, posts=posts)).written)

    def add_page(self, page: str, posts: Sequence[Post]) -> None:
        """Take the posts of one page that was read in this run, in page order."""
        self._reread.add(page)
        self._pages.append(posts)

    def count(self) -> int:
        """Count the stored posts."""
        return self._posts.count()

    def remove(self, ids: Iterable[str], page: str) -> None:
        """Delete posts that an older reader made of a page and that the readers of today do not."""
        found = self._posts.read_many(ids)
        self._posts.delete(post.id for post in found.values() if post.page == page)

    def store(self) -> Stored:
        """Join this run's posts with each other and the stored ones; write what changed."""
        fresh = [
            msgspec.structs.replace(p, first_seen=self._seen_at)
            for posts in self._pages
            for p in posts
        ]
        names = {key for post in fresh for key in post.keys}
        entries = self._keys.read_many(names)
        wanted = {entry.post for entry in entries.values()} | {post.id for post in fresh}
        stored = self._posts.read_many(wanted)
        fresh = settle_sequences(self._pages, fresh, stored, entries_by_key(entries.values()))
        groups = _group([*fresh, *stored.values()])
        is_new = {id(post) for post in fresh}
        joined: list[Post] = []
        renamed: dict[str, str] = {}
        for group in groups:
            versions = [post for post in group if id(post) in is_new]
            old = [post for post in group if id(post) not in is_new]
            if not versions:
                continue
            post = self._join(versions, old)
            joined.append(post)
            renamed.update({other.id: post.id for other in group if other.id != post.id})
        joined = [_rename_thread(post, renamed) for post in joined]
        changed = tuple(post for post in joined if stored.get(post.id) != post)
        if not changed and not renamed:
            return Stored((), ())
        batch = Batch(posts=changed, absorbed=tuple(renamed))
        write_batch(self._root, self._source, batch)
        return self._spread(batch)

    def _spread(self, batch: Batch) -> Stored:
        changes = self._posts.upsert(batch.posts)
        absorbed = self._posts.delete(batch.absorbed)
        self._keys.upsert(KeyEntry(id=k, post=post.id) for post in batch.posts for k in post.keys)
        drop_batch(self._root, self._source)
        return Stored(changes.written, absorbed)

    def _join(self, versions: Sequence[Post], stored: Sequence[Post]) -> Post:
        fresh = reduce(merge_posts, versions)
        for old in sorted(stored, key=lambda post: (not is_strong(post), post.id)):
            fresh = (
                self._supersede(old, fresh) if old.page in self._reread else merge_posts(fresh, old)
            )
            same = msgspec.structs.replace(fresh, page=old.page)
            if same == old:
                fresh = old  # met on another page, with nothing new to say
        return fresh

    def _supersede(self, old: Post, fresh: Post) -> Post:
        """The page that the stored version came from was read again: its text is out of date."""
        known = PRECISION[old.published_precision] > PRECISION[fresh.published_precision]
        dated = old if known else fresh
        strong = fresh if (is_strong(fresh), fresh.id) >= (is_strong(old), old.id) else old
        return msgspec.structs.replace(
            fresh,
            id=strong.id,
            url=strong.url or fresh.url,
            published=dated.published,
            published_precision=dated.published_precision,
            first_seen=min(old.first_seen, fresh.first_seen),
            keys=tuple(sorted({*old.keys, *fresh.keys})),
            sequence=fresh.sequence if old.sequence is None else old.sequence,
            duplicate_of=old.duplicate_of,
        )


def entries_by_key(entries: Iterable[KeyEntry]) -> dict[str, str]:
    """Return key -> id of the stored post that has it."""
    return {entry.id: entry.post for entry in entries}


def _group(posts: Sequence[Post]) -> list[list[Post]]:
    """Part posts into groups that are one post each, whatever the order that they come in."""
    strong = _cluster([post for post in posts if _strong_keys(post)], _strong_keys)
    weak = _cluster([post for post in posts if not _strong_keys(post)], _weak_names)
    strong.sort(key=lambda group: min(post.id for post in group), reverse=True)
    owners: dict[str, int] = {}  # weak key -> the strong group that it belongs to
    for number, group in enumerate(strong):
        owners.update({key: number for post in group for key in _weak_names(post)})
    groups = [list(group) for group in strong]
    for cluster in weak:
        keys = sorted(key for post in cluster for key in post.keys)
        owner = next((owners[key] for key in keys if key in owners), None)
        if owner is None:
            groups.append(cluster)
        else:
            groups[owner].extend(cluster)
    return groups


def _cluster(
    posts: Sequence[Post], names_of: Callable[[Post], tuple[str, ...]]
) -> list[list[Post]]:
    """Join posts that share a name."""
    clusters: dict[int, list[Post]] = {}
    by_name: dict[str, int] = {}
    for number, post in enumerate(posts):
        names = names_of(post)
        met = sorted({by_name[name] for name in names if name in by_name})
        target = met[0] if met else number
        clusters.setdefault(target, []).append(post)
        for other in met[1:]:
            clusters[target].extend(clusters.pop(other))
            by_name.update({name: target for name, owner in by_name.items() if owner == other})
        by_name.update(dict.fromkeys(names, target))
    return list(clusters.values())


def _strong_keys(post: Post) -> tuple[str, ...]:
    return tuple(key for key in post.keys if key.startswith(("permalink:", "tweet:")))


def _weak_names(post: Post) -> tuple[str, ...]:
    weak = tuple(key for key in post.keys if not key.startswith(("permalink:", "tweet:")))
    return (f"id:{post.id}", *weak)


def _rename_thread(post: Post, renamed: dict[str, str]) -> Post:
    if post.tweet is None or post.tweet.thread_id not in renamed:
        return post
    tweet = msgspec.structs.replace(post.tweet, thread_id=renamed[post.tweet.thread_id])
    return msgspec.structs.replace(post, tweet=tweet)
