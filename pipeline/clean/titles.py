"""A post's heading: *translated title (source)―the blogger's remark*."""

from __future__ import annotations

import re

from pipeline.clean.publishers import Certainty, judge_publisher, trim_publisher
from pipeline.clean.style import read_voice
from pipeline.documents import Record

MAX_TITLE = 600  # characters; a longer line is text that lost its title
# Dashes that part the remark from the source; ー is often typed for them.
_DASH = r"[―—–─━‒‐‑－\-ー〜～~]"
_BRACKETED = re.compile(
    r"[（(［\[〈＜<【〔《]([^（）()［］\[\]【】<>〔〕《》]{2,70})[）)］\]〉＞>】〕》]"
)
_REMARK = re.compile(rf"^\s*(?:{_DASH}{{1,4}}|[:：｜|])\s*(?=\S)")
# Weaker marks, after a name that is surely a publication.
_LOOSE_REMARK = re.compile(r"^\s*(?:…+|\.{3,}|→|⇒|／|/|。|！|!|、|\u3000|\s)\s*(?=\S{4,})")
_LEADING = re.compile(r"^[【［\[（(]([^】］\]）)]{2,40})[】］\]）)]")
# A remark without a source before it is known by its long dash and its です・ます.
_POLITE_REMARK = re.compile(r"^(.{6,}?)\s*[―—─━]{1,3}\s*(\S.{7,})$")
_SERIAL = re.compile(
    r"^\s*(?:[#＃]?\d{1,3}|その\d+|[①-⑳]|[(（]\d+[)）]|続報?|[上中下])?\s*[★☆◎●!！]*\s*$"
)


class Heading(Record, frozen=True, kw_only=True):
    """The parts of a title.

    Attributes:
        publisher: As written in the brackets.
        certainty: How surely that is a publication.
    """

    title: str
    publisher: str | None = None
    certainty: Certainty = "no"
    remark: str = ""


def parse_title(title: str) -> Heading:
    """Split a title into translated title, source and remark."""
    if len(title) > MAX_TITLE:
        return Heading(title=title)
    best: Heading | None = None
    for match in _BRACKETED.finditer(title):
        certainty = judge_publisher(match[1])
        if certainty == "no" or match.start() == 0:
            continue
        rest = title[match.end() :]
        remark = _REMARK.match(rest)
        if remark is None and certainty in ("known", "likely"):
            remark = None if _SERIAL.match(rest) else _LOOSE_REMARK.match(rest)
        if not remark and not _SERIAL.match(rest):
            continue
        found = Heading(
            title=title[: match.start()].strip(),
            publisher=trim_publisher(match[1]),
            certainty=certainty,
            remark=rest[remark.end() :].strip() if remark else "",
        )
        if certainty in ("known", "likely"):
            return found
        best = best or found
    leading = _LEADING.match(title)
    if leading and _is_leading_source(leading[1]):
        return Heading(
            title=title[leading.end() :].strip(),
            publisher=trim_publisher(leading[1]),
            certainty=judge_publisher(leading[1]),
        )
    if best is not None:
        return best
    remark = _POLITE_REMARK.match(title)
    if remark and read_voice(remark[2]).register == "polite":
        return Heading(title=remark[1].strip(), remark=remark[2].strip())
    return Heading(title=title)


def _is_leading_source(name: str) -> bool:
    """Tell a publication in front from a subject such as 【航空】: known, or Latin words."""
    judged = judge_publisher(name)
    return judged == "known" or (
        judged == "likely" and bool(re.fullmatch(r"[A-Z][\x20-\x7e]+ [\x20-\x7e]+", name))
    )
