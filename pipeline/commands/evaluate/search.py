"""`sekko evaluate search`: judged queries against the index and its baselines."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from pipeline.documents import ZONES
from pipeline.settings import PROJECT, Settings, read_settings

if TYPE_CHECKING:
    from pipeline.serve.evaluate import Evaluation, Gold

GOLD = PROJECT / "tests" / "gold" / "search"
SEARCH_EPILOG = """Examples:

  sekko evaluate search

  sekko evaluate search --errors

  sekko evaluate search --json
"""


def search(
    folder: Annotated[Path, typer.Option(help="Folder of the judged queries.")] = GOLD,
    errors: Annotated[bool, typer.Option("--errors", help="List what was missed.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for machines.")] = False,
) -> None:
    """Judged queries against our index, plain `standard` and plain `kuromoji`."""
    from pipeline.serve.evaluate import read_gold

    gold = read_gold(folder)
    evaluations = evaluate_search(read_settings(), gold)
    if as_json:
        shown = {name: entry.total for name, entry in evaluations.items()}
        sys.stdout.buffer.write(msgspec.json.encode(shown) + b"\n")
    else:
        _print_search(evaluations)
    if errors:
        sys.stdout.write("\n".join(_list_missed(gold, evaluations["sekko"])) + "\n")


def evaluate_search(settings: Settings, gold: Gold) -> dict[str, Evaluation]:
    """Enrich and load the judged corpus into an index of its own, and run every query.

    Returns:
        System -> figures: `sekko`, then the baselines.
    """
    from pipeline.elastic import connect, named_errors, read_alias
    from pipeline.enrich.engine import build_engine
    from pipeline.load.trial import trial_index
    from pipeline.serve.evaluate import (
        ANALYZERS,
        baseline,
        build_post,
        evaluate,
        rank_with_search,
    )
    from pipeline.serve.search import read_lookup

    posts = [build_post(text) for text in gold.corpus]
    zones = [[(zone, post.post.text(zone)) for zone in ZONES] for post in posts]
    found = build_engine(settings).enrich(zones)
    enriched = [
        msgspec.structs.replace(post, mentions=one.mentions, pairs=one.pairs)
        for post, one in zip(posts, found, strict=True)
    ]
    evaluations: dict[str, Evaluation] = {}
    with named_errors(settings), connect(settings) as client:
        with trial_index(settings, "judged", enriched) as trial:
            rank = rank_with_search(client, read_alias(trial), read_lookup(settings))
            evaluations["sekko"] = evaluate(gold, rank)
        for analyzer in ANALYZERS:
            with baseline(client, analyzer, gold.corpus) as rank:
                evaluations[analyzer] = evaluate(gold, rank)
    return evaluations


def _print_search(evaluations: dict[str, Evaluation]) -> None:
    from rich.table import Table

    from pipeline.terminal import show_table

    table = Table("", "queries", "recall@10", "nDCG@10", "zero hits", title="Judged queries")
    for name, entry in evaluations.items():
        rows = {name: entry.total, **(entry.by_type if name == "sekko" else {})}
        for label, figures in rows.items():
            table.add_row(
                label if label == name else f"  {label}",
                str(figures.queries),
                f"{figures.recall:.3f}",
                f"{figures.ndcg:.3f}",
                f"{figures.zero_hits:.3f}",
            )
    show_table(table)


def _list_missed(gold: Gold, evaluation: Evaluation) -> Iterator[str]:
    for query in gold.queries:
        found = evaluation.ranked[query.id]
        grades = gold.judgements[query.id]
        missed = [f"{i} ({grade})" for i, grade in grades.items() if i not in found]
        if missed or evaluation.ndcg[query.id] < 0.8:
            ranks = " ".join(f"{i}:{grades.get(i, 0)}" for i in found)
            yield (
                f"{query.id} {query.query} [{query.type}]"
                f" recall {evaluation.recall[query.id]:.2f} nDCG {evaluation.ndcg[query.id]:.2f}"
                f"  found {ranks}  missed {', '.join(missed)}"
            )
