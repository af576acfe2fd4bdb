"""The sources file: what is accepted, what is refused and with which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import RunError
from pipeline.settings import PROJECT, read_settings
from pipeline.sources import find_source, read_sources, resolve_path

GOOD = (
    "{name: one, kind: blog, title: 一, inputs: [{format: html, url: 'https://blog.example.com/'}]}"
)


def read(tmp_path: Path, text: str, **environ: str) -> list[str]:
    file = tmp_path / "sources.yml"
    file.write_text(text, encoding="utf-8")
    settings = read_settings({"SEKKO_SOURCES": str(file), **environ})
    return [source.name for source in read_sources(settings)]


def test_the_bundled_file_is_valid() -> None:
    settings = read_settings({})
    sources = read_sources(settings)
    assert sources
    for source in sources:
        for entry in source.inputs:
            if entry.path is not None and entry.needs is None:
                assert list(PROJECT.glob(entry.path)), entry.path


def test_an_input_that_lacks_its_setting_is_off(tmp_path: Path) -> None:
    entry = "{format: label_text, path: a.txt, needs: real_samples}"
    text = f"- {{name: one, kind: blog, title: t, inputs: [{entry}]}}"
    assert read(tmp_path, text) == []
    assert read(tmp_path, text, SEKKO_REAL_SAMPLES=str(tmp_path)) == ["one"]
    settings = read_settings(
        {"SEKKO_SOURCES": str(tmp_path / "sources.yml"), "SEKKO_REAL_SAMPLES": str(tmp_path)}
    )
    (found,) = find_source(settings, "one").inputs
    assert resolve_path(found, settings) == tmp_path / "a.txt"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"- {GOOD}\n- {GOOD}", "stands twice"),
        (f"- {GOOD.replace('one', 'One')}", "lower-case"),
        (f"- {GOOD.replace('https', 'ftp')}", "not an http"),
        (f"- {GOOD.replace('html', 'htlm')}", "htlm"),
        (f"- {GOOD.replace('title: 一', 'title: 一, timezone: Asia/Tokio')}", "time zone"),
        (f"- {GOOD.replace('title: 一', 'titel: 一')}", "titel"),
        (
            f"- {GOOD.replace('format: html, ', 'format: html, path: a, ')}",
            "url or a path",
        ),
        (f"- {GOOD.replace('format: html, ', 'format: html, needs: nothing, ')}", "no setting"),
        ("- [", "sources.yml"),
    ],
)
def test_wrong_entries_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RunError, match=message):
        read(tmp_path, text)


def test_a_missing_file_says_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="SEKKO_SOURCES"):
        read_sources(read_settings({"SEKKO_SOURCES": str(tmp_path / "none.yml")}))
