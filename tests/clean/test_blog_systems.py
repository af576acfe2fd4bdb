"""Pages in the manner of Japanese blog systems and of hands: two posts, a day header, a sidebar."""

# ruff: noqa: E501  pages are written as they come

from __future__ import annotations

import pytest

from tests.clean.helpers import clean, posts

T1, T2 = "無人艇が艦隊を変える（Sample Fleet Weekly）", "砲弾が足りない(Placeholder Land Review)"
A = (
    "海軍は新しい無人艇の試験を始めた。試験は三か月続き、五隻が参加する。",
    "艇は二十日のあいだ補給なしで航行できる。乗員は陸から操る。",
)
B = (
    "陸軍は砲弾の増産を急ぐ。工場は二十四時間動き、月産は十万発に近づいた。",
    "だが火薬の原料が足りない。綿の輸入は前年の半分に落ちた。",
)
SIDE = "<div id='side'><h2>最近の記事</h2><ul><li><a href='/1.html'>空母の値段</a></li><li><a href='/2.html'>砲の歴史</a></li></ul><h2>カテゴリ</h2><ul><li>海軍(12)</li></ul></div>"


def p(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def br(lines: tuple[str, ...]) -> str:
    return "<br><br>".join(lines)


PAGES = {
    "cocolog": f"""<div id="container"><div id="banner"><h1><a href="/">見本ノート</a></h1></div><div id="center"><div class="content">
<h2 class="date-header">2025年6月20日 (金)</h2><div class="entry"><h3>{T1}</h3><div class="entry-body-text">{p(A)}</div>
<p class="posted">2025年6月20日 (金) <a href="/c1/">海軍</a> | <a href="/2025/06/post-1.html">固定リンク</a> | <a href="/2025/06/post-1.html#comments">コメント (0)</a> | <a href="#tb">トラックバック (0)</a></p></div>
<h2 class="date-header">2025年6月11日 (水)</h2><div class="entry"><h3>{T2}</h3><div class="entry-body-text">{p(B)}</div>
<p class="posted">2025年6月11日 (水) <a href="/c1/">陸軍</a> | <a href="/2025/06/post-2.html">固定リンク</a> | <a href="/2025/06/post-2.html#comments">コメント (0)</a></p></div>
</div></div>{SIDE}</div>""",
    "cocolog flat": f"""<div class="content"><h2>2025年6月20日 (金)</h2><h3>{T1}</h3><div class="entry-body">{p(A)}</div><p class="posted">2025年6月20日 (金) | <a href="/2025/06/post-1.html">固定リンク</a></p>
<h2>2025年6月11日 (水)</h2><h3>{T2}</h3><div class="entry-body">{p(B)}</div><p class="posted">2025年6月11日 (水) | <a href="/2025/06/post-2.html">固定リンク</a></p></div>{SIDE}""",
    "fc2": f"""<div id="main"><div class="content entry" id="e120"><h2 class="entry_header"><a href="/blog-entry-120.html">{T1}</a></h2><ul class="entry_state"><li class="entry_date">2025/06/20</li><li>Fri</li></ul><div class="entry_body">{br(A)}<div class="fc2_footer">拍手</div></div><ul class="entry_footer"><li>カテゴリ：海軍</li><li><a href="#c">コメント：0</a></li></ul></div>
<div class="content entry" id="e119"><h2 class="entry_header"><a href="/blog-entry-119.html">{T2}</a></h2><ul class="entry_state"><li class="entry_date">2025/06/11</li><li>Wed</li></ul><div class="entry_body">{br(B)}</div><ul class="entry_footer"><li>カテゴリ：陸軍</li></ul></div></div>{SIDE}""",
    "fc2 ently": f"""<div id="contents"><div class="ently"><h2 class="ently_title"><a href="/blog-entry-120.html">{T1}</a></h2><div class="ently_text">{br(A)}</div><p class="ently_foot">2025/06/20(金) 21:04 | <a href="/blog-category-1.html">海軍</a> | TB(0) | CM(0)</p></div>
<div class="ently"><h2 class="ently_title"><a href="/blog-entry-119.html">{T2}</a></h2><div class="ently_text">{br(B)}</div><p class="ently_foot">2025/06/11(水) 07:30 | <a href="/blog-category-2.html">陸軍</a> | TB(0) | CM(0)</p></div></div>{SIDE}""",
    "livedoor old": f"""<div id="content"><h2 class="date">2025年06月20日</h2><div class="blogbody"><h3 class="title"><a href="/archives/120.html">{T1}</a></h3><div class="main">{br(A)}</div><div class="posted">Posted by sample at <a href="/archives/120.html">21:04</a> │<a href="#c">Comments(0)</a></div></div>
<h2 class="date">2025年06月11日</h2><div class="blogbody"><h3 class="title"><a href="/archives/119.html">{T2}</a></h3><div class="main">{br(B)}</div><div class="posted">Posted by sample at <a href="/archives/119.html">07:30</a></div></div></div>{SIDE}""",
    "seesaa": f"""<div id="content"><div class="blog"><h2 class="date">2025年06月20日</h2><div class="blogbody"><h3 class="title"><a href="/article/120.html">{T1}</a></h3><div class="text">{br(A)}</div><div class="posted">posted by sample at 21:04| <a href="#c">Comment(0)</a> | <a href="/category/1.html">海軍</a></div></div>
<h2 class="date">2025年06月11日</h2><div class="blogbody"><h3 class="title"><a href="/article/119.html">{T2}</a></h3><div class="text">{br(B)}</div><div class="posted">posted by sample at 07:30</div></div></div></div>{SIDE}""",
    "jugem": f"""<div id="main"><div class="entry"><h2 class="entry_title"><a href="?eid=120">{T1}</a></h2><div class="entry_date">2025.06.20 Friday</div><div class="entry_body">{br(A)}</div><div class="entry_state">21:04 | comments(0) | trackbacks(0)</div></div>
<div class="entry"><h2 class="entry_title"><a href="?eid=119">{T2}</a></h2><div class="entry_date">2025.06.11 Wednesday</div><div class="entry_body">{br(B)}</div><div class="entry_state">07:30 | comments(0)</div></div></div>{SIDE}""",
    "excite": f"""<div id="content"><div class="POST"><div class="POST_HEAD"><div class="POST_TTL"><a href="/12000/">{T1}</a></div></div><div class="POST_BODY">{br(A)}</div><div class="POST_TAIL">by sample | 2025-06-20 21:04 | 海軍 | Comments(0)</div></div>
<div class="POST"><div class="POST_HEAD"><div class="POST_TTL"><a href="/11999/">{T2}</a></div></div><div class="POST_BODY">{br(B)}</div><div class="POST_TAIL">by sample | 2025-06-11 07:30 | 陸軍</div></div></div>{SIDE}""",
    "goo": f"""<div class="mod-main"><div class="entry"><div class="entry-top"><h3><a href="/e/120">{T1}</a></h3><span class="date">2025年06月20日</span></div><div class="entry-body"><div class="etBody">{br(A)}</div></div></div>
<div class="entry"><div class="entry-top"><h3><a href="/e/119">{T2}</a></h3><span class="date">2025年06月11日</span></div><div class="entry-body"><div class="etBody">{br(B)}</div></div></div></div>{SIDE}""",
    "militaryblog": f"""<div id="main"><h2 class="date">2025年06月20日</h2><div class="entry_box"><h3 class="subtitle"><a href="/e120.html">{T1}</a></h3><div class="entry_body">{br(A)}</div><div class="posted">Posted by 見本 at 21:04│<a href="#c">Comments(0)</a>│<a href="/c1.html">海軍</a></div></div>
<h2 class="date">2025年06月11日</h2><div class="entry_box"><h3 class="subtitle"><a href="/e119.html">{T2}</a></h3><div class="entry_body">{br(B)}</div><div class="posted">Posted by 見本 at 07:30</div></div></div>{SIDE}""",
    "hatena diary": f"""<div id="days"><div class="day"><h2><a href="/20250620"><span class="date">2025-06-20</span></a></h2><div class="body"><div class="section"><h3><a href="/20250620/1"><span class="sanchor">■</span></a>{T1}</h3>{p(A)}<p class="sectionfooter"><a href="#c">コメントを書く</a></p></div></div></div>
<div class="day"><h2><a href="/20250611"><span class="date">2025-06-11</span></a></h2><div class="body"><div class="section"><h3><a href="/20250611/1"><span class="sanchor">■</span></a>{T2}</h3>{p(B)}</div></div></div></div>{SIDE}""",
    "movable type": f"""<div id="center"><h2 class="date">2025年06月20日</h2><h3 class="title" id="a120">{T1}</h3>{p(A)}<div class="posted">投稿者 sample : 21:04 | <a href="/archives/120.html">固定リンク</a></div>
<h2 class="date">2025年06月11日</h2><h3 class="title" id="a119">{T2}</h3>{p(B)}<div class="posted">投稿者 sample : 07:30 | <a href="/archives/119.html">固定リンク</a></div></div>{SIDE}""",
    "tables": f"""<center><font size="5">見本ノート</font></center><hr><table width="90%" border="1"><tr><td bgcolor="#ccccff"><b>2025年6月20日　{T1}</b></td></tr><tr><td>{br(A)}</td></tr></table><br>
<table width="90%" border="1"><tr><td bgcolor="#ccccff"><b>2025年6月11日　{T2}</b></td></tr><tr><td>{br(B)}</td></tr></table><hr><a href="index.html">戻る</a>""",
    "rules": f"""<H1>見本ノート</H1><HR><A NAME="0620"></A><B>2025/06/20</B><BR><FONT SIZE="4">{T1}</FONT><P>{br(A)}<HR><A NAME="0611"></A><B>2025/06/11</B><BR><FONT SIZE="4">{T2}</FONT><P>{br(B)}<HR><A HREF="index.html">戻る</A>""",
    "definition list": f"""<h1>見本ノート</h1><dl><dt>2025.6.20 {T1}</dt><dd>{br(A)}</dd><dt>2025.6.11 {T2}</dt><dd>{br(B)}</dd></dl><p><a href="/">戻る</a></p>""",
    "dated headings": f"""<h1>見本ノート</h1><h2>2025年6月20日（金）</h2><h3>{T1}</h3>{p(A)}<hr><h2>2025年6月11日（水）</h2><h3>{T2}</h3>{p(B)}<hr><p><a href="/">戻る</a></p>""",
    "marked lines": f"""<font size=5>見本ノート</font><hr><p><b>■{T1}　(2025/06/20)</b></p>{p(A)}<hr><p><b>■{T2}　(2025/06/11)</b></p>{p(B)}<hr>戻る""",
    "yearless era": f"""<div class="log"><div class="item"><p class="d">令和7年6月20日</p><p class="t">{T1}</p><div class="b">{p(A)}</div></div><div class="item"><p class="d">令和7年6月11日</p><p class="t">{T2}</p><div class="b">{p(B)}</div></div></div>""",
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_pages(name: str) -> None:
    page = f"<html><head><title>見本ノート</title></head><body>{PAGES[name]}</body></html>"
    found = posts(clean(page, url="https://note.example.com/"))
    assert [post.title for post in found] == [T1, T2]
    assert [(post.published or "")[:10] for post in found] == ["2025-06-20", "2025-06-11"]
    for post, text in zip(found, (A, B), strict=True):
        assert tuple(line for line in post.zones.body.split("\n") if line) == text
        assert post.zones.commentary == ""


def build_day(day: str, *entries: tuple[str, str, str, str]) -> str:
    """One element for all posts of a day, as blogs of about 2005 had it."""
    parts = [
        f'<a name="{number}"></a><div class="titlebody"><h3 class="title">'
        f'<a href="http://blog.sample.example.com/archives/{number}.html">{title}</a></h3></div>'
        f'<div class="fullbody"><div class="main">{text}<br /></div></div>'
        f'<div class="posted">Posted by sample at {clock} │<a href="#c">Comments(0)</a></div>'
        for number, title, text, clock in entries
    ]
    return f'<div class="blogbody"><h2 class="date">{day}</h2>{"".join(parts)}</div>'


@pytest.mark.parametrize("second", ["下の記事についてのお知らせ", "砲弾が足りない（Sample Daily）"])
def test_an_element_that_holds_all_posts_of_a_day(second: str) -> None:
    days = build_day(
        "2006年08月20日",
        (
            "11",
            "無人艇の夜（Sample Fleet Weekly）",
            "無人艇は夜に出港した。人は乗らない。",
            "23:20",
        ),
        ("10", second, "工場は二十四時間動いている。それでも足りない。", "21:05"),
    ) + build_day("2006年08月06日", ("9", "古い艦", "艦は五十年使われた。後継はない。", "08:08"))
    page = (
        '<html><head><meta charset="utf-8"><title>見本</title></head><body><div id="content">'
        f"{days}</div><!-- livedoor-blog --></body></html>"
    )
    found = posts(clean(page, timezone="Asia/Tokyo"))
    assert [(post.title, post.published) for post in found] == [
        ("無人艇の夜（Sample Fleet Weekly）", "2006-08-20T23:20:00+09:00"),
        (second, "2006-08-20T21:05:00+09:00"),
        ("古い艦", "2006-08-06T08:08:00+09:00"),
    ]
    assert [post.url for post in found] == [
        f"http://blog.sample.example.com/archives/{number}.html" for number in (11, 10, 9)
    ]


def test_linked_sub_headings_part_no_post() -> None:
    page = """<html><head><meta charset="utf-8"><title>見本</title></head><body><div id="content">
    <div class="blogbody"><h2 class="date">2006年08月20日</h2><h3 class="title"><a href="/archives/1.html">無人艇の夜</a></h3>
    <div class="main"><h3 class="title"><a href="/a">昼の話</a></h3>無人艇は昼に戻った。<h3 class="title"><a href="/b">夜の話</a></h3>
    無人艇は夜に出港した。人は乗らない。</div><div class="posted">Posted by sample at 23:20</div></div></div><!-- livedoor-blog --></body></html>"""
    (post,) = posts(clean(page, timezone="Asia/Tokyo"))
    assert post.title == "無人艇の夜"
    assert "昼に戻った" in post.zones.body
    assert "夜に出港した" in post.zones.body


INDENTED_OWN = "荒らしが続いたため、掲示板を閉じました。御用の方はメールでお願いします。"


@pytest.mark.parametrize(
    "impossible", ["平成十一年二月三十日", "平成11年2月30日", "平成１１年２月３１日"]
)
@pytest.mark.parametrize("tag", ["blockquote", "dd", "div"])
def test_a_diary_that_indents_every_text(impossible: str, tag: str) -> None:
    entries = [
        ("平成十一年三月一日（月）", T1, f"<p>{A[0]}<p>{A[1]}■<p>わたしも船酔いには弱いのです。"),
        ("平成１１年２月２１日（日）", "掲示板を閉じました", f"<p>{INDENTED_OWN}"),
        (impossible, T2, f"<p>{B[0]}<p>{B[1]}■"),
        ("平成１１年１月１７日（日）", "古い艦の話", f"<p>{A[1]}<p>{B[1]}■"),
    ]
    text = "".join(
        f"<font color=green>{day}</font><br><font size=4><b><a href='d{n}.html'>{title}</a></b></font><{tag}>{body}</{tag}><hr>"
        for n, (day, title, body) in enumerate(entries)
    )
    foot = "<center>最終更新：平成十一年三月二日<br>このページは 800×600 でご覧ください</center>"
    found = posts(
        clean(
            f'<html><head><meta charset="utf-8"><title>日記</title></head><body>{text}{foot}</body></html>'
        )
    )
    assert [(post.title, post.published) for post in found] == [
        (T1, "1999-03-01"), ("掲示板を閉じました", "1999-02-21"), (T2, None), ("古い艦の話", "1999-01-17"),
    ]  # fmt: skip
    assert "船酔い" in found[0].zones.commentary
    assert "船酔い" not in found[0].zones.body
    assert found[1].zones.commentary == INDENTED_OWN
    assert found[1].zones.body == ""
    assert [line for line in found[2].zones.body.split("\n") if line] == list(B)


@pytest.mark.parametrize(
    "line",
    ["見本太郎 2026年9月14日 5時00分", "2026年9月14日 5:00 見本花子", "2026/09/14 05:00 公開"],
)
def test_who_wrote_and_when_over_a_text(line: str) -> None:
    page = f"""<html><head><meta charset="utf-8"><title>無人艇の夜</title></head><body><div class="x1"><h1>無人艇の夜</h1>
    <div class="x2"><div class="x3">{line}</div><p>{A[0]}</p><p>{A[1]}</p><p>{B[0]}</p></div></div></body></html>"""
    (post,) = posts(clean(page))
    assert line not in post.zones.body
    assert A[0] in post.zones.body
