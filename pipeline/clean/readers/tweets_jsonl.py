"""JSON Lines of tweets: twarc (v1.1, v2 pages, v2 flattened), other scrapers, and JSON arrays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.clean.drafts import Context, build_rejection
from pipeline.clean.readers.tweet_v1 import read_v1
from pipeline.clean.readers.tweet_v2 import read_page_v2, read_v2
from pipeline.clean.tweet_records import Item, build_tweets
from pipeline.documents import Post, Rejection


def read_tweets_jsonl(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read tweets, one object or page a line, or all in one JSON value."""
    items = list(_read_items(text, context))
    if not items:
        items = [build_rejection(context, "no_posts", "", "no line holds a tweet", text)]
    yield from build_tweets(items, context)


def read_object(value: object, where: str, context: Context) -> Iterator[Item]:
    """Read whatever one JSON value holds: a tweet, a page, a list of either, a notice."""
    if isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield from read_object(item, f"{where}, item {number}", context)
        return
    if not isinstance(value, dict):
        yield build_rejection(context, "broken_record", where, "no object", str(value))
        return
    for name in ("statuses", "tweets"):
        if isinstance(value.get(name), list):
            yield from read_object(value[name], where, context)
            return
    yield from _read_one(value, where, context)


def _read_one(value: dict[str, Any], where: str, context: Context) -> Iterator[Item]:
    if isinstance(value.get("data"), (dict, list)):
        yield from read_page_v2(value, where, context)
    elif isinstance(value.get("tweet"), dict):
        yield read_v1(value["tweet"], where, context)
    elif value.keys() & {
        "delete",
        "limit",
        "scrub_geo",
        "status_withheld",
        "user_withheld",
        "disconnect",
        "warning",
    }:
        yield build_rejection(
            context, "notice", where, "a notice of the platform", json.dumps(value)
        )
    elif "errors" in value or ("error" in value and "id" not in value):
        yield build_rejection(context, "api_error", where, "an error of the API", json.dumps(value))
    elif "meta" in value and "id" not in value:
        return  # an empty page: it held no records
    elif _is_v2(value):
        yield read_v2(value, {}, where, context)
    else:
        yield read_v1(value, where, context)


def _read_items(text: str, context: Context) -> Iterator[Item]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        whole = None
    if whole is not None:
        yield from read_object(whole, "file", context)
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"line {number}"
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield build_rejection(context, "broken_record", where, str(error), line)
            continue
        yield from read_object(value, where, context)


def _is_v2(value: dict[str, Any]) -> bool:
    old = {
        "id_str",
        "full_text",
        "extended_tweet",
        "retweeted_status",
        "user",
        "rawContent",
        "content",
    }
    new = {
        "author_id",
        "referenced_tweets",
        "edit_history_tweet_ids",
        "conversation_id",
        "author",
        "note_tweet",
    }
    return (bool(value.keys() & new) and not value.keys() & old) or (
        isinstance(value.get("id"), str) and "text" in value and not value.keys() & old
    )
