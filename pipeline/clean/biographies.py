"""Biographies of a cited article's authors: they are in no zone, their names go to the citation."""

from __future__ import annotations

import re

from pipeline.clean.authors import RANKS, read_authors, trim_japanese
from pipeline.clean.english import is_foreign

MAX_LATE = 500  # characters

_BIO_ENGLISH = re.compile(
    r"^(?:about\s+the\s+authors?\s*[:：-]?\s*)?"
    rf"(?P<name>(?:{RANKS})?[A-ZÀ-Þ][\w.'’-]+(?:\s+(?:[a-z]{{2,3}}\s+)?[A-ZÀ-Þ][\w.'’-]*){{1,4}})"
    r"(?P<mid>(?:,\s(?:[^.]|\.(?=[A-Z,\s]*[A-Z.]+[,)])){1,120}?,|\s*\([^)]{1,60}\))?)\s+"
    r"(?:is|was|are|serves|served|works|worked|writes|covers|reports|teaches|directs|leads|specializes|has\s+(?:been|written|served|covered|worked|reported|over)|joined|holds|contributes|currently|previously|spent|graduated|retired)\b"
    r".*\b(?:author|editor|writer|reporter|journalist|correspondent|fellow|professor|researcher|analyst|director|president|senior|expert|scholar|lecturer|columnist|contributor|officer|historian|chair|specialist|consultant|scientist|founder|staff|university|institute|center|centre|school|college|think\s?tank|books?|covers?|covering|reporting|writes|twitter|based|served|award|degree|studies|veteran|policy|security|defen[cs]e|follow|institution|council|foundation)\b",
    re.DOTALL,
)
_BIO_SHORT = re.compile(
    rf"^(?P<name>(?:{RANKS})?[A-ZÀ-Þ][\w.'’-]+(?:\s+[A-ZÀ-Þ][\w.'’-]*){{1,3}})\s+"
    r"(?:covers|reports\s+on|writes\s+(?:about|for|on)|edits|blogs\s+at|is\s+based\s+in)\s+[^。]{5,200}$"
)
_BIO_HEADING = re.compile(
    r"^[■□◆◇●※・【\[［<＜\s]*(?:about\s+the\s+authors?|author\s+bio(?:graphy)?|the\s+authors?|(?:著者|筆者|執筆者|作者|寄稿者|記者|原著者)(?:について|紹介|略歴|経歴|の略歴|プロフィール|情報|の紹介))[】\]］>＞\s]*(?:[:：\-―—\u3000]|(?<=[】\]］>＞])|$)\s*",
    re.IGNORECASE,
)
_BIO_JAPANESE = re.compile(
    r"^(?P<name>[ァ-ヴー][ァ-ヴー・＝=\s.A-Z]{3,40}?(?:[(（][A-Za-z .,'-]{4,50}[)）])?"
    r"|[\u4e00-\u9fff々]{2,5}\s?[\u4e00-\u9fff々ぁ-ん]{0,4})"
    r"(?:氏|博士|教授|記者|大佐|中佐|少佐|大将|中将|少将|准将)?(?:は|[:：])、?.{0,160}"
    r"(?:研究員|フェロー|教授|准教授|講師|教える|教鞭|記者|編集者|編集長|編集委員|特派員|所長|副所長|部長|局長|アナリスト"
    r"|ジャーナリスト|コラムニスト|ライター|著者|著書|執筆|寄稿|退役|勤務|務め|担当|専門|研究者|顧問"
    r"|客員|在籍|所属|専攻|博士号|学位|出身)"
)
_BIO_WORDS = re.compile(
    r"研究員|フェロー|教授|准教授|講師|教える|教鞭|記者|編集|特派員|[所部局課]長|アナリスト|ジャーナリスト|コラムニスト|ライター|著書|著作|執筆し|寄稿"
    r"|退役|退官|勤務|勤め|務め|専門|研究者|顧問|客員|在籍|所属|専攻|博士|学位|出身|卒業|大学|経て|在住|従軍|作家|歴史家|(?:大|中|少)[佐将尉]"
)
# A full name, or a name with a title: "アメリカは" and "政府は" are nobody.
_NAME = (
    r"(?P<name>[ァ-ヴー][ァ-ヴー]*[・＝=\s][ァ-ヴー・＝=\s.A-Z]{1,40}"
    r"|[ァ-ヴー]{2,12}(?=\s*(?:氏|博士|教授|准教授|さん|記者|大佐|中佐|少佐|大将|中将|少将|[（(][A-Z]))"
    r"|[A-ZÀ-Þ][\w.'’-]+(?:\s+[A-ZÀ-Þ][\w.'’-]*){1,3}"
    r"|[\u4e00-\u9fff々]{1,4}\s?[\u4e00-\u9fff々ぁ-ん]{1,4}(?=\s*(?:氏|博士|教授|さん|記者|[（(][A-Z])))"
)
_TITLE = (
    r"(?:氏|博士|教授|准教授|記者|さん"
    r"|(?:退役|元)?(?:海軍|陸軍|空軍|海兵隊)?(?:大|中|少)[佐将尉]|准将)?"
)
# After an article's end: "(筆者の)ジェーン・ロー（Jane Roe）氏は...", "著者は...".
_LATE_OPENING = re.compile(
    r"^[※＊*■□◆●・【［\[（(〈＜<\s]*(?:本(?:稿|記事|論文)の)?(?:原?著者|筆者|執筆者|寄稿者|作者|原作者)(?:紹介|略歴|経歴|について|プロフィール)?[】］\]）)〉＞>]?\s*(?:の|である|は|[:：]|、|\u3000|\s)?[、\s]*"
)
_LATE_JAPANESE = re.compile(
    rf"^[（(※＊*・■\s]*{_NAME}\s*(?:[A-ZÀ-Þ][\w.'’-]+(?:\s+[A-ZÀ-Þ][\w.'’-]*){{1,3}}\s*)?(?:[（(][^（）()]{{2,60}}[)）])?\s*{_TITLE}(?:は|[:：、\u3000（(])"
)
_LATE_ENGLISH = re.compile(
    rf"^[(\[*]*(?P<name>(?:{RANKS})?[A-ZÀ-Þ][\w.'’-]+(?:\s+[A-ZÀ-Þ][\w.'’-]*){{1,3}})(?:,[^.]{{1,80}}?(?:\([^)]*\))?,|\s*\([^)]{{1,60}}\))?\s+"
    r"(?:is|was|has|covers|writes|reports|teaches|commanded|served|serves|works|leads|directs|edits|retired|holds|lives|runs)\b",
    re.IGNORECASE,
)
# Words of the blogger about an author, or about anything else.
_BLOGGER = re.compile(
    r"ね[。！!]*$|ですね|ますね|よ[。！!]+$|と思い|思われ|でしょう|かもしれ|訳し|訳文|拙訳|当ブログ|次回|前回|今回|ご紹介|気になり|面白|興味深|だけに|賛成|同意|納得|日本(?:でも|の場合)"
)


