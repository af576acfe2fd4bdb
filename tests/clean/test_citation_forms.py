"""How bloggers name an original: labels, by-lines, dates, one line or several, at either end."""

# ruff: noqa: E501  lines are written as they come

from __future__ import annotations

import pytest

from pipeline.documents import Post
from pipeline.sources import Format
from tests.clean.helpers import posts, read

P1 = "海軍は新しい無人艇の試験を始めた。試験は三か月続き、五隻が参加する。"
P2 = "艇は二十日のあいだ補給なしで航行できる。乗員は陸から操る。"
P3 = "計画は議会の承認を待っている。費用は一隻あたり三億ドルに上る。"
BODY = [P1, P2, P3]
T = "Unmanned Boats Change the Fleet"
U = "https://news.example.com/2025/06/unmanned-boats"


def read_one(*lines: str, title: str = "無人艇が艦隊を変える", first: bool = False) -> Post:
    cited = "\n".join(lines)
    text = "\n\n".join(BODY)
    whole = f"{cited}\n\n{text}" if first else f"{text}\n\n{cited}"
    (post,) = posts(read(Format.LABEL_TEXT, f"2025年6月20日金曜日\n\n{title}\n\n{whole}\n"))
    assert [line for line in post.zones.body.split("\n") if line] == BODY
    assert post.zones.commentary == ""
    assert post.zones.caption == ""
    return post


Fields = tuple[str | None, tuple[str, ...], str | None, str | None, str | None]


