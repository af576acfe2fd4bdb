"""What a copy from the site carries around a tweet: names, dates, counts, buttons, quotes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pipeline.clean.dates import Moment
from pipeline.clean.tweet_stamps import Stamp, read_stamp

MAX_NAME = 60  # characters of a display name
_AT = r"[@＠](?P<handle>[A-Za-z0-9_]{1,20})(?![A-Za-z0-9_])"
_HANDLE_ALONE = re.compile(rf"^[(（]?\s*{_AT}\s*[)）]?$")
_HEAD_LINE = re.compile(
    rf"^(?P<name>.{{0,{MAX_NAME}}}?)\s*[(（]?{_AT}\s*[)）]?(?P<rest>.{{0,60}})$"
)
_DOT = re.compile(r"^[·•・‧∙|-]$")
_PINNED = re.compile(
    r"^(?:固定(?:された)?(?:ポスト|ツイート|投稿)?|(?:ポスト|ツイート)を固定|pinned(?:\s+(?:post|tweet))?|プロモーション|promoted|広告)$",
    re.IGNORECASE,
)
_REPOSTED = re.compile(
    r"^(?:.{1,60}(?:さん)?が(?:リポスト|リツイート)(?:しました)?|(?:.{1,60}\s)?(?:reposted|retweeted)|(?:リポスト|リツイート)しました)$",
    re.IGNORECASE,
)
_REPLYING = re.compile(
    r"^(?:返信先|返信先[:：]?\s.*|返信先[:：].*|replying\s+to\b.*)$", re.IGNORECASE
)
_REPLY_MORE = re.compile(
    r"^(?:[@＠][A-Za-z0-9_]{1,20}|さん|、|さん、|さんと|と|and|,|他\d+人|さん\s*他\d+人|[\s]|&)+$",
    re.IGNORECASE,
)
_QUOTE = re.compile(
    r"^(?:引用(?:元)?(?:ポスト|ツイート)?|quote(?:d)?(?:\s+(?:post|tweet))?)$", re.IGNORECASE
)
_BUTTON = re.compile(
    r"^(?:さらに表示|もっと見る|続きを読む|このスレッドを表示|スレッドを表示|返信をさらに表示|(?:ポスト|ツイート)?を?翻訳(?:する|を表示)?|(?:ポスト|ツイート)を翻訳"
    r"|日本語に翻訳|翻訳を表示|画像|動画|gif|alt|メディアを(?:表示|再生)|動画を再生|埋め込み動画|\d{1,2}:\d{2}(?:\s*/\s*\d{1,2}:\d{2})?"
    r"|show\s+(?:more|this\s+thread)|read\s+more|translate\s+(?:post|tweet)|image|video|最終更新.{0,20}"
    r"|返信|リポスト|リツイート|いいね|ブックマーク|共有|引用|reply|repost|retweet|likes?|bookmark|share)$",
    re.IGNORECASE,
)
_NUMBER = r"[\d,.]+\s*[万千億kKmM]?"
_COUNTED = (
    r"(?:返信|リプライ|リポスト|リツイート|いいね!?|引用(?:リポスト|ツイート)?|ブックマーク|表示(?:回数)?|インプレッション|閲覧"
    r"|rts?|rp|favs?|rep(?:ly|lies)|reposts?|retweets?|likes?|quotes?|bookmarks?|views?|impressions?"
    r"|[\u2190-\u21ff\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?)"
)
_COUNTS = re.compile(
    rf"(?:\s*(?:{_COUNTED}\s*[:：]?\s*{_NUMBER}\s*(?:件|回)?|{_NUMBER}\s*(?:件|回)?の?\s*{_COUNTED})(?![^\W\d_])"
    r"[\s\u3000・|/／,、·]*+)++",
    re.IGNORECASE,
)
_BARE_COUNT = re.compile(rf"^{_NUMBER}$")


class Head(NamedTuple):
    """The lines over a tweet's words.

    Attributes:
        end: Index of the first line of the words.
        replies: Handles that it answers.
        reposted: It is another account's, passed on.
        stamp: None when no date stands there.
    """

    end: int
    handle: str | None = None
    replies: tuple[str, ...] = ()
    reposted: bool = False
    stamp: Stamp | None = None


class Framed(NamedTuple):
    """A tweet's words without their frame, and what the frame said."""

    text: str
    handle: str | None = None
    replies: tuple[str, ...] = ()
    reposted: bool = False
    moment: Moment | None = None


def read_head(lines: Sequence[str], zone: ZoneInfo, start: int = 0) -> Head:
    """Read the lines over a tweet's words; a head without a handle or a date is none."""
    head = Head(start)
    i = start
    while i < len(lines) and i < start + 16:
        line = lines[i].strip()
        if not line or _PINNED.match(line) or (_DOT.match(line) and head.handle):
            i += 1
            continue
        if _REPOSTED.match(line) and head.handle is None:
            head = head._replace(reposted=True)
            i += 1
            continue
        if head.handle is None and head.stamp is None:
            named = _read_name(lines, i, zone)
            if named is not None:
                i = named.end
                head = head._replace(end=i, handle=named.handle, stamp=named.stamp)
                continue
        stamp = read_stamp(line, zone) if head.handle and head.stamp is None else None
        if stamp is not None:
            i += 1
            head = head._replace(end=i, stamp=stamp)
            continue
        if head.handle and _REPLYING.match(line):
            i, replies = _read_replies(lines, i)
            head = head._replace(end=i, replies=replies)
            continue
        break
    return head if head.handle else Head(start)


