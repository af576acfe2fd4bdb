"""Taken down for good: raw, posts and index; no replay and no new fetch brings it back."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from pipeline.clean.stage import clean_source
from pipeline.commands import forget
from pipeline.documents import EnrichedPost, Post
from pipeline.forgotten import build_tombstone_id, read_forgotten, write_tombstones
from pipeline.night import build_run
from pipeline.settings import Settings
from pipeline.sources import Format, Input, Source
from pipeline.store import DataRoot, RecordStore
from tests.scrape.blogger import Blog
from tests.scrape.conftest import Scraper, build_app
from tests.scrape.site import Site

app = build_app(forget)


def build_source(url: str, format_: Format = Format.BLOGGER) -> Source:
    entry = Input(format=format_, url=url, allow_private=True)
    return Source(name="blog", kind="blog", title="試験", delay=0.0, inputs=(entry,))


def clean(scrape: Scraper, source: Source) -> dict[str, Post]:
    clean_source(source, scrape.settings, build_run("test"))
    return {post.url or post.id: post for post in RecordStore(scrape.root, "posts/blog", Post)}


def run_forget(
    settings: Settings, target: str, monkeypatch: pytest.MonkeyPatch
) -> dict[str, object]:
    monkeypatch.setenv("SEKKO_HOME", str(settings.home))
    result = CliRunner().invoke(app, ["forget", target, "--yes", "--json"])
    assert result.exit_code == 0, result.output
    answer: dict[str, object] = json.loads(result.stdout)
    return answer


def raw_text(scrape: Scraper) -> str:
    """Everything in the raw archive, unpacked."""
    texts = []
    for name, data in scrape.files().items():
        if name.startswith("raw/"):
            texts.append((gzip.decompress(data) if name.endswith(".gz") else data).decode())
    return "".join(texts)


@pytest.mark.parametrize("path", ["/", "/feeds/posts/default"])
def test_a_post_goes_and_never_comes_back(
    site: Site, scrape: Scraper, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    blog = Blog(site, posts=4)
    source = build_source(site.url + path)
    scrape.scrape(source)
    before = clean(scrape, source)
    assert len(before) == 4
    scrape.root.write("unfinished/blog/posts.json.zst", b"of a night that was killed")
    gone = site.url + blog.posts[2].path
    answer = run_forget(scrape.settings, gone.replace("http://", "https://") + "?m=1", monkeypatch)
    assert answer["posts"] == [before[gone].id]
    assert "第3回の演習を見学" not in raw_text(scrape)
    assert "第4回の演習を見学" in raw_text(scrape)  # it shared the page
    assert scrape.root.list_names("unfinished/blog") == []
    assert set(clean(scrape, source)) == set(before) - {gone}

    scrape.root.delete("cursors/clean/blog.json")  # replay from raw
    assert set(clean(scrape, source)) == set(before) - {gone}

    assert scrape.scrape(source).written == 0  # the same pages are not kept again
    blog.posts[3] = blog.posts[3]._replace(text="第4回の演習の訂正である。" * 20)
    blog.publish()
    scrape.scrape(source)  # a page that changed comes with the post in it
    assert set(clean(scrape, source)) == set(before) - {gone}


def test_a_posts_own_page_goes_whole_and_is_refused(
    site: Site, scrape: Scraper, monkeypatch: pytest.MonkeyPatch
) -> None:
    blog = Blog(site, posts=1)
    blog.add(2, jump=True)
    source = build_source(f"{site.url}/")
    scrape.scrape(source)
    clean(scrape, source)
    gone = site.url + blog.posts[2].path
    answer = run_forget(scrape.settings, gone, monkeypatch)
    assert gone in answer["removed"]  # type: ignore[operator]
    assert gone not in scrape.pages()
    assert "第3回の演習の続報" not in raw_text(scrape)
    assert set(scrape.bodies()) == {f"{site.url}/", site.url + blog.posts[1].path}
    site.log.clear()
    scrape.scrape(source)
    assert blog.posts[2].path not in site.paths()
    report = scrape(gone)
    assert report.rejected == {"forgotten": 1}
    assert blog.posts[2].path not in site.paths()


def test_older_versions_of_a_page_go_too(
    site: Site, scrape: Scraper, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = build_source(f"{site.url}/page", Format.HTML)
    for word in ("最初", "二度目", "三度目"):
        site.put("/page", f"<html><body><article><p>{word}の発表文。</p></article></body></html>")
        site.put("/other", f"<html><body><p>{word}の別の頁。</p></body></html>")
        scrape.scrape(source)
        scrape(f"{site.url}/other")
    run_forget(scrape.settings, f"{site.url}/page", monkeypatch)
    text = raw_text(scrape)
    assert "発表文" not in text
    assert all(f"{word}の別の頁" in text for word in ("最初", "二度目", "三度目"))
    assert scrape.bodies()[f"{site.url}/other"].decode().count("三度目") == 1


def test_one_tweet_of_a_list_and_the_list_itself(
    scrape: Scraper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tweets = [f"{n}番艦の進水式を見に行った。港は人でいっぱいだった。その{n}" for n in range(1, 5)]
    text = "\n\n".join(f"{n}. {tweet}" for n, tweet in enumerate(tweets, 1))
    (tmp_path / "list.txt").write_text(text)
    settings = msgspec.structs.replace(scrape.settings, real_samples=tmp_path)
    scrape.settings = settings
    entry = Input(format=Format.NUMBERED_TWEETS, path="list.txt", needs="real_samples")
    source = Source(name="blog", kind="tweet", title="一覧", account="boei", inputs=(entry,))
    scrape.scrape(source)
    posts = clean(scrape, source)
    gone = next(
        p
        for p in posts.values()
        if p.text("commentary").startswith("2番艦") or (p.text("body").startswith("2番艦"))
    )
    run_forget(settings, gone.id, monkeypatch)
    assert "2番艦の進水式" not in raw_text(scrape)
    assert "3番艦の進水式" in raw_text(scrape)
    assert scrape.scrape(source).unchanged == 1  # the file that was given still has it
    scrape.root.delete("cursors/clean/blog.json")
    assert set(clean(scrape, source)) == set(posts) - {gone.id}
    run_forget(settings, "file:list.txt", monkeypatch)
    assert raw_text(scrape) == ""
    assert scrape.scrape(source).rejected == {"forgotten": 1}


def test_a_whole_source(site: Site, scrape: Scraper, monkeypatch: pytest.MonkeyPatch) -> None:
    Blog(site, posts=4)
    source = build_source(f"{site.url}/")
    scrape.scrape(source)
    posts = clean(scrape, source)
    answer = run_forget(scrape.settings, "blog", monkeypatch)
    assert len(answer["posts"]) == len(posts) == 4  # type: ignore[arg-type]
    left = [name for name in scrape.files() if "/blog" in name]
    assert left == []
    site.log.clear()
    report = scrape.scrape(source)
    assert report.rejected == {"forgotten": 1}
    assert report.failure is not None
    assert site.log == []


def test_what_was_never_stored_is_refused_all_the_same(
    site: Site, scrape: Scraper, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.put("/page", "<html><body>本文</body></html>")
    answer = run_forget(scrape.settings, f"{site.url}/page", monkeypatch)
    assert answer["posts"] == []
    assert scrape(f"{site.url}/page").rejected == {"forgotten": 1}


def test_a_night_that_writes_is_not_disturbed(
    scrape: Scraper, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.errors import TransientError
    from pipeline.lock import build_lease, take_lock

    take_lock(scrape.root, build_lease("a-night"))
    monkeypatch.setenv("SEKKO_HOME", str(scrape.settings.home))
    result = CliRunner().invoke(app, ["forget", "https://example.com/", "--yes"])
    assert isinstance(result.exception, TransientError)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("https://a.test/p", "http://www.A.test/p/", True),
        ("https://a.test/p?m=1", "https://a.test/p?utm_source=x#top", True),
        ("https://a.test/p?id=1", "https://a.test/p?id=2", False),
        ("https://a.test/p", "https://b.test/p", False),
        ("https://a.test:8443/p", "https://a.test/p", False),
        ("1940000000000000001", "1940000000000000001", True),
        ("https://[broken/", "https://[broken/", True),
    ],
)
def test_one_name_for_the_writings_of_an_address(first: str, second: str, same: bool) -> None:
    assert (build_tombstone_id(first) == build_tombstone_id(second)) is same


def test_tombstones_keep_their_first_reason(tmp_path: Path) -> None:
    root = DataRoot(str(tmp_path))
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert write_tombstones(root, "url", ["https://a.test/p"], "forget", now) == 1
    assert write_tombstones(root, "url", ["http://a.test/p/"], "deleted_by_author", now) == 0
    forgotten = read_forgotten(root)
    assert forgotten.covers("https://www.a.test/p?m=1")
    assert not forgotten.covers("https://a.test/q")
    assert not forgotten.covers_source("a")


@pytest.mark.live
def test_the_index_lets_go_of_it(index_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.elastic import connect, read_alias
    from pipeline.load.stage import load_source

    root = DataRoot(index_settings.data_root)
    posts = [
        Post(
            id=f"{n:020x}",
            kind="blog",
            source="blog",
            url=f"https://a.test/{n}",
            title=f"潜水艦の話 {n}",
            first_seen="2026-01-01T00:00:00+00:00",
            page=f"https://a.test/{n}",
        )
        for n in range(3)
    ]
    RecordStore(root, "posts/blog", Post).upsert(posts)
    enriched = [EnrichedPost(id=p.id, post=p, lexicon="x", engine="x") for p in posts]
    store = RecordStore(root, "enriched/blog", EnrichedPost)
    store.upsert(enriched)
    source = build_source("https://a.test/")
    load_source(source, index_settings, build_run("test"))
    for name, value in msgspec.structs.asdict(index_settings).items():
        if value is not None and name in ("home", "data_root", "index_prefix", "cache_dir"):
            monkeypatch.setenv(f"SEKKO_{name.upper()}", str(value))
    result = CliRunner().invoke(app, ["forget", "https://a.test/1", "--yes"])
    assert result.exit_code == 0, result.output
    with connect(index_settings) as client:
        found = client.search(index=read_alias(index_settings), size=10)["hits"]["hits"]
    assert {hit["_id"] for hit in found} == {posts[0].id, posts[2].id}
    assert {record.id for record in store} == {posts[0].id, posts[2].id}
    load_source(source, index_settings, build_run("test"))
    with connect(index_settings) as client:
        assert client.count(index=read_alias(index_settings))["count"] == 2
