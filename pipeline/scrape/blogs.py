"""Blog platforms: what their posts' addresses look like, and where their indexes go on.

One record per platform, as far as its public structure is known. An index is the home page, a
label, search or archive page: whatever lists posts, newest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec
from lxml import etree, html

from pipeline.documents import Record
from pipeline.scrape.addresses import canonical_url
from pipeline.scrape.faults import FetchError
from pipeline.scrape.index import (
    Days,
    Index,
    Link,
    find_day,
    parse_day,
    parse_html,
    parse_instant,
    resolve,
)
from pipeline.sources import Format

_CLASS = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"
# Classes and ids of what stands beside the posts: links in there are no part of the index.
_ASIDE = re.compile(
    r"(?:[a-z]-)?side(?:bar|menu|$)|popular|recent|related|ranking|calendar|archive-?list|blogarchive"
    r"|breadcrumb|comment|profile|footer|share|pag(?:er|ing|ination)|widget_",
    re.IGNORECASE,
)
_OLDER = re.compile(
    r"^\W*(?:古い(?:投稿|記事)|次のページ|[次前]の\d+件|次へ|過去の(?:投稿|記事)|以前の(?:投稿|記事)"
    r"|older\s+(?:posts?|entries)|next(?:\s+page)?|previous\s+(?:posts?|entries))\W*$",
    re.IGNORECASE,
)


class Layout(Record, frozen=True, kw_only=True):
    """A platform.

    Attributes:
        post: Regular expression of a post's path (and query, after `?`).
        older: XPath of the link to the page with older posts; general signs are tried after it.
        distinct: Nothing but posts has such an address, so that links outside titles count too.
        full: Its indexes hold whole posts, but for those with a jump link.
        month: Path of a month's archive under the blog's root, for `date.strftime`.
    """

    post: str
    older: str = ""
    distinct: bool = True
    full: bool = False
    month: str | None = None


def _by_class(*names: str) -> str:
    tests = " or ".join(_CLASS.format(name) for name in names)
    return f"//a[{tests}]/@href | //*[{tests}]//a/@href"


LAYOUTS: dict[Format, Layout] = {
    Format.BLOGGER: Layout(
        post=r"/\d{4}/\d{2}/[^/]+\.html",
        older=_by_class("blog-pager-older-link"),
        full=True,
        month="/%Y/%m/",
    ),
    Format.WORDPRESS: Layout(
        post=r"(?!.*/(?:category|tag|author|page|feed|wp-\w+)(?:/|$))/(?:[^/?]+/)*[^/?]+/?|/(?:[^/?]+/)*\?p=\d+",
        distinct=False,
        older=_by_class("nav-previous") + " | //a[" + _CLASS.format("next") + "]/@href",
        month="/%Y/%m/",
    ),
    Format.HATENA: Layout(post=r"/entry/.+", older=_by_class("pager-next"), month="/archive/%Y/%m"),
    Format.NOTE: Layout(post=r"/[^/]+/n/n[0-9a-z]+"),
    Format.LIVEDOOR: Layout(
        post=r"(?:/[^/]+)?/archives/\d+\.html",
        older=_by_class("paging-next", "pager-next"),
        month="/archives/%Y-%m.html",
    ),
    Format.AMEBLO: Layout(
        post=r"/[^/]+/entry-\d+\.html",
        older=_by_class("skin-paginationNext", "pagingNext"),
        month="/archive1-%Y%m.html",
    ),
    Format.MILITARYBLOG: Layout(post=r"/e\d+\.html", month="/d%Y-%m.html"),
}


def read_index(body: bytes, url: str, layout: Layout) -> Index:
    """Read the posts that an index page lists, and where the older ones are."""
    root = parse_html(body, url)
    if root is None:
        return Index()
    jumps = set(_find_jumps(root, url))
    links = [
        Link(url=post, wanted=not layout.full or post in jumps, published=find_day(post))
        for post in find_posts(root, url, layout)
    ]
    return Index(links=tuple(links), next=find_older(root, url, layout))


def find_posts(root: html.HtmlElement, url: str, layout: Layout) -> list[str]:
    """Find the addresses of a page's posts, in page order.

    Titles link to posts; where no title does, every link outside of the side columns counts.
    """
    path = re.compile(layout.post)
    heads = root.xpath(
        "//h1//a | //h2//a | //h3//a | //h4//a | //a[h1 or h2 or h3] | //a[@rel='bookmark']"
        f" | //a[{_CLASS.format('timestamp-link')} or {_CLASS.format('entry-title-link')}]"
    )
    anywhere = root.xpath("//a[@href]") if layout.distinct else []
    for candidates in (heads, anywhere):
        found = dict.fromkeys(_select(candidates, url, path))
        if found:
            return list(found)
    return []


def find_older(root: html.HtmlElement, url: str, layout: Layout) -> str | None:
    """Find the page with older posts: the platform's way, by `rel`, by what the link says."""
    candidates = [
        *(root.xpath(layout.older) if layout.older else ()),
        *root.xpath("//link[@rel='next']/@href | //a[contains(@rel, 'next')]/@href"),
        *(a.get("href") for a in root.xpath("//a[@href]") if _OLDER.match(a.text_content())),
    ]
    here = canonical_url(url)
    for href in candidates:
        target = _resolve(str(href), url)
        if target not in (None, here) and not re.fullmatch(layout.post, _path(target or "")):
            return target
    return None


