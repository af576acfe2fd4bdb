"""Zones and citations: shapes of posts, as tables of lines and what they are."""

# ruff: noqa: E501  lines are written as bloggers write them

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from pipeline.clean.drafts import Block, Link
from pipeline.clean.publishers import judge_publisher
from pipeline.clean.titles import parse_title
from pipeline.clean.zones import Parts, split_post
from pipeline.documents import Citation

ZONE = ZoneInfo("Asia/Tokyo")
PLAIN = "防空部隊は新しい誘導弾を受け取った。射程は従来の二倍に達する。"
PLAIN2 = "配備は三か所で進み、訓練は来春に終わる。"
POLITE = "今日はこの話題を取り上げます。"
POLITE2 = "皆さんはどう思われますか。"
TITLE = "新しい誘導弾の配備が進む（Sample Defense Daily）"


def split(text: str, title: str = TITLE) -> Parts:
    blocks, gap = [], 1
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(text=line, gap=gap))
            gap = 0
        else:
            gap += 1
    return split_post(title, blocks, ZONE)


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Missiles Arrive in the South\nBy Jane Roe\nJune 3, 2025\nhttps://x.example.com/a",
         Citation(title="Missiles Arrive in the South", authors=("Jane Roe",), published="2025-06-03", url="https://x.example.com/a")),
        ("Missiles Arrive in the South\n\nJune 3, 2025\n\nBy: Jane Roe, and John Q. Public\n\nhttps://x.example.com/a?utm_source=feed&id=7",
         Citation(title="Missiles Arrive in the South", authors=("Jane Roe", "John Q. Public"), published="2025-06-03", url="https://x.example.com/a?id=7")),
        ("https://x.example.com/a\nMissiles Arrive in the South\n2025年6月3日",
         Citation(title="Missiles Arrive in the South", published="2025-06-03", url="https://x.example.com/a")),
        ("Sample Defense Daily\nMissiles Arrive in the South\nBY JANE ROE | JUN 3, 2025 9:00 AM EDT",
         Citation(title="Missiles Arrive in the South", authors=("JANE ROE",), publisher="Sample Defense Daily", published="2025-06-03")),
        ("出典：Missiles Arrive in the South, Sample Defense Daily, June 2025",
         Citation(title="Missiles Arrive in the South", publisher="Sample Defense Daily", published="2025-06")),
        ("（出典）「南へ届く誘導弾」見本新聞、令和7年6月3日",
         Citation(title="南へ届く誘導弾", publisher="見本新聞", published="2025-06-03")),
        ("出典：見本新聞「南へ届く誘導弾」（2025年6月3日）https://x.example.jp/a",
         Citation(title="南へ届く誘導弾", publisher="見本新聞", published="2025-06-03", url="https://x.example.jp/a")),
        ("原文はこちら\nhttps://x.example.com/a", Citation(url="https://x.example.com/a")),
        ("Source: https://x.example.com/a", Citation(url="https://x.example.com/a")),
        ("元記事：Missiles Arrive in the South（https://x.example.com/a）",
         Citation(title="Missiles Arrive in the South", url="https://x.example.com/a")),
        ("“Missiles Arrive in the South” by Jane Roe, Sample Defense Daily, 3 June 2025",
         Citation(title="Missiles Arrive in the South", authors=("Jane Roe",), publisher="Sample Defense Daily", published="2025-06-03")),
        ("原題：Missiles Arrive in the South\n著者：ジェーン・ロウ\n掲載誌：Sample Defense Daily\n掲載日：2025年6月3日",
         Citation(title="Missiles Arrive in the South", authors=("ジェーン・ロウ",), publisher="Sample Defense Daily", published="2025-06-03")),
        ("Missiles arrive in the south, says commander\nPublished June 3, 2025 at 11:05 am\nhttps://x.example.com/a",
         Citation(title="Missiles arrive in the south, says commander", published="2025-06-03", url="https://x.example.com/a")),
        ("Missiles Arrive in the South\nBy Lt. Gen. Jane Roe (Ret.) and Dr. John Public, Sample Defense Daily\nJune 31, 2025",
         Citation(title="Missiles Arrive in the South", authors=("Jane Roe", "John Public"), publisher="Sample Defense Daily")),
        ("Missiles Arrive in the South\nUpdated: June 9, 2025\nPublished: June 3, 2025",
         Citation(title="Missiles Arrive in the South", published="2025-06-03")),
        ("Missiles Arrive in the South\nJune 3, 2025\nJane Roe is a senior fellow at the Sample Institute and the author of two books.",
         Citation(title="Missiles Arrive in the South", authors=("Jane Roe",), published="2025-06-03")),
        ("Jane Roe, “Missiles Arrive in the South,” Sample Defense Daily, June 3, 2025, https://x.example.com/a.",
         Citation(title="Missiles Arrive in the South", authors=("Jane Roe",), publisher="Sample Defense Daily", published="2025-06-03", url="https://x.example.com/a")),
    ],
)  # fmt: skip
def test_citation_blocks(lines: str, expected: Citation) -> None:
    parts = split(f"{PLAIN}\n\n{PLAIN2}■\n\n{lines}", "見出しだけの題")
    assert parts.citations == (expected,)
    assert bare(parts.zones.body) == bare(PLAIN + PLAIN2)
    assert parts.zones.commentary == ""