def _read_name(lines: Sequence[str], i: int, zone: ZoneInfo) -> Head | None:
    """Read a handle with a date behind it: in one line, or in lines of their own."""
    at = i
    alone = _HANDLE_ALONE.match(lines[i].strip())
    if alone is None and i + 1 < len(lines) and len(lines[i].strip()) <= MAX_NAME:
        following = _HANDLE_ALONE.match(lines[i + 1].strip())
        alone, at = (following, i + 1) if following else (None, i)
    if alone is not None:
        after = [line.strip() for line in lines[at + 1 : at + 3]]
        dated = any(_is_stamp(line, zone) for line in after[:1]) or (
            len(after) == 2
            and bool(_DOT.match(after[0]))
            and _is_stamp(after[1].lstrip("·• "), zone)
        )
        return Head(at + 1, alone["handle"]) if dated else None
    line = _HEAD_LINE.match(lines[i].strip())
    if line is None:
        return None
    rest = line["rest"].strip(" \u3000·•・‧∙|｜-–—―:：,、")
    stamp = read_stamp(rest, zone) if rest else None
    return Head(i + 1, line["handle"], stamp=stamp) if stamp is not None else None


def _is_stamp(line: str, zone: ZoneInfo) -> bool:
    return bool(line) and read_stamp(line.lstrip("·•・ "), zone) is not None


def _read_replies(lines: Sequence[str], i: int) -> tuple[int, tuple[str, ...]]:
    named = [lines[i]]
    i += 1
    while i < len(lines) and (not lines[i].strip() or _REPLY_MORE.match(lines[i].strip())):
        if lines[i].strip():
            named.append(lines[i])
        elif named:
            break
        i += 1
    return i, tuple(re.findall(r"[@＠]([A-Za-z0-9_]{1,20})", " ".join(named)))


def find_heads(lines: Sequence[str], zone: ZoneInfo) -> list[tuple[int, Head]]:
    """Find all heads on a page: the line that each begins on, and what it says."""
    found = []
    i = 0
    while i < len(lines):
        head = read_head(lines, zone, i) if _may_open(lines, i) else Head(i)
        if head.handle:
            found.append((i, head))
            i = head.end
        else:
            i += 1
    return found


def _may_open(lines: Sequence[str], i: int) -> bool:
    line = lines[i]
    return len(line) <= 160 and bool(line.strip()) and any(
        "@" in near or "＠" in near for near in lines[i : i + 5]
    )  # fmt: skip


def split_heads(lines: Sequence[str], zone: ZoneInfo, account: str | None) -> list[tuple[int, int]]:
    """Part a page without numbers into its tweets, from head to head; quoted ones start none."""
    heads = find_heads(lines, zone)
    if account is None and heads:
        names = [head.handle or "" for _, head in heads]
        account = max(names, key=names.count)
    starts = [
        at
        for at, head in heads
        if head.reposted or (head.handle or "").lower() == (account or "").lower()
    ]
    return list(pairwise([*starts, len(lines)])) if starts else []


def unframe(text: str, zone: ZoneInfo, *, copied: bool) -> Framed:
    """Take the frame off one entry.

    Args:
        copied: It comes from a page, so that numbers alone at its end are counts.
    """
    lines = text.split("\n")
    head = read_head(lines, zone)
    lines = lines[head.end :]
    quote = _find_quote(lines, zone)
    lines = _drop_tail(lines[:quote], copied=copied or quote < len(lines))
    moment = head.stamp.moment if head.stamp else None
    return Framed("\n".join(lines).strip(), head.handle, head.replies, head.reposted, moment)


def _find_quote(lines: Sequence[str], zone: ZoneInfo) -> int:
    """Find where the card of a quoted tweet begins."""
    for i, line in enumerate(lines):
        if _QUOTE.match(line.strip()) and read_head(lines, zone, i + 1).handle:
            return i
        if i and _may_open(lines, i) and read_head(lines, zone, i).handle:
            return i
    return len(lines)


def drop_counts(text: str) -> str:
    """Leave out the lines at a tweet's end that count answers and likes."""
    return "\n".join(_drop_tail(text.split("\n"), copied=False)).rstrip()


def _drop_tail(lines: Sequence[str], *, copied: bool) -> list[str]:
    kept = list(lines)
    while kept and (not kept[-1].strip() or is_frame(kept[-1])):
        kept.pop()
    bare = 0
    while bare < len(kept) and _BARE_COUNT.match(kept[len(kept) - 1 - bare].strip()):
        bare += 1
    if bare >= 2 or (bare and copied):
        return _drop_tail(kept[: len(kept) - bare], copied=copied)
    return kept


def is_frame(line: str) -> bool:
    """Say whether a line is counts, a button or a mark over the next tweet."""
    bare = unicodedata.normalize("NFKC", line).strip()
    return len(bare) <= 120 and bool(
        _COUNTS.fullmatch(bare)
        or _BUTTON.match(bare)
        or _PINNED.match(bare)
        or _REPOSTED.match(bare)
    )
