"""Citations that stand unquoted in one line: "Title, A and B, Publisher", "A. Title. Publisher"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipeline.clean.authors import read_authors, trim_japanese
from pipeline.clean.citation_fields import EDGES, without
from pipeline.clean.english import is_headline, is_plain_headline
from pipeline.clean.publishers import judge_publisher, trim_publisher

MAX_LINE = 400  # characters
_STRIPPED = EDGES + "/／."
# A comma, a bar, or the full stop of a bibliography; "U.S. Navy" and "Lt. Col." are one piece.
_PIECES = re.compile(
    r"\s*[,;]\s+|\s*[|｜]\s*|\s+[/／]\s+|(?<=[a-z]{3})[.?!]\s+(?=[A-Z|])|(?<=[a-z]{3})\.$"
)
# Places and services are written like a person's name.
_NO_PERSON = re.compile(
    r"\b(?:north|south|east|west|new|united|saudi|hong|sri|red|black|costa|el|middle|white|china|sea|air|navy|army|naval|marine|forces?"
    r"|defen[cs]e|war|islands?|gulf|korea|arabia|kingdom|states|zealand|kong|lanka|ocean|strait|pacific|atlantic|house|department"
    r"|ministry|command|group|part|vol(?:ume)?|issue|no|special|report|opinion|analysis|the)\b",
    re.IGNORECASE,
)
_KATAKANA_NAME = r"[ァ-ヴー]{2,}(?:[・･＝=][ァ-ヴーA-Z.]{1,20}){1,3}"
_JAPANESE_NAME = (
    rf"(?:{_KATAKANA_NAME}|[\u4e00-\u9fff々]{{2,6}}"
    r"|[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]*){1,3})(?:氏|記者|博士|教授)?"
)
_SIGNED = re.compile(
    rf"(?P<names>{_JAPANESE_NAME}(?:\s*(?:[、，,&＆]|と|\sand\s)\s*{_JAPANESE_NAME}){{0,5}})"
    r"\s*(?:の?共著|共同(?:執筆|寄稿)|著|筆|執筆|寄稿)(?=\s*(?:[)）\]］、，,|/／]|$))"
)
_UNSIGNED = re.compile(
    rf"(?:^|[(（|、，,/／]\s*)(?P<names>{_KATAKANA_NAME}(?:氏|記者)?(?:\s*[、，,&＆]\s*{_KATAKANA_NAME}(?:氏|記者)?){{0,5}})"
    r"(?=\s*(?:[)）|、，,/／]|$))"
)


class Listed(NamedTuple):
    """What an unquoted line says."""

    title: str
    authors: tuple[str, ...]
    publisher: str | None


def read_listed(
    text: str, is_publication: Callable[[str], bool], *, evidence: bool, sourced: bool
) -> Listed | None:
    """Read a line whose fields stand between commas or full stops; None for another line.

    Args:
        text: The line without its date and address.
        is_publication: Says whether a piece names a publication.
        evidence: A label or an address says that the line cites.
        sourced: Its publication is known from elsewhere.
    """
    if len(text) > MAX_LINE:
        return None
    spans = [span for span in _spans(text) if text[span[0] : span[1]].strip(_STRIPPED)]
    pieces = [text[start:end].strip(_STRIPPED) for start, end in spans]
    places = [i for i, piece in enumerate(pieces) if i and is_publication(piece)]
    publisher = None
    if places:
        if places[-1] != len(pieces) - 1:
            return None
        publisher = trim_publisher(pieces.pop())
        spans.pop()
    elif not sourced:
        return None
    people = [_read_people(piece) for piece in pieces]
    front = next((i for i, names in enumerate(people) if not names), len(people))
    back = next((i for i, names in enumerate(reversed(people)) if not names), len(people))
    if front == len(pieces):
        return None
    front = 0 if back else front  # a title's own commas part words that look like names
    first, last = front, len(pieces) - back
    title = text[spans[first][0] : spans[last - 1][1]].strip(EDGES + "/／")
    title = title + "?" if text[spans[last - 1][1] :].startswith("?") else title
    authors = tuple(name for names in (*people[:first], *people[last:]) for name in names)
    if not (authors or publisher) or (len(pieces) == 1 and publisher is None):
        return None
    if not (is_headline(title) or (evidence and is_plain_headline(title))):
        return None
    return Listed(title, authors, publisher)


def take_signed(text: str, *, sourced: bool) -> tuple[tuple[str, ...], str]:
    """Take Japanese authors off a line: "（誌名、A・B、C・D 共著）".

    Args:
        sourced: A publication is named, so that a full name in katakana is a person's.

    Returns:
        The names, and the line without them.
    """
    match = _SIGNED.search(text) or (_UNSIGNED.search(text) if sourced else None)
    if match is None or len(text) > MAX_LINE:
        return (), text
    listed = re.split(r"\s*(?:[、，,&＆]|(?<=[ァ-ヴー])と|\sand\s)\s*", match["names"])
    names = tuple(trim_japanese(name) for name in listed)
    names = tuple(name for name in names if judge_publisher(name) not in ("known", "likely"))
    if not names:
        return (), text
    whole = match.group().lstrip("(（|、，,/／ ")
    return names, without(text, whole)


def _spans(text: str) -> list[tuple[int, int]]:
    spans = []
    start = 0
    for match in _PIECES.finditer(text):
        spans.append((start, match.start()))
        start = match.end()
    return [*spans, (start, len(text))]


def _read_people(piece: str) -> Sequence[str]:
    """Read a piece that is one full name, or several with "and" between them."""
    piece = re.sub(r"^and\s+", "", piece)
    if _NO_PERSON.search(piece):
        return ()
    names, rest = read_authors(piece)
    if rest.strip(" |") or not all(2 <= len(name.split()) <= 4 for name in names):
        return ()
    return names
