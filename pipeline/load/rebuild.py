"""A new index beside the live one: built from the data root, compared, swapped; or nothing."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.documents import EnrichedPost
from pipeline.elastic import connect, named_errors
from pipeline.errors import DocumentError, RunError
from pipeline.lexicon import Lexicon, read_current_lexicon
from pipeline.load.aliases import delete_index, prune_indices, retire, swap_aliases
from pipeline.load.catalog import Catalog
from pipeline.load.cluster import check_cluster
from pipeline.load.document import build_document
from pipeline.load.held import count_held, fetch_held
from pipeline.load.index import (
    Index,
    create_index,
    find_live,
    list_indices,
    mark_finished,
    read_index,
)
from pipeline.load.stage import PURGE_SHARE, SourceLoad, build_now
from pipeline.load.templates import Templates, install_templates, read_templates
from pipeline.reports import Run, StageReport
from pipeline.settings import Settings
from pipeline.sources import Source
from pipeline.store import DataRoot, RecordStore

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

log = logging.getLogger(__name__)

SAMPLES = 20  # documents of each source that are fetched back and compared
MAX_SOURCES = 10_000
MERGE_SECONDS = 3600.0


def rebuild_index(
    sources: Iterable[Source],
    settings: Settings,
    run: Run,
    *,
    allow_loss: bool = False,
    lexicon: Lexicon | None = None,
) -> StageReport:
    """Build a new index from `enriched/*`, compare it, and swap the aliases to it.

    The caller holds the run lock. When anything fails the new index is deleted and the live one
    stays as it was; an index that a killed build left is deleted first.

    Args:
        sources: All sources that are on.
        settings: Which cluster and data root.
        run: Whose id marks the index while it is built.
        allow_loss: Swap although the new index holds far less of a source than the live one.
        lexicon: For its analysis and names; None reads the project's.

    Raises:
        RunError: The new index does not hold what the store holds, or far less than the live one.
        TransientError: The cluster is down or busy.
    """
    with named_errors(settings), connect(settings, timeout=120) as client, ExitStack() as failed:
        started = build_now()
        check_cluster(client)
        templates = read_templates(settings)
        install_templates(client, templates)
        live = find_live(client, settings)
        discard_unfinished(client, settings, live)
        lexicon = lexicon or read_current_lexicon(settings)
        index = create_index(client, settings, templates, lexicon, building=run.id)
        failed.callback(delete_index, client, settings, index.name)
        catalog = Catalog(lexicon)
        reports = fill_index(client, settings, index, live, sources, catalog)
        open_for_readers(client, index, templates)
        compare_with_store(client, settings, index, sources, reports, catalog)
        if live is not None:
            compare_with_live(client, index, live, allow_loss=allow_loss)
        replaced = swap_aliases(client, settings, index.name)
        failed.pop_all()  # from here on it is the live one
        mark_finished(client, index, started, build_now())
        for name in replaced:
            retire(client, settings, name)
        prune_indices(client, settings, index.name)
        return sum_reports(reports)


def discard_unfinished(client: Elasticsearch, settings: Settings, live: Index | None) -> None:
    """Delete what a killed build left behind; the run lock says that no other build goes on."""
    for name in list_indices(client, settings):
        if (live is None or name != live.name) and read_index(client, name).building:
            log.warning("%s was left unfinished by a build that died", name)
            delete_index(client, settings, name)


def fill_index(
    client: Elasticsearch,
    settings: Settings,
    index: Index,
    live: Index | None,
    sources: Iterable[Source],
    catalog: Catalog,
) -> dict[str, StageReport]:
    """Load every source into the new index, without refreshes or replicas on the way."""
    quick = {"refresh_interval": "-1", "auto_expand_replicas": "false", "number_of_replicas": 0}
    client.indices.put_settings(index=index.name, settings={"index": quick})
    reports = {}
    for source in sources:
        previous = fetch_held(client, live.name, source.name) if live else {}
        load = SourceLoad(source, settings, client, index, catalog, previous)
        reports[source.name] = load.load()
    return reports


def open_for_readers(client: Elasticsearch, index: Index, templates: Templates) -> None:
    """Merge the filled index, give it its template's settings, wait until it can be searched."""
    (shipped,) = (
        body["template"]["settings"]["index"]
        for name, body in templates.components.items()
        if name.endswith("-settings")
    )
    wanted = {name: shipped[name] for name in ("refresh_interval", "auto_expand_replicas")}
    client.indices.put_settings(index=index.name, settings={"index": wanted})
    client.indices.refresh(index=index.name)
    # One segment halves a search's work; what later nights add is merged by the server.
    client.options(request_timeout=MERGE_SECONDS).indices.forcemerge(
        index=index.name, max_num_segments=1
    )
    client.cluster.health(index=index.name, wait_for_status="yellow", timeout="60s")


