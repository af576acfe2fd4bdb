"""Tweets of X API v2, alone or in a page with its includes, as `RawTweet`s."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.clean.drafts import Context, build_rejection, read_str
from pipeline.clean.readers.tweet_v1 import read_created
from pipeline.clean.tweet_records import Item, RawTweet, read_links, read_names

Includes = Mapping[str, Mapping[str, Mapping[str, Any]]]


def read_page_v2(page: Mapping[str, Any], where: str, context: Context) -> Iterator[Item]:
    """Read the tweets of a page: its `data`, completed from its `includes`.

    Tweets that only stand in the includes are other people's or other days'; they are no records.
    """
    data = page.get("data")
    includes = _index_includes(page)
    for number, value in enumerate(data if isinstance(data, list) else [data], start=1):
        place = f"{where}, tweet {number}"
        if isinstance(value, Mapping):
            yield read_v2(value, includes, place, context)
        else:
            yield build_rejection(context, "broken_record", place, "no object", str(value))
    for error in _list(page, "errors"):
        if isinstance(error, Mapping) and error.get("parameter") in ("id", "ids"):
            identity = str(error.get("resource_id") or error.get("value") or "")
            yield build_rejection(
                context,
                "api_error",
                f"tweet {identity}",
                str(error.get("title") or ""),
                json.dumps(dict(error)),
            )


def read_v2(value: Mapping[str, Any], includes: Includes, where: str, context: Context) -> Item:
    """Read one v2 tweet; a rejection when it has no id or no text."""
    identity = read_str(value, "id")
    note = _mapping(value, "note_tweet")
    text = read_str(note, "text") or read_str(value, "text")
    if identity is None or text is None:
        reason, missing = ("broken_record", "id") if identity is None else ("empty", "text")
        return build_rejection(
            context, reason, where, f"a tweet without {missing}", json.dumps(dict(value))
        )
    entities = _mapping(note, "entities") or _mapping(value, "entities")
    links = {
        **read_links(_list(_mapping(value, "entities"), "urls"), []),
        **read_links(_list(entities, "urls"), []),
    }
    author = _find_user(value, includes)
    account = read_str(author, "username")
    replied, quoted, retweeted = (
        _find_reference(value, kind) for kind in ("replied_to", "quoted", "retweeted")
    )
    original = _complete(retweeted, includes, where, context) if retweeted else None
    return RawTweet(
        id=identity,
        text=text,
        account=account,
        published=read_created(read_str(value, "created_at"), context),
        links=links,
        hashtags=read_names(entities.get("hashtags"), "tag", "text") if entities else None,
        handles=read_names(entities.get("mentions"), "username", "screen_name")
        if entities
        else None,
        reply_to=read_str(replied, "id") if replied else None,
        reply_to_handle=_find_reply_handle(value, includes, replied),
        quoted=read_str(quoted, "id") if quoted else None,
        retweet_of=read_str(retweeted, "id") if retweeted else None,
        retweet=original,
        conversation=read_str(value, "conversation_id"),
        answers_itself=bool(value.get("author_id"))
        and value.get("author_id") == value.get("in_reply_to_user_id"),
        edits=tuple(str(one) for one in _list(value, "edit_history_tweet_ids")),
        truncated=text.endswith("…") and retweeted is not None and original is None,
    )


def _complete(
    reference: Mapping[str, Any], includes: Includes, where: str, context: Context
) -> RawTweet | None:
    """Find a retweet's original: in the includes, or inside the reference (twarc's flatten)."""
    found = includes.get("tweets", {}).get(read_str(reference, "id") or "", reference)
    if read_str(found, "text") is None:
        return None
    original = read_v2(found, includes, where, context)
    return original if isinstance(original, RawTweet) else None


def _find_reference(value: Mapping[str, Any], kind: str) -> Mapping[str, Any] | None:
    for reference in _list(value, "referenced_tweets"):
        if isinstance(reference, Mapping) and reference.get("type") == kind:
            return reference
    return None


def _find_user(value: Mapping[str, Any], includes: Includes) -> Mapping[str, Any]:
    author = _mapping(value, "author")
    return author or includes.get("users", {}).get(str(value.get("author_id") or ""), {})


def _find_reply_handle(
    value: Mapping[str, Any], includes: Includes, replied: Mapping[str, Any] | None
) -> str | None:
    identity = str(value.get("in_reply_to_user_id") or "")
    user = _mapping(value, "in_reply_to_user") or includes.get("users", {}).get(identity, {})
    if not user and replied is not None:
        answered = includes.get("tweets", {}).get(read_str(replied, "id") or "", replied)
        user = _find_user(answered, includes)
    if not user and identity:
        for mention in _list(_mapping(value, "entities"), "mentions"):
            if isinstance(mention, Mapping) and str(mention.get("id") or "") == identity:
                user = mention
    return read_str(user, "username")


def _index_includes(page: Mapping[str, Any]) -> Includes:
    includes = _mapping(page, "includes")
    return {
        name: {
            str(item.get("id")): item
            for item in _list(includes, name)
            if isinstance(item, Mapping) and item.get("id")
        }
        for name in ("users", "tweets")
    }


def _mapping(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = value.get(name)
    return found if isinstance(found, Mapping) else {}


def _list(value: Mapping[str, Any], name: str) -> list[Any]:
    found = value.get(name)
    return found if isinstance(found, list) else []
