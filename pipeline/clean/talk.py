"""Interviews: questions and answers are the article, in whatever register they are translated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.clean.drafts import Block
from pipeline.clean.style import Voice, read_voice

_QUESTION = re.compile(
    r"^(?:[―—–─━‐-]{1,3}\s*\S|(?:[QＱ問]|質問)\s*(?:[0-9０-９一二三四五六七八九十]{0,2}\s*[.．:：、）)】]|[0-9０-９]{1,2}\s)|[【\[［〔〈(（<＜](?:[QＱ]|問い?|質問|聞き手|記者|編集部)\s*[0-9０-９]{0,2}[】\]］〕〉)）>＞]"
    r"|(?:聞き手|記者|インタビュアー|司会(?:者)?|編集部|質問(?:者)?|interviewer|question)\s*[:：「])",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"^(?:[AＡ答]\s*[0-9０-９]{0,2}\s*[.．:：、）)】]|[【\[［〔〈(（<＜](?:[AＡ]|答え?|回答|返答)\s*[0-9０-９]{0,2}[】\]］〕〉)）>＞]|(?:回答(?:者)?|answer)\s*[:：「])",
    re.IGNORECASE,
)
# "サンプル：..." or "サンプル氏「...": who speaks, before each of the turns.
_SPEAKER = re.compile(
    r"^[■□●○◆◇【［\[〈＜<]?\s*([^\s:：「」。、（）()]{1,20}|[A-Z][\w.'’]*(?:\s+[A-Z][\w.'’]*){0,4})[】］\]〉＞>]?(?:氏|さん|大佐|提督|教授|博士)?\s*(?:[:：]\s*\S|「[^「」]*」$)"
    r"|^[■□●○◆◇]\s*([^\s:：「」。、（）()]{1,14})[\s\u3000]+\S"
)
_ASKS = re.compile(r"か\s*[。？?」』]*$|[？?]\s*$")
_OF_THE_BLOG = re.compile(
    r"訳|ブログ|記事|次回|前回|今回|紹介|お知らせ|読者|コメント欄|原文|筆者|海自|陸自|空自|自衛隊|日本(?:の|で|に|も|は)|続きは|お楽しみ|興味深い|面白"
)
_SUMMARY = re.compile(r"^(?:出典|原文|注|訳注|追記|参考|元記事|写真|画像|図|Q|A)$", re.IGNORECASE)


def find_talk(
    blocks: Sequence[Block], part: Sequence[int], *, sourced: bool = True
) -> tuple[int, int] | None:
    """Find the questions and answers in a part of a post.

    Args:
        sourced: The post names a source, so that questions need no marks.

    Returns:
        Index of the first question, and of the last block that a mark or a name says to belong to
        the talk, or that answers the last question; None when there is no talk.
    """
    asked = [i for i in part if _QUESTION.match(blocks[i].text)]
    if len(asked) < 2 and sourced:
        asked = _find_bare_questions(blocks, part)
    answered = [i for i in part if _ANSWER.match(blocks[i].text)]
    named = _find_turns(blocks, part)
    turns = sorted({*asked, *answered, *named})
    if len(asked) < 2 and not (len(named) >= 4 or (asked and len(answered) >= 2)):
        return None
    last = turns[-1]
    if last in asked:  # its answer carries no mark
        last = next((i for i in part if i > last), last)
    return turns[0], last


def split_talk(
    blocks: Sequence[Block],
    part: Sequence[int],
    voices: dict[int, Voice],
    talk: tuple[int, int],
    *,
    closed: bool,
) -> set[int]:
    """Questions, answers and what lies between are the article; so is である around them."""
    first, last = talk
    article = {i for i in part if first <= i <= last or voices[i].register == "plain"}
    for i in part:  # an answer goes on over paragraphs until the blogger speaks up
        if i > last and (closed or not _speaks_up(blocks[i].text, voices[i])):
            article.add(i)
        elif i > last:
            break
    return article


def _speaks_up(text: str, voice: Voice) -> bool:
    """Those who are asked say "I" and "I think" as well; what they say is not about a blog."""
    return voice.aside or (voice.polite > 0 and bool(_OF_THE_BLOG.search(text)))


def _find_bare_questions(blocks: Sequence[Block], part: Sequence[int]) -> list[int]:
    """Find questions that are paragraphs of their own, a polite answer under each."""
    asked = [
        i
        for place, i in enumerate(part[:-1])
        if _ASKS.search(blocks[i].text)
        and len(blocks[i].text) <= 160
        and not _ASKS.search(blocks[part[place + 1]].text)
        and read_voice(blocks[part[place + 1]].text).polite > 0
    ]
    return asked if len(asked) >= 2 else []


def _find_turns(blocks: Sequence[Block], part: Sequence[int]) -> list[int]:
    """Find the blocks that begin with the name of one of two or more speakers who take turns."""
    names = {i: match[1] or match[2] for i in part if (match := _SPEAKER.match(blocks[i].text))}
    counts = Counter(name for name in names.values() if not _SUMMARY.match(name))
    speakers = {name for name, count in counts.items() if count >= 2}
    return [i for i, name in names.items() if name in speakers] if len(speakers) >= 2 else []
