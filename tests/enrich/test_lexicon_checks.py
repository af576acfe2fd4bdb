"""Lint finds each fault, the real lexicon has none, and it is as large as promised."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.documents import EnrichedPost, Post, Zones
from pipeline.enrich.discovery import accept_candidate, find_candidates
from pipeline.enrich.engine import Engine
from pipeline.enrich.lint import count_families, lint_lexicon
from pipeline.enrich.writings import build_writings
from pipeline.lexicon import Alias, Entity, Lexicon, read_lexicon


def entity(name: str, **more: object) -> Entity:
    given: dict[str, object] = {"label": "WEAPON", "kind": "missile", "ja": "名前", **more}
    return Entity(id=name, **given)  # type: ignore[arg-type]


def lint(*entities: Entity) -> list[str]:
    findings = lint_lexicon(Lexicon(entities=entities, blocked=(), version="x"))
    return [finding.message for finding in findings if finding.level == "error"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (entity("a", kind="person"), "no kind of"),
        (entity("Bad Id"), "an id is"),
        (entity("new:a"), "an id is"),
        (entity("a", parent="b"), "not in the lexicon"),
        (entity("a", parent="a"), "its own parent"),
        (entity("a", country="xx"), "is no entity"),
        (entity("a", ja=" 名前"), "headword"),
        (entity("a", ja=""), "headword"),
        (entity("a", ja="か\u3099"), "headword"),  # not composed
        (entity("a", aliases=(Alias(text="x1", before=("(",)),)), "regular expression"),
    ],
)
def test_lint_finds(wrong: Entity, said: str) -> None:
    assert any(said in message for message in lint(wrong))


def test_lint_finds_a_name_of_two_without_guard() -> None:
    twice = lint(entity("a", ja="スコーピオン"), entity("b", ja="スコーピオン"))
    assert any("names each of them" in message for message in twice)
    guarded = entity("b", ja="別名", aliases=(Alias(text="スコーピオン", near=("魚雷",)),))
    assert lint(entity("a", ja="スコーピオン"), guarded) == []


def test_the_lexicon_is_without_fault() -> None:
    errors = [f for f in lint_lexicon(read_lexicon()) if f.level == "error"]
    assert errors == []


def test_the_lexicon_is_as_large_as_promised() -> None:
    counts = count_families(read_lexicon())
    families = Counter({row: count["families"] for row, count in counts.items()})
    systems = sum(
        n for row, n in families.items() if row.startswith("WEAPON:") and row.count(":") == 1
    )
    assert systems >= 700
    assert families["ACTOR:state"] >= 193
    assert families["ACTOR:organization"] >= 300
    assert families["ACTOR:armed_force"] >= 250
    assert families["ACTOR:person"] >= 400


@pytest.mark.parametrize(
    ("name", "writings"),
    [
        ("F-35A", {"F-35A", "F35A", "F 35A"}),
        ("B-2", {"B-2", "B2"}),
        ("アーレイ・バーク", {"アーレイ・バーク", "アーレイバーク", "アーレイ バーク"}),
        ("Storm Shadow", {"Storm Shadow", "StormShadow"}),
    ],
)
def test_writings(name: str, writings: set[str]) -> None:
    assert writings <= {writing for writing, _ in build_writings(name)}


def test_a_short_writing_without_its_hyphen_is_weak() -> None:
    assert dict(build_writings("B-2"))["B2"]
    assert not dict(build_writings("F-35A"))["F35A"]


def enriched(engine: Engine, number: int, text: str) -> EnrichedPost:
    post = Post(
        id=str(number), kind="tweet", source="s", first_seen="2026", page="p",
        zones=Zones(commentary=text),
    )  # fmt: skip
    found = engine.enrich([[("commentary", text)]])[0]
    return EnrichedPost(
        id=post.id, post=post, mentions=found.mentions, pairs=found.pairs, lexicon="x", engine="x"
    )


def test_candidates_are_counted_shown_and_accepted(tiny: Engine, tmp_path: Path) -> None:
    texts = ["Su-91戦闘機が飛ぶ", "またＳｕ－９１の話", "米国のF-35A", "Su-91の写真、戦闘機らしい"]
    posts = [enriched(tiny, number, text) for number, text in enumerate(texts)]
    (candidate,) = find_candidates(posts, least=2)
    assert (candidate.id, candidate.posts) == ("new:su91", 3)
    assert candidate.suggested.kind == "aircraft"
    assert "飛ぶ" in candidate.examples[0]
    path = tmp_path / "accepted.yml"
    path.write_text("# kept\n", encoding="utf-8")
    accept_candidate(candidate.suggested, path)
    (accepted,) = read_lexicon(tmp_path).entities
    again = Engine(Lexicon(entities=(accepted,), blocked=(), version="y"))
    assert find_candidates([enriched(again, 9, texts[1])], least=1) == []
    assert "# kept" in path.read_text(encoding="utf-8")
