"""Which sources may be scraped at the same time."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from pipeline.sources import Source


def build_batches(sources: Iterable[Source]) -> list[list[str]]:
    """Group sources that share a host, directly or through another one.

    A batch is scraped one source after the other, so that a host sees one polite rate however many
    workers there are. A source of files only is a batch of its own.
    """
    batches: list[tuple[set[str], list[str]]] = []
    for source in sources:
        hosts = {urlsplit(entry.url).hostname or "" for entry in source.inputs if entry.url}
        names: list[str] = []
        apart = []
        for batch in batches:
            if batch[0] & hosts:
                hosts |= batch[0]
                names += batch[1]
            else:
                apart.append(batch)
        batches = [*apart, (hosts, [*names, source.name])]
    return [names for _, names in batches]
