"""Copies of blog pages as text: what stands around posts, whose words they are, where they end."""

# ruff: noqa: E501  copies are written as they come

from __future__ import annotations

import pytest

from pipeline.documents import Post
from pipeline.sources import Format
from tests.clean.helpers import posts, read

P1 = "海軍は新しい無人艇の試験を始めた。試験は三か月続き、五隻が参加する。"
P2 = "艇は二十日のあいだ補給なしで航行できる。乗員は陸から操る。"
P3 = "計画は議会の承認を待っている。費用は一隻あたり三億ドルに上る。"
Q1 = "陸軍は砲弾の増産を急ぐ。工場は二十四時間動き、月産は十万発に近づいた。"
Q2 = "だが火薬の原料が足りない。綿の輸入は前年の半分に落ちた。"
OWN = "このところ仕事が忙しく、更新が遅れています。気長にお待ちください。"
CITED = "Unmanned Boats\nBy Alex Sample\nJune 3, 2025\nhttps://news.example.com/boats"
T1, T2, T3 = (
    "無人艇が艦隊を変える（Sample Fleet Weekly）",
    "砲弾が足りない(Placeholder Land Review)―原料の話です",
    "更新についてのお知らせ",
)


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


def read_page(text: str) -> list[Post]:
    return posts(read(Format.LABEL_TEXT, text))


def check_three(
    text: str, days: tuple[str, str, str] = ("2025-06-20", "2025-06-11", "2025-05-30")
) -> None:
    found = read_page(text)
    assert [post.title for post in found] == [T1, T2, T3]
    assert tuple((post.published or "")[:10] for post in found) == days
    assert lines(found[0].zones.body) == [P1, P2, P3]
    assert found[0].zones.commentary == ""
    assert [cited.url for cited in found[0].citations] == ["https://news.example.com/boats"]
    assert lines(found[1].zones.body) == [Q1, Q2]
    assert found[1].zones.commentary == "原料の話です"
    assert found[2].zones.body == ""
    assert found[2].zones.commentary == OWN
    assert all(post.zones.caption == "" for post in found)


def build_page(
    foot: str,
    *,
    head: str = "",
    tail: str = "",
    dates: tuple[str, str, str] | None = None,
    order: str = "date-title",
) -> str:
    days = dates or ("2025年6月20日金曜日", "2025年6月11日水曜日", "2025年5月30日金曜日")
    texts = (f"{P1}\n\n{P2}\n\n{P3}\n\n{CITED}", f"{Q1}\n\n{Q2}", OWN)
    parts = []
    for day, title, text in zip(days, (T1, T2, T3), texts, strict=True):
        top = f"{day}\n\n{title}" if order == "date-title" else f"{title}\n{day}"
        parts.append(f"{top}\n\n{text}\n\n{foot}\n")
    return f"{head}\n" + "\n".join(parts) + f"\n{tail}"


