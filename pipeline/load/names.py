"""Names of the indices behind the aliases: `sekko-posts-v1-000003`, schema version and number."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.elastic import read_alias
from pipeline.settings import Settings

_NAME = re.compile(r"(?P<base>.+)-v(?P<schema>\d+)-(?P<number>\d{6,})")


class IndexName(NamedTuple):
    """The parts of an index name; `build_name` and `parse_name` are inverses.

    Attributes:
        base: The read alias.
        schema: Version of the index template that it was made with.
        number: Grows with every index made.
    """

    base: str
    schema: int
    number: int


def build_name(name: IndexName) -> str:
    """Build the index name."""
    return f"{name.base}-v{name.schema}-{name.number:06d}"


def parse_name(text: str) -> IndexName | None:
    """Parse an index name; None when it is not of this form."""
    found = _NAME.fullmatch(text)
    if found is None:
        return None
    return IndexName(found["base"], int(found["schema"]), int(found["number"]))


def is_ours(text: str, settings: Settings) -> bool:
    """Say whether an index name has the form of ours, with the prefix of these settings."""
    name = parse_name(text)
    return name is not None and name.base == read_alias(settings)
