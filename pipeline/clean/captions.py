"""Picture captions, in one language or two, and the image credits at their ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pipeline.clean.boilerplate import classify_furniture
from pipeline.clean.drafts import Block
from pipeline.clean.english import is_foreign
from pipeline.clean.style import read_voice

_CREDIT_WORDS = (
    r"撮影|提供|(?:写真|画像)\s*[:：/／=＝]|photo|image|courtesy|getty|reuters|ロイター|\bafp\b|\bap\b|dvids|wikimedia|creative\s+commons|flickr|shutterstock|istock|alamy"
    r"|\bu\.?s\.?\s+(?:navy|air\s+force|army|marine|coast\s+guard|dod|department)|米(?:海軍|空軍|陸軍|海兵隊|国防総省|宇宙軍|軍)|防衛省|海上自衛隊|航空自衛隊|陸上自衛隊|国防省|ministry\s+of\s+defen[cs]e|lockheed|boeing|northrop|via"
)
_CREDIT_TAIL = re.compile(
    rf"\s*[（(［\[][^（）()［］\[\]]*(?:{_CREDIT_WORDS})[^（）()［］\[\]]*[）)］\]]\s*[。.]?\s*$",
    re.IGNORECASE,
)
_TELLING_CREDIT = re.compile(
    r"\s*[（(［\[]\s*(?:写真|画像|撮影|photo|image)(?:提供|出典)?\s*(?:by\b|credit)?\s*[:：/／＝=]",
    re.IGNORECASE,
)
_CREDIT_SENTENCE = re.compile(
    r"(?<=[.。])\s*(?:(?:photo|image|picture)s?\s*(?:credit|courtesy|by|via|source)?\s*[:：]?\s|(?:courtesy|credit)\s*(?:of|[:：])|(?:写真|画像|撮影|提供)\s*[:：／/=＝]|(?:u\.s\.\s+\w+(?:\s+\w+)?|dod)\s+photo\b|©|\(c\)\s).{0,140}$",
    re.IGNORECASE,
)
# After a caption's full stop only a credit can follow: "... pier. (Jane Roe/Navy)", "。＝海軍提供".
_CREDIT_AFTER_STOP = re.compile(
    r"(?<=[.。])\s*(?:[（(［\[【][^（）()［］\[\]【】]{2,100}[）)］\]】](?:\s*[^\s。.]{1,30})?|[|｜/／=＝]\s*[^。]{2,60}"
    r"|(?:[A-Z][\w.&'’-]*\s+){1,6}(?:photo|image|graphic|illustration)s?(?:\s+by\s.{1,60})?)\s*[.。]?$"
)
# Newspapers put time, place and photographer behind an equals sign.
_PHOTOGRAPHER = re.compile(
    r"[、，,＝=]\s*[^、，,。＝=]{2,20}(?:撮影|提供|作成|制作|作図|配信|公開|写す)\s*[)）]?$|\s+[|｜]\s+[^|｜。]{2,60}$"
    r"|[＝=]\s*(?:[^、，,。＝=]{0,12}(?:共同|時事|ロイター|新聞(?:社)?|通信(?:社)?|ap|afp|(?:hp|ホームページ|サイト|動画|x|sns|資料)(?:から|より)))\s*[)）]?$",
    re.IGNORECASE,
)
_PICTURE = (
    r"(?:写真|画像|図版?|図表|挿絵|イラスト|キャプション|Photo|Image|Figure|Fig\.?)"
    r"(?:説明|解説|キャプション)?[上下左右]?"
)
_NUMBERED = r"\s*[0-9０-９①-⑳一二三四五]{1,2}"
_MARKED = re.compile(
    r"^(?:[▲△↑⬆◀▼]+\s*(?=\S)"
    rf"|[■□◆◇●※]*\s*{_PICTURE}(?:{_NUMBERED})?\s*[:：／/◆].{{4,}}|[■□◆◇●※]*\s*{_PICTURE}{_NUMBERED}[\s.．、].{{4,}}"
    rf"|[（(［\[【＜<〈《]{_PICTURE}(?:{_NUMBERED})?[）)］\]】＞>〉》]\s*.{{4,}}"
    r"|[（(](?:写真|画像|上|下|左|右)[^）)]{0,10}[）)].{4,}|(?:上|下|トップ|冒頭)?の?(?:写真|画像)は.{2,80}$|(?:Photo|Image)\s+shows\b.+)",
    re.IGNORECASE,
)
_SLASHED_NAMES = re.compile(
    r"^[(（\[]?[A-Z][\w.'’&\s-]{2,40}\s*/\s*[A-Z][\w.'’&\s-]{2,40}[)）\]]?$"
)
_BETWEEN = re.compile(r"\s*[／|｜]\s*|\s+/\s+")


def is_caption_line(text: str) -> bool:
    """Say whether a line of text is a caption by its own look: a marker before, a credit behind."""
    if len(text) > 500 or classify_furniture(text) == "credit":
        return False
    if _MARKED.match(text):
        return read_voice(text).polite == 0
    tail = _CREDIT_TAIL.search(text)
    shortest = 2 if tail is not None and _TELLING_CREDIT.match(tail.group()) else 6
    return (
        tail is not None
        and tail.start() >= shortest
        and read_voice(text[: tail.start()]).polite == 0
    )


def split_languages(text: str) -> list[str]:
    """Part a caption that says the same in two languages, "A buoy at sea.／海上のブイ。"."""
    for match in _BETWEEN.finditer(text):
        halves = [text[: match.start()].strip(), text[match.end() :].strip()]
        foreign = [is_foreign(half) for half in halves]
        if foreign[0] != foreign[1] and min(len(half) for half in halves) >= 6:
            named = all(classify_furniture(half) is None for half in halves)
            return halves if named and not _is_name(halves[foreign.index(True)]) else [text]
    return [text]


def _is_name(text: str) -> bool:
    """Say whether Latin words beside a caption are who took the picture, not what it shows."""
    return len(text.split()) <= 3 or bool(_SLASHED_NAMES.match(text))


def strip_credit(text: str) -> str:
    """Take an image credit off a caption's end; the whole text goes when it is only a credit."""
    if classify_furniture(text) == "credit" or _SLASHED_NAMES.match(text):
        return ""
    for pattern in (_CREDIT_AFTER_STOP, _CREDIT_TAIL, _CREDIT_SENTENCE, _PHOTOGRAPHER):
        shorter = pattern.sub("", text).rstrip()
        text = shorter
    return text.strip()


