"""Bytes to text. The bytes decide; what a header or a meta tag says is at most a hint.

Order: byte order marks; UTF-16 by its zero bytes; ISO-2022-JP by its escapes; UTF-8, also when a
cut or a stray byte damages it a little; CP932 against EUC-JP, by which reads as Japanese;
charset-normalizer for the rest. Text that was decoded wrongly by somebody before us (mojibake) is
repaired when that can be undone without loss, and told from good text when it cannot.
"""

from __future__ import annotations

import codecs
import re

from pipeline.documents import Record

SAMPLE = 200_000  # bytes or characters that a judgement looks at
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ISO_2022_JP = re.compile(rb"\x1b(?:\$[@B]|\([BJI]|\$\([DOPQ])")
# The old Japanese web; of two that read equally well the first wins.
_LEGACY = ("cp932", "euc_jp", "euc_jis_2004", "shift_jis_2004")

# How text goes wrong: its bytes were in the second encoding and were read in the first.
_REPAIRS = (
    ("cp1252", "utf-8"), ("latin-1", "utf-8"), ("cp932", "utf-8"),
    ("cp932", "euc_jp"), ("latin-1", "euc_jp"), ("latin-1", "cp932"),
)  # fmt: skip

_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fc]")
_KANJI = re.compile(r"[\u4e00-\u9fff\u3005]")
_MARKS = re.compile(r"[\u3001\u3002\u300c\u300d\uff08\uff09\u30fb]")
_RARE = re.compile(r"[\uff61-\uff9f\ue000-\uf8ff\ufffd\u0080-\u009f\u0400-\u04ff\u2500-\u257f]")

# UTF-8 read as Latin-1 or Windows-1252: a lead byte and what follows it, as characters.
_AS_LATIN = re.compile(
    r"[ãäåæçèéï][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
# UTF-8 read as CP932: the lead bytes E3-E9 of kana and kanji give these.
_AS_CP932 = re.compile(r"[縺繧繝縲譁莠蜿荳螟譌蝨蠕豁邁逕遘隕隱雋髢鬮][\u0020-\uffff]")
# EUC-JP read as CP932; EUC-JP or CP932 read as Latin-1, of which no language is so full.
_AS_HALF_WIDTH = re.compile(r"[\uff61-\uff9f]{2,}")
_AS_LATIN_OTHER = re.compile(r"[\u0080-\u00ff]")


class Decoded(Record, frozen=True, kw_only=True):
    """Text and the encoding that its bytes were read in."""

    text: str
    encoding: str


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode bytes of unknown encoding; never fails.

    Args:
        declared: What a header or meta tag says; used when the bytes leave the choice open.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            bare = data[len(mark) :] if name == "utf-8" else data
            return _finish(bare.decode(name, "replace"), name)
    wide = _guess_utf16(data)
    if wide:
        return _finish(data.decode(wide, "replace"), wide)
    if _ISO_2022_JP.search(data[:SAMPLE]) and not any(byte > 0x7F for byte in data[:SAMPLE]):
        return _finish(_decode_iso_2022_jp(data), "iso-2022-jp")
    try:
        return _finish(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if _is_damaged_utf8(data):
        return _finish(data.decode("utf-8", "replace"), "utf-8")
    legacy = _choose_legacy(data)
    if legacy:
        return _finish(data.decode(legacy, "replace"), legacy)
    return _finish(*_decode_other(data, declared))


def is_mojibake(text: str) -> bool:
    """Say whether a text is the wreck of a wrong decoding rather than language."""
    sample = text[:SAMPLE]
    letters = len(re.sub(r"\s", "", sample))
    if letters < 8:
        return False
    if len(_AS_LATIN.findall(sample)) * 2 > 0.15 * letters:
        return True
    kana = len(_KANA.findall(sample))
    if len(_AS_CP932.findall(sample)) * 2 > 0.2 * letters and kana < 0.1 * letters:
        return True
    half = sum(len(run) for run in _AS_HALF_WIDTH.findall(sample))
    if half > 0.3 * letters and kana < 0.1 * letters and _looks_random(sample):
        return True
    if len(_AS_LATIN_OTHER.findall(sample)) > 0.4 * letters:
        return True
    return sample.count("\ufffd") > max(3, 0.05 * letters)


def repair(text: str) -> str | None:
    """Undo a wrong decoding; None when that would lose or invent characters."""
    for wrong, right in _REPAIRS:
        try:
            fixed = text.encode(wrong).decode(right)
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if _KANA.search(fixed) and not is_mojibake(fixed):
            return fixed
    if _AS_LATIN.search(text[:SAMPLE]):
        import ftfy

        fixed = ftfy.fix_encoding(text)
        if not _AS_LATIN.search(fixed) and "\ufffd" not in fixed:
            return str(fixed)
    return None


def _finish(text: str, encoding: str) -> Decoded:
    if is_mojibake(text):
        fixed = repair(text)
        if fixed is not None:
            return Decoded(text=fixed, encoding=f"{encoding}, repaired")
    return Decoded(text=text, encoding=encoding)


def _guess_utf16(data: bytes) -> str | None:
    sample = data[:4000]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    # White space, digits and tags of any page have a zero byte each, always on one side.
    if odd > 4 * (even + 1):
        return "utf-16-le"
    return "utf-16-be" if even > 4 * (odd + 1) else None


def _decode_iso_2022_jp(data: bytes) -> str:
    for name in ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2004"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return data.decode("iso2022_jp_2004", "replace")


def _is_damaged_utf8(data: bytes) -> bool:
    """Say whether bytes are UTF-8 but for a cut end or a few stray ones."""
    sample = data[:SAMPLE].decode("utf-8", "replace")
    bad = sample.count("\ufffd")
    good = len(re.findall(r"[^\x00-\x7f\ufffd]", sample))
    return good >= 20 and bad <= max(3, 0.02 * good)


def _choose_legacy(data: bytes) -> str | None:
    best, best_score = None, 0.3  # a text in another script scores lower in all of them
    for name in _LEGACY:
        score = _score_japanese(data[:SAMPLE].decode(name, "replace"))
        if score > best_score + 0.001:
            best, best_score = name, score
    return best


def _score_japanese(text: str) -> float:
    """Score from 0 to 1 how much the non-ASCII part of a text reads as Japanese."""
    foreign = re.sub(r"[\x00-\x7f]", "", text)
    if not foreign:
        return 0.0
    good = (
        1.5 * len(_KANA.findall(foreign))
        + len(_MARKS.findall(foreign))
        + 0.7 * len(_KANJI.findall(foreign))
    )
    bad = 1.5 * len(_RARE.findall(foreign))
    return max(0.0, (good - bad) / len(foreign))


def _decode_other(data: bytes, declared: str | None) -> tuple[str, str]:
    if declared:
        try:
            return data.decode(declared), declared.lower()
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:SAMPLE]).best()
    name = guess.encoding if guess is not None else "utf-8"
    return data.decode(name, "replace"), name


def _looks_random(text: str) -> bool:
    """Half-width kana that is language has vowels and marks in turn; a wreck has kanji between."""
    return bool(re.search(r"[\uff61-\uff9f][\u4e00-\u9fff\ue000-\uf8ff][\uff61-\uff9f]", text))
