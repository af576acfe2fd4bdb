"""X API v2: an account's timeline, newest first, from the newest tweet that is stored.

The input's URL is the API's root (`https://api.x.com/2`) or the timeline itself
(`…/2/users/<id>/tweets`); the account is the source's.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple, TypeVar
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import msgspec

from pipeline.documents import Record
from pipeline.scrape.answer import Answer
from pipeline.scrape.faults import FetchError
from pipeline.scrape.index import Days
from pipeline.scrape.state import InputState, merge_known
from pipeline.scrape.visit import Visitor
from pipeline.sources import Format, Input

D = TypeVar("D")

LOOKED_UP = 100  # ids in one look-up of deleted tweets; the API's limit
_TIMELINE = re.compile(r"(?P<root>.*)/users/(?P<user>\d+)/tweets/?")
# Everything that a whole tweet needs: long text, quoted and retweeted text, expanded links, edits.
_FIELDS = {
    "max_results": "100",
    "tweet.fields": "attachments,author_id,conversation_id,created_at,edit_history_tweet_ids,"
    "entities,in_reply_to_user_id,lang,note_tweet,referenced_tweets",
    "expansions": "attachments.media_keys,author_id,in_reply_to_user_id,"
    "referenced_tweets.id,referenced_tweets.id.author_id",
    "user.fields": "name,username",
    "media.fields": "alt_text,type,url",
}


class _Problem(Record, frozen=True, kw_only=True):
    """One entry of `errors`: RFC 7807, as the API uses it."""

    title: str = ""
    type: str = ""
    detail: str = ""
    resource_type: str = ""
    resource_id: str = ""
    value: str = ""

    @property
    def deleted(self) -> str | None:
        """The id of a tweet that is gone; protected and suspended ones are not."""
        is_gone = self.type.endswith("resource-not-found") and self.resource_type == "tweet"
        return (self.resource_id or self.value or None) if is_gone else None


class _Item(Record, frozen=True, kw_only=True):
    id: str


class _Meta(Record, frozen=True, kw_only=True):
    next_token: str | None = None


class _Page(Record, frozen=True, kw_only=True):
    data: tuple[_Item, ...] = ()
    errors: tuple[_Problem, ...] = ()
    meta: _Meta = _Meta()


class _User(Record, frozen=True, kw_only=True):
    data: _Item | None = None
    errors: tuple[_Problem, ...] = ()


class Gap(Record, frozen=True, kw_only=True):
    """Tweets that a cap or a fault left out: after `since`, before `until`."""

    since: str | None
    until: str


class Extent(NamedTuple):
    """How far a walk came: to its end, or to its oldest tweet."""

    is_whole: bool
    oldest: str | None


def crawl_timeline(
    visitor: Visitor, entry: Input, state: InputState, days: Days | None
) -> InputState:
    """Fetch the tweets that are new, or those of a range of days; look for deleted ones."""
    timeline = _Timeline(visitor, entry, state)
    try:
        timeline.open()
        if days is not None:
            timeline.walk(_build_range(days, visitor.harvest.source.zone()))
            return state
        return timeline.walk_night()
    except FetchError as fault:
        visitor.fail(entry.url or "", fault)
        return timeline.state


class _Timeline:
    def __init__(self, visitor: Visitor, entry: Input, state: InputState) -> None:
        match = _TIMELINE.fullmatch(entry.url or "")
        root = match["root"] if match else (entry.url or "").rstrip("/")
        self._root = root if root.endswith("/2") else f"{root}/2"
        self._user = match["user"] if match else state.user_id
        self._visitor = visitor
        self.state = state
        self._met: list[str] = []

    def open(self) -> None:
        """Find the account's number.

        Raises:
            FetchError: No token, no such account, or the API does not answer.
        """
        if not self._visitor.settings.x_bearer_token:
            raise FetchError("no_token", "set SEKKO_X_BEARER_TOKEN, or `needs: x_bearer_token`")
        if self._user is not None:
            return
        account = self._visitor.harvest.source.account
        if not account:
            raise FetchError("no_account", "the source has no `account`")
        answer = self._ask(f"{self._root}/users/by/username/{account}")
        user = _decode(answer, _User)
        if user.data is None:
            details = "; ".join(p.detail or p.title for p in user.errors)
            raise FetchError("no_account", f"@{account}: {details or 'the API does not know it'}")
        self._user = user.data.id

    def walk_night(self) -> InputState:
        """Fetch what is newer than what is stored, then what an earlier night left out."""
        old, gap = self.state, _read_gap(self.state.resume)
        extent = self.walk({"since_id": old.since_id} if old.since_id else {})
        if not extent.is_whole and extent.oldest:  # an older gap lies within the new one
            gap = Gap(since=gap.since if gap else old.since_id, until=extent.oldest)
        elif extent.is_whole and gap is not None:
            lower = {"since_id": gap.since} if gap.since else {}
            rest = self.walk({**lower, "until_id": gap.until})
            gap = None if rest.is_whole else Gap(since=gap.since, until=rest.oldest or gap.until)
        self._look_up(old.known[:LOOKED_UP])
        newest = max((*self._met, old.since_id or ""), key=_age)
        return InputState(
            known=merge_known(self._met, old.known),
            resume=msgspec.json.encode(gap).decode() if gap else None,
            since_id=newest or None,
            user_id=self._user,
        )

    def walk(self, bounds: dict[str, str]) -> Extent:
        """Walk through the pages of the timeline, from the newest tweet to the oldest."""
        token: str | None = None
        oldest: str | None = None
        while True:
            query = {**_FIELDS, **bounds, **({"pagination_token": token} if token else {})}
            url = f"{self._root}/users/{self._user}/tweets?{urlencode(query)}"
            page = self._visit(url) if self._visitor.may_go_on else None
            if page is None:
                return Extent(False, oldest)
            ids = [item.id for item in page.data]
            self._met += ids
            oldest = min((*ids, *([oldest] if oldest else [])), key=_age, default=None)
            token = page.meta.next_token
            if token is None:
                return Extent(True, oldest)

    def _visit(self, url: str) -> _Page | None:
        """Fetch and keep one page; None when it did not come."""
        try:
            answer = self._ask(url)
            page = _decode(answer, _Page)
            if page.errors and not page.data:
                details = "; ".join(p.detail or p.title for p in page.errors)
                raise FetchError("api_error", f"{url}: {details}")
        except FetchError as fault:
            self._visitor.fail(url, fault)
            return None
        self._report(page.errors)
        if page.data:
            self._visitor.keep(url, answer, Format.X_API)
        else:
            self._visitor.keep_nothing(url)
        return page

    def _ask(self, url: str) -> Answer:
        headers = {"Authorization": f"Bearer {self._visitor.settings.x_bearer_token}"}
        answer = self._visitor.fetch_api(url, headers)
        if answer.header("x-rate-limit-remaining") == "0":
            self._visitor.pause_host(url, _read_reset(answer))
        return answer

    def _look_up(self, ids: tuple[str, ...]) -> None:
        """Ask for tweets that are stored: the API says which of them were deleted."""
        if not ids:
            return
        try:
            answer = self._ask(f"{self._root}/tweets?{urlencode({'ids': ','.join(ids)})}")
            self._report(_decode(answer, _Page).errors)
        except FetchError as fault:
            self._visitor.note("look_up_failed", f"deleted tweets are not known: {fault}")

    def _report(self, problems: tuple[_Problem, ...]) -> None:
        if problems:
            self._visitor.note("api_errors", f"{len(problems)} partial errors", len(problems))
        for problem in problems:
            if problem.deleted:
                self._visitor.harvest.deleted.add(problem.deleted)


def _build_range(days: Days, zone: ZoneInfo) -> dict[str, str]:
    """Bound a timeline by a back-fill's days; the upper bound is exclusive."""

    def instant(day: date) -> str:
        return datetime.combine(day, time(), zone).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    bounds = {}
    if days.since:
        bounds["start_time"] = instant(days.since)
    if days.until:
        bounds["end_time"] = instant(days.until + timedelta(days=1))
    return bounds


def _age(tweet_id: str) -> tuple[int, str]:
    """Order tweet ids: they are numbers that grow, and too long for some readers of JSON."""
    return len(tweet_id), tweet_id


def _read_gap(text: str | None) -> Gap | None:
    return msgspec.json.decode(text, type=Gap) if text else None


def _read_reset(answer: Answer) -> float:
    reset = answer.header("x-rate-limit-reset") or ""
    return float(reset) if reset.isdigit() else 0.0


def _decode(answer: Answer, kind: type[D]) -> D:
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FetchError("broken_json", f"{answer.url}: {error}") from error
