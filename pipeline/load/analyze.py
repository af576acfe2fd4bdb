"""The table of text and tokens, run on any cluster: do its plugins cut as the node's do?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec

from pipeline.documents import Record
from pipeline.elastic import connect, named_errors
from pipeline.errors import RunError
from pipeline.lexicon import Entity, Lexicon
from pipeline.load.analysis import build_analysis
from pipeline.load.cluster import check_cluster
from pipeline.load.templates import FOLDER
from pipeline.settings import PROJECT, Settings

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

TABLE = PROJECT / "tests" / "live" / "analysis.yml"


class Row(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the table.

    Attributes:
        tokens: In order; tokens at one position are joined by a bar.
        marks: Where given, the part of `text` that each position covers.
    """

    analyzer: str
    text: str
    tokens: tuple[str, ...]
    marks: tuple[str, ...] | None = None


class Table(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table, with a small lexicon of its own, so that the real one may grow."""

    lexicon: tuple[Entity, ...]
    rows: tuple[Row, ...]


class Mismatch(Record, frozen=True, kw_only=True):
    """A row that came out otherwise."""

    row: Row
    tokens: tuple[str, ...]
    marks: tuple[str, ...]


def read_table(path: Path = TABLE) -> Table:
    """Read the table.

    Raises:
        RunError: It is not there or not of its form.
    """
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=Table)
    except FileNotFoundError as error:
        raise RunError(f"no table at {path}", "give another with --table") from error
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise RunError(f"{path.name}: {error}") from error


def check_table(settings: Settings, table: Table) -> tuple[Mismatch, ...]:
    """Run every row on the configured cluster, in an index that is made for it and removed.

    Raises:
        RunError: The cluster cannot take the analysis.
        TransientError: It is down or busy.
    """
    with named_errors(settings), connect(settings) as client:
        check_cluster(client)
        with analysis_index(client, settings, table.lexicon) as index:
            outcomes = (run_row(client, index, row) for row in table.rows)
            return tuple(found for found in outcomes if found is not None)


@contextmanager
def analysis_index(
    client: Elasticsearch, settings: Settings, entities: tuple[Entity, ...]
) -> Iterator[str]:
    """Make an index of analyzers without fields, and remove it."""
    name = f"{settings.index_prefix}-analysis-{uuid4().hex[:12]}"
    shipped = json.loads((FOLDER / "components" / "analysis.json").read_text(encoding="utf-8"))
    analysis: dict[str, Any] = shipped["template"]["settings"]["index"]["analysis"]
    compiled = build_analysis(Lexicon(entities=entities, blocked=(), version="table"))
    analysis["tokenizer"]["morphemes"]["user_dictionary_rules"] = list(compiled.dictionary)
    analysis["filter"]["lexicon_synonyms"]["synonyms"] = list(compiled.synonyms)
    client.indices.create(
        index=name, settings={"index": {"number_of_replicas": 0, "analysis": analysis}}
    )
    try:
        yield name
    finally:
        client.indices.delete(index=name)


def run_row(client: Elasticsearch, index: str, row: Row) -> Mismatch | None:
    """Analyse one text; None when it comes out as the row says."""
    answer = client.indices.analyze(index=index, analyzer=row.analyzer, text=row.text)
    units = row.text.encode("utf-16-le")  # the server counts in UTF-16 units
    positions: dict[int, list[str]] = {}
    spans: dict[int, str] = {}
    for token in answer["tokens"]:
        positions.setdefault(token["position"], []).append(token["token"])
        covered = units[2 * token["start_offset"] : 2 * token["end_offset"]].decode("utf-16-le")
        spans.setdefault(token["position"], covered)
    tokens = tuple("|".join(together) for together in positions.values())
    marks = tuple(spans.values())
    if tokens == row.tokens and (row.marks is None or marks == row.marks):
        return None
    return Mismatch(row=row, tokens=tokens, marks=marks)
