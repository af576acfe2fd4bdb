"""Classes of weapons systems: a class noun with its functional modifiers, right to left.

潜水艦発射型弾道ミサイル is the noun ミサイル with the modifiers 潜水艦発射, 型 and 弾道.
A noun can itself be a modifier (対 + 戦車, ミサイル + 搭載).
Members of a list that share the noun are one span (弾道・巡航ミサイル; guide, settled case 9).
"""

from __future__ import annotations

import re

from pipeline.enrich.matcher import Hit, Hits
from pipeline.enrich.passage import Passage
from pipeline.enrich.reading import Reading
from pipeline.enrich.spans import Span

_CALIBER = re.compile(r"[0-9]{1,4}(?:\.[0-9]+)?(?:mm|ミリ|インチ|ポンド)\Z", re.IGNORECASE)
_LINK = ("型", "用", "式", "系", "可能型", "可能")
_NOT_SHARED = (
    "核",
    "通常",
    "宇宙",
    "電子",
    "ミサイル",
    "弾道ミサイル",
    "魚雷",
    "機雷",
    "空母",
    "無人",
)
_NOT_AFTER = {
    "艦": ("隊", "長", "橋", "首", "尾", "内", "名"),
    "機": ("体", "長", "内", "能", "構", "関", "動"),
    "衛星": ("画", "写", "放", "国", "都"),
    "": ("条約", "協定"),
    "ミサイル": ("防衛",),
    "レーザー": ("測", "光", "治", "加工", "通信", "距離", "プリ", "ポイ", "スキ"),
}


def find_classes(reading: Reading) -> list[Span]:
    """Propose a generic mention for every class noun, with its modifiers."""
    terms = reading.hits.terms
    spans = [_build(reading, hit, extend_left(reading, hit.start)) for hit in terms["head"]]
    for hit in terms["weak_head"]:
        start = extend_left(reading, hit.start)
        if start < hit.start and not _continues(reading.passage, hit):
            spans.append(_build(reading, hit, start))
    return [span for span in spans if span is not None]


def extend_left(reading: Reading, noun: int) -> int:
    """Return where the modifiers before a class noun, or a name that has one, begin."""
    start = noun
    while True:
        before = _step(reading.text, reading.hits, start, first=start == noun)
        if before is None:
            return start
        start = before


def _step(text: str, hits: Hits, start: int, first: bool) -> int | None:
    modifier = hits.longest_ending(start, "modifier")
    if modifier is not None:
        return modifier.start
    for link in _LINK:
        if text.endswith(link, 0, start):
            inner = hits.longest_ending(start - len(link), "modifier")
            if inner is not None:
                return inner.start
    joined = _joined(text, hits, start)
    if joined is not None:
        return joined
    if text[start - 1 : start] == "・" and not first:
        shared = hits.longest_ending(start - 1, "modifier")
        alone = shared is None or text[shared.start : shared.end] in _NOT_SHARED
        return None if alone or shared is None else shared.start
    caliber = _CALIBER.search(text, max(0, start - 8), start)
    return caliber.start() if caliber else None


def _joined(text: str, hits: Hits, start: int) -> int | None:
    """A class noun as a modifier: 対 + noun, noun + 搭載 and the like."""
    joiner = hits.longest_ending(start, "joiner")
    end = joiner.start if joiner is not None else start
    noun = hits.longest_ending(end, "head")
    if noun is None:
        return None
    if text[noun.start - 1 : noun.start] == "対":
        return noun.start - 1
    return noun.start if joiner is not None else None


def _build(reading: Reading, head: Hit, start: int) -> Span | None:
    text = reading.text
    name = text[start : head.end]
    kind = head.term.data or _weak_kind(name)
    if kind is None or _inside_word(reading.passage, head) or name in reading.grammar.no_classes:
        return None
    for rule in reading.grammar.head_kinds:
        if kind in rule.heads and re.search(rule.modifiers, text[start : head.start]):
            kind = rule.kind
    return Span(
        start, head.end, "WEAPON", kind, "class", specific=False, name=name, confidence=0.85
    )


def _weak_kind(name: str) -> str | None:
    """Kind of a class whose noun says little, by its modifiers."""
    table = (
        ("核", "nuclear"), ("対衛星", "space"), ("衛星", "space"), ("レーザー", "directed_energy"),
        ("エネルギー", "directed_energy"), ("マイクロ波", "directed_energy"),
        ("電磁パルス", "directed_energy"), ("極超音速", "missile"), ("滑空", "missile"),
        ("防空", "air_defense"), ("迎撃", "air_defense"), ("対空", "air_defense"),
        ("無人艇", "ship"), ("自爆", "uav"), ("無人", "uav"), ("徘徊", "uav"),
    )  # fmt: skip
    if name.endswith(("艦", "艇")):
        return "submarine" if any(w in name for w in ("潜水", "水中", "海中")) else "ship"
    if name.endswith("砲"):
        return "air_defense" if any(w in name for w in ("対空", "高射")) else "land"
    if name.endswith("機"):
        return "uav" if "無人" in name else "aircraft"
    if name.endswith(("車", "車両")):
        return "land"
    if name.endswith(("弾", "弾薬")):
        return "munition"
    if name.endswith("衛星"):
        return "space"
    if name.endswith("レーザー"):
        return "directed_energy"
    if name.endswith(("兵器", "システム")):
        return next((kind for word, kind in table if word in name), None)
    return None


def _inside_word(passage: Passage, head: Hit) -> bool:
    """A bare class noun that is part of another word: 潜水艦隊, 対空 without its noun."""
    text = passage.text
    noun = text[head.start : head.end]
    after = text[head.end : head.end + 2]
    whole = text.startswith(("システム", "用"), head.end + 2)
    return not whole and any(
        noun.endswith(tail) and after.startswith(no) for tail, no in _NOT_AFTER.items()
    )


def _continues(passage: Passage, hit: Hit) -> bool:
    """A weak noun must end its word: 無人機 but not 無人機能."""
    return hit.end not in passage.boundaries or _inside_word(passage, hit)
