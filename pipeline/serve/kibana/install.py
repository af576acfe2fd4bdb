"""Brings the objects into a Kibana, through its saved-objects import API."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Any

import httpx

from pipeline.documents import Record
from pipeline.elastic import read_alias
from pipeline.errors import RunError, TransientError
from pipeline.serve.kibana.build import build_ndjson
from pipeline.serve.kibana.source import read_objects

if TYPE_CHECKING:
    from pipeline.settings import Settings

TIMEZONE = "Asia/Tokyo"
TIMEOUT = 60.0  # seconds; the import waits for Elasticsearch


class Installed(Record, frozen=True, kw_only=True):
    """What Kibana took.

    Attributes:
        objects: How many.
        url: Where the dashboards are.
        timezone: The space's time zone was set; False: to be set by hand, in its advanced settings.
    """

    objects: int
    url: str
    timezone: bool


def install_objects(
    settings: Settings, *, overwrite: bool = True, timezone: str | None = TIMEZONE
) -> Installed:
    """Import data view, searches and dashboards; what is there with their ids is replaced.

    Args:
        settings: `kibana_url` (with `/s/<space>` for a space), and the cluster's user or key.
        overwrite: Without, what is there already is a conflict.
        timezone: The space's `dateFormat:tz`, in which days and weeks begin; None leaves it.

    Raises:
        RunError: No Kibana is configured, or it refuses.
        TransientError: It is down or busy.
    """
    if not settings.kibana_url:
        raise RunError("no Kibana is configured", "set SEKKO_KIBANA_URL")
    base = settings.kibana_url.rstrip("/")
    ndjson = build_ndjson(read_objects(), read_alias(settings))
    try:
        with _connect(settings, base) as client:
            answer = client.post(
                "/api/saved_objects/_import",
                params={"overwrite": "true"} if overwrite else {},
                files={"file": ("sekko.ndjson", ndjson, "application/ndjson")},
            )
            objects = _read_answer(base, answer)
            set_timezone = timezone is not None and _set_timezone(client, timezone)
    except httpx.TimeoutException as error:
        raise TransientError(f"Kibana at {base} did not answer in time", "try again") from error
    except httpx.TransportError as error:
        raise _explain_transport(base, error) from error
    return Installed(objects=objects, url=f"{base}/app/dashboards", timezone=set_timezone)


def _connect(settings: Settings, base: str) -> httpx.Client:
    headers = {"kbn-xsrf": "true", "x-elastic-internal-origin": "sekko"}
    login = None
    if settings.elasticsearch_api_key:
        headers["Authorization"] = f"ApiKey {settings.elasticsearch_api_key}"
    elif settings.elasticsearch_password:
        login = httpx.BasicAuth(settings.elasticsearch_user, settings.elasticsearch_password)
    authority = settings.elasticsearch_ca
    trust = ssl.create_default_context(cafile=authority) if authority else True
    return httpx.Client(base_url=base, headers=headers, auth=login, timeout=TIMEOUT, verify=trust)


def _set_timezone(client: httpx.Client, timezone: str) -> bool:
    """Set the space's time zone. Kibana has no public API for it, so that a refusal is no fault."""
    changes = {"changes": {"dateFormat:tz": timezone}}
    return client.post("/internal/kibana/settings", json=changes).is_success


def _explain_transport(base: str, error: httpx.TransportError) -> RunError | TransientError:
    if "CERTIFICATE" in str(error).upper():
        return RunError(
            f"Kibana at {base}: its certificate is not trusted",
            "set SEKKO_ELASTICSEARCH_CA to the PEM file of its authority",
        )
    return TransientError(
        f"Kibana at {base} cannot be reached", "is it running, and the URL right?"
    )


def _read_answer(base: str, answer: httpx.Response) -> int:
    where = f"Kibana at {base}"
    if answer.status_code == 401:
        raise RunError(f"{where} refuses the user or key", "check SEKKO_ELASTICSEARCH_API_KEY")
    if answer.status_code == 403:
        raise RunError(f"{where}: the user or key may not import", "see `sekko keys`")
    if answer.status_code in (429, 502, 503, 504):
        raise TransientError(f"{where} is busy ({answer.status_code})", "try again in a minute")
    try:
        body: Any = answer.json()
    except ValueError:
        body = None
    if answer.status_code != 200 or not isinstance(body, dict):
        raise RunError(f"{where} answered {answer.status_code}: {answer.text[:300]}")
    if not body.get("success"):
        faults = "; ".join(
            f"{e.get('type')} {e.get('id')}: {e.get('error', {}).get('type')}"
            for e in body.get("errors", ())
        )
        raise RunError(f"{where} did not take all objects: {faults}", "is it 9.2 or newer?")
    return int(body.get("successCount", 0))
