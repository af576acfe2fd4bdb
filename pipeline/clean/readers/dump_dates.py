"""Which dates in a page's visible text head posts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pipeline.clean.boilerplate import classify_furniture, ends_page, opens_related
from pipeline.clean.date_shapes import fold_date
from pipeline.clean.dates import DateText, find_date, read_date_line
from pipeline.clean.english import is_foreign
from pipeline.clean.readers.dump_lines import Text
from pipeline.clean.style import read_voice
from pipeline.clean.titles import parse_title

MAX_TITLE = 250  # characters; remarks make titles long
WINDOW = 300  # date lines back to which a row of headers is followed
DAY_SHAPES = ("ja", "era", "ja_reversed", "numeric", "en", "en_day_first")
_HEAD_MARKS = " \u3000■□◆◇●○▼▽★☆◎▲△・＊*#＃|｜:：-–—―>＞»"
CITATION_END = re.compile(
    r"^https?://|^(?:©|copyright|\(c\))|all rights reserved|^by[: ]", re.IGNORECASE
)


class Header(NamedTuple):
    """A date line that heads posts, and its place among the lines."""

    at: int
    date: DateText


def find_title_dates(lines: Sequence[Text], zone: ZoneInfo) -> list[Header]:
    """Find dates right under a title: "Posted on July 1, 2025 by admin" and the like count too."""
    found = []
    for i in range(1, len(lines) - 1):
        line, title = lines[i], lines[i - 1]
        date = _read_dateline(line.text, zone)
        if (
            date is None
            or line.gap > 1
            or not (title.gap >= 1 or i == 1)
            or line.gap > title.gap > 0
        ):
            continue
        shape = date.shape.removesuffix("+weekday")
        if shape in DAY_SHAPES and looks_like_title(title.text):
            found.append((Header(i, date), 2))
    worth: dict[str, int] = {}  # a chronology's dates stand under sentences, not under titles
    for header, _ in found:
        over = lines[header.at - 1].text
        value = 3 if _has_source(over) else 0 if over.endswith("。") else 1
        worth[header.date.shape] = worth.get(header.date.shape, 0) + value
    common = max(worth, key=lambda shape: worth[shape]) if worth else ""
    return _keep_in_order([(h, w) for h, w in found if h.date.shape == common])


def _read_dateline(text: str, zone: ZoneInfo) -> DateText | None:
    date = read_date_line(text, zone) if len(text) <= 40 else None
    if date is not None and not date.updated:
        return date
    bare = re.sub(r"^(?:投稿者|作成者|筆者|posted\s+by|by)\s*[:：]?\s*\S{1,20}\s+(?=\S)", "", text)
    bare = re.split(
        r"\s+(?:by|投稿者|作成者|著者|カテゴリー?|in)\b\s*[:：]?|\s*[|｜／]\s*", bare, maxsplit=1
    )[0]
    return read_date_line(bare, zone) if bare != text and len(text) <= 90 else None


def find_dated_titles(lines: Sequence[Text], zone: ZoneInfo) -> list[tuple[Header, str]]:
    """Find lines of a date and a title: "2025/06/20 title", "■title (2025/06/20)"."""
    found: list[tuple[Header, str, bool]] = []
    for i, line in enumerate(lines):
        split = split_dated_title(line.text, zone)
        if split is not None:
            date, title, leads = split
            found.append((Header(i, date), title, leads))
    shapes = [(header.date.shape.removesuffix("+weekday"), leads) for header, _, leads in found]
    common = max(set(shapes), key=shapes.count) if shapes else None
    kept = [one for one, shape in zip(found, shapes, strict=True) if shape == common]
    spaced = sum(lines[header.at].gap > 0 or header.at == 0 for header, _, _ in kept)
    sourced = sum(_has_source(title) for _, title, _ in kept)
    if max(spaced, sourced) < 0.5 * len(kept):
        return []  # a chronology
    chain = _keep_in_order([(header, 1) for header, _, _ in kept])
    titles = {header.at: title for header, title, _ in kept}
    return [(header, titles[header.at]) for header in chain]


def split_dated_title(text: str, zone: ZoneInfo) -> tuple[DateText, str, bool] | None:
    """Split a line into date and title, and say whether the date leads; None for another line."""
    bare = text.strip(_HEAD_MARKS)
    if not 8 <= len(bare) <= MAX_TITLE or re.search(r"https?://|[。！？!?]$", bare):
        return None
    if classify_furniture(bare) or ends_page(bare) or CITATION_END.search(bare):
        return None
    found = find_date(bare, zone)
    if found is None or found.shape.removesuffix("+weekday") not in DAY_SHAPES:
        return None
    folded = fold_date(bare)
    leads = not folded[: found.start].strip(_HEAD_MARKS + "([（［【")
    ends = not folded[found.end :].strip(_HEAD_MARKS + ")]）］】")
    if leads == ends:
        return None
    if leads:
        size = len(folded) - found.end
        cut = next((k for k in range(len(bare) + 1) if len(fold_date(bare[k:])) <= size), len(bare))
        title = bare[cut:].lstrip(_HEAD_MARKS + ")]）］】")
        attached = not re.match(r"[\s\u3000\W]", bare[cut : cut + 1] or " ")
        if attached and re.match(r"[\u3041-\u3096]", title):
            return None  # "2025年6月20日に..." is a sentence's beginning
    else:
        size = found.start
        cut = next((k for k in range(len(bare), -1, -1) if len(fold_date(bare[:k])) <= size), 0)
        title = bare[:cut].rstrip(_HEAD_MARKS + "([（［【")
    return (found, title, leads) if len(title) >= 4 and not is_foreign(title) else None


def is_date_first(lines: Sequence[Text], headers: Sequence[Header]) -> bool:
    """Say whether the lines after the dates rather than those before them are titles."""
    after = sum(looks_like_title(lines[header.at + 1].text) for header in headers)
    return bool(headers) and after >= 0.5 * len(headers)


def looks_like_title(text: str) -> bool:
    """Say whether a line can be a post's title."""
    if len(text) > MAX_TITLE or classify_furniture(text) or CITATION_END.search(text):
        return False
    if ends_page(text) or opens_related(text) or is_foreign(text):
        return False
    return _has_source(text) or not (text.endswith("。") and len(text) > 40)


