"""What there is: every index of ours, and what should be done about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.documents import Record
from pipeline.elastic import connect, named_errors
from pipeline.lexicon import read_current_lexicon
from pipeline.load.index import find_live, list_indices, read_index
from pipeline.load.templates import has_lifecycle, read_templates
from pipeline.settings import Settings

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch


class IndexStatus(Record, frozen=True, kw_only=True):
    """One index of ours.

    Attributes:
        bytes: On disk, replicas included.
    """

    name: str
    live: bool
    building: bool
    documents: int
    bytes: int
    schema: int
    lexicon: str


class Status(Record, frozen=True, kw_only=True):
    """All of them, the oldest first, and what a person should know."""

    indices: tuple[IndexStatus, ...]
    notes: tuple[str, ...]


def read_status(settings: Settings) -> Status:
    """Ask the cluster for the indices of these settings.

    Raises:
        RunError: The aliases are in disorder, or the cluster refuses.
        TransientError: It is down or busy.
    """
    with named_errors(settings), connect(settings) as client:
        live = find_live(client, settings)
        entries = tuple(
            _read_one(client, name, live is not None and name == live.name)
            for name in list_indices(client, settings)
        )
        return Status(indices=entries, notes=tuple(_note(client, settings, entries)))


def _read_one(client: Elasticsearch, name: str, live: bool) -> IndexStatus:
    index = read_index(client, name)
    stats = client.indices.stats(index=name, metric="docs,store")["_all"]["total"]
    return IndexStatus(
        name=name,
        live=live,
        building=index.building is not None,
        documents=client.count(index=name)["count"],
        bytes=stats["store"]["size_in_bytes"],
        schema=index.schema,
        lexicon=index.lexicon,
    )


def _note(
    client: Elasticsearch, settings: Settings, entries: tuple[IndexStatus, ...]
) -> Iterator[str]:
    live = next((entry for entry in entries if entry.live), None)
    if live is None:
        yield "no index is live yet; a night makes it, or `sekko index create`"
    elif live.lexicon != (version := read_current_lexicon(settings).version):
        yield (
            f"the analysis is of lexicon {live.lexicon}, the newest is {version}:"
            " `sekko index rebuild` brings its synonyms"
        )
    if not has_lifecycle(client):
        policies = ", ".join(read_templates(settings).policies)
        yield f"this server has no index lifecycle management; not installed: {policies}"
