"""The one lexicon: its records, how it is read, and its version.

`pipeline/enrich/lexicon/*.yml` holds lists of entities; `blocked.yml` there lists strings that
never hold a mention; `decisions.yml` the analysts' decisions. The tagger's matcher, Sudachi's and
Elasticsearch's user dictionaries and the search-time synonyms are all built from what this module
reads, and carry its version.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from pipeline.documents import Label, Record, build_digest
from pipeline.errors import RunError
from pipeline.settings import Settings

FOLDER = Path(__file__).parent / "enrich" / "lexicon"
BLOCKED = "blocked.yml"
DECISIONS = "decisions.yml"
NEW = "new:"  # begins the id of a name that only the rules know; the name follows

T = TypeVar("T")

Evidence = Literal["cldr", "sudachi", "library", "public_text", "unconfirmed"]


class Guarded(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A string with the conditions under which it counts.

    Attributes:
        before: One of these regular expressions must match right before it, in folded text.
        after: Likewise right after it.
        not_before: None of these may match right before it.
        not_after: Likewise after it.
        near: One of these strings must stand in the same sentence, the one before or after it.
            A weapon's name that lacks it still counts where other weapons are named.
        not_near: None of these may stand in the same sentence.
    """

    text: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()


class Alias(Guarded, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One writing of an entity's name.

    Attributes:
        extract: False: a synonym for search, never a mention by itself.
        needs_full_name: Counts only after the full name stood earlier in the document.
        abbreviation: A one-character state form; the engine's own grammar decides.
        seat: A capital or seat; counts only where it acts as the government.
    """

    extract: bool = True
    needs_full_name: bool = False
    abbreviation: bool = False
    seat: bool = False


class Entity(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One state, organisation, force, person, weapons system or class of systems."""

    id: str
    label: Label
    kind: str
    specific: bool = True
    ja: str
    en: str | None = None
    country: str | None = None
    parent: str | None = None
    aliases: tuple[Alias | str, ...] = ()
    source: Evidence = "unconfirmed"

    def names(self) -> tuple[Alias, ...]:
        """Return every writing: `ja`, `en`, then `aliases`; a guarded one replaces a bare one."""
        listed = [a if isinstance(a, Alias) else Alias(text=a) for a in self.aliases]
        guarded = {alias.text for alias in listed}
        own = [Alias(text=name) for name in (self.ja, self.en) if name and name not in guarded]
        return (*own, *listed)


class Lexicon(Record, frozen=True, kw_only=True):
    """All entities, the blocked strings, and the version stamp of everything built from them."""

    entities: tuple[Entity, ...]
    blocked: tuple[Guarded, ...]
    version: str


def read_current_lexicon(settings: Settings) -> Lexicon:
    """Read the lexicon of these settings, from its parsed form where that is at hand.

    Raises:
        RunError: A file is wrong, or two entities share an id.
    """
    return read_lexicon(FOLDER, settings.decisions, settings.cache_dir / "lexicon")


def read_lexicon(
    folder: Path = FOLDER, decisions: Path | None = None, cache: Path | None = None
) -> Lexicon:
    """Read all files of the lexicon folder.

    Args:
        folder: Where the YAML files lie.
        decisions: The analysts' decisions file, whose bytes count into the version.
        cache: Folder for parsed files: YAML takes 5 s to parse, its parsed form 0.1 s to read.

    Raises:
        RunError: A file is wrong, or two entities share an id.
    """
    entities: list[Entity] = []
    blocked: list[Guarded] = []
    seen: dict[str, str] = {}
    stamp = b""
    for path in sorted(folder.glob("*.yml")):
        if path.name == DECISIONS:
            continue
        data = path.read_bytes()
        stamp += build_digest(data).encode()
        if path.name == BLOCKED:
            entries = _read(path, data, list[Guarded | str], cache)
            blocked += [e if isinstance(e, Guarded) else Guarded(text=e) for e in entries]
            continue
        for entity in _read(path, data, list[Entity], cache):
            if entity.id in seen:
                raise RunError(f"lexicon id {entity.id} is in {seen[entity.id]} and {path.name}")
            seen[entity.id] = path.name
            entities.append(entity)
    if decisions is not None and decisions.exists():
        stamp += decisions.read_bytes()
    return Lexicon(
        entities=tuple(entities), blocked=tuple(blocked), version=build_digest(stamp)[:12]
    )


def _read(path: Path, data: bytes, kind: type[list[T]], cache: Path | None) -> list[T]:
    """Decode one file, or take what an earlier call made of the same bytes."""
    if cache is None:
        return _decode(path, data, kind)
    fields = repr((Entity.__struct_fields__, Alias.__struct_fields__, str(kind)))
    kept = cache / f"{build_digest(data + fields.encode())}.msgpack"
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return msgspec.msgpack.decode(kept.read_bytes(), type=kind)
    entries = _decode(path, data, kind)
    with contextlib.suppress(OSError):  # a cache that cannot be written costs time, nothing else
        cache.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(msgspec.msgpack.encode(entries))
        fresh.replace(kept)
    return entries


def _decode(path: Path, data: bytes, kind: type[list[T]]) -> list[T]:
    try:
        return msgspec.yaml.decode(data, type=kind)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise RunError(f"{path.name}: {error}", "run `sekko lexicon lint`") from error
