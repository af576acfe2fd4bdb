"""A plain list of one account's tweets, each under a number; newest first, without dates or ids.

The numbers are found as the best chain of consecutive ones in one style, so that a tweet that
begins with a number, or is itself a list, stays whole. A number is neither content nor an id.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from pipeline.clean.drafts import Context, build_rejection
from pipeline.clean.readers.dump_dates import normalise_lines
from pipeline.clean.text import normalise
from pipeline.clean.tweets import (
    build_listed_tweet,
    continues,
    drop_counts,
    find_position,
    is_continued,
    is_notice,
    settle_positions,
)
from pipeline.documents import Post, Rejection

MAX_NUMBER = 999_999
LOOK_BACK = 80  # earlier numbers that one can follow: lists inside a tweet are shorter

# Style -> pattern over the width-folded line; group 1 is the number, the rest is text.
_STYLES: dict[str, re.Pattern[str]] = {
    "alone": re.compile(r"^\s*(\d{1,6})\s*$"),
    "dot": re.compile(r"^\s*(\d{1,6})\s*[.。．](?!\d)\s*"),
    "bracket": re.compile(r"^\s*(\d{1,6})\s*\)\s*"),
    "brackets": re.compile(r"^\s*\(\s*(\d{1,6})\s*\)\s*"),
    "square": re.compile(r"^\s*[\[【〔]\s*(\d{1,6})\s*[\]】〕]\s*"),
    "sharp": re.compile(r"^\s*#\s*(\d{1,6})(?=\s|$|[:.])[:.]?\s*"),
    "slash": re.compile(r"^\s*(\d{1,6})\s*/(?!\s*\d)\s*"),
    "colon": re.compile(r"^\s*(\d{1,6})\s*[:、,](?!\d)\s*"),
    "named": re.compile(
        r"^\s*(?:no\.?|tweet|ツイート|ポスト|post|番号)\s*[#.]?\s*(\d{1,6})\s*[:.)]?\s*",
        re.IGNORECASE,
    ),
    "dash": re.compile(r"^\s*(\d{1,6})\s+[-–—―|]\s+"),
    "tab": re.compile(r"^\s*(\d{1,6})(?:\t|\s{2,})"),
    "space": re.compile(r"^(\d{1,6}) (?=\S)"),
}
_CIRCLED = re.compile(r"^\s*([①-⑳㉑-㉟㊱-㊿])\s*")


class _Number(NamedTuple):
    line: int
    number: int
    blank_before: bool
    rest: str


class Entry(NamedTuple):
    """One entry of a list: its number, the line that it begins on, and its text."""

    number: int
    line: int
    text: str


def read_numbered_tweets(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read the tweets of a numbered list, in page order."""
    entries = find_entries(text)
    if not entries:
        yield build_rejection(
            context, "no_list_numbers", "", "no line begins with a growing or falling list number",
            text.strip(),
        )  # fmt: skip
        return
    entries = [entry._replace(text=drop_counts(entry.text)) for entry in entries]
    bodies = [normalise(entry.text) for entry in entries]
    settled = settle_positions([find_position(body) for body in bodies])
    posts: list[Post | Rejection] = []
    for place, (entry, body) in enumerate(zip(entries, bodies, strict=True)):
        where = f"line {entry.line}, entry {entry.number}"
        if not body:
            posts.append(build_rejection(context, "empty", where, "a number without text"))
        elif is_notice(body):
            posts.append(build_rejection(context, "notice", where, "not the account's words", body))
        else:
            sequence = len(entries) - 1 - place  # newest first: the last is the oldest
            posts.append(build_listed_tweet(entry.text, context, settled[place], sequence))
    yield from _link_threads(posts, bodies)


