"""`tweets.js` of an account's own archive: v1.1 objects after `window.YTD.tweets.part0 =`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from pipeline.clean.drafts import Context, build_rejection
from pipeline.clean.readers.tweets_jsonl import read_object
from pipeline.clean.tweet_records import build_tweets
from pipeline.documents import Post, Rejection

_ASSIGNMENT = re.compile(r"^\s*(?:window\.)?YTD\.[\w.-]+\s*=\s*", re.IGNORECASE)


def read_x_archive(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read the tweets of an archive's file."""
    bare = _ASSIGNMENT.sub("", text.lstrip("\ufeff"), count=1).strip().rstrip(";")
    try:
        value = json.loads(bare)
    except (ValueError, RecursionError) as error:
        yield build_rejection(context, "broken_record", "", str(error), text)
        return
    items = list(read_object(value, "archive", context))
    if not items:
        yield build_rejection(context, "no_posts", "", "the archive has no tweets", text)
    yield from build_tweets(items, context)
