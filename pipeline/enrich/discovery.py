"""Names that the rules found and the lexicon does not hold: candidates for new entries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from pipeline.documents import EnrichedPost, Label, Mention, Record
from pipeline.errors import RunError
from pipeline.lexicon import NEW, Entity

ACCEPTED = "accepted.yml"
EXAMPLES = 3
_AROUND = 24  # characters of text on each side of an example
_NO_SLUG = re.compile(r"[^a-z0-9]+")


class Candidate(Record, frozen=True, kw_only=True):
    """One name without an entry.

    Attributes:
        id: As in the mentions, `new:...`; the surface itself where a mention is unlinked.
        posts: In how many posts it stands.
        surfaces: Its writings, the most frequent first.
        rules: What found it.
        examples: Text around it, at most three.
        suggested: The entry that accepting it would write.
    """

    id: str
    posts: int
    surfaces: tuple[str, ...]
    rules: tuple[str, ...]
    examples: tuple[str, ...]
    suggested: Entity


class _Tally:
    def __init__(self) -> None:
        self.posts: set[str] = set()
        self.surfaces: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.kinds: Counter[tuple[Label, str, bool]] = Counter()
        self.examples: list[str] = []

    def add(self, post: EnrichedPost, mention: Mention) -> None:
        if post.id not in self.posts and len(self.examples) < EXAMPLES:
            text = post.post.text(mention.zone)
            around = text[max(0, mention.start - _AROUND) : mention.end + _AROUND]
            self.examples.append(" ".join(around.split()))
        self.posts.add(post.id)
        self.surfaces[mention.surface] += 1
        self.rules[mention.rule] += 1
        self.kinds[mention.label, mention.kind, mention.specific] += 1


def find_candidates(posts: Iterable[EnrichedPost], least: int = 2) -> list[Candidate]:
    """Gather names without an entry, the most frequent first.

    Args:
        least: Posts that a name must stand in.
    """
    tallies: dict[str, _Tally] = {}
    for post in posts:
        for mention in post.mentions:
            if mention.entity_id is None or mention.entity_id.startswith(NEW):
                key = mention.entity_id or mention.surface
                tallies.setdefault(key, _Tally()).add(post, mention)
    found = [_build(key, tally) for key, tally in tallies.items() if len(tally.posts) >= least]
    return sorted(found, key=lambda c: (-c.posts, c.id))


def accept_candidate(entity: Entity, path: Path) -> None:
    """Append an entry to a lexicon file; what it holds stays as it is, comments included.

    Raises:
        RunError: The file holds an entity of this id already.
    """
    import yaml

    text = path.read_text(encoding="utf-8") if path.exists() else ""
    entries = msgspec.yaml.decode(text or "[]", type=list[Entity] | None) or []
    if any(entry.id == entity.id for entry in entries):
        raise RunError(f"{path.name} holds {entity.id!r} already", "give another --id")
    entry = yaml.safe_dump([spell_entity(entity)], allow_unicode=True, sort_keys=False)
    path.write_text(text + entry, encoding="utf-8")


def spell_entity(entity: Entity) -> dict[str, Any]:
    """Return an entry as it stands in a file: without what is default."""
    spelt: dict[str, Any] = msgspec.to_builtins(entity)
    defaults: dict[str, Any] = {"specific": True, "aliases": []}
    defaults |= dict.fromkeys(("en", "country", "parent"))
    return {k: v for k, v in spelt.items() if k not in defaults or v != defaults[k]}


def _build(key: str, tally: _Tally) -> Candidate:
    surfaces = tuple(surface for surface, _ in tally.surfaces.most_common())
    label, kind, specific = tally.kinds.most_common(1)[0][0]
    name, *others = surfaces
    return Candidate(
        id=key,
        posts=len(tally.posts),
        surfaces=surfaces,
        rules=tuple(rule for rule, _ in tally.rules.most_common()),
        examples=tuple(tally.examples),
        suggested=Entity(
            id=build_slug(key.removeprefix(NEW)),
            label=label,
            kind=kind,
            specific=specific,
            ja=name,
            aliases=tuple(others[:4]),
        ),
    )


def build_slug(name: str) -> str:
    """Build an id from a name: Latin as it is, kana in Hepburn; kanji by their reading."""
    import jaconv
    from sudachipy import Dictionary

    if not name.isascii():
        readings = (m.reading_form() for m in Dictionary().create().tokenize(name))
        name = jaconv.kana2alphabet(jaconv.kata2hira("".join(readings)))
    return _NO_SLUG.sub("-", name.lower()).strip("-") or "unnamed"
