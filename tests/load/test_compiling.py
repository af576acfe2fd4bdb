"""The lexicon as user dictionary and synonyms, and what of it is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import Alias, Entity, Lexicon, read_lexicon
from pipeline.load.analysis import build_analysis, fold_headword
from tests.indexed import LEXICON


def compile_one(*names: str | Alias, kind: str = "missile", specific: bool = True) -> Lexicon:
    first, *rest = (n if isinstance(n, Alias) else Alias(text=n) for n in names)
    entity = Entity(
        id="x",
        label="WEAPON",
        kind=kind,
        specific=specific,
        ja=first.text,
        aliases=(first, *rest),
    )
    return Lexicon(entities=(entity,), blocked=(), version="v")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ｆ－３５Ａ", "f35a"),
        ("F‑35A", "f35a"),
        ("F-35A/B", "f35a/b"),
        ("AIM-120C-7", "aim120c7"),
        ("JASSM-ER", "jassm-er"),
        ("12式", "12式"),
        ("ﾄﾏﾎｰｸ", "トマホーク"),
        ("Fー15", "f15"),
        ("Straße", "strasse"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold_headword(text) == folded


@pytest.mark.parametrize(
    ("lexicon", "dictionary", "synonyms"),
    [
        (compile_one("F-35A", "F35A"), ["f35a,f35a,f35a,カスタム名詞"], []),
        (compile_one("トマホーク", "Tomahawk"), ["トマホーク"], ["トマホーク, tomahawk"]),
        (compile_one("巡航ミサイル", "CM", specific=False), [], ["巡航ミサイル, cm"]),
        (compile_one("火星17"), [], []),
        (compile_one("バーク", "DDG"), [], ["バーク, ddg"]),
        (
            compile_one("アーレイ・バーク級"),
            [],
            ["アーレイ・バーク級, アーレイバーク級"],
        ),
    ],
)
def test_what_is_compiled(lexicon: Lexicon, dictionary: list[str], synonyms: list[str]) -> None:
    analysis = build_analysis(lexicon)
    assert [rule.split(",")[0] for rule in analysis.dictionary] == [
        rule.split(",")[0] for rule in dictionary
    ]
    assert list(analysis.synonyms) == synonyms
    assert analysis.version == "v"


@pytest.mark.parametrize(
    "alias",
    [
        Alias(text="米"),
        Alias(text="日米", abbreviation=True),
        Alias(text="ワシントン", seat=True),
        Alias(text="トランプ", needs_full_name=True),
        Alias(text="ハリアー", near=("攻撃機",)),
        Alias(text="a,b"),
        Alias(text="a => b"),
        Alias(text="#1"),
        Alias(text="「」"),
    ],
)
def test_what_is_refused_is_listed_with_the_reason(alias: Alias) -> None:
    analysis = build_analysis(compile_one("トマホーク", alias))
    assert analysis.synonyms == ()
    (refused,) = analysis.refused
    assert refused.startswith(f"{alias.text}: ")


def test_a_writing_of_two_entities_is_a_synonym_of_neither() -> None:
    one = compile_one("トマホーク", "SM-3").entities[0]
    other = Entity(id="y", label="WEAPON", kind="missile", ja="スタンダード", aliases=("SM3",))
    analysis = build_analysis(Lexicon(entities=(one, other), blocked=(), version="v"))
    assert analysis.synonyms == ()
    assert [line.split(":")[0] for line in analysis.refused] == ["SM-3", "SM3"]


def test_compiling_is_deterministic_and_headwords_are_single() -> None:
    one, again = build_analysis(LEXICON), build_analysis(LEXICON)
    assert one == again
    heads = [rule.split(",")[0] for rule in build_analysis(read_lexicon()).dictionary]
    assert len(heads) == len(set(heads)), "the server refuses a headword given twice"


@given(st.text(min_size=1, max_size=12))
def test_no_writing_breaks_the_rules_syntax(text: str) -> None:
    analysis = build_analysis(compile_one("トマホーク", text))
    for rule in analysis.dictionary:
        assert rule.count(",") == 3
    for rule in analysis.synonyms:
        assert "=>" not in rule
        assert len(rule.splitlines()) == 1
