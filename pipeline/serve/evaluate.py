"""How well search finds: judged queries, against plain `standard` and plain `kuromoji` indices.

Grades: 3 is about it, 2 speaks of it, 1 touches it; a document that is not judged is not relevant.
Recall counts every grade, nDCG the grades themselves, both over the first ten hits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec

from pipeline.documents import EnrichedPost, Kind, Post, Record, Zones
from pipeline.errors import RunError
from pipeline.serve.query import Search, build_filters
from pipeline.serve.search import fetch_result

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

    from pipeline.serve.entities import EntityLookup

DEPTH = 10
ANALYZERS = ("standard", "kuromoji")  # of the baselines
FIELDS = ("title", "commentary", "body", "caption")

Ranking = Callable[[Search], list[str]]
"""Search -> ids of the first `DEPTH` documents."""


class Text(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One document of the judged corpus."""

    id: str
    kind: Kind
    title: str | None = None
    published: str | None = None
    commentary: str = ""
    body: str = ""
    caption: str = ""


class Filters(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Filters of a judged query, as a search has them."""

    kinds: tuple[Kind, ...] = ()
    since: str | None = None
    until: str | None = None


class Query(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One judged query; `type` is what kind of thing an analyst typed."""

    id: str
    query: str
    type: str
    filters: Filters = Filters()

    def search(self) -> Search:
        """Return it as a search."""
        filters = msgspec.structs.asdict(self.filters)
        return Search(text=self.query, size=DEPTH, **filters)


class Gold(Record, frozen=True, kw_only=True):
    """The corpus, the queries, and query -> document -> grade."""

    corpus: tuple[Text, ...]
    queries: tuple[Query, ...]
    judgements: dict[str, dict[str, int]]


class Figures(Record, frozen=True, kw_only=True):
    """Means over queries; `zero_hits` is the share of queries that find nothing."""

    queries: int
    recall: float
    ndcg: float
    zero_hits: float


class Evaluation(Record, frozen=True, kw_only=True):
    """One system's figures.

    Attributes:
        by_type: The same by the queries' type.
        ranked: Query id -> the ids that it found.
        recall: Query id -> its own recall.
        ndcg: Query id -> its own nDCG.
    """

    total: Figures
    by_type: dict[str, Figures]
    ranked: dict[str, list[str]]
    recall: dict[str, float]
    ndcg: dict[str, float]


def read_gold(folder: Path) -> Gold:
    """Read `corpus.jsonl`, `queries.yml` and `judgements.tsv`.

    Raises:
        RunError: A file is missing or wrong, or a judgement names what is not there.
    """
    try:
        lines = (folder / "corpus.jsonl").read_bytes().splitlines()
        corpus = tuple(msgspec.json.decode(line, type=Text) for line in lines if line.strip())
        data = (folder / "queries.yml").read_bytes()
        queries = tuple(msgspec.yaml.decode(data, type=list[Query]))
        table = (folder / "judgements.tsv").read_text(encoding="utf-8").splitlines()
    except (OSError, msgspec.ValidationError, msgspec.DecodeError) as error:
        raise RunError(f"the judged queries in {folder} cannot be read: {error}") from error
    documents = {text.id for text in corpus}
    judgements: dict[str, dict[str, int]] = {query.id: {} for query in queries}
    for row in table:
        query, document, grade = row.split("\t")
        if query not in judgements or document not in documents:
            raise RunError(f"judgements.tsv: {row!r} names what is not there")
        judgements[query][document] = int(grade)
    return Gold(corpus=corpus, queries=queries, judgements=judgements)


def build_post(text: Text) -> EnrichedPost:
    """Build the post of a judged text, with nothing found in it yet."""
    post = Post(
        id=text.id,
        kind=text.kind,
        source="judged",
        title=text.title,
        published=text.published,
        published_precision="day" if text.published else None,
        zones=Zones(commentary=text.commentary, body=text.body, caption=text.caption),
        first_seen="2026-01-01T00:00:00+00:00",
        page=text.id,
    )
    return EnrichedPost(id=text.id, post=post, lexicon="", engine="")


def evaluate(gold: Gold, rank: Ranking) -> Evaluation:
    """Run every query and score what it finds."""
    ranked = {query.id: rank(query.search()) for query in gold.queries}
    recall, ndcg = _score(gold.judgements, ranked)
    types = {query.id: query.type for query in gold.queries}

    def average(ids: list[str]) -> Figures:
        return Figures(
            queries=len(ids),
            recall=sum(recall[i] for i in ids) / len(ids),
            ndcg=sum(ndcg[i] for i in ids) / len(ids),
            zero_hits=sum(not ranked[i] for i in ids) / len(ids),
        )

    by_type = {name: [i for i in types if types[i] == name] for name in sorted(set(types.values()))}
    return Evaluation(
        total=average(list(types)),
        by_type={name: average(ids) for name, ids in by_type.items()},
        ranked=ranked,
        recall=recall,
        ndcg=ndcg,
    )


def rank_with_search(client: Elasticsearch, index: str, lookup: EntityLookup) -> Ranking:
    """Return our search as a ranking, over an index of ours: what a person sees, in its order."""

    def rank(search: Search) -> list[str]:
        result = fetch_result(client, index, search, lookup)
        return [hit.id for hit in (*result.hits, *result.related)]

    return rank


@contextmanager
def baseline(client: Elasticsearch, analyzer: str, corpus: Iterable[Text]) -> Iterator[Ranking]:
    """Make an index whose text fields have only this analyzer; remove it afterwards.

    A query is a plain `multi_match` over title, commentary, body and caption.
    """
    name = f"sekko-baseline-{analyzer}-{uuid4().hex[:10]}"
    text = {"type": "text", "analyzer": analyzer}
    properties: dict[str, Any] = {
        **dict.fromkeys(FIELDS, text),
        "kind": {"type": "keyword"},
        "timeline_at": {"type": "date"},
    }
    client.indices.create(index=name, mappings={"properties": properties})
    try:
        operations: list[Mapping[str, Any]] = []
        for entry in corpus:
            fields = {field: getattr(entry, field) for field in (*FIELDS, "kind")}
            operations += [{"index": {"_id": entry.id}}, {**fields, "timeline_at": entry.published}]
        client.bulk(index=name, operations=operations, refresh=True)
        yield _rank_plainly(client, name)
    finally:
        client.indices.delete(index=name)


def _rank_plainly(client: Elasticsearch, index: str) -> Ranking:
    def rank(search: Search) -> list[str]:
        match = {"multi_match": {"query": search.text, "fields": list(FIELDS)}}
        filters = build_filters(search)
        answer = client.search(
            index=index,
            query={"bool": {"must": match, "filter": filters}},
            size=DEPTH,
            source=False,
        )
        return [hit["_id"] for hit in answer["hits"]["hits"]]

    return rank


def _score(
    judgements: dict[str, dict[str, int]], ranked: dict[str, list[str]]
) -> tuple[dict[str, float], dict[str, float]]:
    import ir_measures
    from ir_measures import R, nDCG

    wanted = [
        ir_measures.Qrel(query, document, grade)
        for query, grades in judgements.items()
        for document, grade in grades.items()
    ]
    found = [
        ir_measures.ScoredDoc(query, document, float(-place))
        for query, documents in ranked.items()
        for place, document in enumerate(documents)
    ]
    scores: dict[str, dict[str, float]] = {"R": {}, "nDCG": {}}
    for metric in ir_measures.iter_calc([R @ DEPTH, nDCG @ DEPTH], wanted, found):
        scores[str(metric.measure.NAME)][metric.query_id] = metric.value
    # What finds nothing is not among the runs, and counts as nothing.
    nothing = dict.fromkeys(judgements, 0.0)
    return {**nothing, **scores["R"]}, {**nothing, **scores["nDCG"]}
