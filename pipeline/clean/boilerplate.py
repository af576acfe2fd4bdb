"""Lines of a page that are in no zone: share buttons, footers, navigation, related links, adverts."""

from __future__ import annotations

import re
from typing import Literal

Furniture = Literal[
    "share", "footer", "navigation", "related", "advert", "copyright", "credit", "biography", "more"
]

_END = r"[\s:：.。!！>»›→…]*$"

_LINES: tuple[tuple[Furniture, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("more", r"^(?:[\[(（【<＜«»…・]*\s*)?(?:続きを(?:読む|見る|表示)|続きはこちら(?:から)?|もっと(?:読む|見る)|この記事の続きを(?:読む|見る)|全文を?(?:読む|表示)|記事を読む"
                 r"|read\s+(?:more|the\s+(?:rest|full\s+(?:story|article)))|continue\s+reading.{0,80}|more)[\])）】>＞»]*" + _END),
        ("footer", r"^(?:(?:投稿者|作成者|posted\s+by)[:：]?\s*\S.{0,60}?(?:時刻|日時|at\s+\d|\d{1,2}:\d{2}|さん).{0,40}|(?:投稿者|作成者|posted\s+by)[:：]\s*\S.{0,30}"
                   r"|(?:0|\d+|no)\s*(?:件の)?(?:コメント|comments?|トラックバック|trackbacks?)(?:\s*[:：])?|コメント(?:を投稿|する|\s*[(（]\d+[)）])?|トラックバック\s*[(（]\d+[)）]|comments?\s*\(\d+\)|leave\s+a\s+(?:comment|reply)"
                   r"|この投稿へのリンク|リアクション|(?:ラベル|カテゴリー?|タグ|テーマ|ジャンル|分類|labels?|tags?|filed\s+under|categor(?:y|ies)|posted\s+in)\s*[:：].{0,200}|コメントはありません|コメントする|コメント(?:を書く|欄)|permalink|パーマリンク|固定リンク"
                   r"|last\s+updated\s+by.{0,40}|\d+\s*(?:views?|回表示|pv))" + _END),
        ("advert", r"^(?:スポンサー(?:ド)?(?:リンク|サーチ)?|広告|[\[【(（]?\s*(?:pr|ad|ads|広告|sponsored|advertisement)\s*[\]】)）]?|advertise?ments?|sponsored(?:\s+links?)?|ads?\s+by\s+\S+|こちらもおすすめ.{0,10}|おすすめ商品|amazonで(?:見る|購入).{0,20}|楽天で(?:見る|購入).{0,20}"
                   r"|.{0,40}(?:ランキング(?:に)?(?:参加|へ)|(?:ポチ|ぽち)っと|応援クリック|にほんブログ村|人気ブログランキング|blogramランキング).{0,60})" + _END),
        ("copyright", r"^(?:(?:©|\(c\)|（c）|copyright\b|ⓒ).{0,200}|.{0,80}all\s+rights\s+reserved.{0,60}|.{0,40}(?:無断(?:転載|複製|転用|使用|引用)|禁無断転載|転載を禁).{0,60}"
                      r"|distributed\s+by\b.{0,120}|(?:re)?published\s+(?:with|by)\s+permission.{0,120}|reprinted\s+(?:with|by)\s.{0,120}"
                      r"|this\s+(?:article|story|piece|post)\s+(?:was\s+)?(?:first|originally)\s+(?:appeared|published|ran|posted).{0,160}|(?:©|\(c\)).{0,200})$"),
        ("credit", r"^[\[(（【]?\s*(?:(?:feature[d]?\s+|header\s+|main\s+|lead\s+|top\s+|cover\s+|banner\s+)?(?:image|photo(?:graph)?|picture|screenshot|video|illustration|graphic)s?\s*(?:credits?|source|courtesy(?:\s+of)?|by|via)?\s*[:：/].{1,160}"
                   r"|(?:image|photo(?:graph)?|picture)s?\s+(?:credit|courtesy|by|via|source)\b.{1,160}|(?:courtesy|credit)(?:\s+photo)?\s*(?:of\s|:|：).{1,120}|getty\s+images.{0,60}"
                   r"|(?:画像|写真|図|イラスト|アイキャッチ|トップ画像|サムネイル|カバー写真|ヘッダー画像)\s*(?:クレジット|提供|出典|引用元?|元|出所|ソース)?\s*[:：／/](?!.{40,})[^。]{1,60}|(?:撮影|提供|写真提供|画像提供)\s*[:：／/].{1,60}"
                   r"|u\.?s\.?\s+(?:air\s+force|navy|army|marine\s+corps|coast\s+guard|space\s+force|department\s+of\s+(?:defense|war)|dod)\s+(?:courtesy\s+)?(?:photo|image|video|graphic)s?(?:\s*(?:by|/|courtesy)\s*.{0,120})?)[\])）】]?$"),
    )
)  # fmt: skip

