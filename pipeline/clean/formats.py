"""The one table from a format to its reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from pipeline.clean.drafts import Context
from pipeline.clean.readers.feed import read_feed
from pipeline.clean.readers.html import (
    read_ameblo,
    read_blogger,
    read_hatena,
    read_html,
    read_livedoor,
    read_militaryblog,
    read_note,
    read_wordpress,
)
from pipeline.clean.readers.label_text import read_label_text
from pipeline.clean.readers.numbered_tweets import read_numbered_tweets
from pipeline.clean.readers.tweets_jsonl import read_tweets_jsonl
from pipeline.clean.readers.x_api import read_x_api
from pipeline.clean.readers.x_archive import read_x_archive
from pipeline.documents import Post, Rejection
from pipeline.sources import Format

Reader = Callable[[str, Context], Iterator[Post | Rejection]]

READERS: Mapping[Format, Reader] = MappingProxyType(
    {
        Format.LABEL_TEXT: read_label_text,
        Format.NUMBERED_TWEETS: read_numbered_tweets,
        Format.BLOGGER: read_blogger,
        Format.WORDPRESS: read_wordpress,
        Format.HATENA: read_hatena,
        Format.NOTE: read_note,
        Format.LIVEDOOR: read_livedoor,
        Format.AMEBLO: read_ameblo,
        Format.MILITARYBLOG: read_militaryblog,
        Format.HTML: read_html,
        Format.FEED: read_feed,
        Format.X_API: read_x_api,
        Format.X_ARCHIVE: read_x_archive,
        Format.TWEETS_JSONL: read_tweets_jsonl,
    }
)
TWEET_FORMATS = frozenset(
    {Format.NUMBERED_TWEETS, Format.X_API, Format.X_ARCHIVE, Format.TWEETS_JSONL}
)
