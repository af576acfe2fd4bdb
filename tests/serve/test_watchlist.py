"""Standing queries: the file, the names in it, and what they find among new posts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from pipeline.elastic import connect, read_alias
from pipeline.errors import RunError
from pipeline.lexicon import read_lexicon
from pipeline.serve.brief.queries import build_periods, fresh_filter
from pipeline.serve.entities import EntityLookup
from pipeline.serve.watchlist import (
    StandingQuery,
    WatchResult,
    build_search,
    check_query,
    fetch_matches,
    read_watchlist,
)
from pipeline.settings import Settings
from tests.serve.brief.scenario import DAY, JMSDF, TOMAHAWK, TONIGHT, US, load, make


@pytest.fixture(scope="module")
def lookup() -> EntityLookup:
    return EntityLookup(read_lexicon())


def test_the_bundled_list_can_be_run(lookup: EntityLookup) -> None:
    entries = read_watchlist(Settings().watchlist)
    assert entries
    assert [check_query(entry, lookup) for entry in entries] == [None] * len(entries)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- {id: a, name: A}", "'a' asks for nothing"),
        ("- {id: a, name: A, text: ' '}", "asks for nothing"),
        ("- {id: A b, name: A, text: x}", "lower-case"),
        ("- {id: a, name: A, text: x}\n- {id: a, name: B, text: y}", "stands twice"),
        ("- {id: a, name: A, text: x, since: 2026}", "since"),
        ("- {id: a, name: A, text: x, kinds: [book]}", "book"),
        ("- {id: a", "watchlist.yml"),
    ],
)
def test_a_wrong_list_is_refused(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "watchlist.yml"
    path.write_text(text)
    with pytest.raises(RunError, match=says):
        read_watchlist(path)


def test_a_missing_list_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="SEKKO_WATCHLIST"):
        read_watchlist(tmp_path / "none.yml")


def test_names_become_ids_with_everything_below_them(lookup: EntityLookup) -> None:
    entry = StandingQuery(id="x", name="X", actors=("米国",), weapons=("F-35",))
    search = build_search(entry, lookup)
    assert search.actors == ("us",)
    assert {"f-35", "f-35a"} <= set(search.weapons)


def test_a_name_that_the_lexicon_does_not_know_is_a_fault(lookup: EntityLookup) -> None:
    fault = check_query(StandingQuery(id="x", name="X", weapons=("トマホク",)), lookup)
    assert fault is not None
    assert "トマホーク" in fault  # the nearest is proposed


ENTRIES = (
    StandingQuery(id="weapon", name="weapon", weapons=("トマホーク",)),
    StandingQuery(id="both", name="both", actors=("米国",), weapons=("トマホーク",)),
    StandingQuery(id="text", name="text", text="配備 -訓練"),
    StandingQuery(id="kind", name="kind", weapons=("トマホーク",), kinds=("tweet",)),
    StandingQuery(id="source", name="source", weapons=("トマホーク",), sources=("other",)),
    StandingQuery(id="fault", name="fault", actors=("いない国",)),
)


@pytest.fixture(scope="module")
def filled(module_index_settings: Settings) -> Settings:
    posts = [
        make("old", "米国がトマホークを配備。", [US, TOMAHAWK], 1),
        make("us", "米国がトマホークを配備。", [US, TOMAHAWK], 0, first_seen=TONIGHT),
        make("training", "海自のトマホーク配備と訓練。", [JMSDF, TOMAHAWK], 0, first_seen=TONIGHT),
        make("tweet", "海自のトマホーク。", [JMSDF, TOMAHAWK], 0, kind="tweet", first_seen=TONIGHT),
    ]
    load(module_index_settings, posts)
    return module_index_settings


@pytest.mark.live
def test_only_new_posts_match(filled: Settings, lookup: EntityLookup) -> None:
    found = run(filled, lookup)
    assert {name: result.total for name, result in found.items()} == {
        "weapon": 3,
        "both": 1,
        "text": 1,
        "kind": 1,
        "source": 0,
        "fault": 0,
    }
    assert found["both"].hits[0].title == "投稿us"
    assert found["fault"].fault is not None


def run(settings: Settings, lookup: EntityLookup) -> dict[str, WatchResult]:
    fresh = fresh_filter(build_periods(DAY))
    with connect(settings) as client:
        found = fetch_matches(client, read_alias(settings), ENTRIES, lookup, fresh)
    return {result.id: result for result in found}


@pytest.mark.live
def test_the_commands(filled: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.commands import watch as command

    for name in ("home", "data_root", "index_prefix"):
        monkeypatch.setenv(f"SEKKO_{name.upper()}", str(getattr(filled, name)))
    path = tmp_path / "mine.yml"
    monkeypatch.setenv("SEKKO_WATCHLIST", str(path))
    app = typer.Typer()
    command.register(app)
    path.write_text("- {id: ok, name: 米国とトマホーク, weapons: [トマホーク]}", "utf-8")
    result = CliRunner().invoke(app, ["watch", "run", "--date", DAY.isoformat(), "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["queries"][0]["total"] == 3
    kept = json.loads((Path(filled.data_root) / "watch" / f"{DAY}.json").read_bytes())
    assert kept["queries"][0]["id"] == "ok"
    assert CliRunner().invoke(app, ["watch", "list"]).exit_code == 0
    path.write_text("- {id: bad, name: x, actors: [いない国]}", "utf-8")
    result = CliRunner().invoke(app, ["watch", "run", "--date", DAY.isoformat()])
    assert (result.exit_code, "いない国" in result.output) == (1, True)
    assert CliRunner().invoke(app, ["watch", "list"]).exit_code == 1
