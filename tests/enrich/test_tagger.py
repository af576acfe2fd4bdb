"""GiNZA as the second voter: asked little, asked once, and on a combination that is fast."""

from __future__ import annotations

import time
from importlib.metadata import version

import pytest

from pipeline.enrich.engine import Engine
from pipeline.enrich.sentences import split_sentences
from pipeline.enrich.tagger import Tagger

pytestmark = pytest.mark.slow


def test_only_sentences_with_a_question_are_tagged(tiny: Engine) -> None:
    before = tiny.tagger.tagged
    tiny.enrich([[("body", "米国のF-35Aが飛ぶ。ロシアは黙る。ゾルタンコフの話。")]])
    assert tiny.tagger.tagged - before == 1


def test_a_sentence_is_tagged_once() -> None:
    tagger = Tagger()
    tagger.recognize(["ペトロ・ポロシェンコが語る。", "ペトロ・ポロシェンコが語る。"])
    tagger.recognize(["ペトロ・ポロシェンコが語る。"])
    assert tagger.tagged == 1


def test_the_cache_is_bounded() -> None:
    tagger = Tagger(cache=2)
    for number in range(5):
        tagger.recognize([f"ゾルタンコフ{number}"])
    tagger.recognize(["ゾルタンコフ4"])
    assert tagger.tagged == 5
    tagger.recognize(["ゾルタンコフ0"])
    assert tagger.tagged == 6


def test_text_above_ginzas_limit_is_split() -> None:
    text = "ゾルタンコフは米国へ。" * 2000  # 66,000 bytes; GiNZA fails above 49,149
    parts = [text[start:end] for start, end in split_sentences(text)]
    assert max(len(part.encode()) for part in parts) < 49_149
    assert len(Tagger().recognize(parts)) == len(parts)


def test_the_combination_is_the_pinned_one() -> None:
    assert (version("spacy"), version("ginza"), version("ja-ginza")) == ("3.8.7", "5.2.0", "5.2.0")


def test_the_transition_system_is_not_the_slow_one() -> None:
    """spaCy 3.8.8 and later take a lock for every candidate action: there the recogniser takes
    several times as long as the matrix products before it, here a fraction of them.
    """
    import ja_ginza
    from spacy.tokens import Doc

    model = ja_ginza.load(exclude=["parser", "morphologizer", "compound_splitter",
                                   "bunsetu_recognizer", "attribute_ruler"])  # fmt: skip
    words = ["米", "国", "防", "総", "省", "の", "報道", "官", "が", "語っ", "た", "。"]
    spent = {"tok2vec": 0.0, "ner": 0.0}
    for _ in range(6):
        docs = [Doc(model.vocab, words=words * 2) for _ in range(16)]
        for name, component in model.pipeline:
            began = time.process_time()
            component.set_annotations(docs, component.predict(docs))
            spent[name] += time.process_time() - began
    assert spent["ner"] < spent["tok2vec"]