def find_captions(blocks: Sequence[Block], taken: frozenset[int]) -> frozenset[int]:
    """Find the captions among a post's blocks.

    A caption is marked as such by the page, or looks like one, or is an English sentence with its
    Japanese counterpart in a post whose other text is Japanese.

    Args:
        taken: Indices of blocks that are already known to be something else.
    """
    found = {i for i, block in enumerate(blocks) if block.kind == "caption"}
    foreign = [
        i
        for i, block in enumerate(blocks)
        if i not in taken
        and block.kind == "paragraph"
        and not block.quoted
        and is_foreign(block.text)
    ]
    free = [i for i in range(len(blocks)) if i not in taken]
    for i in free:
        line = blocks[i].kind == "paragraph" or (
            blocks[i].kind == "table" and "\n" not in blocks[i].text
        )  # old pages put a picture and its caption into a table
        if line and is_caption_line(blocks[i].text):
            found.add(i)
    if len(foreign) > max(3, len(free) // 3):
        return frozenset(found)  # a bilingual text, not one with captions
    for i in foreign:
        if i - 1 in found and _is_credit(blocks[i].text):
            found.add(i)
            continue
        if len(blocks[i].text) < 20:
            continue
        if i - 1 not in taken and _heads_caption(blocks, i - 1):
            found.update((i - 1, i))
            continue
        partner = i + 1
        if partner < len(blocks) and partner not in taken and _is_counterpart(blocks, i, partner):
            found.update((i, partner))
        elif (
            (i - 1 in found and not is_foreign(blocks[i - 1].text))
            or i in found
            or _stands_alone(blocks, i)
        ):
            found.add(i)
    return frozenset(found)


def _heads_caption(blocks: Sequence[Block], japanese: int) -> bool:
    """A short Japanese line right over the English one, apart from what stands before."""
    if japanese < 0 or is_foreign(blocks[japanese].text):
        return False
    line, english = blocks[japanese], blocks[japanese + 1]
    close = english.gap == 0 and (line.gap > 0 or japanese == 0)
    short = len(line.text) <= min(80, 1.1 * len(english.text) + 20)
    plain = line.kind == "paragraph" and not read_voice(line.text).polite
    return close and short and plain and classify_furniture(line.text) is None


def _is_counterpart(blocks: Sequence[Block], english: int, japanese: int) -> bool:
    """Weigh whether a Japanese line says what the English line before it says."""
    first, second = blocks[english].text, blocks[japanese].text
    if is_foreign(second) or blocks[japanese].kind != "paragraph":
        return False
    if is_caption_line(second):
        return True
    if read_voice(second).polite or len(second) > 1.1 * len(first) + 20:
        return False
    numbers = set(re.findall(r"\d+", unicodedata.normalize("NFKC", first)))
    others = set(re.findall(r"\d+", unicodedata.normalize("NFKC", second)))
    score = 0
    if numbers and others:
        score += 2 if numbers & others else -1
    names = {name.upper() for name in re.findall(r"[A-Z][A-Z0-9-]{1,}|[A-Z][a-z]+-?\d+\w*", first)}
    shared = {name for name in names if name in unicodedata.normalize("NFKC", second).upper()}
    score += 1 if shared else 0
    ratio = len(second) / max(1, len(strip_credit(first)))
    score += 1 if 0.2 <= ratio <= 0.8 else 0
    after = blocks[japanese + 1].gap if japanese + 1 < len(blocks) else 9
    score += 1 if after > blocks[japanese].gap else 0
    score += 1 if blocks[japanese].gap == 0 else 0
    score += 1 if is_caption_line(first) else 0
    score += 1 if read_voice(second).register == "none" else 0
    return score >= 2


def _is_credit(text: str) -> bool:
    return classify_furniture(text) in ("credit", "copyright") or bool(_SLASHED_NAMES.match(text))


def _stands_alone(blocks: Sequence[Block], i: int) -> bool:
    """An English sentence between Japanese paragraphs is a caption that nobody translated."""
    text = blocks[i].text
    neighbours = [
        blocks[j].text
        for j in (i - 1, i + 1)
        if 0 <= j < len(blocks) and not _is_credit(blocks[j].text)
    ]
    return (
        text.rstrip("\"”').） ").endswith((".", "a", "n", "t", "s", "e", "y"))
        and len(text) <= 500
        and i <= max(4, len(blocks) // 3)
        and all(not is_foreign(other) for other in neighbours)
    )
