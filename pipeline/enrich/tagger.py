"""GiNZA as the second voter: tokens and named entities of sentences, in batches.

Only the tokenizer (Sudachi, mode C) and the components `tok2vec` and `ner` run; the reason for the
pinned combination is in docs/decisions/0002-pinned-ginza.md. A sentence seen before is taken from a
bounded cache.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from pipeline.errors import RunError

BATCH = 16  # sentences: larger batches fall out of the processor's cache and are slower
CACHE = 20_000  # sentences
BLAS_THREADS = 2
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


class Tagged(NamedTuple):
    """What GiNZA says of one sentence."""

    tokens: tuple[Token, ...]
    entities: tuple[Entity, ...]


class Tagger:
    """Sudachi and GiNZA's entity recogniser, loaded once a process.

    Attributes:
        tagged: Sentences that the model has seen, for reports and tests.
    """

    def __init__(self, cache: int = CACHE) -> None:
        self._cache: OrderedDict[str, Tagged] = OrderedDict()
        self._size = cache
        self._model: Any = None
        self._tokenizer: Any = None
        self._tags: dict[int, str] = {}
        self.tagged = 0

    def tag(self, sentences: Sequence[str]) -> list[Tagged]:
        """Tag sentences; equal ones are tagged once.

        Args:
            sentences: Each below 49,149 bytes, see `sentences.split_sentences`.
        """
        missing = [s for s in dict.fromkeys(sentences) if s not in self._cache]
        fresh = dict(zip(missing, self._run(missing), strict=True)) if missing else {}
        result = [fresh.get(s) or self._cache[s] for s in sentences]
        for sentence, tagged in fresh.items():
            self._cache[sentence] = tagged
        while len(self._cache) > self._size:
            self._cache.popitem(last=False)
        return result

    def _run(self, sentences: list[str]) -> Iterable[Tagged]:
        if self._model is None:
            self._load()
        self.tagged += len(sentences)
        tokens = [self._tokenize(sentence) for sentence in sentences]
        entities: list[tuple[Entity, ...]] = [()] * len(sentences)
        # Similar lengths share a batch, so that no short sentence waits for a long one.
        order = sorted(range(len(sentences)), key=lambda i: len(tokens[i]))
        for at in range(0, len(order), BATCH):
            batch = [i for i in order[at : at + BATCH] if tokens[i]]
            for i, found in zip(
                batch, self._recognize([(sentences[i], tokens[i]) for i in batch]), strict=True
            ):
                entities[i] = found
        return [Tagged(tuple(t), e) for t, e in zip(tokens, entities, strict=True)]

    def _tokenize(self, sentence: str) -> list[Token]:
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

    def _recognize(self, batch: list[tuple[str, list[Token]]]) -> list[tuple[Entity, ...]]:
        if not batch:
            return []
        from spacy.tokens import Doc

        vocab = self._model.vocab
        docs = []
        for sentence, tokens in batch:
            words = [sentence[t.start : t.end] for t in tokens]
            docs.append(Doc(vocab, words=words, spaces=[False] * len(words)))
        for _, component in self._model.pipeline:
            scores = component.predict(docs)
            component.set_annotations(docs, scores)
        return [
            tuple(Entity(tokens[e.start].start, tokens[e.end - 1].end, e.label_) for e in doc.ents)
            for doc, (_, tokens) in zip(docs, batch, strict=True)
        ]

    def _load(self) -> None:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", str(BLAS_THREADS))
        import spacy
        from sudachipy import Dictionary, SplitMode
        from thinc.api import NumpyOps, set_current_ops

        set_current_ops(NumpyOps(use_blis=False))
        try:
            model = spacy.load(
                "ja_ginza",
                exclude=[
                    "parser", "attribute_ruler", "morphologizer", "compound_splitter",
                    "bunsetu_recognizer",
                ],
            )  # fmt: skip
        except OSError as error:
            raise RunError("the model ja_ginza is not installed", "run `make setup`") from error
        self._model = model
        self._tokenizer = Dictionary().create(mode=SplitMode.C)


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
