"""Three sites and an X API on loopback, and a job that follows them night after night."""

from __future__ import annotations

import json
from contextlib import ExitStack, closing
from html import escape
from pathlib import Path
from typing import NamedTuple

import msgspec
import yaml

from pipeline.documents import EnrichedPost, Post
from pipeline.reports import StageReport
from pipeline.settings import Settings
from pipeline.store import DataRoot, RecordStore
from tests.job import Job
from tests.scrape.blogger import Blog
from tests.scrape.site import Asked, Site
from tests.scrape.x_api import TOKEN, Timeline

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


def run_dag(job: Job, code: int) -> tuple[list[dict], str]:
    """Run the DAG once; its reports, whose totals must balance, and what else was said."""
    first, _, said = job.sekko("run", "--airflow", "--json", code=code).partition("\n")
    reports = json.loads(first)
    for report in reports:
        msgspec.convert(report, StageReport).check_balance()
    return reports, said
