"""Whose voice a paragraph is in: です・ます of the blogger, である of a translated article."""

from __future__ import annotations

import re
from typing import Literal

from pipeline.documents import Record

Register = Literal["polite", "plain", "none"]

_QUOTED = re.compile(r"「[^「」]*」|『[^『』]*』|“[^“”]*”|\"[^\"]{4,}\"|[（(][^（()）]*[）)]")
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*")
_POLITE = re.compile(
    r"(?:です|ます|ました|ません|ませんか|でした|ましょう|でしょう|ください|下さい|くださいませ|ございます|下さいませ|ですって|まして|ますって"
    r"|お願いいたし|お願い致し|お楽しみに|どうぞ|よろしく|ではまた|また(?:来週|明日|次回)|ありがとう|すみません)"
    r"(?:か|ね|よ|よね|が|けど|けれど|けれども|から|ので|し|な|わ|わけ|とも|かね|かな|って|もの|の|のに|ー)*"
    r"[…\s.・w笑♪☆★)）」』。！？!?^;:、]*(?:[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?)*\s*$"
)
_PLAIN = re.compile(
    r"(?:である|であった|であろう|だ|だった|だろう|ない|なかった|なる|なった|する|した|いる|いた|ある|あった|れる|れた|られる|られた"
    r"|せる|せた|[うくすつぬふむゆるぐずづぶぷえけせてね]|[いきしちにひみりぎじびぴ]た|[っん][ただ]|べき|まい|という|とのこと|[たいだるうすくむつ])"
    r"(?:か|な|ね|よ|のか|から|ため|が|けど|し|わけ|の)?[…\s.・」』)）。！？!?]*$"
)
# Words of a person who writes a blog, not of a reporter.
_OWN_WORDS = re.compile(
    r"当ブログ|本ブログ|このブログ|拙ブログ|小ブログ|弊ブログ|ブログ主|管理人|当サイト|本サイト|当方|私(?:は|も|の|が|自身|としては|に)|筆者(?:は|も|の|としては)"
    r"|個人的|と思い(?:ます|ました)|思われます|気がします|感じ(?:ます|ました)|ですね|ますね|ですよね|ましたね|でしょうか|でしょうね|でしょう|ですが|ましょう"
    r"|皆さん|皆様|みなさん|読者|ご紹介|紹介し(?:ます|ました)|お届け|お伝え|ご覧|お楽しみ|ご注意|お知らせ|ご了承|お願い"
    r"|(?:訳|翻訳|抄訳|要約)し(?:ます|ました|て)|訳出|拙訳|仮訳|意訳|記事です|記事でした|話題です|という内容です|というお話|面白い|興味深い|個人的|気になり|残念です|期待(?:したい|します)"
    r"|以下(?:は|の|に)|今回は|次回|前回|コメント欄|お付き合い|ありがとう|すみません|申し訳|よろしく|追記|長文|長い記事"
)
_REPORTED = re.compile(
    r"(?:述べ|語り|話し|発表し|報じ|伝え|指摘し|説明し|強調し|表明し|明らかにし|主張し|警告し|示し|によりますと|によると)"
)
_ASIDE = re.compile(
    r"^[（(\[［【]?\s*(?:※|＊|\*|注[:：)）]|訳注|訳者(?:注|より)|ブログ(?:主|管理人|管理者)|管理人|編集(?:部|者)注|追記|補足|余談|蛇足|当方|筆者注|コメント[:：])"
)


_ENCLOSED = re.compile(r"^[（(［\[【]([^（()）]{6,})[）)］\]】]$")
# Headings over the blogger's own words, whatever register those are in.
_OWN_HEADING = re.compile(
    r"(?:(?:訳者|管理人|ブログ主|筆者|当ブログ|本ブログ|当サイト|編集人|中の人)(?:の|による|より|から|としての)?(?:コメント|所感|感想|雑感|私見|考え|意見|見方|見解|あとがき|後記|一言|ひとこと|ひと言|つぶやき|補足|解説|考察|まとめ|追記)?"
    r"|所感|私見|雑感|感想|あとがき|編集後記|後記|ひとこと|ひと言|一言|蛇足|余談|拙評|個人的な(?:感想|意見|所感|見解)|読後感|読んでみて|訳してみて|翻訳(?:を終えて|後記))"
)
# These head an article's parts too; a mark and the place behind it make them the blogger's.
_WEAK_HEADING = re.compile(
    r"(?:コメント|考察|解説|補足|追記|まとめ(?:と(?:感想|所感|考察))?|参考|備考|評|講評|寸評)"
)
_HEADING_MARKS = re.compile(
    r"^[\s■□◆◇●○▼▽★☆◎※＊*#＃・【［\[（(＜<〈《〔「-]+|[\s】］\]）)＞>〉》〕」:：■◆●-]+$"
)


class Voice(Record, frozen=True, kw_only=True):
    """How a text is written, counted in sentences.

    Attributes:
        own: Phrases that only a blogger writes.
        reported: Verbs of reporting.
        aside: It begins as a remark to the reader does.
    """

    polite: int = 0
    plain: int = 0
    own: int = 0
    reported: int = 0
    aside: bool = False

    @property
    def register(self) -> Register:
        """The register of most sentences; "none" for headings, noun phrases and foreign text."""
        if not self.polite and not self.plain:
            return "none"
        return "polite" if self.polite > self.plain else "plain"


def read_voice(text: str) -> Voice:
    """Count the registers of a text's sentences, quoted speech left out."""
    enclosed = _ENCLOSED.match(text)  # a paragraph in brackets speaks; a bracket in one does not
    bare = strip_quoted(enclosed[1] if enclosed else text)
    polite = plain = 0
    for sentence in _SENTENCE.findall(bare):
        stripped = sentence.strip()[-80:]  # the ending tells; a sentence may be megabytes
        if not re.search(r"[\u3040-\u309f]", stripped):
            continue
        if _POLITE.search(stripped):
            polite += 1
        elif _PLAIN.search(stripped) and (len(stripped) > 12 or stripped[-1] in "。！？!?"):
            plain += 1
    return Voice(
        polite=polite,
        plain=plain,
        own=len(_OWN_WORDS.findall(bare)),
        reported=len(_REPORTED.findall(bare)),
        aside=bool(_ASIDE.match(text)),
    )


def opens_own_section(text: str, *, late: bool) -> bool:
    """Say whether a line heads the blogger's own words.

    Args:
        late: Most of the post's text stands before it.
    """
    if len(text) > 30:
        return False
    bare = _HEADING_MARKS.sub("", text)
    bare = re.sub(r"^(?:以下|ここから)[、はが]?\s*", "", bare)
    if _OWN_HEADING.fullmatch(bare):
        return True
    return late and bare != text and bool(_WEAK_HEADING.fullmatch(bare))


def strip_quoted(text: str) -> str:
    """Take quoted speech and brackets out of a text, innermost first."""
    for _ in range(3):
        shorter = _QUOTED.sub("", text)
        if shorter == text:
            break
        text = shorter
    return text
