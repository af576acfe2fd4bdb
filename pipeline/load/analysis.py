"""The lexicon as Elasticsearch's user dictionary and search-time synonyms.

The user dictionary holds names that kuromoji's dictionary would cut, in the folded form that its
tokenizer meets; its words win over everything else, wherever their characters stand, so short and
ordinary strings stay out. Synonyms hold the writings of one entity that mean it in any sentence;
one-character and guarded ones depend on their sentence, and are found by entity id instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.documents import Record
from pipeline.lexicon import Alias, Entity, Lexicon

_HYPHENS = re.compile("[\u2010-\u2015\u2043\u2212\ufe58\ufe63]")
_JOINED = re.compile(r"(?<=[a-z])[-ー](?=[0-9])|(?<=[0-9])-(?=[a-z])")
_DESIGNATOR = re.compile(r"(?=.*[a-z])(?=.*[0-9])[a-z0-9]{2,}")
_KATAKANA = re.compile(r"[ァ-ヺー]{4,}")
_HAN = re.compile(r"[々〇\u4e00-\u9fff]{3,}")
_READABLE = re.compile(r"\w")
_SYNTAX = re.compile(r'[,#"\\\x00-\x1f\x7f\x85\u2028\u2029]|=>')
_DOTS = re.compile("(?<=[ァ-ヺー])[・=](?=[ァ-ヺ])")

NOUN = "カスタム名詞"


class Analysis(Record, frozen=True, kw_only=True):
    """What an index gets of the lexicon.

    Attributes:
        version: The lexicon's version, stamped on the index.
        dictionary: Rules of kuromoji's `user_dictionary_rules`.
        synonyms: Rules of `synonym_graph`, Solr format.
        refused: Writings that fit neither, each with the reason: `headword: reason`.
    """

    version: str
    dictionary: tuple[str, ...]
    synonyms: tuple[str, ...]
    refused: tuple[str, ...]

    def settings(self) -> dict[str, object]:
        """Return the index settings that fill in the templates' empty lists."""
        return {
            "analysis": {
                "tokenizer": {"morphemes": {"user_dictionary_rules": list(self.dictionary)}},
                "filter": {"lexicon_synonyms": {"synonyms": list(self.synonyms)}},
            }
        }


def fold_headword(text: str) -> str:
    """Fold a writing as the analyzers' character filters do before the tokenizer."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _JOINED.sub("", _HYPHENS.sub("-", folded))


def build_analysis(lexicon: Lexicon) -> Analysis:
    """Build dictionary and synonyms, deterministic in the order of the lexicon."""
    owners = _count_owners(lexicon.entities)
    refused: list[str] = []
    dictionary: dict[str, str] = {}
    synonyms: list[str] = []
    for entity in lexicon.entities:
        writings = []
        for alias in entity.names():
            folded = fold_headword(alias.text)
            reason = _refuse(alias, folded, owners)
            if reason:
                refused.append(f"{alias.text}: {reason}")
                continue
            writings.append(folded)
            if _is_cut(entity, folded):
                dictionary[folded] = f"{folded},{folded},{folded},{NOUN}"
        variants = tuple(dict.fromkeys(_vary(writings)))
        if len(variants) > 1:
            synonyms.append(", ".join(variants))
    return Analysis(
        version=lexicon.version,
        dictionary=tuple(dictionary.values()),
        synonyms=tuple(synonyms),
        refused=tuple(refused),
    )


def _count_owners(entities: Iterable[Entity]) -> Counter[str]:
    return Counter(
        text for entity in entities for text in {fold_headword(a.text) for a in entity.names()}
    )


def _refuse(alias: Alias, folded: str, owners: Counter[str]) -> str | None:
    if _SYNTAX.search(folded):
        return "has a character of the rules' own syntax"
    if not _READABLE.search(folded):
        return "has no letter or digit"
    if len(folded) < 2:
        return "one character means too much"
    if alias.abbreviation or alias.seat or alias.needs_full_name:
        return "counts only in some sentences"
    if alias.before or alias.after or alias.near:
        return "counts only in some sentences"
    if owners[folded] > 1:
        return "is a writing of several entities"
    return None


def _is_cut(entity: Entity, folded: str) -> bool:
    """Say whether kuromoji would take a name apart that readers take as one."""
    if not entity.specific:
        return False
    if _DESIGNATOR.fullmatch(folded):
        return True
    if entity.kind == "person" and _HAN.fullmatch(folded):
        return True
    return entity.kind != "state" and _KATAKANA.fullmatch(folded) is not None


def _vary(writings: Iterable[str]) -> Iterator[str]:
    """Yield each writing, and without its middle dots, which part words for kuromoji."""
    for text in writings:
        yield text
        yield _DOTS.sub("", text)