def fields(post: Post) -> Fields:
    (one,) = post.citations
    return one.title, one.authors, one.publisher, one.published, one.url


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # labels, a line each
        (
            ["原題：" + T, "著者：Alex Sample", "掲載：Sample Fleet Weekly（2025年4月21日）", U],
            (T, ("Alex Sample",), "Sample Fleet Weekly", "2025-04-21", U),
        ),
        (
            [
                "原題: " + T,
                "筆者: Alex Sample",
                "掲載誌: Sample Fleet Weekly",
                "掲載日: 2025年4月21日",
                "URL: " + U,
            ],
            (T, ("Alex Sample",), "Sample Fleet Weekly", "2025-04-21", U),
        ),
        (
            [
                "【原題】" + T,
                "【筆者】Alex Sample",
                "【掲載】Sample Fleet Weekly",
                "【日付】2025年4月21日",
                "【URL】" + U,
            ],
            (T, ("Alex Sample",), "Sample Fleet Weekly", "2025-04-21", U),
        ),
        (
            ["■原題　" + T, "■著者　Alex Sample", "■出典　Sample Fleet Weekly", "■" + U],
            (T, ("Alex Sample",), "Sample Fleet Weekly", None, U),
        ),
        (
            [
                "・原題：" + T,
                "・執筆者：Alex Sample、Kim Placeholder",
                "・媒体：Sample Fleet Weekly",
                "・公開日：2025/4/21",
                "・リンク：" + U,
            ],
            (T, ("Alex Sample", "Kim Placeholder"), "Sample Fleet Weekly", "2025-04-21", U),
        ),
        (
            [
                "Title: " + T,
                "Author: Alex Sample",
                "Source: Sample Fleet Weekly",
                "Date: April 21, 2025",
                "URL: " + U,
            ],
            (T, ("Alex Sample",), "Sample Fleet Weekly", "2025-04-21", U),
        ),
        (
            ["原文：" + T, "執筆：Alex Sample", "掲載紙：サンプル新聞（4月21日付）", U],
            (T, ("Alex Sample",), "サンプル新聞", None, U),
        ),
        (
            ["元記事：" + T, "発行：Sample Fleet Weekly、2025年4月21日", U],
            (T, (), "Sample Fleet Weekly", "2025-04-21", U),
        ),
        (
            ["原題：" + T, "発表：Sample Fleet Weekly 2025年4月号"],
            (T, (), "Sample Fleet Weekly", "2025-04", None),
        ),
        (
            ["原著者：Alex Sample", "原題：" + T, "初出：Sample Fleet Weekly, April 2025"],
            (T, ("Alex Sample",), "Sample Fleet Weekly", "2025-04", None),
        ),
        (
            [
                "タイトル：" + T,
                "著者名：アレックス・サンプル",
                "掲載媒体：サンプル艦隊週報",
                "掲載日：令和7年4月21日",
            ],
            (T, ("アレックス・サンプル",), "サンプル艦隊週報", "2025-04-21", None),
        ),
        (
            ["原題 " + T, "筆者 Alex Sample", "掲載 Sample Fleet Weekly 2025年4月21日", U],
            (T, ("Alex Sample",), "Sample Fleet Weekly", "2025-04-21", U),
        ),
        # one label over several lines
        (
            ["出典", T, "Sample Fleet Weekly", "2025-04-21", U],
            (T, (), "Sample Fleet Weekly", "2025-04-21", U),
        ),
        (
            ["【元記事】", T, "By Alex Sample", U],
            (T, ("Alex Sample",), None, None, U),
        ),
        # one line
        (
            [f"{T} / By Alex Sample / Sample Fleet Weekly / 2025-04-21", U],
            (T, ("Alex Sample",), "Sample Fleet Weekly", "2025-04-21", U),
        ),
        (
            [f"{T} | Alex Sample | Sample Fleet Weekly | April 21, 2025"],
            (T, ("Alex Sample",), "Sample Fleet Weekly", "2025-04-21", None),
        ),
        (
            [f"Alex Sample, “{T},” Sample Fleet Weekly, April 21, 2025, {U}"],
            (T, ("Alex Sample",), "Sample Fleet Weekly", "2025-04-21", U),
        ),
        (
            [f'Alex Sample and Kim Placeholder, "{T}", Sample Fleet Weekly, 21 April 2025.'],
            (T, ("Alex Sample", "Kim Placeholder"), "Sample Fleet Weekly", "2025-04-21", None),
        ),
        (
            [f"出典：Alex Sample「{T}」（Sample Fleet Weekly、2025年4月21日）{U}"],
            (T, ("Alex Sample",), "Sample Fleet Weekly", "2025-04-21", U),
        ),
        (
            [f"出典：Sample Fleet Weekly「{T}」2025年4月21日"],
            (T, (), "Sample Fleet Weekly", "2025-04-21", None),
        ),
        (
            [f"（出典：Sample Fleet Weekly, “{T}”, 2025/04/21）"],
            (T, (), "Sample Fleet Weekly", "2025-04-21", None),
        ),
        (
            [f"原文：{T} (Sample Fleet Weekly)", U],
            (T, (), "Sample Fleet Weekly", None, U),
        ),
        (
            [f"{T} - Sample Fleet Weekly", U],
            (T, (), "Sample Fleet Weekly", None, U),
        ),
        (
            [f"{T}（Sample Fleet Weekly 2025年4月21日付）"],
            (T, (), "Sample Fleet Weekly", "2025-04-21", None),
        ),
        (
            [f"Source: {T} by Alex Sample, Sample Fleet Weekly (April 21, 2025)"],
            (T, ("Alex Sample",), "Sample Fleet Weekly", "2025-04-21", None),
        ),
        # by-lines
        (
            [T, "By Col. Alex Sample, U.S. Army (Ret.)", "June 3, 2025", U],
            (T, ("Alex Sample",), None, "2025-06-03", U),
        ),
        (
            [T, "By Dr. Alex Sample & Lt. Cmdr. Kim Placeholder", "3 June 2025", U],
            (T, ("Alex Sample", "Kim Placeholder"), None, "2025-06-03", U),
        ),
        ([T, "by ALEX SAMPLE", "JUNE 3, 2025", U], (T, ("ALEX SAMPLE",), None, "2025-06-03", U)),
        (
            [T, "By Alex Sample, with Kim Placeholder", "Jun. 3, 2025", U],
            (T, ("Alex Sample", "Kim Placeholder"), None, "2025-06-03", U),
        ),
        (
            [T, "By Alex Sample | June 3, 2025 | Sample Fleet Weekly", U],
            (T, ("Alex Sample",), "Sample Fleet Weekly", "2025-06-03", U),
        ),
        (
            [T, "By Alex Sample, Defense Correspondent", "Published: June 3, 2025 9:30 AM EDT", U],
            (T, ("Alex Sample",), None, "2025-06-03", U),
        ),
        (
            [
                T,
                "By Alex Sample / Sample Fleet Weekly",
                "Updated June 5, 2025",
                "Published June 3, 2025",
                U,
            ],
            (T, ("Alex Sample",), "Sample Fleet Weekly", "2025-06-03", U),
        ),
        (
            [T, "Written by Alex Sample on June 3, 2025", U],
            (T, ("Alex Sample",), None, "2025-06-03", U),
        ),
        (
            [T, "Posted by Alex Sample on 06/03/2025", U],
            (T, ("Alex Sample",), None, "2025-06-03", U),
        ),
        ([T, "Alex Sample | 03 Jun 2025", U], (T, ("Alex Sample",), None, "2025-06-03", U)),
        (
            [T, "Alex Sample, Sample Fleet Weekly", "June 2025", U],
            (T, ("Alex Sample",), "Sample Fleet Weekly", "2025-06", U),
        ),
        (
            [T, "Alex Sample", "June 3, 2025 · 5 min read", U],
            (T, ("Alex Sample",), None, "2025-06-03", U),
        ),
        (
            [T, "by Alex Sample, Kim Placeholder, and Robin Example", "June 3rd, 2025", U],
            (T, ("Alex Sample", "Kim Placeholder", "Robin Example"), None, "2025-06-03", U),
        ),
        (
            [
                T,
                "By Rear Adm. Alex Sample (USN, ret.) and Sgt. Maj. Kim Placeholder",
                "2025.6.3",
                U,
            ],
            (T, ("Alex Sample", "Kim Placeholder"), None, "2025-06-03", U),
        ),
        (
            [T, "By Alex Sample for Sample Fleet Weekly", "Tuesday, 3 June 2025", U],
            (T, ("Alex Sample",), "Sample Fleet Weekly", "2025-06-03", U),
        ),
        (
            [T, "Story by Maj. Alex Sample", "Date: 06.23.2025", U],
            (T, ("Alex Sample",), None, "2025-06-23", U),
        ),
        (
            [T, "アレックス・サンプル記者", "2025年6月3日", U],
            (T, ("アレックス・サンプル",), None, "2025-06-03", U),
        ),
        (
            [T, "文＝アレックス・サンプル", "2025年6月3日", U],
            (T, ("アレックス・サンプル",), None, "2025-06-03", U),
        ),
        (
            [T, "by Alex Sample", "First Published June 3, 2025, 1:23 p.m.", U],
            (T, ("Alex Sample",), None, "2025-06-03", U),
        ),
        (
            [T, "By: Alex Sample", "Posted on: June 3, 2025", "Sample Fleet Weekly", U],
            (T, ("Alex Sample",), "Sample Fleet Weekly", "2025-06-03", U),
        ),
        ([T, "Last updated: June 5, 2025", "Alex Sample", U], (T, ("Alex Sample",), None, None, U)),
        ([T, "By Staff Writer", "June 3, 2025", U], (T, (), None, "2025-06-03", U)),
    ],
)
def test_forms_at_the_end(lines: list[str], expected: Fields) -> None:
    assert fields(read_one(*lines)) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [f"元記事：{T}（Sample Fleet Weekly、2025年4月21日）", U],
            (T, (), "Sample Fleet Weekly", "2025-04-21", U),
        ),
        (
            ["原題：" + T, "著者：Alex Sample", "掲載：Sample Fleet Weekly（2025年4月）"],
            (T, ("Alex Sample",), "Sample Fleet Weekly", "2025-04", None),
        ),
        ([T, "By Alex Sample", "April 21, 2025"], (T, ("Alex Sample",), None, "2025-04-21", None)),
        (["出典：" + U], (None, (), None, None, U)),
        ([f"{T}", U], (T, (), None, None, U)),
        (
            ["Sample Fleet Weekly, April 21, 2025", f"“{T}”", "by Alex Sample"],
            (T, ("Alex Sample",), "Sample Fleet Weekly", "2025-04-21", None),
        ),
    ],
)
def test_forms_at_the_start(lines: list[str], expected: Fields) -> None:
    assert fields(read_one(*lines, first=True)) == expected


