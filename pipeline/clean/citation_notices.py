"""The blogger's own sentence that names the original: "X 誌の「Title」を訳したものです"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.clean.addresses import find_urls, is_embed, strip_tracking
from pipeline.clean.drafts import Block
from pipeline.clean.english import is_foreign, is_headline
from pipeline.clean.publishers import judge_publisher, trim_publisher
from pipeline.documents import Citation

EDGE = 3  # blocks from either end of a post where such a sentence stands
_QUOTED = re.compile(r"[「『“\"]([^「」『』“”\"]{8,200})[」』”\"]")
_TRANSLATES = re.compile(
    r"(?:訳|翻訳|抄訳|全訳|要約|紹介|転載|訳出|意訳)(?:し(?:た|ます|ました|て)|です|いたし|致し|を|した(?:もの|記事)|は以下)"
)
_POLITE = re.compile(r"(?:です|ます|ました|でした|ください)(?:ね|よ|が)?[。.！!]?\s*$")
_NAME = re.compile(
    r"[A-Z][\w&.'’-]*(?:\s+(?:[A-Z&][\w.'’-]*|of|the|and|for|on))*|[^\s「」『』（）()、。はがのにを]{3,20}"
)


def find_notice(blocks: Sequence[Block], taken: frozenset[int]) -> Citation | None:
    """Find the original that a sentence of the blogger's names; the sentence stays commentary."""
    edges = [i for i in range(len(blocks)) if i < EDGE or i >= len(blocks) - EDGE]
    for i in edges:
        if i not in taken and (cited := _read_notice(blocks[i])) is not None:
            return cited
    return None


def is_notice_sentence(text: str) -> bool:
    """Say whether a line is a polite sentence about a translation, not a citation line."""
    return bool(_TRANSLATES.search(text)) and bool(_POLITE.search(_without_urls(text)))


def _read_notice(block: Block) -> Citation | None:
    text = block.text
    if len(text) > 400 or not is_notice_sentence(text):
        return None
    links = [link for link in block.links if not is_embed(link.url)]
    quoted = next((one[1] for one in _QUOTED.finditer(text) if is_foreign(one[1])), None)
    linked = next((link for link in links if is_headline(link.text)), None)
    title = linked.text if linked else quoted
    if title is None or len(title.split()) < 2:
        return None
    url = linked.url if linked else next(iter(find_urls(text)), None)
    if url is None and len(links) == 1:
        url = links[0].url
    rest = _without_urls(text).replace(title, " ")
    publisher = next(
        (
            trim_publisher(name)
            for name in _NAME.findall(rest)
            if judge_publisher(name) in ("known", "likely")
        ),
        None,
    )
    return Citation(
        title=title.strip(" ,、.。"), publisher=publisher, url=strip_tracking(url) if url else None
    )


def _without_urls(text: str) -> str:
    for url in find_urls(text):
        text = text.replace(url, "")
    return text.strip()
