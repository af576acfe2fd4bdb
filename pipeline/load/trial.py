"""An index for a trial: the same templates, lexicon and load, names of its own, removed after."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import uuid4

import msgspec

from pipeline.documents import EnrichedPost
from pipeline.elastic import connect
from pipeline.errors import RunError
from pipeline.load.index import list_indices
from pipeline.load.stage import load_source
from pipeline.load.templates import read_templates
from pipeline.reports import Run
from pipeline.settings import Settings
from pipeline.sources import Format, Input, Source
from pipeline.store import DataRoot, RecordStore


@contextmanager
def trial_index(settings: Settings, name: str, posts: Iterable[EnrichedPost]) -> Iterator[Settings]:
    """Load posts as the source `name` into an index beside all others; yield its settings.

    Raises:
        RunError: A post was rejected: the trial would not measure what it says.
    """
    with tempfile.TemporaryDirectory() as folder:
        prefix = f"{settings.index_prefix}-trial-{uuid4().hex[:8]}"
        trial = msgspec.structs.replace(settings, index_prefix=prefix, data_root=folder)
        RecordStore(DataRoot(folder), f"enriched/{name}", EnrichedPost).upsert(posts)
        source = Source(
            name=name,
            kind="blog",
            title=name,
            inputs=(Input(format=Format.HTML, path=name),),
        )
        try:
            report = load_source(source, trial, Run(id=prefix, started=datetime.now(UTC)))
            if report.rejected:
                raise RunError(f"posts of the trial {name} were rejected: {report.rejected}")
            yield trial
        finally:
            remove_trial(trial)


def remove_trial(trial: Settings) -> None:
    """Remove the indices and templates of a trial."""
    templates = read_templates(trial)
    with connect(trial) as client:
        quiet = client.options(ignore_status=404)
        for index in list_indices(client, trial):
            quiet.indices.delete(index=index)
        for name in templates.indices:
            quiet.indices.delete_index_template(name=name)
        for name in templates.components:
            quiet.cluster.delete_component_template(name=name)
        for name in templates.policies:
            quiet.options(ignore_status=(400, 404, 405)).ilm.delete_lifecycle(name=name)
