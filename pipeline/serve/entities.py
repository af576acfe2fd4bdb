"""Names in a query: which words are writings of an entity, and what a person meant by one."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from pipeline.documents import Label
from pipeline.errors import RunError
from pipeline.lexicon import Entity, Lexicon

CANDIDATES = 50  # names that are compared whole with one that is not known

_IGNORED = re.compile(r"[\s\-‐-―−・･=＝「」『』“”\"]")
_LATIN = re.compile(r"[a-z0-9]")


class Found(NamedTuple):
    """An entity that a stretch of a query names.

    Attributes:
        start: Characters into the folded query.
        ids: The entity, and everything below it: F-35 stands for F-35A too.
    """

    start: int
    end: int
    label: Label
    ids: tuple[str, ...]


class EntityLookup:
    """Finds the lexicon's entities by any of their writings, folded.

    Args:
        lexicon: As read.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.version = lexicon.version
        self._entities = {entity.id: entity for entity in lexicon.entities}
        self._children: dict[str, list[str]] = {}
        self._by_name: dict[str, list[Entity]] = {}
        for entity in lexicon.entities:
            if entity.parent:
                self._children.setdefault(entity.parent, []).append(entity.id)
            for alias in entity.names():
                named = self._by_name.setdefault(fold(alias.text), [])
                if entity not in named:
                    named.append(entity)
        self._longest = max(map(len, self._by_name), default=0)

    def find(self, word: str) -> tuple[Found, ...]:
        """Find the names in a word of a query, longest first from the left, not overlapping."""
        return tuple(self._scan(fold(word)))

    def is_name(self, word: str) -> bool:
        """Say whether a word is, as a whole, a writing of an entity."""
        return fold(word) in self._by_name

    def _scan(self, text: str) -> Iterator[Found]:
        start = 0
        while start < len(text):
            found = self._match(text, start)
            if found is None:
                start += 1
                continue
            yield found
            start = found.end

    def _match(self, text: str, start: int) -> Found | None:
        for end in range(min(len(text), start + self._longest), start + 1, -1):
            entities = self._by_name.get(text[start:end])
            if not entities or _cuts_latin(text, start) or _cuts_latin(text, end):
                continue
            ids = tuple(i for entity in entities for i in self.lineage(entity.id))
            return Found(start, end, entities[0].label, ids)
        return None

    def lineage(self, entity_id: str) -> tuple[str, ...]:
        """Return an entity and, for a weapon, everything below it."""
        entity = self._entities.get(entity_id)
        if entity is None or entity.label != "WEAPON":
            return (entity_id,)
        ids = [entity_id]
        for known in ids:  # grows while it is walked
            ids += [child for child in self._children.get(known, ()) if child not in ids]
        return tuple(ids)

    def family(self, entity_id: str) -> tuple[str, ...]:
        """Return all of a weapon's family, from the top: F-35, F-35A and F-35B for F-35A."""
        entity = self._entities.get(entity_id)
        while entity is not None and entity.label == "WEAPON" and entity.parent:
            entity_id = entity.parent
            entity = self._entities.get(entity_id)
        return self.lineage(entity_id)

    def resolve(self, text: str, label: Label) -> tuple[str, ...]:
        """Return the ids that a person means by an id or a name given as a filter.

        Raises:
            RunError: No entity of that label has this id or name; the nearest are proposed.
        """
        entity = self._entities.get(text)
        if entity is not None and entity.label == label:
            return self.lineage(text)
        named = [e for e in self._by_name.get(fold(text), ()) if e.label == label]
        if named:
            return tuple(i for entity in named for i in self.lineage(entity.id))
        near = ", ".join(self.propose(text, label))
        kind = "actor" if label == "ACTOR" else "weapon"
        raise RunError(
            f"the lexicon knows no {kind} {text!r}",
            f"near it: {near}" if near else "`sekko search` without the filter shows the ids",
        )

    def propose(self, text: str, label: Label | None = None) -> tuple[str, ...]:
        """Return up to five names or ids that look like `text`."""
        shared = Counter(i for pair in _pair(fold(text)) for i in self._alike.get(pair, ()))
        alike = {
            name: shown
            for name, shown, kinds in (
                self._proposals[i] for i, _ in shared.most_common(CANDIDATES)
            )
            if label is None or label in kinds
        }
        near = difflib.get_close_matches(fold(text), alike, n=5, cutoff=0.6)
        return tuple(dict.fromkeys(alike[name] for name in near))

    @cached_property
    def _proposals(self) -> tuple[tuple[str, str, frozenset[Label]], ...]:
        """Every name and id, folded, with what is shown for it and the labels that it may have."""
        names = {name: (found[0].ja, found) for name, found in self._by_name.items()}
        ids = {e.id: (e.id, [e]) for e in self._entities.values() if e.id not in names}
        return tuple(
            (name, shown, frozenset(e.label for e in entities))
            for name, (shown, entities) in {**ids, **names}.items()
        )

    @cached_property
    def _alike(self) -> dict[str, list[int]]:
        """Pair of characters -> places in `_proposals` of the names that have it."""
        alike: dict[str, list[int]] = {}
        for place, (name, _, _) in enumerate(self._proposals):
            for pair in _pair(name):
                alike.setdefault(pair, []).append(place)
        return alike

    def writings(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the writings of entities that mean them in any sentence, of two characters up."""
        found = (
            alias.text
            for entity_id in ids
            if entity_id in self._entities
            for alias in self._entities[entity_id].names()
            if len(alias.text) > 1 and not alias.seat and not alias.abbreviation
        )
        return tuple(dict.fromkeys(found))

    def name(self, entity_id: str) -> str:
        """Return an entity's Japanese name; the id itself when it is unknown."""
        entity = self._entities.get(entity_id)
        return entity.ja if entity else entity_id


def _pair(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def fold(text: str) -> str:
    """Fold a name or query for comparison: width, case, hyphens, dots, quotes and spaces."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _IGNORED.sub("", folded)


def _cuts_latin(text: str, at: int) -> bool:
    """Say whether a boundary lies inside a run of Latin letters and digits."""
    inside = 0 < at < len(text)
    return inside and bool(_LATIN.match(text[at - 1]) and _LATIN.match(text[at]))
