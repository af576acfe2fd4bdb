"""The walk through an index and the posts that it leads to: the same for every format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Protocol

import msgspec

from pipeline.documents import PageState
from pipeline.scrape.faults import FetchError
from pipeline.scrape.index import Days, Index, Link, find_day
from pipeline.scrape.state import KNOWN, InputState, merge_known
from pipeline.scrape.visit import Sniffer, Visit, Visitor

RECHECKED = 10  # newest posts that are asked for again every night: edits and deletions show there


class Guide(Protocol):
    """How one format is walked."""

    def visit_index(self, visitor: Visitor, url: str) -> Visit:
        """Visit one page of the index."""

    def read_index(self, body: bytes, url: str) -> Index:
        """Read what it lists; raises `FetchError` when it cannot be read."""

    @property
    def sniff_post(self) -> Sniffer:
        """Name the format of a post's own page."""


class Walk:
    """One night's walk through one input.

    Args:
        days: A back-fill's range; None in an ordinary night.
    """

    def __init__(
        self, visitor: Visitor, guide: Guide, state: InputState, days: Days | None = None
    ) -> None:
        self._visitor = visitor
        self._guide = guide
        self._state = state
        self._days = days
        self._asked: set[str] = set()
        self._met: list[str] = []
        self._wanted: list[str] = []
        self._resume: str | None = None
        self._held: dict[str, None] = dict.fromkeys(state.held)
        self._listed: set[str] = set()
        self._before: list[PageState] = []

    def run(self, url: str) -> InputState:
        """Walk from the newest post to the newest that is known, then on from where a cap stopped.

        Returns:
            The state to keep once the pages are kept.
        """
        self._follow(url, self._is_known)
        broken_off, self._resume = self._resume, None
        if broken_off is None and self._state.resume:
            self._follow(self._state.resume, _never)
            broken_off = self._resume
        for wanted in self._state.wanted:
            self._get_post(wanted)
        self._recheck()
        self._keep_versions()
        return InputState(
            known=merge_known(self._met, self._state.known),
            wanted=tuple(dict.fromkeys(self._wanted)),
            held=tuple(self._held)[-KNOWN:],
            resume=broken_off,
        )

    def run_days(self, seeds: list[str]) -> int:
        """Walk through the indexes of a range of days; return how many posts a cap left out."""
        for seed in seeds:
            self._follow(seed, self._is_past)
        self._keep_versions()
        return len(set(self._wanted)) + (self._resume is not None)

    def _follow(self, url: str | None, is_enough: Callable[[Index], bool]) -> bool:
        """Walk from index page to index page; return whether nothing was left for later."""
        first, whole = url, True
        while url is not None and url not in self._asked:
            if not self._visitor.may_go_on:
                self._resume = url
                return False
            self._asked.add(url)
            visit = self._guide.visit_index(self._visitor, url)
            if visit.fault is not None:
                may_come = visit.fault.is_transient
                if may_come and url != first:
                    self._resume = url
                return not may_come
            index = self._read(visit)
            if index is None:
                return whole
            for child in index.children:
                whole = self._follow(child, is_enough) and whole
            if not whole:
                self._visitor.resources.pop(visit.url, None)  # read again, though unchanged
            for link in index.links:
                self._meet(link)
            if is_enough(index):
                return whole
            url = index.next
        return whole

    def _read(self, visit: Visit) -> Index | None:
        if visit.body is None:  # it has not changed; what it leads to may have
            known = self._visitor.resources.get(visit.url)
            return Index(children=known.children) if known else None
        try:
            index = self._guide.read_index(visit.body, visit.url)
        except FetchError as fault:
            self._visitor.fail(visit.url, fault)
            return None
        if visit.before is not None:
            self._before.append(visit.before)
        index = msgspec.structs.replace(index, links=tuple(self._name_links(index.links)))
        self._listed.update(link.url for link in index.links)
        self._visitor.remember_children(visit.url, index.children)
        return index

    def _name_links(self, links: Iterable[Link]) -> Iterator[Link]:
        """Give each link the address under which its page is known."""
        for link in links:
            try:
                yield msgspec.structs.replace(link, url=self._visitor.name(link.url))
            except FetchError as fault:
                self._visitor.harvest.reject(link.url, fault)

    def _meet(self, link: Link) -> None:
        if self._days is not None and not _is_within(link, self._days):
            return
        self._met.append(link.url)
        if link.wanted and not self._is_settled(link):
            self._get_post(link.url)

    def _is_settled(self, link: Link) -> bool:
        """Say whether a post's own page need not be asked for."""
        page = self._visitor.harvest.pages.get(link.url)
        if page is not None:
            fetched = datetime.fromisoformat(page.fetched_at)
            # One that was gone and is listed again, or still, may be back.
            return not page.gone and (link.updated is None or link.updated <= fetched)
        # It was asked for on an earlier night, in vain and for good; what may still come is wanted.
        return link.url in self._state.known and self._days is None

    def _get_post(self, url: str) -> None:
        if url in self._visitor.harvest.ended:
            return
        if not self._visitor.may_go_on:
            self._wanted.append(url)
            return
        visit = self._visitor.get_page(url, self._guide.sniff_post)
        if visit.fault is not None and (
            visit.fault.is_transient or visit.fault.reason in ("host_paused", "robots_unavailable")
        ):
            self._wanted.append(url)

    def _recheck(self) -> None:
        """Ask again for the newest posts that have pages of their own."""
        for url in merge_known(self._met, self._state.known)[:RECHECKED]:
            page = self._visitor.harvest.pages.get(url)
            if page is not None and not page.gone and self._visitor.may_go_on:
                self._get_post(url)

    def _keep_versions(self) -> None:
        """Keep older versions of indexes that alone hold a post's text: it slid off since.

        Without them the raw archive could not be replayed whole: an index page changes its posts
        from night to night, and only some posts have pages of their own.
        """
        pages = self._visitor.harvest.pages
        for before in self._before:
            body = self._visitor.read_kept(before)
            try:
                index = self._guide.read_index(body or b"", before.id)
            except FetchError:
                continue  # what could not be read then holds nothing
            whole = {link.url for link in self._name_links(index.links) if not link.wanted}
            slid = whole - self._listed - pages.keys()
            if slid - self._held.keys():
                self._visitor.harvest.keep_version(before)
                self._held.update(dict.fromkeys(slid))  # the last that was seen of them

    def _is_known(self, index: Index) -> bool:
        return bool(index.links) and index.links[-1].url in self._state.known

    def _is_past(self, index: Index) -> bool:
        """Say whether a back-fill has reached its first day."""
        if self._days is None or self._days.since is None or not index.links:
            return False
        last = index.links[-1]
        day = last.published or find_day(last.url, whole_month=True)
        return day is not None and day < self._days.since.replace(day=1)


def _never(index: Index) -> bool:
    return False


def _is_within(link: Link, days: Days) -> bool:
    """Say whether a post may lie in the range; one that was last changed before it does not."""
    if link.updated is not None and days.is_before(link.updated.date()):
        return False
    day = link.published or find_day(link.url)
    if day is not None:
        return days.covers(day)
    month = find_day(link.url, whole_month=True)
    return month is None or days.covers_month(month)
