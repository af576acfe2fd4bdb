"""The weapon part of the lexicon: breadth per kind, parents, and guards where a name is a word."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.documents import WEAPON_KINDS
from pipeline.lexicon import Entity, read_lexicon

FAMILIES_AT_LEAST = {
    "aircraft": 200,
    "uav": 100,
    "missile": 250,
    "munition": 70,
    "nuclear": 20,
    "ship": 150,
    "submarine": 60,
    "land": 200,
    "air_defense": 100,
    "space": 40,
    "directed_energy": 20,
    "sensor": 60,
}
COMMON_WORDS = ["かが", "いずも", "福建", "山東", "火星", "天弓", "玄武", "ホーク", "アメリカ"]


@pytest.fixture(scope="module")
def weapons() -> list[Entity]:
    return [entity for entity in read_lexicon().entities if entity.label == "WEAPON"]


def test_every_kind_has_its_families(weapons: list[Entity]) -> None:
    families = Counter(e.kind for e in weapons if e.specific and e.parent is None)
    assert set(families) <= set(WEAPON_KINDS)
    assert not {kind: low for kind, low in FAMILIES_AT_LEAST.items() if families[kind] < low}


def test_parents_exist_and_form_no_circle(weapons: list[Entity]) -> None:
    by_id = {e.id: e for e in weapons}
    for entity in weapons:
        seen = {entity.id}
        parent = entity.parent
        while parent is not None:
            assert parent in by_id, entity.id
            assert parent not in seen, entity.id
            seen.add(parent)
            parent = by_id[parent].parent


@pytest.mark.parametrize("word", COMMON_WORDS)
def test_a_name_that_is_also_a_word_is_guarded(weapons: list[Entity], word: str) -> None:
    aliases = [a for e in weapons for a in e.names() if a.text == word and a.extract]
    assert aliases
    assert all(a.before or a.near for a in aliases)
