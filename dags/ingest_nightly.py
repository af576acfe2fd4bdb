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

import pendulum
from airflow.sdk import CronTriggerTimetable, dag

from dags.tasks import POLICY, notify_failure, wire_night

TOKYO = pendulum.timezone("Asia/Tokyo")


@dag(
    dag_id="ingest_nightly",
    # A machine that was off at 03:00, or is new, catches up last night at once, and only that one.
    schedule=CronTriggerTimetable("0 3 * * *", timezone=TOKYO, run_immediately=True),
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
    wire_night()


ingest_nightly()
