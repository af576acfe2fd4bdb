"""What indexes, feeds and sitemaps list, and where they go on: tables of each platform's shapes."""

from __future__ import annotations

import gzip
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.scrape.blogs import (
    LAYOUTS,
    build_note_index,
    build_seeds,
    read_index,
    read_note_index,
)
from pipeline.scrape.detect import guess_format, guess_host_format
from pipeline.scrape.faults import FetchError
from pipeline.scrape.feeds import is_feed, read_feed
from pipeline.scrape.index import Days, find_day, parse_day, parse_instant
from pipeline.scrape.sitemaps import read_sitemap
from pipeline.sources import Format

HOST = "https://blog.example.com"
LONG = "南西諸島の防衛態勢についての長い説明文である。" * 60


def build_wordpress() -> str:
    return f"""<html><head><meta name="generator" content="WordPress 6.8"></head>
<body class="blog has-sidebar archive"><header><h1 class="site-title"><a href="{HOST}/">頁</a></h1>
<nav><ul><li><a href="{HOST}/about/">紹介</a></li></ul></nav></header>
<main><article class="post"><h2 class="entry-title"><a href="{HOST}/2025/07/03/sub/">潜水艦</a></h2>
<p>要旨<a class="more-link" href="{HOST}/2025/07/03/sub/#more-12">続きを読む</a></p>
<footer><a href="{HOST}/category/navy/" rel="category tag">海</a></footer></article>
<article><h2 class="entry-title"><a href="{HOST}/?p=12">機雷</a></h2></article>
<nav class="navigation pagination"><a class="page-numbers" href="{HOST}/page/3/">3</a>
<a class="next page-numbers" href="{HOST}/page/2/">次へ</a></nav></main>
<aside class="widget-area"><h2>最近</h2><h3><a href="{HOST}/2019/01/01/old/">旧</a></h3></aside>
</body></html>"""


def build_hatena() -> str:
    return f"""<html data-admin-domain="//blog.hatena.ne.jp"><body>
<article class="entry"><h1 class="entry-title">
<a href="{HOST}/entry/2025/07/03/210000" class="entry-title-link bookmark">護衛艦</a></h1>
<a href="{HOST}/entry/2025/07/03/210000#comments">コメント</a></article>
<article class="entry"><h1 class="entry-title"><a href="/entry/title-only" >水陸両用</a></h1>
</article>
<div class="pager"><span class="pager-prev"><a href="{HOST}/" rel="prev">前のページ</a></span>
<span class="pager-next"><a href="{HOST}/?page=1751500000" rel="next">次のページ</a></span></div>
<div class="hatena-module hatena-module-recent-entries"><h2>最新記事</h2></div>
<aside id="box2"><ul class="recent-entries"><li class="urllist-item recent-entries-item">
<a href="{HOST}/entry/2019/01/01/000000">旧</a></li></ul></aside></body></html>"""


def build_livedoor() -> str:
    return f"""<html><body><div id="content"><div class="article-outer"><h2 class="article-title">
<a href="{HOST}/archives/12345678.html" rel="bookmark">防空</a></h2></div>
<a href="{HOST}/archives/2025-06.html">6月</a>
<div class="pager"><ul class="paging"><li class="paging-next"><a href="{HOST}/?p=2">次のページ</a>
</li></ul></div></div><div class="sidebar"><a href="{HOST}/archives/1111.html">旧</a></div>
</body></html>"""


def build_ameblo() -> str:
    return """<html><body><main><ul><li><h2 data-uranus-component="entryItemTitle">
<a href="/boei/entry-12900000001.html">演習</a></h2></li></ul>
<a class="skin-paginationNext" href="/boei/page-2.html">次</a></main>
<div class="skin-recentEntries recent"><a href="/boei/entry-1.html">旧</a></div></body></html>"""


def build_militaryblog() -> str:
    return f"""<html><body><div class="entry"><h3 class="title">
<a href="{HOST}/e1112223.html">装備</a></h3></div><p>過去の日記
<a href="{HOST}/d2025-06.html">06月</a></p>
<a href="{HOST}/index_2.html">次のページ</a></body></html>"""


