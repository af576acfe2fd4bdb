"""Text with its mentions written in: [[B-2爆撃機|aircraft]]; a class of systems has a star."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.documents import Mention

Mark = Callable[[str], str]
_MARK = re.compile(r"\[\[([^|\]]+)\|[^\]]+\]\]")


def spell(text: str, mentions: Sequence[Mention]) -> str:
    """Write mentions into their text."""
    for mention in reversed(mentions):
        kind = mention.kind if mention.specific else f"{mention.kind}*"
        marked = f"[[{mention.surface}|{kind}]]"
        text = text[: mention.start] + marked + text[mention.end :]
    return text


def unmark(marked: str) -> str:
    """Take the marks out again."""
    return _MARK.sub(r"\1", marked)
