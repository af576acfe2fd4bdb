"""What a page says about itself in its head: address, title, dates, in JSON-LD and meta tags."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from pipeline.clean.drafts import Context, read_str
from pipeline.clean.html.tree import attribute
from pipeline.documents import Record

_ARTICLE_TYPES = frozenset(
    (
        "article",
        "newsarticle",
        "blogposting",
        "report",
        "techarticle",
        "scholarlyarticle",
        "opinionnewsarticle",
        "analysisnewsarticle",
    )
)

_PUBLISHED = (
    "article:published_time", "datePublished", "date", "dc.date", "dc.date.issued",
    "dcterms.created", "dcterms.date", "pubdate", "publishdate", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime",
)  # fmt: skip


class PageFacts(Record, frozen=True, kw_only=True):
    """Facts of a page's head. They are of its post only where the page is of one post.

    Attributes:
        url: Canonical address, or the one that it was fetched from.
        published: As written, not parsed.
        is_article: The page says that it is one article.
        site: The site's name.
        body: The article's whole text, where JSON-LD carries it.
    """

    url: str | None = None
    title: str | None = None
    published: str | None = None
    is_article: bool = False
    site: str | None = None
    body: str | None = None


def read_facts(soup: BeautifulSoup, context: Context) -> PageFacts:
    """Read a page's facts about itself."""
    canonical = _link(soup, "canonical") or _meta(soup, "og:url")
    url = urljoin(context.url or "", canonical) if canonical else context.url
    articles = list(find_articles(soup))
    article = articles[0] if len(articles) == 1 else {}
    return PageFacts(
        url=url if url and url.startswith("http") else None,
        title=read_str(article, "headline", "name")
        or _meta(soup, "og:title", "twitter:title")
        or _title(soup),
        published=read_str(article, "datePublished")
        or _meta(soup, *_PUBLISHED),
        is_article=bool(article) or _meta(soup, "og:type") == "article",
        site=_meta(soup, "og:site_name"),
        body=read_str(article, "articleBody"),
    )  # fmt: skip


def find_articles(soup: BeautifulSoup | Tag) -> Iterator[dict[str, Any]]:
    """Yield the articles that JSON-LD describes."""
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            data = json.loads(script.string or script.get_text() or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _flatten(data, 0):
            kind = item.get("@type")
            kinds = kind if isinstance(kind, list) else [kind]
            if any(isinstance(one, str) and one.lower() in _ARTICLE_TYPES for one in kinds):
                yield item


def article_url(article: dict[str, Any]) -> str | None:
    """Return the address of an article that JSON-LD describes."""
    main = article.get("mainEntityOfPage")
    if isinstance(main, dict):
        main = main.get("@id")
    url = article.get("url") or main or article.get("@id")
    return url if isinstance(url, str) and url.startswith("http") else None


def _flatten(data: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(data, list):
        for item in data:
            yield from _flatten(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        for name in (
            "@graph",
            "blogPost",
            "blogPosts",
            "itemListElement",
            "mainEntity",
            "hasPart",
            "item",
        ):
            yield from _flatten(data.get(name), depth + 1)


def _meta(soup: BeautifulSoup, *names: str) -> str | None:
    for name in names:
        for key in ("property", "name", "itemprop"):
            tag = soup.find("meta", attrs={key: _same(name)})
            if isinstance(tag, Tag) and (value := attribute(tag, "content")):
                return value
    return None


def _same(name: str) -> Any:
    lowered = name.lower()
    return lambda value: isinstance(value, str) and value.lower() == lowered


def _link(soup: BeautifulSoup, relation: str) -> str | None:
    for tag in soup.find_all("link", href=True):
        rel = tag.get("rel") or ""
        if relation in (rel.split() if isinstance(rel, str) else rel):
            return attribute(tag, "href")
    return None


def _title(soup: BeautifulSoup) -> str | None:
    tag = soup.find("title")
    return tag.get_text(" ").strip() or None if isinstance(tag, Tag) else None
