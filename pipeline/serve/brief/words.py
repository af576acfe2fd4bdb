"""The page's Japanese for what the records call by code."""

from __future__ import annotations

from datetime import date, datetime

from pipeline.serve.brief.queries import TOKYO

CLASSES = {
    "aircraft": "航空機",
    "uav": "無人機",
    "missile": "ミサイル",
    "munition": "弾薬",
    "nuclear": "核兵器",
    "ship": "艦艇",
    "submarine": "潜水艦",
    "land": "陸上装備",
    "air_defense": "防空",
    "space": "宇宙",
    "directed_energy": "指向性",
    "sensor": "センサー",
}
KINDS = {
    "state": "国家",
    "organization": "組織",
    "armed_force": "軍",
    "person": "人物",
    "blog": "ブログ",
    "tweet": "ツイート",
    **CLASSES,
}
ZONES = {"title": "題", "commentary": "論評", "body": "本文", "caption": "図版"}
STAGES = {
    "scrape": "取得",
    "clean": "整形",
    "enrich": "固有名抽出",
    "check": "検査",
    "load": "登録",
}
WEEKDAYS = "月火水木金土日"


def show_day(day: str) -> str:
    """Write a day: 2026年11月22日（日）."""
    parsed = date.fromisoformat(day[:10])
    return f"{parsed.year}年{parsed.month}月{parsed.day}日（{WEEKDAYS[parsed.weekday()]}）"


def show_instant(instant: str) -> str:
    """Write an instant in Tokyo's time: 2026年11月22日（日）3:05."""
    local = datetime.fromisoformat(instant).astimezone(TOKYO)
    return f"{show_day(local.date().isoformat())}{local.hour}:{local.minute:02d}"


def show_published(published: str | None, precision: str, first_seen: str) -> str:
    """Write when a post appeared, as finely as its source says and no finer."""
    if published is None:
        seen = datetime.fromisoformat(first_seen).astimezone(TOKYO)
        return f"日付なし（{seen.month}月{seen.day}日に収集）"
    if precision == "year":
        return f"{published[:4]}年"
    if precision == "month":
        return f"{published[:4]}年{int(published[5:7])}月"
    if precision == "day" or len(published) <= 10:
        return show_day(published)
    return show_instant(published)
