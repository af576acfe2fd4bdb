"""What is wrong with the lexicon, and how large it is."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal

from pipeline.documents import ACTOR_KINDS, WEAPON_KINDS, Record
from pipeline.enrich.fold import fold_name
from pipeline.enrich.guards import build_guard
from pipeline.enrich.writings import build_writings
from pipeline.lexicon import NEW, Alias, Entity, Guarded, Lexicon

_SLUG = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
SHORT = 2  # characters: an unguarded Latin or kana alias so short is in half of all texts


class Finding(Record, frozen=True, kw_only=True):
    """One thing that lint has to say; an error must be mended, a warning looked at."""

    level: Literal["error", "warning"]
    entity: str
    message: str


def lint_lexicon(lexicon: Lexicon) -> list[Finding]:
    """Check every entity, every alias and every blocked string."""
    ids = {entity.id for entity in lexicon.entities}
    findings = [f for e in lexicon.entities for f in _lint_entity(e, ids, lexicon)]
    findings += [f for b in lexicon.blocked for f in _lint_guard("blocked", b)]
    return [*findings, *_lint_ambiguous(lexicon.entities)]


def count_families(lexicon: Lexicon) -> dict[str, Counter[str]]:
    """Count families (entities without a parent) by `label:kind`, and how each is evidenced.

    Classes of systems are counted apart, as `label:kind:generic`.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    ids = {entity.id for entity in lexicon.entities}
    for entity in lexicon.entities:
        row = f"{entity.label}:{entity.kind}{'' if entity.specific else ':generic'}"
        if entity.parent in ids and entity.label == "WEAPON":
            counts[row]["variants"] += 1
            continue
        counts[row]["families"] += 1
        counts[row][entity.source] += 1
    return dict(sorted(counts.items()))


def _lint_entity(entity: Entity, ids: set[str], lexicon: Lexicon) -> Iterator[Finding]:
    kinds: tuple[str, ...] = ACTOR_KINDS if entity.label == "ACTOR" else WEAPON_KINDS
    if entity.kind not in kinds:
        yield _error(entity.id, f"{entity.kind!r} is no kind of {entity.label}")
    if not _SLUG.fullmatch(entity.id) or entity.id.startswith(NEW):
        yield _error(entity.id, "an id is lower-case letters, digits and single hyphens")
    if entity.parent is not None and entity.parent not in ids:
        yield _error(entity.id, f"its parent {entity.parent!r} is not in the lexicon")
    if entity.parent == entity.id:
        yield _error(entity.id, "it is its own parent")
    if entity.country is not None and entity.country not in ids:
        yield _error(entity.id, f"its country {entity.country!r} is no entity")
    for name in (entity.ja, entity.en):
        if name is not None and _is_bad_headword(name):
            yield _error(entity.id, f"headword {name!r} is empty, padded or not composed (NFC)")
    listed = [a if isinstance(a, Alias) else Alias(text=a) for a in entity.aliases]
    for text, times in Counter(alias.text for alias in listed).items():
        if times > 1 and not all(has_guard(a) for a in listed if a.text == text):
            yield _warning(entity.id, f"alias {text!r} stands {times} times, once without guard")
    for alias in entity.names():
        yield from _lint_guard(entity.id, alias)
        if alias.extract and _is_short(alias):
            yield _warning(entity.id, f"alias {alias.text!r} is short and has no guard")


def _lint_guard(owner: str, given: Guarded) -> Iterator[Finding]:
    if not fold_name(given.text):
        yield _error(owner, f"{given.text!r} holds nothing to match")
    for pattern in (*given.before, *given.after, *given.not_before, *given.not_after):
        try:
            re.compile(pattern)
        except re.error as error:
            yield _error(owner, f"{given.text!r}: {pattern!r} is no regular expression: {error}")


def _lint_ambiguous(entities: Iterable[Entity]) -> Iterator[Finding]:
    """Writings that two entities have, and that no guard of at least one keeps apart."""
    owners: dict[str, dict[str, bool]] = defaultdict(dict)
    for entity in entities:
        for alias in entity.names():
            if not alias.extract or alias.needs_full_name:
                continue
            bare = not has_guard(alias)
            for writing, weak in build_writings(alias.text):
                if not weak:
                    key = writing.lower()
                    owners[key][entity.id] = owners[key].get(entity.id, False) or bare
    for writing, found in sorted(owners.items()):
        unguarded = [entity for entity, is_bare in found.items() if is_bare]
        if len(unguarded) > 1:
            yield _error(", ".join(unguarded), f"{writing!r} names each of them, without a guard")


def has_guard(alias: Alias) -> bool:
    """Say whether an alias has conditions, even if one of them does not compile."""
    try:
        return build_guard(alias) is not None
    except re.error:
        return True


def _is_short(alias: Alias) -> bool:
    free = alias.abbreviation or alias.seat or alias.needs_full_name or has_guard(alias)
    folded = fold_name(alias.text)
    plain = folded.isascii() or all("ぁ" <= c <= "ー" for c in folded)
    return len(folded) <= SHORT and plain and not free


def _is_bad_headword(name: str) -> bool:
    return (
        not name.strip()
        or name != name.strip()
        or not unicodedata.is_normalized("NFC", name)
        or any(unicodedata.category(char).startswith("C") for char in name)
    )


def _error(entity: str, message: str) -> Finding:
    return Finding(level="error", entity=entity, message=message)


def _warning(entity: str, message: str) -> Finding:
    return Finding(level="warning", entity=entity, message=message)
