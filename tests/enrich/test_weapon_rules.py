"""Designators, classes and what attaches, with a lexicon of a few entries."""

from __future__ import annotations

import pytest

from pipeline.enrich.engine import Engine
from tests.enrich.marks import Mark, unmark


@pytest.mark.parametrize(
    "marked",
    [
        # class nouns with functional modifiers (guide, weapons 2; settled cases 7 and 9)
        "[[弾道ミサイル|missile*]]と[[潜水艦発射型弾道・巡航ミサイル|missile*]]",
        "[[対戦車ミサイル|missile*]]、[[地対空ミサイル|air_defense*]]、[[空対空ミサイル|missile*]]",
        "[[火器管制レーダー|sensor*]]の照射",
        "[[155mm榴弾砲|land*]]と[[155ミリ砲弾|munition*]]",
        "[[ミサイル搭載護衛艦|ship*]]と[[原子力潜水艦|submarine*]]",
        "次期[[戦闘機|aircraft*]]、新型[[空母|ship*]]、国産[[戦車|land*]]",
        "[[核兵器|nuclear*]]使用と核抑止、核共有、核施設",
        "核・[[ミサイル|missile*]]能力",
        "ミサイル防衛と潜水艦隊とABM条約",
        "武器システムと弾倉と兵器",
        # names and their class nouns (weapons 1)
        "[[B-2爆撃機|aircraft]]と[[F-35A核搭載戦闘機|aircraft]]",
        "[[アーレイ・バーク級駆逐艦|ship]]",
        "[[空母「遼寧」|ship]]と[[空母遼寧|ship]]",
        "[[潜水艦発射型トマホーク陸攻撃ミサイル|missile]]",
        "[[F-35A/B|aircraft]]",
        "[[B-2|aircraft]]や[[F-35|aircraft]]",
        "[[PAC-3 MSE|air_defense]]",
        # names that no list holds
        "[[空母「蓬莱」|ship]]と2番艦「[[あかつき|ship]]」",
        "[[「おきなみ」型護衛艦|ship]]の建造",
        "[[ウスリー級フリゲート|ship]]を視察",
        "[[駆逐艦マクレガン|ship]]が出港",
        "[[ペトリカ型無人機|uav]]が飛来",
        "[[26型フリゲート「ノーサンブリア」|ship]]",
        # designators by the grammar of their naming
        "[[Su-91|aircraft]]と[[MiG-49M|aircraft]]の[[Kh-99|missile]]",
        "[[殲45|aircraft]]と[[東風71|missile]]、[[火星30|missile]]",
        "[[058型駆逐艦|ship]]と[[097型原潜|submarine]]",
        "[[88式地対艦誘導弾|missile]]と[[31式戦車|land]]",
        "[[AIM-399|missile]]、[[RIM-299|air_defense]]、[[MQ-77|uav]]、[[GBU-99|munition]]",
        "[[9M999|missile]]と[[2S99|land]]",
        "[[プロジェクト99887潜水艦|submarine]]",
        "[[DDG-999|ship]]と[[SSN-899|submarine]]",
        "[[XQ-99ドローン|uav]]",
        # without their hyphen only where arms are spoken of
        "[[F99J|aircraft]]のスクランブル、[[SM9|air_defense]]の迎撃試験",
        "三菱のF99Jという電池、旅客機のA320とB737",
        # acronyms that no list holds, by what is done with them
        "陸軍の[[ZQRS|land]]を[[トマホーク|missile]]と並べた",
        "[[XQLM|missile]]を撃つ許可",
        "[[長距離極超音速兵器|missile*]]（[[QXHW|missile]]）",
        "[[ZQRS|organization]]によると[[ミサイル|missile*]]は増えた",
        "NOTAMを発表した",
        # numbered and nicknamed names
        "[[アイゼンビーク450|missile]]の発射",
        "防空部隊の[[ハラクMX|air_defense]]",
        "[[ホルバド15|missile]]を発射した",
        "[[ゾルファ3|missile]]と[[弾道ミサイル|missile*]]",
        "レベル4の訓練、フェーズ3の[[戦闘機|aircraft*]]",
        "[[S-990ヴィーチェク|air_defense]]の配備",
        "[[USSゴルダン|ship]]が寄港、[[HMS「アルビナ」|ship]]も",
        "[[天馬99戦車|land]]の写真",
        "[[トマホーク|missile]]、[[ガルピヤン|missile]]、[[PAC-3|air_defense]]",
        "[[無人機ASSQ|uav]]の部品",
        "射程を伸ばした[[LRXQ|missile]]を発射",
        "[[九九式戦車|land]]と[[伊九九号潜水艦|submarine]]、[[伊四九九型|submarine]]",
        "[[ノルカB-92自走榴弾砲|land]]の試射",
        "[[トマホーク級ミサイル艇|ship]]は[[トマホーク|missile]]と別",
        "「[[トマホーク|missile]]」移動車両",
        # other things that look like them
        "F2キーを押す。[[戦闘機|aircraft*]]のK2登山隊",
        "COVID-19とG-20、第3章のA-1",
        "[[トマホーク|missile]]を400発、[[戦闘機|aircraft*]]を12機",
        "[[戦闘機|aircraft*]]パイロットと[[潜水艦|submarine*]]エンジン",
    ],
)  # fmt: skip
def test_weapons_are_found_whole(mark: Mark, marked: str) -> None:
    assert mark(unmark(marked)) == marked


@pytest.mark.parametrize("writing", ["Ｆ－３５Ａ", "F‑35A", "F35A", "Fー35A", "f-35a", "F - 35A"])
def test_every_writing_has_one_id(tiny: Engine, writing: str) -> None:
    found = tiny.enrich([[("body", f"新しい{writing}戦闘機だ")]])[0].mentions
    assert [m.entity_id for m in found] == ["f-35a"]


def test_a_new_name_has_one_id_in_all_its_writings(tiny: Engine) -> None:
    text = "Su-91戦闘機、Ｓｕ－９１、Su91戦闘機"
    ids = {m.entity_id for m in tiny.enrich([[("body", text)]])[0].mentions}
    assert ids == {"new:su91"}


def test_slashed_variants_link_to_the_family(tiny: Engine) -> None:
    found = tiny.enrich([[("body", "F-35A/Bを導入")]])[0].mentions
    assert [(m.surface, m.entity_id) for m in found] == [("F-35A/B", "f-35")]


def test_a_guarded_name_counts_beside_a_weapon(tiny: Engine) -> None:
    listed = tiny.enrich([[("body", "トマホーク、カエサルの供与")]])[0].mentions
    alone = tiny.enrich([[("body", "カエサルの演説")]])[0].mentions
    assert [m.entity_id for m in listed] == ["トマホーク", "caesar"]
    assert "caesar" not in [m.entity_id for m in alone]