FEET = [
    "投稿者 Jo Template 時刻: 21:04 0 件のコメント:\nメールで送信BlogThis!Xで共有するFacebook で共有するPinterest に共有\nラベル: 海軍, 無人艇",
    "Posted by Jo Template at 9:04 PM No comments:\nEmail ThisBlogThis!Share to XShare to FacebookShare to Pinterest\nLabels: navy, drones",
    "Posted by Jo Template at 21:04 2 comments: Links to this post\nLabels: navy",
    "コメント(4)　トラックバック(0)　▲このページの先頭へ",
    "Posted by 見本 at 21:04│Comments(0)│海軍",
    "カテゴリ：海軍\nコメント(0) | トラックバック(0)",
    "シェア:\nX　Facebook　はてなブックマーク　Pocket\nコメントする",
    "見本 | 2025-06-20 | 海軍 | コメント: 0",
    "タグ： 海軍 無人艇\nいいね！ 読み込み中…",
    "この記事へのトラックバックURL\nhttp://sample.example.com/tb.cgi/120\nコメントを書く",
    "[ 海軍 ] 2025/06/20(金) 21:04 | CM(0) | TB(0)",
    "by jotemplate | 2025-06-20 21:04 | 海軍 | Trackback | Comments(0)",
    "拍手する\nコメント (2)\n▲ トップへ",
    "Share this:\nClick to share on X (Opens in new window)\nLike this:\nLike Loading...\nLeave a comment",
    "＊＊＊",
    "",
]
HEADS = [
    "",
    "見本の安全保障ノート\n海と空の記事を訳す場所\nラベル 海軍 の投稿を表示しています。 すべての投稿を表示\n",
    "Sample Security Notes\nShowing posts with label navy. Show all posts\nShowing posts with label navy. Show all posts\n",
    "見本ノート\nホーム　このサイトについて　お問い合わせ\n月別アーカイブ: 2025年6月\n",
    "見本ノート\nカテゴリ「海軍」の記事一覧\n",
    "コンテンツへスキップ\n見本ノート\nメニュー\nカテゴリー: 海軍\n",
    "見本ノート\nこのブログを検索\n人気の投稿\n空母の値段(Sample Fleet Weekly)\n空母は高い。次の艦はさらに高いという...\n砲の歴史\n砲の話の続きを書きました...\nブログ アーカイブ\n▼  2025 (41)\n▼  6月 (7)\n▶ 5月 (9)\nラベル\n海軍 (12)\n自己紹介\nJo Template\n詳細プロフィールを表示\n",
    "見本ノート\n\n最新記事\n・無人艇が艦隊を変える（Sample Fleet Weekly） (06/20)\n・砲弾が足りない (06/11)\n\nカテゴリ\n・海軍 (12)\n・陸軍 (5)\n\nカレンダー\n2025年6月\n日 月 火 水 木 金 土\n1 2 3 4 5 6 7\n\n",
]
TAILS = [
    "",
    "次の投稿 前の投稿 ホーム\n登録: 投稿 (Atom)\n人気の投稿\n空母の値段(Sample Fleet Weekly)\n空母は高い。\nPowered by Blogger.",
    "Newer Posts Older Posts Home\nSubscribe to: Posts (Atom)\nPopular Posts\nCarrier prices\nAbout Me\nJo Template\nView my complete profile\nPowered by Blogger.",
    "1 | 2 | 3 | 次へ≫\n最新コメント\n空母の値段（名無し／06月09日）\n月別アーカイブ\n2025年06月(3)　2025年05月(6)\nCopyright (C) 見本ノート All Rights Reserved.",
    "← 過去の投稿\n\n最近の投稿\n滑走路の直し方\n電波を出さない部隊\n\nアーカイブ\n2025年6月\n2025年5月\n\nProudly powered by WordPress",
    "<< 前のページ 次のページ >>\nプロフィール\nHN：見本\n性別：非公開\n最新コメント\n[06/09 名無し]\nリンク\n管理画面",
    "1 2 3 … 12 次へ →\n\n検索\n最近の投稿\n空母の値段\nカテゴリー\n海軍\n陸軍\n© 2025 見本ノート",
    "Page 1 of 12\nPrevious 1 2 3 Next\nArchives\nJune 2025\nMay 2025\nCategories\nNavy\nArmy\nPrivacy Policy",
    "ページトップへ\n\n记事一覧へ\n\nスマートフォン版 | PC版\nこのブログの人気記事\n1位 空母の値段",
    "前ページ | 次ページ\n\nブログパーツ\nRSSリンクの表示\n最近記事のRSS\nリンクフリー\n友達申請",
]


@pytest.mark.parametrize("foot", FEET)
def test_feet(foot: str) -> None:
    check_three(build_page(foot))


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("foot", FEET[:3])
def test_heads(head: str, foot: str) -> None:
    check_three(build_page(foot, head=head))


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("foot", [FEET[0], FEET[1], FEET[3], FEET[6], FEET[-1]])
def test_tails(tail: str, foot: str) -> None:
    check_three(build_page(foot, tail=tail))