def find_headers(lines: Sequence[Text], zone: ZoneInfo) -> list[Header]:
    """Choose the date lines that head posts: of one shape, in the order of the page."""
    candidates = []
    for i, line in enumerate(lines):
        date = read_date_line(line.text, zone) if len(line.text) <= 40 else None
        if date and date.shape.removesuffix("+weekday") in DAY_SHAPES and i + 1 < len(lines):
            candidates.append((Header(i, date), _weigh(lines, i)))
    if not candidates:
        return []
    strong = [header for header, weight in candidates if weight >= 2]
    first = strong[0] if strong else candidates[0][0]
    same = [
        (header, weight)
        for header, weight in candidates
        if header.at >= first.at
        and (header.date.shape == first.date.shape or weight >= 3 or _is_like(lines, header, first))
    ]
    return _keep_in_order([(h, w) for h, w in same if w >= 1 or h is first])


def _is_like(lines: Sequence[Text], header: Header, first: Header) -> bool:
    """Say whether a date stands as the first header does, only with or without its weekday."""
    base = first.date.shape.removesuffix("+weekday")
    if header.date.shape.removesuffix("+weekday") != base or _weigh(lines, header.at) < 2:
        return False
    here, there = header.at, first.at
    gaps = (lines[here].gap, lines[here + 1].gap) == (lines[there].gap, lines[there + 1].gap)
    return gaps and looks_like_title(lines[here + 1].text)


def _weigh(lines: Sequence[Text], i: int) -> int:
    """Weigh how much a date line looks like the head of a post rather than a date in its text."""
    line, after = lines[i], lines[i + 1]
    before = lines[i - 1].text if i else ""
    weight = 0
    weight += 1 if line.gap >= 1 or i == 0 else -1
    weight += 1 if line.gap >= 2 else 0
    weight += 1 if after.gap >= 1 else 0
    weight += 1 if re.search(r"[月火水木金土日]曜|\([月火水木金土日]", fold_date(line.text)) else 0
    if _has_source(after.text):
        weight += 2
    elif _looks_like_sentence(after.text):
        weight -= 3
    if is_foreign(after.text) or classify_furniture(after.text) or CITATION_END.match(after.text):
        weight -= 3
    if before and (
        classify_furniture(before) or re.search(r"[■□◆]\s*$", before) or CITATION_END.search(before)
    ):
        weight += 1
    if (
        before
        and is_foreign(before)
        and not CITATION_END.search(before)
        and not classify_furniture(before)
        and len(before) < 150
    ):
        weight -= 2  # the date of a cited article, under its English title
    return weight


def _looks_like_sentence(text: str) -> bool:
    return len(text) > 60 or (text.endswith("。") and read_voice(text).register == "plain")


def _has_source(text: str) -> bool:
    """Say whether a line has the shape of a title with its source, or with a remark."""
    heading = parse_title(text)
    return heading.certainty in ("known", "likely") or bool(heading.remark)


def _keep_in_order(headers: Sequence[tuple[Header, int]]) -> list[Header]:
    """Keep the heaviest set of date lines that runs one way in time, newest first as a rule."""
    best: list[Header] = []
    best_weight = -1
    for newest_first in (True, False):
        kept, weight = _longest(headers, newest_first)
        if weight > best_weight:
            best, best_weight = kept, weight
    return best


def _longest(headers: Sequence[tuple[Header, int]], newest_first: bool) -> tuple[list[Header], int]:
    totals: list[int] = []
    previous: list[int] = []
    days = [header.date.moment.day if header.date.moment else None for header, _ in headers]
    for i, (_, weight) in enumerate(headers):
        total, link = weight, -1
        for j in range(max(0, i - WINDOW), i):
            a, b = days[j], days[i]
            ordered = a is None or b is None or (a >= b if newest_first else a <= b)
            if ordered and totals[j] + weight > total:
                total, link = totals[j] + weight, j
        totals.append(total)
        previous.append(link)
    if not totals:
        return [], 0
    at = max(range(len(totals)), key=lambda i: (totals[i], -i))
    weight = totals[at]
    chain = []
    while at >= 0:
        chain.append(headers[at][0])
        at = previous[at]
    return chain[::-1], weight
