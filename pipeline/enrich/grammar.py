"""The grammar's word tables, read from `grammar.yml`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from pipeline.documents import Record

PATH = Path(__file__).with_name("grammar.yml")


class KindRule(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A class noun of one of `heads`' kinds whose modifiers match `modifiers` is of `kind`."""

    modifiers: str
    heads: tuple[str, ...]
    kind: str


class Grammar(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All tables; what each holds is said in the file."""

    heads: dict[str, tuple[str, ...]]
    head_kinds: tuple[KindRule, ...]
    weak_heads: tuple[str, ...]
    no_classes: frozenset[str]
    modifiers: tuple[str, ...]
    joiners: tuple[str, ...]
    outside: tuple[str, ...]
    variants: tuple[str, ...]
    no_names: tuple[str, ...]

    def terms(self) -> Iterator[tuple[str, str, str]]:
        """Yield (word, category, data) for the matcher."""
        for kind, words in self.heads.items():
            for word in words:
                yield word, "head", kind
        for category in ("weak_heads", "modifiers", "joiners", "variants"):
            for word in getattr(self, category):
                yield word, category.removesuffix("s"), ""


def read_grammar(path: Path = PATH) -> Grammar:
    """Read the word tables."""
    return msgspec.yaml.decode(path.read_bytes(), type=Grammar)
