"""What the words around a name say: whether arms are spoken of, and of which kind it may be."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from pipeline.documents import Record
from pipeline.enrich.matcher import Hit
from pipeline.enrich.reading import Reading

PATH = Path(__file__).with_name("context.yml")
NEAR_FRONT = 16  # characters in which the words before a name are looked for
COMMONEST = "missile"  # kind of an unlisted weapon of which nothing else is said
NEAR = 60  # characters between a name and the class noun that types it
_DESIGNATOR = re.compile(
    r"(?<![A-Za-z0-9])(?:[ABCEFHJKPST]|[A-Z][A-Za-z]{1,3})-[0-9]{1,3}(?![0-9])"
)


class ContextTable(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words of arms; what each list holds is said in the file."""

    arms: tuple[str, ...]
    kinds: dict[str, tuple[str, ...]]
    deeds: tuple[str, ...]
    deeds_among_arms: tuple[str, ...]
    fronts: tuple[str, ...]
    body_deeds: tuple[str, ...]
    no_arms_after: tuple[str, ...]
    no_arms: frozenset[str]
    no_stems: frozenset[str]


class Context:
    """Judges the text around a place."""

    def __init__(self, table: ContextTable) -> None:
        self.table = table
        self._arms = re.compile("|".join(table.arms))
        self._kinds = {kind: re.compile("|".join(words)) for kind, words in table.kinds.items()}
        self._deeds = re.compile("|".join(table.deeds))
        self._common_deeds = re.compile("|".join(table.deeds_among_arms))
        self._body_deeds = re.compile("|".join(table.body_deeds))
        self._fronts = re.compile("(?:" + "|".join(table.fronts) + r")\Z")

    def has_arms(self, reading: Reading, start: int, end: int) -> bool:
        """Say whether weapons or forces stand around a name that could be anything: C-2."""
        first, last = reading.passage.around(start)
        hits = reading.hits
        if any(first <= head.start < last for head in hits.terms["head"]):
            return True
        if any(first <= h.start < last and h.end != end and _is_of_arms(h) for h in hits.names):
            return True
        around = reading.text[first:start] + "\0" + reading.text[end:last]
        return _DESIGNATOR.search(around) is not None or self._arms.search(around) is not None

    def is_owned(self, reading: Reading, start: int) -> bool:
        """Say whether a firm, a body or a force owns what begins here: ハンファのチョンム3."""
        return reading.text[start - 1 : start] == "の" and any(
            hit.end == start - 1 and hit.name.entity.kind in ("organization", "armed_force")
            for hit in reading.hits.names
        )

    def acts_as_body(self, text: str, end: int) -> bool:
        """Say whether what follows a name is what only a body does or has: …によれば, …の報告書."""
        return self._body_deeds.match(text, end) is not None

    def is_other_thing(self, text: str, end: int) -> bool:
        """Say whether what follows a string makes it no weapon's name: F2キー."""
        return text.startswith(self.table.no_arms_after, end)

    def shows_arms(self, reading: Reading, start: int, end: int) -> bool:
        """Say whether what stands right before or after a name makes it a weapon's."""
        text = reading.text
        if self._deeds.match(text, end):
            return True
        common = self._common_deeds.match(text, end) or self._fronts.search(
            text[max(0, start - NEAR_FRONT) : start]
        )
        return common is not None and self.has_arms(reading, start, end)

    def names_arms(self, reading: Reading, start: int, end: int, near: bool = False) -> bool:
        """Say whether a weapon or a class of them is named in the same sentence.

        Args:
            near: Or in the one before or after it.
        """
        first, last = reading.passage.around(start) if near else reading.passage.sentence_at(start)
        hits = reading.hits
        return any(first <= head.start < last for head in hits.terms["head"]) or any(
            first <= hit.start < last
            and not start <= hit.start < end
            and hit.name.entity.label == "WEAPON"
            for hit in hits.names
        )

    def nearest_class(self, reading: Reading, start: int, end: int) -> str | None:
        """Kind of the class noun nearest in the sentence; the one after it goes before."""
        first, last = reading.passage.sentence_at(start)
        best: tuple[int, str] | None = None
        for noun in reading.classes.values():
            if noun.start < first or noun.end > last:
                continue
            gap = noun.start - end if noun.start >= end else (start - noun.end) * 2
            if 0 <= gap <= NEAR and (best is None or gap < best[0]):
                best = gap, noun.kind
        return best[1] if best else None

    def guess_kind(self, reading: Reading, start: int, end: int) -> str | None:
        """Guess a kind by the nearest class noun, else by what is done with the thing."""
        near = self.nearest_class(reading, start, end)
        if near is not None:
            return near
        first, last = reading.passage.around(start)
        gaps: list[tuple[int, str]] = []
        for kind, words in self._kinds.items():
            for match in words.finditer(reading.text, first, last):
                gap = match.start() - end if match.start() >= end else start - match.end()
                gaps.append((gap, kind))
        return min(gaps)[1] if gaps else None


def read_context(path: Path = PATH) -> Context:
    """Read and compile the words."""
    return Context(msgspec.yaml.decode(path.read_bytes(), type=ContextTable))


def _is_of_arms(hit: Hit) -> bool:
    entity = hit.name.entity
    return entity.label == "WEAPON" or entity.kind == "armed_force"
