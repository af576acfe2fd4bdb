"""Sudachi's tokens for every sentence, GiNZA's entities for those that leave a question.

Tokens cost little. The entity recogniser costs a hundred times more than everything else, so it is
asked only about sentences with a word that may be a name and that no rule has explained (see
`questions.py`), in batches, and never twice about one sentence (a bounded cache). Only `tok2vec`
and `ner` run; the reason for the pinned combination is in docs/decisions/0002-pinned-ginza.md.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, NamedTuple

from pipeline.errors import RunError

BATCH = 16  # sentences: larger batches fall out of the processor's cache and are slower
CACHE = 20_000  # sentences
BLAS_THREADS = 1  # on a machine that is busy, two threads wait for each other: 2 to 10 times slower
EXCLUDED = [
    "parser", "attribute_ruler", "morphologizer", "compound_splitter", "bunsetu_recognizer",
]  # fmt: skip
_OOV = 0x0FFFFFFF  # Sudachi's word number for words that it joined itself


class Token(NamedTuple):
    """One Sudachi token; offsets are characters into the sentence.

    Attributes:
        tag: Coarse class, see `_classify`.
        known: The word is in Sudachi's dictionary.
    """

    start: int
    end: int
    tag: str
    known: bool


class Entity(NamedTuple):
    """One entity of GiNZA's; `label` is of Sekine's extended hierarchy."""

    start: int
    end: int
    label: str


class Tagger:
    """Sudachi and GiNZA's entity recogniser, each loaded when first needed.

    Attributes:
        size: Sentences that the cache holds at the most.
        tagged: Sentences that the recogniser has seen, for reports and tests.
    """

    def __init__(self, cache: int = CACHE) -> None:
        self._cache: OrderedDict[str, tuple[Entity, ...]] = OrderedDict()
        self.size = cache
        self._model: Any = None
        self._tokenizer: Any = None
        self._tags: dict[int, str] = {}
        self.tagged = 0

    def tokenize(self, sentence: str) -> list[Token]:
        """Return the tokens of a sentence; offsets are characters into it."""
        if self._tokenizer is None:
            self._tokenizer = _load_tokenizer()
        tokens = []
        for morpheme in self._tokenizer.tokenize(sentence):
            start, end = morpheme.begin(), morpheme.end()
            if start == end:
                continue
            part = morpheme.part_of_speech_id()
            tag = self._tags.get(part)
            if tag is None:
                tag = self._tags[part] = _classify(morpheme.part_of_speech())
            known = not morpheme.is_oov() and morpheme.word_id() & _OOV != _OOV
            tokens.append(Token(start, end, tag, known))
        return tokens

    def recognize(self, sentences: Sequence[str]) -> list[tuple[Entity, ...]]:
        """Return GiNZA's entities of sentences; equal ones are tagged once.

        Args:
            sentences: Each below 49,149 bytes, see `sentences.split_sentences`.
        """
        missing = [s for s in dict.fromkeys(sentences) if s not in self._cache]
        fresh = dict(zip(missing, self._run(missing), strict=True)) if missing else {}
        result = [fresh[s] if s in fresh else self._cache[s] for s in sentences]
        self._cache.update(fresh)
        while len(self._cache) > self.size:
            self._cache.popitem(last=False)
        return result

    def _run(self, sentences: list[str]) -> list[tuple[Entity, ...]]:
        if self._model is None:
            self._model = _load_model()
        self.tagged += len(sentences)
        # Similar lengths share a batch, so that no short sentence waits for a long one.
        order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]))
        found: dict[int, tuple[Entity, ...]] = {}
        with self._model.memory_zone():  # else the vocabulary grows with every new word
            for at in range(0, len(order), BATCH):
                batch = order[at : at + BATCH]
                found |= zip(batch, self._recognize([sentences[i] for i in batch]), strict=True)
        return [found[i] for i in range(len(sentences))]

    def _recognize(self, sentences: list[str]) -> list[tuple[Entity, ...]]:
        from spacy.tokens import Doc

        tokens = [self.tokenize(sentence) for sentence in sentences]
        docs = []
        for sentence, parts in zip(sentences, tokens, strict=True):
            words = [sentence[t.start : t.end] for t in parts]
            docs.append(Doc(self._model.vocab, words=words, spaces=[False] * len(words)))
        for _, component in self._model.pipeline:
            component.set_annotations(docs, component.predict(docs))
        return [
            tuple(Entity(parts[e.start].start, parts[e.end - 1].end, e.label_) for e in doc.ents)
            for doc, parts in zip(docs, tokens, strict=True)
        ]


def _load_tokenizer() -> Any:
    from sudachipy import Dictionary, SplitMode

    return Dictionary().create(mode=SplitMode.C)


def _load_model() -> Any:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", str(BLAS_THREADS))
    import spacy
    from thinc.api import NumpyOps, set_current_ops

    set_current_ops(NumpyOps(use_blis=False))
    try:
        return spacy.load("ja_ginza", exclude=EXCLUDED)
    except OSError as error:
        raise RunError("the model ja_ginza is not installed", "run `make setup`") from error


def _classify(part: Sequence[str]) -> str:
    """Reduce Sudachi's part of speech to what the rules ask about."""
    if part[0] == "名詞":
        if part[1] == "固有名詞":
            if part[2] == "人名":
                return {"姓": "family", "名": "given"}.get(part[3], "person")
            if part[2] == "地名":
                return "country" if part[3] == "国" else "place"
            return "proper"
        if part[1] == "数詞":
            return "number"
        if part[1] == "普通名詞":
            return {"サ変可能": "verbal", "副詞可能": "adverbial", "助数詞可能": "counter"}.get(
                part[2], "noun"
            )
        return "noun"
    return {
        "接尾辞": "suffix", "接頭辞": "prefix", "助詞": "particle", "助動詞": "particle",
        "動詞": "verb", "補助記号": "symbol", "記号": "symbol", "空白": "space",
        "形容詞": "adjective", "形状詞": "adjective",
    }.get(part[0], "other")  # fmt: skip
