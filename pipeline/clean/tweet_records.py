"""Tweets with ids, of whatever JSON: one neutral form, and the Post made of it.

`RawTweet` is what v1.1, v2, archives and scrapers agree on. Links are expanded where the input has
the expansion, pictures' links go, a retweet takes the words of the original that comes with it, a
quoted tweet stays a reference and a link, and of several edits the latest is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from pipeline.clean.dates import Moment
from pipeline.clean.drafts import Context, build_rejection
from pipeline.clean.merge import merge_posts
from pipeline.clean.posts import UNKNOWN_TIME
from pipeline.clean.text import normalise
from pipeline.clean.tweet_notices import is_notice
from pipeline.clean.tweets import (
    build_tweet_key,
    find_addresses,
    find_handles,
    find_hashtags,
    find_position,
    find_reply_handle,
    settle_positions,
    strip_markers,
)
from pipeline.documents import Post, Record, Rejection, Tweet, Zones, build_id


class RawTweet(Record, frozen=True, kw_only=True):
    """One tweet as its platform gave it.

    Attributes:
        text: The whole text, with short links.
        links: Short link -> address that it leads to; "" for a picture's link, which goes.
        hashtags: None when the input has no entities: they are read from the text.
        edits: Ids of all versions, the first one first; empty for a tweet that was never edited.
        conversation: Id of the conversation's first tweet.
        answers_itself: It replies to the account's own tweet.
        truncated: The text is only the start.
        retweet: The original, as far as the input has it.
        retweet_of: Its id.
    """

    id: str
    text: str
    account: str | None = None
    published: Moment | None = None
    links: dict[str, str] = msgspec.field(default_factory=dict)
    hashtags: tuple[str, ...] | None = None
    handles: tuple[str, ...] | None = None
    reply_to: str | None = None
    reply_to_handle: str | None = None
    quoted: str | None = None
    retweet_of: str | None = None
    retweet: RawTweet | None = None
    conversation: str | None = None
    answers_itself: bool = False
    edits: tuple[str, ...] = ()
    truncated: bool = False


Item = RawTweet | Rejection


def build_tweets(items: Iterable[Item], context: Context) -> Iterator[Post | Rejection]:
    """Build the Posts of a file's tweets: each edit chain once, threads linked, in file order."""
    found: dict[str, Post | Rejection] = {}
    raw: dict[str, RawTweet] = {}
    for item in items:
        record = item if isinstance(item, Rejection) else build_tweet(item, context)
        if isinstance(record, Post) and isinstance(item, RawTweet):
            raw[item.id] = item
            earlier = found.get(record.id)
            record = merge_posts(earlier, record) if isinstance(earlier, Post) else record
        found[record.id] = record
    records = list(found.values())
    posts = [record for record in records if isinstance(record, Post)]
    settled = settle_positions([find_position(post.zones.body) for post in posts])
    positions = {post.id: place for post, place in zip(posts, settled, strict=True)}
    threads = _find_threads(posts, raw)
    for record in records:
        if isinstance(record, Post) and record.tweet is not None:
            position = positions[record.id]
            tweet = msgspec.structs.replace(
                record.tweet, thread_position=position, thread_id=threads.get(record.id)
            )
            body = strip_markers(record.zones.body, position) or record.zones.body
            yield msgspec.structs.replace(record, tweet=tweet, zones=Zones(body=body))
        else:
            yield record