@pytest.mark.parametrize(
    "dates",
    [
        ("2025年6月20日金曜日", "2025年6月11日水曜日", "2025年5月30日金曜日"),
        ("2025年6月20日", "2025年6月11日", "2025年5月30日"),
        ("2025年06月20日（金）", "2025年06月11日（水）", "2025年05月30日（金）"),
        ("２０２５年６月２０日（金）", "２０２５年６月１１日（水）", "２０２５年５月３０日（金）"),
        ("令和7年6月20日(金)", "令和7年6月11日(水)", "令和7年5月30日(金)"),
        ("令和七年六月二十日", "令和七年六月十一日", "令和七年五月三十日"),
        ("2025/06/20", "2025/06/11", "2025/05/30"),
        ("2025.06.20", "2025.06.11", "2025.05.30"),
        ("2025.6.20 Fri", "2025.6.11 Wed", "2025.5.30 Fri"),
        ("2025-06-20", "2025-06-11", "2025-05-30"),
        ("2025-06-20 21:04", "2025-06-11 7:30", "2025-05-30 12:00"),
        ("2025年6月20日 21:04", "2025年6月11日 7:30", "2025年5月30日 12:00"),
        ("Friday, June 20, 2025", "Wednesday, June 11, 2025", "Friday, May 30, 2025"),
        ("June 20, 2025", "June 11, 2025", "May 30, 2025"),
        ("20 June 2025", "11 June 2025", "30 May 2025"),
        ("Friday, 20 June 2025", "Wednesday, 11 June 2025", "Friday, 30 May 2025"),
        ("Jun 20, 2025", "Jun 11, 2025", "May 30, 2025"),
        ("■2025年6月20日", "■2025年6月11日", "■2025年5月30日"),
        ("【2025年6月20日】", "【2025年6月11日】", "【2025年5月30日】"),
        ("投稿日: 2025年6月20日", "投稿日: 2025年6月11日", "投稿日: 2025年5月30日"),
        ("公開日：2025/06/20", "公開日：2025/06/11", "公開日：2025/05/30"),
    ],
)
@pytest.mark.parametrize("order", ["date-title", "title-date"])
def test_date_lines(dates: tuple[str, str, str], order: str) -> None:
    check_three(build_page(FEET[3], dates=dates, order=order))


@pytest.mark.parametrize(
    "more",
    [
        "続きを読む »",
        "続きを読む >>",
        "Read more »",
        "[続きを読む]",
        "もっと読む",
        "続きを見る",
        "(続きを読む)",
        "続き→",
        "... 続きを読む",
        "Continue reading →",
        "この記事の続きを読む",
        "▼続きを読む",
        "続きはこちら",
    ],
)
def test_jump_breaks(more: str) -> None:
    text = build_page(FEET[0]).replace(Q2, more)
    found = read_page(text)
    assert [post.excerpt for post in found] == [False, True, False]
    assert lines(found[1].zones.body) == [Q1]


COMMENTS = [
    "2 件のコメント:\n\n匿名 さん:\nいつも楽しみにしています。続きを待っています。\n2025年6月21日 22:41\n\nJo Template さん:\nありがとうございます。\n2025年6月22日 7:05\n\nコメントを投稿",
    "2 comments:\n\nAnonymous said...\nThank you for the translation.\nJune 21, 2025 at 10:41 PM\n\nJo Template said...\nYou are welcome.\nJune 22, 2025 at 7:05 AM\n\nPost a Comment",
    "コメント\n\n匿名2025年6月21日 22:41\n面白い記事でした。\n\n返信\n\nJo Template2025年6月22日 7:05\nありがとうございます。\n返信\n\nコメントを追加\nもっと読み込む...",
    "この記事へのコメント\n\n1. Posted by 名無し 2025年06月21日 22:41\n面白い記事でした。\n2. Posted by 見本 2025年06月22日 07:05\nありがとうございます。\n\nコメントする\n名前\nメール\nURL",
    "コメント一覧\n\n読者A\n2025/06/21 22:41\n面白い記事でした。\n返信する\n\n読者B\n2025/06/22 07:05\n私もそう思います。\n返信する\n\nコメントを書く",
    "コメント（2件）\n名無しさん | 2025.06.21 22:41\n面白い記事でした。\n見本 | 2025.06.22 07:05\nありがとうございます。",
    "Comments\n\nreader\nJune 21, 2025 at 10:41 pm\nGood piece.\nReply\n\nJo Template\nJune 22, 2025 at 7:05 am\nThanks.\nReply\n\nLeave a Reply\nYour email address will not be published.",
    "1件のコメント\n\n読者A より:\n2025年6月21日 22:41\n面白い記事でした。\n返信\n\nコメントを残す\nメールアドレスが公開されることはありません。",
    "＊コメント＊\n面白い記事でした。\n投稿: 読者A | 2025年6月21日 (土) 22:41\nありがとうございます。\n投稿: 見本 | 2025年6月22日 (日) 07:05",
    "■コメント\n■面白い記事でした [名無し]\n2025/06/21(土) 22:41\nまた読みに来ます。\n■コメントの投稿",
]