# Rows of buttons and links, compared without white space. Possessive: a long row must not be tried
# in every way that it could be divided.
_SHARE = re.compile(
    r"(?:(?>メールで送信|blogthis!?|(?:twitter|ツイッター|facebook|フェイスブック|pinterest|はてなブックマーク|はてブ|hatena|pocket|linkedin|feedly|mixi|instagram"
    r"|threads|tumblr|bluesky|telegram|whatsapp|reddit|line|note|x)(?:[でにへ](?:共有|シェア|送る|ツイート|保存|投稿|追加|ポスト|フォロー)?(?:する)?)?(?:共有|シェア)?"
    r"|リンクを?(?:取得|コピー)(?:する)?|urlをコピー(?:する)?|他のアプリ|共有(?:する)?[:：]?|シェア(?:する)?|ツイート(?:する)?|ポスト(?:する)?|いいね!?|スキ|ブックマーク(?:する)?|印刷(?:する)?"
    r"|tweet|share(?:this)?(?:(?:on|via|to)(?:twitter|facebook|x|pinterest|linkedin|reddit|email))?|likethis|like|loading\.*|email(?:this)?|print|save|copylink|getlink|otherapps"
    r"|clicktoshareon[a-z]{1,12}(?:\(opensinnewwindow\))?|(?:この記事を)?(?:シェア|共有)(?:する)?|フォロー(?:する)?|followus|follow|b!)[・|/、:：,!！]*+)++",
    re.IGNORECASE,
)
_NAVIGATION = re.compile(
    r"(?:(?>(?:次|前|新しい|以前|古い|過去)の(?:投稿|記事|ページ|エントリー?)(?:へ)?|次へ|前へ|ホーム|トップ(?:ページ)?(?:へ(?:戻る)?)?|home|top"
    r"|(?:older|newer|next|prev(?:ious)?)(?:posts?|pages?|entry|entries)?|backtotop|(?:ページの?)?(?:トップ|先頭)へ(?:戻る)?|目次(?:[\[［](?:非?表示|閉じる|開く)[\]］])?"
    r"|一覧(?:へ(?:戻る)?|に戻る)?|メニュー|menu|検索|search|登録[:：](?:投稿|コメント|すべての投稿)(?:\(atom\))?|subscribeto:?\S{0,30}|すべての投稿を表示(?:しています)?。?"
    r"|スキップして?\S{0,20}|skipto\S{0,20})[|/・«»<>←→‹›]*+)++",
    re.IGNORECASE,
)
_RELATED_HEADING = re.compile(
    r"^[■□◆◇●○▼▽▶▷★☆※・【\[［<＜(（\-—―＊*#\s]*(?:あわせて読みたい.{0,10}|(?:(?:この記事に|本文)?関連(?:する)?(?:記事|リンク|投稿|ページ|エントリー?|情報|ニュース|キーワード|商品|トピックス?))|最近の(?:記事|投稿|エントリー?)|(?:最近の)?コメント一覧|人気の?(?:記事|投稿|エントリー?|ページ)(?:ランキング)?|おすすめ(?:の)?(?:記事|投稿|エントリー?)?"
    r"|こちらの記事も.{0,15}|過去の?(?:関連)?記事|前回の記事|次回の記事|新着記事|注目記事|アクセスランキング|ブログアーカイブ|ブログ\s*アーカイブ|月別アーカイブ|アーカイブ|カテゴリー?(?:一覧)?|プロフィール|自己紹介|このブログを検索|このブログについて|ラベル|タグクラウド|リンク集?|ブログロール|マイリスト|フォロワー|読者になる|参加ユーザー|ページビューの合計|翻訳|translate"
    r"|related(?:\s+(?:articles?|posts?|stories|links?|reading|content|topics?))?|you\s+(?:may|might)\s+(?:also\s+)?like|read\s+(?:next|also)|more\s+(?:from|on|stories).{0,40}|see\s+also|recent\s+(?:posts?|comments?)|popular\s+posts?|blog\s+archive|archives?|categories|about\s+me|recommended|trending)"
    r"[】\]］>＞)）\-—―＊*#\s:：▼▽■◆はこちら]*$",
    re.IGNORECASE,
)  # fmt: skip
_RELATED_LINE = re.compile(
    r"^[■□◆◇●○▼▶・→⇒➡>»]?\s*(?:関連記事|関連リンク|関連|あわせて読みたい|参考記事?（当ブログ）|過去記事|前回の?記事|前回|related|read\s+(?:also|next|more)|see\s+also|also\s+read|more)\s*[:：>＞→].*$",
    re.IGNORECASE,
)
# Where a visible-text dump of a page leaves its posts and its sidebar or footer begins.
_PAGE_END = re.compile(
    r"^(?:(?:前の|次の|新しい|以前の|古い)投稿(?:\s+ホーム)?(?:\s+(?:前の|次の|以前の)投稿)?|ホーム|登録[:：]\s*(?:投稿|コメント|すべての投稿).{0,20}|人気の投稿|ブログ\s*アーカイブ|アーカイブ|このブログを検索|自己紹介|プロフィール|ラベル|フォロワー|ページビューの合計|powered\s+by\s+blogger.*|blogger\s*で作成.*|popular\s+posts?|blog\s+archive|about\s+me|subscribe\s+to:.*|older\s+posts?|newer\s+posts?|proudly\s+powered\s+by.*|不正行為を報告|.*テーマ(?:の画像)?[.。].*powered\s+by\s+blogger.*)$",
    re.IGNORECASE,
)


def classify_furniture(line: str) -> Furniture | None:
    """Say which kind of page furniture a line is; None for a line of the text."""
    bare = line.strip()
    if not bare or len(bare) > 300:
        return None
    for kind, pattern in _LINES:
        if pattern.match(bare):
            return kind
    compact = re.sub(r"\s+", "", bare)
    if _SHARE.fullmatch(compact):
        return "share"
    if _NAVIGATION.fullmatch(compact.strip("|/・«»<>←→‹›")):
        return "navigation"
    if _RELATED_LINE.match(bare):
        return "related"
    return None


def opens_related(line: str) -> bool:
    """Say whether a line heads a list of related links."""
    return len(line) <= 60 and bool(_RELATED_HEADING.match(line.strip()))


def ends_page(line: str) -> bool:
    """Say whether a line of a text dump is the page's footer or sidebar."""
    return len(line) <= 120 and bool(_PAGE_END.match(line.strip()))
