"""From passages to mentions: the rules in their order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from pipeline.documents import Mention, Pair, Zone, build_digest
from pipeline.enrich.actors import add_people, find_bodies_and_states
from pipeline.enrich.bodies import read_bodies
from pipeline.enrich.context import read_context
from pipeline.enrich.copairs import build_pairs
from pipeline.enrich.decisions import apply_decisions, read_decisions
from pipeline.enrich.designators import read_designators
from pipeline.enrich.grammar import read_grammar
from pipeline.enrich.index import NameIndex
from pipeline.enrich.latin import find_foot
from pipeline.enrich.listed import find_listed
from pipeline.enrich.matcher import Hits, Matcher
from pipeline.enrich.memory import Memory
from pipeline.enrich.passage import Passage
from pipeline.enrich.people import read_people
from pipeline.enrich.questions import find_questions
from pipeline.enrich.reading import Reading
from pipeline.enrich.series import SeriesFinder
from pipeline.enrich.spans import Span, fill
from pipeline.enrich.states import read_states
from pipeline.enrich.tagger import Tagger
from pipeline.enrich.weapons import find_weapons
from pipeline.lexicon import Lexicon, read_current_lexicon
from pipeline.settings import Settings


class Findings(NamedTuple):
    """What was found in one document."""

    mentions: tuple[Mention, ...]
    pairs: tuple[Pair, ...]


class _Draft(NamedTuple):
    """One zone before people: what is settled, and what waits for the rest of the document."""

    zone: Zone
    reading: Reading
    settled: list[Span]
    waiting: list[Span]
    foot: list[tuple[int, int]]


class Engine:
    """Finds, types and links mentions; built once a process."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.grammar = read_grammar()
        self.context = read_context()
        self.designators = read_designators(self.context)
        self.series = SeriesFinder(self.designators)
        self.states = read_states()
        self.bodies = read_bodies()
        self.people = read_people()
        self.index = NameIndex(lexicon)
        tables = (self.grammar, self.bodies.table, self.people.table)
        self.matcher = Matcher(lexicon, (term for table in tables for term in table.terms()))
        self.tagger = Tagger()

    def enrich(self, documents: Sequence[Sequence[tuple[Zone, str]]]) -> list[Findings]:
        """Find mentions and pairs of documents, each a sequence of (zone, text).

        Returns:
            One answer a document; its mentions by zone in the order given, then by place.
        """
        drafts = [[self._draft(zone, text) for zone, text in zones] for zones in documents]
        self._ask([draft for document in drafts for draft in document])
        return [self._finish(document) for document in drafts]

    def _draft(self, zone: Zone, text: str) -> _Draft:
        """Apply every rule that needs no model."""
        passage = Passage(text, self.tagger.tokenize)
        hits = self.matcher.find(passage)
        reading = Reading(
            passage,
            hits,
            self.grammar,
            self.index,
            {},
            self.bodies.table.branches,
            self.context,
        )
        names, waiting = find_listed(reading, self.states)
        listed = {label: [s for s in names if s.label == label] for label in ("WEAPON", "ACTOR")}
        weapons = find_weapons(reading, self.designators, self.series, listed["WEAPON"], waiting)
        weapons += _blocks(hits)
        settled = find_bodies_and_states(
            reading, self.states, self.bodies, listed["ACTOR"], weapons
        )
        return _Draft(zone, reading, settled, waiting, find_foot(reading))

    def _ask(self, drafts: Sequence[_Draft]) -> None:
        """Let GiNZA see the sentences that leave a question, all documents' at once."""
        asked = [
            (draft.reading.passage, sentence)
            for draft in drafts
            for sentence in find_questions(draft.reading, draft.settled)
        ]
        texts = [passage.text[start:end] for passage, (start, end) in asked]
        for (passage, sentence), found in zip(asked, self.tagger.recognize(texts), strict=True):
            passage.hold_entities(sentence, found)

    def _finish(self, drafts: Sequence[_Draft]) -> Findings:
        """Add people, let the document's zones complete each other, and build the mentions."""
        memory = Memory()
        named = []
        for draft in drafts:
            spans = add_people(draft.reading, self.people, draft.settled, draft.waiting)
            memory.learn(draft.reading, spans)
            named.append((draft, spans))
        mentions: list[Mention] = []
        pairs: list[Pair] = []
        for draft, spans in named:
            passage = draft.reading.passage
            memory.relink(spans)
            found = [
                build_mention(draft.zone, passage, span)
                for span in fill(spans, memory.recall(draft.reading, draft.waiting))
                if not any(first <= span.start < last for first, last in draft.foot)
            ]
            mentions += found
            pairs += build_pairs(passage.original_sentences(), found)
        return Findings(tuple(mentions), tuple(pairs))


def build_mention(zone: Zone, passage: Passage, span: Span) -> Mention:
    """Turn a settled span into a mention with offsets into the original text."""
    start, end = passage.folded.to_original(span.start, span.end)
    return Mention(
        zone=zone,
        start=start,
        end=end,
        surface=passage.original[start:end],
        label=span.label,
        kind=span.kind,
        specific=span.specific,
        entity_id=span.entity,
        alias=span.alias,
        rule=span.rule,
        confidence=span.confidence,
    )


def _blocks(hits: Hits) -> list[Span]:
    return [Span(h.start, h.end, "ACTOR", "", "blocked", rank=9, blocked=True) for h in hits.blocks]


def read_decided_lexicon(settings: Settings) -> Lexicon:
    """Read the lexicon of these settings with the analysts' decisions applied."""
    return apply_decisions(read_current_lexicon(settings), read_decisions(settings.decisions))


@lru_cache(maxsize=1)
def start_engine(lexicon: Lexicon) -> Engine:
    """Build an engine, or take this process's last one: each source asks, and it takes seconds."""
    return Engine(lexicon)


def build_engine(settings: Settings) -> Engine:
    """Build the engine from the lexicon and the analysts' decisions of these settings."""
    return start_engine(read_decided_lexicon(settings))


def read_engine_version() -> str:
    """Fingerprint the rules, their word tables and the model: a change of any enriches all anew."""
    folder = Path(__file__).parent
    files = sorted([*folder.glob("*.py"), *folder.glob("*.yml")])
    stamp = "".join(build_digest(path.read_bytes()) for path in files)
    models = "".join(version(name) for name in ("spacy", "ja-ginza", "sudachidict-core"))
    return build_digest((stamp + models).encode())[:12]
