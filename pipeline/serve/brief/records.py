"""What a brief holds. Counts are documents, near-duplicates left out; posts are document ids."""

from __future__ import annotations

from pipeline.documents import Record
from pipeline.serve.health import SourceHealth
from pipeline.serve.watchlist import WatchResult

Ids = tuple[str, ...]

NAMES_SHOWN = 30  # of each list on the page; the JSON has them all


class Piece(Record, frozen=True, kw_only=True):
    """A stretch of text that is wholly inside or outside a mention.

    Attributes:
        mark: `actor`, `weapon`, or empty.
        name: Of the entity that is mentioned.
    """

    text: str
    mark: str = ""
    name: str = ""


class Snippet(Record, frozen=True, kw_only=True):
    """The most telling part of a zone; `cut` where the zone goes on."""

    zone: str
    pieces: tuple[Piece, ...]
    cut: bool = False


class Original(Record, frozen=True, kw_only=True):
    """What a post translates or quotes; `url` only where it is safe to follow."""

    title: str | None = None
    authors: Ids = ()
    publisher: str | None = None
    published: str | None = None
    url: str | None = None


class Card(Record, frozen=True, kw_only=True):
    """One post as the brief shows it.

    Attributes:
        url: Only http and https; None otherwise.
        when: Date as the source gives it and no finer; None for an undated post.
        fresh: First seen on the brief's day.
    """

    id: str
    kind: str
    source: str
    source_title: str
    title: tuple[Piece, ...] = ()
    url: str | None = None
    account: str | None = None
    when: str | None = None
    precision: str
    first_seen: str
    fresh: bool
    snippets: tuple[Snippet, ...] = ()
    originals: tuple[Original, ...] = ()


class Count(Record, frozen=True, kw_only=True):
    """How many posts name something.

    Attributes:
        id: Entity id, or `actor|weapon`.
        kind: Actor kind or weapon class; empty for pairs.
        listed: The lexicon knows it; False for a name that only the text gives.
        posts: The newest of them.
    """

    id: str
    name: str
    kind: str = ""
    listed: bool = True
    count: int
    posts: Ids


class Rise(Record, frozen=True, kw_only=True):
    """Something that is written of more than in the four weeks before.

    Attributes:
        weeks: Posts in each week, the four before and this one.
        ratio: This week's share of posts over the share before; None when there were none.
        score: Log-likelihood ratio G²; 3.84 is one chance in twenty.
    """

    id: str
    name: str
    kind: str = ""
    weeks: tuple[int, ...]
    ratio: float | None
    score: float
    posts: Ids


class Comparison(Record, frozen=True, kw_only=True):
    """This week against the four before; of each list what has risen most surely.

    Attributes:
        recent: Posts of the seven days that end with the brief's day.
        base: Posts of the 28 days before those.
        enough: There is enough before to compare with.
    """

    recent: int
    base: int
    enough: bool
    actors: tuple[Rise, ...] = ()
    weapons: tuple[Rise, ...] = ()
    pairs: tuple[Rise, ...] = ()


class Firsts(Record, frozen=True, kw_only=True):
    """What stands in tonight's posts and in none that was there before.

    Attributes:
        before: Posts that were there before tonight; with none, nothing counts as first.
    """

    before: int
    actors: tuple[Count, ...] = ()
    weapons: tuple[Count, ...] = ()
    pairs: tuple[Count, ...] = ()


class Cell(Record, frozen=True, kw_only=True):
    """Posts in which an actor and a weapon of a class stand in one sentence."""

    actor: str
    actor_name: str
    weapon_class: str
    count: int
    posts: Ids


class Bucket(Record, frozen=True, kw_only=True):
    """One week or month: posts in all, and by weapon class."""

    start: str
    total: int
    classes: dict[str, int]


class Timeline(Record, frozen=True, kw_only=True):
    """Weapon classes over time; `interval` is `week` or `month`."""

    interval: str
    buckets: tuple[Bucket, ...]


class Reject(Record, frozen=True, kw_only=True):
    """Rejected records of one source, stage and reason."""

    source: str
    stage: str
    reason: str
    count: int


class Brief(Record, frozen=True, kw_only=True):
    """Everything that the page shows.

    Attributes:
        date: The day in Asia/Tokyo whose first sights are what is new.
        fresh: Posts first seen on that day, near-duplicates left out.
        duplicates: Near-duplicates among that day's posts.
        sources: Source -> fresh posts.
        actors: Who is named in fresh posts, the most often first; likewise weapons and pairs.
        cards: Fresh posts, newest first, then older ones that a number rests on.
        unseen: Fresh posts that have no card, since there are too many.
        runs: Ids of the runs of that day.
    """

    date: str
    made_at: str
    index: str
    lexicon: str
    fresh: int
    duplicates: int
    kinds: dict[str, int]
    sources: dict[str, int]
    actors: tuple[Count, ...]
    weapons: tuple[Count, ...]
    pairs: tuple[Count, ...]
    comparison: Comparison
    firsts: Firsts
    cells: tuple[Cell, ...]
    timeline: Timeline
    watch: tuple[WatchResult, ...]
    rejects: tuple[Reject, ...]
    health: tuple[SourceHealth, ...]
    runs: Ids
    cards: tuple[Card, ...] = ()
    unseen: int = 0
