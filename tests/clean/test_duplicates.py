"""Near-duplicates: labelled pairs, marks across sources, what a second night does."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
import yaml

from pipeline.clean.duplicates import SIMILAR, build_values, estimate_similarity, mark_duplicates
from pipeline.documents import Post, Zones
from pipeline.reports import Run
from pipeline.settings import Settings
from pipeline.sources import Format, Input, Source
from pipeline.store import DataRoot, RecordStore

PAIRS = yaml.safe_load(Path(__file__).with_name("duplicates.yml").read_text(encoding="utf-8"))
TEXT = PAIRS[0]["one"]
RUN = Run(id="test", started=datetime(2026, 11, 22, tzinfo=UTC))


def is_duplicate(pair: dict) -> bool:
    one, other = build_values(pair["one"]), build_values(pair["other"])
    assert one is not None
    assert other is not None
    return estimate_similarity(one, other) >= SIMILAR


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["why"] for pair in PAIRS])
def test_labelled_pairs(pair: dict) -> None:
    assert is_duplicate(pair) == pair["same"]


class Night:
    """A data root with posts in it."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(home=folder)
        self.root = DataRoot(self.settings.data_root)

    def write(self, record_id: str, source: str, text: str, published: str | None) -> None:
        post = Post(
            id=record_id,
            kind="blog",
            source=source,
            published=published,
            zones=Zones(body=text),
            first_seen="2026-11-20T03:00:00+09:00",
            page="p",
        )
        stored = self.store(source).get(record_id)
        mark = stored.duplicate_of if stored else None
        self.store(source).upsert([msgspec.structs.replace(post, duplicate_of=mark)])

    def store(self, source: str) -> RecordStore[Post]:
        return RecordStore(self.root, f"posts/{source}", Post)

    def mark(self) -> int:
        entry = Input(format=Format.HTML, path="x")
        sources = [
            Source(name=name, kind="blog", title=name, inputs=(entry,)) for name in ("a", "b")
        ]
        report = mark_duplicates(sources, self.settings, RUN)
        report.check_balance()
        return report.written

    def marks(self) -> dict[str, str | None]:
        return {p.id: p.duplicate_of for source in ("a", "b") for p in self.store(source)}


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(tmp_path)


def test_the_younger_copy_is_marked_across_sources(night: Night) -> None:
    night.write("one", "a", TEXT, "2026-11-03")
    night.write("two", "b", TEXT + "追記。", "2026-11-05")
    night.write("other", "b", PAIRS[8]["other"], "2026-11-05")
    assert night.mark() == 1
    assert night.marks() == {"one": None, "two": "one", "other": None}
    assert night.mark() == 0, "a second night finds nothing to do"


def test_an_older_copy_that_comes_later_becomes_the_original(night: Night) -> None:
    night.write("two", "b", TEXT, "2026-11-05")
    night.mark()
    night.write("one", "a", TEXT, "2026-11-03")
    night.mark()
    assert night.marks() == {"one": None, "two": "one"}


def test_a_changed_text_loses_its_mark(night: Night) -> None:
    night.write("one", "a", TEXT, "2026-11-03")
    night.write("two", "b", TEXT, "2026-11-05")
    night.mark()
    night.write("two", "b", PAIRS[9]["one"], "2026-11-05")
    night.mark()
    assert night.marks() == {"one": None, "two": None}


def test_copies_meet_over_a_year_s_end_but_not_over_a_season(night: Night) -> None:
    night.write("december", "a", TEXT, "2025-12-31")
    night.write("january", "b", TEXT, "2026-01-01")
    night.write("june", "b", TEXT, "2026-06-01")
    night.mark()
    assert night.marks() == {"december": None, "january": "december", "june": None}


def test_undated_and_short_posts(night: Night) -> None:
    night.write("undated", "a", TEXT, None)
    night.write("dated", "b", TEXT, "2026-11-05")
    night.write("short", "a", "おはようございます。", None)
    night.write("short too", "b", "おはようございます。", None)
    night.mark()
    marks = night.marks()
    assert marks["undated"] == "dated"
    assert marks["short"] is marks["short too"] is None
