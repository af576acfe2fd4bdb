"""Analysts' decisions on names: a file beside the lexicon that every run applies.

The file counts into the lexicon's version, so a decision reaches what is stored like any other
change of the lexicon: the posts that it can affect are enriched again.

    - {do: never, text: さくら, reason: a flower far more often than a ship}
    - {do: merge, entity: new:foo-1, into: foo-1, reason: one system}
    - {do: split, text: ブーク, entity: buk-m1, into: buk-m3, reason: now the new one}
    - {do: rename, entity: dprk, ja: 北朝鮮, reason: house style}
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import msgspec

from pipeline.documents import Record
from pipeline.errors import RunError
from pipeline.lexicon import NEW, Alias, Entity, Guarded, Lexicon


class _Decision(
    Record, frozen=True, kw_only=True, tag_field="do", tag=str.lower, forbid_unknown_fields=True
):
    reason: str
    by: str | None = None


class Never(_Decision, frozen=True, kw_only=True):
    """This string is never a mention; with `entity`, never a mention of that entity.

    Attributes:
        near: Only in a sentence that holds one of these strings.
    """

    text: str
    entity: str | None = None
    near: tuple[str, ...] = ()


class Merge(_Decision, frozen=True, kw_only=True):
    """Two entities are one: all names of `entity` become names of `into`."""

    entity: str
    into: str


class Split(_Decision, frozen=True, kw_only=True):
    """A writing belongs to another entity: it moves from `entity` to `into`."""

    text: str
    entity: str
    into: str


class Rename(_Decision, frozen=True, kw_only=True):
    """The entity is shown under other names; the old ones stay as aliases."""

    entity: str
    ja: str | None = None
    en: str | None = None


Decision = Never | Merge | Split | Rename


class Decisions(Record, frozen=True, kw_only=True):
    """All decisions in file order."""

    EMPTY: ClassVar[str] = "[]"
    entries: tuple[Decision, ...] = ()


def read_decisions(path: Path) -> Decisions:
    """Read the decisions file; no file means no decisions.

    Raises:
        RunError: An entry is wrong.
    """
    if not path.exists():
        return Decisions()
    try:
        entries = msgspec.yaml.decode(path.read_bytes() or b"[]", type=list[Decision] | None)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise RunError(f"{path.name}: {error}", "see pipeline/enrich/decisions.py") from error
    return Decisions(entries=tuple(entries or ()))


def apply_decisions(lexicon: Lexicon, decisions: Decisions) -> Lexicon:
    """Build the lexicon as the analysts want it; the version stays.

    Raises:
        RunError: A decision names an entity that is not there.
    """
    entities = {entity.id: entity for entity in lexicon.entities}
    blocked = list(lexicon.blocked)
    for decision in decisions.entries:
        if isinstance(decision, Never):
            if decision.entity is None:
                blocked.append(Guarded(text=decision.text, near=decision.near))
            else:
                _forbid(entities, decision)
        elif isinstance(decision, Merge):
            _merge(entities, decision)
        elif isinstance(decision, Split):
            _forbid(entities, decision)
            _extend(entities, decision.into, (Alias(text=decision.text),))
        else:
            old = _find(entities, decision.entity)
            entities[old.id] = msgspec.structs.replace(
                old, ja=decision.ja or old.ja, en=decision.en or old.en
            )
            named = tuple(Alias(text=name) for name in (old.ja, old.en) if name)
            _extend(entities, old.id, named)
    return msgspec.structs.replace(
        lexicon, entities=tuple(entities.values()), blocked=tuple(blocked)
    )


def _find(entities: dict[str, Entity], entity_id: str) -> Entity:
    try:
        return entities[entity_id]
    except KeyError:
        raise RunError(
            f"a decision names {entity_id!r}, which is no entity of the lexicon",
            "mend the decisions file",
        ) from None


def _forbid(entities: dict[str, Entity], decision: Never | Split) -> None:
    entity = _find(entities, decision.entity or "")
    near = decision.near if isinstance(decision, Never) else ()
    kept = []
    for alias in entity.names():
        if alias.text != decision.text:
            kept.append(alias)
        elif near:
            kept.append(msgspec.structs.replace(alias, not_near=(*alias.not_near, *near)))
        else:
            kept.append(msgspec.structs.replace(alias, extract=False))
    entities[entity.id] = msgspec.structs.replace(entity, aliases=tuple(kept))


def _merge(entities: dict[str, Entity], decision: Merge) -> None:
    if decision.entity.startswith(NEW):
        names: tuple[Alias, ...] = (Alias(text=decision.entity.removeprefix(NEW)),)
    else:
        names = _find(entities, decision.entity).names()
    _extend(entities, decision.into, names)
    entities.pop(decision.entity, None)
    for entity in list(entities.values()):
        if entity.parent == decision.entity:
            entities[entity.id] = msgspec.structs.replace(entity, parent=decision.into)


def _extend(entities: dict[str, Entity], entity_id: str, names: tuple[Alias, ...]) -> None:
    entity = _find(entities, entity_id)
    known = {alias.text for alias in entity.names() if alias.extract}
    fresh = tuple(alias for alias in names if alias.text not in known)
    entities[entity_id] = msgspec.structs.replace(entity, aliases=(*entity.aliases, *fresh))
