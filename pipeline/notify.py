"""The failure notice: one POST to the operator's own webhook; off unless one is set."""

from __future__ import annotations

import logging

import httpx

from pipeline.settings import Settings

log = logging.getLogger(__name__)


def send_failure(settings: Settings, run_id: str, reason: str) -> bool:
    """Tell the webhook that a run failed; return whether it was told.

    A notice that cannot be delivered is logged: it must not hide the failure that it is about.
    """
    if not settings.notify_url:
        return False
    text = f"Sekko: run {run_id} failed. {reason}".strip()
    try:
        answer = httpx.post(settings.notify_url, json={"text": text, "run": run_id}, timeout=10.0)
        answer.raise_for_status()
    except httpx.HTTPError as error:
        log.error("the failure notice was not delivered: %s", type(error).__name__)
        return False
    return True
