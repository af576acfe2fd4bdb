"""Names of a cited article's authors: by-lines, and the biographies that follow an article."""

from __future__ import annotations

import re

from pipeline.clean.publishers import judge_publisher

_RANKS = (
    r"(?:(?:retired|ret\.?|former|then-|u\.?s\.?|royal|vice|rear|brig(?:adier|\.)?|lieutenant|lt\.?|major|maj\.?|staff|senior|chief|master|technical|tech\.?|gunnery|petty|first|second|1st|2nd|command|sgt\.?|mass\s+communication)\s+)*"
    r"(?:dr|prof(?:essor)?|gen(?:eral)?|adm(?:iral)?|col(?:onel)?|cmdr|commander|capt(?:ain)?|lt|lieutenant|maj(?:or)?|sgt|sergeant|cpl|corporal|pvt|airman|seaman|specialist|spc|mr|mrs|ms|sir|lord|sen|senator|rep|amb(?:assador)?|hon|rev|cdr|ltc|ltg|mg|bg|vadm|radm|brig|officer)\.?\s+(?:\(ret(?:ired|\.)?\)\s+)?"
)
_RANK = re.compile(rf"^(?:{_RANKS})+", re.IGNORECASE)
_SUFFIX = re.compile(
    r"(?:\s*\(?(?:ret(?:ired|\.)?|usn|usaf|usmc|usa|ph\.?d\.?|jr\b\.?(?!$))\)?)+$", re.IGNORECASE
)
_ROLE = re.compile(
    r"^(?:(?:senior|staff|contributing|chief|defen[cs]e|military|national\s+security|foreign|special|associate|managing|deputy|executive|aviation|naval|pentagon|tokyo|washington|london|beijing|seoul)\s+)*"
    r"(?:writers?|editors?|reporters?|correspondents?|contributors?|columnists?|analysts?|staff|fellow|bureau|chief|in\s|at\s|of\s|for\s)",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"^[A-ZÀ-Þ][\w.'’‘-]*(?:\s+(?:(?:de|van|von|der|den|la|le|bin|al|el|da|di|du|ter|of)\s+)*[A-ZÀ-Þ][\w.'’‘-]*){0,5}$"
)
# What stands behind an officer's or a scholar's name: "(USN, ret.)", ", U.S. Army", ", Ph.D."
_SERVICE = re.compile(
    r"\s*[(（](?:[^()（）]{0,30}\bret(?:ired|\.)?[^()（）]{0,20}|(?:usn|usaf|usmc|usa|ussf|uscg|rn|raf)r?)[)）]"
    r"|,\s*(?:(?:u\.?s\.?|royal|british|australian)\s+(?:army|navy|air\s+force|marine\s+corps|coast\s+guard|space\s+force)"
    r"|usn|usaf|usmc|ussf|uscg|ret(?:ired|\.)|ph\.?d\.?|m\.?d\.?|esq\.?)(?:\s+reserve)?(?=[\s,;|]|$)",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^(?:(?:story|words|written|reporting|posted|published|article|text|report)\s+)?by\s*[:：]?\s+(?=\S)",
    re.IGNORECASE,
)
_BYLINE_TIGHT = re.compile(r"^by\s*[:：]\s*", re.IGNORECASE)
_NOBODY = re.compile(
    r"^(?:the\s+)?(?:(?:our|news|web|online|special|guest)\s+)?(?:staff|editors?|editorial|admin|correspondents?|contributors?|newsroom)"
    r"(?:\s+(?:writers?|reporters?|reports?|team|board|desk|correspondents?))?\s*$",
    re.IGNORECASE,
)
_JAPANESE_REPORTER = re.compile(
    r"^([\u3040-\u30ff\u3400-\u9fff々・＝= ]{2,24}?)"
    r"(?:\s*(?:記者|特派員|編集委員|論説委員|本社記者))$"
)
_STOP = re.compile(
    r"\s+(?:\||｜|•|·|—|–|―|\bon\s+(?=[A-Z][a-z]{2,8}\.?\s+\d|\d)|\bin\s+(?=[A-Z])|\bfor\s+(?=[A-Z])|\bat\s+(?=[A-Z\d]))\s*|\s*[|｜•·]\s*|\s+[-–—―/]\s+|\s*／\s*"
    r"|,?\s+(?=(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\.?\s+\d)|,?\s+(?=\d{1,2}[\s/-](?:[A-Z][a-z]{2}|\d)|\d{4}[-/年])|\s*[（(](?=[^)）]*\d{4})|\s*[（(](?!ret)|\s*@",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,\s*and\s|,\s*&\s|\band\s|&|、|；|;|\bwith\s|,|\s+・\s+)\s*")

