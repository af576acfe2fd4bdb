"""One-character states, bodies, units and people, with a lexicon of a few entries."""

from __future__ import annotations

import pytest

from pipeline.enrich.engine import Engine
from tests.enrich.marks import Mark, unmark


@pytest.mark.parametrize(
    "marked",
    [
        "[[日|state]][[米|state]]同盟と[[米|state]][[朝|state]]首脳会談",
        "[[日|state]][[米|state]][[韓|state]]の当局",
        "対[[中|state]]戦略、訪[[米|state]]、親[[露|state]]派",
        "[[米|state]][[英|state]][[豪|state]]の安保協力",
        "[[印|state]][[パ|state]]停戦と[[米|state]][[ソ|state]]冷戦",
        "[[露|state]]の反発、[[米|state]]が警告",
        "[[米|state]]大統領と[[独|state]]首相、[[仏|state]]大統領",
        "[[米|state]]本土と[[米|state]]議会、[[米|state]]核態勢",
        "[[韓|state]]国防相と[[米|state]]国務長官",
        "[[豪|state]][[原潜|submarine*]]配備支援",
        "[[日|state]][[米|state]]両軍の演習、[[日|state]][[米|state]]両政府",
        "訪[[米|state]]中の代表団",
        "[[日|state]][[中|state]]関係と日中の気温",
        "[[米|state]]と[[加|state]]の国境",
        "[[日|state]]NATO協力、米びつの底",
        # no states
        "日曜の中央で英語を学ぶ。中距離走と米粒、南北、仏教、中国地方ではない中東。".replace(
            "中国", "[[中国|state]]"
        ),
        "独自の比較。台風と印象、加工、豪雨、露骨な朝食",
        # seats act, cities do not
        "[[ワシントン|state]]が握る。ワシントンで会談。ワシントン州の基地",
    ],
)  # fmt: skip
def test_states_by_context(mark: Mark, marked: str) -> None:
    assert mark(unmark(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "[[米軍|armed_force]]、[[ロシア軍|armed_force]]、[[中国海軍|armed_force]]",
        "[[在日米軍|armed_force]]と[[在韓米軍|armed_force]]",
        "[[米中央軍|armed_force]]と[[米太平洋陸軍|armed_force]]",
        "[[米第5艦隊|armed_force]]と[[第7艦隊|armed_force]]司令官",
        "[[陸上自衛隊第1空挺団|armed_force]]と[[陸上自衛隊|armed_force]]",
        "[[第102中央核生物化学兵器防衛隊|armed_force]]",
        "[[第5空母打撃群|armed_force]]と[[空母|ship*]]打撃群",
        "[[ロシア黒海艦隊|armed_force]]と[[東部戦区|armed_force]]",
        "[[米海軍作戦司令部|armed_force]]",
        "[[米国防総省|organization]]と[[英国防省|organization]]",
        "[[米ミサイル防衛局|organization]]と[[ウクライナ国防省|organization]]",
        "[[米|state]]当局、[[米|state]]軍事、3個旅団、記者団、軍の海軍",
        "[[安全保障戦略研究所|organization]]の報告",
        "新興企業「[[ヘリオン|organization]]」が受注",
        "[[ノルディア社|organization]]製の部品",
        "[[米国|state]]の[[国防総省|organization]]",
        "[[デイリー・オルタ|organization]]が報じた",
        "[[ペトリカ・ポスト|organization]]紙によれば",
        "[[エピロス|organization]]の[[PAC-3|air_defense]]を",
        "[[南関東新聞|organization]]と国営[[ペトリカ通信|organization]]",
        "[[海上統合作戦司令部|armed_force]]と現地の司令部",
        "[[VFA-999|armed_force]]の[[F-35|aircraft]]と[[米海軍VP-99|armed_force]]",
        "[[ペトリカ解放戦線|organization]]の待ち伏せ",
        "空の景色が変わる。（[[ペトリワジ|organization]]）",
        "[[ZQR|organization]]の[[トマホーク|missile]]",
    ],
)  # fmt: skip
def test_forces_and_bodies_by_grammar(mark: Mark, marked: str) -> None:
    assert mark(unmark(marked)) == marked


@pytest.mark.slow
@pytest.mark.parametrize(
    "marked",
    [
        "[[ドナルド・トランプ|person]][[米|state]]大統領",
        "[[石破茂|person]]首相と[[千々和|person]]さん",
        "[[イワン・ペトレンコ|person]]国防次官が語った",
        "[[アサド|person]]政権と軍事政権",
        "[[トランプ|person]]は言う",
        "補佐官[[H・R・ベルモント|person]]が記した",
        "[[清水勝彦|person]]『戦略と実行』",
        "国防長官の発言、現職大統領、ベテラン議員",
        "[[ゾルタン・ペトリカ|person]]（[[Zoltan Petrika|person]]）が来た",
        "上級研究員の[[ゾルタン・ペトリカ|person]]によれば",
        "[[ペトリカ|person]]国防産業相と[[習|person]]主席",
        "総書記の演説、国家主席の訪問、モスクワ市長の発言",
    ],
)
def test_people_without_their_titles(mark: Mark, marked: str) -> None:
    assert mark(unmark(marked)) == marked


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "surface", "times"),
    [
        ("イワン・ペトレンコ次官は言う。ペトレンコの見方では", "ペトレンコ", 1),
        ("ペトレンコの見方では。イワン・ペトレンコ次官は言う", "ペトレンコ", 1),
        ("安全保障戦略研究所（ANSI）は言う。ANSIの予測", "ANSI", 2),
        ("空母「蓬莱」が出た。蓬莱は帰らない", "蓬莱", 1),
    ],
)
def test_a_document_remembers_names(tiny: Engine, text: str, surface: str, times: int) -> None:
    found = tiny.enrich([[("body", text)]])[0].mentions
    short = [m for m in found if m.surface == surface]
    assert len(short) == times
    assert len({m.entity_id for m in found}) == 1


def test_a_family_name_waits_for_the_full_name(tiny: Engine) -> None:
    alone = tiny.enrich([[("body", "小泉の本")]])[0].mentions
    told = tiny.enrich([[("title", "小泉の本"), ("body", "小泉悠の新刊")]])[0].mentions
    assert "koizumi-yu" not in [m.entity_id for m in alone]
    assert [m.entity_id for m in told] == ["koizumi-yu", "koizumi-yu"]


def test_one_body_has_one_id(tiny: Engine) -> None:
    text = "米国防総省、米国の国防総省"
    found = tiny.enrich([[("body", text)]])[0].mentions
    assert [m.entity_id for m in found] == ["us-dod", "us", "us-dod"]


def test_somebody_elses_family_name(tiny: Engine) -> None:
    found = tiny.enrich([[("body", "アントニオ・トランプ上等兵")]])[0].mentions
    assert "trump" not in [m.entity_id for m in found]


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("協議で一致(The Quiet Review)―以下拙訳", ["The Quiet Review"]),
        ("米国の動き\nWhat the United States Wants From Japan\nBy: Jane Roe", ["米国"]),
        ("著者について：ドナルド・トランプは元大統領", []),
    ],
)
def test_papers_and_the_foot_of_an_article(tiny: Engine, text: str, surfaces: list[str]) -> None:
    assert [m.surface for m in tiny.enrich([[("body", text)]])[0].mentions] == surfaces