@pytest.mark.parametrize("comments", COMMENTS)
@pytest.mark.parametrize("date", ["2025年6月20日金曜日", "Friday, June 20, 2025", "2025.06.20"])
def test_comments_are_no_posts(comments: str, date: str) -> None:
    text = f"メニュー\nホーム\n\n{date}\n\n{T1}\n\n{P1}\n\n{P2}\n\n{CITED}\n\n{comments}\n\n次の投稿 前の投稿 ホーム\n"
    (post,) = read_page(text)
    assert post.title == T1
    assert lines(post.zones.body) == [P1, P2]
    assert post.zones.commentary == ""
    assert len(post.citations) == 1


@pytest.mark.parametrize("comments", COMMENTS[:7])
def test_comments_of_a_post_without_a_citation(comments: str) -> None:
    (post,) = read_page(f"2025年6月20日金曜日\n\n{T3}\n\n{OWN}\n\n{comments}\n")
    assert post.zones.commentary == OWN
    assert post.zones.body == ""


@pytest.mark.parametrize(
    "talk",
    [
        [
            "無人艇は何を変えますか。",
            "艦隊の形を変えます。小さな船が増え、港が足りなくなるでしょう。",
            "費用はどうでしょうか？",
            "一隻あたり三億ドルです。",
            "私は、安くはないと思います。",
        ],
        [
            "Sample Fleet Weekly：無人艇は何を変えますか。",
            "Alex Sample：艦隊の形を変えます。小さな船が増え、港が足りなくなるでしょう。",
            "Sample Fleet Weekly：費用はどうでしょうか。",
            "Alex Sample：一隻あたり三億ドルです。",
            "私は、安くはないと思います。",
        ],
        [
            "質問1　無人艇は何を変えますか。",
            "艦隊の形を変えます。小さな船が増え、港が足りなくなるでしょう。",
            "質問2　費用はどうでしょうか。",
            "一隻あたり三億ドルです。",
        ],
        [
            "SFW: 無人艇は何を変えますか。",
            "AS: 艦隊の形を変えます。小さな船が増え、港が足りなくなるでしょう。",
            "SFW: 費用はどうでしょうか。",
            "AS: 一隻あたり三億ドルです。",
        ],
        [
            "【聞き手】無人艇は何を変えますか。",
            "【サンプル氏】艦隊の形を変えます。小さな船が増え、港が足りなくなるでしょう。",
            "【聞き手】費用はどうでしょうか。",
            "【サンプル氏】一隻あたり三億ドルです。",
        ],
        [
            "○記者　無人艇は何を変えますか。",
            "○サンプル大佐　艦隊の形を変えます。小さな船が増え、港が足りなくなるでしょう。",
            "○記者　費用はどうでしょうか。",
            "○サンプル大佐　一隻あたり三億ドルです。",
        ],
        [
            "（問）無人艇は何を変えますか。",
            "（答）艦隊の形を変えます。小さな船が増え、港が足りなくなるでしょう。",
            "（問）費用はどうでしょうか。",
            "（答）一隻あたり三億ドルです。",
        ],
        [
            "――無人艇は何を変えますか。",
            "艦隊の形を変えます。小さな船が増え、港が足りなくなるでしょう。",
            "――費用はどうでしょうか。",
            "一隻あたり三億ドルです。安くはありません。",
        ],
        [
            "Q：無人艇は何を変えますか。",
            "A：艦隊の形を変えます。小さな船が増え、港が足りなくなるでしょう。",
            "Q：費用はどうでしょうか。",
            "A：一隻あたり三億ドルです。安くはありません。",
        ],
        [
            "記者：無人艇は何を変えますか。",
            "サンプル：艦隊の形を変えます。小さな船が増え、港が足りなくなるでしょう。",
            "記者：費用はどうでしょうか。",
            "サンプル：一隻あたり三億ドルです。安くはありません。",
        ],
        [
            "【問】無人艇は何を変えますか。",
            "【答】艦隊の形を変えます。小さな船が増え、港が足りなくなるでしょう。",
            "【問】費用はどうでしょうか。",
            "【答】一隻あたり三億ドルです。安くはありません。",
        ],
        [
            "Q. 無人艇は何を変えますか。",
            "艦隊の形を変えます。小さな船が増え、港が足りなくなるでしょう。",
            "Q. 費用はどうでしょうか。",
            "一隻あたり三億ドルです。私は安くはないと思います。",
        ],
        [
            "― 無人艇は何を変えますか？",
            "艦隊の形を変えます。小さな船が増え、港が足りなくなるでしょう。",
            "― 費用はどうでしょうか？",
            "一隻あたり三億ドルです。皆さんが思うより高いですね。",
        ],
        [
            "記者「無人艇は何を変えますか」",
            "サンプル「艦隊の形を変えます。小さな船が増え、港が足りなくなるでしょう」",
            "記者「費用はどうでしょうか」",
            "サンプル「一隻あたり三億ドルです。安くはありません」",
        ],
    ],
)
@pytest.mark.parametrize("frame", [True, False])
def test_interviews_are_the_article(talk: list[str], frame: bool) -> None:
    opening = "今週は造船官への聞き取りを訳してみました。少し長めです。"
    closing = "日本の港でも同じ話になりそうですね。次回は機雷の記事を取り上げます。"
    article = "\n\n".join(talk)
    text = f"{opening}\n\n{article}\n\n{CITED}\n\n{closing}" if frame else f"{article}\n\n{CITED}"
    (post,) = read_page(f"2025年6月20日金曜日\n\n造船官に聞く（Sample Fleet Weekly）\n\n{text}\n")
    assert lines(post.zones.body) == talk
    assert lines(post.zones.commentary) == ([opening, closing] if frame else [])


