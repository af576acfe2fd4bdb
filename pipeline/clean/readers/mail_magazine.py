"""The text of one issue with several pieces, each under a title of its own.

A title stands between two ruled lines, or is the first line after one, or carries a mark (■, ◆,
【1】 ...) that the other titles of the issue carry too. All pieces have the issue's date.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pipeline.clean.dates import Moment, find_date
from pipeline.clean.drafts import Block, Draft
from pipeline.clean.text import fold, normalise_line
from pipeline.clean.titles import parse_title

MAX_HEAD = 3  # lines between two rules that make a title
MAX_TITLE = 120  # characters
RULE = re.compile(
    r"^\s*[☆★◆■●○*+＋∴]?\s*(?:([─━―—–＝=\-_＿~～〜*＊■□◆◇○●・·.+＋#＃/／☆★▼▽<>＜＞])\1{7,}|(?:(?:-=|=-|\*-|\+-|・‥|━─|☆━|★─)){4,}).{0,3}\s*$"
)
_NUMBER = re.compile(
    r"^\s*(?:[\[【（(]\s*\d{1,2}\s*[\]】）)]|\d{1,2}\s*[.．:：、)）]|[■□◆◇●○▼▽★☆◎▶▲△]|[①-⑳])\s*"
)
_MARK = re.compile(r"^\s*([■□◆◇●○▼▽★☆◎▶▲△【\[(（①-⑳]|\d{1,2}[.．、)）])")
_IMPRINT = re.compile(
    r"発行(?:者|元|人)?\s*[:：]|登録|解除|購読|配信|バックナンバー|無断転載|unsubscribe|お問い合わせ|copyright|©",
    re.IGNORECASE,
)
_MASTHEAD = re.compile(r"第\s*\d+\s*号|vol\.?\s*\d|\bno\.?\s*\d|発行|創刊", re.IGNORECASE)
_CONTENTS = re.compile(r"目次|もくじ|今号の内容|今週の内容|contents|index", re.IGNORECASE)


class _Piece(NamedTuple):
    number: int
    title: str
    lines: Sequence[str]


def read_issue(lines: Sequence[str], zone: ZoneInfo) -> Iterator[Draft]:
    """Read the pieces of an issue; nothing when the text is not built so."""
    pieces = list(_find_ruled(lines)) or list(_find_marked(lines))
    if not pieces:
        return
    moment, raw = _find_issue_date(lines[: max(12, pieces[0].number)], zone)
    for piece in pieces:
        yield Draft(
            title=_NUMBER.sub("", piece.title),
            blocks=tuple(_build_blocks(piece.lines)),
            published=moment,
            raw_date=raw,
            where=f"line {piece.number}",
        )


def _find_ruled(lines: Sequence[str]) -> Iterator[_Piece]:
    """Find titles between two rules, or right under one."""
    parts = _split_at_rules(lines)
    i = 0
    while i < len(parts):
        number, part = parts[i]
        filled = [line for line in part if line.strip()]
        if i + 1 < len(parts) and _is_title(filled) and _is_text(parts[i + 1][1]):
            yield _Piece(number, normalise_line("".join(filled)), parts[i + 1][1])
            i += 2
            continue
        if i and filled and _has_own_title(part, filled):
            at = part.index(filled[0])
            yield _Piece(number + at, normalise_line(filled[0]), part[at + 1 :])
        i += 1


def _find_marked(lines: Sequence[str]) -> Iterator[_Piece]:
    """Find titles by the mark that several short lines after a blank one begin with."""
    heads = []
    for i, line in enumerate(lines):
        mark = _MARK.match(line)
        blank = i == 0 or not lines[i - 1].strip() or RULE.match(lines[i - 1])
        if mark and blank and _is_title([line]):
            heads.append((i, re.sub(r"\d+|[①-⑳]", "1", mark[1])))
    if not heads:
        return
    common, count = Counter(mark for _, mark in heads).most_common(1)[0]
    starts = [i for i, mark in heads if mark == common]
    if count < 2:
        return
    for place, start in enumerate(starts):
        end = starts[place + 1] if place + 1 < len(starts) else len(lines)
        text = [line for line in lines[start + 1 : end] if not RULE.match(line)]
        if _is_text(text):
            yield _Piece(start + 1, normalise_line(lines[start]), text)


def _split_at_rules(lines: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Return the parts between rules with the number of their first line."""
    parts: list[tuple[int, list[str]]] = [(1, [])]
    for number, line in enumerate(lines, start=1):
        if RULE.match(line):
            parts.append((number + 1, []))
        else:
            parts[-1][1].append(line)
    return parts if len(parts) > 2 else []


def _find_issue_date(lines: Sequence[str], zone: ZoneInfo) -> tuple[Moment | None, str]:
    for line in lines:
        date = find_date(line, zone) if len(line) <= 80 else None
        if date is not None:
            return date.moment, line.strip()
    return None, ""


def _is_title(lines: Sequence[str]) -> bool:
    text = normalise_line("".join(lines))
    if not 1 <= len(lines) <= MAX_HEAD or not 2 <= len(text) <= MAX_TITLE:
        return False
    if _CONTENTS.search(fold(text)) or _IMPRINT.search(text) or _MASTHEAD.search(text):
        return False
    return bool(parse_title(text).remark) or not text.endswith("。")


def _has_own_title(part: Sequence[str], filled: Sequence[str]) -> bool:
    at = part.index(filled[0])
    apart = at + 1 < len(part) and not part[at + 1].strip()
    return (
        (apart or bool(_MARK.match(filled[0])))
        and _is_title(filled[:1])
        and _is_text(part[at + 1 :])
    )


def _is_text(lines: Sequence[str]) -> bool:
    text = "".join(lines)
    imprint = sum(bool(_IMPRINT.search(line)) for line in lines if line.strip())
    return len(text.strip()) >= 20 and "。" in text and imprint < 2


def _build_blocks(lines: Sequence[str]) -> Iterator[Block]:
    gap = 0
    for line in lines:
        text = normalise_line(line)
        if not text:
            gap += 1
            continue
        yield Block(text=text, gap=gap)
        gap = 0
