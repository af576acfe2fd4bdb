"""English lines in Japanese posts: original headlines, sentences, and which of them a line is."""

from __future__ import annotations

import re

from pipeline.clean.addresses import URL

_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_SMALL_WORDS = frozenset((
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "has", "have", "how",
    "if", "in", "into", "is", "it", "its", "nor", "not", "of", "off", "on", "or", "out", "over",
    "per", "so", "than", "that", "the", "this", "to", "up", "via", "was", "we", "what", "when",
    "where", "who", "why", "will", "with",
))  # fmt: skip


def is_foreign(text: str) -> bool:
    """Say whether a text is in Latin letters with hardly a Japanese character, addresses aside."""
    if "://" in text:
        text = URL.sub("", text) or text
    return len(_LATIN.findall(text)) > 4 * len(_JAPANESE.findall(text)) and bool(
        _LATIN.search(text)
    )


def is_headline(text: str) -> bool:
    """Say whether a line can be an English headline: no sentence, capital words."""
    if not is_foreign(text) or len(text) > 220 or text.rstrip().endswith((",", ";", ":")):
        return False
    if re.search(r"[a-z)]\.[\"”’]?\s*$", text) and not re.search(
        r"\.\.\.\s*$|\b[A-Z]\.[A-Z]\.\s*$", text
    ):
        return False
    words: list[str] = re.findall(r"[A-Za-zÀ-ɏ][\w'’.-]*", text)
    if not 2 <= len(words) <= 30:
        return False
    weighty = [word for word in words[1:] if word.lower() not in _SMALL_WORDS]
    capital = sum(word[0].isupper() for word in weighty)
    return words[0][0].isupper() and capital >= 0.6 * len(weighty)


def is_plain_headline(text: str) -> bool:
    """Say whether a line can be a headline in sentence case; weaker than `is_headline`."""
    words = text.split()
    return (
        is_foreign(text)
        and 3 <= len(words) <= 30
        and len(text) <= 200
        and not re.search(r"[.,;:][\"”’]?\s*$", text)
    )
