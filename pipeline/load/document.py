"""EnrichedPost -> the document in the index. `mappings/README.md` is the contract of its fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from pipeline.documents import (
    ZONES,
    Citation,
    EnrichedPost,
    Mention,
    Pair,
    Post,
    Record,
    Tweet,
    build_digest,
)
from pipeline.errors import DocumentError
from pipeline.load.catalog import Catalog

Strings = tuple[str, ...]

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"\d{4}-\d{2}")


class IndexDocument(Record, frozen=True, kw_only=True, omit_defaults=True):
    """One document: flat keyword arrays, text by zone, offsets kept but not indexed."""

    id: str
    kind: str
    source: str
    url: str | None = None
    title: str | None = None
    commentary: str = ""
    body: str = ""
    caption: str = ""
    zones: Strings = ()
    published: str | None = None
    published_precision: str | None = None
    timeline_at: str
    timeline_precision: str
    first_seen: str
    indexed_at: str = ""
    sequence: int | None = None
    excerpt: bool = False
    duplicate_of: str | None = None
    actors: Strings = ()
    actor_names: Strings = ()
    actor_kinds: Strings = ()
    states: Strings = ()
    organizations: Strings = ()
    forces: Strings = ()
    persons: Strings = ()
    weapons: Strings = ()
    weapon_names: Strings = ()
    weapon_classes: Strings = ()
    weapon_families: Strings = ()
    weapon_family_names: Strings = ()
    unlinked_actors: Strings = ()
    unlinked_weapons: Strings = ()
    names: Strings = ()
    pairs: Strings = ()
    pair_names: Strings = ()
    pairs_title: Strings = ()
    pairs_commentary: Strings = ()
    pairs_body: Strings = ()
    pairs_caption: Strings = ()
    hashtags: Strings = ()
    handles: Strings = ()
    cited_titles: Strings = ()
    cited_publishers: Strings = ()
    cited_urls: Strings = ()
    cited_authors: Strings = ()
    citations: tuple[Citation, ...] = ()
    tweet_id: str | None = None
    account: str | None = None
    reply_to: str | None = None
    reply_to_handle: str | None = None
    quoted: str | None = None
    retweet_of: str | None = None
    urls: Strings = ()
    thread_id: str | None = None
    thread_position: str | None = None
    mentions: tuple[Mention, ...] = ()
    suggest: Strings = ()
    lexicon: str
    engine: str
    fingerprint: str = ""


def build_document(enriched: EnrichedPost, catalog: Catalog, zone: ZoneInfo) -> IndexDocument:
    """Build the document of one post; `indexed_at` is filled in when it is sent.

    Args:
        enriched: The post and what was found in it.
        catalog: Names and families.
        zone: The source's time zone, for bare dates.

    Raises:
        DocumentError: `bad_date`.
    """
    post = enriched.post
    names = _build_names(enriched, catalog)
    fields: dict[str, Any] = {
        **_build_text(post),
        **_build_dates(post, zone),
        **_build_entities(enriched.mentions, catalog, names),
        **_build_pairs(enriched.pairs, names),
        **_build_citations(post.citations),
        **_build_tweet(post.tweet),
    }
    shown = (*fields["actor_names"], *fields["weapon_names"], *fields.get("hashtags", ()))
    document = IndexDocument(
        id=enriched.id,
        kind=post.kind,
        source=post.source,
        url=post.url,
        sequence=post.sequence,
        excerpt=post.excerpt,
        duplicate_of=post.duplicate_of,
        mentions=enriched.mentions,
        suggest=_distinct(_CONTROL.sub("", text) for text in shown),
        lexicon=enriched.lexicon,
        engine=enriched.engine,
        **fields,
    )
    return msgspec.structs.replace(
        document, fingerprint=build_digest(msgspec.json.encode(document))
    )


def build_instant(text: str, zone: ZoneInfo) -> str:
    """Return the instant at which a date, month, year or instant begins, with its offset.

    Raises:
        DocumentError: `bad_date`.
    """
    if _YEAR.fullmatch(text):
        text += "-01-01"
    elif _MONTH.fullmatch(text):
        text += "-01"
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise DocumentError("bad_date", f"{text!r} is no date of ISO 8601") from error
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=zone)
    return instant.isoformat()


def _build_text(post: Post) -> dict[str, object]:
    texts = {zone: post.text(zone) for zone in ZONES}
    return {
        **{zone: text for zone, text in texts.items() if zone != "title"},
        "title": post.title,
        "zones": tuple(zone for zone, text in texts.items() if text),
    }


def _build_dates(post: Post, zone: ZoneInfo) -> dict[str, object]:
    dated = post.published is not None
    return {
        "published": post.published,
        "published_precision": post.published_precision,
        "timeline_at": build_instant(post.published or post.first_seen, zone),
        "timeline_precision": (post.published_precision or "day") if dated else "first_seen",
        "first_seen": build_instant(post.first_seen, zone),
    }


def _build_names(enriched: EnrichedPost, catalog: Catalog) -> dict[str, str]:
    """Names by id: the lexicon's, and of a name that only the text gives its own spelling."""
    paired = (entity_id for pair in enriched.pairs for entity_id in (pair.actor, pair.weapon))
    surfaces: dict[str, list[str]] = {entity_id: [] for entity_id in paired}
    for mention in enriched.mentions:
        if mention.entity_id is not None:
            surfaces.setdefault(mention.entity_id, []).append(mention.surface)
    return {entity_id: catalog.name(entity_id, found) for entity_id, found in surfaces.items()}