@pytest.mark.parametrize(
    "mark", ["■", "□", "◆", "●", "（了）", "(終わり)", "\n■", "\n\n■\n", "\n以上", "\nEND", "\n###"]
)
def test_end_marks(mark: str) -> None:
    parts = split(f"{PLAIN}\n\n{PLAIN2}{mark}\n\n{POLITE2}")
    assert bare(parts.zones.body) == bare(PLAIN + PLAIN2)
    assert parts.zones.commentary == POLITE2


@pytest.mark.parametrize(
    ("text", "commentary", "body"),
    [
        (f"{POLITE}\n\n{PLAIN}\n\n{PLAIN2}", POLITE, PLAIN + PLAIN2),
        (f"{PLAIN}\n\n{PLAIN2}\n\n{POLITE2}", POLITE2, PLAIN + PLAIN2),
        (f"{POLITE}\n\n{PLAIN}\n\n{PLAIN2}■\n\n{POLITE2}", POLITE + POLITE2, PLAIN + PLAIN2),
        (f"{PLAIN}\n\n（訳者注：射程は公表値です。）\n\n{PLAIN2}", "（訳者注：射程は公表値です。）", PLAIN + PLAIN2),
        (f"{PLAIN}\n\n※この部分は原文のままです。\n\n{PLAIN2}", "※この部分は原文のままです。", PLAIN + PLAIN2),
        (f"{PLAIN}\n\n司令官は次のように述べた。\n\n「備えはできています。次も成功します」\n\n{PLAIN2}", "",
         f"{PLAIN}司令官は次のように述べた。「備えはできています。次も成功します」{PLAIN2}"),
        (f"以下は米誌の論考を訳したものである。\n\n{PLAIN}\n\n{PLAIN2}■", "以下は米誌の論考を訳したものである。", PLAIN + PLAIN2),
        (f"{PLAIN}\n\n■ 背景\n\n{PLAIN2}■", "", f"{PLAIN}■ 背景{PLAIN2}"),
        (f"{PLAIN}\n\n1. 射程\n2. 数\n3. 補給\n\n{PLAIN2}", "", f"{PLAIN}1. 射程2. 数3. 補給{PLAIN2}"),
        (f"{PLAIN}\n\n1991年 湾岸戦争\n2003年 イラク戦争\n\n{PLAIN2}", "", f"{PLAIN}1991年 湾岸戦争2003年 イラク戦争{PLAIN2}"),
    ],
)  # fmt: skip
def test_own_words_and_the_article(text: str, commentary: str, body: str) -> None:
    parts = split(text)
    assert bare(parts.zones.commentary) == bare(commentary)
    assert bare(parts.zones.body) == bare(body)
    assert parts.citations == (Citation(publisher="Sample Defense Daily"),)


def test_own_words_alone_have_an_empty_body() -> None:
    parts = split(f"{POLITE}\n\n港の写真を撮ってきました。\n\n{POLITE2}", "港の一日")
    assert parts.zones.body == ""
    assert parts.citations == ()


def test_a_quote_is_the_body_of_a_post_of_own_words() -> None:
    blocks = [Block(text=POLITE), Block(text=PLAIN, quoted=True), Block(text=POLITE2)]
    parts = split_post("気になった一節", blocks, ZONE)
    assert parts.zones.body == PLAIN
    assert bare(parts.zones.commentary) == bare(POLITE + POLITE2)


def test_two_articles_give_two_citations() -> None:
    text = (
        f"{PLAIN}■\n\nMissiles Arrive in the South\nJune 3, 2025\nhttps://x.example.com/a\n\n"
        f"{PLAIN2}■\n\nTraining Ends in the North\nJune 5, 2025\nhttps://y.example.com/b"
    )
    parts = split(text, "二つの記事")
    assert [citation.title for citation in parts.citations] == [
        "Missiles Arrive in the South",
        "Training Ends in the North",
    ]
    assert bare(parts.zones.body) == bare(PLAIN + PLAIN2)


