"""From passages to mentions: the rules in their order."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from pipeline.documents import Mention, Pair, Zone, build_digest
from pipeline.enrich.actors import find_actors
from pipeline.enrich.bodies import read_bodies
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
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span, fill
from pipeline.enrich.states import read_states
from pipeline.enrich.tagger import Tagger
from pipeline.enrich.weapons import find_weapons
from pipeline.lexicon import Lexicon, read_lexicon
from pipeline.settings import Settings


class Findings(NamedTuple):
    """What was found in one document."""

    mentions: tuple[Mention, ...]
    pairs: tuple[Pair, ...]


class _Draft(NamedTuple):
    """One zone before the document's memory: what counts, and what waits for a full name."""

    reading: Reading
    spans: list[Span]
    waiting: list[Span]
    foot: list[tuple[int, int]]


class Engine:
    """Finds, types and links mentions; built once a process."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.grammar = read_grammar()
        self.designators = read_designators()
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
        passages = [[(zone, Passage(text)) for zone, text in zones] for zones in documents]
        flat = [passage for zones in passages for _, passage in zones]
        sentences = [text for passage in flat for text in passage.sentence_texts()]
        answers = iter(self.tagger.tag(sentences))
        for passage in flat:
            passage.attach([next(answers) for _ in passage.sentences])
        return [self._enrich_document(zones) for zones in passages]

    def _enrich_document(self, zones: Sequence[tuple[Zone, Passage]]) -> Findings:
        memory = Memory()
        drafts = []
        for zone, passage in zones:
            draft = self._find(passage)
            memory.learn(draft.reading, draft.spans)
            drafts.append((zone, draft))
        mentions: list[Mention] = []
        pairs: list[Pair] = []
        for zone, draft in drafts:
            passage = draft.reading.passage
            spans = fill(draft.spans, memory.recall(draft.reading, draft.waiting))
            found = [
                build_mention(zone, passage, span)
                for span in spans
                if not any(first <= span.start < last for first, last in draft.foot)
            ]
            mentions += found
            pairs += build_pairs(passage.original_sentences(), found)
        return Findings(tuple(mentions), tuple(pairs))

    def _find(self, passage: Passage) -> _Draft:
        reading = Reading(
            passage,
            self.matcher.find(passage),
            self.grammar,
            self.index,
            {},
            self.bodies.table.branches,
        )
        names, waiting = find_listed(reading, self.states)
        listed = [s for s in names if s.label == "WEAPON"]
        weapons = find_weapons(reading, self.designators, listed, waiting)
        actors = [s for s in names if s.label == "ACTOR"]
        grammars = (self.states, self.bodies, self.people)
        spans = find_actors(reading, grammars, actors, [*weapons, *_blocks(reading.hits)], waiting)
        return _Draft(reading, spans, waiting, find_foot(reading))


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


def build_engine(settings: Settings) -> Engine:
    """Build the engine from the lexicon and the analysts' decisions of these settings."""
    lexicon = read_lexicon(decisions=settings.decisions)
    return Engine(apply_decisions(lexicon, read_decisions(settings.decisions)))


def read_engine_version() -> str:
    """Fingerprint the rules, their word tables and the model: a change of any enriches all anew."""
    folder = Path(__file__).parent
    files = sorted([*folder.glob("*.py"), *folder.glob("*.yml")])
    stamp = "".join(build_digest(path.read_bytes()) for path in files)
    models = "".join(version(name) for name in ("spacy", "ja-ginza", "sudachidict-core"))
    return build_digest((stamp + models).encode())[:12]
