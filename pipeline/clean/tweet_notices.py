"""Notices that a platform puts in a tweet's place; the patterns are in `tweet_notices.yml`."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import msgspec

FILE = Path(__file__).with_name("tweet_notices.yml")
MAX_NOTICE = 200  # characters


def is_notice(text: str) -> bool:
    """Say whether a text is the platform's notice in a tweet's place, not the account's words."""
    bare = unicodedata.normalize("NFKC", text).strip(" \u3000\n[]()【】〔〕<>")
    return len(bare) < MAX_NOTICE and bool(_read_pattern().fullmatch(bare))


@cache
def _read_pattern() -> re.Pattern[str]:
    patterns = msgspec.yaml.decode(FILE.read_bytes(), type=list[str])
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    more = r"(?:詳細(?:はこちら|を表示)?|learn\s+more)?"
    return re.compile(rf"(?:{joined})[。.]?\s*{more}[。.]?", re.IGNORECASE | re.DOTALL)