_BIO_ENGLISH = re.compile(
    r"^(?:about\s+the\s+authors?\s*[:：-]?\s*)?"
    rf"(?P<name>(?:{_RANKS})?[A-ZÀ-Þ][\w.'’-]+(?:\s+(?:[a-z]{{2,3}}\s+)?[A-ZÀ-Þ][\w.'’-]*){{1,4}})"
    r"(?P<mid>(?:,\s[^.]{1,120}?,|\s*\([^)]{1,60}\))?)\s+"
    r"(?:is|was|are|serves|served|works|worked|writes|covers|reports|teaches|directs|leads|specializes|has\s+(?:been|written|served|covered|worked|reported|over)|joined|holds|contributes|currently|previously|spent|graduated|retired)\b"
    r".*\b(?:author|editor|writer|reporter|journalist|correspondent|fellow|professor|researcher|analyst|director|president|senior|expert|scholar|lecturer|columnist|contributor|officer|historian|chair|specialist|consultant|scientist|founder|staff|university|institute|center|centre|school|college|think\s?tank|books?|covers?|covering|reporting|writes|twitter|based|served|award|degree|studies|veteran|policy|security|defen[cs]e|follow|institution|council|foundation)\b",
    re.DOTALL,
)
_BIO_SHORT = re.compile(
    rf"^(?P<name>(?:{_RANKS})?[A-ZÀ-Þ][\w.'’-]+(?:\s+[A-ZÀ-Þ][\w.'’-]*){{1,3}})\s+"
    r"(?:covers|reports\s+on|writes\s+(?:about|for|on)|edits|blogs\s+at|is\s+based\s+in)\s+[^。]{5,200}$"
)
_BIO_HEADING = re.compile(
    r"^[■□◆◇●※・【\[［<＜\s]*(?:about\s+the\s+authors?|author\s+bio(?:graphy)?|the\s+authors?|(?:著者|筆者|執筆者|作者|寄稿者|記者|原著者)(?:について|紹介|略歴|の略歴|プロフィール|情報|の紹介))[】\]］>＞\s]*(?:[:：\-―—]|$)\s*",
    re.IGNORECASE,
)
_BIO_JAPANESE = re.compile(
    r"^(?P<name>[ァ-ヴー][ァ-ヴー・＝=\s.A-Z]{3,40}?(?:[(（][A-Za-z .,'-]{4,50}[)）])?"
    r"|[\u4e00-\u9fff々]{2,5}\s?[\u4e00-\u9fff々ぁ-ん]{0,4})"
    r"(?:氏|博士|教授|記者|大佐|中佐|少佐|大将|中将|少将|准将)?(?:は|[:：])、?.{0,160}"
    r"(?:研究員|フェロー|教授|講師|記者|編集者|編集長|編集委員|特派員|所長|副所長|部長|局長|アナリスト"
    r"|ジャーナリスト|コラムニスト|ライター|著者|著書|執筆|寄稿|退役|勤務|務め|担当|専門|研究者|顧問"
    r"|客員|在籍|所属|専攻|博士号|学位|出身)"
)
_BIO_MARK = re.compile(
    r"^(?:著者|筆者|本稿の?筆者|執筆者|本記事の(?:著者|筆者))(?:の[^、。]{2,30})?は、?"
)


