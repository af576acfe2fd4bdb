"""Back-fill by date range.

The nightly tasks, with the pages of a range of days: trigger with **since** and **until**
(`YYYY-MM-DD`, both included). What is stored already is not fetched or written again.
"""

from __future__ import annotations

from airflow.sdk import Param, dag

from dags.tasks import POLICY, notify_failure, wire_night


@dag(
    dag_id="backfill",
    schedule=None,
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 3, "retry_policy": POLICY},
    on_failure_callback=notify_failure,
    params={
        "since": Param(None, type=["null", "string"], format="date", description="First day"),
        "until": Param(None, type=["null", "string"], format="date", description="Last day"),
    },
    dag_display_name="Back-fill (期間指定の取り込み)",
    doc_md=__doc__,
    tags=["sekko"],
)
def backfill() -> None:
    """Wire a night over a range of days."""
    wire_night()


backfill()
