"""An index document -> the card that a reader sees. What comes from the web stays plain text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from pipeline.serve.brief.records import Card, Original, Piece, Snippet

SNIPPET = 150  # characters: three lines on a phone
TWEET = 280
ORIGINALS = 3
_SENTENCE_END = re.compile(r"(?<=[。！？!?\n])")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")
PARAGRAPH = "\u3000"  # between two paragraphs on one line, as Japanese indents them
# Characters that turn text around or end the line: harmless in their own post, not beside ours.
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\u2028\u2029]")

Name = Callable[[str], str]
Document = dict[str, Any]


def build_card(
    document: Document, titles: dict[str, str], name: Name, fresh: Callable[[Document], bool]
) -> Card:
    """Build one card.

    Args:
        document: `_source` of a hit.
        titles: Source -> its title.
        name: Entity id -> its Japanese name.
        fresh: Says whether a document is of this night.
    """
    source: str = document["source"]
    return Card(
        id=document["id"],
        kind=document["kind"],
        source=source,
        source_title=titles.get(source, source),
        title=cut_pieces(document, "title", 0, len(document.get("title") or ""), name),
        url=safe_url(document.get("url")),
        account=document.get("account"),
        when=document.get("published"),
        precision=document["timeline_precision"],
        first_seen=document["first_seen"],
        fresh=fresh(document),
        snippets=tuple(_build_snippets(document, name)),
        originals=tuple(_build_original(c) for c in document.get("citations", ())[:ORIGINALS]),
    )


def safe_url(text: str | None) -> str | None:
    """Return an address that is safe to follow: http or https with a host; None for all else."""
    if not text or any(unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") for char in text):
        return None
    try:
        parts = urlsplit(text.strip())
        host = parts.hostname
    except ValueError:
        return None
    return parts.geturl() if parts.scheme in ("http", "https") and host else None


def flatten(text: str, line: str = " ") -> str:
    """Take out runs of spaces, control characters, and characters that turn text around.

    Args:
        text: From the web.
        line: What stands for the end of a line.
    """
    parts = _LINES.split(_SPACES.sub(" ", _TURNING.sub("", text)))
    return line.join("".join(filter(_is_plain, part)) for part in parts)


def cut_pieces(
    document: Document, zone: str, start: int, end: int, name: Name
) -> tuple[Piece, ...]:
    """Cut a stretch of a zone into pieces inside and outside mentions; overlaps go to the first."""
    text: str = document.get(zone) or ""
    line = " " if zone == "title" else "\n" if document["kind"] == "tweet" else PARAGRAPH
    pieces, last = [], start
    for mention in _mentions(document, zone):
        if mention["start"] < last or mention["end"] > end:
            continue
        pieces.append(Piece(text=flatten(text[last : mention["start"]], line)))
        pieces.append(
            Piece(
                text=flatten(text[mention["start"] : mention["end"]], line),
                mark="actor" if mention["label"] == "ACTOR" else "weapon",
                name=name(mention["entity_id"]) if mention.get("entity_id") else "",
            )
        )
        last = mention["end"]
    pieces.append(Piece(text=flatten(text[last:end], line)))
    return tuple(piece for piece in pieces if piece.text)


def choose_stretch(text: str, starts: Iterable[int], limit: int) -> tuple[int, int]:
    """Choose the sentences, up to `limit` characters, in which the most mentions begin.

    The earlier ones win a tie: a post says first what it is about.
    """
    bounds = [0, *(m.start() for m in _SENTENCE_END.finditer(text)), len(text)]
    sentences = [(a, b) for a, b in pairwise(bounds) if text[a:b].strip()]
    mentions = list(starts)
    best, most = (0, 0), -1
    for first, (start, _) in enumerate(sentences):
        end = start
        for _, stop in sentences[first:]:
            if stop - start > limit and end > start:
                break
            end = min(stop, start + limit)
        found = sum(start <= at < end for at in mentions)
        if found > most:
            best, most = (start, end), found
    return best


def _build_snippets(document: Document, name: Name) -> Iterable[Snippet]:
    limit = TWEET if document["kind"] == "tweet" else SNIPPET
    title = document.get("title") or ""
    for zone in ("commentary", "body", "caption"):
        text: str = document.get(zone) or ""
        if not text.strip() or (zone == "caption" and (document.get("body") or "").strip()):
            continue
        if text.strip() in title:
            continue  # some blogs put their whole comment into the heading
        starts = (mention["start"] for mention in _mentions(document, zone))
        start, end = choose_stretch(text, starts, limit)
        start += len(text[start:end]) - len(text[start:end].lstrip())
        end -= len(text[start:end]) - len(text[start:end].rstrip())
        pieces = cut_pieces(document, zone, start, end, name)
        yield Snippet(zone=zone, pieces=pieces, cut=bool(text[end:].strip()))


def _build_original(citation: Document) -> Original:
    url = citation.get("url")
    return Original(
        title=_optional(citation.get("title")),
        authors=tuple(flatten(author) for author in citation.get("authors", ())),
        publisher=_optional(citation.get("publisher")),
        published=_optional(citation.get("published")),
        url=safe_url(url),
    )


def _is_plain(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Co", "Cs")


def _optional(text: str | None) -> str | None:
    return flatten(text) if text else None


def _mentions(document: Document, zone: str) -> list[Document]:
    found = [m for m in document.get("mentions", ()) if m["zone"] == zone]
    return sorted(found, key=lambda m: (m["start"], -m["end"]))
