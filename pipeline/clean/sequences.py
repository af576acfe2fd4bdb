"""Places in undated lists: they grow with time, and stay when the list grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from pipeline.documents import Post


def settle_sequences(
    pages: Sequence[Sequence[Post]],
    posts: Sequence[Post],
    stored: Mapping[str, Post],
    by_key: Mapping[str, str],
) -> list[Post]:
    """Give the posts of lists sequences that fit those that are stored.

    A stored post keeps its place. New ones before all stored ones get higher numbers, those after
    all of them lower ones, and those between two stored ones the number of the older.

    Args:
        pages: The posts by page, newest first, in the order that `posts` has them in.
        stored: Stored posts by id.
        by_key: Post key -> id of the stored post.
    """
    settled: list[Post] = []
    start = 0
    for page in pages:
        part = posts[start : start + len(page)]
        start += len(page)
        if any(post.sequence is not None for post in part):
            part = _settle_list(part, stored, by_key)
        settled.extend(part)
    return settled


def _settle_list(
    posts: Sequence[Post], stored: Mapping[str, Post], by_key: Mapping[str, str]
) -> list[Post]:
    listed = [post for post in posts if post.sequence is not None]
    oldest_first = sorted(listed, key=lambda post: post.sequence or 0)
    known = [_find_stored(post, stored, by_key) for post in oldest_first]
    fixed = [post.sequence if post else None for post in known]
    places: dict[str, int] = {}
    anchors = [place for place in fixed if place is not None]
    if not anchors:
        return list(posts)
    first = next(i for i, place in enumerate(fixed) if place is not None)
    current = anchors[0] - first - 1
    highest = max(anchors)
    for i, (post, place) in enumerate(zip(oldest_first, fixed, strict=True)):
        if place is not None:
            current = place
        elif i < first or all(later is None for later in fixed[i:]):
            current = current + 1 if i < first else max(current, highest) + 1
        places[post.id] = current
    return [
        msgspec.structs.replace(post, sequence=places[post.id]) if post.id in places else post
        for post in posts
    ]


def _find_stored(post: Post, stored: Mapping[str, Post], by_key: Mapping[str, str]) -> Post | None:
    if post.id in stored:
        return stored[post.id]
    for key in post.keys:
        found = stored.get(by_key.get(key, ""))
        if found is not None:
            return found
    return None
