"""What stands around the posts in a page's visible text: readers' comments, and the page's end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from pipeline.clean.boilerplate import classify_furniture, ends_page
from pipeline.clean.dates import find_date, read_date_line
from pipeline.clean.readers.dump_lines import Text

SIGHT = 9  # lines after a heading within which the first comment shows itself
LONGEST = 400  # lines of a post's comments
_HEADING = re.compile(
    r"^[■□◆●▼【\[(（<＜＊*\s]*(?:\d+\s*(?:件の?)?\s*(?:コメント|comments?|responses?|replies)"
    r"|(?:この(?:記事|投稿|エントリー?)(?:への?|に対する))?\s*(?:コメント|(?:みんな|みなさん|皆さん|皆様)(?:から)?のコメント|読者の?コメント|いただいたコメント)(?:一覧|欄)?"
    r"|comments?|responses?(?:\s+to\s+.{1,80})?|.{1,60}への?\s*\d+\s*件のフィードバック)"
    r"\s*[:：(（\d０-９件)）】\]>＞＊*\s]*$",
    re.IGNORECASE,
)
# A heading that counts them, and how short comments are signed: "懐かしい話です。 / 見本".
_COUNTED = re.compile(r"この(?:記事|投稿|エントリー?)\S*コメント.*[1-9１-９]")
_SIGNED = re.compile(
    r"\S\s+[/／―—–-]\s*[^\s。、/／]{1,20}$|[（(][^（）()。]{1,16}(?:さん|様)[)）]$"
)
_SHORTEST_TITLE = 6  # characters; what stands over a comment's date is a name
_TRACKBACKS = re.compile(
    r"^[■□◆●▼【\[(（<＜\s]*(?:この(?:記事|投稿|エントリー?)への?\s*トラックバック(?:一覧)?(?:です)?|トラックバック一覧|listed\s+below\s+are\s+links.*)\s*(?:[:：].{0,120})?[】\])）>＞]*$",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"^[■□◆●▼【\[(（\s]*(?:コメント(?:を?(?:投稿|追加|書く|書き込む|残す)(?:する)?|する|の投稿|フォーム)|post\s+a\s+comment|add\s+(?:a\s+)?comment"
    r"|leave\s+a\s+(?:comment|reply)|write\s+a\s+comment)[】\])）:：\s]*$",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"^(?:(?:お?名前|名前|メール(?:アドレス)?|e-?mail|url|website|ウェブサイト|サイト|コメント|本文|題名|タイトル|パスワード|password|name|comment|message|送信|プレビュー|非公開コメント)\s*[*＊※:：()（）必須]*"
    r"|もっと読み込む.{0,5}|load\s+more.{0,10}|.{0,20}メールアドレスが公開されること.{0,60}|.{0,10}your\s+email\s+address\s+will\s+not.{0,60}"
    r"|次回のコメントで使用.{0,60}|save\s+my\s+name.{0,100}|管理者にだけ(?:表示|閲覧).{0,20})$",
    re.IGNORECASE,
)
_SPOKE = re.compile(
    r"(?:さん|様)\s*(?:の(?:発言|コメント))?\s*[:：.…]*$|\bsaid\s*[:：.…]*$|(?:より|から)\s*[:：]$|^(?:匿名|anonymous|名無し|通りすがり)\S{0,10}"
    r"|^(?:返信(?:する)?|reply|削除|delete)$",
    re.IGNORECASE,
)
# A heading of posts that are shown again beside the page's own.
_WIDGET = re.compile(
    r"(?:この(?:ブログ|サイト)の)?(?:人気|注目)の(?:投稿|記事|エントリー)$|popular\s+posts?$"
    r"|よく読まれている(?:投稿|記事)$",
    re.IGNORECASE,
)


def drop_comments(lines: Sequence[Text], zone: ZoneInfo) -> list[Text]:
    """Leave out the readers' comments under posts."""
    kept: list[Text] = []
    i = 0
    while i < len(lines):
        if _TRACKBACKS.match(lines[i].text):
            i = _find_close(lines, i, zone)
            continue
        if _HEADING.match(lines[i].text) and _shows_comment(lines, i, zone):
            i = _find_close(lines, i, zone)
            continue
        kept.append(lines[i])
        i += 1
    return kept


