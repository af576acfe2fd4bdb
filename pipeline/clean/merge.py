"""One post met several ways (page, feed, dump, repeat) becomes one document.

`merge_posts` gives the same result in whatever order the two come, so that a night's result does
not hang on which page was read first.
"""

from __future__ import annotations

import msgspec

from pipeline.documents import Post, Tweet

PRECISION = {None: 0, "year": 1, "month": 2, "day": 3, "minute": 4, "second": 5}


def merge_posts(first: Post, second: Post) -> Post:
    """Join two versions of one post: the richer one's text, what the other knows besides.

    The id is the stronger one: a permalink's or a tweet id's before one made of words.
    """
    rich, poor = sorted((first, second), key=rank, reverse=True)
    strong = rich if (is_strong(rich), rich.id) >= (is_strong(poor), poor.id) else poor
    dated = max((first, second), key=_rank_date)
    tweet = _merge_tweets(rich.tweet, poor.tweet)
    sequences = [post.sequence for post in (first, second) if post.sequence is not None]
    return msgspec.structs.replace(
        rich,
        id=strong.id,
        url=strong.url or rich.url or poor.url,
        title=rich.title or poor.title,
        published=dated.published,
        published_precision=dated.published_precision,
        citations=rich.citations or poor.citations,
        tweet=tweet,
        sequence=max(sequences) if sequences else None,
        first_seen=min(first.first_seen, second.first_seen),
        keys=tuple(sorted({*first.keys, *second.keys})),
        duplicate_of=first.duplicate_of or second.duplicate_of,
    )


def rank(post: Post) -> tuple[bool, int, bool, str, int, str, str]:
    """Order versions: whole before excerpt, later edits, own page, newer index, longer text."""
    length = sum(len(text) for text in (post.zones.commentary, post.zones.body, post.zones.caption))
    own_page = post.url is not None and post.page == post.url
    edition = _edition(post.tweet.id if post.tweet else None)
    # `url#<instant>` is an index as it was then; what it is now counts for more.
    version = post.page.partition("#")[2] or "now"
    return (not post.excerpt, edition, own_page, version, length, post.page, post.id)


def _edition(tweet: str | None) -> int:
    """A later edit of a tweet has a higher id."""
    return int(tweet) if tweet and tweet.isdigit() else 0


def is_strong(post: Post) -> bool:
    """Say whether a post has a permalink or a tweet id of its own."""
    return post.url is not None or (post.tweet is not None and post.tweet.id is not None)


def _rank_date(post: Post) -> tuple[int, str]:
    return (PRECISION[post.published_precision], post.published or "")


def _merge_tweets(rich: Tweet | None, poor: Tweet | None) -> Tweet | None:
    if rich is None or poor is None:
        return rich or poor
    fields = {name: getattr(rich, name) or getattr(poor, name) for name in Tweet.__struct_fields__}
    return Tweet(**fields)
