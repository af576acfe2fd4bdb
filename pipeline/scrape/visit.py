"""One visit to one page: may it be asked, what came, where is it kept, how did it end."""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Callable
from typing import Literal, NamedTuple

import msgspec

from pipeline.archive import read_body
from pipeline.documents import PageState, build_digest
from pipeline.errors import DocumentError
from pipeline.forgotten import Forgotten
from pipeline.scrape.addresses import build_origin, canonical_url
from pipeline.scrape.answer import Answer, Limits, Validators
from pipeline.scrape.faults import FetchError
from pipeline.scrape.fetch import Fetcher
from pipeline.scrape.harvest import Harvest
from pipeline.scrape.hosts import Hosts
from pipeline.scrape.index import Days
from pipeline.scrape.robots import Robots
from pipeline.scrape.state import Resource
from pipeline.settings import Settings
from pipeline.sources import Format, Input

log = logging.getLogger(__name__)

# Names a page's format from its bytes and address; raises FetchError for what must not be kept.
Sniffer = Callable[[bytes, str], Format]


class Visit(NamedTuple):
    """What came of a visit.

    Attributes:
        url: The page's address in the end.
        body: Its document, read from the archive when it has not changed; None when it failed.
        fault: Why it failed.
        before: What a page that is written was on an earlier night.
    """

    url: str
    end: Literal["written", "unchanged", "failed"]
    body: bytes | None = None
    fault: FetchError | None = None
    before: PageState | None = None


class Night(NamedTuple):
    """What holds for every visit of one source in one run."""

    settings: Settings
    forgotten: Forgotten
    limits: Limits
    context: ssl.SSLContext | None
    days: Days | None


