"""The tasks that the DAGs share, and how a night is wired from them; the work is elsewhere.

Only names, paths and reports pass between tasks; what they speak of lies in the data root. Nothing
of the pipeline but its errors is imported when Airflow parses a DAG.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from airflow.sdk import (
    Asset,
    Context,
    ExceptionRetryPolicy,
    RetryAction,
    RetryRule,
    get_current_context,
    task,
    task_group,
)

from pipeline.errors import SekkoError, TransientError

if TYPE_CHECKING:
    from pipeline.reports import Run

POSTS = Asset(name="sekko-posts", uri="sekko://index/posts")

POLICY = ExceptionRetryPolicy(
    rules=[
        RetryRule(
            exception=TransientError,
            action=RetryAction.RETRY,
            retry_delay=timedelta(minutes=2),
            reason="a fault that time may mend",
        ),
        RetryRule(
            exception=SekkoError,
            action=RetryAction.FAIL,
            reason="trying again would give the same answer",
        ),
    ]
)


def current_run() -> Run:
    """Build this run's record from facts that a retry sees again, never from the clock.

    A triggered run has no logical date; `run_after` is always there.
    """
    from pipeline.night import build_run

    dag_run = get_current_context()["dag_run"]
    return build_run(dag_run.run_type, started=dag_run.run_after)


def notify_failure(context: Context) -> None:
    """Tell the webhook of `SEKKO_NOTIFY_URL` that a run failed; off when it is empty."""
    from pipeline.notify import send_failure
    from pipeline.settings import read_settings

    send_failure(read_settings(), str(context["run_id"]), str(context.get("reason") or ""))


def run_mapped_stage(stage: str, name: str, after: str | None = None, **options: Any) -> None:
    """Run one stage of one source, unless the source stopped at the stage before.

    Raises:
        AirflowSkipException: It stopped before; the task that stopped it is red.
    """
    from airflow.sdk.exceptions import AirflowSkipException

    from pipeline.night import has_passed, run_stage
    from pipeline.settings import read_settings
    from pipeline.sources import find_source

    settings, run = read_settings(), current_run()
    if after is not None and not has_passed(after, name, settings, run):
        raise AirflowSkipException(f"{name} stopped before {stage}")
    run_stage(stage, find_source(settings, name), settings, run, **options)


@task(retries=120, retry_delay=timedelta(seconds=30))
def open_run() -> list[str]:
    """Take the run lock; while another run holds it, try again for an hour."""
    from pipeline.lock import build_lease
    from pipeline.night import open_night
    from pipeline.settings import read_settings

    return [s.name for s in open_night(read_settings(), build_lease(current_run().id))]


@task
def list_batches(names: list[str]) -> list[list[str]]:
    """Group the sources that share a host: one polite rate per host across all workers."""
    from pipeline.scrape.batches import build_batches
    from pipeline.settings import read_settings
    from pipeline.sources import find_source

    settings = read_settings()
    return build_batches([find_source(settings, name) for name in names])


@task
def scrape(batch: list[str]) -> None:
    """Fetch what is new (or what a back-fill's dates name) into the raw archive."""
    from pipeline.errors import SourceError

    params = get_current_context()["params"]
    days = {
        name: date.fromisoformat(params[name]) for name in ("since", "until") if params.get(name)
    }
    failed = []
    for name in batch:
        try:
            run_mapped_stage("scrape", name, **days)
        except SourceError as error:
            failed.append(str(error))
    if failed:
        raise SourceError("; ".join(failed))


@task(trigger_rule="all_done")
def clean(name: str) -> None:
    """Turn raw pages into posts."""
    run_mapped_stage("clean", name, after="scrape")


@task(trigger_rule="all_done")
def mark_duplicates(names: list[str]) -> None:
    """Mark near-duplicates across sources."""
    from pipeline.clean import duplicates
    from pipeline.settings import read_settings
    from pipeline.sources import find_source

    settings = read_settings()
    sources = [find_source(settings, name) for name in names]
    duplicates.mark_duplicates(sources, settings, current_run())


@task
def enrich(name: str) -> None:
    """Find actors and weapons systems."""
    run_mapped_stage("enrich", name, after="clean")


@task
def check(name: str) -> None:
    """Stop a source that gave too little; refuse records that the index cannot hold."""
    run_mapped_stage("check", name, after="enrich")


@task
def load(name: str) -> None:
    """Bring the index up to date."""
    run_mapped_stage("load", name, after="check")


@task_group
def finish(name: str) -> None:
    """Enrich, check and load one source; sources do not wait for each other."""
    enrich(name) >> check(name) >> load(name)


@task(trigger_rule="all_done", retries=0, outlets=[POSTS])
def conclude(names: list[str] | None) -> None:
    """Let go of the lock; fail the run if any source failed, and say which."""
    from pipeline.night import close_night
    from pipeline.settings import read_settings

    close_night(read_settings(), current_run(), names or ["(all sources)"])


@task(trigger_rule="all_done")
def write_brief() -> str:
    """Write the page on what the night brought; it is a leaf, so its failure fails the run."""
    from pipeline.serve.brief import stage
    from pipeline.settings import read_settings

    return stage.write_brief(read_settings(), current_run())


def wire_night() -> None:
    """Wire one night inside a DAG: scrape > clean > duplicates > (enrich > check > load) > end."""
    names = open_run()
    scraped = scrape.expand(batch=list_batches(names))
    cleaned = clean.expand(name=names)
    finished = finish.expand(name=names)
    scraped >> cleaned >> mark_duplicates(names) >> finished >> [write_brief(), conclude(names)]
