"""What a reader calls the entities."""

from __future__ import annotations

from pipeline.lexicon import NEW, Lexicon


class Names:
    """Entity ids -> what a reader calls them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._entities = {entity.id: entity for entity in lexicon.entities}

    def name(self, entity_id: str) -> str:
        """Return the Japanese name; of a name that only the text gives, the name itself."""
        entity = self._entities.get(entity_id)
        return entity.ja if entity else entity_id.removeprefix(NEW)

    def pair(self, pair: str) -> str:
        """Return `actor × weapon`."""
        return " × ".join(self.name(part) for part in split_pair(pair))

    def kind(self, entity_id: str) -> str:
        """Return actor kind or weapon class; empty when the lexicon does not know the name."""
        entity = self._entities.get(entity_id)
        return entity.kind if entity else ""

    def is_listed(self, name: str) -> bool:
        """Say whether the lexicon knows an entity, or both of a pair."""
        return all(part in self._entities for part in split_pair(name))

    def is_specific(self, name: str) -> bool:
        """Say whether an entity, or a pair's weapon, is more than a class of systems."""
        entity = self._entities.get(split_pair(name)[-1])
        return entity is None or entity.specific


def split_pair(pair: str) -> list[str]:
    """Part `actor|weapon`; an entity alone stays whole."""
    return pair.split("|", 1)
