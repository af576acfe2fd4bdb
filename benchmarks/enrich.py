"""Speed and memory of the enrich stage, as ratios in one run.

The text is the gold passages: distinct, of this domain, of our own writing. The stage is timed
whole (read the store, fold, match, ask GiNZA, link, write) with its cache off and its model warm.
Stock is `spacy.load("ja_ginza")` of the newest release in a virtual environment of its own, which
is made on the first run.

    .venv/bin/python benchmarks/enrich.py [--stock PYTHON] [--posts 100000]
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from billiard import Process, Queue  # Celery's prefork pool is made of these
from rich.table import Table

from pipeline.documents import Post, Zones, build_id
from pipeline.enrich.engine import Engine, build_engine
from pipeline.enrich.gold import read_gold
from pipeline.enrich.passage import Passage
from pipeline.enrich.stage import enrich_source
from pipeline.enrich.tagger import Tagger
from pipeline.reports import Run
from pipeline.settings import PROJECT, Settings, read_settings
from pipeline.sources import Source
from pipeline.store import DataRoot, RecordStore
from pipeline.terminal import show_table

ROUNDS = 3  # of each, the best counts: other work on the machine only ever slows
SPLITS = ("dev", "unseen", "novel", "second", "third_blog", "third_tweets")
RUN = Run(id="bench", started=datetime(2026, 1, 1, tzinfo=UTC))
SOURCE = Source(name="bench", kind="tweet", title="bench", inputs=())
STOCK = """
import json, sys, time, spacy
texts = json.load(sys.stdin)
model = spacy.load("ja_ginza")
model("慣らし。")
def rate(run):
    began = time.perf_counter()
    for _ in run: pass
    return sum(map(len, texts)) / (time.perf_counter() - began)
one = max(rate(map(model, texts)) for _ in range(2))
two = max(rate(model.pipe(texts, n_process=2)) for _ in range(2))
json.dump({"one": one, "two": two}, sys.stdout)
"""


def read_texts() -> list[str]:
    """Read the gold passages without their marks."""
    folder = PROJECT / "tests" / "gold" / "ner"
    return list(dict.fromkeys(p.text for s in SPLITS for p in read_gold(folder / f"{s}.txt")))


def build_warm_engine(cache: int) -> Engine:
    engine = build_engine(read_settings())  # the stage takes the same one
    engine.tagger = Tagger(cache)
    engine.enrich([[("body", "ゾルタンコフが語る。")]])
    return engine


def make_posts(texts: list[str]) -> Iterator[Post]:
    for number, text in enumerate(texts):
        yield Post(
            id=build_id(str(number)), kind="tweet", source="bench", first_seen="2026-01-01",
            page="file:bench", zones=Zones(commentary=text),
        )  # fmt: skip


def time_stage(texts: list[str]) -> float:
    """Characters a second through the whole stage."""
    engine = build_warm_engine(cache=0)
    rates = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as home:
            settings = Settings(home=Path(home))
            store = RecordStore(DataRoot(settings.data_root), "posts/bench", Post)
            store.upsert(make_posts(texts))
            began = time.perf_counter()
            report = enrich_source(SOURCE, settings, RUN, engine.lexicon)
            rates.append(sum(map(len, texts)) / (time.perf_counter() - began))
    print(f"# {report.notes['sentences_tagged']} sentences left a question", file=sys.stderr)
    return max(rates)


def time_parts(texts: list[str]) -> tuple[float, float]:
    """Seconds for GiNZA on every sentence, and for all that is ours without GiNZA."""
    engine = build_warm_engine(cache=0)
    passages = [Passage(text, engine.tagger.tokenize) for text in texts]
    sentences = [p.text[start:end] for p in passages for start, end in p.sentences]
    model, rules = [], []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        engine.tagger.recognize(sentences)
        model.append(time.perf_counter() - began)
    answered = build_warm_engine(cache=100_000)
    for _ in range(ROUNDS):
        began = time.perf_counter()
        answered.enrich([[("body", text)] for text in texts])
        rules.append(time.perf_counter() - began)
    return min(model), min(rules)  # the first round of `answered` fills its cache


def measure_memory(texts: list[str], posts: int) -> float:
    """Peak memory in GB after so many distinct tweet-length posts."""
    engine = build_warm_engine(cache=Tagger().size)
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home))
        store = RecordStore(DataRoot(settings.data_root), "posts/bench", Post)
        tweets = (f"{texts[n % len(texts)][:120]}第{n}号、ゾルタン{n}世。" for n in range(posts))
        store.upsert(make_posts(list(tweets)))
        enrich_source(SOURCE, settings, RUN, engine.lexicon)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def run_apart(work: Callable[..., Any], *arguments: Any, daemon: bool = False) -> Any:
    """Run work in a fresh process; a daemonic one is what a Celery prefork worker is."""
    answers: Any = Queue()
    process = Process(target=lambda: answers.put(work(*arguments)), daemon=daemon)
    process.start()
    answer = answers.get()
    process.join()
    return answer


def time_stock(python: Path, texts: list[str]) -> dict[str, float]:
    command = [str(python), "-c", STOCK]
    done = subprocess.run(
        command, input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    rates: dict[str, float] = json.loads(done.stdout)
    return rates


def find_stock() -> Path:
    """Return the interpreter of the newest ja_ginza, installing it the first time."""
    home = read_settings().cache_dir / "stock-ginza"
    python = home / "bin" / "python"
    if not python.exists():
        uv = Path(sys.executable).with_name("uv")
        subprocess.run([uv, "venv", "-q", "-p", sys.executable, home], check=True)
        subprocess.run([uv, "pip", "install", "-q", "-p", python, "ginza", "ja-ginza"], check=True)
    return python


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stock", type=Path, help="interpreter that has the newest ja_ginza")
    parser.add_argument("--posts", type=int, default=100_000, help="posts of the memory row")
    given = parser.parse_args()
    texts = read_texts()
    stock = time_stock(given.stock or find_stock(), texts)
    ours = run_apart(time_stage, texts)
    worker = run_apart(time_stage, texts, daemon=True)
    model, rules = time_parts(texts)
    small, large = (run_apart(measure_memory, texts, n) for n in (1000, given.posts))
    characters = sum(map(len, texts))
    table = Table("what", "figure", "bar", title=f"enrich: {len(texts)} passages")
    for row in (
        ("stage, characters/s", f"{ours:,.0f}", ""),
        ("stock one by one, characters/s", f"{stock['one']:,.0f}", ""),
        ("stock n_process=2, characters/s", f"{stock['two']:,.0f}", ""),
        ("stage / stock one by one", f"{ours / stock['one']:.1f}", "5"),
        ("stage / stock n_process=2", f"{ours / stock['two']:.1f}", "2.8"),
        ("in a prefork worker / outside", f"{worker / ours:.2f}", "0.85"),
        ("GiNZA on every sentence, characters/s", f"{characters / model:,.0f}", ""),
        ("matcher and linker / GiNZA on every sentence", f"{rules / model:.1%}", "15 %"),
        ("memory after 1,000 posts, GB", f"{small:.2f}", "1.2"),
        (f"memory after {given.posts:,} posts, GB", f"{large:.2f}", "1.2"),
    ):
        table.add_row(*row)
    show_table(table)


if __name__ == "__main__":
    main()
