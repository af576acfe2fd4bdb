"""Sentence ends: where near-guards, co-mentions and GiNZA's input stop.

GiNZA fails on text above 49,149 bytes (megagonlabs/ginza#242). Sentences are cut far below that,
so that text without a full stop costs no more than other text.
"""

from __future__ import annotations

import re

MAX_CHARACTERS = 600  # of one sentence; 2,400 bytes at the most
_END = re.compile(r"[。！？!?]+[」』）)”\"]*|\n+|(?<=[a-z]{2})\.(?=\s)")
_SOFT_END = re.compile(r"[、，,;；:： 　]")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of `text` as (start, end), in order; every character is in one."""
    sentences: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        _append(sentences, text, start, match.end())
        start = match.end()
    if start < len(text):
        _append(sentences, text, start, len(text))
    return sentences


def _append(sentences: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while end - start > MAX_CHARACTERS:
        limit = start + MAX_CHARACTERS
        soft = [m.end() for m in _SOFT_END.finditer(text, start + MAX_CHARACTERS // 2, limit)]
        cut = soft[-1] if soft else limit
        sentences.append((start, cut))
        start = cut
    sentences.append((start, end))
