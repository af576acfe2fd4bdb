"""The main job as a user runs it: `sekko run` in a process of its own, on the real node.

What is compared between runs is the index itself, document for document.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from pipeline.reports import STAGES
from pipeline.settings import Settings
from pipeline.store import DataRoot
from tests.job import Job, total

pytestmark = [pytest.mark.live, pytest.mark.slow, pytest.mark.timeout(600)]

REAL_SEARCHES = {
    # query: words of which every hit's text must hold one, as written or as a known other name
    "トマホーク": ("トマホーク",),
    "F-35": ("F-35",),
    "金正恩": ("金正恩",),
    "拡大抑止": ("拡大抑止",),
}


NewJob = Callable[..., Job]


@pytest.fixture(scope="module")
def new_job(live_node: Settings, tmp_path_factory: pytest.TempPathFactory) -> NewJob:
    def build(prefix: str, **extra: str) -> Job:
        return Job(tmp_path_factory.mktemp(prefix) / "家 home", live_node, prefix, **extra)

    return build


@pytest.fixture(scope="module")
def first(new_job: NewJob) -> tuple[Job, list[dict]]:
    """A job after its first run over the bundled samples, and that run's reports."""
    job = new_job("main-first")
    return job, job.run()


def test_the_first_run_loads_every_post(first: tuple[Job, list[dict]]) -> None:
    job, reports = first
    assert total(reports, "load", "written") == len(job.documents()) > 25
    assert {report["stage"] for report in reports} == set(STAGES)


def test_offsets_are_true_in_the_index(first: tuple[Job, list[dict]]) -> None:
    job, _ = first
    checked = 0
    for document in job.documents().values():
        for mention in document.get("mentions", []):
            text = document[mention["zone"]]
            assert text[mention["start"] : mention["end"]] == mention["surface"]
            checked += 1
    assert checked > 100


def test_a_second_run_writes_nothing_and_calls_no_model(first: tuple[Job, list[dict]]) -> None:
    job, _ = first
    before = job.documents()
    reports = job.run()
    assert sum(report["written"] for report in reports) == 0
    assert sum(report["notes"].get("sentences_tagged", 0) for report in reports) == 0
    assert job.documents() == before
    assert "Nothing new: 0 documents written, 0 sentences" in job.sekko("run")


def test_search_shows_highlighted_hits(first: tuple[Job, list[dict]]) -> None:
    job, _ = first
    answer = json.loads(job.sekko("search", "巡航ミサイル", "--json"))
    assert answer["hits"]


@pytest.mark.parametrize("stage", STAGES)
def test_a_killed_run_ends_in_the_same_index(
    new_job: NewJob, first: tuple[Job, list[dict]], stage: str
) -> None:
    """Kill the run as soon as the first report of `stage` is there, then run again."""
    expected = first[0].documents()
    job = new_job(f"main-kill-{stage}")
    process = job.start("run", "--json")
    root = DataRoot(job.settings.data_root)
    deadline = time.monotonic() + 300
    while process.poll() is None and time.monotonic() < deadline:
        runs = root.list_names("runs")
        if runs and root.list_names(f"runs/{runs[-1]}/{stage}"):
            process.send_signal(signal.SIGKILL)
            break
        time.sleep(0.02)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    job.run()
    assert job.documents() == expected
    assert sum(report["written"] for report in job.run()) == 0


@pytest.fixture
def own_sources(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Write a sources file with one file input a source; returns its path."""

    def write(**formats_and_paths: tuple[str, str]) -> str:
        entries = [
            {
                "name": name,
                "kind": "tweet" if format_name == "numbered_tweets" else "blog",
                "title": name,
                "inputs": [{"format": format_name, "path": path}],
            }
            for name, (format_name, path) in formats_and_paths.items()
        ]
        file = tmp_path / "sources.yml"
        file.write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")
        return str(file)

    return write


TWEETS = "1\n米国がトマホークの配備を検討しているという報道。\n2\nF-35Aの話の続き。\n"


def test_a_changed_tweet_and_a_tweet_met_twice(
    new_job: NewJob, own_sources: Callable[..., str], tmp_path: Path
) -> None:
    file = tmp_path / "list.txt"
    file.write_text(TWEETS, encoding="utf-8")
    job = new_job("main-change", SEKKO_SOURCES=own_sources(one=("numbered_tweets", str(file))))
    assert total(job.run(), "load", "written") == 2
    file.write_text(TWEETS + "3\nF-35Aの話の続き。\n4\n新しい一件。\n", encoding="utf-8")
    reports = job.run()
    assert total(reports, "load", "written") == 1, "the repeated tweet is one document"
    assert len(job.documents()) == 3


def test_a_bad_source_stops_alone_and_loses_nothing(
    new_job: NewJob, own_sources: Callable[..., str], tmp_path: Path
) -> None:
    good = tmp_path / "良い一覧.txt"
    good.write_text(TWEETS, encoding="utf-8")
    bad = tmp_path / "bad.txt"
    bad.write_text(TWEETS.replace("F-35A", "F-2"), encoding="utf-8")
    sources = own_sources(good=("numbered_tweets", str(good)), bad=("numbered_tweets", str(bad)))
    job = new_job("main-bad", SEKKO_SOURCES=sources)
    job.run()
    before = job.documents()
    bad.write_bytes(b"")
    output = job.sekko("run", code=1)
    assert "bad" in output
    assert "bad.txt" in output
    assert job.documents() == before
    bad.unlink()
    assert "bad.txt" in job.sekko("run", code=1)
    assert job.documents() == before


@pytest.fixture(scope="module")
def real(new_job: NewJob) -> Job:
    folder = os.environ.get("SEKKO_REAL_SAMPLES")
    if not folder:
        pytest.skip("SEKKO_REAL_SAMPLES names no folder: the third-party samples are not here")
    job = new_job("main-real", SEKKO_REAL_SAMPLES=str(Path(folder).absolute()))
    job.run()
    return job


def test_the_real_samples_give_3_posts_and_25_tweets(real: Job) -> None:
    kinds = [
        (document["source"], document["kind"])
        for document in real.documents().values()
        if document["source"].startswith("real-")
    ]
    assert sorted(set(kinds)) == [("real-blog", "blog"), ("real-tweets", "tweet")]
    assert (kinds.count(("real-blog", "blog")), kinds.count(("real-tweets", "tweet"))) == (3, 25)


@pytest.mark.parametrize(("query", "words"), REAL_SEARCHES.items())
def test_searches_find_the_right_real_documents(
    real: Job, query: str, words: tuple[str, ...]
) -> None:
    documents = real.documents()
    zones = ("title", "commentary", "body", "caption")
    having = {
        record_id
        for record_id, document in documents.items()
        if document["source"].startswith("real-")
        and any(word in (document.get(zone) or "") for word in words for zone in zones)
    }
    assert having
    answer = json.loads(real.sekko("search", query, "--json", "--size", "100"))
    found = [hit["id"] for hit in answer["hits"]]
    assert having <= set(found)
