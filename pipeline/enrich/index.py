"""Lookups by name: which entity has this writing, and which body of which country."""

from __future__ import annotations

from collections import defaultdict

from pipeline.enrich.fold import fold_name
from pipeline.enrich.writings import build_writings
from pipeline.lexicon import NEW, Alias, Entity, Lexicon


class NameIndex:
    """Entities by folded, lower-case writing; bodies by country.

    Attributes:
        hulls: Ships named in hiragana, with their ids.

    Args:
        lexicon: With the analysts' decisions applied.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.entities: dict[str, Entity] = {e.id: e for e in lexicon.entities}
        self._by_name: dict[str, list[tuple[Entity, Alias]]] = defaultdict(list)
        states: dict[str, list[str]] = {}
        for entity in lexicon.entities:
            for alias in entity.names():
                if alias.extract:
                    for writing, _ in build_writings(alias.text):
                        self._by_name[writing.lower()].append((entity, alias))
            if entity.kind == "state":
                names = {fold_name(a.text) for a in entity.names() if not a.seat}
                states[entity.id] = sorted(names, key=len, reverse=True)
        self.hulls = _build_hulls(lexicon)
        self._bodies = _build_bodies(lexicon, states)
        self.abbreviations: dict[str, Entity] = {
            fold_name(alias.text): entity
            for entity in lexicon.entities
            for alias in entity.names()
            if alias.abbreviation
        }

    def find(self, name: str, label: str, titled: bool = False) -> Entity | None:
        """Return the entity with this writing when exactly one of the label has it.

        Args:
            titled: An office stands by it, so that a family name alone will do.
        """
        found = {
            entity.id: entity
            for entity, alias in self._by_name.get(name.lower(), ())
            if entity.label == label
            and (titled or entity.kind != "person" or not _needs_more(alias))
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def find_body(self, country: str, body: str) -> Entity | None:
        """Return the public body or force of a country by its name without the country's."""
        return self._bodies.get((country, body.lower()))

    def is_weapon(self, name: str) -> bool:
        """Say whether any weapon has this writing."""
        return any(e.label == "WEAPON" for e, _ in self._by_name.get(name.lower(), ()))

    def is_actor(self, name: str) -> bool:
        """Say whether any actor has this writing."""
        return any(e.label == "ACTOR" for e, _ in self._by_name.get(name.lower(), ()))


def _needs_more(alias: Alias) -> bool:
    """A person's name that many bear: 佐藤 alone is not the prime minister of 1965."""
    return alias.needs_full_name or bool(alias.near or alias.before or alias.after)


def build_new_id(name: str) -> str:
    """Build the id of a name that only the rules know: the same for all its writings."""
    folded = fold_name(name).lower()
    return NEW + "".join(c for c in folded if c not in " -・=「」")


def _build_hulls(lexicon: Lexicon) -> dict[str, str]:
    """Ships named in hiragana -> id; the words mean other things too."""
    return {
        alias.text: entity.id
        for entity in lexicon.entities
        if entity.kind in ("ship", "submarine")
        for alias in entity.names()
        if len(alias.text) > 1 and all("ぁ" <= char <= "ん" for char in alias.text)
    }


def _build_bodies(lexicon: Lexicon, states: dict[str, list[str]]) -> dict[tuple[str, str], Entity]:
    bodies: dict[tuple[str, str], Entity] = {}
    for entity in lexicon.entities:
        if entity.country is None or entity.kind not in ("organization", "armed_force"):
            continue
        for alias in entity.names():
            name = fold_name(alias.text)
            bodies.setdefault((entity.country, name.lower()), entity)
            for state in states.get(entity.country, ()):
                if name.startswith(state) and len(name) > len(state):
                    bodies.setdefault((entity.country, name[len(state) :].lower()), entity)
                    break
    return bodies
