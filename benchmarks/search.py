"""Search at 200,000 distinct documents: judged queries, highlights, three facets, one client.

Bar: p95 under 40 ms, measured at the client, on the embedded node.

    .venv/bin/python benchmarks/search.py [documents]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from uuid import uuid4

import msgspec
from _corpus import Corpus

from pipeline.elastic import connect, read_alias
from pipeline.lexicon import Lexicon, read_current_lexicon
from pipeline.load.bulk import Action, BulkSender, build_batches
from pipeline.load.catalog import Catalog
from pipeline.load.document import build_document
from pipeline.load.index import create_index
from pipeline.load.stage import build_now
from pipeline.load.templates import install_templates, read_templates
from pipeline.load.tombstones import build_index_action
from pipeline.load.trial import remove_trial
from pipeline.node.control import start_node
from pipeline.serve.entities import EntityLookup
from pipeline.serve.evaluate import DEPTH, read_gold
from pipeline.serve.query import Search
from pipeline.serve.search import fetch_result
from pipeline.settings import PROJECT, Settings, read_settings
from pipeline.sources import Format, Input, Source

BAR = 40.0
WARMING = 2  # passes until the server has compiled what it runs most
PASSES = 5
SOURCES = 5


def build_actions(lexicon: Lexicon, count: int) -> Iterator[Action]:
    catalog = Catalog(lexicon)
    for number in range(SOURCES):
        name = f"bench-{number}"
        entry = Input(format=Format.HTML, path="bench")
        zone = Source(name=name, kind="blog", title=name, inputs=(entry,)).zone()
        for post in Corpus(lexicon, seed=number).build(count // SOURCES, name):
            document = build_document(post, catalog, zone)
            stamped = msgspec.structs.replace(document, indexed_at=build_now())
            yield build_index_action(post.id, msgspec.json.encode(stamped))


def measure(settings: Settings, count: int) -> list[list[float]]:
    """Load, and return the milliseconds of every search, pass by pass, the first ones cold."""
    lexicon = read_current_lexicon(settings)
    lookup = EntityLookup(lexicon)
    queries = read_gold(PROJECT / "tests" / "gold" / "search").queries
    searches = [Search(text=query.query, size=DEPTH) for query in queries]
    trial = msgspec.structs.replace(settings, index_prefix=f"sekko-bench-{uuid4().hex[:8]}")
    templates = read_templates(trial)
    passes = []
    with connect(settings, timeout=300) as client:
        try:
            install_templates(client, templates)
            index = create_index(client, trial, templates, lexicon, live=True)
            sender = BulkSender(client, index.name, alias=False)
            begun = time.perf_counter()
            done = 0
            for outcome in sender.send_all(build_batches(build_actions(lexicon, count))):
                assert not outcome.failed
                done += len(outcome.done)
            client.indices.refresh(index=index.name)
            client.indices.forcemerge(index=index.name, max_num_segments=1)  # as a rebuild does
            print(f"{done} documents in {time.perf_counter() - begun:.0f} s")
            held = client.indices.stats(index=index.name)["_all"]["total"]["store"]
            print(f"{held['size_in_bytes'] / 1e6:.0f} MB on disk")
            for _ in range(WARMING + PASSES):
                client.indices.clear_cache(index=index.name, request=True)  # no answer twice
                taken = []
                for search in searches:
                    begun = time.perf_counter()
                    fetch_result(client, read_alias(trial), search, lookup)
                    taken.append(1000 * (time.perf_counter() - begun))
                passes.append(taken)
        finally:
            remove_trial(trial)
    medians = map(statistics.median, zip(*passes[WARMING:], strict=True))
    slowest = sorted(zip(medians, (search.text for search in searches), strict=True), reverse=True)
    for milliseconds, text in slowest[:8]:
        print(f"  {milliseconds:.0f} ms  {text}")
    return passes


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    settings = read_settings()
    if not settings.elasticsearch_url:
        start_node(settings)
    passes = measure(settings, count)
    for number, cold in enumerate(passes[:WARMING], 1):
        print(f"pass {number}, warming up: p95 {statistics.quantiles(cold, n=100)[94]:.1f} ms")
    taken = [milliseconds for one in passes[WARMING:] for milliseconds in one]
    cuts = statistics.quantiles(taken, n=100)
    print(
        f"search: p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms, p99 {cuts[98]:.1f} ms"
        f" over {len(taken)} searches at {count} documents, bar p95 {BAR:.0f} ms"
    )
    raise SystemExit(cuts[94] > BAR)


if __name__ == "__main__":
    main()
