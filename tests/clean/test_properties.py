"""What must hold for any input: nothing crashes a reader, cleaning twice equals once."""

# ruff: noqa: E501  pieces and markup are written as they come

from __future__ import annotations

import json
import time

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.clean.boilerplate import classify_furniture, ends_page, opens_related
from pipeline.clean.citation_lines import read_line
from pipeline.clean.dates import find_date, read_date_line, read_instant
from pipeline.clean.decode import decode, is_mojibake, repair
from pipeline.clean.drafts import Block
from pipeline.clean.formats import READERS
from pipeline.clean.text import normalise, normalise_line
from pipeline.clean.titles import parse_title
from pipeline.clean.tweets import find_addresses, find_handles, find_hashtags, find_position
from pipeline.clean.zones import split_post
from pipeline.documents import Post
from pipeline.sources import Format
from tests.clean.helpers import build_context, clean

ZONE = __import__("zoneinfo").ZoneInfo("Asia/Tokyo")
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Pieces that mean something to some reader, thrown together at random.
PIECES = st.sampled_from(
    [
        "2025年7月1日火曜日", "令和7年6月31日", "June 28, 2025", "題（Sample Daily）―遠い話です。", "護衛艦が出港した。",
        "■", "□", "By: Jane Example", "https://example.com/a?b=1", "© 2024 Example", "A Title Of Some Kind",
        "1", "2", "1.", "①", "(1/3)", "続く", "RT @a: b", "@a", "#b", "＃ｃ", "&amp;amp;", "\u3000", "\u200b", "\ud83d",
        "<p>", "</p>", "<div class='post'>", "</div>", "<br>", "<blockquote>", "<table><tr><td>", "<ruby>盾<rt>たて</rt></ruby>",
        "<rss><channel><item><title>", "<feed><entry>", "{", "}", "[", '"id": "1", "text": "', '{"data": [', "window.YTD.tweets.part0 = [",
        "\n", "\n\n", "\r\n", " ", "続きを読む", "関連記事", "写真：米海軍", "（撮影）", "ですます。", "━━━━━━━━━━", "\x00", "\x1b$B",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=40).map("".join))


@QUICK
@given(st.binary(max_size=3000))
def test_arbitrary_bytes_end_in_posts_or_reasons(data: bytes) -> None:
    records = clean(data)
    assert records
    for record in records:
        msgspec.json.encode(record)
        assert record.id


@QUICK
@pytest.mark.parametrize("reader", list(READERS))
@given(text=TEXTS)
def test_no_text_crashes_a_reader(reader: Format, text: str) -> None:
    for record in READERS[reader](text, build_context(reader, url="https://x.example.com/")):
        msgspec.json.encode(record)


@QUICK
@given(text=TEXTS)
def test_normalising_twice_equals_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert normalise_line(normalise_line(text)) == normalise_line(text)
    assert "\r" not in once
    once.encode("utf-8")


@QUICK
@given(st.lists(st.builds(Block, text=TEXTS, gap=st.integers(0, 3), quoted=st.booleans())), TEXTS)
def test_zones_hold_only_what_was_there(blocks: list[Block], title: str) -> None:
    zones, _ = split_post(normalise_line(title), blocks, ZONE)
    given_characters = set(normalise("".join(block.text for block in blocks) + title))
    for text in (zones.commentary, zones.body, zones.caption):
        assert normalise(text) == text
        assert set(text) <= given_characters | set("\n■")


@QUICK
@given(
    st.lists(
        st.sampled_from(["護衛艦が出港した。", "今日は晴れています。", "三隻が並ぶ。"]),
        min_size=1,
        max_size=8,
    )
)
def test_cleaning_a_cleaned_post_changes_nothing(lines: list[str]) -> None:
    text = "2025年7月1日火曜日\n\n題（Sample Daily）\n\n" + "\n\n".join(lines)
    (post,) = clean(text)
    assert isinstance(post, Post)
    again = f"2025年7月1日火曜日\n\n{post.title}\n\n{post.zones.body or post.zones.commentary}"
    if bool(post.zones.body) != bool(post.zones.commentary):
        (second,) = clean(again)
        assert isinstance(second, Post)
        assert second.zones == post.zones


