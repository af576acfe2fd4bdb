"""Scores of mentions against gold: spans exact and relaxed, kinds, links."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from pipeline.documents import Mention, Record
from pipeline.enrich.gold import GoldMention, GoldPassage

Match = tuple[GoldMention, Mention]


class Ratio(Record, frozen=True, kw_only=True):
    """Precision, recall and F1 over `expected` gold and `found` system mentions."""

    expected: int = 0
    found: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """Share of the found that is right; 1 when nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the expected that was found; 1 when nothing was expected."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = self.expected + self.found
        return 2 * self.right / total if total else 1.0


class Score(Record, frozen=True, kw_only=True):
    """All figures of one split.

    Attributes:
        exact: Label or label:kind -> figures over equal spans.
        relaxed: Likewise over overlapping spans, one to one.
        kind_accuracy: Over relaxed matches.
        specific_accuracy: Likewise, for weapons.
        link_consistency: Share of matched mentions of a gold entity that carry the id which most
            of its mentions carry, and which most often stands for that entity; unlinked is wrong.
        errors: What went wrong, one line each.
    """

    passages: int
    exact: dict[str, Ratio]
    relaxed: dict[str, Ratio]
    kind_accuracy: float
    specific_accuracy: float
    link_consistency: float
    errors: tuple[str, ...] = ()


def score_mentions(gold: Sequence[GoldPassage], found: Sequence[Sequence[Mention]]) -> Score:
    """Score the mentions found in each gold passage."""
    exact: dict[str, Counter[str]] = defaultdict(Counter)
    relaxed: dict[str, Counter[str]] = defaultdict(Counter)
    matches: list[Match] = []
    errors: list[str] = []
    for passage, mentions in zip(gold, found, strict=True):
        pairs = match_relaxed(passage.mentions, mentions)
        matches += pairs
        same = [(g, m) for g, m in pairs if (g.start, g.end) == (m.start, m.end)]
        _count(exact, passage.mentions, mentions, same)
        _count(relaxed, passage.mentions, mentions, pairs)
        errors += _describe(passage, mentions, pairs)
    kinds = [g.kind == m.kind for g, m in matches]
    specific = [g.specific == m.specific for g, m in matches if g.label == "WEAPON"]
    return Score(
        passages=len(gold),
        exact={name: _ratio(counts) for name, counts in sorted(exact.items())},
        relaxed={name: _ratio(counts) for name, counts in sorted(relaxed.items())},
        kind_accuracy=_share(kinds),
        specific_accuracy=_share(specific),
        link_consistency=_link_consistency(matches),
        errors=tuple(errors),
    )


def match_relaxed(gold: Iterable[GoldMention], found: Iterable[Mention]) -> list[Match]:
    """Match mentions of one label that overlap, one to one, those with most in common first."""
    golds, mentions = list(gold), list(found)
    candidates = [
        (min(g.end, m.end) - max(g.start, m.start), (g.start, g.end) == (m.start, m.end), i, j)
        for i, g in enumerate(golds)
        for j, m in enumerate(mentions)
        if g.label == m.label and g.start < m.end and m.start < g.end
    ]
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    matches = []
    for _, _, i, j in sorted(candidates, key=lambda c: (not c[1], -c[0], c[2], c[3])):
        if i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            matches.append((golds[i], mentions[j]))
    return sorted(matches, key=lambda match: match[0].start)


def _count(
    table: dict[str, Counter[str]],
    gold: Iterable[GoldMention],
    found: Iterable[Mention],
    right: Iterable[Match],
) -> None:
    for mention in gold:
        for name in (mention.label, f"{mention.label}:{mention.kind}"):
            table[name]["expected"] += 1
    for answer in found:
        for name in (answer.label, f"{answer.label}:{answer.kind}"):
            table[name]["found"] += 1
    for mention, answer in right:
        table[mention.label]["right"] += 1
        if mention.kind == answer.kind:
            table[f"{mention.label}:{mention.kind}"]["right"] += 1


def _link_consistency(matches: Sequence[Match]) -> float:
    ids: dict[str, Counter[str | None]] = defaultdict(Counter)
    slugs: dict[str | None, Counter[str]] = defaultdict(Counter)
    linked = [(g.slug, m.entity_id) for g, m in matches if g.slug is not None]
    for slug, entity in linked:
        ids[slug][entity] += 1
        slugs[entity][slug] += 1
    return _share(
        [
            entity is not None
            and ids[slug].most_common(1)[0][0] == entity
            and slugs[entity].most_common(1)[0][0] == slug
            for slug, entity in linked
        ]
    )


def _describe(
    passage: GoldPassage, found: Iterable[Mention], pairs: Sequence[Match]
) -> Iterable[str]:
    matched_gold = {id(g) for g, _ in pairs}
    matched_found = {id(m) for _, m in pairs}
    for g in passage.mentions:
        if id(g) not in matched_gold:
            yield f"{passage.id} missed   {passage.text[g.start : g.end]}  {g.label}:{g.kind}"
    for m in found:
        if id(m) not in matched_found:
            yield f"{passage.id} spurious {m.surface}  {m.label}:{m.kind} ({m.rule})"
    for g, m in pairs:
        surface = passage.text[g.start : g.end]
        if surface != m.surface:
            yield f"{passage.id} bounds   {surface} -> {m.surface} ({m.rule})"
        if g.kind != m.kind or g.specific != m.specific:
            said = f"{m.kind}{'' if m.specific else ':generic'}"
            right = f"{g.kind}{'' if g.specific else ':generic'}"
            yield f"{passage.id} kind     {surface}  {right} -> {said} ({m.rule})"
        if g.slug is not None and m.entity_id is None:
            yield f"{passage.id} unlinked {surface} ({m.rule})"


def _ratio(counts: Counter[str]) -> Ratio:
    return Ratio(expected=counts["expected"], found=counts["found"], right=counts["right"])


def _share(answers: Sequence[bool]) -> float:
    return sum(answers) / len(answers) if answers else 1.0