def test_excerpts_of_a_search_page() -> None:
    text = (
        "見本ノート\n「無人艇」の検索結果 3件\n\n"
        "2025年6月20日\n\n無人艇が艦隊を変える（Sample Fleet Weekly）\n\n海軍は新しい無人艇の試験を始めた。試験は三か月続き…\n\n"
        "2025年6月11日\n\n砲弾が足りない(Placeholder Land Review)\n\n陸軍は砲弾の増産を急ぐ。工場は [...]\n\n"
        "2025年5月30日\n\n機雷の値段（Sample Mine Digest）\n\n機雷は安い。掃海は高い。差は百倍に...\n\n"
        "1 2 3 次へ\n"
    )
    found = read_page(text)
    assert [post.excerpt for post in found] == [True] * 3
    assert [post.zones.body for post in found] == [
        "海軍は新しい無人艇の試験を始めた。試験は三か月続き",
        "陸軍は砲弾の増産を急ぐ。工場は",
        "機雷は安い。掃海は高い。差は百倍に",
    ]


@pytest.mark.parametrize(
    "tail",
    [
        "« 空母の値段 | メイン | 機雷の値段 »",
        "≪ 空母の値段 | トップページ | 機雷の値段 ≫",
        "前の記事: 空母の値段 (2025/05/30)\n次の記事: 機雷の値段 (2025/06/25)",
        "前の記事：空母の値段\n次の記事：機雷の値段",
        "<< 空母の値段 | 機雷の値段 >>",
        "← 空母の値段\n機雷の値段 →",
        "前：空母の値段　次：機雷の値段",
        "＜前の記事 空母の値段\n次の記事＞ 機雷の値段",
        "PREV: 空母の値段\nNEXT: 機雷の値段",
        "Previous: 空母の値段 | Next: 機雷の値段",
        "この記事へのトラックバック一覧です: 無人艇が艦隊を変える\n» 港の話 [別のブログ]\n港の話を書きました。艇は小さい。 [続きを読む]\n受信: 2025年6月21日 (土) 10:00",
        "トラックバックURL\nhttps://sample.example.com/tb/120\nこの記事へのトラックバック\n港の話\n港の話を書きました。\n別のブログ | 2025年6月21日 10:00",
        "最終更新日: 2025年6月21日",
        "アクセス数: 123",
        "カテゴリ: 海軍 | 2025年6月20日 21:04",
        "この記事の評価: ★★★★☆",
        "タグ: 海軍, 無人艇 | コメント: 0 | トラックバック: 0",
        "このエントリーをはてなブックマークに追加",
        "人気記事\n1. 空母の値段\n2. 砲の歴史",
        "同じカテゴリーの記事\n空母の値段（2025-05-30 21:04）\n砲の歴史（2025-05-11 20:00）",
        "関連記事\n・空母の値段（Sample Fleet Weekly）2025/05/30\n・砲の歴史 2025/05/11",
        "【関連記事】\n空母の値段\nhttps://sample.example.com/118",
        "Last modified: Fri Jun 20 21:04:33 JST 2025",
        "[戻る] [トップ] [次へ]",
        "Since 2003.4.1",
        "最終更新 2025/06/20 sample@example.com",
        "(C) Mihon 2003-2025",
        "Total: 12345 Today: 12 Yesterday: 30",
        "Generated by tDiary version 2.0",
        "Powered by MovableType 3.2",
        "Powered by WordPress",
        "Syndicate this site (XML)",
        "Posted by sample at 2025年06月20日 21:04 | TrackBack",
        "HOME > 記事一覧 > 海軍",
        "メールはこちら",
        "サイトマップ | お問い合わせ | プライバシーポリシー",
        "この記事を印刷する",
        "PDF版をダウンロード",
        "Twitterでフォロー",
        "RSS",
        "検索:\n最近のコメント\n名無し on 空母の値段\nアーカイブ\n2025年6月",
        "前の日 次の日",
        "<前の日 | 次の日>",
        "リンク元\n3 http://search.example.com/",
        "投稿ナビゲーション\n← 空母の値段 機雷の値段 →",
        "作成者: sample",
        "この投稿は 2025年6月20日 に sample によって 海軍 に投稿されました。",
        "カテゴリー: 海軍 パーマリンク",
        "This entry was posted on 2025年6月20日 and is filed under 海軍.",
        "コメントは受け付けていません。",
        "コメントは承認後に表示されます。",
        "Unmanned Boats of 2024 (May 2, 2025)\n機雷の値段 (2025年5月1日)",
        "最近の記事\nThe Carrier Price（Sample Fleet Weekly） 2025年5月1日",
        "おすすめ商品\n見本の海 サンプル著",
        "人気ブログランキングへ",
        "ブログランキング・にほんブログ村へ",
        "いいね！した人",
        "次のページへ",
        "拍手ありがとうございます",
        "Category: 海軍",
        "投票お願いします",
        "お気に入りに追加",
        "読者になる",
        "@mihon_note をフォロー",
        "PR",
        "広告",
        "※このブログはリンクフリーです",
        "プロフィール\nJo Template\n海の記事を訳しています。\n\n最新記事\n無人艇が艦隊を変える (06/20)\n空母の値段 (05/30)\n\n最新コメント\n名無し：空母の値段 (06/01)",
    ],
)
@pytest.mark.parametrize("cited", [CITED, ""])
def test_what_follows_a_single_post(tail: str, cited: str) -> None:
    (post,) = read_page(f"2025年6月20日金曜日\n\n{T1}\n\n{P1}\n\n{P2}\n\n{cited}\n\n{tail}\n")
    assert lines(post.zones.body) == [P1, P2]
    assert post.zones.commentary == ""
    assert [one.title for one in post.citations] == (["Unmanned Boats"] if cited else [None])