@pytest.mark.parametrize(
    "line",
    [
        "著者のサンプル氏は三十年前に海軍を退いた。",
        "出典を示さない報告が増えている、と研究者は言う。",
        "発行部数は三万部にとどまる。",
        "発表によれば、試験は2025年4月に終わる。",
        "掲載された写真には三隻が写っている。",
        "執筆には三年を要したという。",
        "By 2030 の予算では十二隻を計画する。",
        "筆者は計画を支持しない立場である。",
        "元の記事が伝えた数字は誤りだった。",
        "2025年4月21日、海軍は契約を結んだ。",
        "原因：乗員の疲労と教範の不足である。",
        "価格：一隻あたり三億ドルである。",
    ],
)
def test_lines_of_the_article_stay(line: str) -> None:
    text = f"2025年6月20日金曜日\n\n無人艇が艦隊を変える（Sample Fleet Weekly）\n\n{P1}\n\n{line}\n\n{P2}\n\n{T}\nBy Alex Sample\nJune 3, 2025\n{U}\n"
    (post,) = posts(read(Format.LABEL_TEXT, text))
    assert [one for one in post.zones.body.split("\n") if one] == [P1, line, P2]
    assert fields(post) == (T, ("Alex Sample",), "Sample Fleet Weekly", "2025-06-03", U)


