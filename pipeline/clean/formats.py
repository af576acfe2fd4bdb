"""The one table from a format to its reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from pipeline.clean.drafts import Context
from pipeline.clean.readers.label_text import read_label_text
from pipeline.clean.readers.numbered_tweets import read_numbered_tweets
from pipeline.documents import Post, Rejection
from pipeline.sources import Format

Reader = Callable[[str, Context], Iterator[Post | Rejection]]

READERS: Mapping[Format, Reader] = MappingProxyType(
    {
        Format.LABEL_TEXT: read_label_text,
        Format.NUMBERED_TWEETS: read_numbered_tweets,
    }
)
TWEET_FORMATS = frozenset(
    {Format.NUMBERED_TWEETS, Format.X_API, Format.X_ARCHIVE, Format.TWEETS_JSONL}
)
