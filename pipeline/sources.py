"""The sources: `sources.yml`, validated into frozen records.

A source is one blog or one account. It can be reached in several ways (its feed, its pages, a dump
file): those are its inputs, and a post that comes by two of them is one document.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

from pipeline.documents import Kind, Record
from pipeline.errors import RunError
from pipeline.settings import PROJECT, Settings


class Format(StrEnum):
    """The one list of formats. scrape and clean each have one table keyed by it."""

    LABEL_TEXT = "label_text"  # visible text of a blog's label, archive or index page
    NUMBERED_TWEETS = "numbered_tweets"  # plain list of one account's tweets
    BLOGGER = "blogger"
    WORDPRESS = "wordpress"
    HATENA = "hatena"
    NOTE = "note"
    LIVEDOOR = "livedoor"
    AMEBLO = "ameblo"
    MILITARYBLOG = "militaryblog"
    FEED = "feed"  # RSS 0.9-2.0, Atom, JSON Feed
    SITEMAP = "sitemap"
    HTML = "html"  # anything else: the generic extractor
    X_API = "x_api"  # X API v2 user timeline
    X_ARCHIVE = "x_archive"  # tweets.js of an account's own archive
    TWEETS_JSONL = "tweets_jsonl"  # twarc and others, v1.1 and v2, one object or page a line


class Input(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way to reach a source: a URL or a path, and how to read what comes.

    Attributes:
        path: File, folder or archive, or a glob; relative to the project, or to the folder that
            the setting named by `needs` gives.
        needs: Name of a setting without which this input is off, for example `real_samples`.
        max_pages: Pages to follow in one night at the most.
        allow_private: Private and loopback addresses may be fetched (an intranet, a test).
    """

    format: Format
    url: str | None = None
    path: str | None = None
    needs: str | None = None
    max_pages: int = 20
    allow_private: bool = False


class Expect(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a healthy source gives in all: below `min` it has failed, above `max` is a warning."""

    min: int = 1
    max: int | None = None
    stale_after_days: int | None = None


class Source(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One blog or account.

    Attributes:
        name: Lower-case slug; part of paths and ids, so it never changes.
        url: Home page or profile, for people.
        account: Handle without @, for tweets.
        timezone: IANA name; a bare date or a time without zone is in it.
        delay: Seconds between two requests to one host, at the least.
    """

    name: str
    kind: Kind
    title: str
    url: str | None = None
    account: str | None = None
    language: str = "ja"
    timezone: str = "Asia/Tokyo"
    delay: float = 2.0
    enabled: bool = True
    expect: Expect = Expect()
    inputs: tuple[Input, ...]

    def zone(self) -> ZoneInfo:
        """Return the time zone of its bare dates."""
        return ZoneInfo(self.timezone)


def read_sources(settings: Settings) -> tuple[Source, ...]:
    """Read, validate and return the sources that are on with these settings, in file order.

    Raises:
        RunError: The file is missing, an entry is wrong, or two entries share a name.
    """
    try:
        text = settings.sources.read_bytes()
    except FileNotFoundError as error:
        raise RunError(f"no sources file at {settings.sources}", "set SEKKO_SOURCES") from error
    try:
        entries = msgspec.yaml.decode(text, type=list[Source])
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise RunError(f"{settings.sources.name}: {error}", "see docs/sources.md") from error
    names = [entry.name for entry in entries]
    for entry in entries:
        _check(entry, names)
    on = (_keep_reachable(entry, settings) for entry in entries if entry.enabled)
    return tuple(source for source in on if source.inputs)


def find_source(settings: Settings, name: str) -> Source:
    """Return one source by name.

    Raises:
        RunError: No such source, or it is off with these settings.
    """
    sources = read_sources(settings)
    for source in sources:
        if source.name == name:
            return source
    known = ", ".join(source.name for source in sources)
    raise RunError(f"no source named {name!r}", f"known here: {known}")


def resolve_path(entry: Input, settings: Settings) -> Path:
    """Return the absolute path (or glob) of a file input.

    Raises:
        RunError: The input has no path.
    """
    if entry.path is None:
        raise RunError(f"input of format {entry.format} has no path")
    base = getattr(settings, entry.needs) if entry.needs else PROJECT
    return Path(base if isinstance(base, Path) else PROJECT) / entry.path


def _keep_reachable(source: Source, settings: Settings) -> Source:
    inputs = tuple(i for i in source.inputs if not i.needs or getattr(settings, i.needs, None))
    return msgspec.structs.replace(source, inputs=inputs)


def _check(source: Source, names: list[str]) -> None:
    where = f"source {source.name!r}"
    if names.count(source.name) > 1:
        raise RunError(f"{where} stands twice in the sources file", "give one another name")
    if not source.name.replace("-", "").isalnum() or source.name != source.name.lower():
        raise RunError(f"{where}: a name is lower-case letters, digits and hyphens")
    try:
        source.zone()
    except (KeyError, ValueError) as error:
        raise RunError(f"{where}: unknown time zone {source.timezone!r}") from error
    for entry in source.inputs:
        if (entry.url is None) == (entry.path is None):
            raise RunError(f"{where}: an input has either a url or a path")
        if entry.url is not None and urlsplit(entry.url).scheme not in ("http", "https"):
            raise RunError(f"{where}: {entry.url!r} is not an http or https address")
        if entry.needs is not None and entry.needs not in Settings.__struct_fields__:
            raise RunError(f"{where}: needs {entry.needs!r}, which is no setting")