def read_biography(text: str) -> tuple[str, ...] | None:
    """Read a line about an author; return the names it is about, perhaps none."""
    heading = _BIO_HEADING.match(text)
    bare = text[heading.end() :] if heading else text
    if len(bare) > 2000:
        return None
    english = _BIO_ENGLISH.match(bare) or _BIO_SHORT.match(bare)
    if english:
        names, _ = read_authors(english["name"])
        return names
    japanese = _BIO_JAPANESE.match(bare)
    if japanese and heading:
        return (trim_japanese(re.sub(r"[(（].*", "", japanese["name"])),)
    if heading:
        return ()
    return None


def read_late_biography(text: str) -> tuple[str, ...] | None:
    """Like `read_biography`, for a place after an article's end, where less evidence will do."""
    found = read_biography(text)
    if found is not None:
        return found
    if len(text) > MAX_LATE or _BLOGGER.search(text):
        return None
    if is_foreign(text):
        match = _LATE_ENGLISH.match(text)
        names = read_authors(match["name"])[0] if match else ()
        is_sentence = len(text.split()) >= 5 and bool(re.search(r"[.!][\"”’)]*$", text))
        return names if match or is_sentence else None
    bare = _LATE_OPENING.sub("", text)
    named = bare != text
    japanese = _LATE_JAPANESE.match(bare)
    if japanese and _BIO_WORDS.search(bare):
        return (trim_japanese(re.sub(r"[(（].*", "", japanese["name"])),)
    if named and _BIO_WORDS.search(bare):
        return ()
    return None


def tells_life(text: str) -> bool:
    """Say whether a line under a biography's heading goes on with it."""
    return not _BLOGGER.search(text) and (len(text) <= 40 or bool(_BIO_WORDS.search(text)))


def opens_biography(text: str) -> bool:
    """Say whether a line heads an author's biography, and holds nothing of it yet."""
    heading = _BIO_HEADING.match(text)
    return heading is not None and not text[heading.end() :].strip()
