"""What `enrich.py` measures of our engine, each in a process of its own, or in a Celery worker.

    python benchmarks/_engine.py speed    < {"sentences", "warmup", "rounds"}
    python benchmarks/_engine.py memory   < {"posts"}

As a Celery application (`celery --app _engine worker`) it has the one task `speed`.
"""

from __future__ import annotations

import json
import math
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from celery import Celery

from pipeline.enrich.engine import build_engine
from pipeline.enrich.tagger import CACHE, Entity, Tagger
from pipeline.settings import read_settings

BATCH = 64  # posts, as in the stage
FIRST = 1_000  # posts after which memory is first read
FOLDER = os.environ.get("BENCH_QUEUE", "")

app = Celery("bench")
app.conf.update(
    broker_url="filesystem://",
    broker_transport_options={
        "data_folder_in": f"{FOLDER}/queue",
        "data_folder_out": f"{FOLDER}/queue",
        "control_folder": f"{FOLDER}/control",
    },
    result_backend=f"file://{FOLDER}/results",
)


class TimedTagger(Tagger):
    """Counts the seconds that the recogniser takes."""

    seconds = 0.0

    def recognize(self, sentences: Sequence[str]) -> list[tuple[Entity, ...]]:
        begun = time.perf_counter()
        found = super().recognize(sentences)
        self.seconds += time.perf_counter() - begun
        return found


@app.task(name="speed")
def measure_speed(given: dict[str, Any]) -> dict[str, Any]:
    """Seconds of the whole engine with the cache off, and of GiNZA's part for every sentence.

    Each batch counts with its best round, since noise only ever adds.
    """
    engine = build_engine(read_settings())
    engine.tagger = tagger = TimedTagger(cache=0)
    tagger.recognize(given["warmup"])
    engine.enrich([[("body", text)] for text in given["warmup"]])
    asked = tagger.tagged
    batches = list(build_batches(given["sentences"]))
    best = [[math.inf] * 3 for _ in batches]
    for _ in range(given["rounds"]):
        for number, batch in enumerate(batches):
            spent, begun = tagger.seconds, time.perf_counter()
            engine.enrich([[("body", text)] for text in batch])
            seconds = time.perf_counter() - begun
            rules = seconds - (tagger.seconds - spent)
            begun = time.perf_counter()
            tagger.recognize(batch)
            taken = (seconds, rules, time.perf_counter() - begun)
            best[number] = [min(pair) for pair in zip(best[number], taken, strict=True)]
    asked = (tagger.tagged - asked) // given["rounds"] - len(given["sentences"])
    seconds, rules, ginza = (sum(column) for column in zip(*best, strict=True))
    return {"seconds": seconds, "rules": rules, "ginza_on_all": ginza, "asked": asked}


def measure_memory(posts: int) -> dict[str, Any]:
    """Megabytes of this process after the first posts and after all of them."""
    import psutil

    engine = build_engine(read_settings())
    process = psutil.Process()
    done, first = 0, 0.0
    for batch in build_batches(build_posts(posts)):
        engine.enrich([[("body", text)] for text in batch])
        done += len(batch)
        if not first and done >= min(FIRST, posts):
            first = process.memory_info().rss / 1e6
    last = process.memory_info().rss / 1e6
    return {"posts": done, "first": first, "last": last, "asked": engine.tagger.tagged,
            "cache": CACHE}  # fmt: skip


def build_posts(count: int) -> Iterator[str]:
    """Yield distinct posts, each with a person whom no list holds, so that GiNZA sees each."""
    from _corpus import Corpus

    from pipeline.lexicon import read_lexicon

    chance = random.Random(11)
    tweets = (p for p in Corpus(read_lexicon()).build(count * 2, "bench") if p.post.kind == "tweet")
    for post in islice(tweets, count):
        name = "・".join(
            "".join(chance.choice("アイカキクサシスタテトナニノハマミムラリルレロワン")
                    for _ in range(chance.randrange(3, 6))) for _ in range(2)
        )  # fmt: skip
        yield f"{name}議員が語った。{post.post.zones.body}"[:140]


def build_batches(texts: Sequence[str] | Iterator[str]) -> Iterator[list[str]]:
    rest = iter(texts)
    while batch := list(islice(rest, BATCH)):
        yield batch


if __name__ == "__main__":
    given = json.load(sys.stdin)
    figures = measure_speed(given) if sys.argv[1] == "speed" else measure_memory(given["posts"])
    print(json.dumps(figures))
