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

    def best(run: Callable[[list[str]], object], texts: list[str]) -> float:
        taken = []
        for _ in range(given["rounds"]):
            begun = time.perf_counter()
            run(texts)
            taken.append(time.perf_counter() - begun)
        return min(taken)

    sentences = given["sentences"]
    batches = [sentences[at : at + 64] for at in range(0, len(sentences), 64)]
    figures = {
        "one_by_one": sum(best(lambda texts: [model(t) for t in texts], b) for b in batches),
        "two_processes": best(lambda texts: list(model.pipe(texts, n_process=2)), sentences),
        "versions": {name: version(name) for name in ("ginza", "ja-ginza", "spacy")},
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
