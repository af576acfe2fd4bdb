"""`sekko source`: what is found behind an address, and what a try shows."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

from pipeline.commands import source as command
from pipeline.errors import RunError, SourceError
from pipeline.scrape import discover
from pipeline.scrape.discover import Discoverer, build_name
from pipeline.settings import Settings
from pipeline.sources import Format, read_sources
from tests.scrape.blogger import Blog
from tests.scrape.conftest import QUICK, build_app
from tests.scrape.site import Reply, Site

FILE = """# 手で書いた注記は残る。
- name: first  # これも
  kind: blog
  title: 最初
  inputs:
    - {format: label_text, path: a.txt}
"""


app = build_app(command)


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "sources.yml"
    path.write_text(FILE)
    monkeypatch.setenv("SEKKO_SOURCES", str(path))
    monkeypatch.setenv("SEKKO_HOME", str(tmp_path / "home"))
    return path


def sekko(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["source", *arguments])


def find(settings: Settings, url: str) -> discover.Discovery:
    return Discoverer(settings, allow_private=True, limits=QUICK, delay=0).discover(url)


def test_a_blog_is_followed_by_its_feed(site: Site, settings: Settings) -> None:
    Blog(site, posts=4)
    site.put("/", site.find("/").body.replace(b"<title>", (
        b'<link rel="alternate" type="application/atom+xml" href="/feeds/posts/default"/>'
        b'<link rel="alternate" type="application/atom+xml" href="/feeds/comments/default"/>'
        b"<title>")))  # fmt: skip
    found = find(settings, site.url)
    assert found.entry.format is Format.BLOGGER
    assert found.entry.url == f"{site.url}/feeds/posts/default"
    assert (found.title, found.url, found.posts) == ("演習日誌", f"{site.url}/", 3)


def test_a_label_page_is_followed_itself(site: Site, settings: Settings) -> None:
    Blog(site, posts=4)
    found = find(settings, f"{site.url}/search/label/%E6%BC%94%E7%BF%92")
    assert found.entry.format is Format.BLOGGER
    assert found.entry.url == f"{site.url}/search/label/%E6%BC%94%E7%BF%92"


def test_a_label_page_that_robots_may_not_read_is_followed_by_its_feed(
    site: Site, settings: Settings
) -> None:
    Blog(site, posts=4).forbid_search()
    found = find(settings, f"{site.url}/search/label/%E6%BC%94%E7%BF%92")
    assert found.entry.format is Format.BLOGGER
    assert found.entry.url == f"{site.url}/feeds/posts/default/-/%E6%BC%94%E7%BF%92"


def test_a_feed_that_is_announced_and_not_there(site: Site, settings: Settings) -> None:
    site.put("/", '<html><head><meta name="generator" content="WordPress"><link rel="alternate" '
             'type="application/rss+xml" href="/feed/"></head><body>x</body></html>')  # fmt: skip
    assert find(settings, site.url).entry.format is Format.WORDPRESS


def test_a_site_with_nothing_but_a_sitemap(site: Site, settings: Settings) -> None:
    site.put("/", "<html><title>研究所</title><body>本文</body></html>")
    assert find(settings, site.url).entry.format is Format.HTML
    site.put("/sitemap.xml", f"<urlset><url><loc>{site.url}/a</loc></url></urlset>")
    found = find(settings, site.url)
    assert (found.entry.format, found.title) == (Format.SITEMAP, "研究所")


def test_an_account_on_x_needs_no_request(settings: Settings) -> None:
    for url in ("https://x.com/Boei_Watch", "https://twitter.com/Boei_Watch/status/1"):
        found = find(settings, url)
        assert (found.kind, found.account, found.name) == ("tweet", "Boei_Watch", "boei-watch")
        assert (found.entry.format, found.entry.needs) == (Format.X_API, "x_bearer_token")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://boei.blogspot.com/", "boei"),
        ("https://www.example.com/blog", "example"),
        ("https://ameblo.jp/boei_watch/", "boei-watch"),
        ("https://note.com/boei", "boei"),
        ("http://127.0.0.1:8080/", "127-0-0-1"),
    ],
)
def test_names(url: str, name: str) -> None:
    assert build_name(url) == name


def test_add_appends_a_valid_entry_and_keeps_the_rest(site: Site, sources: Path) -> None:
    Blog(site, posts=2)
    for expected in ("127-0-0-1", "127-0-0-1-2"):
        result = sekko("add", f"{site.url}/feeds/posts/default", "--allow-private")
        assert result.exit_code == 0, result.output
        assert f"sekko source check {expected}" in result.output
    text = sources.read_text()
    assert text.startswith(FILE.rstrip())
    settings = msgspec.structs.replace(Settings(), sources=sources)
    assert [source.name for source in read_sources(settings)][1:] == ["127-0-0-1", "127-0-0-1-2"]
    before = sources.read_text()
    result = sekko("add", f"{site.url}/", "--allow-private", "--dry-run", "--name", "other")
    assert "name: other" in result.output
    assert sources.read_text() == before


def test_add_says_why_it_cannot(site: Site, sources: Path) -> None:
    site.put_reply("/", Reply(b"", 403))
    refused = sekko("add", site.url, "--allow-private")
    assert isinstance(refused.exception, SourceError)
    assert "http_403" in str(refused.exception)
    assert "private_address" in str(sekko("add", site.url).exception)
    assert isinstance(sekko("add", "https://x.com/a", "--name", "First One").exception, RunError)
    assert sources.read_text() == FILE


def test_check_shows_what_a_source_would_give_and_keeps_nothing(site: Site, sources: Path) -> None:
    Blog(site, posts=4)
    sources.write_text(
        f"""
- name: blog
  kind: blog
  title: 演習日誌
  delay: 0
  inputs:
    - {{format: blogger, url: "{site.url}/", allow_private: true}}
"""
    )
    result = sekko("check", "blog", "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert [report["stage"] for report in answer["reports"]] == ["scrape", "clean"]
    assert {post["title"] for post in answer["posts"]} == {f"演習の記録 {n}" for n in range(1, 5)}
    assert not (sources.parent / "home").exists()
    shown = sekko("check", "blog", "--pages", "1")
    assert "演習の記録 4" in shown.output
    site.put_reply("/", Reply(b"", 404))
    failed = sekko("check", "blog")
    assert "http_404: the server says that the page is not there" in failed.output
    assert isinstance(failed.exception, SourceError)


def test_list_names_every_input(sources: Path) -> None:
    assert "first" in sekko("list").output
    (listed,) = json.loads(sekko("list", "--json").stdout)
    assert listed["inputs"][0]["format"] == "label_text"
