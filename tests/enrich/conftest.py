"""The engine with the real lexicon, and one with a lexicon of a few entries for rules alone."""

from __future__ import annotations

import pytest

from pipeline.enrich.engine import Engine, build_engine
from pipeline.lexicon import Alias, Entity, Guarded, Lexicon
from pipeline.settings import Settings
from tests.enrich.marks import Mark, spell


def state(code: str, ja: str, *forms: str) -> Entity:
    aliases = tuple(Alias(text=form, abbreviation=True) for form in forms)
    return Entity(id=code, label="ACTOR", kind="state", ja=ja, aliases=aliases)


def weapon(name: str, kind: str, **more: object) -> Entity:
    return Entity(id=name.lower(), label="WEAPON", kind=kind, ja=name, **more)  # type: ignore[arg-type]


STATES = (
    state("us", "米国", "米"), state("jp", "日本", "日"), state("cn", "中国", "中"),
    state("kr", "韓国", "韓"), state("kp", "北朝鮮", "朝"), state("ru", "ロシア", "露", "ロ"),
    state("gb", "英国", "英"), state("fr", "フランス", "仏"), state("de", "ドイツ", "独"),
    state("it", "イタリア", "伊"), state("au", "オーストラリア", "豪"), state("in", "インド", "印"),
    state("pk", "パキスタン", "パ"), state("ir", "イラン"), state("ua", "ウクライナ", "宇"),
    state("su", "ソ連", "ソ"), state("ca", "カナダ", "加"), state("ph", "フィリピン", "比"),
    state("tw", "台湾", "台"),
)  # fmt: skip

TINY = Lexicon(
    entities=(
        *STATES,
        Entity(
            id="seat-us", label="ACTOR", kind="state", ja="ワシントン政府",
            aliases=(Alias(text="ワシントン", seat=True),),
        ),
        Entity(
            id="us-dod", label="ACTOR", kind="organization", ja="米国防総省", country="us",
            aliases=("国防総省",),
        ),
        Entity(id="jgsdf", label="ACTOR", kind="armed_force", ja="陸上自衛隊", country="jp"),
        Entity(
            id="trump", label="ACTOR", kind="person", ja="ドナルド・トランプ",
            aliases=("トランプ",),
        ),
        Entity(
            id="koizumi-yu", label="ACTOR", kind="person", ja="小泉悠",
            aliases=(Alias(text="小泉", needs_full_name=True),),
        ),
        weapon("F-35", "aircraft"),
        weapon("F-35A", "aircraft", parent="f-35"),
        weapon("B-2", "aircraft"),
        weapon("トマホーク", "missile"),
        weapon("遼寧", "ship"),
        weapon("アーレイ・バーク", "ship"),
        weapon("PAC-3", "air_defense"),
        Entity(
            id="caesar", label="WEAPON", kind="land", ja="カエサル自走砲",
            aliases=(Alias(text="カエサル", near=("榴弾砲",)),),
        ),
    ),
    blocked=(Guarded(text="日本海"),),
    version="tiny",
)  # fmt: skip


@pytest.fixture(scope="session")
def tiny() -> Engine:
    return Engine(TINY)


@pytest.fixture(scope="session")
def full() -> Engine:
    return build_engine(Settings())


@pytest.fixture(scope="session")
def mark(tiny: Engine) -> Mark:
    """Mark a text by the rules alone."""
    return lambda text: spell(text, tiny.enrich([[("body", text)]])[0].mentions)


@pytest.fixture(scope="session")
def mark_full(full: Engine) -> Mark:
    """Mark a text with the whole lexicon."""
    return lambda text: spell(text, full.enrich([[("body", text)]])[0].mentions)