@pytest.mark.parametrize(
    ("format_", "page", "links", "older"),
    [
        (Format.WORDPRESS, build_wordpress(), ["/2025/07/03/sub/", "/?p=12"], "/page/2/"),
        (Format.HATENA, build_hatena(), ["/entry/2025/07/03/210000", "/entry/title-only"],
         "/?page=1751500000"),
        (Format.LIVEDOOR, build_livedoor(), ["/archives/12345678.html"], "/?p=2"),
        (Format.AMEBLO, build_ameblo(), ["/boei/entry-12900000001.html"], "/boei/page-2.html"),
        (Format.MILITARYBLOG, build_militaryblog(), ["/e1112223.html"], "/index_2.html"),
    ],
)  # fmt: skip
def test_the_index_of_each_platform(
    format_: Format, page: str, links: list[str], older: str
) -> None:
    index = read_index(page.encode(), f"{HOST}/", LAYOUTS[format_])
    assert [link.url for link in index.links] == [HOST + link for link in links]
    assert all(link.wanted for link in index.links)
    assert index.next == HOST + older


@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"<html>", b"plain words", b"<a href=>x</a>"])
def test_an_index_of_nothing(body: bytes) -> None:
    for layout in LAYOUTS.values():
        assert read_index(body, f"{HOST}/", layout).links == ()


@given(st.binary(max_size=300))
def test_no_bytes_break_the_readers(body: bytes) -> None:
    for layout in LAYOUTS.values():
        read_index(body, f"{HOST}/", layout)
    for read in (read_feed, read_sitemap, read_note_index):
        with suppress(FetchError):
            read(body, f"{HOST}/x")


def test_the_month_archives_that_cover_a_range() -> None:
    days, today = Days(date(2025, 11, 20), date(2026, 1, 3)), date(2026, 2, 1)
    seeds = {
        format_: build_seeds(f"{HOST}/", layout, days, today)[1].removeprefix(HOST)
        for format_, layout in LAYOUTS.items()
        if layout.month
    }
    assert seeds == {
        Format.BLOGGER: "/2025/12/",
        Format.WORDPRESS: "/2025/12/",
        Format.HATENA: "/archive/2025/12",
        Format.LIVEDOOR: "/archives/2025-12.html",
        Format.AMEBLO: "/archive1-202512.html",
        Format.MILITARYBLOG: "/d2025-12.html",
    }
    ameblo = build_seeds("https://ameblo.jp/boei/", LAYOUTS[Format.AMEBLO], days, today)
    assert ameblo[0] == "https://ameblo.jp/boei/archive1-202601.html"
    assert len(ameblo) == 3
    label = build_seeds(f"{HOST}/search/label/x", LAYOUTS[Format.BLOGGER], days, today)
    assert label == [f"{HOST}/search/label/x?updated-max=2026-01-03T23%3A59%3A59%2B09%3A00"]


def test_note_lists_its_articles_by_api() -> None:
    assert build_note_index("https://note.com/boei") == (
        "https://note.com/api/v2/creators/boei/contents?kind=note&page=1"
    )
    page = b"""{"data":{"contents":[{"key":"n1","noteUrl":"https://note.com/boei/n/n1",
    "publishAt":"2025-07-01T21:00:00.000+09:00"},{"key":"n2"}],"isLastPage":false}}"""
    index = read_note_index(page, build_note_index("https://note.com/boei"))
    assert [(link.url, link.published) for link in index.links] == [
        ("https://note.com/boei/n/n1", date(2025, 7, 1))
    ]
    assert index.next == "https://note.com/api/v2/creators/boei/contents?kind=note&page=2"
    with pytest.raises(FetchError):
        read_note_index(b"<html></html>", "https://note.com/boei")


