"""Characters of Japanese writing, and the writings of one name that people use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.enrich.fold import fold_name

_DESIGNATOR_HYPHEN = re.compile(r"(?<=[A-Za-z])-(?=[0-9])")
_SHORT_SQUEEZED = re.compile(r"[A-Za-z][0-9]\Z")


def build_writings(name: str) -> Iterator[tuple[str, bool]]:
    """Yield the folded writings of a name, and whether each is weak.

    Middle dots may be left out or be spaces or double hyphens, long vowels hyphens, spaces between
    Latin words left out, and a designator's hyphen left out or a space.
    """
    base = fold_name(name)
    writings = {base: False}
    if "・" in base:
        for other in ("", " ", "=", "-"):
            writings.setdefault(base.replace("・", other), False)
    if "ー" in base and len(base) > 3:
        for writing in list(writings):
            writings.setdefault(re.sub(r"(?<=[ァ-ヺ])ー(?=[ァ-ヺ])", "-", writing), False)
    if " " in base:
        squeezed = base.replace(" ", "")
        writings.setdefault(squeezed, len(squeezed) < 4)
    if _DESIGNATOR_HYPHEN.search(base):
        squeezed = _DESIGNATOR_HYPHEN.sub("", base)
        writings.setdefault(squeezed, bool(_SHORT_SQUEEZED.match(squeezed)))
        if len(squeezed) > 3:
            writings.setdefault(_DESIGNATOR_HYPHEN.sub(" ", base), False)
    yield from writings.items()


def is_kanji(char: str) -> bool:
    """Say whether a character is a kanji."""
    return "一" <= char <= "龥" or char == "々"


def is_katakana(char: str) -> bool:
    """Say whether a character is katakana or the long vowel sign."""
    return "ァ" <= char <= "ヺ" or char == "ー"
