"""A page of one article in no layout that we know: its text by density, its facts by its head."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup, Tag

from pipeline.clean.dates import Moment, read_date_line, read_instant
from pipeline.clean.drafts import Block, Context, Draft
from pipeline.clean.html.blocks import read_blocks
from pipeline.clean.html.facts import PageFacts
from pipeline.clean.html.post_dates import is_update, read_date
from pipeline.clean.html.tree import classes, visible_text

MIN_TEXT = 40  # characters that make an article

_SENTENCE_MARKS = re.compile(r"[。、．，!?！？.]")
_UNLIKELY = re.compile(
    r"comment|footer|side|nav|menu|widget|related|popular|ranking|recommend|archive|breadcrumb|share|sns|social|banner|advert|login|search|header|copyright|pager|profile|tag|category"
)
_LIKELY = re.compile(r"article|entry|post|body|content|main|text|honbun|kiji|story")
_THRESHOLDS = {
    "MIN_EXTRACTED_SIZE": "60",
    "MIN_OUTPUT_SIZE": "1",
    "MIN_EXTRACTED_COMM_SIZE": "1",
    "MIN_OUTPUT_COMM_SIZE": "1",
    "MIN_DUPLCHECK_SIZE": "100000",
}
_DATE_CLASS = (
    "time[datetime]",
    "[itemprop~=datePublished]",
    "[class*=date]",
    "[class*=Date]",
    "[class*=posted]",
    "[class*=time]",
    "[id*=date]",
    "time",
)


def read_article(
    text: str, soup: BeautifulSoup, facts: PageFacts, context: Context
) -> Draft | None:
    """Read a page as one article; None when it has no running text."""
    root = find_text_root(soup)
    blocks = read_blocks(root, facts.url or context.url).blocks if root is not None else ()
    if _length(blocks) < MIN_TEXT:
        blocks = read_with_trafilatura(text, context)
    if _length(blocks) < MIN_TEXT:
        return None
    title = _find_title(soup, root, facts)
    return Draft(
        title=title,
        blocks=_without_head(blocks, title),
        published=_find_date(soup, root, facts, context),
        url=facts.url,
        where="article",
    )


def find_text_root(soup: BeautifulSoup) -> Tag | None:
    """Find the element that holds the running text: by sentence marks, less what is linked."""
    body = soup.body or soup
    scores: dict[int, float] = {}
    tags: dict[int, Tag] = {}
    for leaf in body.find_all(
        ["p", "div", "td", "section", "article", "li", "blockquote", "font", "span", "pre"]
    ):
        own = "".join(child for child in leaf.find_all(string=True, recursive=False)).strip()
        inline = visible_text(leaf) if leaf.name == "p" else own
        if len(inline) < 15 or leaf.find_parent(
            ["nav", "footer", "aside", "form", "script", "style", "header"]
        ):
            continue
        linked = sum(len(visible_text(link)) for link in leaf.find_all("a"))
        score = len(_SENTENCE_MARKS.findall(inline)) * 8 + len(inline) / 10
        score *= max(0.0, 1 - linked / max(1, len(inline)))
        share = 1.0
        for depth, parent in enumerate(leaf.parents if leaf.name == "p" else [leaf, *leaf.parents]):
            if not isinstance(parent, Tag) or parent.name in ("html", "[document]") or depth > 4:
                break
            tags[id(parent)] = parent
            scores[id(parent)] = scores.get(id(parent), 0.0) + score * share
            share *= 0.6
    if not scores:
        return None
    best = max(scores, key=lambda key: scores[key] * _weight(tags[key]))
    return tags[best]


def read_with_trafilatura(text: str, context: Context) -> tuple[Block, ...]:
    """Read the main text with trafilatura, its thresholds lowered: Japanese says more in less."""
    import trafilatura
    from trafilatura.settings import use_config

    config = use_config()
    for name, value in _THRESHOLDS.items():
        config.set("DEFAULT", name, value)
    found = trafilatura.extract(
        text, url=context.url, config=config, include_comments=False, favor_recall=True
    )
    return tuple(Block(text=line) for line in (found or "").split("\n") if line.strip())


def _weight(tag: Tag) -> float:
    names = " ".join(classes(tag))
    weight = 1.0
    if _LIKELY.search(names) or tag.name in ("article", "main"):
        weight *= 1.3
    if _UNLIKELY.search(names):
        weight *= 0.5
    return weight * (0.7 if tag.name == "body" else 1.0)


def _length(blocks: tuple[Block, ...]) -> int:
    return sum(len(block.text) for block in blocks)


def _find_title(soup: BeautifulSoup, root: Tag | None, facts: PageFacts) -> str | None:
    headings = [visible_text(tag) for tag in soup.find_all(["h1", "h2"]) if visible_text(tag)]
    said = facts.title or ""
    for heading in headings:
        if heading and (heading in said or (said and said in heading)):
            return heading
    if said:
        return _trim_site(said, facts.site)
    return headings[0] if headings else None


def _trim_site(title: str, site: str | None) -> str:
    """Take the site's name off a page's title."""
    if site and title.endswith(site):
        return title[: -len(site)].rstrip(" -|｜:：–—―«»")
    parts = re.split(r"\s+[|｜–—]\s+|\s*[|｜]\s*|\s+-\s+", title)
    return parts[0] if len(parts) > 1 and len(parts[0]) >= 6 else title


def _find_date(
    soup: BeautifulSoup, root: Tag | None, facts: PageFacts, context: Context
) -> Moment | None:
    if facts.published:
        return read_instant(facts.published, ZoneInfo(context.timezone))
    for selector in _DATE_CLASS:
        for tag in soup.select(selector):
            outside = tag.find_parent(["aside", "nav", "footer"]) is not None
            if outside or is_update(tag) or len(visible_text(tag)) > 60:
                continue
            found, moment = read_date(tag, context)
            if found:
                return moment
    return _find_date_line(root, context)


def _find_date_line(root: Tag | None, context: Context) -> Moment | None:
    """Read a line of the text that is a date and nothing else, if it stands at the start."""
    if root is None:
        return None
    for block in read_blocks(root).blocks[:4]:
        found = read_date_line(block.text, ZoneInfo(context.timezone))
        if found and not found.updated:
            return found.moment
    return None


def _without_head(blocks: tuple[Block, ...], title: str | None) -> tuple[Block, ...]:
    """Leave out the heading and lines of the page's head that stand before the text."""
    start = 0
    for i, block in enumerate(blocks[:4]):
        if title and block.text.strip() == title.strip():
            start = i + 1
    return blocks[start:]
