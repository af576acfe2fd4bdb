"""Comparing posts with what they should be: texts by shared n-grams, fields by equality."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec

from pipeline.clean.text import fold
from pipeline.clean.tweets import strip_markers
from pipeline.documents import Record

GRAM = 3  # characters; shorter texts are compared whole
SAME = 0.25  # overlap of texts from which two can be one post
ZONES = ("commentary", "body", "caption")
CITATION_FIELDS = ("title", "authors", "publisher", "published", "url")
TWEET_FIELDS = (
    "id", "reply_to", "reply_to_handle", "hashtags", "handles", "urls", "thread_position",
)  # fmt: skip


_CONTINUATION = re.compile(
    r"^[（(【](?:続き|つづき|承前)[)）】]\s*|\s*[（(【](?:続く|つづく|続きます)[)）】]\s*$"
)


class Ratio(Record, frozen=True, kw_only=True):
    """Right, surplus and missing, in whatever unit is counted."""

    right: float = 0
    surplus: float = 0
    missing: float = 0

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(
            right=self.right + other.right,
            surplus=self.surplus + other.surplus,
            missing=self.missing + other.missing,
        )

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 when nothing was found."""
        return self.right / (self.right + self.surplus) if self.right + self.surplus else 1.0

    @property
    def recall(self) -> float:
        """Share of what should be found that was; 1 when nothing should be."""
        return self.right / (self.right + self.missing) if self.right + self.missing else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.right + self.surplus + self.missing
        return 2 * self.right / total if total else 1.0


class Scores(Record, frozen=True, kw_only=True):
    """Figures over some cases.

    Attributes:
        zones: In character n-grams over commentary, body and caption.
        texts: Zone -> F1 of each post that has it.
        accuracy: Field -> (right, compared) over matched posts.
        citations: Field -> counts.
        errors: What differs, a line each.
    """

    cases: int = 0
    posts: Ratio = Ratio()
    zones: Ratio = Ratio()
    texts: dict[str, list[float]] = msgspec.field(default_factory=dict)
    accuracy: dict[str, tuple[int, int]] = msgspec.field(default_factory=dict)
    citations: dict[str, Ratio] = msgspec.field(default_factory=dict)
    rejections: Ratio = Ratio()
    errors: tuple[str, ...] = ()

    def mean(self, zone: str) -> float:
        """Mean F1 of a zone over the posts that have it; 1 when none has."""
        values = self.texts.get(zone, [])
        return sum(values) / len(values) if values else 1.0