def build_tweet(raw: RawTweet, context: Context) -> Post | Rejection:
    """Build the Post of one tweet."""
    shown = raw.retweet or raw
    body = normalise(expand_links(shown))
    if not body:
        return build_rejection(context, "empty", f"tweet {raw.id}", "a tweet without text")
    if is_notice(body):
        return build_rejection(
            context, "notice", f"tweet {raw.id}", "not the account's words", body
        )
    account = raw.account or context.account
    first = raw.edits[0] if raw.edits else raw.id
    handles = shown.handles if shown.handles is not None else find_handles(body)
    if raw.retweet is not None and raw.retweet.account:
        handles = (raw.retweet.account, *handles)
    return Post(
        id=build_id("tweet", first),
        kind="tweet",
        source=context.source,
        url=f"https://x.com/{account}/status/{raw.id}" if account else None,
        published=raw.published.value if raw.published else None,
        published_precision=raw.published.precision if raw.published else None,
        zones=Zones(body=body),
        excerpt=shown.truncated,
        tweet=Tweet(
            id=raw.id,
            account=account,
            reply_to=raw.reply_to,
            reply_to_handle=raw.reply_to_handle
            or (find_reply_handle(body) if raw.reply_to else None),
            quoted=shown.quoted,
            retweet_of=raw.retweet_of or (raw.retweet.id if raw.retweet else None),
            hashtags=shown.hashtags if shown.hashtags is not None else find_hashtags(body),
            handles=tuple(dict.fromkeys(handles)),
            urls=find_addresses(body),
        ),
        first_seen=context.fetched_at or UNKNOWN_TIME,
        keys=(
            *(f"tweet:{one}" for one in dict.fromkeys((*raw.edits, raw.id))),
            build_tweet_key(body),
        ),
        page=context.page,
    )


def expand_links(raw: RawTweet) -> str:
    """Put the addresses in place of a tweet's short links, and take pictures' links out."""
    text = raw.text
    pictures = [short for short, address in raw.links.items() if not address]
    for short, address in sorted(raw.links.items(), key=lambda item: -len(item[0])):
        if address and short:
            text = text.replace(short, address)
    bare = text
    for short in pictures:
        bare = bare.replace(short, "")
    return bare if bare.strip() else text  # a picture alone is known by its link


def read_links(groups: Iterable[object], pictures: Iterable[object]) -> dict[str, str]:
    """Read `entities.urls` and `entities.media` as short link -> address."""
    links: dict[str, str] = {}
    for entity in groups:
        if isinstance(entity, Mapping):
            short = entity.get("url") or entity.get("shortUrl") or entity.get("tcourl")
            full = (
                entity.get("expanded_url") or entity.get("expandedUrl") or entity.get("unwound_url")
            )
            if isinstance(short, str) and isinstance(full, str) and short and full:
                is_picture = bool(entity.get("media_key")) or bool(
                    re.search(r"(?:twitter|x)\.com/\w+/status/\d+/(?:photo|video)/\d+$", full)
                )
                links[short] = "" if is_picture else full
    for entity in pictures:
        if isinstance(entity, Mapping) and isinstance(entity.get("url"), str):
            links[str(entity["url"])] = ""
    return links


def read_names(entities: object, *fields: str) -> tuple[str, ...] | None:
    """Read the names in a list of entities; None when there is no such list."""
    if not isinstance(entities, Sequence) or isinstance(entities, str):
        return None
    names = []
    for entity in entities:
        if isinstance(entity, Mapping):
            name = next(
                (entity[field] for field in fields if isinstance(entity.get(field), str)), None
            )
            if name:
                names.append(str(name).lstrip("#＃@＠"))
        elif isinstance(entity, str):
            names.append(entity.lstrip("#＃@＠"))
    return tuple(dict.fromkeys(names))


def _find_threads(posts: Sequence[Post], raw: Mapping[str, RawTweet]) -> dict[str, str]:
    """Return post id -> id of the thread's first post: an account's replies to itself."""
    by_tweet = {
        key.removeprefix("tweet:"): post
        for post in posts
        for key in post.keys
        if key.startswith("tweet:")
    }
    threads: dict[str, str] = {}
    for post in posts:
        item = raw.get(post.tweet.id or "") if post.tweet else None
        if item is None or item.retweet_of or item.retweet:
            continue
        top, seen = post, {post.id}
        while top.tweet is not None and top.tweet.reply_to in by_tweet:
            above = by_tweet[top.tweet.reply_to]
            if above.id in seen or above.tweet is None or above.tweet.account != top.tweet.account:
                break
            seen.add(above.id)
            top = above
        if top is post and item.answers_itself and item.conversation:
            threads[post.id] = build_id("tweet", item.conversation)
        elif top is not post:
            root = threads.get(top.id, top.id)
            threads[post.id] = root
            threads.setdefault(top.id, root)
    return threads
