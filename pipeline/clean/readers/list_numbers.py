"""The numbers that the entries of a plain list stand under.

They are found as the best chain of consecutive ones in one style, so that a tweet that begins with
a number, or is itself a list, stays whole. A number is neither content nor an id.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.clean.readers.dump_lines import normalise_lines

MAX_STEP = 5  # numbers that a list may leave out
LOOK_BACK = 80  # earlier numbers that one can follow: lists inside a tweet are shorter

# Style -> pattern over the width-folded line; group 1 is the number, the rest is text.
_BULLET = r"^\s*(?:[-*+・•■□◆◇●○▼▶★☆◎]\s*)?"
_STYLES: dict[str, re.Pattern[str]] = {
    "alone": re.compile(r"^\s*(\d{1,6})\s*$"),
    "dot": re.compile(_BULLET + r"(\d{1,6})\s*[.。．]\s*"),
    "bracket": re.compile(_BULLET + r"(\d{1,6})\s*[)\]】〕>}]\s*"),
    "brackets": re.compile(_BULLET + r"\(\s*(\d{1,6})\s*\)\s*"),
    "square": re.compile(_BULLET + r"[\[【〔<〈《{｛「『]\s*(\d{1,6})\s*[\]】〕>〉》}｝」』]\s*"),
    "sharp": re.compile(r"^\s*#\s*(\d{1,6})(?=\s|$|[:.])[:.]?\s*"),
    "slash": re.compile(r"^\s*(\d{1,6})\s*/(?!\s*\d)\s*"),
    "colon": re.compile(_BULLET + r"(\d{1,6})\s*[:、,]\s*"),
    "named": re.compile(
        r"^\s*[\[(【<■●◆]?\s*(?:no\.?|tweet|ツイート|ポスト|投稿|post|番号|その|第)\s*[#.]?\s*(\d{1,6})"
        r"\s*(?:回|件目|番目?|本目|号)?\s*[\])】>]?\s*[:.)]?\s*",
        re.IGNORECASE,
    ),
    "counted": re.compile(
        r"^\s*(\d{1,6})\s*(?:件目|番目|本目|個目|つ目|ツイート目|ポスト目)\s*[:.)、]?\s*"
    ),
    "marked": re.compile(r"^\s*[■□◆◇●○▼▶★☆◎]\s*(\d{1,6})(?=\s|$)\s*"),
    "dash": re.compile(r"^\s*(\d{1,6})\s+[-–—―]\s+"),
    "bar": re.compile(r"^\s*(\d{1,6})\s*[|]\s*"),
    "tab": re.compile(r"^\s*(\d{1,6})(?:\t|\s{2,})"),
    "space": re.compile(r"^(\d{1,6}) (?=\S)"),
    "kanji": re.compile(r"^\s*[(]?([一二三四五六七八九十百〇]{1,5})[)]?\s*[、.,:)]\s*"),
}
_CIRCLED = re.compile(r"^\s*([①-⑳㉑-㉟㊱-㊿❶-❿➀-➓⓫-⓴⓵-⓾⑴-⒇⒈-⒛])\s*")


class _Number(NamedTuple):
    line: int
    number: int
    blank_before: bool
    rest: str
    tight: bool = False  # a digit follows: "44．2025年" and "3.5兆円" look alike


class Entry(NamedTuple):
    """One entry of a list: its number, the line that it begins on, and its text."""

    number: int
    line: int
    text: str


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
            if match and not _CIRCLED.match(lines[i]):
                rest = _cut(lines[i], match.end())
                number = _read_number(match[1])
                blank = i == 0 or not lines[i - 1].strip()
                tight = bool(re.search(r"[.:,、。]$", match.group()) and rest[:1].isdigit())
                found.append(_Number(i, number, blank, rest, tight))
        yield _leave_out_decimals(found)
    circled = []
    for i, line in enumerate(lines):
        match = _CIRCLED.match(line)
        if match:
            number = _read_circled(match[1])
            rest = line[match.end() :]
            circled.append(_Number(i, number, i == 0 or not lines[i - 1].strip(), rest))
    yield circled


def _read_number(text: str) -> int:
    return int(text) if text.isdigit() else read_kanji(text)


def read_kanji(text: str) -> int:
    """Read 一, 十二, 百三 or 二〇."""
    total, digit = 0, 0
    for character in text:
        if character in "十百":
            total += max(1, digit) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = 10 * digit + "〇一二三四五六七八九".index(character)
    return total + digit


def _read_circled(character: str) -> int:
    """Read ①, ❶, ⑴ or ⒈: Unicode knows the numeric value of each."""
    return int(unicodedata.numeric(character))


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


def _leave_out_decimals(numbers: Sequence[_Number]) -> list[_Number]:
    """Drop "3.5兆円" and "9:30": no neighbours, and not spaced as the list's numbers are."""
    sure = [number for number in numbers if not number.tight]
    if len(sure) == len(numbers):
        return list(numbers)
    judged = sure or numbers
    spaced = sum(number.blank_before for number in judged) >= 0.5 * len(judged)
    taken = {number.number for number in sure}
    present = {number.number for number in numbers}
    ends = (min(present), max(present))
    return [
        number
        for number in numbers
        if not number.tight
        or (
            number.number not in taken
            and (
                (spaced and number.blank_before)
                or all(
                    near in present or number.number in ends
                    for near in (number.number - 1, number.number + 1)
                )
            )
        )
    ]


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
    # Numbers with an empty line before each are a list's own, however many of them were left out.
    apart = all(number.blank_before for number in numbers)
    spaced = sum(number.blank_before for number in numbers) >= 0.5 * len(numbers)
    scores: list[float] = []
    previous: list[int] = []
    for i, number in enumerate(numbers):
        own = 1.0 + (0.5 if spaced and number.blank_before else 0.0)
        score, link = own, -1
        for j in range(max(0, i - LOOK_BACK), i):
            difference = (number.number - numbers[j].number) * step
            if difference < 1 or (difference > MAX_STEP and not apart):
                continue
            found = scores[j] + own - min(0.4 * (difference - 1), 0.9 * own)
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
