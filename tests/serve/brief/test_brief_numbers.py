"""The brief's numbers against the posts themselves, counted in Python, on the real node."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from pipeline.documents import EnrichedPost
from pipeline.errors import RunError
from pipeline.reports import Run, StageReport, write_report
from pipeline.serve.brief.gather import gather_brief, read_latest_day
from pipeline.serve.brief.records import Brief
from pipeline.serve.brief.stage import write_brief
from pipeline.serve.watchlist import WatchReport
from pipeline.settings import Settings
from pipeline.store import DataRoot
from tests.serve.brief.scenario import DAY, TONIGHT, build_posts, load

pytestmark = pytest.mark.live

RUN = Run(id="20261122T030000-test", started=datetime(2026, 11, 22, 3, tzinfo=UTC))
POSTS = build_posts()


@pytest.fixture(scope="module")
def filled(module_index_settings: Settings) -> Settings:
    load(module_index_settings, POSTS)
    reports = [
        StageReport(
            stage="clean", source="sample-blog", read=3, written=2, rejected={"no_text": 1}
        ),
        StageReport(stage="load", source="sample-blog", read=2, written=2),
        StageReport(stage="scrape", source="sample-tweets", failure="host does not answer"),
    ]
    for report in reports:
        write_report(DataRoot(module_index_settings.data_root), RUN, report)
    return module_index_settings


@pytest.fixture(scope="module")
def brief(filled: Settings) -> Brief:
    return gather_brief(filled, DAY)


def count(names: Callable[[EnrichedPost], set[str]], posts: list[EnrichedPost]) -> Counter[str]:
    return Counter(name for post in posts for name in names(post))


def actors(post: EnrichedPost) -> set[str]:
    return {m.entity_id for m in post.mentions if m.label == "ACTOR" and m.entity_id}


def pairs(post: EnrichedPost) -> set[str]:
    return {f"{pair.actor}|{pair.weapon}" for pair in post.pairs}


def is_fresh(post: EnrichedPost) -> bool:
    return post.post.first_seen == TONIGHT and post.post.duplicate_of is None


FRESH = [post for post in POSTS if is_fresh(post)]


def test_fresh_posts_are_those_first_seen_that_day(brief: Brief) -> None:
    assert brief.fresh == len(FRESH) == 12
    assert brief.duplicates == 1
    assert brief.kinds == {"blog": 11, "tweet": 1}
    assert {card.id for card in brief.cards if card.fresh} == {post.id for post in FRESH}


def test_actors_and_pairs_of_the_night_are_counted_rightly(brief: Brief) -> None:
    assert {c.id: c.count for c in brief.actors} == count(actors, FRESH)
    assert {c.id: c.count for c in brief.pairs} == count(pairs, FRESH)
    assert {c.id: c.count for c in brief.weapons} == {"tomahawk": 10}


def test_the_posts_behind_a_number_have_the_name(brief: Brief) -> None:
    by_id = {post.id: post for post in POSTS}
    for found in brief.actors:
        assert found.posts
        assert all(found.id in actors(by_id[post]) for post in found.posts)
    cards = {card.id for card in brief.cards}
    for group in (brief.actors, brief.weapons, brief.pairs, brief.comparison.weapons):
        assert all(set(found.posts) <= cards for found in group)


def test_what_rises_is_told_with_its_weeks(brief: Brief) -> None:
    comparison = brief.comparison
    # The post that is dated to its month only is in no week, the copy in no number.
    assert (comparison.recent, comparison.base, comparison.enough) == (21, 40, True)
    f35, tomahawk = comparison.weapons  # the more surely risen first
    assert (f35.id, f35.weeks, f35.ratio) == ("f-35", (0, 0, 0, 0, 10), None)
    assert (tomahawk.id, tomahawk.weeks) == ("tomahawk", (1, 1, 1, 1, 10))
    assert tomahawk.ratio == round((10 / 21) / (4 / 40), 2)
    assert tomahawk.score > 10
    assert [rise.id for rise in comparison.pairs] == ["us|tomahawk"]
    assert "us" not in {rise.id for rise in comparison.actors}  # everywhere before, less now


def test_first_sights_are_in_no_earlier_post(brief: Brief) -> None:
    before = [post for post in POSTS if post.post.first_seen < "2026-11-21T15"]
    assert brief.firsts.before == len(before) == 50
    assert {c.id: c.count for c in brief.firsts.actors} == {"jmsdf": 2}
    assert brief.firsts.weapons == ()


def test_cells_count_posts_with_both_in_one_sentence(brief: Brief) -> None:
    cells = {(c.actor, c.weapon_class): c.count for c in brief.cells}
    assert cells == {("us", "missile"): 8}


def test_the_timeline_adds_up(brief: Brief) -> None:
    assert brief.timeline.interval == "month"  # five weeks are too few
    missiles = sum(bucket.classes.get("missile", 0) for bucket in brief.timeline.buckets)
    assert missiles == 4 + 10
    # The post of 400 days ago is out of the year.
    assert sum(bucket.total for bucket in brief.timeline.buckets) == 61


def test_reports_become_health_and_rejects(brief: Brief) -> None:
    (reject,) = brief.rejects
    assert (reject.source, reject.stage, reject.reason, reject.count) == (
        "sample-blog", "clean", "no_text", 1,
    )  # fmt: skip
    health = {h.source: h for h in brief.health}
    assert brief.health[0].source == "sample-tweets"  # the troubled first
    assert health["sample-tweets"].failure == "scrape: host does not answer"
    assert health["sample-blog"].written == 2
    assert health["sample-notes"].last_run is None


def test_an_undated_tweet_and_a_month_keep_their_precision(brief: Brief) -> None:
    tweet = next(card for card in brief.cards if card.kind == "tweet")
    assert (tweet.when, tweet.precision, tweet.title) == (None, "first_seen", ())
    assert "\n" in "".join(piece.text for piece in tweet.snippets[0].pieces)
    old = next(card for card in brief.cards if card.originals)
    assert (old.when, old.precision) == ("2025-10", "month")
    assert old.originals[0].url == "https://example.com/old"


def test_the_stage_writes_page_numbers_and_watch_list(filled: Settings) -> None:
    path = write_brief(filled, RUN)
    assert path == "briefs/2026-11-22.html"
    root = DataRoot(filled.data_root)
    assert root.read(path).startswith(b"<!doctype html>")
    again = msgspec.json.decode(root.read("briefs/2026-11-22.json"), type=Brief)
    assert again.fresh == 12
    watch = root.read_json("watch/2026-11-22.json", WatchReport)
    assert watch is not None
    assert watch.since == "2026-11-22T00:00:00+09:00"
    found = {result.id: result.total for result in watch.queries}
    assert found["tomahawk"] == 10  # the copy is left out here too


def test_the_newest_day_is_the_last_first_sight(filled: Settings) -> None:
    assert read_latest_day(filled) == DAY


@pytest.mark.parametrize("day", [date(2020, 1, 1), DAY + timedelta(days=1)])
def test_a_day_without_posts_has_a_brief(filled: Settings, day: date) -> None:
    from pipeline.serve.brief.page import render_page

    brief = gather_brief(filled, day)
    assert (brief.fresh, brief.actors, brief.cells == ()) == (0, (), day.year == 2020)
    page = render_page(brief)
    assert "この日に初めて見つかった投稿はありません" in page


def test_with_nothing_before_nothing_rises_and_nothing_is_first(index_settings: Settings) -> None:
    """The very first night: all that there is was first seen tonight."""
    posts = [p for p in POSTS if is_fresh(p)]
    load(index_settings, posts)
    brief = gather_brief(index_settings, DAY)
    assert brief.fresh == 12
    assert not brief.comparison.enough
    assert (brief.firsts.before, brief.firsts.actors) == (0, ())


def test_without_an_index_the_error_says_so(index_settings: Settings) -> None:
    with pytest.raises(RunError, match="no such index"):
        gather_brief(index_settings, DAY)


def test_the_command_writes_where_it_is_told(
    filled: Settings, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    import typer
    from typer.testing import CliRunner

    from pipeline.commands import brief as command

    for name in ("home", "data_root", "index_prefix"):
        monkeypatch.setenv(f"SEKKO_{name.upper()}", str(getattr(filled, name)))
    out = tmp_path_factory.mktemp("out") / "夜間" / "brief.html"
    app = typer.Typer()
    command.register(app)
    result = CliRunner().invoke(app, ["--date", "2026-11-22", "--out", str(out), "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["fresh"] == 12
    assert "夜間ブリーフ" in out.read_text("utf-8")
    assert CliRunner().invoke(app, ["--date", "yesterday"]).exit_code == 2
