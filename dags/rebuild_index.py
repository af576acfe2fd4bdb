"""Rebuild the index from stored data, without the network.

Builds a new index beside the live one, compares the two, and swaps all aliases at once. With
**start** it first repeats earlier stages from what is stored: `raw` cleans and enriches everything
again, `posts` enriches everything again, `enriched` (the default) only loads.
"""

from __future__ import annotations

from airflow.sdk import Param, dag, get_current_context, task

from dags.tasks import POLICY, POSTS, current_run, notify_failure


@dag(
    dag_id="rebuild_index",
    schedule=None,
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 0, "retry_policy": POLICY},
    on_failure_callback=notify_failure,
    params={"start": Param("enriched", enum=["raw", "posts", "enriched"])},
    dag_display_name="Rebuild the index (索引の再構築)",
    doc_md=__doc__,
    tags=["sekko"],
)
def rebuild_index() -> None:
    """Wire the rebuild."""

    @task(outlets=[POSTS])
    def rebuild() -> None:
        """Repeat the stages from `start`, build beside, compare, swap."""
        from pipeline.night import rebuild_night
        from pipeline.settings import read_settings

        rebuild_night(read_settings(), current_run(), get_current_context()["params"]["start"])

    rebuild()


rebuild_index()