@pytest.mark.parametrize(
    "line",
    [
        f"※この記事は Sample Fleet Weekly の「{T}」を訳したものです。{U}",
        f"今回は Sample Fleet Weekly に掲載された「{T}」をご紹介します。",
        f"以下は“{T}”（Sample Fleet Weekly）の抄訳です。",
        f"本記事は Sample Fleet Weekly 誌の『{T}』の全訳です。",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_notices_that_name_the_original(line: str, first: bool) -> None:
    text = "\n\n".join([line, *BODY] if first else [*BODY, line])
    (post,) = posts(read(Format.LABEL_TEXT, f"2025年6月20日金曜日\n\n無人艇が変える\n\n{text}\n"))
    assert [one for one in post.zones.body.split("\n") if one] == BODY
    assert post.zones.commentary == line
    assert [(one.title, one.publisher) for one in post.citations] == [(T, "Sample Fleet Weekly")]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("03.06.2025", None),
        ("23.06.2025", "2025-06-23"),
        ("6/23/2025", "2025-06-23"),
        ("23/6/2025", "2025-06-23"),
        ("23 June, 2025", "2025-06-23"),
        ("June 23 2025", "2025-06-23"),
        ("Jun-23-2025", "2025-06-23"),
        ("23-Jun-2025", "2025-06-23"),
        ("Monday 23 June 2025", "2025-06-23"),
        ("Mon., June 23, 2025", "2025-06-23"),
        ("23rd of June 2025", "2025-06-23"),
        ("2025年6月", "2025-06"),
        ("June 2025 issue", "2025-06"),
        ("Summer 2025", None),
        ("２０２５年６月２３日", "2025-06-23"),
        ("令和７年６月２３日", "2025-06-23"),
        ("June 31, 2025", None),
        ("2025-06-23 10:00 JST", "2025-06-23"),
        ("23 June 2025 • 4:00pm", "2025-06-23"),
        ("June 23, 2025, 4:00 p.m. ET", "2025-06-23"),
        ("Published 23 June 2025, updated 24 June 2025", "2025-06-23"),
        ("Published: Jun 23, 2025 / Updated: Jun 24, 2025", "2025-06-23"),
        ("公開：2025年6月23日　更新：2025年6月24日", "2025-06-23"),
        ("2025/06/23 (Mon)", "2025-06-23"),
    ],
)
def test_dates_under_a_headline(written: str, expected: str | None) -> None:
    assert fields(read_one(T, "By Alex Sample", written, U)) == (
        T,
        ("Alex Sample",),
        None,
        expected,
        U,
    )