@pytest.mark.parametrize(
    "foot",
    [
        "この記事へのコメント(2)\n面白く読みました。 / 通りすがり\n続きを待っています。 / 見本読者",
        "この記事へのコメント (0)",
        "この投稿へのコメント：0件",
        "コメント(2)\n艇の値段が気になります。 ／ 名無し\n管理人です。調べておきます。 ／ 管理人",
        "この記事に対するコメント(1)\n\n名無し\n2025年6月21日 10:15\n勉強になりました。",
        "この記事へのトラックバック(0)\nこの記事へのコメント(1)\n懐かしい話です。 - 元会社員",
    ],
)
@pytest.mark.parametrize("order", ["date-title", "title-date"])
def test_comments_that_a_heading_counts(foot: str, order: str) -> None:
    check_three(build_page(foot, order=order))


@pytest.mark.parametrize(
    "tail",
    [
        "コメント\nコメントを投稿\nこのブログの人気の投稿\n灯台の記録を読む\n2024年2月11日（日）\n図書室で見つけた一冊の記録は…",
        "当ブログの人気記事\n灯台の記録を読む\n2024年2月11日\n図書室で見つけた一冊の記録は…",
        "よく読まれている記事\n灯台の記録を読む\n2024年2月11日\n図書室で見つけた一冊の記録は…",
        "注目の投稿\n灯台の記録を読む\n2024/02/11\n図書室で見つけた一冊の記録は…",
    ],
)
def test_other_posts_after_a_single_post(tail: str) -> None:
    (post,) = read_page(
        f"2025年6月20日（金）\n{T1}\n\n{P1}\n\n{P2}\n\n{P3}■\n\n{CITED}\n\n{tail}\n"
    )
    assert lines(post.zones.body) == [P1, P2, P3]
    assert post.zones.commentary == ""
    assert [cited.url for cited in post.citations] == ["https://news.example.com/boats"]


