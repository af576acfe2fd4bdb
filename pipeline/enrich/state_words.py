"""Where a character that may stand for a state is a word of its own, and where part of another."""

from __future__ import annotations

from pipeline.enrich.reading import Reading
from pipeline.enrich.writings import is_katakana


def is_run_word(reading: Reading, run: range, before: frozenset[str]) -> bool:
    """A row of forms is a word of its own: it starts and ends where tokens do, or nearly."""
    text = reading.text
    start, end = run.start, run.stop
    if text[start:end] == "日中" and not _is_countries(text, end):
        return False
    boundaries = reading.passage.boundaries
    starts = start in boundaries or text[start - 1 : start] in before
    return starts and (end in boundaries or _opens_noun(text, end))


def is_duration(text: str, run: range, place: int, before: frozenset[str]) -> bool:
    """訪米中の: the last character says when."""
    goes = text[run.start - 1 : run.start] in before and run.start > 0
    return goes and text[place] == "中" and place == run.stop - 1 and place > run.start


def _is_countries(text: str, end: int) -> bool:
    """日中 is daytime unless something follows that two states have."""
    after = text[end : end + 2]
    return after[:1] in "韓関両首間外戦国友平協会対摩衝貿共経防露米台漁" and after[:1] != ""


def _opens_noun(text: str, place: int) -> bool:
    return "一" <= text[place : place + 1] <= "龥"


def opens_word(reading: Reading, place: int) -> bool:
    """Nothing before the place belongs to the same word."""
    if place == 0:
        return True
    before = reading.text[place - 1]
    if "一" <= before <= "龥":
        token = reading.passage.token_at(place)
        return token is not None and token.start == place and before in reading.index.abbreviations
    return not ("ァ" <= before <= "ヺ" and place not in reading.passage.boundaries)


def is_inside_katakana(text: str, place: int) -> bool:
    """A katakana letter next to katakana is a piece of a word."""
    around = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
    return any(is_katakana(char) for char in around)


def is_alone(reading: Reading, place: int) -> bool:
    """The character is a token of its own."""
    token = reading.passage.token_at(place)
    return token is not None and token.end - token.start == 1