RSS = f"""<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:atom="http://www.w3.org/2005/Atom" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">
<channel><title>t</title><link>{HOST}/</link><atom:link rel="next" href="{HOST}/feed?paged=2"/>
<item><title>a</title><link>https://feeds.example.com/~r/a</link>
<feedburner:origLink>{HOST}/a</feedburner:origLink><description>短い要旨</description>
<content:encoded><![CDATA[<p>{LONG}</p>]]></content:encoded>
<pubDate>Tue, 01 Jul 2025 09:00:00 +0900</pubDate></item>
<item><title>b</title><guid>{HOST}/b</guid><description>短い要旨</description></item>
<item><title>c</title><guid isPermaLink="false">c-1</guid><description>住所なし</description></item>
<item><link>{HOST}/d</link><description>{LONG}</description></item>
<item><link>{HOST}/e</link><description>{LONG} [&#8230;]</description></item>
<item><link>/f</link>
<description>&lt;p&gt;{LONG}&lt;/p&gt;&lt;a href="/f"&gt;続きを読む&lt;/a&gt;</description>
</item></channel></rss>"""

RDF = f"""<?xml version="1.0" encoding="utf-8"?><rdf:RDF xmlns="http://purl.org/rss/1.0/"
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="{HOST}/"><link>{HOST}/</link></channel>
<item rdf:about="{HOST}/a"><link>{HOST}/a</link><description>要旨</description>
<dc:date>2025-07-01T09:00:00+09:00</dc:date></item></rdf:RDF>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="{HOST}/self"/>
<entry><link rel="replies" href="{HOST}/r"/><link href="a.html"/>
<updated>2025-07-01T00:00:00Z</updated>
<content type="html">&lt;p&gt;全文である&lt;/p&gt;</content></entry>
<entry><link rel="alternate" href="{HOST}/b"/><summary>要旨</summary></entry></feed>"""

JSON_FEED = f"""{{"version":"https://jsonfeed.org/version/1.1","next_url":"{HOST}/2.json","items":[
{{"id":"1","url":"{HOST}/a","content_html":"<p>全文</p>","date_published":"2025-07-01T00:00:00Z"}},
{{"id":"{HOST}/b","summary":"要旨"}},{{"id":7}}]}}"""


@pytest.mark.parametrize(
    ("feed", "links", "older"),
    [
        (RSS, [("/a", False), ("/b", True), ("/d", False), ("/e", True), ("/f", True)],
         "/feed?paged=2"),
        (RDF, [("/a", True)], None),
        (ATOM, [("/a.html", False), ("/b", True)], None),
        (JSON_FEED, [("/a", False), ("/b", True)], "/2.json"),
        ("<rss version='0.91'><channel><item><link>https://blog.example.com/a</link></item>"
         "</channel></rss>", [("/a", True)], None),
        ("\ufeff<?xml version='1.0'?><!DOCTYPE rss PUBLIC '-//N//DTD RSS 0.91//EN' 'x.dtd'>"
         "<rss version='0.91'><channel/></rss>", [], None),
        ("<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='/a'/>"
         "<content>閉じていない<b>", [("/a", False)], None),
    ],
)  # fmt: skip
def test_feeds_of_every_kind(feed: str, links: list[tuple[str, bool]], older: str | None) -> None:
    assert is_feed(feed.encode())
    index = read_feed(feed.encode(), f"{HOST}/feed")
    assert [(link.url, link.wanted) for link in index.links] == [(HOST + u, w) for u, w in links]
    assert index.next == (HOST + older if older else None)


@pytest.mark.parametrize("encoding", ["shift_jis", "euc_jp", "iso2022_jp", "utf-16"])
def test_a_feed_in_an_old_encoding(encoding: str) -> None:
    feed = RDF.replace('encoding="utf-8"', f'encoding="{encoding.replace("2022_", "-2022-")}"')
    assert len(read_feed(feed.encode(encoding), HOST).links) == 1