def read_byline(text: str) -> tuple[tuple[str, ...], str] | None:
    """Read a line such as "By: Jane Roe and John Doe | June 2025".

    Returns:
        The names and what follows them; None when the line is no by-line.
    """
    if len(text) > 240:
        return None
    match = _BYLINE.match(text) or _BYLINE_TIGHT.match(text)
    if not match:
        reporter = _JAPANESE_REPORTER.match(text)
        return ((reporter[1].strip(),), "") if reporter else None
    names, rest = read_authors(text[match.end() :])
    if not names and _NOBODY.match(text[match.end() :]):
        return (), ""
    return (names, rest) if names else None


def read_authors(text: str) -> tuple[tuple[str, ...], str]:
    """Read a list of names; return them without ranks and roles, and what follows the list."""
    text = _SERVICE.sub("", text)
    stop = _STOP.search(text)
    listed, rest = (text[: stop.start()], text[stop.start() :]) if stop else (text, "")
    if not re.search(r"[A-Za-z]", listed):
        names = tuple(_trim_japanese(name) for name in re.split(r"[、，,;／/&＆]|\s+と\s+", listed))
        kept = tuple(name for name in names if 2 <= len(name) <= 30)
        return (kept, rest) if kept and not re.search(r"[。をがに]", listed) else ((), text)
    names_found: list[str] = []
    affiliations: list[str] = []
    for part in _AND.split(listed):
        name = trim_name(part)
        if not name:
            continue
        if not _NAME.match(name) or _ROLE.match(name) or len(name) > 60:
            if not names_found:
                return (), text
            affiliations.append(name)
        elif names_found and _is_affiliation(name):
            affiliations.append(name)  # after the names: "Jane Roe, Defense News"
        else:
            names_found.append(name)
    return tuple(names_found), " | ".join([*affiliations, rest])


def read_leading_authors(text: str, *, loose: bool = False) -> tuple[str, ...]:
    """Read the names before a quoted title: "Jane Roe and John Doe, “Title,” ...".

    Args:
        loose: A label says that the line cites, so that no comma is needed.
    """
    if not loose and not re.search(r"[,、:：]\s*$", text):
        return ()
    names, rest = read_authors(text.strip(" ,、:："))
    whole = all(" " in name for name in names) or not re.search(r"[A-Za-z]", text)
    return names if names and whole and not rest.strip(" |") else ()


def trim_name(name: str) -> str:
    """Take ranks, titles and "By" off a name."""
    name = re.sub(r"\s+", " ", name).strip(" .,:：;|")
    name = re.sub(r"^(?:by|and)\s+", "", name, flags=re.IGNORECASE)
    shorter = _RANK.sub("", name)
    return _SUFFIX.sub("", shorter if " " in shorter or shorter != name else name).strip(" ,")


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
        return (_trim_japanese(re.sub(r"[(（].*", "", japanese["name"])),)
    if heading:
        return ()
    return None


def read_late_biography(text: str) -> tuple[str, ...] | None:
    """Like `read_biography`, for a place after an article's end, where less evidence will do."""
    found = read_biography(text)
    if found is not None:
        return found
    if _BIO_MARK.match(text) and len(text) < 300:
        return ()
    japanese = _BIO_JAPANESE.match(text)
    if japanese and len(text) <= 400:
        return (_trim_japanese(re.sub(r"[(（].*", "", japanese["name"])),)
    return None


def opens_biography(text: str) -> bool:
    """Say whether a line heads an author's biography."""
    return bool(_BIO_HEADING.match(text))


def _is_affiliation(name: str) -> bool:
    return judge_publisher(name) in ("known", "likely")


def _trim_japanese(name: str) -> str:
    name = name.strip(" \u3000・:：")
    return re.sub(r"(?:氏|記者|特派員|博士|教授|編集委員|著|文|さん)$", "", name).strip()
