"""Blocks made ready for zoning: parted into lines, without page furniture, end marks taken off."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from pipeline.clean.addresses import same_site
from pipeline.clean.boilerplate import classify_furniture, opens_related
from pipeline.clean.captions import is_caption_line
from pipeline.clean.citation_labels import is_label
from pipeline.clean.drafts import Block
from pipeline.clean.text import normalise

_MARK = r"[■□◆◇●◼◾▪⬛∎█▇]"
_MARK_ALONE = re.compile(
    rf"^(?:{_MARK}{{1,5}}|[（(〈<＜\[［【]?\s*(?:了|終|終わり|おわり|完|以上|end|fin)\s*[）)〉>＞\]］】]?|(?:[#＃]\s*){{3,}}|-30-|///+)[。.]?$",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"^[（(【\[]?\s*(?:以上[、,\s]?(?:翻訳|訳文|引用|記事|転載|原文|抄訳|要約).{0,8}"
    r"|(?:翻訳|引用|訳文|記事|転載)(?:は)?(?:ここまで|以上|終わり|おわり|了|終了))\s*[）)】\]]?[。.]?$"
)
_MARK_TAIL = re.compile(
    rf"(?<=\S)\s*(?:{_MARK}{{1,3}}|[（(〈<＜\[［【](?:了|終|終わり|おわり|完|以上|end)[）)〉>＞\]］】])\s*$",
    re.IGNORECASE,
)
_MARK_INSIDE = re.compile(rf"(?<=[。！？!?.」）)])\s*{_MARK}\s*(?=\S)")
# A letter, a digit, an emoji or an end mark; a line of rules and stars says nothing.
_SAYS_SOMETHING = re.compile(
    rf"\w|[\u2600-\u27bf\U0001f000-\U0001faff]|^{_MARK}{{1,5}}$|^(?:[#＃]\s*){{3,}}|^///"
)
# "A title (2025/05/01)", "A title - 2025年5月1日": another post in a list.
_LISTED = re.compile(
    r"^(?!.*(?:https?://|\bby\s))[^。]{4,120}?[\s\u3000]*[(（\[-][\s]*(?:(?:19|20)\d{2}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?"
    r"|[A-Z][a-z]{2,8}\.?\s+\d{1,2},\s+\d{4}|\d{1,2}[/.]\d{1,2})[^。)）\]]{0,10}[)）\]]?$"
)
_CITATION_TAIL = re.compile(
    r"(?<=[。！？!?」])\s*([（(［\[【](?:出典|出所|引用|原文|参照|ソース|source|via)\s*[:：].{3,200}[）)］\]】])\s*$",
    re.IGNORECASE,
)


def drop_furniture(blocks: Sequence[Block], site: str | None = None) -> list[Block]:
    """Leave out share buttons, footers, adverts, navigation and lists of related links."""
    kept: list[Block] = []
    in_related = False
    for block in blocks:
        kind = classify_furniture(block.text)
        if opens_related(block.text):
            in_related = True
            continue
        if in_related and _is_related_item(block):
            continue
        in_related = False
        if block.kind == "credit" or _links_home(block, site):
            continue
        if kind in ("share", "footer", "navigation", "advert", "more", "related"):
            continue
        if kind == "credit" and not is_caption_line(block.text):
            continue
        kept.append(block)
    return kept[: len(kept) - _count_listed(kept)]


def _count_listed(blocks: Sequence[Block]) -> int:
    """Count the lines "title (date)" that a post ends with: two or more list other posts."""
    count = 0
    while count < len(blocks) and _LISTED.match(blocks[len(blocks) - 1 - count].text):
        count += 1
    return count if count >= 2 else 0


def _links_home(block: Block, site: str | None) -> bool:
    """A line that is all links to the blog's own pages leads elsewhere and says nothing."""
    linked = sum(len(link.text) for link in block.links if same_site(link.url, site))
    return linked >= 0.9 * len(block.text) > 0 and len(block.text) <= 150


def _is_related_item(block: Block) -> bool:
    """A related link is a line of link text, or a short line that ends no sentence."""
    linked = sum(len(link.text) for link in block.links)
    if block.links:
        return linked >= 0.6 * len(block.text)
    return (
        block.gap <= 1 and len(block.text) <= 120 and not re.search(r"[。！？]$", block.text)
    ) or bool(re.match(r"^https?://\S+$", block.text))


def _join_labels(blocks: Sequence[Block]) -> list[Block]:
    """Put labels and their values into one line: rows of a table, terms of a definition list."""
    joined: list[Block] = []
    pairs = [i for i in range(len(blocks) - 1) if is_label(blocks[i].text)]
    pairs = [i for i in pairs if not is_label(blocks[i + 1].text)]
    listed = frozenset(pairs) if len(pairs) >= 2 else frozenset()
    for i, block in enumerate(blocks):
        rows = [row for row in block.text.split("\n") if row] if block.kind == "table" else []
        if i in listed:
            continue
        if i - 1 in listed:
            text = f"{blocks[i - 1].text}：{block.text}"
            joined.append(msgspec.structs.replace(block, text=text, gap=blocks[i - 1].gap))
        elif len(rows) >= 2 and all(is_label(row.partition(" ")[0]) for row in rows):
            text = "\n".join("：".join(row.split(" ", 1)) for row in rows)
            joined.append(msgspec.structs.replace(block, text=text, kind="paragraph"))
        else:
            joined.append(block)
    return joined


def split_blocks(blocks: Sequence[Block]) -> list[Block]:
    """Part a block at a mark or a bracketed source that stands inside it."""
    parted: list[Block] = []
    for block in _join_labels(blocks):
        text = normalise(block.text)
        if block.kind in ("table", "code") or not text:
            if text:
                parted.append(msgspec.structs.replace(block, text=text))
            continue
        for number, line in enumerate(text.split("\n")):
            if not line:
                continue
            pieces = [piece for piece in _MARK_INSIDE.sub("■\n", line).split("\n") if piece]
            tail = _CITATION_TAIL.search(pieces[-1])
            if tail:
                pieces[-1:] = [pieces[-1][: tail.start()], tail[1]]
            for place, piece in enumerate(pieces):
                if not _SAYS_SOMETHING.search(piece):
                    continue
                gap = block.gap if number == place == 0 else 0
                links = tuple(
                    link for link in block.links if link.text in piece or link.url in piece
                )
                parted.append(msgspec.structs.replace(block, text=piece, gap=gap, links=links))
    return parted


def take_marks(blocks: Sequence[Block]) -> tuple[list[Block], frozenset[int]]:
    """Take end marks off; return the blocks and the indices of those that a mark closes."""
    kept: list[Block] = []
    marks: set[int] = set()
    for block in blocks:
        if _MARK_ALONE.match(block.text) or _DONE.match(block.text):
            if kept:
                marks.add(len(kept) - 1)
            continue
        bare = _MARK_TAIL.sub("", block.text)
        if bare != block.text and block.kind != "heading":
            marks.add(len(kept))
        kept.append(msgspec.structs.replace(block, text=bare))
    return kept, frozenset(marks)
