"""What a document takes from the lexicon: names, families and the writings that find an entity."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from pipeline.documents import WEAPON_KINDS
from pipeline.lexicon import NEW, Entity, Lexicon


class Catalog:
    """The lexicon's entities by id.

    Args:
        lexicon: As read; an id that it does not know is its own name and family.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.version = lexicon.version
        self._entities = {entity.id: entity for entity in lexicon.entities}
        self.writings = lru_cache(maxsize=None)(self._find_writings)

    def name(self, entity_id: str, surfaces: Iterable[str] = ()) -> str:
        """Return the Japanese name; of a name that only the text gives, the name as it stands.

        Args:
            surfaces: The mentions; an id has lost capitals, spaces and hyphens.
        """
        entity = self._entities.get(entity_id)
        if entity:
            return entity.ja
        name = entity_id.removeprefix(NEW)
        written = re.compile(r"[ ・=「」\-]*".join(map(re.escape, name)), re.IGNORECASE)
        found = (written.search(unicodedata.normalize("NFKC", surface)) for surface in surfaces)
        return next((match[0] for match in found if match), name)

    def family(self, entity_id: str) -> str:
        """Return the id at the top of a weapon's parents: F-35 for F-35A; itself without parent."""
        lineage = self._lineage(entity_id)
        return lineage[-1].id if lineage else entity_id

    def _lineage(self, entity_id: str) -> list[Entity]:
        lineage: list[Entity] = []
        entity = self._entities.get(entity_id)
        while entity is not None and entity not in lineage:
            lineage.append(entity)
            entity = self._entities.get(entity.parent) if entity.parent else None
        return lineage

    def _find_writings(self, entity_id: str) -> tuple[str, ...]:
        """Collect the writings under which a reader may look for an entity, its family's included.

        A seat is left out, since who searches a capital does not mean every post on its state, and
        one-character writings are, since they find too much.
        """
        lineage = self._lineage(entity_id)
        if lineage and lineage[0].kind not in WEAPON_KINDS:
            lineage = lineage[:1]  # a force is not its state, nor a person a party
        found = (
            alias.text
            for entity in lineage
            for alias in entity.names()
            if len(alias.text) > 1 and not alias.seat and not alias.abbreviation
        )
        return tuple(dict.fromkeys(found))
