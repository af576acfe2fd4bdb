"""Forces and units by the grammar of their names: 米中央軍, 第101空挺師団, 黒海艦隊, アゾフ旅団."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.enrich.matcher import Hit
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span
from pipeline.enrich.writings import is_kanji

WINDOW = 24  # characters before a unit's end that its name may take
PROPER = ("proper", "place", "person", "family", "given", "country")
# After 軍 these make a word of it that is no force: 軍事, 軍艦.
_NOT_FORCE = "事備拡縮人服需艦港医旗歌閥師政部勢略曹法律門配属籍民票国曲靴刀紀営神楽規令"
_NUMBERED = re.compile(
    r"(?P<ordinal>第)?(?<![0-9.])(?:[0-9]{1,4}|[一二三四五六七八九十百]{1,5})"
    r"(?:[・、/]第?[0-9]{1,4})?(?P<branch>[一-龥々ァ-ヺーA-Z]{0,16})\Z"
)
# Squadrons and groups of the US Navy and Marine Corps by their letters: VFA-27, HSM-77, CVW-5.
_LETTERED = re.compile(
    r"(?<![A-Za-z0-9-])(?:VFA|VAQ|VAW|VRC|VRM|VP|VQ|VX|VUP|VFC|HSM|HSC|HSL|HM|VMFA|VMFAT|VMGR|VMM"
    r"|VMMT|VMU|VMX|HMLA|HMH|MALS|CVW|DESRON|SUBRON|CSG|CTF|CTG|ESG|MAG|NMCB)[- ]?[0-9]{1,3}"
    r"(?![0-9A-Za-z])"
)
_NAMED = re.compile(r"(?:[ァ-ヺー・]{2,16}|(?<![A-Za-z])[A-Z][A-Za-z]{2,12})\Z")
_COUNTS = tuple("個つカヶヵかケコ")


def find_units(reading: Reading) -> Iterator[Span]:
    """Propose units that need no country before them."""
    hits = reading.hits
    for match in _LETTERED.finditer(reading.text):
        yield Span(
            match.start(), match.end(), "ACTOR", "armed_force", "unit", name=match[0],
            confidence=0.85, rank=3,
        )  # fmt: skip
    for hit in (*hits.terms["unit"], *hits.terms["weak_unit"]):
        start = _unit_start(reading, hit)
        if start is not None and _ends_word(reading, hit):
            name = reading.text[start : hit.end]
            kind = "organization" if name.endswith("海上保安本部") else "armed_force"
            yield Span(start, hit.end, "ACTOR", kind, "unit", name=name, confidence=0.8, rank=2)


def find_free_forces(reading: Reading) -> Iterator[Span]:
    """Propose commands and guards that bear no number and no country: 統合作戦司令部."""
    for hit in reading.hits.terms["free_force"]:
        start = hit.start
        while (token := reading.passage.token_at(start - 1)) is not None and start > 0:
            noun = token.tag in ("noun", "verbal", "suffix", "prefix", "place")
            if token.end != start or not noun or not is_kanji(reading.text[token.start]):
                break
            start = token.start
        if hit.start - start >= 4 and hit.end in reading.passage.boundaries:
            name = reading.text[start : hit.end]
            yield Span(start, hit.end, "ACTOR", "armed_force", "unit", name=name, confidence=0.6)


def find_service_end(reading: Reading, place: int) -> int | None:
    """Return where a service that starts at a place, right after a country, ends."""
    hits, text = reading.hits, reading.text
    ends = []
    service = hits.longest_starting(place, "service")
    if service is not None:
        ends.append(service.end)
    command = hits.longest_starting(place, "command")
    if command is not None:
        more = hits.longest_starting(command.end, "command")
        for after in (command.end, more.end if more else command.end):
            force = re.compile("(?:陸|海|空|宇宙)?軍").match(text, after)
            if force is not None:
                ends.append(force.end())
    ends = [end for end in ends if is_force_end(text, end)]
    if not ends:
        return None
    end = max(ends)
    staff = re.compile("司令部|参謀本部|参謀部").match(text, end)
    return staff.end() if staff else end


def has_proper(reading: Reading, start: int, end: int) -> bool:
    """Say whether a name holds a proper noun or a word of no dictionary."""
    tokens = reading.passage.tokens_in(start, end)
    singles = [t for t in tokens if t.end - t.start == 1 and t.tag in ("noun", "suffix", "prefix")]
    strange = any((t.tag in PROPER or not t.known) and t.tag != "symbol" for t in tokens)
    return strange or len(singles) > 1


def _unit_start(reading: Reading, hit: Hit) -> int | None:
    text = reading.text
    behind = text[max(0, hit.start - WINDOW) : hit.start]
    offset = hit.start - len(behind)
    strong = hit.term.category == "unit"
    numbered = _NUMBERED.search(behind)
    branch_of_service = numbered is not None and numbered["branch"] in ("海", "空", "陸")
    if numbered and not branch_of_service and not numbered["branch"].startswith(_COUNTS):
        branch = numbered["branch"].startswith(reading.branches)
        if numbered["ordinal"] or (strong and branch):
            return offset + numbered.start()
    if not strong:
        return None
    region = reading.hits.longest_ending(hit.start, "region")
    if region is not None:
        return region.start
    named = _NAMED.search(behind)
    if named is not None and has_proper(reading, offset + named.start(), hit.start):
        return offset + named.start()
    return None


def _ends_word(reading: Reading, hit: Hit) -> bool:
    if hit.end in reading.passage.boundaries:
        return is_force_end(reading.text, hit.end)
    longer = [h for h in reading.hits.starting.get(hit.start, ()) if h.end > hit.end]
    return not longer and is_force_end(reading.text, hit.end)


def is_force_end(text: str, end: int) -> bool:
    """Say whether a name that ends in 軍 ends there, and 軍 begins no other word."""
    return text[end - 1] != "軍" or text[end : end + 1] not in tuple(_NOT_FORCE)