@pytest.mark.parametrize(
    "line",
    [
        "この記事は有料会員限定です。残り 1,024 文字",
        "有料会員になると続きをお読みいただけます。",
        "会員登録（無料）すると、続きをお読みいただけます。",
        "ログインして続きを読む",
        "続きは有料会員の方のみご覧いただけます。",
        "このページは 1024×768 でご覧ください",
        "当サイトは見本軍事リングに参加しています",
        "[前へ | ランダム | 次へ]",
        "メールで購読する ・ Xで共有",
    ],
)
def test_lines_of_the_page_are_in_no_zone(line: str) -> None:
    (post,) = read_page(f"2025年6月20日（金）\n{T1}\n\n{P1}\n\n{P2}\n\n{P3}\n\n{line}\n")
    assert lines(post.zones.body) == [P1, P2, P3]
    assert post.zones.commentary == ""


@pytest.mark.parametrize(
    "line",
    [
        "カメラは1920×1080の解像度で撮影し、百メートル先の人を見分ける。",
        "残りは六百発である。",
        "隊員は登録を済ませると、残りの装備を受け取った。",
        "購読者は三万人に達した。",
    ],
)
def test_like_lines_of_the_article_stay(line: str) -> None:
    (post,) = read_page(f"2025年6月20日（金）\n{T1}\n\n{P1}\n\n{line}\n\n{P3}\n")
    assert lines(post.zones.body) == [P1, line, P3]


