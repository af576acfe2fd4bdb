"""The visible text of a blog's label, archive, index or post page, as copied from a browser.

Its only structure is lines: a date line heads the posts of a day, a post begins with its title, and
footers, a citation or an end mark close it. The page's own header and sidebar are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec

from pipeline.clean.biographies import read_biography
from pipeline.clean.boilerplate import classify_furniture, ends_page, is_advert
from pipeline.clean.dates import DateText, Moment, add_time
from pipeline.clean.drafts import Block, Context, Draft, build_rejection
from pipeline.clean.english import is_foreign
from pipeline.clean.posts import build_post, is_cut
from pipeline.clean.readers.dump_dates import (
    CITATION_END,
    MAX_TITLE,
    Header,
    find_dated_titles,
    find_headers,
    find_title_dates,
    is_date_first,
)
from pipeline.clean.readers.dump_feet import find_feet
from pipeline.clean.readers.dump_frame import (
    drop_comments,
    find_page_end,
    find_widget,
    is_footed,
)
from pipeline.clean.readers.dump_lines import Text, normalise_lines, read_lines
from pipeline.clean.readers.dump_undated import find_undated
from pipeline.clean.readers.mail_magazine import read_issue
from pipeline.clean.titles import parse_title
from pipeline.documents import Post, Rejection

_TIME = re.compile(r"(?:時刻|日時|at)\s*[:：]?\s*((?:午前|午後)?\s*\d{1,2}[:時]\d{2}.{0,4})")
_END_MARK = re.compile(r"[■□◆]\s*$")
LOOK_BACK = 200  # lines in which a post's end is looked for


def read_label_text(text: str, context: Context) -> Iterator[Post | Rejection]:
    """Read the posts of a page's visible text, in page order."""
    drafts = read_line_drafts(read_lines(text), ZoneInfo(context.timezone))
    if not drafts:
        undated = _read_undated(read_lines(text), ZoneInfo(context.timezone))
        by_days = [draft for draft in undated if draft.raw_date]
        issue = read_issue(normalise_lines(text), ZoneInfo(context.timezone))
        drafts = by_days or list(issue) or undated
    if not drafts:
        yield build_rejection(
            context, "no_posts", "", "no line is a date that heads a post", text.strip()[:200]
        )
    drafts = [
        draft
        for draft in drafts
        if not is_advert(draft.title, "".join(block.text for block in draft.blocks))
    ]
    cut = [bool(draft.blocks) and is_cut(draft.blocks[-1].text) for draft in drafts]
    snippets = sum(cut) >= 2 and sum(cut) >= 0.6 * len(cut)  # a page of starts, not of whole posts
    for draft, is_start in zip(drafts, cut, strict=True):
        bracketed = is_start and draft.blocks[-1].text.endswith(("]", "］", ")", "）"))
        excerpt = draft.excerpt or bracketed or (snippets and is_start)
        yield build_post(msgspec.structs.replace(draft, excerpt=excerpt), context)


def read_line_drafts(lines: Sequence[Text], zone: ZoneInfo) -> list[Draft]:
    """Read the posts that stand in lines of text, each under, over or beside its date."""
    lines = drop_comments(lines, zone)
    under, over = find_headers(lines, zone), find_title_dates(lines, zone)
    widget = find_widget(lines, [header.at for header in (*under, *over)])
    if widget is not None:
        lines = lines[:widget]
        under, over = find_headers(lines, zone), find_title_dates(lines, zone)
    feet = find_feet(lines, zone)
    if feet and all(not heads or heads[0].at >= feet[0].date for heads in (under, over)):
        return [
            _build_draft(lines[foot.start : foot.date], Header(foot.date, foot.found),
                         lines[foot.date].text, zone)
            for foot in feet
        ]  # fmt: skip
    earlier = bool(over and under) and over[0].at < under[0].at and len(over) >= len(under)
    if over and (earlier or not is_date_first(lines, under)):
        return list(_read_title_first(lines, over, zone))
    beside = find_dated_titles(lines, zone)
    sourced = sum(parse_title(title).certainty in ("known", "likely") for _, title in beside)
    if len(beside) >= 2 and (not under or sourced >= max(len(under), 0.6 * len(beside))):
        return list(_read_dated_titles(lines, beside, zone))
    drafts = []
    starts = [header.at for header in under]
    for header, end in zip(under, _find_ends(lines, starts), strict=True):
        for start, stop in _split_day(lines, header.at + 1, end):
            drafts.append(_build_draft(lines[start:stop], header, lines[header.at].text, zone))
    return drafts


