"""What the DAGs share: this run's identity, the retry policy, the failure notice."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from airflow.sdk import ExceptionRetryPolicy, RetryAction, RetryRule, get_current_context

from pipeline.errors import SekkoError, TransientError

if TYPE_CHECKING:
    from pipeline.reports import Run

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


def run_mapped_stage(stage: str, name: str, after: str | None = None) -> None:
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
    run_stage(stage, find_source(settings, name), settings, run)


def notify_failure(context: dict[str, Any]) -> None:
    """Tell the webhook of `SEKKO_NOTIFY_URL` that a run failed; off when it is empty."""
    from pipeline.notify import send_failure
    from pipeline.settings import read_settings

    send_failure(read_settings(), str(context["run_id"]), str(context.get("reason") or ""))
