"""Whole nights of `ingest_nightly`, in Airflow, against real servers on loopback.

One site is a blog as Blogger serves it, one has an RSS feed, one answers with faults only, and an X
API has an account's tweets. What is compared is the index, the stores and what the servers were
asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing
from html import escape
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
import yaml

from pipeline.documents import EnrichedPost, Post
from pipeline.reports import STAGES, StageReport
from pipeline.settings import Settings
from pipeline.store import DataRoot, RecordStore
from tests.job import Job, total
from tests.scrape.blogger import Blog
from tests.scrape.site import Asked, Site
from tests.scrape.x_api import TOKEN, Timeline

pytestmark = [pytest.mark.live, pytest.mark.slow, pytest.mark.timeout(600)]

TEXTS = (
    "海上自衛隊の護衛艦が港に戻った。甲板には哨戒ヘリコプターが並び、家族が岸壁で手を振っていた。",
    "岐阜基地の格納庫を見学した。F-2の機首を間近に見て、塗装の補修の跡まで写真に収めた。",
    "富士の裾野で10式戦車の走行を見た。土煙の向こうから砲声が届くまでに数秒かかった。",
    "航空祭の予行でF-35Aが低く旋回した。雲が多く、写真はどれも暗くなってしまった。",
    "米国の駆逐艦が寄港したので見に行った。艦橋の脇の新しいアンテナが目を引いた。",
)
ITEMS = {
    "/notes/1": "中国の空母の艦載機について、公開された写真から読み取れることを三点にまとめた。",
    # the name in the last sentence is in no list: a question for the model
    "/notes/2": "白書でトマホークの節を読んだ。帰りにバスコ・ダ・ガマの航海記も借りた。",
    "/notes/3": "NATOの演習の日程表を訳した。参加国の欄は変更が多いので、確かめた日も添えた。",
}
CORRECTED = "訂正：航空祭の予行で旋回したのはF-35BではなくF-15Jである。写真の尾翼の番号で確かめた。"
ADDED = "潜水艦の進水式の案内が届いた。雨天でも行うとのことなので、雨具を持って出かける。"


class Night(NamedTuple):
    """One night: its reports, what the command said, the index and the stores after it.

    `asked` is what the two blogs were asked for, `asked_api` what the X API was. `stored` are the
    ids of the tweets that the stores hold, first as posts, then enriched.
    """

    reports: list[dict]
    said: str
    documents: dict[str, dict]
    asked: list[Asked]
    asked_api: list[Asked]
    stored: tuple[set[str], set[str]]

    def report(self, stage: str, source: str) -> dict:
        return next(r for r in self.reports if (r["stage"], r["source"]) == (stage, source))

    def by_url(self) -> dict[str, tuple[str, dict]]:
        """The posts of the blog and the feed."""
        return {
            doc["url"]: (record_id, doc)
            for record_id, doc in self.documents.items()
            if doc["kind"] == "blog"
        }

    def tweets(self) -> dict[str, str]:
        """Tweet id -> text."""
        return {
            doc["tweet_id"]: doc["body"]
            for doc in self.documents.values()
            if doc["kind"] == "tweet"
        }


class Web:
    """Three sites, an X API, and the job that follows them."""

    def __init__(self, folder: Path, node: Settings, stack: ExitStack) -> None:
        self.blog_site, self.feed_site, self.faulty_site, self.api = (
            stack.enter_context(closing(Site())) for _ in range(4)
        )
        self.timeline = Timeline(self.api, tweets=7)
        self.blog = Blog(self.blog_site, posts=len(TEXTS))
        self.blog.posts = [
            post._replace(text=text) for post, text in zip(self.blog.posts, TEXTS, strict=True)
        ]
        self.blog.publish()
        self.items = dict(ITEMS)
        self.publish_feed()
        self.faulty_site.put("/feed", "down", status=500)
        self.faulty_site.put("/withdrawn", "gone", status=410)
        sources = write_sources(
            folder / "sources.yml",
            blog=[("blogger", self.blog_site.url + "/")],
            # in the middle of the batch of its host: the sources after it must not suffer
            faulty=[
                ("html", self.faulty_site.url + "/missing"),
                ("feed", self.faulty_site.url + "/feed"),
            ],
            feed=[
                ("feed", self.feed_site.url + "/rss"),
                ("html", self.faulty_site.url + "/withdrawn"),
            ],
            watch=[("x_api", self.api.url + "/2")],
        )
        self.job = Job(
            folder / "家 home",
            node,
            "web-nights",
            SEKKO_SOURCES=sources,
            SEKKO_X_BEARER_TOKEN=TOKEN,
        )

    def publish_feed(self) -> None:
        items = "".join(
            f"<item><title>覚え書き{path[-1]}</title><link>{self.feed_site.url}{path}</link>"
            f"<guid>{self.feed_site.url}{path}</guid>"
            f"<pubDate>Mon, 0{path[-1]} Dec 2025 09:00:00 +0900</pubDate>"
            f"<content:encoded>{escape(f'<p>{text}</p>')}</content:encoded></item>"
            for path, text in self.items.items()
        )
        self.feed_site.put(
            "/rss",
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>覚え書き</title>{items}</channel></rss>",
            kind="application/rss+xml; charset=utf-8",
        )

    def spend_night(self) -> Night:
        sites = (self.blog_site, self.feed_site)
        for site in (*sites, self.api):
            site.log.clear()
        reports, said = run_dag(self.job, code=1)
        root = DataRoot(self.job.settings.data_root)
        posts = RecordStore(root, "posts/watch", Post)
        enriched = RecordStore(root, "enriched/watch", EnrichedPost)
        return Night(
            reports,
            said,
            self.job.documents(),
            [asked for site in sites for asked in site.log],
            list(self.api.log),
            (
                {post.tweet.id for post in posts if post.tweet and post.tweet.id},
                {e.post.tweet.id for e in enriched if e.post.tweet and e.post.tweet.id},
            ),
        )


def write_sources(file: Path, **inputs: list[tuple[str, str]]) -> str:
    """Write a sources file of loopback inputs, (format, URL) each; returns its path."""
    entries = [
        {
            "name": name,
            "kind": "tweet" if pairs[0][0] == "x_api" else "blog",
            "title": name,
            "account": "boei_watch",
            "delay": 0,
            "inputs": [{"format": f, "url": url, "allow_private": True} for f, url in pairs],
        }
        for name, pairs in inputs.items()
    ]
    file.write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")
    return str(file)


def text_of(document: dict) -> str:
    """The text of a document, whoever speaks in it."""
    return "".join(document.get(zone) or "" for zone in ("commentary", "body"))


def run_dag(job: Job, code: int) -> tuple[list[dict], str]:
    """Run the DAG once; its reports, whose totals must balance, and what else was said."""
    first, _, said = job.sekko("run", "--airflow", "--json", code=code).partition("\n")
    reports = json.loads(first)
    for report in reports:
        msgspec.convert(report, StageReport).check_balance()
    return reports, said


@pytest.fixture(scope="module")
def web(live_node: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with ExitStack() as stack:
        yield Web(tmp_path_factory.mktemp("web"), live_node, stack)


@pytest.fixture(scope="module")
def nights(web: Web) -> tuple[Night, Night, Night]:
    """The first night, one with nothing new, one after corrections, a deletion and additions."""
    first, second = web.spend_night(), web.spend_night()
    web.timeline.deleted.add(web.timeline.ids[2])
    web.timeline.add(2)
    web.blog.posts[3] = web.blog.posts[3]._replace(text=CORRECTED)
    web.blog.add()
    web.blog.posts[-1] = web.blog.posts[-1]._replace(text=ADDED)
    web.blog.publish()
    web.items["/notes/2"] += "（数字を一つ直した。）"
    web.publish_feed()
    return first, second, web.spend_night()


def test_every_post_is_in_the_index_with_its_text(
    web: Web, nights: tuple[Night, Night, Night]
) -> None:
    expected = {
        web.blog_site.url + post.path: (post.title, text, "blog", f"{post.published:%Y-%m-%d}")
        for post, text in zip(web.blog.posts, TEXTS, strict=False)
    } | {
        web.feed_site.url + path: (f"覚え書き{path[-1]}", text, "feed", f"2025-12-0{path[-1]}")
        for path, text in ITEMS.items()
    }
    found = {
        url: (
            document["title"],
            text_of(document),
            document["source"],
            document["published"][:10],
        )
        for url, (_, document) in nights[0].by_url().items()
    }
    assert found.keys() == expected.keys()
    for url, (title, text, source, day) in expected.items():
        assert found[url][0] == title
        assert text in found[url][1]
        assert found[url][2:] == (source, day)


def test_names_are_found_and_their_offsets_are_true(nights: tuple[Night, Night, Night]) -> None:
    surfaces = set()
    for document in nights[0].documents.values():
        for mention in document.get("mentions", []):
            surface = document[mention["zone"]][mention["start"] : mention["end"]]
            assert surface == mention["surface"]
            surfaces.add(surface)
    assert {"F-35A", "10式戦車", "トマホーク", "海上自衛隊", "米国", "中国"} <= surfaces


def test_the_faulty_source_fails_the_night_by_name_and_alone(
    nights: tuple[Night, Night, Night],
) -> None:
    for night in nights:
        assert "1 source(s) failed: faulty (scrape: " in night.said
        assert "/missing" in night.said
        faulty = night.report("scrape", "faulty")
        assert faulty["rejected"] == {"http_404": 1, "http_500": 1}
        stages = {name: set() for name in ("blog", "faulty", "feed", "watch")}
        for report in night.reports:
            stages[report["source"]].add(report["stage"])
        whole = set(STAGES)
        assert stages == {"blog": whole, "faulty": {"scrape"}, "feed": whole, "watch": whole}
        assert night.report("scrape", "feed")["rejected"] == {"http_410": 1}
        failed = [r["source"] for r in night.reports if r["failure"]]
        assert failed == ["faulty"]


def test_stages_agree_on_the_number_of_posts(nights: tuple[Night, Night, Night]) -> None:
    for night, posts in zip(nights, (8 + 7, 8 + 7, 9 + 8), strict=True):
        assert len(night.documents) == posts
        for stage in ("enrich", "check", "load"):
            assert total(night.reports, stage, "read") == posts
            assert not any(r["rejected"] for r in night.reports if r["stage"] == stage)
    assert total(nights[0].reports, "load", "written") == 8 + 7


def test_an_unchanged_site_costs_conditional_requests_only(
    nights: tuple[Night, Night, Night],
) -> None:
    first, second, _ = nights
    assert not any(asked.is_conditional for asked in first.asked)
    assert second.asked
    assert {(asked.is_conditional, asked.status) for asked in second.asked} == {(True, 304)}
    assert sum(report["written"] for report in second.reports) == 0
    assert sum(report["notes"].get("sentences_tagged", 0) for report in first.reports) > 0
    assert sum(report["notes"].get("sentences_tagged", 0) for report in second.reports) == 0
    assert second.documents == first.documents


def test_a_corrected_post_is_updated_in_place(web: Web, nights: tuple[Night, Night, Night]) -> None:
    _, second, third = nights
    before, after = second.by_url(), third.by_url()
    corrected = web.blog_site.url + web.blog.posts[3].path
    added = web.blog_site.url + web.blog.posts[-1].path
    noted = web.feed_site.url + "/notes/2"
    assert after[corrected][0] == before[corrected][0]
    assert after[noted][0] == before[noted][0]
    assert CORRECTED in text_of(after[corrected][1])
    assert "低く旋回した" not in text_of(after[corrected][1])
    assert {mention["surface"] for mention in after[corrected][1]["mentions"]} >= {"F-15J"}
    assert "数字を一つ直した" in text_of(after[noted][1])
    assert after.keys() - before.keys() == {added}
    assert sum(third.report("load", source)["written"] for source in ("blog", "feed")) == 3
    for url in before.keys() - {corrected, noted}:
        assert after[url] == before[url]


def test_a_timeline_night_after_night(web: Web, nights: tuple[Night, Night, Night]) -> None:
    first, second, third = nights
    ids = [str(number) for number in web.timeline.ids]
    assert first.tweets().keys() == set(ids[:7])
    assert first.tweets()[ids[2]].startswith("第3号の観察")
    assert first.report("load", "watch")["written"] == 7

    timelines = [a.path for a in second.asked_api if a.path.startswith("/2/users/77/tweets")]
    assert timelines
    assert all(f"since_id={ids[6]}" in path for path in timelines)
    assert second.tweets() == first.tweets()

    assert third.tweets().keys() == set(ids) - {ids[2]}, "what its author deleted is gone"
    assert third.report("load", "watch")["written"] == 2
    for night in nights:
        assert night.stored == (night.tweets().keys(), night.tweets().keys())


def test_no_file_holds_the_token(web: Web, nights: tuple[Night, Night, Night]) -> None:
    logs = list(web.job.settings.home.rglob("*.log"))
    assert logs
    assert not any(TOKEN.encode() in file.read_bytes() for file in logs)
