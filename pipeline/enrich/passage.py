"""One zone of one document, folded, cut into sentences and tagged: what every rule reads."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import cached_property

from pipeline.enrich.fold import Folded, fold
from pipeline.enrich.sentences import split_sentences
from pipeline.enrich.tagger import Entity, Token

LINE_BREAK = "\\n"  # two characters in a line of `sekko annotate`


class Passage:
    """A folded text with sentences, tokens and GiNZA's entities, all in folded characters.

    Args:
        original: The zone's text.
        tokenize: Gives a sentence's tokens.
    """

    def __init__(self, original: str, tokenize: Callable[[str], list[Token]]) -> None:
        self.original = original
        # Sentence ends hold a literal \n too, so that a name never runs over it.
        self.folded: Folded = fold(original.replace(LINE_BREAK, "\n\n"))
        self.sentences = split_sentences(self.folded.text)
        self.tokens: list[Token] = [
            Token(t.start + start, t.end + start, t.tag, t.known)
            for start, end in self.sentences
            for t in tokenize(self.folded.text[start:end])
        ]
        self.entities: list[Entity] = []

    @property
    def text(self) -> str:
        """The folded text."""
        return self.folded.text

    def original_sentences(self) -> list[int]:
        """Return where the sentences start, as code points into the original."""
        return [self.folded.to_original(start, start + 1)[0] for start, _ in self.sentences]

    def hold_entities(self, sentence: tuple[int, int], entities: Iterable[Entity]) -> None:
        """Take in what GiNZA said of one sentence."""
        offset = sentence[0]
        self.entities += [Entity(e.start + offset, e.end + offset, e.label) for e in entities]

    @cached_property
    def token_starts(self) -> list[int]:
        """Starts of all tokens, in order."""
        return [token.start for token in self.tokens]

    @cached_property
    def boundaries(self) -> frozenset[int]:
        """Every place where a token starts or ends."""
        return frozenset(self.token_starts) | {token.end for token in self.tokens}

    def token_at(self, place: int) -> Token | None:
        """Return the token that covers a character."""
        at = bisect_right(self.token_starts, place) - 1
        if at >= 0 and self.tokens[at].end > place:
            return self.tokens[at]
        return None

    def tokens_in(self, start: int, end: int) -> list[Token]:
        """Return the tokens that touch the characters from `start` to `end`."""
        at = max(bisect_right(self.token_starts, start) - 1, 0)
        found = []
        while at < len(self.tokens) and self.tokens[at].start < end:
            if self.tokens[at].end > start:
                found.append(self.tokens[at])
            at += 1
        return found

    def around(self, place: int) -> tuple[int, int]:
        """Return the sentence that covers a character, with the ones before and after it."""
        at = max(bisect_right(self.sentences, (place, len(self.text) + 1)) - 1, 0)
        first = self.sentences[max(at - 1, 0)][0]
        return first, self.sentences[min(at + 1, len(self.sentences) - 1)][1]

    def sentence_at(self, place: int) -> tuple[int, int]:
        """Return the sentence that covers a character."""
        at = bisect_right(self.sentences, (place, len(self.text) + 1)) - 1
        return self.sentences[max(at, 0)]
