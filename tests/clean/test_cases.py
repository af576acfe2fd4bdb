"""The labelled cases: those that were looked at are right in full, the rest count in floors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.clean.evaluate import Case, evaluate_cases, read_cases, score_case
from pipeline.clean.formats import READERS
from pipeline.clean.scoring import Scores, add_scores
from pipeline.settings import PROJECT
from pipeline.sources import Format

FOLDER = PROJECT / "tests" / "cases"
CASES = read_cases(FOLDER)


SEEN = [case for case in CASES if case.truth.layout_seen]
HELD_BACK = [case for case in CASES if not case.truth.layout_seen]


@pytest.mark.parametrize("case", SEEN, ids=[case.name for case in SEEN])
def test_case(case: Case) -> None:
    assert score_case(case).errors == ()


def test_every_reader_has_a_case() -> None:
    assert {case.format for case in CASES} >= {str(reader) for reader in READERS}


def test_every_format_has_a_reader() -> None:
    assert READERS.keys() == set(Format) - {Format.SITEMAP}  # a sitemap lists pages, no posts


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 60
    assert len(HELD_BACK) >= 15


def describe(scores: Scores) -> str:
    """Name what is below full marks, for whoever reads the failure."""
    figures = {
        "posts P": scores.posts.precision,
        "posts R": scores.posts.recall,
        "zones F1": scores.zones.f1,
        "commentary": scores.mean("commentary"),
        "caption": scores.mean("caption"),
        **{name: right / max(1, all_) for name, (right, all_) in scores.accuracy.items()},
        **{f"citation {name}": ratio.f1 for name, ratio in scores.citations.items()},
    }
    low = {name: f"{value:.3f}" for name, value in figures.items() if value < 1}
    return f"{scores.cases} cases; below 1: {low or 'nothing'}"


def test_floors_of_all_cases() -> None:
    figures = evaluate_cases(FOLDER)
    everything, told = figures["all"], describe(figures["all"])
    assert everything.posts.precision == everything.posts.recall == 1, told
    assert everything.zones.f1 >= 0.98, told
    right, compared = everything.accuracy["published"]
    assert right == compared, told
    assert everything.mean("commentary") >= 0.95, told
    assert everything.mean("caption") >= 0.95, told
    assert all(ratio.f1 >= 0.97 for ratio in everything.citations.values()), told
    assert everything.citations["whole"].surplus == 0, told
    assert figures["generic"].zones.f1 >= 0.92


def test_floors_of_the_cases_that_no_reader_was_mended_on() -> None:
    """What to expect of a site that the readers were not written on."""
    held_back = add_scores([score_case(case) for case in HELD_BACK])
    told = describe(held_back)
    assert held_back.posts.f1 >= 0.97, told
    assert held_back.zones.f1 >= 0.97, told
    assert held_back.mean("commentary") >= 0.95, told
    assert held_back.mean("caption") >= 0.95, told
    assert all(ratio.f1 >= 0.95 for ratio in held_back.citations.values()), told


def test_the_score_counts_what_is_wrong(tmp_path: Path) -> None:
    case = tmp_path / "label_text" / "one"
    case.mkdir(parents=True)
    (case / "input.txt").write_text(
        "2025年7月1日火曜日\n\n題（Sample Daily）\n\n護衛艦が出港した。\n"
    )
    expected = {
        "title": "題（Sample Daily）",
        "published": "2025-07-02",
        "zones": {"body": "潜水艦が出港した。"},
        "citations": [],
    }
    truth = {"description": "d", "expected": [expected], "rejected": ["empty"]}
    (case / "expected.json").write_text(json.dumps(truth))
    (only,) = read_cases(tmp_path)
    scores = add_scores([score_case(only)])
    assert scores.posts.f1 == 1
    assert 0 < scores.zones.f1 < 1
    assert scores.accuracy["published"] == (0, 1)
    assert scores.accuracy["title"] == (1, 1)
    assert scores.citations["whole"].surplus == 1
    assert scores.rejections.missing == 1
    assert len(scores.errors) == 4
