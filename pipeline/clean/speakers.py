"""Who speaks in each block of a post, the blogger or the article: by register, place, evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.clean.citations import Found
from pipeline.clean.drafts import Block
from pipeline.clean.english import is_foreign
from pipeline.clean.segments import part_text, plain_share
from pipeline.clean.style import Voice, opens_own_section, read_voice
from pipeline.clean.talk import find_talk, split_talk
from pipeline.clean.titles import Heading

_FOOTNOTE = re.compile(r"^[\[(（*＊※注]+\s*(\d{1,2})\s*[\])）:：.、 ]")
_BARE_NOTE = re.compile(r"^(\d{1,2})[\s\u3000]+\D")
# Words that announce a translation, in whatever register: the blogger's, not the article's.
_ANNOUNCES = re.compile(
    r"(?:以下|次|今回|本稿|ここ)[^。]{0,60}(?:訳|翻訳|抄訳|要約|紹介|転載|引用)(?:し|する|である|だ)"
)
_INTRODUCES_SPEECH = re.compile(
    r"(?:次のよう|以下のよう|こう|このよう)に?[^。]{0,20}(?:述べ|語|話|書|記|説明|指摘|コメント|続け|答え|主張|疑問)[^。]{0,12}。?$|[:：]$"
)


def assign_speakers(
    blocks: Sequence[Block],
    marks: frozenset[int],
    found: Found,
    captions: frozenset[int],
    heading: Heading,
) -> list[str]:
    """Say for each block whether it is commentary or body; "" for neither."""
    whose = ["" for _ in blocks]
    text = [i for i in range(len(blocks)) if i not in found.consumed and i not in captions]
    voices = {i: read_voice(blocks[i].text) for i in text}
    named = heading.publisher is not None
    quoted = any(blocks[i].quoted for i in text)
    talk = find_talk(blocks, text, sourced=False)
    if not (named or found.citations or marks or quoted or talk):
        zone = "body" if _is_impersonal(blocks, text, voices) else "commentary"
        for i in text:
            whose[i] = zone
        return whose
    for segment, is_own in part_text(blocks, marks, found, text, voices):
        if is_own:
            for i in segment:
                whose[i] = "" if _is_leftover(blocks[i]) else "commentary"
            continue
        article = _split_article(
            blocks,
            segment,
            voices,
            closed=bool(marks & set(segment)),
            named=named,
            cited=bool(found.citations),
        )
        for i in segment:
            whose[i] = "body" if i in article else "commentary"
    _give_own_sections(blocks, text, found, whose)
    _give_footnotes(blocks, text, whose)
    if quoted:
        _give_quotes(blocks, text, voices, whose, sourced=bool(named or found.citations or marks))
    return whose


def _split_article(
    blocks: Sequence[Block],
    part: Sequence[int],
    voices: dict[int, Voice],
    *,
    closed: bool,
    named: bool,
    cited: bool,
) -> set[int]:
    """Return which blocks of a part are the article; the others are the blogger's."""
    talk = find_talk(blocks, part)
    if talk is not None:
        return split_talk(blocks, part, voices, talk, closed=closed)
    if plain_share(blocks, part, voices) >= 0.3:
        return _split_by_register(blocks, part, voices, closed=closed)
    own = sum(voices[i].own for i in part)
    reported = sum(voices[i].reported for i in part)
    if closed or (named and reported >= own) or (cited and reported >= 2 and reported > own):
        article = set(part)
        for i in part:  # the opening of a translation that is itself in です・ます
            if not (voices[i].own and voices[i].register == "polite") or i == part[-1]:
                break
            article.discard(i)
        if not closed:
            for i in reversed(part):
                if not (voices[i].own and voices[i].register == "polite"):
                    break
                article.discard(i)
        return article
    return {i for i in part if blocks[i].quoted}


