"""The web and dump files -> raw/<source> and pages/<source>."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.reports import Run, StageReport
from pipeline.scrape.faults import FetchError
from pipeline.scrape.files import read_documents
from pipeline.scrape.harvest import STAGE, Harvest
from pipeline.settings import Settings
from pipeline.sources import Input, Source, resolve_path
from pipeline.store import DataRoot


def scrape_source(
    source: Source,
    settings: Settings,
    run: Run,
    *,
    since: date | None = None,
    until: date | None = None,
) -> StageReport:
    """Fetch every input of a source and keep what is new.

    Args:
        since: First day of a back-fill; None in an ordinary night.
        until: Its last day.

    Returns:
        `read` counts pages met: documents, indexes, feeds, sitemaps. `failure` is set when nothing
        at all came.
    """
    harvest = Harvest(DataRoot(settings.data_root), source, run)
    for entry in source.inputs:
        if entry.path is not None:
            _keep_files(harvest, entry, settings)
    harvest.flush()
    harvest.keep_rejections()
    return _build_report(harvest, source)


def _keep_files(harvest: Harvest, entry: Input, settings: Settings) -> None:
    name = str(Path(entry.path or ""))
    for document in read_documents(resolve_path(entry, settings), name, entry.format):
        if isinstance(document.data, FetchError):
            harvest.reject(f"file:{document.name}", document.data)
        else:
            harvest.keep_file(document.name, document.data, entry.format)


def _build_report(harvest: Harvest, source: Source) -> StageReport:
    ends = harvest.count_ends()
    written, unchanged = ends.pop("written", 0), ends.pop("unchanged", 0)
    failure = None
    if not written and not unchanged:
        reasons = "; ".join(f"{fault.message} ({fault.reason})" for _, fault in harvest.faults[:3])
        failure = str(
            SourceError(
                f"source {source.name} gave nothing: {reasons or 'no input led anywhere'}",
                f"try it with `sekko source check {source.name}`",
            )
        )
    return StageReport(
        stage=STAGE,
        source=source.name,
        read=written + unchanged + ends.total(),
        written=written,
        unchanged=unchanged,
        rejected=dict(sorted(ends.items())),
        failure=failure,
    )
