"""What the class names and ids of a page's elements say; the patterns are in `markup.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec

FILE = Path(__file__).with_name("markup.yml")


def is_caption(names: Iterable[str]) -> bool:
    """Say whether an element is a picture's caption."""
    return _matches("caption", names)


def is_credit(names: Iterable[str]) -> bool:
    """Say whether an element says who took a picture."""
    return _matches("credit", names)


def is_more_link(names: Iterable[str]) -> bool:
    """Say whether an element leads to the rest of a post."""
    return _matches("more", names)


def is_card(names: Iterable[str]) -> bool:
    """Say whether an element is a card that stands for another page."""
    return _matches("card", names)


def is_dropped(names: Iterable[str]) -> bool:
    """Say whether an element inside a post is not of its text."""
    return _matches("dropped", names)


def is_foreign_container(names: Iterable[str]) -> bool:
    """Say whether an element holds other things than the page's own posts."""
    return _matches("foreign_container", names)


def _matches(table: str, names: Iterable[str]) -> bool:
    pattern = _read_patterns()[table]
    return any(pattern.fullmatch(name) for name in names)


@cache
def _read_patterns() -> dict[str, re.Pattern[str]]:
    tables = msgspec.yaml.decode(FILE.read_bytes(), type=dict[str, list[str]])
    return {name: re.compile("|".join(listed)) for name, listed in tables.items()}
