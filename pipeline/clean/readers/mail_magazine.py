"""The text of one issue with several pieces: ruled lines over and under each piece's title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from pipeline.clean.dates import DateText, find_date, fold_date
from pipeline.clean.drafts import Block, Draft
from pipeline.clean.text import normalise_line

MAX_HEAD = 3  # lines between two rules that make a title
RULE = re.compile(
    r"^\s*([─━―—–＝=\-_＿~～〜*＊■□◆◇○●・·.+＋#＃/／☆★▼▽]|\u2500|\u2501)\1{7,}.{0,2}\s*$"
)
_NUMBER = re.compile(
    r"^\s*(?:[\[【（(]?\s*\d{1,2}\s*[\]】）).．:：、]\s*|[■□◆◇●○▼▽★☆◎▶・]\s*|[①-⑳]\s*)"
)
_IMPRINT = re.compile(
    r"発行(?:者|元|人)?\s*[:：]|登録|解除|購読|配信|バックナンバー|無断転載|unsubscribe|お問い合わせ|copyright|©",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"目\s*次|もくじ|今号の内容|contents|index", re.IGNORECASE)


def read_issue(lines: Sequence[str], zone: ZoneInfo) -> Iterator[Draft]:
    """Read the pieces of an issue; all have the issue's date. None when it is not ruled so."""
    parts = _split_at_rules(lines)
    date = _find_issue_date(parts)
    i = 0
    while i < len(parts) - 1:
        (number, head), (_, text) = parts[i], parts[i + 1]
        title = [line for line in head if line.strip()]
        if not _is_title(title) or not _is_piece(text):
            i += 1
            continue
        found = date or None
        yield Draft(
            title=_NUMBER.sub("", normalise_line("".join(title))),
            blocks=tuple(_build_blocks(text)),
            published=found.moment if found else None,
            raw_date="" if found is None else str(found.moment and found.moment.value),
            where=f"line {number}",
        )
        i += 2


def _split_at_rules(lines: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Return the parts between rules with the number of their first line."""
    parts: list[tuple[int, list[str]]] = [(1, [])]
    for number, line in enumerate(lines, start=1):
        if RULE.match(line):
            parts.append((number + 1, []))
        else:
            parts[-1][1].append(line)
    return parts if len(parts) > 2 else []


def _find_issue_date(parts: Sequence[tuple[int, Sequence[str]]]) -> DateText | None:
    for _, part in parts[:3]:
        for line in part:
            date = find_date(line, ZoneInfo("Asia/Tokyo")) if len(line) <= 60 else None
            if (date is not None and "月" in fold_date(line)) or (date is not None and date.moment):
                return date
    return None


def _is_title(lines: Sequence[str]) -> bool:
    if not 1 <= len(lines) <= MAX_HEAD or any(len(line) > 200 for line in lines):
        return False
    text = "".join(lines)
    is_masthead = re.search(r"第\s*\d+\s*号|vol\.?\s*\d|発行", fold_date(text), re.IGNORECASE)
    return not is_masthead and not _CONTENTS.search(text) and not _IMPRINT.search(text)


def _is_piece(lines: Sequence[str]) -> bool:
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
