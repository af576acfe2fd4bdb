"""Cards: which part of a post is shown, what is marked in it, which addresses may be followed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.serve.brief.cards import choose_stretch, cut_pieces, flatten, safe_url
from pipeline.serve.brief.words import show_published


@pytest.mark.parametrize(
    ("given_url", "expected"),
    [
        ("https://example.com/a?b=1#c", "https://example.com/a?b=1#c"),
        ("HTTP://example.com/", "http://example.com/"),
        (" https://example.com/ ", "https://example.com/"),
        ("https://例え.test/記事", "https://例え.test/記事"),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("\u200bjavascript:alert(1)", None),
        ("data:text/html,x", None),
        ("vbscript:x", None),
        ("//example.com/x", None),
        ("https://", None),
        ("https:///path", None),
        ("https://[broken/", None),
        ("mailto:a@example.com", None),
        ("", None),
        (None, None),
    ],
)
def test_only_http_and_https_with_a_host_are_followed(
    given_url: str | None, expected: str | None
) -> None:
    assert safe_url(given_url) == expected


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("一行目\n\n二行目", "　", "一行目　二行目"),
        ("a  b\tc", " ", "a b c"),
        ("\u202e逆\u202c", " ", "逆"),
        ("制\x00御\x1b", " ", "制御"),
        ("家族👨‍👩‍👧", " ", "家族👨‍👩‍👧"),  # joiners hold an emoji together
        ("終わり\n", "\n", "終わり\n"),
    ],
)
def test_flattening(text: str, line: str, expected: str) -> None:
    assert flatten(text, line) == expected


@pytest.mark.parametrize(
    ("text", "starts", "limit", "expected"),
    [
        ("前置き。米国のF-35が飛んだ。後書き。", [4, 7], 16, "前置き。米国のF-35が飛んだ。"),
        ("前置きが長い。米国のF-35。", [7, 10], 10, "米国のF-35。"),
        ("句点のない長い文がどこまでも続く", [], 6, "句点のない長"),
        ("", [], 10, ""),
        ("\n\n", [], 10, ""),
    ],
)
def test_the_most_telling_sentences_are_shown(
    text: str, starts: list[int], limit: int, expected: str
) -> None:
    start, end = choose_stretch(text, starts, limit)
    assert text[start:end] == expected


@given(st.text(alphabet="米国。\n 文F3", max_size=80), st.integers(1, 40))
def test_a_stretch_lies_in_the_text_and_within_the_limit(text: str, limit: int) -> None:
    start, end = choose_stretch(text, range(0, len(text), 3), limit)
    assert 0 <= start <= end <= len(text)
    assert end - start <= limit


def mention(start: int, end: int, label: str = "ACTOR") -> dict[str, object]:
    return {"zone": "body", "start": start, "end": end, "label": label, "entity_id": "us"}


@pytest.mark.parametrize(
    ("mentions", "expected"),
    [
        ([], [("米国とＦ－３５", "")]),
        ([mention(0, 2)], [("米国", "actor"), ("とＦ－３５", "")]),
        ([mention(3, 7, "WEAPON")], [("米国と", ""), ("Ｆ－３５", "weapon")]),
        # 日英: one actor a character, side by side
        ([mention(0, 1), mention(1, 2)], [("米", "actor"), ("国", "actor"), ("とＦ－３５", "")]),
        # overlapping: the longer one that begins first
        ([mention(0, 2), mention(0, 1), mention(1, 3)], [("米国", "actor"), ("とＦ－３５", "")]),
    ],
)
def test_mentions_are_marked_in_the_original_text(
    mentions: list[dict[str, object]], expected: list[tuple[str, str]]
) -> None:
    document = {"kind": "blog", "body": "米国とＦ－３５", "mentions": mentions}
    pieces = cut_pieces(document, "body", 0, 7, lambda _: "米国")
    assert [(piece.text, piece.mark) for piece in pieces] == expected


@pytest.mark.parametrize(
    ("published", "precision", "expected"),
    [
        ("2026-11-22", "day", "2026年11月22日（日）"),
        ("2026-11-22T22:40:00+09:00", "second", "2026年11月22日（日）22:40"),
        ("2026-11-22T15:05:00+00:00", "minute", "2026年11月23日（月）0:05"),
        ("2026-11", "month", "2026年11月"),
        ("2026", "year", "2026年"),
        (None, "first_seen", "日付なし（11月23日に収集）"),
    ],
)
def test_dates_are_shown_as_finely_as_they_are_known(
    published: str | None, precision: str, expected: str
) -> None:
    assert show_published(published, precision, "2026-11-22T18:00:00+00:00") == expected