@pytest.mark.parametrize(
    "foot",
    [
        "{}",
        "投稿日: {}",
        "（{}）",
        "{} 記",
        "Posted by 見本 at {}",
        "{} 21:04 │ Comments(0) │ 海軍",
        "投稿者: 見本 日時: {}\nラベル: 海軍",
    ],
)
@pytest.mark.parametrize("tail", TAILS[:4])
def test_dates_behind_the_posts(foot: str, tail: str) -> None:
    texts = (f"{P1}\n\n{P2}\n\n{P3}\n\n{CITED}", f"{Q1}\n\n{Q2}", OWN)
    days = ("2025年6月20日金曜日", "2025年6月11日水曜日", "2025年5月30日金曜日")
    parts = [
        f"{title}\n\n{text}\n\n{foot.format(day)}\n"
        for title, text, day in zip((T1, T2, T3), texts, days, strict=True)
    ]
    check_three("見本ノート\nホーム\n\n" + "\n\n".join(parts) + f"\n{tail}")


def test_a_chronology_is_no_row_of_dates_behind_posts() -> None:
    years = f"{T1}\n2025年6月20日金曜日\n\n年表である。\n\n2014年3月18日\n\n{P1}\n\n2022年2月24日\n\n{P2}\n"
    (post,) = read_page(years)
    assert (post.title, post.published) == (T1, "2025-06-20")
    assert "2022年2月24日" in post.zones.body


@pytest.mark.parametrize(
    "days",
    [
        ("6月20日（金）", "6月11日（水）", "5月30日（金）"),
        ("■６月２０日", "■６月１１日", "■５月３０日"),
        ("六月二十日（金）", "六月十一日（水）", "五月三十日（金）"),
        ("6/20(金)", "6/11(水)", "5/30(金)"),
        (None, None, None),
    ],
)
@pytest.mark.parametrize("tail", TAILS[:2])
def test_posts_without_a_full_date(days: tuple[str | None, ...], tail: str) -> None:
    texts = (f"{P1}\n\n{P2}\n\n{P3}\n\n{CITED}", f"{Q1}\n\n{Q2}", OWN)
    parts = [
        f"{day or ''}\n{title}\n\n{text}\n"
        for title, text, day in zip((T1, T2, T3), texts, days, strict=True)
    ]
    check_three("見本ノート\nホーム\n\n" + "\n\n".join(parts) + f"\n{tail}", ("", "", ""))


def test_a_text_without_posts_stays_a_rejection() -> None:
    assert read_page(f"見本ノート\n\n{P1}\n\n\n{P2}\n\n\n{P3}\n") == []


@pytest.mark.parametrize(
    "heading", ["人気の投稿", "注目の記事", "Popular posts", "よく読まれている記事"]
)
def test_posts_that_are_shown_again_are_no_posts(heading: str) -> None:
    text = f"""{T1}

日時: 6月 20, 2025

{P1}

続きを読む

{heading}

{T2}
日時: 3月 01, 2024
{Q1}

続きを読む
"""
    assert [post.title for post in read_page(text)] == [T1]


def test_under_one_date_a_notice_follows_a_post_whose_end_is_said() -> None:
    text = f"""2025年6月20日金曜日

{T1}

{P1}

{P2}■



{CITED}



著者について:アレックス・サンプルは退役した海軍将校で、装備調達について執筆しています。


{T3}

{OWN}



2025年6月11日水曜日

{T2}

{Q1}

{Q2}■
"""
    found = read_page(text)
    assert [post.title for post in found] == [T1, T3, T2]
    assert [post.published for post in found] == ["2025-06-20", "2025-06-20", "2025-06-11"]
    assert found[1].zones.commentary == OWN


def test_a_short_line_right_over_an_english_caption_is_its_twin() -> None:
    text = f"""2025年6月20日金曜日

{T1}

夜の海を進む試験艇。
A test boat sails at night off the coast.

{P1}

{P2}■

{CITED}

ジョー・テンプレート Jo Template は海事記者。元編集者。
"""
    (found,) = read_page(text)
    assert lines(found.zones.caption) == [
        "夜の海を進む試験艇。",
        "A test boat sails at night off the coast.",
    ]
    assert lines(found.zones.body) == [P1, P2]
    assert found.zones.commentary == ""
