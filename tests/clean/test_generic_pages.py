"""Pages of systems without a layout of their own: what the generic reader makes of them.

The pages were written to tune it, after what such systems publish; labelled cases that it was not
tuned on are in tests/cases.
"""

# ruff: noqa: E501  markup is written as sites write it

from __future__ import annotations

import pytest

from pipeline.documents import Post
from tests.clean.helpers import clean, posts

P1 = "沿岸警備の無人艇は、夜間の監視で人の目を補う役割を担う。通信が切れても帰投できる設計である。"
P2 = "一方で波の高い外洋では稼働率が下がる。整備の人手も陸上より多く要る。"
P3 = "各国は母艦との組み合わせを試している。結論はまだ出ていない。"
OWN = "久しぶりに港を歩いてきました。岸壁の風が冷たかったですが、艦影はやはり良いものですね。"


def one(page: str, **fields: str | None) -> Post:
    found = posts(clean(page, **fields))
    assert len(found) == 1, [post.title for post in found]
    return found[0]


def plain(text: str) -> str:
    return "".join(text.split())


def page(body: str, head: str = "", title: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def test_an_article_element_without_a_body_class() -> None:
    found = one(
        page(
            f"""<header class="gh-head"><a href="/">海の記録</a></header>
            <main><article class="gh-article post tag-navy"><header class="gh-article-header">
            <h1 class="gh-article-title">無人艇の夜（Example Coast Review）―夜の海は怖いです。</h1>
            <div class="gh-article-meta"><span>見本</span><time datetime="2026-03-02">2 Mar 2026</time><span>3 min read</span></div>
            <figure class="gh-article-image"><img src="a.jpg"><figcaption>岸壁の無人艇</figcaption></figure></header>
            <section class="gh-content gh-canvas"><p>{P1}</p><h2>外洋では</h2><p>{P2}</p>
            <p>Boats in the Dark<br>By Alex Sample<br>https://coast.example.com/dark</p></section></article></main>
            <aside class="read-more-wrap"><h4>Read more</h4><article class="gh-card post"><a class="gh-card-link" href="/other/">
            <h3 class="gh-card-title">別の記事</h3><p class="gh-card-excerpt">別の記事の抜粋。</p></a></article></aside>
            <footer>© 2026 海の記録</footer>""",
            '<meta property="og:type" content="article"><meta property="og:title" content="無人艇の夜（Example Coast Review）―夜の海は怖いです。">'
            '<link rel="canonical" href="https://sea.example.com/night-boats/">',
            "無人艇の夜（Example Coast Review）―夜の海は怖いです。",
        )
    )
    assert found.title == "無人艇の夜（Example Coast Review）―夜の海は怖いです。"
    assert found.published == "2026-03-02"
    assert found.url == "https://sea.example.com/night-boats/"
    assert plain(found.zones.body) == plain(P1 + "外洋では" + P2)
    assert found.zones.caption == "岸壁の無人艇"
    assert found.zones.commentary == "夜の海は怖いです。"
    assert not found.excerpt
    (citation,) = found.citations
    assert (citation.title, citation.authors) == ("Boats in the Dark", ("Alex Sample",))


def test_meaningless_class_names() -> None:
    found = one(
        page(
            f"""<div id="SITE_CONTAINER"><div class="x1a2"><a href="/">港の手帳</a><ul class="y9"><li><a href="/about">紹介</a></li></ul></div>
            <div class="k3j4"><div class="q7"><span>2025年12月24日</span><span>読了時間: 2分</span></div><div class="q8"><h1><span>冬の港を歩く</span></h1></div>
            <div class="zz"><div class="r1"><p>{OWN}</p></div><div class="r2"><p>来月は別の港へ行く予定です。</p></div></div>
            <div class="w2"><h2>最新記事</h2><div><a href="/p/1">夏の港</a></div><div><a href="/p/2">秋の港</a></div></div></div>
            <div class="x9">© 港の手帳</div></div>""",
            '<link rel="canonical" href="https://minato.example.com/post/winter">',
            "冬の港を歩く | 港の手帳",
        )
    )
    assert found.title == "冬の港を歩く"
    assert found.published == "2025-12-24"
    assert plain(found.zones.commentary) == plain(OWN + "来月は別の港へ行く予定です。")


def test_text_in_several_widgets() -> None:
    found = one(
        page(
            f"""<header><nav><a href="/">装備の棚</a></nav></header><div data-elementor-type="single-post" class="elementor elementor-location-single">
            <div class="elementor-widget elementor-widget-theme-post-title"><h1 class="elementor-heading-title">棚卸しの季節（Sample Arms Letter）</h1></div>
            <div class="elementor-widget elementor-widget-post-info"><ul><li><time>2025年11月3日</time></li><li><a href="/author/x">管理人</a></li></ul></div>
            <div class="elementor-widget elementor-widget-text-editor"><div class="elementor-widget-container"><p>{P1}</p></div></div>
            <div class="elementor-widget elementor-widget-image"><figure><img src="b.jpg"><figcaption class="widget-image-caption">倉庫の内部</figcaption></figure></div>
            <div class="elementor-widget elementor-widget-text-editor"><div class="elementor-widget-container"><p>{P2}</p><p>{P3}■</p></div></div>
            <div class="elementor-widget elementor-widget-share-buttons"><a>Facebook</a></div></div>
            <footer class="elementor-location-footer"><p>装備の棚は趣味の記録です。無断転載を禁じます。</p></footer>""",
            "",
            "棚卸しの季節（Sample Arms Letter） – 装備の棚",
        )
    )
    assert found.title == "棚卸しの季節（Sample Arms Letter）"
    assert found.published == "2025-11-03"
    assert plain(found.zones.body) == plain(P1 + P2 + P3)
    assert found.zones.caption == "倉庫の内部"


def test_a_static_site() -> None:
    found = one(
        page(
            f"""<div class="wrapper"><nav class="menu"><a href="/">Home</a> <a href="/tags/">Tags</a></nav>
            <main class="main"><div class="single"><h1 class="single__title">計算機と射表</h1><p class="single__meta">2024-08-09 · 雑記 · 約3分</p>
            <div class="prose"><p>{OWN}</p><pre><code>range = 12</code></pre><p>計算の結果は次回まとめます。</p></div>
            <div class="single__tags"><a href="/tags/a">#雑記</a></div></div></main></div>""",
            "",
            "計算機と射表 :: 研究帳",
        )
    )
    assert found.title == "計算機と射表"
    assert found.published == "2024-08-09"
    assert OWN in found.zones.commentary
    assert "計算の結果は次回まとめます。" in found.zones.commentary
    assert "#雑記" not in found.zones.commentary
    assert "約3分" not in found.zones.commentary


@pytest.mark.parametrize(
    ("markup", "date"),
    [
        (  # Seesaa and its relatives
            '<div id="content"><h2 class="date">2008年12月07日</h2><div class="blog"><h3 class="title"><a href="https://x.example.com/article/1.html">港の朝</a></h3>'
            '<div class="text">{own}<br><br>{own2}<br></div><div class="posted">posted by 見本 at 22:10| <a href="#c">Comment(0)</a> | 日記</div></div></div>',
            "2008-12-07T22:10:00+09:00",
        ),
        (  # FC2
            '<div class="content"><h2 class="ently_outline"><a href="https://x.example.com/article/1.html">港の朝</a></h2><div class="ently_text">{own}<br /><br />{own2}</div>'
            '<p class="entry_data"><span>2008/12/07(日) 22:10:31</span>｜<a>日記</a>｜コメント:0</p></div>',
            "2008-12-07T22:10:31+09:00",
        ),
        (  # Jugem
            '<div class="entry"><div class="entry_date">2008.12.07 Sunday</div><h2 class="entry_title"><a href="https://x.example.com/article/1.html">港の朝</a></h2>'
            '<div class="entry_body"><div class="jugem_body">{own}<br>{own2}</div></div><div class="entry_state">author : 見本 | 22:10 | comments(0)</div></div>',
            "2008-12-07T22:10:00+09:00",
        ),
        (  # Excite
            '<div class="POST"><div class="POST_HEAD"><div class="TIME">2008年 12月 07日</div></div><div class="POST_TTL"><a href="https://x.example.com/article/1.html">港の朝</a></div>'
            '<div class="POST_BODY">{own}<br clear="all">{own2}</div><div class="POST_TAIL">by 見本 | 2008-12-07 22:10 | 日記 | Comments(0)</div></div>',
            "2008-12-07T22:10:00+09:00",
        ),
        (  # TypePad and Cocolog
            '<div class="content"><h2 class="date-header">2008年12月 7日 (日)</h2><div class="entry"><h3 class="entry-header"><a href="https://x.example.com/article/1.html">港の朝</a></h3>'
            '<div class="entry-content"><div class="entry-body"><p>{own}</p><p>{own2}</p></div></div><p class="entry-footer">2008年12月 7日 (日) 日記 | <a>固定リンク</a> | <a>コメント (0)</a></p></div></div>',
            "2008-12-07",
        ),
        (  # Movable Type
            '<div class="asset hentry"><div class="asset-header"><h1 class="asset-name entry-title">港の朝</h1><div class="asset-meta"><span class="byline">見本 (<abbr class="published" title="2008-12-07T22:10:00+09:00">2008年12月 7日 22:10</abbr>)</span></div></div>'
            '<div class="asset-content entry-content"><div class="asset-body"><p>{own}</p></div><div class="asset-more"><p>{own2}</p></div></div></div>',
            "2008-12-07T22:10:00+09:00",
        ),
    ],
    ids=["seesaa", "fc2", "jugem", "excite", "typepad", "movable_type"],
)
def test_older_services(markup: str, date: str) -> None:
    own2 = "次の休みには反対側の岸壁も見に行くつもりです。"
    body = markup.format(own=OWN, own2=own2)
    found = one(
        page(
            f'<div id="header"><h1><a href="https://x.example.com/">見本の港日記</a></h1><p>港と艦の話</p></div>{body}'
            '<div id="links"><div class="sidetitle">最近の記事</div><ul><li><a href="https://x.example.com/article/2.html">秋の港</a></li></ul></div>',
            "",
            "見本の港日記：港の朝",
        )
    )
    assert found.title == "港の朝"
    assert found.published == date
    assert plain(found.zones.commentary) == plain(OWN + own2)


def test_a_handmade_page() -> None:
    found = one(
        f"""<html><head><title>港湾雑記</title></head><body bgcolor="#ffffff"><center><font size="5"><b>港湾雑記　第三回</b></font></center>
        <hr><table width="600"><tr><td><font size="2">{P1}<br><br>　{P2}<br>　{P3}<br><br><div align="right">（平成１４年３月９日記）</div></font></td></tr></table>
        <hr><a href="index.html">目次へ</a> <a href="4.html">次へ</a></body></html>"""
    )
    assert found.title == "港湾雑記　第三回"
    assert found.published == "2002-03-09"
    text = found.zones.body + found.zones.commentary
    assert plain(text).startswith(plain(P1 + P2 + P3))
    assert "目次へ" not in text


def test_a_newspaper() -> None:
    found = one(
        page(
            f"""<header><p class="logo">見本日報</p><nav><ul><li><a href="/politics">政治</a></li></ul></nav></header><div class="l-main"><div class="articleHead">
            <h1>無人艇の部隊、来春に新設へ</h1><p class="articleTime">2026年2月3日 5時00分 (2026年2月3日 9時10分更新)</p></div>
            <div class="articleMain"><figure class="photo"><img src="x.jpg"><figcaption>岸壁に並ぶ無人艇（資料写真）</figcaption></figure>
            <p>{P1}</p><p>{P2}</p><p class="paywallText">残り412文字</p></div>
            <div class="rankingBox"><h2>アクセスランキング</h2><ol><li><a href="/a/1">別の記事の見出しである</a></li></ol></div></div><footer>（c）見本日報社</footer>""",
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":"無人艇の部隊、来春に新設へ","datePublished":"2026-02-03T05:00:00+09:00","mainEntityOfPage":"https://nippo.example.com/a/9"}</script>',
            "無人艇の部隊、来春に新設へ：見本日報",
        )
    )
    assert found.title == "無人艇の部隊、来春に新設へ"
    assert found.published == "2026-02-03T05:00:00+09:00"
    assert plain(found.zones.body) == plain(P1 + P2)
    assert found.zones.caption == "岸壁に並ぶ無人艇（資料写真）"
    assert found.excerpt


def test_replies_are_no_posts() -> None:
    found = one(
        page(
            f"""<div class="topic"><h1>無人艇の稼働率について</h1><div class="post" id="p1"><div class="postprofile">質問者</div><div class="postbody"><p class="author">2025年5月5日 10:20</p><div class="content">{OWN}ご意見をお聞かせください。</div></div></div>
            <div class="post reply" id="p2"><div class="postprofile">回答者</div><div class="postbody"><h3>Re: 無人艇の稼働率について</h3><p class="author">2025年5月5日 12:00</p><div class="content">波の高さで変わると聞いています。詳しくは分かりません。</div></div></div></div>""",
            "",
            "無人艇の稼働率について - 見本掲示板",
        )
    )
    assert found.title == "無人艇の稼働率について"
    assert "ご意見をお聞かせください。" in found.zones.commentary
    assert "波の高さ" not in found.zones.commentary


def test_a_list_of_whole_posts_in_an_unknown_theme() -> None:
    found = posts(
        clean(
            page(
                "".join(
                    f"""<div class="c-panel"><p class="c-panel__date">2025.0{n}.11</p><h2 class="c-panel__head"><a href="https://t.example.com/p{n}/">題その{n}</a></h2>
                    <div class="c-panel__txt"><p>{OWN}</p><p>{n}番目の話でした。</p></div></div>"""
                    for n in (3, 2, 1)
                ),
                "",
                "見本の棚",
            )
        )
    )
    assert [post.title for post in found] == ["題その3", "題その2", "題その1"]
    assert [post.published for post in found] == ["2025-03-11", "2025-02-11", "2025-01-11"]
    assert [post.url for post in found] == [f"https://t.example.com/p{n}/" for n in (3, 2, 1)]
    assert all(OWN in post.zones.commentary for post in found)


def test_a_page_of_links_has_no_posts() -> None:
    records = clean(
        page("<ul><li><a href='/a'>一覧</a></li><li><a href='/b'>地図</a></li></ul>", "", "索引")
    )
    assert not posts(records)


def test_a_mail_magazine() -> None:
    found = posts(
        clean(
            f"""━━━━━━━━━━━━━━━━━━━━
週刊・見本の海　第41号
2024年10月6日発行
━━━━━━━━━━━━━━━━━━━━

◆ 目次
1. 無人艇の夜
2. 編集後記

━━━━━━━━━━━━━━━━━━━━
1. 無人艇の夜（Example Coast Review）―夜の海は怖いです。
━━━━━━━━━━━━━━━━━━━━

{P1}

{P2}■

Boats in the Dark
By Alex Sample
https://coast.example.com/dark

━━━━━━━━━━━━━━━━━━━━
2. 編集後記
━━━━━━━━━━━━━━━━━━━━

{OWN}

------------------------------------
発行：見本の海編集室
登録・解除：https://mag.example.com/
------------------------------------
"""
        )
    )
    assert [post.title for post in found] == [
        "無人艇の夜（Example Coast Review）―夜の海は怖いです。",
        "編集後記",
    ]
    assert [post.published for post in found] == ["2024-10-06"] * 2
    assert plain(found[0].zones.body) == plain(P1 + P2)
    assert found[0].citations[0].title == "Boats in the Dark"
    assert plain(found[1].zones.commentary) == plain(OWN)


def test_bloggers_column_of_posts_is_a_widget_by_name_only() -> None:
    found = one(
        page(
            f"""<div class="widget Header"><h1><a href="/">空の棚</a></h1></div><div class="widget Blog" id="Blog1"><div class="mag-post">
            <h2 class="mag-title">磁気の話</h2><span class="mag-date">2024-05-06</span><div class="mag-text"><p>{OWN}</p><p>続報を待ちます。</p></div></div></div>
            <div class="widget Text"><p>この棚は趣味で書いています。リンクはご自由にどうぞ。</p></div>""",
            "",
            "磁気の話 - 空の棚",
        )
    )
    assert found.title == "磁気の話"
    assert found.published == "2024-05-06"
    assert plain(found.zones.commentary) == plain(OWN + "続報を待ちます。")