def find_entries(text: str, least: int = 1) -> list[Entry]:
    """Find the entries of a numbered list; none when fewer than `least` numbers form a chain."""
    lines = normalise_lines(text)
    best: list[_Number] = []
    best_score = 0.0
    first_text = next((i for i, line in enumerate(lines) if line.strip()), 0)
    for numbers in _find_numbers(lines):
        chain, score = _find_chain(numbers)
        covered = 1.0 if chain and chain[0].line == first_text else 0.0
        if chain and score + covered > best_score:
            best, best_score = chain, score + covered
    if len(best) < least or (len(best) == 1 and best[0].line != first_text):
        return []
    entries = []
    for i, number in enumerate(best):
        end = best[i + 1].line if i + 1 < len(best) else len(lines)
        body = "\n".join([number.rest, *lines[number.line + 1 : end]]).strip()
        entries.append(Entry(number.number, number.line + 1, body))
    return entries


def _find_numbers(lines: Sequence[str]) -> Iterator[list[_Number]]:
    folded = [unicodedata.normalize("NFKC", line[:40]) for line in lines]
    for pattern in _STYLES.values():
        found = []
        for i, line in enumerate(folded):
            match = pattern.match(line)
            if match and int(match[1]) <= MAX_NUMBER and not _CIRCLED.match(lines[i]):
                rest = _cut(lines[i], match.end())
                found.append(_Number(i, int(match[1]), i == 0 or not lines[i - 1].strip(), rest))
        yield found
    circled = []
    for i, line in enumerate(lines):
        match = _CIRCLED.match(line)
        if match:
            number = int(unicodedata.normalize("NFKC", match[1]))
            rest = line[match.end() :]
            circled.append(_Number(i, number, i == 0 or not lines[i - 1].strip(), rest))
    yield circled


def _cut(line: str, folded_length: int) -> str:
    """Cut as much off a line's start as folds to `folded_length` characters."""
    length = 0
    for i, character in enumerate(line):
        if length >= folded_length:
            return line[i:]
        length += len(unicodedata.normalize("NFKC", character))
    return ""


def _find_chain(numbers: Sequence[_Number]) -> tuple[list[_Number], float]:
    """Find the weightiest chain of numbers, each one more (or one less) than the last."""
    best: list[_Number] = []
    best_score = 0.0
    for step in (1, -1):
        outer = _leave_out_inner_lists(numbers) if step == 1 else list(numbers)
        chain, score = _weigh_chains(outer, step)
        if score > best_score:
            best, best_score = chain, score
    return best, best_score


def _leave_out_inner_lists(numbers: Sequence[_Number]) -> list[_Number]:
    """Drop runs that start again at 1 inside a tweet when their numbers come again later."""
    kept: list[_Number] = []
    i = 0
    while i < len(numbers):
        if kept and numbers[i].number == 1:
            end = i + 1
            while end < len(numbers) and numbers[end].number == numbers[end - 1].number + 1:
                end += 1
            wanted = kept[-1].number + 1
            later = [number.number for number in numbers[end:]]
            inner = [
                number for number in numbers[i:end] if number.number < wanted or wanted in later
            ]
            kept.extend(number for number in numbers[i:end] if number not in inner)
            i = end
            continue
        kept.append(numbers[i])
        i += 1
    return kept


def _weigh_chains(numbers: Sequence[_Number], step: int) -> tuple[list[_Number], float]:
    spaced = sum(number.blank_before for number in numbers) >= 0.5 * len(numbers)
    scores: list[float] = []
    previous: list[int] = []
    for i, number in enumerate(numbers):
        own = 1.0 + (0.5 if spaced and number.blank_before else 0.0)
        score, link = own, -1
        for j in range(max(0, i - LOOK_BACK), i):
            difference = (number.number - numbers[j].number) * step
            if not 1 <= difference <= 5:
                continue
            found = scores[j] + own - 0.4 * (difference - 1)
            if found > score:
                score, link = found, j
        scores.append(score)
        previous.append(link)
    if not scores:
        return [], 0.0
    at = max(range(len(scores)), key=lambda i: (scores[i], i))
    total, chain = scores[at], []
    while at >= 0:
        chain.append(numbers[at])
        at = previous[at]
    return chain[::-1], total


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
