"""The engine against stock ja_ginza on the same distinct sentences, cache off; memory; Celery.

Sentences are those of the gold passages. For the bars, stock is the newest release, installed in an
environment of its own:

    uv venv stock && uv pip install --python stock/bin/python ginza ja-ginza
    .venv/bin/python benchmarks/enrich.py --stock stock/bin/python

Without `--stock` the pinned release stands in, which is faster; then the ratios have no bar.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.enrich.gold import read_gold
from pipeline.enrich.sentences import split_sentences
from pipeline.settings import PROJECT

HERE = Path(__file__).parent
GOLD = PROJECT / "tests" / "gold" / "ner"
WARMUP = ["ペトロ・ゾルタンコフが語った。", "米国のF-35が三沢に来た。"]
TWO_THREADS = {"OPENBLAS_NUM_THREADS": "2"}
WAIT = 1_800  # seconds for the Celery task


class Row(NamedTuple):
    """One figure; `low` and `high` are its bars, where it has any."""

    what: str
    figure: float
    unit: str
    low: float | None = None
    high: float | None = None

    @property
    def holds(self) -> bool:
        return (self.low is None or self.figure >= self.low) and (
            self.high is None or self.figure <= self.high
        )

    def spell(self) -> str:
        bar = f"at least {self.low}" if self.low is not None else ""
        bar = f"at most {self.high}" if self.high is not None else bar
        return f"{self.what:<62} {self.figure:>8,.2f} {self.unit:<3} {bar}" + (
            "" if self.holds else "  MISSED"
        )


def read_sentences(count: int | None) -> list[str]:
    """Read the distinct sentences of all gold passages, in an order that mixes the files."""
    texts = (passage.text for path in sorted(GOLD.glob("*.txt")) for passage in read_gold(path))
    found = {text[start:end].strip() for text in texts for start, end in split_sentences(text)}
    sentences = sorted(found - {""})
    random.Random(3).shuffle(sentences)
    return sentences[:count]


def run(command: Sequence[str], given: Any, env: dict[str, str] | None = None) -> dict[str, Any]:
    done = subprocess.run(
        command, input=json.dumps(given), env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE, text=True, check=True, cwd=HERE,
    )  # fmt: skip
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def run_in_celery(given: Any) -> dict[str, Any]:
    """Run the speed task in a prefork worker that is started for it, over a broker of files."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("queue", "control", "results"):
            (Path(folder) / name).mkdir()
        os.environ["BENCH_QUEUE"] = folder
        from _engine import measure_speed

        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "--app", "_engine", "worker", "--pool", "prefork",
             "--concurrency", "1", "--loglevel", "ERROR", "--without-mingle", "--without-gossip"],
            env={**os.environ, **TWO_THREADS, "PYTHONWARNINGS": "ignore"}, cwd=HERE,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            figures: dict[str, Any] = measure_speed.delay(given).get(timeout=WAIT)
        finally:
            worker.terminate()
            worker.wait(60)
    return figures


def measure(stock: str | None, count: int | None, posts: int, rounds: int) -> list[Row]:
    sentences = read_sentences(count)
    given = {"sentences": sentences, "warmup": WARMUP, "rounds": rounds}
    child = [sys.executable, str(HERE / "_engine.py")]
    load = os.getloadavg()[0]
    theirs = run([stock or sys.executable, str(HERE / "_stock.py")], given)
    before = run([*child, "speed"], given, TWO_THREADS)
    celery = run_in_celery(given)
    after = run([*child, "speed"], given, TWO_THREADS)
    ours = {name: min(before[name], after[name]) for name in before}
    memory = run([*child, "memory"], {"posts": posts}, TWO_THREADS)
    characters = sum(map(len, sentences))
    release = " ".join(f"{name} {number}" for name, number in theirs["versions"].items())
    note = "" if stock else " (pinned: no bar)"
    one, two = (theirs[name] / ours["seconds"] for name in ("one_by_one", "two_processes"))
    return [
        Row("load of the machine before (others' processes blur the rest)", load, ""),
        Row("distinct sentences", len(sentences), ""),
        Row("of these seen by GiNZA", ours["asked"], ""),
        Row("our engine, characters/s", characters / ours["seconds"], ""),
        Row(f"over stock nlp(text), {release}{note}", one, "x", low=5 if stock else None),
        Row("over stock nlp.pipe(n_process=2)", two, "x", low=2.8 if stock else None),
        Row("GiNZA alone, as pinned, on all, over our engine",
            ours["ginza_on_all"] / ours["seconds"], "x"),
        Row("rules, tokens and links, of GiNZA's time on all",
            100 * ours["rules"] / ours["ginza_on_all"], "%", high=15),
        Row("in a Celery prefork worker, of the time outside",
            100 * celery["seconds"] / ours["seconds"], "%", high=115),
        Row("GiNZA in a Celery prefork worker, of its time outside",
            100 * celery["ginza_on_all"] / ours["ginza_on_all"], "%", high=115),
        Row("a worker after 1,000 posts", memory["first"], "MB"),
        Row(f"a worker after {memory['posts']:,} posts", memory["last"], "MB", high=1_200),
        Row("growth", 100 * (memory["last"] / memory["first"] - 1), "%"),
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stock", metavar="PYTHON", help="interpreter with the newest release")
    parser.add_argument("--sentences", type=int, help="fewer sentences than all")
    parser.add_argument("--posts", type=int, default=100_000, help="posts of the memory rows")
    parser.add_argument("--rounds", type=int, default=2, help="the best of so many counts")
    parser.add_argument("--json", action="store_true", help="one JSON object, for machines")
    given = parser.parse_args()
    stock = str(Path(given.stock).absolute()) if given.stock else None
    rows = measure(stock, given.sentences, given.posts, given.rounds)
    if given.json:
        print(json.dumps([{**row._asdict(), "holds": row.holds} for row in rows]))
    else:
        print("\n".join(row.spell() for row in rows))
    raise SystemExit(not all(row.holds for row in rows))


if __name__ == "__main__":
    main()
