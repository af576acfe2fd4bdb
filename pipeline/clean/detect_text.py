"""Which of the two plain texts a document is: a list of tweets, or the visible text of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from pipeline.clean.dates import read_date_line
from pipeline.clean.readers.dump_lines import Text, read_lines
from pipeline.clean.readers.list_numbers import Entry, find_entries
from pipeline.clean.readers.mail_magazine import RULE
from pipeline.clean.titles import parse_title
from pipeline.clean.tweet_frames import is_frame, split_heads
from pipeline.clean.tweet_stamps import read_stamp
from pipeline.documents import Kind
from pipeline.sources import Format

_TOKYO = ZoneInfo("Asia/Tokyo")  # any zone: only whether a line is a date counts here


def detect_text(text: str, kind: Kind) -> Format | None:
    """Tell a list of tweets from the visible text of a page; None for nothing but white space."""
    lines = read_lines(text)
    if not lines:
        return None
    if kind == "tweet":
        return Format.NUMBERED_TWEETS  # an account's text, however it is parted
    if sum(bool(RULE.match(line.text)) for line in lines) >= 4:
        return Format.LABEL_TEXT
    if len(split_heads([line.text for line in lines], _TOKYO, None)) >= 2:
        return Format.NUMBERED_TWEETS
    dated = _count_date_heads(lines)
    entries = find_entries(text, least=2)
    if entries:
        before = sum(line.number < entries[0].line for line in lines)
        length = sum(len(entry.text) for entry in entries) / len(entries)
        listed = dated == 0 or len(entries) > 2 * dated or _are_dated_tweets(entries)
        if before <= 5 and length <= 1200 and listed:
            return Format.NUMBERED_TWEETS
    if not dated and _is_single_entry(text, lines):
        return Format.NUMBERED_TWEETS
    return Format.LABEL_TEXT


def _are_dated_tweets(entries: Sequence[Entry]) -> bool:
    """Say whether each entry has at most one date line, at its edge, and no title with a source.

    The posts of a label page whose titles are numbered have their dates between title and text.
    """
    for entry in entries:
        lines = [line for line in entry.text.split("\n") if line.strip()]
        dates = [i for i, line in enumerate(lines) if read_stamp(line, _TOKYO) is not None]
        if len(dates) > 1 or len(entry.text) > 600:
            return False
        if any(0 < i < len(lines) - 1 and not is_frame(lines[i + 1]) for i in dates):
            return False
        if lines and parse_title(lines[0]).certainty in ("known", "likely"):
            return False
    return True


def _is_single_entry(text: str, lines: Sequence[Text]) -> bool:
    return (
        bool(re.fullmatch(r"\d{1,6}", lines[0].text))
        and len(find_entries(text)) == 1
        and len(text) < 2000
    )


def _count_date_heads(lines: Sequence[Text]) -> int:
    return sum(
        len(line.text) <= 40 and read_date_line(line.text, _TOKYO) is not None for line in lines
    )