def match_posts(
    expected: Sequence[dict[str, Any]], found: Sequence[dict[str, Any]]
) -> tuple[list[tuple[dict[str, Any], dict[str, Any]]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Pair posts one to one, the most alike first.

    Returns:
        Pairs, found posts without a partner, expected posts without one.
    """
    likeness = sorted(
        (
            (_likeness(a, b), -abs(i - j), i, j)
            for i, a in enumerate(expected)
            for j, b in enumerate(found)
        ),
        reverse=True,
    )
    left, right = dict(enumerate(expected)), dict(enumerate(found))
    pairs = []
    for alike, _, i, j in likeness:
        if alike >= SAME and i in left and j in right:
            pairs.append((left.pop(i), right.pop(j)))
    return pairs, list(right.values()), list(left.values())


def compare_texts(expected: str, found: str) -> Ratio:
    """Count the character n-grams that two texts share."""
    return compare_bags(_grams(expected), _grams(found))


def same_date(expected: str | None, found: str | None) -> bool:
    """Say whether two dates are one, with the precision that is expected."""
    if expected is None or found is None or len(expected) <= 10 or len(found) <= 10:
        return expected == found
    return datetime.fromisoformat(expected) == datetime.fromisoformat(found)


def add_scores(scores: Iterable[Scores]) -> Scores:
    """Add figures up."""
    texts: dict[str, list[float]] = {}
    accuracy: dict[str, tuple[int, int]] = {}
    citations: dict[str, Ratio] = {}
    total = Scores()
    for one in scores:
        for name, values in one.texts.items():
            texts.setdefault(name, []).extend(values)
        for name, (right, compared) in one.accuracy.items():
            before = accuracy.get(name, (0, 0))
            accuracy[name] = (before[0] + right, before[1] + compared)
        for name, ratio in one.citations.items():
            citations[name] = citations.get(name, Ratio()) + ratio
        total = Scores(
            cases=total.cases + one.cases,
            posts=total.posts + one.posts,
            zones=total.zones + one.zones,
            rejections=total.rejections + one.rejections,
            errors=total.errors + one.errors,
        )
    return msgspec.structs.replace(total, texts=texts, accuracy=accuracy, citations=citations)


def score_post(expected: dict[str, Any], found: dict[str, Any], name: str) -> Scores:
    """Compare one post with what it should be; an empty one is missing or surplus."""
    errors: list[str] = []
    title = str(
        (expected or found).get("title") or (expected or found).get("zones", {}).get("body", "")
    )[:40]
    where = f"{name}: {title!r}"
    zones, texts = Ratio(), {}
    if expected.get("either_zone"):
        expected, found = _join_zones(expected), _join_zones(found)
    for zone in ZONES:
        a, b = _zone(expected, zone), _zone(found, zone)
        if expected.get("tweet") and found:
            a, b = (_without_markers(text, expected) for text in (a, b))
        ratio = compare_texts(a, b)
        zones += ratio
        if a:
            texts[zone] = [ratio.f1]
        if ratio.f1 < 1:
            errors.append(f"{where} {zone} {ratio.f1:.2f}: expected {_short(a)}, found {_short(b)}")
    accuracy = {}
    if expected and found:
        for field, right in _compare_fields(expected, found):
            accuracy[field] = (int(right), 1)
            if not right:
                wanted, got = _get(expected, field), _get(found, field)
                errors.append(f"{where} {field}: expected {wanted!r}, found {got!r}")
    else:
        errors.append(f"{where}: {'missing' if expected else 'surplus'} post")
    citations, wrong = _score_citations(
        expected.get("citations") or [], found.get("citations") or []
    )
    errors.extend(f"{where} {line}" for line in wrong)
    return Scores(
        zones=zones, texts=texts, accuracy=accuracy, citations=citations, errors=tuple(errors)
    )


def _compare_fields(expected: dict[str, Any], found: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    yield "published", same_date(expected.get("published"), found.get("published"))
    for field in ("title", "url"):
        yield field, _plain(expected.get(field)) == _plain(found.get(field))
    yield "excerpt", bool(expected.get("excerpt")) == bool(found.get("excerpt"))
    tweet = expected.get("tweet")
    if isinstance(tweet, dict):
        for field in TWEET_FIELDS:
            if field in tweet:
                yield (
                    f"tweet.{field}",
                    _plain(tweet[field]) == _plain(_get(found, f"tweet.{field}")),
                )


def _score_citations(
    expected: Sequence[dict[str, Any]], found: Sequence[dict[str, Any]]
) -> tuple[dict[str, Ratio], list[str]]:
    counts = {field: Ratio() for field in ("whole", *CITATION_FIELDS)}
    wrong = []
    left = list(expected)
    for citation in found:
        best = max(left, key=lambda other: _count_same(other, citation), default=None)
        if best is None or not _count_same(best, citation):
            counts["whole"] += Ratio(surplus=1)
            wrong.append(f"surplus citation {citation}")
            best = {}
        else:
            left.remove(best)
            counts["whole"] += Ratio(right=1)
        for field in CITATION_FIELDS:
            ratio = _compare_field(best.get(field), citation.get(field))
            counts[field] += ratio
            if ratio.f1 < 1 and best:
                wrong.append(
                    f"citation {field}: expected {best.get(field)!r}, found {citation.get(field)!r}"
                )
    for citation in left:
        counts["whole"] += Ratio(missing=1)
        wrong.append(f"missing citation {citation}")
        for field in CITATION_FIELDS:
            counts[field] += _compare_field(citation.get(field), None)
    return counts, wrong


def _compare_field(expected: object, found: object) -> Ratio:
    a = expected if isinstance(expected, list | tuple) else [expected] if expected else []
    b = found if isinstance(found, list | tuple) else [found] if found else []
    return compare_bags([_plain(one) for one in a], [_plain(one) for one in b])


def _count_same(first: dict[str, Any], second: dict[str, Any]) -> int:
    weights = {"url": 3, "title": 3, "publisher": 2, "authors": 1, "published": 1}
    return sum(
        weight
        for field, weight in weights.items()
        if first.get(field) and _plain(first.get(field)) == _plain(second.get(field))
    )


def _likeness(expected: dict[str, Any], found: dict[str, Any]) -> float:
    for field in ("url", "tweet.id"):
        if _get(expected, field) and _get(expected, field) == _get(found, field):
            return 2.0
    return compare_texts(_whole(expected), _whole(found)).f1


def _whole(post: dict[str, Any]) -> str:
    return str(post.get("title") or "") + "".join(_zone(post, zone) for zone in ZONES)


def _zone(post: dict[str, Any], zone: str) -> str:
    return str((post.get("zones") or {}).get(zone) or "")


def _without_markers(text: str, expected: dict[str, Any]) -> str:
    """Take off what a tweet's body may have or not: leading handles, "RT @name:", thread marks."""
    return _CONTINUATION.sub("", strip_markers(text, _get(expected, "tweet.thread_position")))


def _join_zones(post: dict[str, Any]) -> dict[str, Any]:
    """Count commentary and body as one text, where either zone is right."""
    zones = post.get("zones") or {}
    joined = "\n".join(str(zones[zone]) for zone in ("commentary", "body") if zones.get(zone))
    return {**post, "zones": {"body": joined, "caption": zones.get("caption") or ""}}


def _get(post: dict[str, Any], field: str) -> Any:
    outer, _, inner = field.partition(".")
    value = post.get(outer)
    return value.get(inner) if inner and isinstance(value, dict) else None if inner else value


def _grams(text: str) -> list[str]:
    bare = fold(text)
    if len(bare) < GRAM:
        return [bare] if bare else []
    return [bare[i : i + GRAM] for i in range(len(bare) - GRAM + 1)]


def compare_bags(expected: Iterable[Any], found: Iterable[Any]) -> Ratio:
    """Count what two bags share, and what each has besides."""
    a, b = Counter(expected), Counter(found)
    right = (a & b).total()
    return Ratio(right=right, surplus=b.total() - right, missing=a.total() - right)


def _plain(value: object) -> object:
    if isinstance(value, list | tuple):
        return tuple(_plain(one) for one in value)
    return fold(value) if isinstance(value, str) else value


def _short(text: str) -> str:
    return repr(text if len(text) <= 160 else f"{text[:80]} … {text[-70:]}")
