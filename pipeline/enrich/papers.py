"""Firms, papers and groups in katakana or Latin letters: デイリー・スター紙, 企業「ヘリオン」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.enrich.matcher import Hit
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span
from pipeline.enrich.units import has_proper
from pipeline.enrich.writings import is_katakana

_LED = re.compile(
    r"「([^「」。、！？\n]{2,20})」|([ァ-ヺ][ァ-ヺー・]+[ァ-ヺー]"
    r"|[A-Z][A-Za-z0-9&-]+(?: [A-Z][A-Za-z0-9&-]+){0,3})"
)
_PAPER = re.compile(
    r"(?:[ァ-ヺ][ァ-ヺー・]{2,20}|(?<![A-Za-z])[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*)\Z"
)
_REPORTER = re.compile(
    r"(?<![ァ-ヺー・])(?P<name>[ァ-ヺ][ァ-ヺー・]{2,16})(?:は|が|も|によれば、?|によると、?)"
    r"(?=[^。\n]{0,60}?(?:報じ|と伝え|報道し|スクープ|社説|配信し|特報))"
)
_LATIN_FRONT = re.compile(r"(?<![A-Za-z])[A-Z&]{1,5}\Z")
_MAKER = re.compile(
    r"(?<![ァ-ヺー・])(?P<name>[ァ-ヺ][ァ-ヺー・]{2,16})(?:は|が|も)"
    r"(?=[^。、\n]{0,40}?(?:受注|納入|製造し|製造す|建造し|建造す|開発し|開発す|量産し|増産|生産能力|出資|買収|を設立))"
)
_ACRONYM = re.compile(r"(?<![A-Za-z0-9@#_./&-])[A-Z]{3,6}(?![A-Za-z0-9&./-])")
_DAUGHTER = re.compile(r"・[ァ-ヺ][ァ-ヺー]{2,16}(?:・[ァ-ヺー]{2,16}){0,3}(?![ァ-ヺー・])")
_JOINED = re.compile(r"[ァ-ヺー・]{2,12}&[ァ-ヺー・]{2,12}")
_KATAKANA_RUN = re.compile(r"[ァ-ヺー][ァ-ヺー・]{3,}")


def find_papers_and_firms(reading: Reading, ends: tuple[str, ...]) -> Iterator[Span]:
    """Propose firms, papers and groups by their form or by the words beside them.

    Args:
        ends: What the names of katakana firms and papers end in.
    """
    yield from _find_katakana(reading, ends)
    yield from _find_led(reading)
    yield from _find_reporters(reading)
    yield from _find_makers(reading)
    yield from _find_subsidiaries(reading)


def _find_subsidiaries(reading: Reading) -> Iterator[Span]:
    """A firm's daughter bears its name and more: ボーイング・オーストラリア, タレスUK."""
    for hit in reading.hits.names:
        if hit.name.entity.kind != "organization":
            continue
        more = _DAUGHTER.match(reading.text, hit.end)
        if more is not None and is_katakana(reading.text[hit.end - 1]):
            name = reading.text[hit.start : more.end()]
            yield Span(
                hit.start, more.end(), "ACTOR", "organization", "body", name=name,
                confidence=0.6, rank=2,
            )  # fmt: skip


def _find_katakana(reading: Reading, ends: tuple[str, ...]) -> Iterator[Span]:
    for match in _JOINED.finditer(reading.text):
        yield Span(
            match.start(), match.end(), "ACTOR", "organization", "body", name=match[0],
            confidence=0.6,
        )  # fmt: skip
    for hit in reading.hits.terms["paper_tail"]:
        yield from _paper_before(reading, hit)
    for match in _KATAKANA_RUN.finditer(reading.text):
        name = match[0].rstrip("・")
        if name.endswith(ends):
            start, end = match.start(), match.start() + len(name)
            latin = _LATIN_FRONT.search(reading.text[max(0, start - 8) : start])
            start -= len(latin[0]) if latin else 0
            if name in ends and latin is None:
                continue
            if has_proper(reading, start, end) or "・" in name or latin is not None:
                name = reading.text[start:end]
                yield Span(start, end, "ACTOR", "organization", "body", name=name, confidence=0.6)


def _paper_before(reading: Reading, hit: Hit) -> Iterator[Span]:
    """A katakana or Latin name right before 紙 or 誌 is a paper's."""
    window = reading.text[max(0, hit.start - 30) : hit.start]
    match = _PAPER.search(window)
    if match is not None:
        start = hit.start - len(match[0])
        yield Span(start, hit.start, "ACTOR", "organization", "body", name=match[0], confidence=0.7)


def _find_reporters(reading: Reading) -> Iterator[Span]:
    """Katakana names that report are papers: デイリー・スターが報じた."""
    for match in _REPORTER.finditer(reading.text):
        start, end = match.span("name")
        if start in reading.passage.boundaries and not reading.index.is_actor(match["name"]):
            yield Span(
                start, end, "ACTOR", "organization", "body", name=match["name"], confidence=0.6
            )


def _find_makers(reading: Reading) -> Iterator[Span]:
    """Strange katakana names that make and sell are firms, acronyms that state things bodies."""
    for match in _MAKER.finditer(reading.text):
        start, end = match.span("name")
        tokens = reading.passage.tokens_in(start, end)
        strange = all(not t.known or t.tag in ("proper", "symbol") for t in tokens)
        if strange and start in reading.passage.boundaries:
            yield Span(
                start, end, "ACTOR", "organization", "body", name=match["name"], confidence=0.5
            )
    context = reading.context
    for match in _ACRONYM.finditer(reading.text):
        if match.start() in reading.classes or reading.index.is_weapon(match[0]):
            continue
        if match[0] not in context.table.no_arms and context.acts_as_body(
            reading.text, match.end()
        ):
            yield Span(
                *match.span(), "ACTOR", "organization", "body", name=match[0], confidence=0.45
            )


def _find_led(reading: Reading) -> Iterator[Span]:
    """Names right after a word that says what they are: 米新興企業アンドゥリル, 武装組織「X」."""
    for hit in reading.hits.terms["body_lead"]:
        match = _LED.match(reading.text, hit.end)
        if match is None or hit.end not in reading.passage.boundaries:
            continue
        start, end = match.span(match.lastindex or 0)
        name = reading.text[start:end]
        quoted = match.lastindex == 1
        if (quoted and len(name) <= 14) or has_proper(reading, start, end):
            kind = hit.term.data
            yield Span(start, end, "ACTOR", kind, "body", name=name, confidence=0.6)
