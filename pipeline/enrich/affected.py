"""What a change of the lexicon can affect: the strings that changed, and the ids.

A post is affected when its folded text holds a writing of a changed name, or when one of its
mentions has a changed id. Everything else would come out the same and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import ahocorasick

from pipeline.documents import ZONES, EnrichedPost
from pipeline.enrich.fold import fold, fold_name
from pipeline.enrich.writings import build_writings
from pipeline.lexicon import Entity, Guarded, Lexicon

_DOT = re.compile(r"(?<=[ァ-ヺー])[・=](?=[ァ-ヺー])")  # the matcher leaves it out, too


class Change:
    """The difference between two lexicons.

    Attributes:
        writings: Folded, lower-case strings that came, went or got other conditions.
        ids: Entities that came, went or changed in what a mention says of them.
    """

    def __init__(self, old: Lexicon, new: Lexicon) -> None:
        before, after = _names(old, _parts(new)), _names(new, _parts(old))
        changed = before ^ after
        self.writings = frozenset(writing for writing, _ in changed)
        self.ids = frozenset(_shown(old).items() ^ _shown(new).items())
        self._ids = {entity_id for entity_id, _ in self.ids}
        self._automaton: Any = ahocorasick.Automaton()
        for writing in self.writings:
            self._automaton.add_word(writing, writing)
        if self.writings:
            self._automaton.make_automaton()

    def __bool__(self) -> bool:
        """Say whether anything changed."""
        return bool(self.writings or self._ids)

    def affects(self, stored: EnrichedPost) -> bool:
        """Say whether enriching this post again could give another answer."""
        if any(mention.entity_id in self._ids for mention in stored.mentions):
            return True
        if not self.writings:
            return False
        texts = (fold(stored.post.text(zone)).lower for zone in ZONES)
        return any(
            next(self._automaton.iter(form), None) is not None
            for text in texts
            for form in (text, _DOT.sub("", text))
        )


def _parts(lexicon: Lexicon) -> frozenset[Entity | Guarded]:
    return frozenset((*lexicon.entities, *lexicon.blocked))


def _names(
    lexicon: Lexicon, kept: frozenset[Entity | Guarded]
) -> set[tuple[str, tuple[object, ...]]]:
    """Every writing with all that decides whether it counts and what it says.

    Args:
        kept: Entries that stand in the other lexicon as they are; they can change nothing.
    """
    entities = (entity for entity in lexicon.entities if entity not in kept)
    return set(_entity_names(entities)) | {
        (fold_name(blocked.text).lower(), ("blocked", blocked))
        for blocked in lexicon.blocked
        if blocked not in kept
    }


def _entity_names(entities: Iterable[Entity]) -> Iterator[tuple[str, tuple[object, ...]]]:
    for entity in entities:
        said = (entity.id, entity.label, entity.kind, entity.specific, entity.country)
        for alias in entity.names():
            if alias.extract:
                for writing, _ in build_writings(alias.text):
                    yield writing.lower(), (*said, alias)


def _shown(lexicon: Lexicon) -> dict[str, tuple[str, str | None, str | None]]:
    return {entity.id: _show(entity) for entity in lexicon.entities}


def _show(entity: Entity) -> tuple[str, str | None, str | None]:
    return entity.ja, entity.en, entity.parent
