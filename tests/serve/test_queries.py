"""Words, names and filters of a search: all that needs no server."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents import ZONES
from pipeline.errors import RunError
from pipeline.serve.clauses import WEIGHTS
from pipeline.serve.entities import EntityLookup, fold
from pipeline.serve.highlight import MARK_CLOSE, MARK_OPEN
from pipeline.serve.hits import build_hit, read_marks
from pipeline.serve.query import (
    FACETS,
    Search,
    build_body,
    build_filters,
)
from pipeline.serve.words import Word, parse_date, parse_instant, parse_words
from pipeline.settings import PROJECT
from tests.indexed import LEXICON

LOOKUP = EntityLookup(LEXICON)
TEMPLATE = json.loads((PROJECT / "mappings" / "templates" / "posts.json").read_bytes())
PROPERTIES = TEMPLATE["template"]["mappings"]["properties"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("米国　巡航ミサイル", [("米国", "word"), ("巡航ミサイル", "word")]),
        ('"敵基地攻撃" 能力', [("敵基地攻撃", "phrase"), ("能力", "word")]),
        ("「敵基地攻撃」能力", [("敵基地攻撃", "phrase"), ("能力", "word")]),
        ("-演習 攻撃", [("演習", "forbidden"), ("攻撃", "word")]),
        ("F-35", [("F-35", "word")]),
        ("自衛隊はどこに配備したか", [("自衛隊はどこに配備したか", "sentence")]),
        ("トマホーク巡航ミサイル", [("トマホーク巡航ミサイル", "word")]),
        ("じえいたい", [("じえいたい", "word")]),
    ],
)
def test_words(text: str, words: list[tuple[str, str]]) -> None:
    found = [(w.text, "forbidden" if w.forbidden else w.role) for w in parse_words(text)]
    assert found == words


@given(st.text(max_size=60))
def test_any_query_has_a_body(text: str) -> None:
    body = build_body(Search(text=text), LOOKUP)
    assert json.dumps(body)
    assert all(isinstance(word, Word) for word in parse_words(text))


@pytest.mark.parametrize(
    ("word", "ids"),
    [
        ("米国", [("us",)]),
        ("アメリカ", [("us",)]),
        ("Ｆ－３５Ａ", [("f-35a",)]),
        ("F35", [("f-35", "f-35a")]),
        ("ライトニング II", [("f-35", "f-35a")]),
        ("アーレイバーク級", [("arleigh-burke",)]),
        ("米国のトマホーク", [("us",), ("tomahawk",)]),
        ("F-350", []),
        ("米", []),
        ("何か", []),
    ],
)
def test_names_in_a_word(word: str, ids: list[tuple[str, ...]]) -> None:
    assert [found.ids for found in LOOKUP.find(word)] == ids


@given(st.text(max_size=30))
def test_found_names_lie_in_the_folded_word_and_do_not_overlap(text: str) -> None:
    end = 0
    for found in LOOKUP.find(text):
        assert end <= found.start < found.end <= len(fold(text))
        end = found.end


def test_a_filter_takes_ids_and_names() -> None:
    assert LOOKUP.resolve("china", "ACTOR") == ("china",)
    assert LOOKUP.resolve("中国", "ACTOR") == ("china",)
    assert LOOKUP.resolve("f-35", "WEAPON") == ("f-35", "f-35a")


@pytest.mark.parametrize(
    ("text", "near"), [("トマホク", "トマホーク"), ("tomahawks", "トマホーク")]
)
def test_an_unknown_name_proposes_the_nearest(text: str, near: str) -> None:
    with pytest.raises(RunError, match=near):
        LOOKUP.resolve(text, "WEAPON")
    with pytest.raises(RunError, match="no actor"):
        LOOKUP.resolve("f-35", "ACTOR")


def test_filters() -> None:
    search = Search(actors=("us", "china"), kinds=("tweet",), since="2025-01", until="2025-03")
    assert build_filters(search) == [
        {"terms": {"actors": ["us", "china"]}},
        {"terms": {"kind": ["tweet"]}},
        {
            "range": {
                "timeline_at": {"gte": "2025-01", "lte": "2025-03||/M", "time_zone": "Asia/Tokyo"}
            }
        },
    ]
    assert build_filters(Search()) == []


@pytest.mark.parametrize("text", ["2025", "2025-01", "2025-01-31", None])
def test_dates_pass_as_they_are(text: str | None) -> None:
    assert parse_date(text) == text


@pytest.mark.parametrize("text", ["昨日", "2025/01", "01-2025"])
def test_what_is_no_date_says_what_is(text: str) -> None:
    with pytest.raises(RunError, match="2025-01-31"):
        parse_date(text)
    with pytest.raises(RunError, match="no instant"):
        parse_instant(text)


def test_an_instant_without_offset_is_in_utc() -> None:
    assert parse_instant("2026-11-21T18:00:00") == "2026-11-21T18:00:00+00:00"
    assert parse_instant(None) is None


def test_every_field_that_a_query_names_is_in_the_template() -> None:
    assert set(WEIGHTS) == set(ZONES)
    fields = {
        *(field for _, field in FACETS.values()),
        "timeline_at",
        "actors",
        "weapons",
        "kind",
        "source",
    }
    assert fields <= set(PROPERTIES)
    for zone in WEIGHTS:
        assert {"morph", "ngram", "exact", "reading"} <= set(PROPERTIES[zone]["fields"])


@pytest.mark.parametrize(
    ("marked", "text", "marks"),
    [
        ("無し", "無し", ()),
        (f"{MARK_OPEN}米国{MARK_CLOSE}の", "米国の", ((0, 2),)),
        (f"a{MARK_OPEN}敵{MARK_CLOSE}{MARK_OPEN}基{MARK_CLOSE}地", "a敵基地", ((1, 3),)),
        (
            f"{MARK_OPEN}一{MARK_CLOSE}と{MARK_OPEN}二{MARK_CLOSE}",
            "一と二",
            ((0, 1), (2, 3)),
        ),
    ],
)
def test_marks_become_spans(marked: str, text: str, marks: tuple[tuple[int, int], ...]) -> None:
    fragment = read_marks("body", marked)
    assert (fragment.text, fragment.marks) == (text, marks)


def hit_of(source: dict[str, object], **highlight: list[str]) -> dict[str, object]:
    facts = {
        "id": "1",
        "source": "s",
        "kind": "blog",
        "timeline_at": "2025-07-01T00:00:00+09:00",
        "timeline_precision": "day",
    }
    return {"_source": {**facts, **source}, "_score": 1.0, "highlight": highlight}


def mention(zone: str, start: int, end: int, entity: str) -> dict[str, object]:
    return {"zone": zone, "start": start, "end": end, "entity_id": entity}


@pytest.mark.parametrize(
    ("hit", "fragments"),
    [
        (
            hit_of({"body": "日米とアメリカ", "mentions": [mention("body", 1, 2, "us")]}),
            [("body", "日米とアメリカ", ["米"])],
        ),
        (
            hit_of(
                {"body": "米国とアメリカ", "mentions": [mention("body", 3, 7, "us")]},
                **{"body.morph": [f"{MARK_OPEN}米国{MARK_CLOSE}とアメリカ"]},
            ),
            [("body", "米国とアメリカ", ["米国", "アメリカ"])],
        ),
        (
            hit_of(
                {
                    "body": "前。" * 100 + "米国の話。後。",
                    "mentions": [mention("body", 200, 202, "us")],
                }
            ),
            [("body", "米国の話。後。", ["米国"])],
        ),
        (
            hit_of(
                {"title": "米国", "caption": "写真", "mentions": [mention("title", 0, 2, "us")]}
            ),
            [("title", "米国", ["米国"]), ("caption", "写真", [])],
        ),
        (
            hit_of({"body": "中国", "mentions": [mention("body", 0, 2, "china")]}),
            [("body", "中国", [])],
        ),
        (hit_of({"title": "題"}), []),
    ],
)
def test_names_are_marked_from_the_mentions(
    hit: dict[str, object], fragments: list[tuple[str, str, list[str]]]
) -> None:
    found = build_hit(hit, frozenset({"us"})).fragments
    assert [(f.zone, f.text, [f.text[a:b] for a, b in f.marks]) for f in found] == fragments
