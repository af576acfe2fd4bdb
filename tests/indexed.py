"""Posts of our own writing, and an index to put them in, for the tests of load and serve."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from pipeline.documents import EnrichedPost, Mention, Pair, Post, Zone, Zones, build_id
from pipeline.elastic import connect, named_errors
from pipeline.lexicon import Alias, Entity, Lexicon
from pipeline.load.catalog import Catalog
from pipeline.load.index import Index, create_index, find_live
from pipeline.load.stage import SourceLoad
from pipeline.load.templates import install_templates, read_templates
from pipeline.reports import Run, StageReport
from pipeline.settings import Settings
from pipeline.sources import Expect, Format, Input, Source
from pipeline.store import DataRoot, RecordStore

RUN = Run(id="20261122T030000-test", started=datetime(2026, 11, 22, 3, tzinfo=UTC))

LEXICON = Lexicon(
    entities=(
        Entity(
            id="us",
            label="ACTOR",
            kind="state",
            ja="米国",
            aliases=("アメリカ", "合衆国", Alias(text="米", abbreviation=True)),
        ),
        Entity(id="china", label="ACTOR", kind="state", ja="中国", en="China"),
        Entity(id="xi-jinping", label="ACTOR", kind="person", ja="習近平"),
        Entity(
            id="jmsdf", label="ACTOR", kind="armed_force", ja="海上自衛隊", aliases=("海自",)
        ),
        Entity(
            id="f-35",
            label="WEAPON",
            kind="aircraft",
            ja="F-35",
            aliases=("ライトニングII", "ライトニング II"),
        ),
        Entity(
            id="f-35a",
            label="WEAPON",
            kind="aircraft",
            ja="F-35A",
            parent="f-35",
            aliases=("F-35Aライトニング II",),
        ),
        Entity(
            id="tomahawk", label="WEAPON", kind="missile", ja="トマホーク", en="Tomahawk"
        ),
        Entity(
            id="arleigh-burke",
            label="WEAPON",
            kind="ship",
            ja="アーレイ・バーク級駆逐艦",
            aliases=("アーレイバーク級",),
        ),
        Entity(
            id="cruise-missile",
            label="WEAPON",
            kind="missile",
            specific=False,
            ja="巡航ミサイル",
        ),
    ),
    blocked=(),
    version="test-lexicon",
)  # fmt: skip


def build_source(name: str = "sample", expect: Expect | None = None) -> Source:
    """Build a source of which only the name matters."""
    return Source(
        name=name,
        kind="blog",
        title=name,
        expect=expect or Expect(),
        inputs=(Input(format=Format.HTML, url="https://example.com"),),
    )


def build_post(
    number: int | str,
    text: str = "本文。",
    *,
    source: str = "sample",
    title: str | None = None,
    names: Iterable[tuple[str, str]] = (),
    pairs: Iterable[tuple[str, str]] = (),
    published: str | None = "2025-07-01",
    zone: Zone = "commentary",
) -> EnrichedPost:
    """Build an enriched post; `names` are (surface, entity id) in `text`, kinds from LEXICON."""
    entities = {entity.id: entity for entity in LEXICON.entities}
    mentions = tuple(
        Mention(
            zone=zone,
            start=text.index(surface),
            end=text.index(surface) + len(surface),
            surface=surface,
            label=entities[entity].label,
            kind=entities[entity].kind,
            specific=entities[entity].specific,
            entity_id=entity,
            alias=surface,
            rule="lexicon",
            confidence=1.0,
        )
        for surface, entity in names
    )
    post = Post(
        id=build_id(source, str(number)),
        kind="blog",
        source=source,
        url=f"https://example.com/{source}/{number}",
        title=title,
        published=published,
        published_precision="day" if published else None,
        zones=Zones(**{zone: text}),  # type: ignore[arg-type]
        first_seen="2026-11-22T03:00:00+00:00",
        page=f"https://example.com/{source}/{number}",
    )
    found = tuple(Pair(zone=zone, actor=actor, weapon=weapon) for actor, weapon in pairs)
    return EnrichedPost(
        id=post.id, post=post, mentions=mentions, pairs=found, lexicon="test", engine="test"
    )


def open_store(settings: Settings, source: str = "sample") -> RecordStore[EnrichedPost]:
    """Open the store that the load reads."""
    return RecordStore(DataRoot(settings.data_root), f"enriched/{source}", EnrichedPost)


def load_small(
    settings: Settings, source: str = "sample", *, allow_purge: bool = False
) -> StageReport:
    """Load a source with the small lexicon, which takes a tenth of the real one's time."""
    with named_errors(settings), connect(settings) as client:
        index = find_live(client, settings) or make_small_index(settings, live=True)
        load = SourceLoad(build_source(source), settings, client, index, Catalog(LEXICON))
        report = load.load(allow_purge=allow_purge)
        report.check_balance()
        return report


def make_small_index(settings: Settings, *, live: bool = False) -> Index:
    """Make the next index, with the small lexicon in its analysis."""
    with named_errors(settings), connect(settings) as client:
        templates = read_templates(settings)
        install_templates(client, templates)
        return create_index(client, settings, templates, LEXICON, live=live)


def index_posts(settings: Settings, posts: Iterable[EnrichedPost]) -> StageReport:
    """Store posts of the source `sample` as enriched, and load them."""
    open_store(settings).upsert(posts)
    return load_small(settings)