def _read_undated(lines: Sequence[Text], zone: ZoneInfo) -> list[Draft]:
    """Read posts without a full date; nothing dates them from elsewhere."""
    lines = drop_comments(lines, zone)
    nothing = DateText(start=0, end=0, moment=None, shape="")
    return [
        _build_draft(lines[start:stop], Header(start, nothing), written, zone)
        for start, stop, written in find_undated(lines)
    ]


def _read_dated_titles(
    lines: Sequence[Text], heads: Sequence[tuple[Header, str]], zone: ZoneInfo
) -> Iterator[Draft]:
    """Read posts whose date and title share a line."""
    starts = [header.at for header, _ in heads]
    for (header, title), end in zip(heads, _find_ends(lines, starts), strict=True):
        part = [lines[header.at]._replace(text=title), *lines[header.at + 1 : end]]
        draft = _build_draft(part, header, lines[header.at].text, zone)
        yield draft if draft.blocks else msgspec.structs.replace(draft, excerpt=True)


def _read_title_first(
    lines: Sequence[Text], headers: Sequence[Header], zone: ZoneInfo
) -> Iterator[Draft]:
    """Read posts whose date stands under the title."""
    starts = [header.at - 1 for header in headers]
    for header, end in zip(headers, _find_ends(lines, starts), strict=True):
        part = [lines[header.at - 1], *lines[header.at + 1 : end]]
        yield _build_draft(part, header, lines[header.at].text, zone)


def _find_ends(lines: Sequence[Text], starts: Sequence[int]) -> list[int]:
    """Return the line after each part that a date heads."""
    if not starts:
        return []
    footed = is_footed(lines, list(pairwise(starts)))
    return [*starts[1:], find_page_end(lines, starts[-1], footed=footed)]


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
    before = [lines[j].text for j in range(max(begin, i - LOOK_BACK), i)]
    if classify_furniture(before[-1]) in ("footer", "share"):
        return not is_foreign(line.text) and not ends_page(line.text)
    if line.gap < 2 or is_foreign(line.text):
        return False
    if read_biography(before[-1]) is not None and any(map(CITATION_END.search, before[-8:])):
        return not line.text.endswith(
            ("。", "．", ":", "：")
        )  # all of the post before has been said
    if parse_title(line.text).certainty not in ("known", "likely"):
        return False
    return any(_END_MARK.search(text) for text in before) or any(
        CITATION_END.search(text) for text in before[-8:]
    )


def _build_draft(lines: Sequence[Text], header: Header, raw_date: str, zone: ZoneInfo) -> Draft:
    title = lines[0].text
    rest = list(lines[1:])
    if rest and rest[0].gap == 0 and re.match(r"^[―—–─]", rest[0].text):
        title += rest.pop(0).text  # the remark wrapped onto a line of its own
    moment: Moment | None = header.date.moment
    for line in rest:
        if classify_furniture(line.text) == "footer" and (time := _TIME.search(line.text)):
            moment = add_time(moment, time[1], zone)
    excerpt = any(classify_furniture(line.text) == "more" for line in rest[-8:])
    return Draft(
        title=title,
        blocks=tuple(line.block or Block(text=line.text, gap=line.gap) for line in rest),
        published=moment,
        raw_date=raw_date,
        excerpt=excerpt,
        url=_find_link(lines[0]),
        where=f"line {lines[0].number}",
    )


def _find_link(title: Text) -> str | None:
    links = title.block.links if title.block else ()
    return links[0].url if links else None
