"""Taking something down for good: tombstones, then raw, pages, posts and enriched posts.

The order makes a killed take-down repeatable: tombstones come first, and the posts, which say where
the raw text lies, go last. The index is the caller's to clear, between the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import msgspec

from pipeline.archive import (
    Place,
    WarcWriter,
    list_warcs,
    read_body,
    read_places,
    rewrite_warc,
    write_dump,
)
from pipeline.documents import EnrichedPost, PageState, Post, Rejection, build_digest
from pipeline.errors import DocumentError
from pipeline.forgotten import build_tombstone_id, write_tombstones
from pipeline.redaction import holds_post, redact
from pipeline.store import DataRoot, RecordStore


class Erased(NamedTuple):
    """What was taken out of the data root.

    Attributes:
        removed: Ids of raw pages that are gone whole.
        redacted: Ids of raw pages from which a post was cut out; their other posts stay.
    """

    posts: tuple[str, ...]
    removed: tuple[str, ...]
    redacted: tuple[str, ...]


def find_posts(
    root: DataRoot, targets: Iterable[str], sources: Iterable[str] | None = None
) -> list[Post]:
    """Find stored posts by post id, tweet id, URL or key.

    Args:
        sources: Where to look; everywhere when None.
    """
    wanted = {build_tombstone_id(target) for target in targets}
    names = root.list_names("posts") if sources is None else sources
    return [
        post
        for name in names
        for post in RecordStore(root, f"posts/{name}", Post)
        if wanted & {build_tombstone_id(known) for known in _names(post)}
    ]


def bury(
    root: DataRoot, targets: Iterable[str], posts: Iterable[Post], reason: str, at: datetime
) -> int:
    """Write the tombstones of targets and of the posts that they mean; return how many are new."""
    urls = {target for target in targets if target.startswith(("http://", "https://"))}
    names = {target for target in targets if target not in urls}
    for post in posts:
        names |= _names(post)
    return write_tombstones(root, "url", urls, reason, at) + write_tombstones(
        root, "post", names - urls, reason, at
    )


def erase_posts(
    root: DataRoot, targets: Iterable[str], posts: Iterable[Post], at: datetime
) -> Erased:
    """Erase posts, and pages that are named themselves, from raw to enriched.

    A raw page with other posts is redacted; where the post cannot be cut out, it goes whole.
    """
    wanted = {build_tombstone_id(target) for target in targets}
    by_source: dict[str, list[Post]] = {}
    for post in posts:
        by_source.setdefault(post.source, []).append(post)
    removed: list[str] = []
    redacted: list[str] = []
    for name in sorted({*root.list_names("pages"), *by_source}):
        gone = by_source.get(name, [])
        cut, rest = _sort_pages(root, name, wanted, gone)
        _drop_raw(root, name, [*cut, *rest])
        _keep_redacted(root, name, rest, at)
        RecordStore(root, f"pages/{name}", PageState).delete(page.id for page in cut)
        files = [page.id for page in cut if page.offset is None]
        write_tombstones(root, "url", files, "forget", at)  # the file itself lies outside
        removed += [page.id for page in cut]
        redacted += [page.id for page in rest]
        ids = [post.id for post in gone]
        rejects = RecordStore(root, f"rejects/{name}", Rejection)
        stale = {page.id.removeprefix("file:") for page in cut}
        rejects.delete([r.id for r in rejects if any(r.where.startswith(s) for s in stale)])
        RecordStore(root, f"enriched/{name}", EnrichedPost).delete(ids)
        RecordStore(root, f"posts/{name}", Post).delete(ids)
        for file in root.list_names(
            f"unfinished/{name}"
        ):  # a killed night's: the next decides anew
            root.delete(f"unfinished/{name}/{file}")
    erased = tuple(sorted(post.id for gone in by_source.values() for post in gone))
    _unlink_duplicates(root, set(erased))
    return Erased(erased, tuple(removed), tuple(redacted))


def erase_source(root: DataRoot, name: str, at: datetime) -> Erased:
    """Erase everything of a source, and keep a tombstone so that it is not scraped again."""
    write_tombstones(root, "source", [name], "forget", at)
    posts = tuple(sorted(post.id for post in RecordStore(root, f"posts/{name}", Post)))
    pages = tuple(sorted(page.id for page in RecordStore(root, f"pages/{name}", PageState)))
    _unlink_duplicates(root, set(posts))
    for folder in (entry for entry in root.list_names("") if "." not in entry):
        for place in (f"{folder}/{name}/dumps", f"{folder}/{name}"):
            for file in root.list_names(place):
                if file != "dumps":
                    root.delete(f"{place}/{file}")
    for stage in root.list_names("cursors"):
        root.delete(f"cursors/{stage}/{name}.json")
    return Erased(posts, pages, ())


def _unlink_duplicates(root: DataRoot, gone: set[str]) -> None:
    """Free the copies of an original that is gone."""
    for name in root.list_names("posts") if gone else ():
        store = RecordStore(root, f"posts/{name}", Post)
        copies = [post for post in store if post.duplicate_of in gone and post.id not in gone]
        store.upsert(msgspec.structs.replace(post, duplicate_of=None) for post in copies)


def _names(post: Post) -> set[str]:
    tweet = {post.tweet.id} if post.tweet is not None and post.tweet.id else set()
    return {post.id, *post.keys, *({post.url} if post.url else ()), *tweet}


def _sort_pages(
    root: DataRoot, source: str, wanted: set[str], gone: list[Post]
) -> tuple[list[PageState], dict[PageState, bytes]]:
    """Return the pages that go whole, and those that stay with their redacted bodies."""
    remaining: dict[str, list[Post]] = {}
    ids = {post.id for post in gone}
    for post in RecordStore(root, f"posts/{source}", Post) if gone else ():
        if post.id not in ids:
            remaining.setdefault(post.page, []).append(post)
    whole: list[PageState] = []
    rest: dict[PageState, bytes] = {}
    for page in RecordStore(root, f"pages/{source}", PageState):
        if build_tombstone_id(page.id) in wanted:
            whole.append(page)
            continue
        try:
            body = read_body(root, page) if gone else b""
        except DocumentError:
            continue
        held = [post for post in gone if post.page == page.id or holds_post(body, post)]
        if not held:
            continue
        shorter: bytes | None = body if page.id in remaining else None
        for post in held:
            shorter = shorter and redact(shorter, post, remaining[page.id])
        if shorter:
            rest[page] = shorter
        else:
            whole.append(page)
    return whole, rest


def _drop_raw(root: DataRoot, source: str, pages: list[PageState]) -> None:
    """Remove pages from the archive, older versions included; the others keep theirs."""
    if not pages:
        return
    urls = {build_tombstone_id(page.id) for page in pages}
    gone = {page.id for page in pages}
    states = RecordStore(root, f"pages/{source}", PageState)
    needed = {(page.location, page.offset) for page in states if page.id not in gone}
    places = {(page.location, page.offset) for page in pages} - needed
    for location in list_warcs(root, source):
        records = list(read_places(root, location))
        keep = [
            kept.place
            for kept in records
            if (location, kept.place.offset) in needed
            or (
                build_tombstone_id(kept.url) not in urls
                and (location, kept.place.offset) not in places
            )
        ]
        if len(keep) < len(records):
            replace_warc(root, source, location, keep)
    for page in pages:
        if page.offset is None:
            root.delete(page.location)


def replace_warc(root: DataRoot, source: str, location: str, keep: list[Place]) -> None:
    """Put a WARC with fewer records in another's place, with the states that point into it."""
    renamed, moved = rewrite_warc(root, location, keep)
    store = RecordStore(root, f"pages/{source}", PageState)
    store.upsert(
        msgspec.structs.replace(page, location=renamed, offset=moved[page.offset].offset)
        for page in list(store)
        if page.location == location and page.offset in moved
    )
    root.delete(location)


def _keep_redacted(
    root: DataRoot, source: str, pages: dict[PageState, bytes], at: datetime
) -> None:
    """Keep redacted bodies. The digest stays the original's: the same page is not kept again."""
    store = RecordStore(root, f"pages/{source}", PageState)
    instant = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    stamp = at.strftime("%Y%m%dT%H%M%S")
    for number, (page, body) in enumerate(pages.items()):
        if page.offset is None:
            name = page.location.rsplit("/", 1)[-1].partition("-")[2]
            digest = build_digest(body)
            place = None
            location = write_dump(root, source, name, digest, body)
        else:
            writer = WarcWriter("Sekko, redacted")
            headers = [("Content-Type", page.content_type)] if page.content_type else []
            place = writer.add_response(page.id, "200 OK", headers, body, instant)
            location = f"raw/{source}/{stamp}-redacted.{number}.warc.gz"
            writer.write(root, location)
        store.upsert(
            [
                msgspec.structs.replace(
                    page,
                    location=location,
                    offset=place.offset if place else None,
                    length=place.length if place else None,
                )
            ]
        )
