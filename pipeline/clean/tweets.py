"""What a tweet's own text says: hashtags, handles, addresses, its place in a thread."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.clean.addresses import URL, trim_url
from pipeline.clean.drafts import Context
from pipeline.clean.posts import UNKNOWN_TIME
from pipeline.clean.text import fold, normalise
from pipeline.documents import Post, Tweet, Zones, build_id

_HASHTAG = re.compile(
    r"(?<![\w&/＃#])[#＃]([\w\u30fb\u00b7\u3003ー]*[^\W\d_][\w\u30fb\u00b7\u3003ー]*)"
)
_HANDLE = re.compile(r"(?<![A-Za-z0-9_.＠@!#$%&*+-])[@＠]([A-Za-z0-9_]{1,20})(?![A-Za-z0-9_@＠])")
# A link as the site shows it: without its scheme, and cut with an ellipsis where it is long.
_BARE_URL = re.compile(
    r"(?<![\w@.＠/-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,12}/[A-Za-z0-9/_.~%?=&#+:,;!*'-]*…?",
    re.ASCII,
)
_CUT = re.compile(r"https?://[^\s\"'<>「」（）()\u3000-\u30ff\u4e00-\u9fff]{1,300}(?:…|\.\.\.)")
_BRACKETS = (r"[(（\[［【〔<＜]", r"[)）\]］】〕>＞]")
_PAIR = r"(?P<at>\d{1,3})\s*[/／]\s*(?P<of>\d{1,3})"
_MARKED = (
    re.compile(rf"^\s*{_BRACKETS[0]}\s*{_PAIR}\s*{_BRACKETS[1]}"),
    re.compile(rf"{_BRACKETS[0]}\s*{_PAIR}\s*{_BRACKETS[1]}\s*(?:続く|つづく|了|終|→|↓)?\s*$"),
)
_PLAIN_START = re.compile(
    rf"^\s*(?:スレッド|thread)?\s*{_PAIR}(?=[\s\u3000:：)）.、]|$)", re.IGNORECASE
)
_PLAIN_END = re.compile(rf"(?:(?<=[\s\u3000。！？!?」）)])|^){_PAIR}\s*$")
_LEADING_HANDLES = re.compile(r"^(?:\s*[.．]?[@＠][A-Za-z0-9_]{1,20}(?![A-Za-z0-9_]))+\s*")
_RETWEET = re.compile(r"^\s*RT\s+[@＠]([A-Za-z0-9_]{1,20})\s*[:：]\s*")
_CONTINUES = re.compile(
    r"[（(【\[〔]?\s*(?:続く|つづく|続きます|つづきます|続→|cont(?:inued|'d|\.)?|to be continued)"
    r"\s*[)）】\]〕]?\s*[→↓⇒↘…]*\s*$|[→↓⤵⬇👇]\s*$",
    re.IGNORECASE,
)
_CONTINUED = re.compile(
    r"^[（(【\[〔]?\s*(?:続き|つづき|承前|続・|前ツイート(?:の続き)?|前ポスト(?:の続き)?)\s*[)）】\]〕]?"
)


class Position(NamedTuple):
    """A place in a thread, "2/4", and whether the text says so beyond doubt."""

    at: int
    of: int
    certain: bool

    def __str__(self) -> str:
        return f"{self.at}/{self.of}"


def find_hashtags(text: str) -> tuple[str, ...]:
    """Return the hashtags without their sign, in order, each once."""
    return _once(match[1] for match in _HASHTAG.finditer(_without_urls(text)))


def find_handles(text: str) -> tuple[str, ...]:
    """Return the handles without @, in order, each once; the @ of an e-mail address is none."""
    return _once(match[1] for match in _HANDLE.finditer(_without_urls(text)))


def find_addresses(text: str) -> tuple[str, ...]:
    """Return the addresses in a tweet's text; cut ones stay as they stand."""
    found: list[tuple[int, str]] = []
    for pattern in _url_patterns(text):
        for match in pattern.finditer(text):
            if any(start <= match.start() < start + len(url) for start, url in found):
                continue
            url = match.group() if match.group().endswith(("…", "...")) else trim_url(match.group())
            found.append((match.start(), url))
    return _once(url for _, url in sorted(found))


