"""Recognising the name of a publication: known, by its words, or by a web address."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

Certainty = Literal["known", "likely", "possible", "no"]

FILE = Path(__file__).with_name("publishers.yml")

# Words that a publication's name ends with or carries.
_WORDS = re.compile(
    r"\b(?:news(?:week|paper)?|times|post|journal|interest|review|zone|week(?:ly)?|magazine|daily|herald"
    r"|tribune|press|gazette|observer|monitor|institut(?:e|ion)|council|foundation|association|agency"
    r"|network|today|online|insider|diplomat|affairs|bulletin|quarterly|digest|chronicle|independent"
    r"|guardian|telegraph|globe|broadcasting|television|radio|university|blog|wire|dispatch|monthly"
    r"|studies|forum|media|international|proceedings|courier|examiner|spectator|outlook|center|centre"
    r"|defen[cs]e|aviation|naval|report|watch|standard|brief|newsletter)$"
    r"|^(?:the\s+)?(?:institute|center|centre|university|council|association|bulletin|journal)\s+(?:for|of|on)\b"
    r"|\.(?:com|org|net|gov|mil|info|tv|jp|co\.uk|io|news)$",
    re.IGNORECASE,
)
_JAPANESE = re.compile(
    r"(?:新聞(?:社)?|通信(?:社)?|ニュース|タイムズ|タイムス|ジャーナル|放送|テレビ|日報|時報|新報|週刊.+|月刊.+|マガジン"
    r"|レビュー|ポスト|ウィーク(?:リー)?|研究所|研究機構|研究センター|協会|財団|オンライン|電子版|白書|プレス|ヘラルド"
    r"|トリビューン|ガゼット|デイリー|誌|紙|機関誌|公式サイト|公式ブログ|大学"
    r"|評論|時評|公論|論壇|論集|論叢|週報|月報|旬報|季報|年報|会報|会誌|学会誌?|紀要|研究会|学院|評議会|委員会報告"
    r"|モニター|オブザーバー|ウォッチ|ダイジェスト|ブリーフ(?:ィング)?|インサイダー|インサイト|クロニクル|スタンダード|テレグラフ|ガーディアン"
    r"|.{4,}(?:レポート|リポート|フォーラム|年鑑|アナリシス|ネットワーク|センター))$"
)
_TRIM = re.compile(
    r"^(?:出典|出所|引用|原文|元記事|ソース|source|via|from|by)\s*[:：]?\s*|(?:より(?:引用|転載)?|から|記事|発|報道|電子版|英語版|日本語版|(?<!会)誌|紙)$",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?<=\S)[、,，\s]+(?:(?:19|20)?\d{2}年|(?:19|20)\d{2}[./-])?\s*\d{1,2}(?:月|[./-])(?:\s*\d{1,2}日?|号)?(?:付け?|号)?$"
    r"|(?<=\S)[、,，\s]+(?:19|20)\d{2}年?$|(?<=\S)[,，\s]+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:\s+\d{1,2})?(?:,?\s+\d{4})?$",
    re.IGNORECASE,
)
# Bracketed words at a title's end that are no source.
_NO_SOURCE = re.compile(
    r"^(?:\d+|その[\d一二三四五六七八九十]+|第?\d+[回部話報章弾]|[上中下前後]編?|[前後]編|続[報編]?|追記(?:あり)?|更新|動画|写真|画像|再掲|転載|仮|"
    r"完|終|最終回|速報|詳報|解説|書評|論考|コラム|翻訳|全訳|抄訳|要約|私見|感想|雑感|メモ|まとめ|お知らせ|改訂版?|"
    r"(?:現地|視察|取材|写真|動画|観戦|体験|参加|見学|試乗|展示会)(?:の)?(?:レポート|リポート|報告)|"
    r"pr|update[d]?|video|photos?|part\s*\d+|vol\.?\s*\d+|\d+/\d+)$",
    re.IGNORECASE,
)


def judge_publisher(name: str) -> Certainty:
    """Say how surely a short text is the name of a publication (or of several, with "/")."""
    name = trim_publisher(name)
    if not 2 <= len(name) <= 70 or _NO_SOURCE.match(unicodedata.normalize("NFKC", name)):
        return "no"
    if re.search(r"[。！？!?]|https?:", name):
        return "no"
    judged = [_judge_one(part) for part in re.split(r"\s*[/／、]\s*|\s+via\s+", name) if part]
    for certainty in ("known", "likely", "possible"):
        if certainty in judged:
            return certainty
    return "no"


def trim_publisher(name: str) -> str:
    """Take words such as 出典 and より off a publication's name."""
    previous = ""
    name = _DATED.sub("", name)
    name = name.strip(' \u3000、,;:：|｜[]［］【】「」『』"“”.')
    while name != previous:
        previous = name
        trimmed = _TRIM.sub("", name).strip(" \u3000、,;:：")
        if fold_name(name) not in _known() and len(trimmed) >= 2:
            name = trimmed
    return name


def matches_address(name: str, url: str | None) -> bool:
    """Say whether a name, or its initials, stands in the host name of an address."""
    host = re.sub(r"[^a-z0-9]", "", (urlsplit(url or "").hostname or "").removeprefix("www."))
    words = re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKC", name).lower())
    plain = "".join(words)
    if len(plain) < 3 or not host:
        return False
    short = "".join(word for word in words if word not in ("the", "of", "and"))
    return plain in host or (len(short) >= 3 and short in host)


def fold_name(name: str) -> str:
    """Fold a name for comparison."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"^the(?=[^a-z])|[\s・.,'’&=-]+", "", re.sub(r"^the\s+", "", folded))


def is_known(name: str) -> bool:
    """Say whether a name stands in `publishers.yml`."""
    return fold_name(name) in _known()


def _judge_one(name: str) -> Certainty:
    if is_known(name):
        return "known"
    latin = len(re.findall(r"[A-Za-z]", name))
    japanese = len(re.findall(r"[\u3040-\u30ff\u4e00-\u9fff]", name))
    words = name.split()
    if japanese:
        if _JAPANESE.search(name) and len(name) <= 30 and not re.search(r"[をがに]", name):
            return "likely"
        return "possible" if re.fullmatch(r"[ァ-ヴー・＝=\s]{6,25}", name) else "no"
    if not latin or len(words) > 8:
        return "no"
    if _WORDS.search(name) and name[0].isupper() | name[0].isdigit() | ("." in name):
        return "likely"
    capitals = sum(word[:1].isupper() for word in words)
    return "possible" if capitals >= max(1, len(words) - 2) else "no"


@cache
def _known() -> frozenset[str]:
    names = msgspec.yaml.decode(FILE.read_bytes(), type=list[str | int])
    return frozenset(fold_name(str(name)) for name in names)
