"""Names of a cited article's authors: by-lines, and the biographies that follow an article."""

from __future__ import annotations

import re

from pipeline.clean.publishers import judge_publisher

RANKS = (
    r"(?:(?:retired|ret\.?|former|then-|u\.?s\.?|royal|vice|rear|brig(?:adier|\.)?|lieutenant|lt\.?|major|maj\.?|staff|senior|chief|master|technical|tech\.?|gunnery|petty|first|second|1st|2nd|command|sgt\.?|mass\s+communication)\s+)*"
    r"(?:dr|prof(?:essor)?|gen(?:eral)?|adm(?:iral)?|col(?:onel)?|cmdr|commander|capt(?:ain)?|lt|lieutenant|maj(?:or)?|sgt|sergeant|cpl|corporal|pvt|airman|seaman|specialist|spc|mr|mrs|ms|sir|lord|sen|senator|rep|amb(?:assador)?|hon|rev|cdr|ltc|ltg|mg|bg|vadm|radm|brig|officer)\.?\s+(?:\(ret(?:ired|\.)?\)\s+)?"
)
_RANK = re.compile(rf"^(?:{RANKS})+", re.IGNORECASE)
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
    r"^(?:(?:story|words|written|reporting|interview(?:ed)?|analysis|commentary|posted|published|article|text|report)\s+)?by\s*[:：]?\s+(?=\S)",
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
_AND = re.compile(r"\s*(?:,\s*and\s|,\s*&\s|\band\s|&|、|；|;|\bwith\s|,|・|\+)\s*")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
# "Jane Roe of The Example News", "Jane Roe in Tokyo and ...", "Jane Roe（研究所）、...".
_MEMBER = re.compile(r"^(\S+(?:\s+\S+){1,2})\s+of\s+(?:the\s+)?([A-Z].+)$")
_PLACE = re.compile(r"\s+in\s+[A-Z][\w.]+(?:,\s*[A-Z][\w.]+)?(?=\s+and\b|\s*[,;&]\s|\s*$)")
_BRACKETED_ROLE = re.compile(r"\s*[（(][^()（）\d]{2,40}[)）](?=\s*(?:[、，,;；&＆・]|and\s))")


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
    text = _PLACE.sub("", _BRACKETED_ROLE.sub("", _SERVICE.sub("", text)))
    stop = _STOP.search(text)
    listed, rest = (text[: stop.start()], text[stop.start() :]) if stop else (text, "")
    if not re.search(r"[A-Za-z]", listed):
        listed, rest = (text, "") if stop and stop.group().strip() in "／/" else (listed, rest)
        names = tuple(
            trim_japanese(name) for name in re.split(r"[、，,;；／/&＆]|\s+と\s+", listed)
        )
        kept = tuple(name for name in names if 2 <= len(name) <= 30)
        spoken = re.search(r"[。をがに]|(?:です|ます|した|する|ある)?か$", listed)
        return (kept, rest) if kept and not spoken else ((), text)
    names_found: list[str] = []
    affiliations: list[str] = []
    for part in _AND.split(listed):
        name = trim_name(part)
        if not name:
            continue
        if (member := _MEMBER.match(name)) is not None:
            name = member[1]
            affiliations.append(member[2])
        if not _NAME.match(name) or _ROLE.match(name) or len(name) > 60:
            if not names_found:
                return (), text
            affiliations.append(name)
        elif names_found and _is_affiliation(name):
            affiliations.append(name)  # after the names: "Jane Roe, Defense News"
        else:
            names_found.append(name)
    further, rest = _read_further(rest) if names_found else ((), rest)
    return (*names_found, *further), " | ".join([*affiliations, rest])


def _read_further(rest: str) -> tuple[tuple[str, ...], str]:
    """Read "| John Doe | Jim Poe" after a first name: capital words that are no publication."""
    parts = re.split(r"\s*[|｜/／•·]\s*", rest)
    names = []
    while len(parts) > 1 and not parts[0].strip():
        name = trim_name(parts[1])
        words = name.split()
        if not (2 <= len(words) <= 4 and _NAME.match(name)) or judge_publisher(name) != "possible":
            break
        if _ROLE.match(name) or re.match(_MONTH, name, re.IGNORECASE):
            break
        names.append(name)
        parts.pop(1)
    return tuple(names), " | ".join(parts) if names else rest


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
    shorter = re.sub(r"\s*(?:氏|さん|博士|教授|記者|著|筆|文)$", "", shorter)
    return _SUFFIX.sub("", shorter if " " in shorter or shorter != name else name).strip(" ,")


def _is_affiliation(name: str) -> bool:
    return judge_publisher(name) in ("known", "likely")


def trim_japanese(name: str) -> str:
    """Take titles such as 氏 and 記者 off a Japanese name."""
    name = name.strip(" \u3000・:：")
    return re.sub(
        r"(?:氏|記者|特派員|博士|教授|編集委員|の?共著|共同執筆|著|文|さん)$", "", name
    ).strip()