AB = ("Alex Sample", "Kim Placeholder")
ABC = (*AB, "Robin Example")
W = "Sample Fleet Weekly"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([f"Alex Sample, Kim Placeholder, “{T}”, {W}, June 3, 2025"], (T, AB, W, "2025-06-03", None)),
        ([f"Alex Sample & Kim Placeholder, “{T},” {W}, June 3, 2025.", U], (T, AB, W, "2025-06-03", U)),
        ([f"Alex Sample, Kim Placeholder, and Robin Example, \"{T},\" {W}, June 2025"], (T, ABC, W, "2025-06", None)),
        ([f"出典：Alex Sample, Kim Placeholder「{T}」（{W} 2025年6月3日）"], (T, AB, W, "2025-06-03", None)),
        ([f"出典：Alex Sample・Kim Placeholder「{T}」{W}、2025年6月3日"], (T, AB, W, "2025-06-03", None)),
        ([f"{T} (Alex Sample and Kim Placeholder, {W}, June 2025)"], (T, AB, W, "2025-06", None)),
        ([f"{T} — Alex Sample & Kim Placeholder, {W}, June 3, 2025"], (T, AB, W, "2025-06-03", None)),
        ([T, "By Alex Sample in Tokyo and Kim Placeholder in London", "June 3, 2025"], (T, AB, None, "2025-06-03", None)),
        ([T, f"By Alex Sample and Kim Placeholder of {W}", "June 3, 2025"], (T, AB, W, "2025-06-03", None)),
        ([T, "By Alex Sample; Kim Placeholder; Robin Example", "June 3, 2025"], (T, ABC, None, "2025-06-03", None)),
        ([T, "Alex Sample, Kim Placeholder and Robin Example", "June 3, 2025"], (T, ABC, None, "2025-06-03", None)),
        ([T, "Interview by Alex Sample", "June 3, 2025"], (T, ("Alex Sample",), None, "2025-06-03", None)),
        ([T, "Interviewed by Alex Sample and Kim Placeholder", W, "June 3, 2025"], (T, AB, W, "2025-06-03", None)),
        ([T, "by Alex Sample + Kim Placeholder", "June 3, 2025"], (T, AB, None, "2025-06-03", None)),
        ([T, "By Alex Sample | Kim Placeholder | Robin Example", "June 3, 2025"], (T, ABC, None, "2025-06-03", None)),
        ([T, "By Alex Sample and Kim Placeholder / Sample Fleet Weekly", "June 3, 2025"], (T, AB, W, "2025-06-03", None)),
        (["原題：" + T, "著者：Alex Sample・Kim Placeholder", "掲載：" + W], (T, AB, W, None, None)),
        (["原題：" + T, "著者：Alex Sample／Kim Placeholder", "掲載：" + W], (T, AB, W, None, None)),
        (["原題：" + T, "著者：Alex Sample（見本研究所）、Kim Placeholder（見本大学）", "掲載：" + W], (T, AB, W, None, None)),
        (["原題：" + T, "著者：Alex Sample氏、Kim Placeholder氏", "掲載：" + W], (T, AB, W, None, None)),
        (["原題：" + T, "聞き手：Alex Sample、Kim Placeholder", "掲載：" + W], (T, AB, W, None, None)),
        (["原題：" + T, "聞き手・構成：Alex Sample", "掲載：" + W], (T, ("Alex Sample",), W, None, None)),
        (["原題：" + T, "著者：アレックス・サンプル／キム・プレースホルダー", "掲載：" + W], (T, ("アレックス・サンプル", "キム・プレースホルダー"), W, None, None)),
        (["原題：" + T, "著者：アレックス・サンプル、キム・プレースホルダー（見本研究所）", "掲載：" + W], (T, ("アレックス・サンプル", "キム・プレースホルダー"), W, None, None)),
        ([f"{W}：{T}（Alex Sample、Kim Placeholder）"], (T, AB, W, None, None)),
        ([f"{W} / {T} / Alex Sample, Kim Placeholder / 2025.6.3"], (T, AB, W, "2025-06-03", None)),
    ],
)  # fmt: skip
def test_several_authors(lines: list[str], expected: Fields) -> None:
    assert fields(read_one(*lines)) == expected