def find_position(text: str) -> Position | None:
    """Find a thread marker such as (2/4); a fraction or a date is none."""
    folded = unicodedata.normalize("NFKC", text)
    for pattern, certain in (
        (_MARKED[0], True),
        (_MARKED[1], True),
        (_PLAIN_START, False),
        (_PLAIN_END, False),
    ):
        match = pattern.search(folded)
        if match:
            at, of = int(match["at"]), int(match["of"])
            if 1 <= at <= of and of >= 2 and of <= 100:
                return Position(at, of, certain)
    return None


def settle_positions(positions: Sequence[Position | None]) -> list[str | None]:
    """Keep the markers that are certain or that a neighbour in the list confirms.

    Args:
        positions: By tweet, in the order of the list.
    """
    settled: list[str | None] = []
    for i, position in enumerate(positions):
        near = [other for other in positions[max(0, i - 3) : i + 4] if other is not None]
        confirmed = position is not None and any(
            other.of == position.of and abs(other.at - position.at) == 1 for other in near
        )
        keep = position is not None and (position.certain or confirmed)
        settled.append(str(position) if keep else None)
    return settled


def continues(text: str) -> bool:
    """Say whether a tweet says that the next one goes on."""
    return bool(_CONTINUES.search(text))


def is_continued(text: str) -> bool:
    """Say whether a tweet says that it goes on from the one before."""
    return bool(_CONTINUED.match(text))


def find_reply_handle(text: str) -> str | None:
    """Return the first of the handles that a reply begins with."""
    match = _LEADING_HANDLES.match(text)
    if not match or match.group().lstrip().startswith((".", "．")):
        return None
    handle = _HANDLE.search(match.group())
    return handle[1] if handle else None


def strip_markers(text: str, position: str | None) -> str:
    """Take off a tweet's text what is kept as fields: leading handles, "RT @name:", thread marks.

    Args:
        position: The settled place in a thread, "2/4"; without it fractions stay.
    """
    text = _RETWEET.sub("", text)
    text = _LEADING_HANDLES.sub("", text) if find_reply_handle(text) else text
    if position:
        at, of = position.split("/")
        pair = rf"{_BRACKETS[0]}?\s*{_widen(at)}\s*[/／]\s*{_widen(of)}\s*{_BRACKETS[1]}?"
        text = re.sub(
            rf"^\s*{pair}[:：.、]?\s*|\s*{pair}\s*(?=(?:[（(]?続く[)）]?)?\s*$)", "", text
        )
    return text.strip(" \u3000\n")


def _widen(number: str) -> str:
    return "".join(f"[{digit}{chr(ord(digit) + 0xFEE0)}]" for digit in number)


def build_tweet_key(text: str) -> str:
    """Build the name of a tweet by its words, addresses left out: those are cut or shortened."""
    words = fold(_LEADING_HANDLES.sub("", _without_urls(text)))
    return f"text:{words if len(words) >= 8 else fold(text)}"


def build_listed_tweet(text: str, context: Context, position: str | None, sequence: int) -> Post:
    """Build the Post of a tweet that is known by its text alone."""
    body = normalise(text)
    account = context.account
    return Post(
        id=build_id("tweet-text", context.source, "".join(text.split())),
        kind="tweet",
        source=context.source,
        zones=Zones(body=strip_markers(body, position) or body),
        tweet=Tweet(
            account=account,
            reply_to_handle=find_reply_handle(body),
            hashtags=find_hashtags(body),
            handles=find_handles(body),
            urls=find_addresses(body),
            thread_position=position,
        ),
        sequence=sequence,
        first_seen=context.fetched_at or UNKNOWN_TIME,
        keys=(build_tweet_key(body),),
        page=context.page,
    )


def _without_urls(text: str) -> str:
    for pattern in _url_patterns(text):
        text = pattern.sub(" ", text)
    return text


def _url_patterns(text: str) -> tuple[re.Pattern[str], ...]:
    is_cut = "…" in text or "..." in text
    return (_CUT, URL, _BARE_URL) if is_cut else (URL, _BARE_URL)


def _once(found: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))  # type: ignore[call-overload]
