"""The page as text: what comes from the web stays text; links within the page have targets."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from lxml import html

from pipeline.serve.brief.charts import draw
from pipeline.serve.brief.page import render_page
from tests.serve.brief.hostile import build_brief


@pytest.fixture(scope="module")
def page() -> str:
    return render_page(build_brief())


@pytest.fixture(scope="module")
def tree(page: str) -> html.HtmlElement:
    return html.fromstring(page)


@pytest.mark.parametrize("tag", ["script", "img", "iframe", "object", "link", "form", "base"])
def test_no_element_that_runs_or_loads(tree: html.HtmlElement, tag: str) -> None:
    assert tree.xpath(f"//{tag}") == []


def test_no_attribute_that_runs_or_loads(tree: html.HtmlElement) -> None:
    names = Counter(name for element in tree.iter() for name in element.attrib)
    assert not [name for name in names if name.startswith("on")]
    assert not {"src", "srcset", "style", "action", "data"} & names.keys()


def test_only_safe_addresses(tree: html.HtmlElement) -> None:
    for address in tree.xpath("//@href"):
        assert re.match(r"#|https?://", address), address


def test_links_out_say_nothing_of_the_reader(tree: html.HtmlElement) -> None:
    outward = [a for a in tree.xpath("//a[@href]") if not a.get("href").startswith("#")]
    assert outward
    assert {a.get("rel") for a in outward} == {"noopener noreferrer nofollow"}
    assert tree.xpath("//meta[@name='referrer']/@content") == ["no-referrer"]


def test_every_link_within_the_page_has_its_target(tree: html.HtmlElement) -> None:
    ids = Counter(tree.xpath("//@id"))
    assert max(ids.values()) == 1
    targets = {a[1:] for a in tree.xpath("//@href") if a.startswith("#")}
    assert targets <= ids.keys()
    assert any(target.startswith("p-") for target in targets)
    assert any(target.startswith("cell-") for target in targets)


def test_the_policy_allows_this_style_sheet_and_nothing_else(tree: html.HtmlElement) -> None:
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert len(tree.xpath("//style")) == 1


def test_the_page_is_japanese(page: str, tree: html.HtmlElement) -> None:
    assert tree.get("lang") == "ja"
    assert "line-break: strict" in page


def test_templates_in_texts_are_not_run(tree: html.HtmlElement) -> None:
    assert "{{ 7 * 7 }}" in tree.text_content()
    assert "49" not in tree.xpath("string(//article[@id='p-00000000000000000003'])")


def test_no_character_that_turns_text_around(page: str) -> None:
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x08\x1b]", page)


def test_charts_are_drawn_for_wide_and_narrow_pages() -> None:
    drawings = draw(build_brief())
    assert set(drawings) == {"cells", "timeline"}
    for drawing in filter(None, drawings.values()):
        for svg in (drawing.wide, drawing.narrow):
            tree = html.fromstring(svg)
            assert "Noto Sans CJK JP" in svg
            assert {a[0] for a in tree.xpath("//@href")} <= {"#"}
            assert tree.xpath("//script") == []
            assert float(tree.get("width")) <= (900 if svg is drawing.wide else 345)
