"""One tweet of API v1.1, of an account's archive, or of a scraper, as a `RawTweet`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.clean.dates import Moment, read_instant
from pipeline.clean.drafts import Context, build_rejection, read_str
from pipeline.clean.tweet_records import Item, RawTweet, read_links, read_names

_REPLY_FIELDS = ("in_reply_to_status_id_str", "in_reply_to_status_id", "inReplyToTweetId")


def read_v1(value: Mapping[str, Any], where: str, context: Context) -> Item:
    """Read a v1.1 tweet, in any of its spellings; a rejection when it has no id or no text."""
    identity = _read_id(value, "id_str", "id")
    whole = value.get("extended_tweet")
    source = whole if isinstance(whole, Mapping) else value
    text = _read_note(value) or read_str(
        source, "full_text", "rawContent", "text", "content", "renderedContent"
    )
    if identity is None or text is None:
        reason, missing = ("broken_record", "id") if identity is None else ("empty", "text")
        return build_rejection(
            context, reason, where, f"a tweet without {missing}", json.dumps(dict(value))
        )
    user = _mapping(value, "user") or _mapping(value, "author")
    entities = _mapping(source, "entities") or _mapping(value, "entities")
    media = _mapping(source, "extended_entities") or _mapping(value, "extended_entities")
    retweeted = _mapping(value, "retweeted_status") or _mapping(value, "retweetedTweet")
    original = read_v1(retweeted, where, context) if retweeted else None
    quoted = _mapping(value, "quoted_status") or _mapping(value, "quotedTweet")
    reply_user = _mapping(value, "inReplyToUser")
    account = read_str(user, "screen_name", "username")
    reply_handle = read_str(value, "in_reply_to_screen_name") or read_str(reply_user, "username")
    return RawTweet(
        id=identity,
        text=text,
        account=account,
        published=read_created(read_str(value, "created_at", "date"), context),
        links=read_links(
            [*_items(entities, "urls"), *_items(value, "links"), *_items(value, "tcourls")],
            [*_items(entities, "media"), *_items(media, "media")],
        ),
        hashtags=read_names((entities or value).get("hashtags"), "text", "tag"),
        handles=read_names(
            entities.get("user_mentions") if entities else value.get("mentionedUsers"),
            "screen_name", "username",
        ),
        reply_to=_read_id(value, *_REPLY_FIELDS),
        reply_to_handle=reply_handle,
        quoted=_read_id(value, "quoted_status_id_str", "quoted_status_id", "quotedTweetId")
        or (_read_id(quoted, "id_str", "id") if quoted else None),
        retweet_of=_read_id(retweeted, "id_str", "id") if retweeted else None,
        retweet=original if isinstance(original, RawTweet) else None,
        conversation=_read_id(value, "conversation_id_str", "conversation_id", "conversationId"),
        answers_itself=_answers_itself(value, user, account or context.account, reply_handle),
        edits=_read_edits(value),
        truncated=bool(value.get("truncated")) and not whole and "full_text" not in value,
    )  # fmt: skip


def read_created(text: str | None, context: Context) -> Moment | None:
    """Read `created_at`: "Wed Oct 10 20:19:24 +0000 2018" or ISO 8601."""
    if text is None:
        return None
    try:
        instant = datetime.strptime(text, "%a %b %d %H:%M:%S %z %Y")
    except ValueError:
        return read_instant(text, ZoneInfo(context.timezone))
    return Moment(value=instant.isoformat(), precision="second")


def _read_id(value: Mapping[str, Any], *names: str) -> str | None:
    for name in names:
        identity = value.get(name)
        if isinstance(identity, int) and not isinstance(identity, bool):
            return str(identity)
        if isinstance(identity, str) and identity.strip().isdigit():
            return identity.strip()
    return None


def _mapping(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = value.get(name)
    return found if isinstance(found, Mapping) else {}


def _items(value: Mapping[str, Any], name: str) -> list[Any]:
    found = value.get(name)
    return found if isinstance(found, list) else []


def _read_note(value: Mapping[str, Any]) -> str | None:
    """Read the whole of a long tweet, which lies beside its shortened text."""
    note = _mapping(value, "note_tweet")
    result = _mapping(_mapping(note, "note_tweet_results"), "result")
    return read_str(note, "text") or read_str(result, "text")


def _answers_itself(
    value: Mapping[str, Any], user: Mapping[str, Any], account: str | None, reply_handle: str | None
) -> bool:
    own, answered = (
        _read_id(user, "id_str", "id"),
        _read_id(value, "in_reply_to_user_id_str", "in_reply_to_user_id"),
    )
    if own and answered:
        return own == answered
    return (
        account is not None and reply_handle is not None and account.lower() == reply_handle.lower()
    )


def _read_edits(value: Mapping[str, Any]) -> tuple[str, ...]:
    """Read the ids of a tweet's versions, wherever the spelling at hand keeps them."""
    history = _mapping(value, "edit_history")
    info = _mapping(value, "edit_info")
    edit = _mapping(info, "edit")
    for holder, name in (
        (history, "edit_tweet_ids"),
        (history, "editTweetIds"),
        (_mapping(info, "initial"), "editTweetIds"),
        (_mapping(edit, "editControlInitial"), "editTweetIds"),
        (value, "edit_history_tweet_ids"),
    ):  # fmt: skip
        ids = [str(one) for one in _items(holder, name)]
        if ids:
            return tuple(ids)
    first = read_str(history, "initial_tweet_id") or read_str(edit, "initialTweetId")
    return (first,) if first else ()
