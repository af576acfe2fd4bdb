"""The records that flow between the stages, and how they get their ids.

Records are frozen: each stage returns a new type (`PageState` -> `Post` -> `EnrichedPost`), never a
fuller one. Offsets are code points into the zone's original text: `text[start:end]` is the surface.
"""

from __future__ import annotations

import hashlib
from typing import Literal, get_args

import msgspec

Kind = Literal["blog", "tweet"]
Precision = Literal["second", "minute", "day", "month", "year"]
Zone = Literal["title", "commentary", "body", "caption"]
Label = Literal["ACTOR", "WEAPON"]
ActorKind = Literal["state", "organization", "armed_force", "person"]
WeaponKind = Literal[
    "aircraft", "uav", "missile", "munition", "nuclear", "ship", "submarine", "land",
    "air_defense", "space", "directed_energy", "sensor",
]  # fmt: skip

ZONES: tuple[Zone, ...] = get_args(Zone)
ACTOR_KINDS: tuple[ActorKind, ...] = get_args(ActorKind)
WEAPON_KINDS: tuple[WeaponKind, ...] = get_args(WeaponKind)


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all records: frozen, keyword-only, compared by value."""


class PageState(Record, frozen=True, kw_only=True):
    """What is known of one raw page or dump file: where its bytes lie, and how to ask again.

    Attributes:
        id: The page's canonical URL, or `file:<name>` for a dump file.
        format: The reader's name, see `sources.Format`.
        location: Path of the WARC or dump file under the data root.
        offset: Byte offset of the record in the WARC; None for a dump file kept as given.
        length: Length of that record, in bytes.
        digest: BLAKE2b of the body's bytes; equal digests mean nothing to clean again.
        fetched_at: ISO 8601 instant with offset; the page's first sight in this version.
        etag: Validator for a conditional request, as sent by the server.
        last_modified: Likewise.
        content_type: As the server gave it; it may lie.
        gone: The server said 404 or 410 when last asked.
    """

    id: str
    source: str
    format: str
    location: str
    offset: int | None = None
    length: int | None = None
    digest: str
    fetched_at: str
    etag: str | None = None
    last_modified: str | None = None
    content_type: str | None = None
    gone: bool = False


class Citation(Record, frozen=True, kw_only=True):
    """The original that a post translates or quotes."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    url: str | None = None


class Zones(Record, frozen=True, kw_only=True):
    """A post's text by who speaks; see docs/architecture.md for the rules."""

    commentary: str = ""
    body: str = ""
    caption: str = ""


class Tweet(Record, frozen=True, kw_only=True):
    """What only tweets have.

    Attributes:
        id: The platform's id as a string; None in lists without ids.
        thread_id: Post id of the thread's first tweet, where the thread is known.
        thread_position: "2/4" where the thread says so itself.
    """

    id: str | None = None
    account: str | None = None
    reply_to: str | None = None
    reply_to_handle: str | None = None
    quoted: str | None = None
    retweet_of: str | None = None
    hashtags: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    thread_id: str | None = None
    thread_position: str | None = None


class Post(Record, frozen=True, kw_only=True):
    """One cleaned blog post or tweet.

    Attributes:
        id: From `build_id` over raw facts; stable for ever.
        published: ISO 8601 with what is known and no more: "2025-07-01", "2025-07" or an instant
            with its offset. None when the source does not say.
        sequence: Place in an undated list, growing with time; None elsewhere.
        first_seen: ISO 8601 instant at which a night first met this post.
        keys: Further names of the same post (permalink, tweet id, date and title), so that page,
            feed and dump of one post meet in one document.
        page: `PageState.id` of the raw page that it was read from.
        duplicate_of: Id of the older near-duplicate, when there is one.
    """

    id: str
    kind: Kind
    source: str
    url: str | None = None
    title: str | None = None
    published: str | None = None
    published_precision: Precision | None = None
    zones: Zones = Zones()
    citations: tuple[Citation, ...] = ()
    excerpt: bool = False
    tweet: Tweet | None = None
    sequence: int | None = None
    first_seen: str
    keys: tuple[str, ...] = ()
    page: str
    duplicate_of: str | None = None

    def text(self, zone: Zone) -> str:
        """Return the text that mention offsets of `zone` refer to."""
        if zone == "title":
            return self.title or ""
        text: str = getattr(self.zones, zone)
        return text


class Mention(Record, frozen=True, kw_only=True):
    """One name found in one zone of a post.

    Attributes:
        start: Code points into the zone's text.
        end: Likewise, exclusive.
        kind: One of `ACTOR_KINDS` or `WEAPON_KINDS`, by `label`.
        specific: For weapons: a type, class or hull (True) or a class of systems (False).
        entity_id: Lexicon id; `new:<name>` for a name that only the rules know, the same for all
            its writings; None where two entities share the name: openly unlinked.
        alias: The lexicon alias that matched, as written there.
        rule: What found it: "lexicon", "designator", "unit", "state_abbreviation", "ginza", ...
        confidence: 0 to 1.
    """

    zone: Zone
    start: int
    end: int
    surface: str
    label: Label
    kind: str
    specific: bool = True
    entity_id: str | None = None
    alias: str | None = None
    rule: str
    confidence: float


class Pair(Record, frozen=True, kw_only=True):
    """An actor and a weapon named in one sentence of one zone."""

    zone: Zone
    actor: str
    weapon: str


class EnrichedPost(Record, frozen=True, kw_only=True):
    """A post with what was found in it, and by what.

    Attributes:
        id: `post.id`.
        lexicon: Version of the lexicon (decisions included) that the mentions come from.
        engine: Version of rules and model.
    """

    id: str
    post: Post
    mentions: tuple[Mention, ...] = ()
    pairs: tuple[Pair, ...] = ()
    lexicon: str
    engine: str


class Rejection(Record, frozen=True, kw_only=True):
    """A record that ended at a stage, with the reason, kept for replay.

    Attributes:
        id: From `build_id` over stage, source and what identifies the record.
        reason: Stable code in lower snake case.
        where: Page, file and place in it, for a person to look at.
        excerpt: At most 200 characters of what was rejected.
    """

    id: str
    stage: str
    source: str
    reason: str
    where: str
    detail: str = ""
    excerpt: str = ""


TombstoneKind = Literal["url", "post", "source"]


class Tombstone(Record, frozen=True, kw_only=True):
    """Something that was taken down for good (`sekko forget`, a tweet that its author deleted).

    Attributes:
        id: What it is known by, see `forgotten.build_tombstone_id`: URL, post id, tweet id or
            another of a post's keys; `source:<name>` for a whole source.
        reason: Who or what asked: "forget", "deleted_by_author".
        at: ISO 8601 instant.
    """

    id: str
    kind: TombstoneKind
    reason: str
    at: str


def build_id(*facts: str) -> str:
    """Hash a few stable, raw facts into an id: 20 hex digits.

    Args:
        *facts: Permalink or tweet id where there is one; never a list number, never cleaned text.
    """
    return hashlib.blake2b(
        "\x1f".join(facts).encode("utf-8", "surrogatepass"), digest_size=10
    ).hexdigest()


def build_digest(data: bytes) -> str:
    """Fingerprint bytes: BLAKE2b, 32 hex digits."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def build_fingerprint(record: Record) -> str:
    """Fingerprint a record by its JSON form."""
    return build_digest(msgspec.json.encode(record, order="deterministic"))
