"""`sekko evaluate`: figures against gold, one verb a subject."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from pipeline.commands.evaluate.search import SEARCH_EPILOG, search
from pipeline.settings import PROJECT, read_settings

if TYPE_CHECKING:
    from pipeline.clean.scoring import Scores as CleanScores
    from pipeline.enrich.scoring import Ratio, Score

GOLD = PROJECT / "tests" / "gold"

verbs = typer.Typer(help="Print figures against the gold sets.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    verbs.command(epilog=SEARCH_EPILOG)(search)
    app.add_typer(verbs, name="evaluate")


NER_EPILOG = """Examples:

  sekko evaluate ner

  sekko evaluate ner --split dev --errors

  sekko evaluate ner --split novel --json
"""


@verbs.command(epilog=NER_EPILOG)
def ner(
    split: Annotated[
        str, typer.Option(help="Gold file: dev, unseen, novel, fourth_blog, …")
    ] = "fourth_blog",
    folder: Annotated[Path, typer.Option(help="Folder of the gold files.")] = GOLD / "ner",
    baseline: Annotated[
        bool, typer.Option("--baseline", help="Score stock ja_ginza beside it.")
    ] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List what went wrong.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for machines.")] = False,
) -> None:
    """Mentions, kinds and links against the gold passages of one split."""
    from pipeline.enrich.baseline import tag_stock
    from pipeline.enrich.engine import build_engine
    from pipeline.enrich.gold import read_gold
    from pipeline.enrich.scoring import score_mentions

    gold = read_gold(folder / f"{split}.txt")
    found = build_engine(read_settings()).enrich([[("body", p.text)] for p in gold])
    scores = {"sekko": score_mentions(gold, [one.mentions for one in found])}
    if baseline:
        scores["ja_ginza"] = score_mentions(gold, list(tag_stock([p.text for p in gold])))
    if as_json:
        shown = {name: _build_figures(score) for name, score in scores.items()}
        sys.stdout.buffer.write(msgspec.json.encode({"split": split, **shown}) + b"\n")
    else:
        _print_scores(split, scores)
    if errors:
        sys.stdout.write("\n".join(scores["sekko"].errors) + "\n")


def _build_figures(score: Score) -> dict[str, Any]:
    def spell(ratio: Ratio) -> dict[str, float]:
        figures = {"precision": ratio.precision, "recall": ratio.recall, "f1": ratio.f1}
        return {name: round(value, 4) for name, value in figures.items()}

    return {
        "passages": score.passages,
        "exact": {name: spell(ratio) for name, ratio in score.exact.items()},
        "relaxed": {name: spell(ratio) for name, ratio in score.relaxed.items()},
        "kind_accuracy": round(score.kind_accuracy, 4),
        "specific_accuracy": round(score.specific_accuracy, 4),
        "link_consistency": round(score.link_consistency, 4),
    }


def _print_scores(split: str, scores: dict[str, Score]) -> None:
    from rich.table import Table

    from pipeline.terminal import build_console, show_table

    console = build_console()
    for system, score in scores.items():
        title = f"{system} on {split}: {score.passages} passages"
        table = Table("", "gold", "P", "R", "F1", "exact P", "R", "F1", title=title)
        for name, ratio in score.relaxed.items():
            if not ratio.expected:
                continue
            exact = score.exact[name]
            parts = [f"{part:.3f}" for one in (ratio, exact) for part in _parts(one)]
            table.add_row(name, str(ratio.expected), *parts)
        show_table(table, console)
        console.print(
            f"kinds {score.kind_accuracy:.3f}  specific {score.specific_accuracy:.3f}  "
            f"links {score.link_consistency:.3f}"
        )


CLEAN_EPILOG = """Examples:

  sekko evaluate clean

  sekko evaluate clean --errors

  sekko evaluate clean --json
"""


@verbs.command(epilog=CLEAN_EPILOG)
def clean(
    folder: Annotated[Path, typer.Option(help="Folder of the labelled cases.")] = (
        PROJECT / "tests" / "cases"
    ),
    errors: Annotated[bool, typer.Option("--errors", help="List what went wrong.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for machines.")] = False,
) -> None:
    """Posts, zones, dates and citations against the labelled cases."""
    from pipeline.clean.evaluate import evaluate_cases

    groups = evaluate_cases(folder)
    rows = {name: _clean_figures(scores) for name, scores in groups.items()}
    if as_json:
        sys.stdout.buffer.write(msgspec.json.encode(rows) + b"\n")
    else:
        _print_clean(rows)
    if errors:
        sys.stdout.write("\n".join(groups["all"].errors) + "\n")


def _clean_figures(scores: CleanScores) -> dict[str, float]:
    def share(field: str) -> float:
        right, compared = scores.accuracy.get(field, (0, 0))
        return right / compared if compared else 1.0

    fields = {name: ratio.f1 for name, ratio in scores.citations.items() if name != "whole"}
    whole = scores.citations.get("whole")
    figures = {
        "cases": scores.cases,
        "posts_precision": scores.posts.precision,
        "posts_recall": scores.posts.recall,
        "zones_f1": scores.zones.f1,
        "commentary": scores.mean("commentary"),
        "caption": scores.mean("caption"),
        "dates": share("published"),
        "titles": share("title"),
        "urls": share("url"),
        "excerpts": share("excerpt"),
        **{f"citation_{name}": value for name, value in fields.items()},
        "citations_surplus": whole.surplus if whole else 0,
        "rejections": scores.rejections.f1,
    }
    tweets = [name for name in scores.accuracy if name.startswith("tweet.")]
    figures.update({name: share(name) for name in tweets})
    return {name: round(value, 4) for name, value in figures.items()}


def _print_clean(rows: dict[str, dict[str, float]]) -> None:
    """A row a group of cases with what is asked first, then every figure over all of them."""
    from rich.table import Table

    from pipeline.terminal import build_console, show_table

    console = build_console()
    table = Table("cases", *_SHOWN.values(), title="Cleaning against the labelled cases")
    for name, row in rows.items():
        fields = [row[key] for key in row if key.startswith("citation_")]
        shown = {**row, "citation": min(fields, default=1.0)}
        table.add_row(name, *(_spell(key, shown.get(key)) for key in _SHOWN))
    show_table(table, console)
    details = Table("over all cases", "figure")
    for key, value in rows["all"].items():
        details.add_row(key, _spell(key, value))
    show_table(details, console)


def _spell(key: str, value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if key in _COUNTS else f"{value:.3f}"


_COUNTS = ("cases", "citations_surplus")
_SHOWN = {
    "cases": "number",
    "posts_precision": "posts P",
    "posts_recall": "posts R",
    "zones_f1": "zones F1",
    "dates": "dates",
    "commentary": "comm.",
    "caption": "capt.",
    "citation": "cit. min",
    "citations_surplus": "surplus",
}


def _parts(ratio: Ratio) -> tuple[float, float, float]:
    return ratio.precision, ratio.recall, ratio.f1
