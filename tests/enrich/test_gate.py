"""The gate: no figure on the gold set falls below its recorded floor (tests/gold/ner/floors.yml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.documents import Mention
from pipeline.enrich.engine import Engine
from pipeline.enrich.fold import fold_name
from pipeline.enrich.gold import GoldMention, GoldPassage, read_gold
from pipeline.enrich.scoring import Score, match_relaxed, score_mentions
from pipeline.lexicon import Lexicon
from pipeline.settings import PROJECT

FOLDER = PROJECT / "tests" / "gold" / "ner"
BARS = {
    "actor_relaxed_f1": 0.95,
    "actor_exact_f1": 0.90,
    "weapon_relaxed_f1": 0.95,
    "weapon_exact_f1": 0.90,
    "kind_accuracy": 0.95,
    "link_consistency": 0.98,
    "weapon_relaxed_recall": 0.85,
    "absent_designator_recall": 0.85,
}
ONLY_NOVEL = {"weapon_relaxed_recall", "absent_designator_recall"}
_LATIN = "[0-9a-z]"


def read_floors(path: Path = FOLDER / "floors.yml") -> dict[str, dict[str, Any]]:
    floors: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return floors


FLOORS = read_floors()


@pytest.mark.parametrize("split", FLOORS)
def test_gold_is_the_pinned_one(split: str) -> None:
    digest = sha256((FOLDER / f"{split}.txt").read_bytes()).hexdigest()
    assert digest == FLOORS[split]["sha256"], "see 'Rules for use' in tests/gold/ner/README.md"


def test_every_split_has_floors() -> None:
    assert set(FLOORS) == {path.stem for path in FOLDER.glob("*.txt")}


@pytest.mark.parametrize("split", FLOORS)
def test_floors_are_complete_and_excused(split: str) -> None:
    floors, reasons = FLOORS[split]["floors"], FLOORS[split].get("reasons") or {}
    assert set(floors) == set(BARS) - (set() if split == "novel" else ONLY_NOVEL)
    low = {name for name, floor in floors.items() if floor < BARS[name]}
    assert low <= {name for name, reason in reasons.items() if str(reason).strip()}, (
        "a floor below its bar needs a reason"
    )


@pytest.mark.slow
@pytest.mark.parametrize("split", FLOORS)
def test_no_figure_is_below_its_floor(split: str, full: Engine) -> None:
    gold = read_gold(FOLDER / f"{split}.txt")
    found = [one.mentions for one in full.enrich([[("body", p.text)] for p in gold])]
    figures = build_figures(score_mentions(gold, found))
    if split == "novel":
        figures["absent_designator_recall"] = share_absent(gold, found, full.lexicon)
    floors = FLOORS[split]["floors"]
    below = {
        name: f"{figures[name]:.4f}, floor {floor}"
        for name, floor in floors.items()
        if figures[name] < floor
    }
    assert not below, f"see `sekko evaluate ner --split {split}`"


def build_figures(score: Score) -> dict[str, float]:
    return {
        "actor_relaxed_f1": score.relaxed["ACTOR"].f1,
        "actor_exact_f1": score.exact["ACTOR"].f1,
        "weapon_relaxed_f1": score.relaxed["WEAPON"].f1,
        "weapon_exact_f1": score.exact["WEAPON"].f1,
        "kind_accuracy": score.kind_accuracy,
        "link_consistency": score.link_consistency,
        "weapon_relaxed_recall": score.relaxed["WEAPON"].recall,
    }


def share_absent(
    gold: Sequence[GoldPassage], found: Sequence[Sequence[Mention]], lexicon: Lexicon
) -> float:
    """Relaxed recall on designators that no entry of the lexicon names, as it is at run time."""
    listed = Listed(lexicon)
    seen = missed = 0
    for passage, mentions in zip(gold, found, strict=True):
        matched = {(g.start, g.end) for g, _ in match_relaxed(passage.mentions, mentions)}
        for g in passage.mentions:
            surface = passage.text[g.start : g.end]
            if is_designator(g, surface) and not listed.names(surface):
                seen += 1
                missed += (g.start, g.end) not in matched
    assert seen >= 50, "too few absent designators left to measure"
    return 1 - missed / seen


def is_designator(mention: GoldMention, surface: str) -> bool:
    """A weapons system by a name with a number or a Latin letter in it."""
    return (
        mention.label == "WEAPON"
        and mention.specific
        and re.search(_LATIN, fold_name(surface)) is not None
    )


class Listed:
    """The names of weapons systems that the lexicon holds."""

    def __init__(self, lexicon: Lexicon) -> None:
        folded = {fold_name(name) for name in _names(lexicon)} - {""}
        joined = "|".join(re.escape(name) for name in sorted(folded, key=len, reverse=True))
        self._pattern = re.compile(f"(?<!{_LATIN})(?:{joined})(?!{_LATIN})")

    def names(self, surface: str) -> bool:
        """Whether a listed name stands in a surface, not as part of a longer designator."""
        return self._pattern.search(fold_name(surface)) is not None


def _names(lexicon: Lexicon) -> Iterable[str]:
    for entity in lexicon.entities:
        if entity.label == "WEAPON" and entity.specific:
            yield from (alias.text for alias in entity.names())


@pytest.mark.parametrize(
    ("surface", "listed"),
    [
        ("F-35A", True),
        ("Ｆ－３５Ａ戦闘機", True),
        ("トマホーク", True),
        ("F-35Z", False),
        ("QZ-901ミサイル", False),
    ],
)
def test_what_the_lexicon_lists(surface: str, listed: bool, tiny: Engine) -> None:
    assert Listed(tiny.lexicon).names(surface) is listed
