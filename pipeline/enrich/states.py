"""One-character states and seats of government, by what stands around them.

日米, 対中, 訪米, 米が, 印パ停戦 name states; 日曜, 中央, 英語, 米粒, 南北 do not.
Sudachi's tokens (mode C) tell words from forms: a token made of nothing but forms (日米, 印パ), of
a prefix and forms (対中, 訪米), or a strong form alone (米). Annotation guide, actors 2 and 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import msgspec

from pipeline.documents import Record
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span
from pipeline.enrich.state_words import (
    is_alone,
    is_duration,
    is_inside_katakana,
    is_run_word,
    opens_word,
)
from pipeline.enrich.tagger import Token
from pipeline.enrich.writings import is_katakana
from pipeline.lexicon import Entity

PATH = Path(__file__).with_name("states.yml")
_NOUNS = ("noun", "proper", "verbal", "place", "person", "family", "given", "prefix", "adjective")
# 韓国防相 is 韓 and its 国防相; 米国務長官 is 米 and its 国務長官.
OFFICE = re.compile(
    r"国(?:防(?!衛|空|護|疫|止|ぐ|災|諜|波)|務(?:長官|省|次官|副長官|委員|大臣|相))"
)
_OPENINGS = ("", "\n", " ", "、", "。", "「", "(", "（", "・", "#", "…", "!", "?", "】", "→")
_LINKS = "・、/-＝=→対×vs&と"
_ACTS = (
    "は",
    "が",
    "も",
    "と",
    "に",
    "へ",
    "を",
    "の",
    "、",
    "・",
    "」",
    "。",
    "や",
    "から",
    "より",
    "側",
)
_PLACE = re.compile(
    r"の[ァ-ヺー一-龥]{0,8}(?:美術館|博物館|劇場|聖堂|広場|カフェ|ホテル|競技場|スタジアム)|で|まで|を訪|(?:に|へ)(?:ある|あっ|あり|い[るた]|住|到着|着|滞在|派遣|入|寄港|帰|戻|向|飛|集|移"
    r"|拠点|本社|本部|駐|展開|避難|上陸|開設|設置|来|行|訪|所在|常駐|留学|出張|撤)"
)

_HULL = re.compile(r"(?:艦|艇|空母|級|型|シップ)「\Z")


class StateTable(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Word tables; what each holds is said in the file."""

    strong: frozenset[str]
    weak: frozenset[str]
    before: frozenset[str]
    blocs: tuple[str, ...]
    after: tuple[str, ...]
    never: tuple[str, ...]
    not_near: dict[str, tuple[str, ...]]
    acts: dict[str, str]
    place_after: tuple[str, ...]
    place_before: tuple[str, ...]