def _build_entities(
    mentions: tuple[Mention, ...], catalog: Catalog, names: Mapping[str, str]
) -> dict[str, object]:
    actors = [m for m in mentions if m.label == "ACTOR"]
    weapons = [m for m in mentions if m.label == "WEAPON"]
    linked = _distinct(m.entity_id for m in mentions)
    actor_ids = _distinct(m.entity_id for m in actors)
    weapon_ids = _distinct(m.entity_id for m in weapons)
    families = _distinct(map(catalog.family, weapon_ids))
    return {
        "actors": actor_ids,
        "actor_names": _distinct(map(names.get, actor_ids)),
        "actor_kinds": _distinct(m.kind for m in actors),
        "states": _distinct(m.entity_id for m in actors if m.kind == "state"),
        "organizations": _distinct(m.entity_id for m in actors if m.kind == "organization"),
        "forces": _distinct(m.entity_id for m in actors if m.kind == "armed_force"),
        "persons": _distinct(m.entity_id for m in actors if m.kind == "person"),
        "weapons": weapon_ids,
        "weapon_names": _distinct(map(names.get, weapon_ids)),
        "weapon_classes": _distinct(m.kind for m in weapons),
        "weapon_families": families,
        "weapon_family_names": _distinct(names.get(f) or catalog.name(f) for f in families),
        "unlinked_actors": _distinct(m.surface for m in actors if m.entity_id is None),
        "unlinked_weapons": _distinct(m.surface for m in weapons if m.entity_id is None),
        "names": _distinct(name for entity in linked for name in catalog.writings(entity)),
    }


def _build_pairs(pairs: tuple[Pair, ...], names: Mapping[str, str]) -> dict[str, object]:
    by_zone = {
        f"pairs_{zone}": _distinct(f"{p.actor}|{p.weapon}" for p in pairs if p.zone == zone)
        for zone in ZONES
    }
    return {
        **by_zone,
        "pairs": _distinct(f"{p.actor}|{p.weapon}" for p in pairs),
        "pair_names": _distinct(f"{names[p.actor]} × {names[p.weapon]}" for p in pairs),
    }


def _build_citations(citations: tuple[Citation, ...]) -> dict[str, object]:
    return {
        "citations": citations,
        "cited_titles": _distinct(c.title for c in citations),
        "cited_publishers": _distinct(c.publisher for c in citations),
        "cited_urls": _distinct(c.url for c in citations),
        "cited_authors": _distinct(author for c in citations for author in c.authors),
    }


def _build_tweet(tweet: Tweet | None) -> dict[str, object]:
    if tweet is None:
        return {}
    fields = msgspec.structs.asdict(tweet)
    return {"tweet_id": fields.pop("id"), **fields}


def _distinct(values: Iterable[str | None]) -> Strings:
    return tuple(dict.fromkeys(filter(None, values)))
