"""The visible text of a blog's label, archive, index or post page, as copied from a browser.

Its only structure is lines: a date line heads the posts of a day, a post begins with its title, and
footers, a citation or an end mark close it. The page's own header and sidebar are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from pipeline.clean.boilerplate import classify_furniture, ends_page
from pipeline.clean.dates import Moment, add_time
from pipeline.clean.drafts import Block, Context, Draft, build_rejection
from pipeline.clean.english import is_foreign
from pipeline.clean.posts import build_post
from pipeline.clean.readers.dump_dates import (
    CITATION_END,
    MAX_TITLE,
    Header,
    Text,
    find_headers,
    find_title_dates,
    is_date_first,
    normalise_lines,
    read_lines,
)
from pipeline.clean.readers.mail_magazine import read_issue
from pipeline.clean.titles import parse_title
from pipeline.documents import Post, Rejection

_TIME = re.compile(r"(?:時刻|日時|at)\s*[:：]?\s*((?:午前|午後)?\s*\d{1,2}[:時]\d{2}.{0,4})")
_SENTENCE_END = re.compile(r"[。！？!?■□◆]\s*$|[.]\s*$")
_COMMENTS = re.compile(
    r"^(?:\d+\s*件のコメント|\d+\s+comments?|コメント(?:一覧)?|comments?)\s*[:：(（\d)）]*$",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"^(?:返信(?:する)?|reply|削除|delete)$|^(?:匿名|anonymous)", re.IGNORECASE)


def read_label_text(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read the posts of a page's visible text, in page order."""
    drafts = list(_read_drafts(text, context))
    if not drafts:
        drafts = list(read_issue(normalise_lines(text), ZoneInfo(context.timezone)))
    if not drafts:
        yield build_rejection(
            context, "no_posts", "", "no line is a date that heads a post", text.strip()[:200]
        )
    for draft in drafts:
        yield build_post(draft, context)


def _read_drafts(text: str, context: Context) -> Iterator[Draft]:
    zone = ZoneInfo(context.timezone)
    lines = read_lines(text)
    under, over = find_headers(lines, zone), find_title_dates(lines, zone)
    earlier = bool(over and under) and over[0].at < under[0].at and len(over) >= len(under)
    if over and (earlier or not is_date_first(lines, under)):
        yield from _read_title_first(lines, over, zone)
        return
    for number, header in enumerate(under):
        last = number + 1 == len(under)
        end = _find_page_end(lines, header.at) if last else under[number + 1].at
        for start, stop in _split_day(lines, header.at + 1, end):
            yield _build_draft(lines[start:stop], header, lines[header.at].text, zone)


def _read_title_first(
    lines: Sequence[Text], headers: Sequence[Header], zone: ZoneInfo
) -> Iterator[Draft]:
    """Read posts whose date stands under the title."""
    for number, header in enumerate(headers):
        last = number + 1 == len(headers)
        end = _find_page_end(lines, header.at) if last else headers[number + 1].at - 1
        part = [lines[header.at - 1], *lines[header.at + 1 : end]]
        yield _build_draft(part, header, lines[header.at].text, zone)


def _find_page_end(lines: Sequence[Text], start: int) -> int:
    """Find where the last post gives way to the page's footer or sidebar."""
    for i in range(start + 2, len(lines)):
        if ends_page(lines[i].text):
            return i
    return len(lines)


def _split_day(lines: Sequence[Text], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Part the posts that share a date line: after a footer or an end, a title begins the next."""
    begin = start
    for i in range(start + 2, end):
        if _begins_post(lines, begin, i):
            yield begin, i
            begin = i
    if begin < end:
        yield begin, end


def _begins_post(lines: Sequence[Text], begin: int, i: int) -> bool:
    line = lines[i]
    if line.gap < 1 or i - begin < 2 or len(line.text) > MAX_TITLE or classify_furniture(line.text):
        return False
    before = [lines[j].text for j in range(begin, i)]
    if classify_furniture(before[-1]) in ("footer", "share"):
        return not is_foreign(line.text) and not ends_page(line.text)
    titled = parse_title(line.text).certainty in ("known", "likely")
    closed = any(re.search(r"[■□◆]\s*$", text) for text in before) or any(
        CITATION_END.search(text) for text in before[-8:]
    )
    return titled and closed and line.gap >= 2 and not is_foreign(line.text)


def _build_draft(lines: Sequence[Text], header: Header, raw_date: str, zone: ZoneInfo) -> Draft:
    title = lines[0].text
    rest = list(lines[1:])
    if rest and rest[0].gap == 0 and re.match(r"^[―—–─]", rest[0].text):
        title += rest.pop(0).text  # the remark wrapped onto a line of its own
    rest = rest[: _find_comments(rest)]
    moment: Moment | None = header.date.moment
    for line in rest:
        if classify_furniture(line.text) == "footer" and (time := _TIME.search(line.text)):
            moment = add_time(moment, time[1], zone)
    excerpt = any(classify_furniture(line.text) == "more" for line in rest[-8:])
    return Draft(
        title=title,
        blocks=tuple(Block(text=line.text, gap=line.gap) for line in rest),
        published=moment,
        raw_date=raw_date,
        excerpt=excerpt,
        where=f"line {lines[0].number}",
    )


def _find_comments(lines: Sequence[Text]) -> int:
    """Find where readers' comments begin: a count, then names, dates and links to answer."""
    for i, line in enumerate(lines):
        if _COMMENTS.match(line.text) and any(
            _ANSWER.search(later.text) for later in lines[i + 1 : i + 8]
        ):
            return i
    return len(lines)
