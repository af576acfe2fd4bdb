"""The one normaliser of cleaned text.

Original characters are kept: width, dashes and middle dots stay as written (matching folds them on
the side). What goes is what no reader sees: control and zero-width characters, trailing and doubled
white space. In this order:

1. line ends and separators become a line feed; half surrogates become U+FFFD;
2. entities that were escaped once too often (`&amp;amp;`) become their characters;
3. control, zero-width and tag characters go, joiners inside emoji stay;
4. a kana with a combining voicing mark becomes one character (macOS writes them apart);
5. runs of spaces become one space, an ideographic space stays one when it stands alone;
6. lines are stripped, three or more line feeds become two.
"""

from __future__ import annotations

import html
import re
import unicodedata

LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
# Zero-width space, soft hyphen, byte order mark, word joiner, directional marks, interlinear marks.
INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    r"\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffc]"
)
JOINERS = re.compile(r"(?<![\u200d\ufe0f\U0001f000-\U0001faff\u2600-\u27bf])[\u200c\u200d]")
VOICED = re.compile(r"[\u3041-\u30ff][\u3099\u309a]")
SURROGATES = re.compile(r"[\ud800-\udfff]")
SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f]+")
WIDE_SPACES = re.compile(r"[ \u3000]*\u3000[ \u3000]*")
ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
BLANK_LINES = re.compile(r"\n{3,}")
DASHES = re.compile(r"[\u2010-\u2015\u2212\u2500\u2501\ufe58\ufe63\uff0d\u30fc\uff70-]")


def normalise(text: str) -> str:
    """Tidy text without changing what it says; normalising twice equals once."""
    text = SURROGATES.sub("\ufffd", LINE_ENDS.sub("\n", unescape(text)))
    text = JOINERS.sub("", INVISIBLE.sub("", text))
    text = VOICED.sub(lambda match: unicodedata.normalize("NFC", match.group()), text)
    text = WIDE_SPACES.sub("\u3000", SPACES.sub(" ", text))
    text = "\n".join(line.strip(" \u3000") for line in text.split("\n"))
    return BLANK_LINES.sub("\n\n", text).strip("\n")


def unescape(text: str) -> str:
    """Turn entities into their characters until none is left; only those that end in `;`."""
    text = re.sub(r"&(?:amp;)+", "&", text)
    for _ in range(10):  # each escapes the one before; nobody does so ten times in good faith
        plain = ENTITY.sub(lambda match: html.unescape(match.group()), text)
        if plain == text:
            break
        text = plain
    return text


def normalise_line(text: str) -> str:
    """Tidy text that is one line by nature: a title, a name."""
    return normalise(SPACES.sub(" ", normalise(text).replace("\n", " ")))


def fold(text: str) -> str:
    """Return a key under which two writings of one text are equal: width, dashes, space, case."""
    folded = unicodedata.normalize("NFKC", text)
    return DASHES.sub("-", re.sub(r"\s+", "", folded)).casefold()
