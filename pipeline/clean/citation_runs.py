"""What a run of citation lines amounts to: whether it cites at all, and which originals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from pipeline.clean.addresses import strip_tracking
from pipeline.clean.authors import read_authors
from pipeline.clean.citation_fields import Line
from pipeline.clean.publishers import judge_publisher, matches_address
from pipeline.documents import Citation


class Position(NamedTuple):
    """Where a run stands in its post."""

    after_end: bool
    at_end: bool
    at_start: bool
    before_text: bool


def is_citation(lines: Sequence[Line], position: Position) -> bool:
    """Judge a run: an address, a by-line or a label is enough, a title needs company or place."""
    if any(line.role == "byline" or (line.sure and line.role != "title") for line in lines):
        return True
    has_url = any(line.url for line in lines)
    has_title = any(line.title for line in lines)
    sure_title = any(line.title and line.sure for line in lines)
    others = any(line.published or line.publisher for line in lines)
    if has_url:
        return True
    if has_title and others:
        return True
    if sure_title:
        return position.after_end or position.at_end or (position.at_start and position.before_text)
    if any(line.publisher for line in lines):
        return position.after_end or any(line.published for line in lines)
    labelled = any(line.role == "label" for line in lines)
    return labelled and has_title


def build_citations(lines: Sequence[Line]) -> Iterator[Citation]:
    """Build the citations that a run of lines makes, in their order."""
    current = Citation()
    lines = _settle_publishers(lines)
    for i, line in enumerate(lines):
        if line.role in ("biography", "furniture"):
            continue
        if current.title and not current.authors:
            line = _read_as_name(line, lines[i + 1 :])
        if _starts_new(current, line, lines[i + 1 :]):
            yield current
            current = Citation()
        title, publisher = line.title, line.publisher
        if title and current.title and not line.url:
            # Two headlines in a row: the second is the publication's name, or a subtitle.
            if publisher is None and judge_publisher(title) != "no" and len(title.split()) <= 5:
                publisher = title
            title = None
        current = Citation(
            title=current.title or title,
            authors=current.authors or line.authors,
            publisher=current.publisher or publisher,
            published=current.published or line.published,
            url=current.url or (strip_tracking(line.url) if line.url else None),
        )
    if current != Citation():
        yield current


def _settle_publishers(lines: Sequence[Line]) -> list[Line]:
    """Tell headlines and publications apart by the lines beside them.

    A headline that ends like a publication's name (... of Air Defense) has the publication under
    it; capital words with a date under a headline and its author are the publication.
    """
    settled = list(lines)
    titled = sourced = authored = False
    for i, line in enumerate(settled):
        if line.role == "label" or line.role == "biography":
            continue
        following = [one for one in settled[i + 1 :] if one.role not in ("biography", "furniture")]
        if line.role == "publisher" and line.publisher and not titled and not line.sure:
            name = line.publisher
            below = following[0].publisher if following else None
            telling = below is not None and not following[0].title and below != name
            if telling and len(name.split()) >= 3 and judge_publisher(name) != "known":
                line = Line(title=name, published=line.published, url=line.url, role="title")
                settled[i] = line
        elif line.title and not sourced:
            judge = _is_dated_name if titled else _is_dated_source
            if (authored or not titled) and judge(line, following):
                name = line.title
                line = msgspec.structs.replace(line, title=None, publisher=name, role="publisher")
                settled[i] = line
        titled = titled or line.title is not None
        sourced = sourced or line.publisher is not None
        authored = authored or bool(line.authors)
    return settled


def _is_dated_name(line: Line, following: Sequence[Line]) -> bool:
    """Say whether capital words with a date can only be who published, not another original."""
    if not line.title or not line.published or line.authors or line.publisher:
        return False
    if len(line.title.split()) > 4 or judge_publisher(line.title) == "no":
        return False
    after = next((one for one in following if one.role != "url"), None)
    return after is None or not (after.authors or after.publisher or after.title)


def _is_dated_source(line: Line, following: Sequence[Line]) -> bool:
    """Say whether capital words with a date are the publication of the longer headline below."""
    below = following[0] if following else None
    if below is None or not below.title or below.published or below.publisher or line.authors:
        return False
    if (
        line.publisher
        or not line.published
        or not line.title
        or judge_publisher(line.title) == "no"
    ):
        return False
    words, others = len(line.title.split()), len(below.title.split())
    return words <= 4 and others > max(5, words)


def _read_as_name(line: Line, following: Sequence[Line]) -> Line:
    """Under a headline, two or three capital words that name no publication name the author."""
    if not line.title or line.url or judge_publisher(line.title) in ("known", "likely"):
        return line
    for other in following:
        if (other.authors and other.role == "byline") or matches_address(line.title, other.url):
            return line  # the author is named below, or the words stand in the address
        if other.title:
            break
    names, rest = read_authors(line.title)
    if not names or rest.strip(" |") or not all(2 <= len(name.split()) <= 4 for name in names):
        return line
    role = "publisher" if line.publisher else "byline"
    return msgspec.structs.replace(line, title=None, authors=names, role=role)


def _starts_new(current: Citation, line: Line, following: Sequence[Line]) -> bool:
    if current == Citation():
        return False
    if line.role == "label":
        return current.url is not None or current.title is not None
    if line.title:
        if current.title == line.title and current.url is None:
            return False  # a card that shows the original again, with its address
        if current.title:
            return bool(current.url or current.published or current.authors or line.url)
        return current.url is not None and _has_url_before_title(following)
    if line.url and current.url and line.url != current.url:
        return True
    return bool(line.authors and current.authors and line.url)


def _has_url_before_title(lines: Sequence[Line]) -> bool:
    for line in lines:
        if line.title:
            return False
        if line.url:
            return True
    return False