def _shows_comment(lines: Sequence[Text], heading: int, zone: ZoneInfo) -> bool:
    near = lines[heading + 1 : heading + 1 + SIGHT]
    if near and near[0].gap == 0 and not classify_furniture(near[0].text):
        signed = any(_SIGNED.search(line.text) for line in near[:2])
        if signed or (
            _COUNTED.search(lines[heading].text) and find_date(near[0].text, zone) is None
        ):
            return True
    for place, line in enumerate(near):
        text = line.text
        if len(text) > 80:
            continue
        if read_date_line(text, zone) is not None and place == 0:
            return False  # the next post's own date
        if _SPOKE.search(text):
            return True
        found = find_date(text, zone)
        if found is None:
            continue
        named = read_date_line(text, zone) is None and bool(re.search(r"\d{1,2}[:：時]\d{2}", text))
        if named and not classify_furniture(text):
            return True
        later = lines[heading + 1 + place : heading + 1 + place + 12]
        if place >= 1 and any(_SPOKE.search(one.text) or _CLOSING.match(one.text) for one in later):
            return True
    return False


def _find_close(lines: Sequence[Text], heading: int, zone: ZoneInfo) -> int:
    """Find the line after a post's comments."""
    end = min(len(lines), heading + LONGEST)
    for i in range(heading + 1, end):
        if _CLOSING.match(lines[i].text):
            i += 1
            while i < len(lines) and _FORM.match(lines[i].text):
                i += 1
            return i
        if ends_page(lines[i].text):
            return i
        date = read_date_line(lines[i].text, zone)
        bare = date is not None and not re.search(r"\d[:：時]\s*\d", lines[i].text)
        if bare and lines[i].gap >= 1 and i > heading + 1:
            return i
        if bare and i > heading + 2 and _is_title_over(lines, i):
            return i - 1
    return end


def _is_title_over(lines: Sequence[Text], date: int) -> bool:
    """Say whether the line over a date is the next post's title, not a commentator's name."""
    title = lines[date - 1]
    if title.gap < 1 or lines[date].gap > 0 or _SPOKE.search(title.text):
        return False
    return len(title.text) >= _SHORTEST_TITLE and not title.text.endswith("。")


def find_page_end(lines: Sequence[Text], start: int, *, footed: bool) -> int:
    """Find where the last post gives way to the page's footer or sidebar.

    Args:
        start: Line of its date.
        footed: The page's other posts all end with a footer, so that this one does too.
    """
    words = False
    for i in range(start + 2, len(lines)):
        kind = classify_furniture(lines[i].text)
        if ends_page(lines[i].text):
            return i
        if kind is None:
            words = words or len(lines[i].text) > 10
        elif footed and words and kind in ("footer", "share"):
            return _skip_footer(lines, i)
    return len(lines)


def find_widget(lines: Sequence[Text], starts: Sequence[int]) -> int | None:
    """Find where a list of popular posts begins behind the page's own; its posts are not given.

    Args:
        starts: The lines that may head posts.
    """
    first = min(starts, default=len(lines))
    for i in range(first + 1, len(lines)):
        if _WIDGET.match(lines[i].text.strip()) and lines[i].gap > 0:
            return i
    return None


def _skip_footer(lines: Sequence[Text], i: int) -> int:
    while i < len(lines) and classify_furniture(lines[i].text) in ("footer", "share", "more"):
        i += 1
    return i


def is_footed(lines: Sequence[Text], posts: Sequence[tuple[int, int]]) -> bool:
    """Say whether posts, given as line ranges, all end with a footer."""
    ends = [lines[end - 1].text for start, end in posts if end - 1 > start]
    return bool(ends) and all(classify_furniture(text) in ("footer", "share") for text in ends)
