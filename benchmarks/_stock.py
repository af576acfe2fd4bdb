"""Stock ja_ginza in an interpreter of its own, which need not know this project.

Reads {"sentences", "warmup", "rounds"} as JSON from standard input, prints seconds as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from importlib.metadata import version

import spacy


def main() -> None:
    given = json.load(sys.stdin)
    model = spacy.load("ja_ginza")
    for sentence in given["warmup"]:
        model(sentence)

    def best(run: Callable[[list[str]], object]) -> float:
        taken = []
        for _ in range(given["rounds"]):
            begun = time.perf_counter()
            run(given["sentences"])
            taken.append(time.perf_counter() - begun)
        return min(taken)

    figures = {
        "one_by_one": best(lambda texts: [model(text) for text in texts]),
        "two_processes": best(lambda texts: list(model.pipe(texts, n_process=2))),
        "versions": {name: version(name) for name in ("ginza", "ja-ginza", "spacy")},
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
