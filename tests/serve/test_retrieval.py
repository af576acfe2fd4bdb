"""The judged queries, with the floors that they must keep."""

from __future__ import annotations

import pytest

from pipeline.commands.evaluate.search import GOLD, evaluate_search
from pipeline.serve.evaluate import evaluate, read_gold
from pipeline.settings import Settings

pytestmark = [pytest.mark.live, pytest.mark.slow]

RECALL, NDCG = 0.95, 0.85


def test_search_keeps_its_floors_and_stays_ahead_of_plain_analyzers(live_node: Settings) -> None:
    gold = read_gold(GOLD)
    assert len(gold.queries) >= 80
    evaluations = evaluate_search(live_node, gold)
    ours = evaluations.pop("sekko").total
    assert ours.recall >= RECALL
    assert ours.ndcg >= NDCG
    for plain in evaluations.values():
        assert ours.recall > plain.total.recall
        assert ours.ndcg > plain.total.ndcg


def test_figures_of_a_ranking_that_is_known() -> None:
    gold = read_gold(GOLD)
    perfect = {
        query: sorted(grades, key=lambda i: -grades[i])[:10]
        for query, grades in gold.judgements.items()
    }
    ids = {query.query: query.id for query in gold.queries}
    best = evaluate(gold, lambda search: perfect[ids[search.text]])
    assert (best.total.recall, best.total.ndcg, best.total.zero_hits) == (1.0, 1.0, 0.0)
    nothing = evaluate(gold, lambda search: [])
    assert (nothing.total.recall, nothing.total.ndcg, nothing.total.zero_hits) == (0.0, 0.0, 1.0)
