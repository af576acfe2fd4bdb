"""Whole nights of `ingest_nightly`, in Airflow, against real servers on loopback.

One site is a blog as Blogger serves it, one has an RSS feed, one answers with faults only, and an X
API has an account's tweets. What is compared is the index, the stores and what the servers were
asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from pipeline.reports import STAGES
from pipeline.settings import Settings
from tests.dags.web import ITEMS, TEXTS, Night, Web
from tests.job import total
from tests.scrape.x_api import TOKEN

pytestmark = [pytest.mark.live, pytest.mark.slow, pytest.mark.timeout(600)]

CORRECTED = "訂正：航空祭の予行で旋回したのはF-35BではなくF-15Jである。写真の尾翼の番号で確かめた。"
ADDED = "潜水艦の進水式の案内が届いた。雨天でも行うとのことなので、雨具を持って出かける。"


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


def text_of(document: dict) -> str:
    """The text of a document, whoever speaks in it."""
    return "".join(document.get(zone) or "" for zone in ("commentary", "body"))


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
