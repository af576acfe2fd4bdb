"""Analysts' decisions: read, applied, and refused where they name nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.enrich.decisions import apply_decisions, read_decisions
from pipeline.enrich.engine import Engine
from pipeline.errors import RunError


def decided(tiny: Engine, tmp_path: Path, text: str) -> Engine:
    path = tmp_path / "decisions.yml"
    path.write_text(text, encoding="utf-8")
    return Engine(apply_decisions(tiny.lexicon, read_decisions(path)))


def ids(engine: Engine, text: str) -> list[str | None]:
    return [m.entity_id for m in engine.enrich([[("body", text)]])[0].mentions]


def test_no_file_means_no_decisions(tiny: Engine, tmp_path: Path) -> None:
    assert read_decisions(tmp_path / "none.yml").entries == ()


def test_never_this_string(tiny: Engine, tmp_path: Path) -> None:
    engine = decided(tiny, tmp_path, "- {do: never, text: B-2, reason: a vitamin}")
    assert ids(tiny, "B-2とF-35") == ["b-2", "f-35"]
    assert ids(engine, "B-2とF-35") == ["f-35"]


def test_never_this_string_near_another(tiny: Engine, tmp_path: Path) -> None:
    engine = decided(
        tiny, tmp_path, "- {do: never, text: トマホーク, entity: トマホーク, near: [肉], reason: r}"
    )
    assert ids(engine, "トマホークステーキの肉") == []
    assert ids(engine, "トマホークの射程") == ["トマホーク"]


def test_merge_gives_both_names_one_id(tiny: Engine, tmp_path: Path) -> None:
    engine = decided(tiny, tmp_path, "- {do: merge, entity: 'new:su91', into: f-35, reason: r}")
    assert set(ids(engine, "Su91戦闘機とF-35戦闘機")) == {"f-35"}


def test_split_moves_a_name(tiny: Engine, tmp_path: Path) -> None:
    engine = decided(
        tiny, tmp_path, "- {do: split, text: F-35, entity: f-35, into: f-35a, reason: r}"
    )
    assert ids(engine, "F-35の話") == ["f-35a"]


def test_rename_keeps_the_old_name(tiny: Engine, tmp_path: Path) -> None:
    engine = decided(tiny, tmp_path, "- {do: rename, entity: b-2, ja: B-2スピリット, reason: r}")
    assert engine.index.entities["b-2"].ja == "B-2スピリット"
    assert ids(engine, "B-2とB-2スピリット") == ["b-2", "b-2"]


@pytest.mark.parametrize(
    "text",
    [
        "- {do: merge, entity: nothing, into: f-35, reason: r}",
        "- {do: rename, entity: nothing, ja: x, reason: r}",
        "- {do: never, text: x}",  # no reason
        "- {do: unknown, reason: r}",
        "- [",
    ],
)
def test_a_wrong_decision_is_refused(tiny: Engine, tmp_path: Path, text: str) -> None:
    with pytest.raises(RunError):
        decided(tiny, tmp_path, text)
