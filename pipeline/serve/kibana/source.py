"""objects.yml as records: what a person writes, before it takes Kibana's shape."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from pipeline.documents import Record
from pipeline.errors import RunError

FILE = Path(__file__).with_name("objects.yml")

Chart = Literal["number", "time", "ranking", "heat_map", "movers", "sources", "search", "note"]


class DataView(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The data view over the read alias.

    Attributes:
        dates: Fields that are shown to the minute.
        links: Fields that are shown as links.
        labels: Field -> what a reader calls it.
        words: Field -> its codes -> what a reader calls them.
    """

    id: str
    name: str
    time_field: str
    dates: tuple[str, ...]
    links: tuple[str, ...]
    labels: dict[str, str]
    words: dict[str, dict[str, str]]


class SavedSearch(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A search in Discover; `query` is KQL, `sort` a date field, newest first."""

    id: str
    title: str
    description: str
    columns: tuple[str, ...]
    query: str
    sort: str


class Panel(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One panel of a dashboard.

    Attributes:
        chart: `number` counts posts, or distinct values of `field`; `time` stacks posts over `time`
            by `field`; `ranking` lists the values of `field`; `heat_map` crosses `field` with `by`;
            `movers` sets this period beside the week before; `sources` is a table of counts and
            newest dates; `search` shows a saved search; `note` is Markdown.
        size: Values of `field` at the most.
        order: `significant` asks what is unusual in the period, against the whole index.
        at: Column, row, width, height.
    """

    id: str
    title: str
    chart: Chart
    at: tuple[int, int, int, int]
    field: str = ""
    by: str = ""
    time: str = ""
    size: int = 10
    order: Literal["count", "significant"] = "count"
    search: str = ""
    text: str = ""


class Dashboard(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A dashboard; `since` is date mathematics, `query` KQL, `controls` fields to choose from."""

    id: str
    title: str
    description: str
    since: str
    query: str
    controls: tuple[str, ...]
    panels: tuple[Panel, ...]


class Objects(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    data_view: DataView
    searches: tuple[SavedSearch, ...]
    dashboards: tuple[Dashboard, ...]


def read_objects(path: Path = FILE) -> Objects:
    """Read the description of Kibana's objects.

    Raises:
        RunError: It is wrong.
    """
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=Objects)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise RunError(f"{path.name}: {error}", "its head says what an entry holds") from error
