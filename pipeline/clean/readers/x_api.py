"""A page of an X API v2 user timeline, as stored by the scrape stage or saved by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pipeline.clean.drafts import Context, build_rejection
from pipeline.clean.readers.tweet_v2 import read_page_v2
from pipeline.clean.tweet_records import build_tweets
from pipeline.documents import Post, Rejection


def read_x_api(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read the tweets of one page of the API."""
    try:
        page = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield build_rejection(context, "broken_record", "", str(error), text)
        return
    if not isinstance(page, dict):
        yield build_rejection(context, "broken_record", "", "the page is no object", text)
        return
    if "data" not in page:
        failed = page.get("errors") or page.get("title")
        reason = "api_error" if failed else "no_posts"
        yield build_rejection(context, reason, "", "a page without tweets", text)
        return
    yield from build_tweets(read_page_v2(page, "page", context), context)