def _split_by_register(
    blocks: Sequence[Block], part: Sequence[int], voices: dict[int, Voice], *, closed: bool
) -> set[int]:
    plain = [i for i in part if voices[i].register == "plain" and not voices[i].aside]
    if not plain:
        return set()
    polite = [i for i in part if voices[i].register == "polite"]
    before = [i for i in polite if i < plain[0]]
    after = [i for i in polite if i > plain[-1]]
    start = before[-1] + 1 if before else part[0]
    end = after[0] if after and not closed else part[-1] + 1
    while (
        start < plain[-1]
        and _ANNOUNCES.search(blocks[start].text)
        and len(blocks[start].text) <= 120
    ):
        start += 1
    article = {i for i in part if start <= i < end}
    for i in part:
        if i in article and _is_remark(blocks, i, voices):
            article.discard(i)
    return article


def _is_remark(blocks: Sequence[Block], i: int, voices: dict[int, Voice]) -> bool:
    """Say whether a paragraph inside an article is the blogger's aside."""
    voice = voices[i]
    if blocks[i].quoted or blocks[i].kind in ("table", "code"):
        return False
    if voice.aside:
        return True
    if voice.polite == 0 or voice.plain > 0:
        return False
    if i > 0 and _INTRODUCES_SPEECH.search(blocks[i - 1].text):
        return False
    return voice.own > 0 or len(blocks[i].text) <= 120


def _give_quotes(
    blocks: Sequence[Block],
    text: Sequence[int],
    voices: dict[int, Voice],
    whose: list[str],
    *,
    sourced: bool,
) -> None:
    """Quotes are the article; the rest of a post that mostly quotes is the blogger's."""
    inside = sum(len(blocks[i].text) for i in text if blocks[i].quoted)
    total = sum(len(blocks[i].text) for i in text)
    for i in text:
        if blocks[i].quoted:
            whose[i] = "body"
        elif not sourced or inside >= 0.5 * total or voices[i].register == "polite":
            whose[i] = "commentary"


def _give_own_sections(
    blocks: Sequence[Block], text: Sequence[int], found: Found, whose: list[str]
) -> None:
    """What stands under a heading such as 所感 is the blogger's, up to a citation."""
    total = sum(len(blocks[i].text) for i in text)
    before = 0
    own = False
    starts = sorted(run.start for run in found.runs if run.citations)
    for i in text:
        while starts and starts[0] <= i:
            starts.pop(0)
            own = False
        own = own or opens_own_section(blocks[i].text, late=before >= 0.5 * total)
        before += len(blocks[i].text)
        if own and not blocks[i].quoted:
            whose[i] = "commentary"


def _give_footnotes(blocks: Sequence[Block], text: Sequence[int], whose: list[str]) -> None:
    """A footnote is in the zone of the text that points to it."""
    for place, i in enumerate(text):
        note = _FOOTNOTE.match(blocks[i].text)
        bare = _BARE_NOTE.match(blocks[i].text) if note is None else None
        if note is not None:
            mark = re.compile(rf"(?<!\d)[\[(（*＊※注]+\s*{note[1]}(?!\d)")
        elif bare is not None and 3 * place >= 2 * len(text):
            mark = re.compile(rf"[。」）)ぁ-んァ-ヴ\u4e00-\u9fff]{bare[1]}(?=$|[。、])")
        else:
            continue
        pointing = (j for j in text[:place] if mark.search(blocks[j].text))
        zone = next((whose[j] for j in pointing if whose[j]), None)
        if zone:
            whose[i] = zone


def _is_impersonal(blocks: Sequence[Block], text: Sequence[int], voices: dict[int, Voice]) -> bool:
    """Say whether a text without a source is である throughout and speaks of no "I"."""
    if not any(voices[i].plain for i in text):
        return False
    own = sum(voices[i].own for i in text)
    return plain_share(blocks, text, voices) >= 0.95 and own <= 1


def _is_leftover(block: Block) -> bool:
    return is_foreign(block.text) and not block.quoted