class Visitor:
    """Visits the pages of one input, politely.

    Args:
        moved: Addresses that redirect for good; grows.
        resources: Validators of what is no page; grows.
    """

    def __init__(
        self,
        harvest: Harvest,
        entry: Input,
        night: Night,
        moved: dict[str, str],
        resources: dict[str, Resource],
        max_pages: int,
    ) -> None:
        allowed = build_origin(entry.url or "") if entry.allow_private else None
        settings, limits = night.settings, night.limits
        self.harvest = harvest
        self.settings = settings
        self.moved = moved
        self.resources = resources
        self._left = max_pages
        self._forgotten = night.forgotten
        self._fetcher = Fetcher(settings.contact, limits, allowed, night.context)
        self._hosts = Hosts(harvest.root, limits.longest_wait)
        self._robots = Robots(self._hosts, self._fetch_plainly)
        self._delay = harvest.source.delay
        self._deadline = time.monotonic() + limits.budget
        self._is_backfill = night.days is not None

    @property
    def may_go_on(self) -> bool:
        """Say whether tonight's pages and time allow another page."""
        return self._left > 0 and time.monotonic() < self._deadline

    @property
    def counts(self) -> dict[str, int]:
        """Requests, bytes, retries so far."""
        return self._fetcher.counts

    def close(self) -> None:
        """Keep what was learnt of the hosts, and close the connections."""
        self._hosts.save()
        self._fetcher.close()

    def is_allowed(self, url: str) -> bool:
        """Say whether robots.txt lets us ask for a page; other faults show when it is asked."""
        try:
            self._robots.check(url)
        except FetchError as fault:
            return fault.reason != "robots_disallowed"
        return True

    def name(self, url: str) -> str:
        """Return the address under which a page is known, where it has moved to included.

        Raises:
            FetchError: `bad_scheme` or `bad_address`.
        """
        page_id = canonical_url(url)
        return self.moved.get(page_id, page_id)

    def get_page(self, url: str, sniff: Sniffer) -> Visit:
        """Visit a page that the clean stage will read, and keep it if it is new."""
        try:
            page_id = self.name(url)
        except FetchError as fault:
            return self._fail(url, fault)
        known = self.harvest.pages.get(page_id)
        page = known if known is not None and not known.gone else None
        try:
            answer = self._fetch(page_id, page)
            if answer.not_modified and page is not None:
                body = self.read_kept(page)
                if body is not None:
                    self.harvest.keep_unchanged(page_id)
                    return Visit(page_id, "unchanged", body)
                del self.harvest.pages[page_id]
                answer = self._fetch(page_id, None)
            page_id = self._follow_move(page_id, answer)
            self._check_forgotten(page_id)
            format_ = sniff(answer.body, page_id)
        except FetchError as fault:
            return self._fail(page_id, fault)
        end = self.harvest.keep_answer(page_id, answer, format_)
        self._count_visit(end == "unchanged")
        return Visit(page_id, end, answer.body, before=known if end == "written" else None)

    def get_resource(self, url: str, check: Callable[[bytes], None]) -> Visit:
        """Visit something that leads to pages and is none; its body is None when unchanged.

        A back-fill needs the body: it asks without condition.
        """
        try:
            name = self.name(url)
        except FetchError as fault:
            return self._fail(url, fault)
        known = self.resources.get(name)
        try:
            answer = self._fetch(name, None if self._is_backfill else known)
            if not answer.not_modified:
                check(answer.body)
        except FetchError as fault:
            return self._fail(name, fault)
        digest = build_digest(answer.body)
        if known is not None and (answer.not_modified or known.digest == digest):
            self.harvest.keep_unchanged(name)
            return Visit(name, "unchanged", answer.body if self._is_backfill else None)
        self.harvest.keep_resource(name, answer)
        self.resources[name] = Resource(
            etag=answer.etag, last_modified=answer.last_modified, digest=digest
        )
        self._count_visit(False)
        return Visit(name, "written", answer.body)

    def remember_children(self, url: str, children: tuple[str, ...]) -> None:
        """Note what a resource leads to, for nights on which it has not changed."""
        known = self.resources.get(url)
        if known is not None:
            self.resources[url] = msgspec.structs.replace(known, children=children)

    def fetch_api(self, url: str, headers: dict[str, str]) -> Answer:
        """Ask an API, which has no robots.txt to obey; nothing is kept or counted.

        Raises:
            FetchError: It did not answer.
        """
        return self._listen(url, lambda: self._fetcher.fetch(url, self._wait_turn, headers=headers))

    def keep(self, url: str, answer: Answer, format_: Format) -> None:
        """Keep what an API answered."""
        end = self.harvest.keep_answer(canonical_url(url), answer, format_)
        self._count_visit(end == "unchanged")

    def keep_nothing(self, url: str) -> None:
        """Count an answer of an API that has nothing new."""
        self.harvest.keep_unchanged(canonical_url(url))

    def fail(self, url: str, fault: FetchError) -> Visit:
        """Count a page that did not come, or came and is of no use."""
        return self._fail(url, fault)

    def note(self, name: str, message: str, number: int = 1) -> None:
        """Count something that the report mentions and that ends no page."""
        log.warning("%s: %s", self.harvest.source.name, message)
        self.counts[name] = self.counts.get(name, 0) + number

    def pause_host(self, url: str, until: float) -> None:
        """Leave a host alone until an instant, in seconds since the epoch."""
        self._hosts.update(url, quiet_until=until)

    def _fetch(self, url: str, known: PageState | Resource | None) -> Answer:
        self._check_forgotten(url)
        validators = Validators(known.etag, known.last_modified) if known else None
        return self._listen(url, lambda: self._fetcher.fetch(url, self._gate, validators))

    def _listen(self, url: str, ask: Callable[[], Answer]) -> Answer:
        try:
            answer = ask()
        except FetchError as fault:
            self._hosts.note_fault(url, fault)
            raise
        self._hosts.note_answer(url)
        return answer

    def read_kept(self, page: PageState) -> bytes | None:
        """Read a page's body of an earlier night; None when the archive lost it."""
        try:
            return read_body(self.harvest.root, page)
        except DocumentError as error:
            log.warning("the archive lost a page: %s", error)
            return None

    def _fetch_plainly(self, url: str) -> Answer:
        return self._fetcher.fetch(url, self._wait_turn)

    def _wait_turn(self, url: str) -> None:
        self._hosts.wait_turn(url, self._delay)

    def _gate(self, url: str) -> None:
        crawl_delay = self._robots.check(url)
        self._hosts.wait_turn(url, max(self._delay, crawl_delay))

    def _check_forgotten(self, url: str) -> None:
        if self._forgotten.covers(url):
            raise FetchError("forgotten", f"{url}: taken down; see `sekko forget`")

    def _follow_move(self, page_id: str, answer: Answer) -> str:
        if not answer.moved:
            return page_id
        self.moved[page_id] = canonical_url(answer.url)
        return self.moved[page_id]

    def _fail(self, page_id: str, fault: FetchError) -> Visit:
        self.harvest.reject(page_id, fault)
        self._count_visit(False)
        return Visit(page_id, "failed", fault=fault)

    def _count_visit(self, is_free: bool) -> None:
        """Pages that have not changed do not use up `max_pages`."""
        if not is_free:
            self._left -= 1