def compare_with_store(
    client: Elasticsearch,
    settings: Settings,
    index: Index,
    sources: Iterable[Source],
    reports: dict[str, StageReport],
    catalog: Catalog,
) -> None:
    """Compare counts, and a sample of documents, with what they were built from.

    Raises:
        RunError: A count or a document differs.
    """
    for source in sources:
        report = reports[source.name]
        wanted = report.read - sum(report.rejected.values())
        found = count_held(client, index.name, source.name)
        if found != wanted:
            raise RunError(
                f"{index.name} holds {found} documents of {source.name}, not {wanted}",
                "the live index is untouched; run the rebuild again",
            )
        store = RecordStore(DataRoot(settings.data_root), f"enriched/{source.name}", EnrichedPost)
        for enriched in islice(store, SAMPLES):
            _compare_document(client, index, enriched, source, catalog)


def compare_with_live(
    client: Elasticsearch, index: Index, live: Index, *, allow_loss: bool
) -> None:
    """Refuse to replace an index by one that holds far less of a source.

    Raises:
        RunError: Names the sources that lose more than `PURGE_SHARE`.
    """
    before, after = (_count_by_source(client, name) for name in (live.name, index.name))
    lost = [
        f"{source} ({count} -> {after[source]})"
        for source, count in sorted(before.items())
        if after[source] < count * (1 - PURGE_SHARE)
    ]
    if lost and not allow_loss:
        raise RunError(
            f"the new index would lose {', '.join(lost)}",
            "the live index is untouched; is a source off? --allow-loss swaps all the same",
        )


def sum_reports(reports: dict[str, StageReport]) -> StageReport:
    """Add up the sources' reports."""
    rejected: Counter[str] = Counter()
    for report in reports.values():
        rejected.update(report.rejected)
    return StageReport(
        stage="rebuild",
        source="all",
        read=sum(report.read for report in reports.values()),
        written=sum(report.written for report in reports.values()),
        unchanged=sum(report.unchanged for report in reports.values()),
        rejected=dict(rejected),
    )


def _compare_document(
    client: Elasticsearch, index: Index, enriched: EnrichedPost, source: Source, catalog: Catalog
) -> None:
    try:
        document = build_document(enriched, catalog, source.zone())
    except DocumentError:
        return  # rejected, and counted as such
    answer = client.options(ignore_status=404).get(
        index=index.name, id=enriched.id, source_includes=["fingerprint"]
    )
    found = answer.body.get("_source", {}).get("fingerprint")
    if found is not None and found != document.fingerprint:
        raise RunError(f"{index.name}: document {enriched.id} is not what was sent")


def _count_by_source(client: Elasticsearch, index: str) -> Counter[str]:
    terms = {"sources": {"terms": {"field": "source", "size": MAX_SOURCES}}}
    answer = client.search(index=index, size=0, aggs=terms)
    buckets = answer["aggregations"]["sources"]["buckets"]
    return Counter({bucket["key"]: bucket["doc_count"] for bucket in buckets})