@pytest.mark.parametrize(
    ("sitemap", "urls"),
    [
        (f"<urlset><url><loc> {HOST}/a </loc></url><url><loc>{HOST}/b</loc>"
         "<lastmod>2025-07-01</lastmod></url><url/></urlset>", ["/b", "/a"]),
        (f"{HOST}/a\n{HOST}/b\n", ["/a", "/b"]),
    ],
)  # fmt: skip
def test_sitemaps(sitemap: str, urls: list[str]) -> None:
    for body in (sitemap.encode(), gzip.compress(sitemap.encode(), mtime=0)):
        assert [link.url for link in read_sitemap(body, HOST).links] == [HOST + u for u in urls]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<urlset></urlset>", "no_links"),
        (b"<html><body>404</body></html>", "broken_xml"),
        (b"<rss><channel/></rss>", "broken_xml"),
        (gzip.compress(b"<urlset>" + b" " * 40_000_000, mtime=0), "decompression_bomb"),
    ],
)
def test_what_is_no_sitemap(body: bytes, reason: str) -> None:
    with pytest.raises(FetchError) as caught:
        read_sitemap(body, HOST)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("text", "instant", "day"),
    [
        ("2025-07-01T09:00:00+09:00", "2025-07-01T09:00:00+09:00", date(2025, 7, 1)),
        ("2025-07-01", "2025-07-02T00:00:00+00:00", date(2025, 7, 1)),
        ("Tue, 01 Jul 2025 09:00:00 GMT", "2025-07-01T09:00:00+00:00", date(2025, 7, 1)),
        ("2025-07-01T09:00:00", "2025-07-01T09:00:00+00:00", date(2025, 7, 1)),
        ("昨日", None, None),
        ("2025-13-01", None, None),
        ("", None, None),
    ],
)
def test_dates_of_feeds(text: str, instant: str | None, day: date | None) -> None:
    found = parse_instant(text)
    assert (found.isoformat() if found else None) == instant
    assert parse_day(text) == day


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2025/07/03/x/", date(2025, 7, 3)),
        ("/entry/2025/07/03/210000", date(2025, 7, 3)),
        ("/entry/20250703/1751500000", date(2025, 7, 3)),
        ("/archives/20250703.html", date(2025, 7, 3)),
        ("/2025/07/x.html", None),
        ("/2025/13/41/x", None),
        ("/e1112223.html", None),
    ],
)
def test_days_in_addresses(path: str, day: date | None) -> None:
    assert find_day(HOST + path) == day


@pytest.mark.parametrize(
    ("url", "format_"),
    [
        ("https://x.blogspot.com/", Format.BLOGGER),
        ("https://x.blogspot.jp/", Format.BLOGGER),
        ("https://x.hatenablog.com/", Format.HATENA),
        ("https://x.hateblo.jp/", Format.HATENA),
        ("https://note.com/x", Format.NOTE),
        ("http://blog.livedoor.jp/x/", Format.LIVEDOOR),
        ("https://x.livedoor.blog/", Format.LIVEDOOR),
        ("https://ameblo.jp/x/", Format.AMEBLO),
        ("https://x.militaryblog.jp/", Format.MILITARYBLOG),
        ("https://x.wordpress.com/", Format.WORDPRESS),
        ("https://notnote.com/", None),
        ("https://ameblo.jp.example.com/", None),
    ],
)
def test_platforms_by_host(url: str, format_: Format | None) -> None:
    assert guess_host_format(url) == format_


@pytest.mark.parametrize(
    ("page", "format_"),
    [
        (build_wordpress(), Format.WORDPRESS),
        (build_hatena(), Format.HATENA),
        ("<html><head><meta content='blogger' name='generator'/></head></html>", Format.BLOGGER),
        ('<html><img src="https://livedoor.blogimg.jp/x.jpg"></html>', Format.LIVEDOOR),
        ('<html><script src="https://a.test/wp-content/x.js"></script></html>', Format.WORDPRESS),
        ("<html><body>普通の頁</body></html>", Format.HTML),
        (RSS, Format.FEED),
        (JSON_FEED, Format.FEED),
        ("<?xml version='1.0'?><urlset></urlset>", Format.SITEMAP),
        ("<?xml version='1.0'?><!DOCTYPE html><html><body>XHTML</body></html>", Format.HTML),
    ],
)
def test_platforms_by_what_they_write(page: str, format_: Format) -> None:
    assert guess_format(page.encode(), f"{HOST}/x") == format_
