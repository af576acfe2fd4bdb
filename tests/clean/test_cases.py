"""The labelled cases, a folder each: every one is right in full, and every reader has some."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.clean.evaluate import Case, evaluate_cases, read_cases, score_case
from pipeline.clean.formats import READERS
from pipeline.clean.scoring import add_scores
from pipeline.settings import PROJECT
from pipeline.sources import Format

FOLDER = PROJECT / "tests" / "cases"
CASES = read_cases(FOLDER)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case(case: Case) -> None:
    assert score_case(case).errors == ()


def test_every_reader_has_a_case() -> None:
    assert {case.format for case in CASES} >= {str(reader) for reader in READERS}


def test_every_format_has_a_reader() -> None:
    assert READERS.keys() == set(Format) - {Format.SITEMAP}  # a sitemap lists pages, no posts


def test_there_are_enough_cases() -> None:
    unseen = [case for case in CASES if not case.truth.layout_seen]
    assert len(CASES) >= 60
    assert len(unseen) >= 15


def test_floors() -> None:
    """What the readers must reach in all, should single cases ever be allowed to differ."""
    figures = evaluate_cases(FOLDER)
    everything = figures["all"]
    assert everything.posts.precision == everything.posts.recall == 1
    assert everything.zones.f1 >= 0.98
    assert everything.accuracy["published"][0] == everything.accuracy["published"][1]
    assert everything.mean("caption") >= 0.95
    assert everything.mean("commentary") >= 0.95
    assert all(ratio.f1 >= 0.97 for ratio in everything.citations.values())
    assert everything.citations["whole"].surplus == 0
    assert figures["generic"].zones.f1 >= 0.92


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
