"""Co-mentions: which actor and which weapon stand in one sentence, as flat pairs for heat maps."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from pipeline.documents import Mention, Pair


def build_pairs(sentences: Sequence[int], mentions: Iterable[Mention]) -> list[Pair]:
    """Pair linked actors with linked weapons, sentence by sentence, each pair once a zone.

    Args:
        sentences: Where the sentences of one zone start, as code points into its text.
        mentions: The mentions of that zone.
    """
    actors: dict[int, list[Mention]] = {}
    weapons: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.entity_id is not None:
            side = actors if mention.label == "ACTOR" else weapons
            side.setdefault(bisect_right(sentences, mention.start), []).append(mention)
    pairs = {
        Pair(zone=actor.zone, actor=actor.entity_id or "", weapon=weapon.entity_id or ""): None
        for sentence, found in actors.items()
        for actor in found
        for weapon in weapons.get(sentence, ())
    }
    return list(pairs)