def test_a_citation_between_the_parts_of_an_article() -> None:
    text = (
        f"{PLAIN}\n\nMissiles Arrive in the South\nBy Jane Roe\nhttps://x.example.com/a\n\n{PLAIN2}"
    )
    parts = split(text, "前後編")
    assert bare(parts.zones.body) == bare(PLAIN + PLAIN2)
    assert len(parts.citations) == 1


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ("A missile launcher is parked at the base in May 2025. (Photo by Sample Agency)\n\n2025年5月、基地に置かれた発射機。（見本通信撮影）\n",
         "A missile launcher is parked at the base in May 2025.2025年5月、基地に置かれた発射機。"),
        ("写真：基地に置かれた発射機を点検する隊員\n", "写真：基地に置かれた発射機を点検する隊員"),
        ("▲基地に置かれた発射機\n", "▲基地に置かれた発射機"),
        ("基地に置かれた発射機（写真：見本通信）\n", "基地に置かれた発射機"),
        ("Soldiers load a Type 12 launcher during an exercise. U.S. Army photo by Sgt. Example\n演習で12式の発射機に装填する隊員。\n",
         "Soldiers load a Type 12 launcher during an exercise.演習で12式の発射機に装填する隊員。"),
        ("Image: Reuters\n", ""),
        ("写真提供：見本通信\n", ""),
    ],
)  # fmt: skip
def test_captions(text: str, caption: str) -> None:
    parts = split(f"{text}\n\n{PLAIN}\n\n{PLAIN2}■")
    assert bare(parts.zones.caption) == bare(caption)
    assert bare(parts.zones.body) == bare(PLAIN + PLAIN2)


@pytest.mark.parametrize(
    "line",
    [
        "© 2025 Sample News. All rights reserved.", "Distributed by Sample Content Agency, LLC", "続きを読む »", "関連記事：昔の話",
        "Facebook で共有する", "この記事の無断転載を禁じます", "にほんブログ村 ミリタリーへ", "スポンサーリンク", "3件のコメント",
        "This article originally appeared in the Sample Review.", "筆者のジェーン・ロウは見本研究所の上級研究員で、著書に『海』がある。",
        "ラベル: 陸軍, ミサイル", "【PR】", "トラックバック(0)", "Image credit: Creative Commons",
    ],
)  # fmt: skip
def test_lines_in_no_zone(line: str) -> None:
    parts = split(f"{PLAIN}\n\n{PLAIN2}■\n\n{line}")
    assert bare(parts.zones.body) == bare(PLAIN + PLAIN2)
    assert parts.zones.commentary == ""
    assert parts.zones.caption == ""


def test_a_list_of_related_links_goes() -> None:
    parts = split(f"{PLAIN}\n\n{PLAIN2}■\n\n関連記事\n・昔の話その一\n・昔の話その二\n\n{POLITE2}")
    assert parts.zones.commentary == POLITE2


def test_links_to_own_posts_cite_nothing() -> None:
    own = Block(
        text="前に書いた話", links=(Link(text="前に書いた話", url="https://me.example.com/1"),)
    )
    parts = split_post("題", [Block(text=POLITE), own], ZONE, "https://me.example.com/2")
    assert parts.citations == ()
    assert parts.zones.commentary == POLITE


@pytest.mark.parametrize(
    ("title", "publisher", "remark"),
    [
        ("題 (The National Interest)—遠いです。", "The National Interest", "遠いです。"),
        (
            "題（Military.com/The Japan News）―近いです。",
            "Military.com/The Japan News",
            "近いです。",
        ),
        ("題（TWZ）――近いです。", "TWZ", "近いです。"),
        ("題（Breaking Defense）─近いです。", "Breaking Defense", "近いです。"),
        ("題（Defense News）ー近いです。", "Defense News", "近いです。"),
        ("題（Defense News） - 近いです。", "Defense News", "近いです。"),
        ("題（ロイター）", "ロイター", ""),
        ("題（見本新聞より）", "見本新聞", ""),
        ("【USNI News】題", "USNI News", ""),
        ("(ロイター) 題", "ロイター", ""),
        ("【動画】F-35A（三沢）の話", None, ""),
        ("題（その3）", None, ""),
        ("題（追記あり）", None, ""),
        ("F-35（ライトニングII）の値段", None, ""),
        ("遠い国の港の題―今日は港の話をします。", None, "今日は港の話をします。"),
        ("GCAP―日英伊の計画", None, ""),
    ],
)
def test_titles(title: str, publisher: str | None, remark: str) -> None:
    heading = parse_title(title)
    assert heading.publisher == publisher
    assert heading.remark == remark


@pytest.mark.parametrize(
    ("name", "judged"),
    [
        ("The War Zone", "known"), ("ＵＳＮＩ　Ｎｅｗｓ", "known"), ("Sample Defense Weekly", "likely"), ("見本通信", "likely"),
        ("Golden Dome", "possible"), ("その2", "no"), ("動画あり", "no"), ("2025年", "no"), ("https://x.example.com", "no"),
    ],
)  # fmt: skip
def test_publishers(name: str, judged: str) -> None:
    assert judge_publisher(name) == judged


def test_a_gloss_in_a_title_is_no_source() -> None:
    text = f"{POLITE}\n\n迎撃構想Golden Domeには課題が多いと思います。"
    parts = split(text, "新しい迎撃構想（Golden Dome）")
    assert parts.citations == ()
