"""Import the DAG files in a fresh interpreter and print what is in them, as one line of JSON."""

from __future__ import annotations

import json
import socket
import sys
import time

HEAVY = {"spacy", "ginza", "elasticsearch", "trafilatura", "pyarrow", "s3fs"}


def refuse(*_: object) -> None:
    raise AssertionError("a DAG file opened a connection while it was parsed")


def describe(dag) -> dict:
    timetable = dag.timetable
    return {
        "schedule": [timetable.expression, str(timetable.timezone)]
        if hasattr(timetable, "expression")
        else None,
        "catchup": dag.catchup,
        "max_active_runs": dag.max_active_runs,
        "doc": bool(dag.doc_md),
        "edges": {task.task_id: sorted(task.downstream_task_ids) for task in dag.tasks},
        "rules": {task.task_id: task.trigger_rule for task in dag.tasks},
    }


def main() -> None:
    socket.socket.connect = refuse  # type: ignore[method-assign,assignment]
    begun = time.monotonic()
    from dags.backfill import backfill
    from dags.ingest_nightly import ingest_nightly
    from dags.rebuild_index import rebuild_index

    dags = [build() for build in (ingest_nightly, backfill, rebuild_index)]
    print(
        json.dumps(
            {
                "seconds": time.monotonic() - begun,
                "heavy": sorted(HEAVY & set(sys.modules)),
                "dags": {dag.dag_id: describe(dag) for dag in dags},
            }
        )
    )


main()
