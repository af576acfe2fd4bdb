"""Nightly ingestion.

Takes every source of `sources.yml` through **scrape > clean > enrich > check > load**.

* Mapped over hosts while it talks to the web (one polite rate per host), over sources afterwards.
* A source that fails stops there; the others go on; the last task, `conclude`, fails the run and
  says which source failed at which stage.
* A second run over unchanged sources writes nothing.
* A manual and a scheduled run never write at once: the run lock makes the later one wait.

What to look at in the morning: `docs/runbook.md`.
"""

from __future__ import annotations

from datetime import timedelta

import pendulum
from airflow.sdk import Asset, CronTriggerTimetable, dag, task, task_group

from dags.tasks import POLICY, current_run, notify_failure, run_mapped_stage

TOKYO = pendulum.timezone("Asia/Tokyo")
POSTS = Asset(name="sekko-posts", uri="sekko://index/posts")


@dag(
    dag_id="ingest_nightly",
    schedule=CronTriggerTimetable("0 3 * * *", timezone=TOKYO),
    start_date=pendulum.datetime(2026, 1, 1, tz=TOKYO),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 3, "retry_policy": POLICY},
    on_failure_callback=notify_failure,
    dag_display_name="Nightly ingestion (毎夜の取り込み)",
    doc_md=__doc__,
    tags=["sekko"],
)
def ingest_nightly() -> None:
    """Wire the night."""

    @task(retries=30, retry_delay=timedelta(minutes=2))
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
        """Fetch what is new into the raw archive."""
        from pipeline.errors import SourceError

        failed = []
        for name in batch:
            try:
                run_mapped_stage("scrape", name)
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

    @task_group
    def finish(name: str) -> None:
        """Find names, check, and load, source by source."""

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

        enrich(name) >> check(name) >> load(name)

    @task(trigger_rule="all_done", retries=0, outlets=[POSTS])
    def conclude(names: list[str] | None) -> None:
        """Let go of the lock; fail the run if any source failed, and say which."""
        from pipeline.night import close_night
        from pipeline.settings import read_settings

        close_night(read_settings(), current_run(), names or ["(all sources)"])

    names = open_run()
    scraped = scrape.expand(batch=list_batches(names))
    cleaned = clean.expand(name=names)
    scraped >> cleaned >> mark_duplicates(names) >> finish.expand(name=names) >> conclude(names)


ingest_nightly()
