"""X API v2 on loopback: timelines with pagination, rate limits, partial errors, look-ups."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta

from tests.scrape.site import Reply, Site

TOKEN = "a-token-of-the-test"
FIRST = datetime(2025, 6, 1, tzinfo=UTC)


class Timeline:
    """One account's tweets. Ids grow with time, as the real ones do."""

    def __init__(self, site: Site, tweets: int, page: int = 5) -> None:
        self.site = site
        self.page = page
        self.ids = [1_900_000_000_000_000_000 + n for n in range(1, tweets + 1)]
        self.deleted: set[int] = set()
        self.allowed: int | None = None  # requests until the rate limit
        self.reset = time.time() + 900
        self.partial = False
        site.validates = False
        site.put_reply("/2/users/by/username/boei_watch", self._user)
        site.put_reply("/2/users/77/tweets", self._tweets)
        site.put_reply("/2/tweets", self._look_up)

    def add(self, count: int = 1) -> None:
        self.ids += [self.ids[-1] + n for n in range(1, count + 1)]

    def _user(self, query: dict[str, str]) -> Reply:
        return self._answer({"data": {"id": "77", "name": "防衛観察", "username": "boei_watch"}})

    def _tweets(self, query: dict[str, str]) -> Reply:
        ids = [n for n in reversed(self.ids) if n not in self.deleted]
        if "since_id" in query:
            ids = [n for n in ids if n > int(query["since_id"])]
        if "until_id" in query:
            ids = [n for n in ids if n < int(query["until_id"])]
        if "start_time" in query:
            ids = [n for n in ids if _time_of(n) >= query["start_time"]]
        if "end_time" in query:
            ids = [n for n in ids if _time_of(n) < query["end_time"]]
        start = int(query.get("pagination_token", "0"))
        shown = ids[start : start + self.page]
        meta: dict[str, object] = {"result_count": len(shown)}
        if shown:
            meta |= {"newest_id": str(shown[0]), "oldest_id": str(shown[-1])}
        if start + self.page < len(ids):
            meta["next_token"] = str(start + self.page)
        answer: dict[str, object] = {"meta": meta}
        if shown:
            answer["data"] = [_tweet(n) for n in shown]
            answer["includes"] = {"users": [{"id": "77", "username": "boei_watch"}]}
        if self.partial:
            answer["errors"] = [
                _problem(99, "https://api.twitter.com/2/problems/resource-not-found"),
                _problem(98, "https://api.twitter.com/2/problems/not-authorized-for-resource"),
            ]
        return self._answer(answer)

    def _look_up(self, query: dict[str, str]) -> Reply:
        ids = [int(n) for n in query["ids"].split(",")]
        there = [n for n in ids if n in self.ids and n not in self.deleted]
        answer: dict[str, object] = {"data": [{"id": str(n), "text": "…"} for n in there]}
        gone = [n for n in ids if n not in there]
        if gone:
            answer["errors"] = [
                _problem(n, "https://api.twitter.com/2/problems/resource-not-found") for n in gone
            ]
        return self._answer(answer)

    def _answer(self, answer: dict[str, object]) -> Reply:
        if self.site.asking.get("authorization") != f"Bearer {TOKEN}":
            return Reply(b'{"title":"Unauthorized","status":401}', 401)
        kind = ("Content-Type", "application/json; charset=utf-8")
        if self.allowed == 0 and time.time() >= self.reset:
            self.allowed = None
        if self.allowed is not None:
            if self.allowed == 0:
                reset = ("x-rate-limit-reset", str(int(self.reset)))
                return Reply(b'{"title":"Too Many Requests"}', 429, (kind, reset))
            self.allowed -= 1
            left = ("x-rate-limit-remaining", str(self.allowed))
            reset = ("x-rate-limit-reset", str(int(self.reset)))
            return Reply(json.dumps(answer).encode(), 200, (kind, left, reset))
        return Reply(json.dumps(answer, ensure_ascii=False).encode(), 200, (kind,))


def _time_of(n: int) -> str:
    return f"{FIRST + timedelta(days=n % 1000):%Y-%m-%dT%H:%M:%SZ}"


def _tweet(n: int) -> dict[str, object]:
    return {
        "id": str(n),
        "author_id": "77",
        "created_at": _time_of(n),
        "text": f"第{n % 1000}号の観察。哨戒機が離陸した。",
        "edit_history_tweet_ids": [str(n)],
    }


def _problem(n: int, kind: str) -> dict[str, str]:
    return {
        "value": str(n),
        "resource_id": str(n),
        "resource_type": "tweet",
        "parameter": "referenced_tweets.id",
        "title": "Not Found Error",
        "detail": f"Could not find tweet with referenced_tweets.id: [{n}].",
        "type": kind,
    }
