"""Interviews: questions and answers are the article, in whatever register they are translated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.clean.drafts import Block
from pipeline.clean.style import Voice

_QUESTION = re.compile(
    r"^(?:[―—–─━‐-]{1,3}\s*\S|[QＱ問]\s*[0-9０-９]{0,2}\s*[.．:：、）)】]|[【\[［〔〈(（<＜](?:[QＱ]|問い?|質問)\s*[0-9０-９]{0,2}[】\]］〕〉)）>＞]"
    r"|(?:聞き手|記者|インタビュアー|司会(?:者)?|編集部|質問(?:者)?|interviewer|question)\s*[:：「])",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"^(?:[AＡ答]\s*[0-9０-９]{0,2}\s*[.．:：、）)】]|[【\[［〔〈(（<＜](?:[AＡ]|答え?|回答)\s*[0-9０-９]{0,2}[】\]］〕〉)）>＞]|(?:回答(?:者)?|answer)\s*[:：「])",
    re.IGNORECASE,
)
# "サンプル：..." or "サンプル氏「...": who speaks, before each of the turns.
_SPEAKER = re.compile(
    r"^([^\s:：「」。、（）()]{1,14})(?:氏|さん|大佐|提督|教授|博士)?\s*(?:[:：]\s*\S|「[^「」]*」$)"
)
_SUMMARY = re.compile(r"^(?:出典|原文|注|訳注|追記|参考|元記事|写真|画像|図|Q|A)$", re.IGNORECASE)


def find_talk(blocks: Sequence[Block], part: Sequence[int]) -> tuple[int, int] | None:
    """Find the questions and answers in a part of a post.

    Returns:
        Index of the first question, and of the last block that a mark or a name says to belong to
        the talk, or that answers the last question; None when there is no talk.
    """
    asked = [i for i in part if _QUESTION.match(blocks[i].text)]
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
    part: Sequence[int], voices: dict[int, Voice], talk: tuple[int, int], *, closed: bool
) -> set[int]:
    """Questions, answers and what lies between are the article; so is である around them."""
    first, last = talk
    article = {i for i in part if first <= i <= last or voices[i].register == "plain"}
    for i in part:  # an answer goes on over paragraphs until the blogger speaks up
        if i > last and (closed or not (voices[i].own or voices[i].aside)):
            article.add(i)
        elif i > last:
            break
    return article


def _find_turns(blocks: Sequence[Block], part: Sequence[int]) -> list[int]:
    """Find the blocks that begin with the name of one of two or more speakers who take turns."""
    names = {i: match[1] for i in part if (match := _SPEAKER.match(blocks[i].text))}
    counts = Counter(name for name in names.values() if not _SUMMARY.match(name))
    speakers = {name for name, count in counts.items() if count >= 2}
    return [i for i, name in names.items() if name in speakers] if len(speakers) >= 2 else []