class StateGrammar:
    """Finds one-character states and judges seats."""

    def __init__(self, table: StateTable) -> None:
        self._table = table
        self._forms = table.strong | table.weak
        self._never = _by_character(table.never)

    def find(self, reading: Reading) -> Iterator[Span]:
        """Propose every one-character state."""
        text = reading.text
        taken = self._names(reading)
        forms = reading.index.abbreviations
        for place, char in enumerate(text):
            if char not in forms or char not in self._forms or place in taken:
                continue
            if is_katakana(char) and is_inside_katakana(text, place):
                continue
            if self._is_inside_word(text, place) and len(self._run(reading, place)) < 3:
                continue
            confidence = self._judge(reading, place)
            if confidence:
                yield _span(place, forms[char], confidence)

    def find_possible(self, reading: Reading) -> dict[int, Span]:
        """Return every form that opens a word, by where it ends: before a body it is a state."""
        taken, forms = self._names(reading), reading.index.abbreviations
        return {
            place + 1: _span(place, forms[char], 0.7, rank=1 if char in self._table.strong else 0)
            for place, char in enumerate(reading.text)
            if char in self._forms
            and char in forms
            and place not in taken
            and not self._is_inside_word(reading.text, place)
            and opens_word(reading, place)
        }

    def admits_seat(self, reading: Reading, start: int, end: int) -> bool:
        """Say whether a capital stands for its government here."""
        text = reading.text
        if text[end : end + 1] == "」" and _HULL.search(text[max(0, start - 8) : start]):
            return False
        if any(text.startswith(word, end) for word in self._table.place_after):
            return False
        if any(text.endswith(word, 0, start) for word in self._table.place_before):
            return False
        return _PLACE.match(text, end) is None

    def _names(self, reading: Reading) -> set[int]:
        """Characters inside longer names of the lexicon: 中国, 日本, 北朝鮮."""
        return {
            place
            for hit in reading.hits.names
            if hit.end - hit.start > 1
            and hit.name.entity.kind == "state"
            and not OFFICE.match(reading.text, hit.end - 1)
            for place in range(hit.start, hit.end)
        }

    def _is_inside_word(self, text: str, place: int) -> bool:
        return any(
            text.startswith(word, place - at) for word, at in self._never.get(text[place], ())
        )

    def _judge(self, reading: Reading, place: int) -> float:
        """Return a confidence; 0 is no state."""
        text = reading.text
        char = text[place]
        run = self._run(reading, place)
        token = reading.passage.token_at(place)
        if is_duration(text, run, place, self._table.before):
            return 0.0
        if len(run) > 1 and is_run_word(reading, run, self._table.before):
            return 0.9
        if text[place - 1 : place] in self._table.before and place > 0:
            return 0.85 if self._ends_well(reading, place, token) else 0.0
        if self._has_peer(reading, place, token):
            return 0.75
        if opens_word(reading, place) and text.startswith(self._table.blocs, place + 1):
            return 0.75
        followed = any(text.startswith(word, place + 1) for word in self._table.after)
        opens = opens_word(reading, place)
        if char in self._table.strong and opens:
            if token is not None and token.end - token.start == 1:
                return 0.8 if followed or self._stands_alone(reading, place) else 0.0
            return 0.8 if followed else 0.0
        if opens and followed and self._is_political(text, place + 1):
            return 0.7
        return 0.65 if self._acts(reading, place, token) else 0.0

    def _acts(self, reading: Reading, place: int, token: Token | None) -> bool:
        """A weak form that does or has something among states and arms: 印のS-400, 比と中の."""
        text = reading.text
        particle = text[place + 1 : place + 2]
        alone = token is not None and token.end - token.start == 1
        allowed = self._table.acts.get(text[place], "")
        if particle.isdigit():
            return self._is_counted(reading, place)
        linked = text[place - 1 : place] == "と" and self._may_open_list(text, place - 2)
        opens = text[place - 1 : place] in _OPENINGS or linked
        if not alone or not opens or not particle:
            return False
        if particle == "の" and not linked:
            foreign = "の" in allowed and is_katakana(text[place + 2 : place + 3] or " ")
            return foreign or self._owns(reading, place + 2)
        if particle not in allowed:
            return False
        if particle == "と" and text[place + 2 : place + 3] in self._forms:
            return True
        return self._is_among_states(reading, place)

    def _may_open_list(self, text: str, place: int) -> bool:
        opens = text[place - 1 : place] if place > 0 else ""
        return place >= 0 and text[place] in self._forms and opens in _OPENINGS

    def _is_counted(self, reading: Reading, place: int) -> bool:
        """米5177、露5459、中600: three states and more, each with its number."""
        first, last = reading.passage.sentence_at(place)
        row = [
            at
            for at in range(first, last - 1)
            if reading.text[at] in self._forms and reading.text[at + 1].isdigit()
        ]
        opens = reading.text[place - 1 : place] in _OPENINGS
        return opens and len(row) > 2 and any(reading.text[at] in self._table.strong for at in row)

    def _owns(self, reading: Reading, place: int) -> bool:
        """A weapon, a person or a Latin designator follows."""
        after = reading.text[place : place + 1]
        return (after.isascii() and after.isupper()) or any(
            hit.start == place
            and (hit.name.entity.label == "WEAPON" or hit.name.entity.kind == "person")
            for hit in (*reading.hits.names, *reading.hits.refused)
        )

    def _is_among_states(self, reading: Reading, place: int) -> bool:
        first, last = reading.passage.around(place)
        return any(
            first <= hit.start < last
            and hit.name.entity.kind == "state"
            and (hit.name.writing in self._table.strong or hit.end - hit.start > 1)
            for hit in reading.hits.names
        )

    def _has_peer(self, reading: Reading, place: int, token: Token | None) -> bool:
        """Another form or state in the same list: 米と加, 英・仏, 独ポーランド."""
        if token is None or token.end - token.start > 1:
            return False
        text, taken = reading.text, self._names(reading)
        strong = text[place] in self._table.strong
        if place + 1 in taken and strong:
            return True
        return any(
            text[place + side : place + side + 1] in _LINKS
            and text[place + 2 * side : place + 2 * side + 1] in self._table.strong
            and is_alone(reading, place + 2 * side)
            for side in (-1, 1)
            if place + side > 0 and text[place + side : place + side + 1]
        )

    def _run(self, reading: Reading, place: int) -> range:
        """The unbroken row of forms around a place."""
        text, forms = reading.text, reading.index.abbreviations
        start = end = place
        while start > 0 and text[start - 1] in forms and text[start - 1] in self._forms:
            start -= 1
        while end + 1 < len(text) and text[end + 1] in forms and text[end + 1] in self._forms:
            end += 1
        return range(start, end + 1)

    def _ends_well(self, reading: Reading, place: int, token: Token | None) -> bool:
        """After 対 or 訪 the form must end its word: 対中 but not 対中距離."""
        return token is None or token.end == place + 1 or not token.known or token.start < place

    def _stands_alone(self, reading: Reading, place: int) -> bool:
        """A strong form that is a token counts before a particle, a name or a noun."""
        after = reading.text[place + 1 : place + 3]
        if after == "" or after.startswith((*_ACTS, "\n", ":", "(", ")", "「", "は")):
            return True
        if "ァ" <= after[0] <= "ヺ" or after[0].isascii():
            return True
        token = reading.passage.token_at(place + 1)
        return token is not None and token.tag in _NOUNS and not self._is_rice(reading, place)

    def _is_rice(self, reading: Reading, place: int) -> bool:
        first, last = reading.passage.sentence_at(place)
        sentence = reading.text[first:last]
        return any(word in sentence for word in self._table.not_near.get(reading.text[place], ()))

    def _is_political(self, text: str, place: int) -> bool:
        return any(text.startswith(word, place) for word in self._strict_after)

    @cached_property
    def _strict_after(self) -> tuple[str, ...]:
        """Nouns that only a state has, so that a weak form before them is one."""
        return (
            "外相", "外務", "国防", "大統領", "首相", "報道官", "政府", "政権", "当局", "軍機",
            "軍艦", "領", "大使", "外交部", "国務院", "海軍", "空軍", "陸軍", "海警", "側",
        )  # fmt: skip


def read_states(path: Path = PATH) -> StateGrammar:
    """Read the word tables."""
    return StateGrammar(msgspec.yaml.decode(path.read_bytes(), type=StateTable))


def _by_character(words: tuple[str, ...]) -> dict[str, list[tuple[str, int]]]:
    table: dict[str, list[tuple[str, int]]] = {}
    for word in words:
        for at, char in enumerate(word):
            table.setdefault(char, []).append((word, at))
    return table


def _span(place: int, entity: Entity, confidence: float, rank: int = 1) -> Span:
    return Span(
        place, place + 1, "ACTOR", "state", "state_abbreviation", name=entity.ja,
        entity=entity.id, confidence=confidence, rank=rank,
    )  # fmt: skip
