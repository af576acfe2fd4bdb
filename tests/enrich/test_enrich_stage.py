"""The stage over a data root: what is enriched, what is left alone, what a change touches."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from pipeline.documents import EnrichedPost, Post, Zones, build_id
from pipeline.enrich.engine import Engine
from pipeline.enrich.stage import enrich_source
from pipeline.lexicon import Alias, Lexicon
from pipeline.reports import Run, StageReport
from pipeline.settings import Settings
from pipeline.sources import Source
from pipeline.store import DataRoot, RecordStore

RUN = Run(id="r1", started=datetime(2026, 1, 2, tzinfo=UTC))
SOURCE = Source(name="example", kind="tweet", title="Example", inputs=())


def post(number: int, text: str) -> Post:
    return Post(
        id=build_id(str(number)), kind="tweet", source="example", first_seen="2026-01-01",
        page="file:x", zones=Zones(commentary=text),
    )  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


def posts_of(settings: Settings) -> RecordStore[Post]:
    return RecordStore(DataRoot(settings.data_root), "posts/example", Post)


def enriched_of(settings: Settings) -> dict[str, EnrichedPost]:
    store = RecordStore(DataRoot(settings.data_root), "enriched/example", EnrichedPost)
    return {record.id: record for record in store}


def run(settings: Settings, engine: Engine) -> StageReport:
    report = enrich_source(SOURCE, settings, RUN, engine.lexicon)
    report.check_balance()
    return report


def with_lexicon(engine: Engine, **changes: object) -> Engine:
    return Engine(msgspec.structs.replace(engine.lexicon, **changes))


def test_a_second_run_does_nothing(settings: Settings, tiny: Engine) -> None:
    posts_of(settings).upsert([post(n, f"米国のF-35Aが{n}機。ペトリカ氏談") for n in range(80)])
    first, second = run(settings, tiny), run(settings, tiny)
    assert (first.read, first.written, first.unchanged) == (80, 80, 0)
    assert (second.read, second.written, second.unchanged) == (80, 0, 80)
    assert second.notes["sentences_tagged"] == 0


def test_offsets_slice_to_the_surface(settings: Settings, tiny: Engine) -> None:
    posts_of(settings).upsert([post(1, "ﾐｻｲﾙと米国のＦ－３５Ａ。")])
    run(settings, tiny)
    (record,) = enriched_of(settings).values()
    assert [m.surface for m in record.mentions] == ["ﾐｻｲﾙ", "米国", "Ｆ－３５Ａ"]
    text = record.post.text("commentary")
    assert all(text[m.start : m.end] == m.surface for m in record.mentions)


def test_pairs_are_of_one_sentence(settings: Settings, tiny: Engine) -> None:
    posts_of(settings).upsert([post(1, "米国のF-35A。ロシアは黙る。")])
    run(settings, tiny)
    (record,) = enriched_of(settings).values()
    assert [(p.actor, p.weapon) for p in record.pairs] == [("us", "f-35a")]


def test_a_changed_text_is_enriched_and_a_changed_date_is_not(
    settings: Settings, tiny: Engine
) -> None:
    posts = posts_of(settings)
    posts.upsert([post(1, "米国の艦"), post(2, "ロシアの艦")])
    run(settings, tiny)
    redated = msgspec.structs.replace(post(2, "ロシアの艦"), published="2026-01-01")
    posts.upsert([post(1, "英国の艦"), redated])
    report = run(settings, tiny)
    stored = enriched_of(settings)
    assert (report.written, report.unchanged) == (2, 0)
    assert [m.entity_id for m in stored[build_id("1")].mentions] == ["gb"]
    assert stored[build_id("2")].post.published == "2026-01-01"


def test_a_removed_post_goes(settings: Settings, tiny: Engine) -> None:
    posts_of(settings).upsert([post(1, "米国"), post(2, "英国")])
    run(settings, tiny)
    posts_of(settings).delete([build_id("1")])
    run(settings, tiny)
    assert list(enriched_of(settings)) == [build_id("2")]


def test_a_changed_lexicon_redoes_what_it_can_affect(settings: Settings, tiny: Engine) -> None:
    texts = ["新型のゼニトコルを配備", "ゼニト・コルの写真", "F-35Aの写真", "米国の反応"]
    posts_of(settings).upsert([post(n, text) for n, text in enumerate(texts)])
    run(settings, tiny)
    before = enriched_of(settings)
    added = msgspec.convert(
        {"id": "zenit-kor", "label": "WEAPON", "kind": "uav", "ja": "ゼニトコル"},
        type=type(tiny.lexicon.entities[0]),
    )  # fmt: skip
    changed = with_lexicon(tiny, entities=(*tiny.lexicon.entities, added), version="tiny-2")
    report = run(settings, changed)
    after = enriched_of(settings)
    assert (report.written, report.unchanged) == (2, 2)
    redone = {n for n in range(4) if after[build_id(str(n))] != before[build_id(str(n))]}
    assert redone == {0, 1}
    assert run(settings, changed).unchanged == 4


@pytest.mark.parametrize(
    ("change", "touched"),
    [
        ({"ja": "ウクライナ"}, set[int]()),  # nothing changed
        ({"kind": "organization"}, {0}),
        ({"en": "Ukraine"}, {0}),
        ({"aliases": (Alias(text="ウク国"),)}, {1}),
        ({"aliases": (Alias(text="ウク国", extract=False),)}, set[int]()),
    ],
)
def test_every_field_that_a_mention_shows_counts(
    settings: Settings, tiny: Engine, change: dict[str, object], touched: set[int]
) -> None:
    texts = ["ウクライナの冬", "ウク国の冬", "英国の冬"]
    posts_of(settings).upsert([post(n, text) for n, text in enumerate(texts)])
    bare = [e for e in tiny.lexicon.entities if e.id != "ua"]
    ukraine = msgspec.structs.replace(
        next(e for e in tiny.lexicon.entities if e.id == "ua"), aliases=()
    )
    old = Lexicon(entities=(*bare, ukraine), blocked=(), version="a")
    new_entity = msgspec.structs.replace(ukraine, **change)
    new = Lexicon(entities=(*bare, new_entity), blocked=(), version="b")
    run(settings, Engine(old))
    report = run(settings, Engine(new))
    assert report.written == len(touched)


def test_work_that_a_kill_cut_short_is_not_repeated(settings: Settings, tiny: Engine) -> None:
    posts_of(settings).upsert([post(n, f"ペトリカ氏は{n}回言った") for n in range(10)])
    run(settings, tiny)
    DataRoot(settings.data_root).delete("cursors/enrich/example.json")
    report = run(settings, tiny)
    assert (report.unchanged, report.notes["sentences_tagged"]) == (10, 0)


def test_only_lexicons_in_use_are_kept(settings: Settings, tiny: Engine) -> None:
    posts_of(settings).upsert([post(1, "米国")])
    run(settings, tiny)
    run(settings, with_lexicon(tiny, version="tiny-2"))
    assert DataRoot(settings.data_root).list_names("lexicons") == ["tiny-2.json.zst"]
