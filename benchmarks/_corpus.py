"""Distinct posts in any number: sentences of our own with names of the lexicon."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from pipeline.documents import EnrichedPost, Mention, Pair, Post, Zones, build_id
from pipeline.lexicon import Entity, Lexicon
from pipeline.settings import PROJECT

PLACES = [
    "三沢",
    "岩国",
    "横須賀",
    "佐世保",
    "嘉手納",
    "呉",
    "舞鶴",
    "那覇",
    "小松",
    "百里",
    "新田原",
    "千歳",
    "厚木",
    "大湊",
    "与那国",
    "石垣",
]
DEEDS = [
    "を配備した",
    "の試験を行った",
    "の調達を決めた",
    "を公開した",
    "の訓練に参加した",
    "の改修を終えた",
    "の輸出を認めた",
    "の開発を続けている",
    "を退役させた",
    "の運用を始めた",
]
JUDGED = PROJECT / "tests" / "gold" / "search" / "corpus.jsonl"


def read_remarks() -> list[str]:
    """Read the sentences of the judged corpus, so that the judged queries find something."""
    posts = map(msgspec.json.decode, JUDGED.read_bytes().splitlines())
    texts = (post[zone] or "" for post in posts for zone in ("title", "commentary", "body"))
    return sorted({f"{part}。" for text in texts for part in text.split("。") if part})


class Corpus:
    """Builds posts whose names are real ones of the lexicon, often some and seldom others.

    Args:
        lexicon: Where the names come from.
        seed: Equal seeds give equal posts.
    """

    def __init__(self, lexicon: Lexicon, seed: int = 7) -> None:
        self._random = random.Random(seed)
        self._actors = [e for e in lexicon.entities if e.label == "ACTOR"]
        self._weapons = [e for e in lexicon.entities if e.label == "WEAPON"]
        self._remarks = read_remarks()
        for entities in (self._actors, self._weapons):
            self._random.shuffle(entities)

    def build(self, count: int, source: str) -> Iterator[EnrichedPost]:
        """Yield posts, four of five short as tweets, the others long as blog posts."""
        for number in range(count):
            long = number % 5 == 0
            yield self._build_post(number, source, sentences=12 if long else 2)

    def _pick(self, entities: list[Entity]) -> Entity:
        # Names follow something like Zipf's law: a few are in everything.
        return entities[min(int(self._random.paretovariate(0.6)) - 1, len(entities) - 1)]

    def _build_post(self, number: int, source: str, sentences: int) -> EnrichedPost:
        text = ""
        mentions: list[Mention] = []
        pairs: list[Pair] = []
        for _ in range(sentences):
            actor, weapon = self._pick(self._actors), self._pick(self._weapons)
            day = self._random.randrange(1, 28)
            text += f"{day}日、"
            mentions.append(build_mention(text, actor))
            text += f"{actor.ja}は{self._random.choice(PLACES)}で"
            mentions.append(build_mention(text, weapon))
            text += f"{weapon.ja}{self._random.choice(DEEDS)}。{self._random.choice(self._remarks)}"
            pairs.append(Pair(zone="body", actor=actor.id, weapon=weapon.id))
        published = date(2015, 1, 1) + timedelta(days=self._random.randrange(4000))
        post = Post(
            id=build_id(source, str(number)),
            kind="blog" if sentences > 2 else "tweet",
            source=source,
            url=f"https://example.com/{source}/{number}",
            title=f"{text[:24]}（{number}）" if sentences > 2 else None,
            published=published.isoformat(),
            published_precision="day",
            zones=Zones(body=text, commentary=f"第{number}報。" if sentences > 2 else ""),
            first_seen="2026-11-22T03:00:00+00:00",
            page=f"https://example.com/{source}/{number}",
        )
        return EnrichedPost(
            id=post.id,
            post=post,
            mentions=tuple(mentions),
            pairs=tuple(pairs),
            lexicon="bench",
            engine="bench",
        )


def build_mention(text: str, entity: Entity) -> Mention:
    """Build the mention of an entity whose name comes next after `text`."""
    return Mention(
        zone="body",
        start=len(text),
        end=len(text) + len(entity.ja),
        surface=entity.ja,
        label=entity.label,
        kind=entity.kind,
        specific=entity.specific,
        entity_id=entity.id,
        alias=entity.ja,
        rule="lexicon",
        confidence=1.0,
    )
