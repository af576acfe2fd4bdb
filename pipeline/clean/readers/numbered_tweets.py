"""A plain list of one account's tweets, each under a number; newest first, without ids.

Copies of a profile page, and lists between rules or under dates, are read here too: what parts
their tweets are the heads with the handle, the rules, the dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from pipeline.clean.dates import Moment
from pipeline.clean.drafts import Context, build_rejection
from pipeline.clean.readers.dump_lines import normalise_lines
from pipeline.clean.readers.list_numbers import Entry, find_entries
from pipeline.clean.text import normalise
from pipeline.clean.tweet_frames import Framed, drop_counts, split_heads, unframe
from pipeline.clean.tweet_notices import is_notice
from pipeline.clean.tweet_stamps import (
    Stamp,
    cut_leading_stamp,
    cut_trailing_stamp,
    is_habit,
    read_stamp,
)
from pipeline.clean.tweets import (
    build_listed_tweet,
    continues,
    find_position,
    is_continued,
    settle_positions,
)
from pipeline.documents import Post, Rejection

_RULE = re.compile(r"^\s*([-–—―ー─━=＝*＊_＿~～◇◆■□●○★☆・.])(?:\s*\1){2,}\s*$")


class _Listed(NamedTuple):
    where: str
    text: str
    moment: Moment | None = None
    replies: tuple[str, ...] = ()
    author: str | None = None  # of a tweet passed on


def read_numbered_tweets(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read the tweets of a list, in page order."""
    listed = _read_listed(text, context)
    if not listed:
        yield build_rejection(
            context, "no_list_numbers", "", "no line begins with a growing or falling list number",
            text.strip(),
        )  # fmt: skip
        return
    bodies = [normalise(one.text) for one in listed]
    settled = settle_positions([find_position(body) for body in bodies])
    posts: list[Post | Rejection] = []
    for place, (one, body) in enumerate(zip(listed, bodies, strict=True)):
        if not body:
            posts.append(build_rejection(context, "empty", one.where, "a number without text"))
        elif is_notice(body):
            posts.append(
                build_rejection(context, "notice", one.where, "not the account's words", body)
            )
        else:
            sequence = len(listed) - 1 - place  # newest first: the last is the oldest
            post = build_listed_tweet(one.text, context, settled[place], sequence)
            posts.append(_complete(post, one))
    yield from _link_threads(posts, bodies)


def _complete(post: Post, listed: _Listed) -> Post:
    """Add what stood around a tweet's words: its date, whom it answers, whose words they are."""
    tweet = post.tweet
    if tweet is not None and (listed.replies or listed.author):
        named = (*((listed.author,) if listed.author else ()), *listed.replies, *tweet.handles)
        tweet = msgspec.structs.replace(
            tweet,
            reply_to_handle=listed.replies[0] if listed.replies else tweet.reply_to_handle,
            handles=tuple(dict.fromkeys(named)),
        )
    moment = listed.moment
    return msgspec.structs.replace(
        post,
        tweet=tweet,
        published=moment.value if moment else None,
        published_precision=moment.precision if moment else None,
    )


def _read_listed(text: str, context: Context) -> list[_Listed]:
    zone = ZoneInfo(context.timezone)
    entries = find_entries(text)
    lines = normalise_lines(text)
    heads = split_heads(lines, zone, context.account)
    if len(heads) > len(entries) or (heads and not entries):
        framed = [unframe("\n".join(lines[start:end]), zone, copied=True) for start, end in heads]
        return [
            _list_framed(f"line {start + 1}", one, context.account)
            for (start, _), one in zip(heads, framed, strict=True)
        ]
    if entries:
        return _read_entries(entries, context.account, zone)
    return _read_parts(lines, zone)


def _list_framed(where: str, framed: Framed, account: str | None) -> _Listed:
    other = framed.handle and account and framed.handle.lower() != account.lower()
    author = framed.handle if framed.reposted or other else None
    return _Listed(where, framed.text, framed.moment, framed.replies, author)


def _read_entries(entries: Sequence[Entry], account: str | None, zone: ZoneInfo) -> list[_Listed]:
    listed = [
        _list_framed(
            f"line {entry.line}, entry {entry.number}",
            unframe(entry.text, zone, copied=False),
            account,
        )
        for entry in entries
    ]
    return _take_dates(listed, zone)


def _take_dates(listed: Sequence[_Listed], zone: ZoneInfo) -> list[_Listed]:
    """Take the dates off the tweets where most of the list has one at the same place."""
    filled = [one for one in listed if one.text.strip()]
    for cut in (_cut_last, _cut_first, cut_leading_stamp, cut_trailing_stamp):
        found = {one.where: cut(one.text, zone) for one in filled}
        if not is_habit(list(found.values())):
            continue
        dated = []
        for one in listed:
            hit = found.get(one.where)
            if hit is None:
                dated.append(one)
            else:
                stamp, rest = hit
                dated.append(one._replace(text=drop_counts(rest), moment=stamp.moment))
        return dated
    return list(listed)


def _cut_last(text: str, zone: ZoneInfo) -> tuple[Stamp, str] | None:
    rest, _, last = text.rstrip().rpartition("\n")
    stamp = read_stamp(last, zone) if rest.strip() else None
    return (stamp, rest.rstrip()) if stamp else None


def _cut_first(text: str, zone: ZoneInfo) -> tuple[Stamp, str] | None:
    first, _, rest = text.strip().partition("\n")
    stamp = read_stamp(first, zone) if rest.strip() else None
    return (stamp, rest.strip()) if stamp else None


def _read_parts(lines: Sequence[str], zone: ZoneInfo) -> list[_Listed]:
    """Read a list whose tweets stand between rules, or each under a date."""
    rules = [i for i, line in enumerate(lines) if _RULE.match(line)]
    if rules:
        borders = [-1, *rules, len(lines)]
        parts = [(start + 1, "\n".join(lines[start + 1 : end])) for start, end in pairwise(borders)]
        return _take_dates(
            [
                _Listed(f"line {at + 1}", unframe(part, zone, copied=False).text)
                for at, part in parts
                if part.strip()
            ],
            zone,
        )
    dates = [
        (i, stamp)
        for i, line in enumerate(lines)
        if (stamp := read_stamp(line, zone)) is not None and stamp.moment is not None
    ]
    if not dates or any(line.strip() for line in lines[: dates[0][0]]):
        return []
    ends = [*(i for i, _ in dates[1:]), len(lines)]
    return [
        _Listed(f"line {i + 1}", drop_counts("\n".join(lines[i + 1 : end])).strip(), stamp.moment)
        for (i, stamp), end in zip(dates, ends, strict=True)
        if "".join(lines[i + 1 : end]).strip()
    ]


def _link_threads(
    posts: Sequence[Post | Rejection], texts: Sequence[str]
) -> Iterator[Post | Rejection]:
    """Give the tweets of a thread the id of its first one; the list's end is the oldest."""
    linked = list(posts)
    open_thread: str | None = None
    expected = False
    for i in range(len(linked) - 1, -1, -1):
        post = linked[i]
        if not isinstance(post, Post) or post.tweet is None:
            continue
        body, position = texts[i], post.tweet.thread_position
        at = int(position.split("/")[0]) if position else None
        if at == 1:
            open_thread = post.id
        elif (at is None and not expected and not is_continued(body)) or open_thread is None:
            open_thread = post.id if continues(body) else None
        expected = continues(body)
        if open_thread is not None:
            tweet = msgspec.structs.replace(post.tweet, thread_id=open_thread)
            linked[i] = msgspec.structs.replace(post, tweet=tweet)
    yield from linked