TWO = ("Alex Sample", "Kim Placeholder")
WHOLE = (T, TWO, "Sample Fleet Weekly", "2025-04-21", U)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # all in one line, nothing quoted
        ([f"{T}, Alex Sample and Kim Placeholder, Sample Fleet Weekly, April 21, 2025 {U}"], WHOLE),
        ([f"{T}, Alex Sample & Kim Placeholder, Sample Fleet Weekly (April 21, 2025)", U], WHOLE),
        ([f"Alex Sample and Kim Placeholder, {T}, Sample Fleet Weekly, April 21, 2025", U], WHOLE),
        ([f"Alex Sample, Kim Placeholder, {T}, Sample Fleet Weekly, April 21, 2025", U], WHOLE),
        (
            [f"{T}. Sample Fleet Weekly, 21 April 2025. By Alex Sample and Kim Placeholder. {U}"],
            WHOLE,
        ),
        ([f"Alex Sample and Kim Placeholder. {T}. Sample Fleet Weekly, 21 April 2025. {U}"], WHOLE),
        (
            [
                f"Unmanned Boats, Cheap Crews, and the Fleet, Alex Sample, Sample Fleet Weekly, 21 April 2025 {U}"
            ],
            (
                "Unmanned Boats, Cheap Crews, and the Fleet",
                ("Alex Sample",),
                "Sample Fleet Weekly",
                "2025-04-21",
                U,
            ),
        ),
        # a place is no person
        (
            [f"A Deal for Iran, Saudi Arabia, Sample Fleet Weekly, 21 April 2025 {U}"],
            ("A Deal for Iran, Saudi Arabia", (), "Sample Fleet Weekly", "2025-04-21", U),
        ),
        # names in Japanese behind the date
        (
            [
                f"出典：「{T}」（Sample Fleet Weekly、2025年4月21日、アレックス・サンプル、キム・プレースホルダー共著）",
                U,
            ],
            (
                T,
                ("アレックス・サンプル", "キム・プレースホルダー"),
                "Sample Fleet Weekly",
                "2025-04-21",
                U,
            ),
        ),
        (
            [f"出典：{T}（Sample Fleet Weekly、2025年4月21日、アレックス・サンプル）", U],
            (T, ("アレックス・サンプル",), "Sample Fleet Weekly", "2025-04-21", U),
        ),
        (
            [f"出典：「{T}」（アレックス・サンプル著、Sample Fleet Weekly、2025年4月21日）", U],
            (T, ("アレックス・サンプル",), "Sample Fleet Weekly", "2025-04-21", U),
        ),
        # an issue's number by its day, in the years of an era
        (
            [f"出典：「{T}」見本艦隊週報　平成十一年二月二十二日号", "筆者：アレックス・サンプル"],
            (T, ("アレックス・サンプル",), "見本艦隊週報", "1999-02-22", None),
        ),
        # a publication whose words could be a headline, the headline under it
        (
            ["元の記事：Sample Orbit Letter, January 1999", '"Running Out of Gas, Not of Sight"'],
            ("Running Out of Gas, Not of Sight", (), "Sample Orbit Letter", "1999-01", None),
        ),
        # a headline that ends like a publication's name; a publication that could be a headline
        (
            [
                "The Last Metres of Air Defense",
                "Sample Fleet Weekly, April 2025",
                "Alex Sample and Kim Placeholder",
                U,
            ],
            ("The Last Metres of Air Defense", TWO, "Sample Fleet Weekly", "2025-04", U),
        ),
        (
            [
                f"“{T}”",
                "by Alex Sample and Kim Placeholder",
                "Placeholder Land Systems, April 21st, 2025",
                U,
            ],
            (T, TWO, "Placeholder Land Systems", "2025-04-21", U),
        ),
    ],
)
def test_fields_without_marks(lines: list[str], expected: Fields) -> None:
    assert fields(read_one(*lines)) == expected
