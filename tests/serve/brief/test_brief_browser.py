"""The page in a real browser: what a reader sees, and what the page may not do."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.serve.brief.page import render_page
from tests.serve.brief.hostile import build_brief

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NARROWEST = 360  # CSS pixels of a small phone


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, driven by playwright."""
    path = shutil.which("chromium")
    if path is None:
        message = "no `chromium`: apt-get install chromium fonts-noto-cjk"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("brief") / "夜間 ブリーフ.html"
    path.write_text(render_page(build_brief()), "utf-8")
    return path


@pytest.fixture
def opened(chromium: Any, file: Path) -> Iterator[tuple[Any, list[str], list[str]]]:
    """The page on a phone, what the console said, and what was asked of any network."""
    page = chromium.new_page(viewport={"width": NARROWEST, "height": 740})
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    yield page, said, asked
    page.close()


def test_it_is_silent_and_asks_for_nothing(opened: tuple[Any, list[str], list[str]]) -> None:
    page, said, asked = opened
    page.wait_for_load_state("networkidle")
    assert said == []
    assert [url for url in asked if not url.startswith("file://")] == []
    assert len(asked) == 1


def test_attacks_stay_text(opened: tuple[Any, list[str], list[str]]) -> None:
    page, _, _ = opened
    assert page.evaluate("window.hurt") is None
    assert "<script>window.hurt=1</script>" in page.inner_text("#summary, main")


@pytest.mark.parametrize("width", [NARROWEST, 768, 1280])
def test_nothing_is_wider_than_the_page(chromium: Any, file: Path, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 740})
    page.goto(file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


def test_japanese_is_set_in_a_japanese_font(opened: tuple[Any, list[str], list[str]]) -> None:
    page, _, _ = opened
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    for selector in ("h1", ".lead", "figure .narrow svg text"):
        node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
        fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        assert fonts, selector
        for font in fonts:
            assert re.search(r"CJK JP|Hiragino|Yu Gothic", font["familyName"]), (selector, font)


def test_a_number_leads_to_its_posts(opened: tuple[Any, list[str], list[str]]) -> None:
    page, _, _ = opened
    page.click("#tonight .rank summary >> nth=0")
    page.click("#tonight .posts a >> nth=0")
    assert page.evaluate("document.querySelector(':target').tagName") == "ARTICLE"
    cell = page.locator("figure .narrow a").first
    cell.click()
    target = page.locator(cell.get_attribute("href"))
    assert target.is_visible()  # the browser opens the folded list around it


def test_it_can_be_read_in_light_and_dark(chromium: Any, file: Path) -> None:
    for scheme in ("light", "dark"):
        page = chromium.new_page(color_scheme=scheme)
        page.goto(file.as_uri())
        background = rgb(page, "document.body", "backgroundColor")
        assert (sum(background) < 200) == (scheme == "dark")
        for selector, least in (("h1", 7.0), (".snippet", 7.0), (".lead", 4.5), ("nav a", 4.5)):
            ink = rgb(page, f"document.querySelector({selector!r})", "color")
            assert contrast(ink, background) >= least, (scheme, selector)
        page.close()


def test_it_prints(chromium: Any, file: Path) -> None:
    page = chromium.new_page()
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    assert page.locator("nav").is_hidden()
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 2
    page.close()


def rgb(page: Any, element: str, name: str) -> tuple[int, ...]:
    value = page.evaluate(f"getComputedStyle({element}).{name}")
    return tuple(int(part) for part in re.findall(r"\d+", value)[:3])


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Contrast ratio of WCAG 2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: tuple[int, ...]) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