def build_seeds(url: str, layout: Layout, days: Days, today: date) -> list[str]:
    """Return the indexes that cover a range of days, the newest first.

    A label or search page of Blogger takes the range itself; elsewhere the archives of the months
    do, under the blog's root. Without a first day there is no range: the walk starts as ever.
    """
    parts = urlsplit(url)
    if parts.path.startswith("/search"):
        query = dict(parse_qsl(parts.query))
        if days.until:
            query["updated-max"] = f"{days.until.isoformat()}T23:59:59+09:00"
        return [urlunsplit(parts._replace(query=urlencode(query)))]
    months = days.months(today)
    if layout.month is None or not months:
        return [url]
    root = re.sub(r"/[^/]*$", "", parts.path)
    return [
        urlunsplit((parts.scheme, parts.netloc, root + month.strftime(layout.month), "", ""))
        for month in months
    ]


class _Note(Record, frozen=True, kw_only=True, rename="camel"):
    key: str | None = None
    note_url: str | None = None
    publish_at: str | None = None


class _Notes(Record, frozen=True, kw_only=True, rename="camel"):
    contents: tuple[_Note, ...] = ()
    is_last_page: bool = True


class _NoteAnswer(Record, frozen=True, kw_only=True):
    data: _Notes


def build_note_index(url: str) -> str:
    """Return where note lists an author's articles: the page itself is built by scripts."""
    parts = urlsplit(url)
    if parts.path.startswith("/api/"):
        return url
    author = parts.path.strip("/").split("/")[0]
    path = f"/api/v2/creators/{author}/contents"
    return urlunsplit((parts.scheme, parts.netloc, path, "kind=note&page=1", ""))


def read_note_index(body: bytes, url: str) -> Index:
    """Read one page of note's list of an author's articles.

    Raises:
        FetchError: `broken_json`.
    """
    try:
        notes = msgspec.json.decode(body, type=_NoteAnswer).data
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FetchError("broken_json", f"{url}: not note's list of articles: {error}") from error
    links = [
        Link(
            url=resolve(note.note_url, url),
            wanted=True,
            updated=parse_instant(note.publish_at),
            published=parse_day(note.publish_at),
        )
        for note in notes.contents
        if note.note_url
    ]
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    query["page"] = str(int(query.get("page", "1")) + 1)
    following = urlunsplit(parts._replace(query=urlencode(query)))
    return Index(links=tuple(links), next=None if notes.is_last_page else following)


def _select(links: list[html.HtmlElement], url: str, path: re.Pattern[str]) -> Iterator[str]:
    host, here = urlsplit(url).netloc, urlsplit(url).path
    for link in links:
        target = _resolve(link.get("href") or "", url)
        if (
            target is not None
            and urlsplit(target).netloc == host
            and path.fullmatch(_path(target))
            and not here.startswith(_path(target))  # the blog's own name in its head
            and not _is_aside(link)
        ):
            yield target


def _find_jumps(root: html.HtmlElement, url: str) -> Iterator[str]:
    for href in root.xpath("//a[contains(@href, '#more')]/@href"):
        target = _resolve(str(href), url)
        if target is not None:
            yield target


def _is_aside(link: etree._Element) -> bool:
    for ancestor in link.iterancestors():
        if ancestor.tag in ("aside", "footer", "nav"):
            return True
        if ancestor.tag in ("body", "html"):
            return False
        names = f"{ancestor.get('class', '')} {ancestor.get('id', '')}".split()
        if any(_ASIDE.match(name) for name in names):
            return True
    return False


def _resolve(href: str, url: str) -> str | None:
    try:
        return canonical_url(href, url)
    except FetchError:
        return None


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