@QUICK
@given(text=TEXTS)
def test_small_functions_take_anything(text: str) -> None:
    find_date(text, ZONE)
    read_date_line(text, ZONE)
    read_instant(text, ZONE)
    parse_title(text)
    read_line(Block(text=text), ZONE)
    classify_furniture(text)
    is_mojibake(text)
    repair(text)
    find_position(text)
    for found in (*find_hashtags(text), *find_handles(text)):
        assert found in text
    assert all(url in text for url in find_addresses(text))


@QUICK
@given(text=st.text(alphabet="護衛艦空母ミサイルのはがを、。F-35", min_size=30, max_size=200))
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16"]
)
def test_decoding_undoes_encoding(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_json_of_the_wrong_shape_is_rejected() -> None:
    shapes = [None, 1, "x", [], [1], {}, {"data": 1}, {"data": [1, {}]}, {"includes": []}, {"tweet": {}},
              [{"tweet": 1}], {"items": [1]}, {"version": "https://jsonfeed.org/version/1", "items": {}}]  # fmt: skip
    for reader in (Format.X_API, Format.X_ARCHIVE, Format.TWEETS_JSONL, Format.FEED):
        for shape in shapes:
            records = list(READERS[reader](json.dumps(shape), build_context(reader)))
            assert not any(isinstance(record, Post) for record in records)


@pytest.mark.parametrize(
    "text",
    [
        "x " * 5000, "「" * 20_000, "（" * 20_000, "■" * 20_000, "ホーム " * 5000, "1/2 " * 5000, "@" * 20_000,
        "&amp;" * 20_000, "&" + "amp;" * 20_000, "年" * 20_000, "2025年" * 5000, "です" * 20_000, "http://" * 5000,
        "By A " * 5000, "(photo " * 5000, "[" * 20_000, "　" * 20_000, "A. " * 8000, "・" * 20_000, "-" * 20_000,
    ],
)  # fmt: skip
def test_hostile_lines_take_no_time(text: str) -> None:
    started = time.perf_counter()
    split_post(text[:500], [Block(text=text), Block(text=text[:299])], ZONE)
    for piece in (text, text[:299]):
        parse_title(piece)
        classify_furniture(piece)
        opens_related(piece)
        ends_page(piece)
        find_date(piece, ZONE)
        find_addresses(piece)
        find_hashtags(piece)
        read_line(Block(text=piece), ZONE)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 20_000 + "文。",
        "<b><i>" * 10_000 + "文。",
        "<table><tr><td>" * 3_000 + "文。",
        "<ul><li>" * 5_000 + "文。",
        "<blockquote>" * 5_000 + "文。",
        "<a href='x'>" * 5_000 + "文。",
        "<p class='" + "a " * 50_000 + "'>文。",
        "<p>" + "護衛艦が出港した。" * 200_000 + "</p>",
        "<article><h2>題</h2><p>護衛艦が出港した。</p></article>" * 2_000,
    ],
    ids=[
        "divs",
        "inline",
        "tables",
        "lists",
        "quotes",
        "links",
        "classes",
        "paragraph",
        "articles",
    ],
)
def test_hostile_markup_ends(markup: str) -> None:
    started = time.perf_counter()
    assert clean(f"<html><body>{markup}</body></html>")
    assert time.perf_counter() - started < 90


def test_an_entity_bomb_is_refused() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "x">' + "".join(
        f'<!ENTITY b{n} "{"&a;" * 10}">' for n in range(9)
    )
    records = clean(bomb + "]><rss><channel><item><title>&b8;</title></item></channel></rss>")
    assert [getattr(record, "reason", "") for record in records] == ["xml_entities"]
