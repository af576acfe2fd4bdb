"""Posts of a page's visible text that no full date heads: kept, their date null."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.clean.boilerplate import classify_furniture, ends_page
from pipeline.clean.date_shapes import fold_date
from pipeline.clean.readers.dump_dates import looks_like_title
from pipeline.clean.readers.dump_lines import Text
from pipeline.clean.titles import parse_title

_YEARLESS = re.compile(
    r"(?:1[0-2]|0?[1-9])\s*(?:月\s*[0-3]?\d\s*日|[/.]\s*[0-3]?\d(?=\s*[(]))"
    r"\s*(?:[(\[]?\s*[月火水木金土日](?:曜日?)?(?:[・,]?祝日?)?\s*[)\]]?)?"
)


def find_undated(lines: Sequence[Text]) -> list[tuple[int, int, str]]:
    """Find posts under days without a year, or under titles that wide gaps set apart.

    Returns:
        First line, line after the last, and the date as written; nothing unless there are two.
    """
    end = next((i for i, line in enumerate(lines) if i > 2 and ends_page(line.text)), len(lines))
    days = [i for i in range(end - 2) if _is_day(lines, i)]
    found = [(i + 1, stop, lines[i].text) for i, stop in _pair(days, end)]
    if len(found) < 2:
        found = [(i, stop, "") for i, stop in _pair(_find_titles(lines, end), end)]
        sourced = sum(
            parse_title(lines[i].text).certainty in ("known", "likely") for i, _, _ in found
        )
        if sourced < 2 or sourced < 0.5 * len(found):
            return []
    whole = all(
        any("。" in line.text for line in lines[start + 1 : stop]) for start, stop, _ in found
    )
    return found if whole and len(found) >= 2 else []


def _pair(starts: Sequence[int], end: int) -> list[tuple[int, int]]:
    return list(zip(starts, [*starts[1:], end], strict=True)) if starts else []


def _is_day(lines: Sequence[Text], i: int) -> bool:
    if len(lines[i].text) > 20 or (lines[i].gap < 1 and i > 0):
        return False
    folded = fold_date(lines[i].text).strip(" \u3000■□◆◇●○・[]【】")
    following = lines[i + 1].text
    titled = looks_like_title(following) and not following.endswith("。")
    return titled and _YEARLESS.fullmatch(folded) is not None


def _find_titles(lines: Sequence[Text], end: int) -> list[int]:
    """Find the lines that a wider gap than any inside the posts stands before."""
    heads = []
    for i in range(end - 1):
        text = lines[i].text
        apart = lines[i].gap >= 2 and lines[i + 1].gap < lines[i].gap
        if apart and not text.endswith("。") and looks_like_title(text):
            heads.append(i)
    sourced = [
        i
        for i in range(heads[0] if heads else end - 1)
        if parse_title(lines[i].text).certainty in ("known", "likely")
        and classify_furniture(lines[i].text) is None
    ]
    return [*sourced[:1], *heads]  # the first may stand right at the top
