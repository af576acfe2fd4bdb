"""`sekko clean` and `sekko evaluate clean` as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from pipeline.__main__ import app
from pipeline.commands import clean, evaluate
from pipeline.settings import PROJECT

FIELDS = [
    "id", "kind", "source", "url", "title", "published", "published_precision", "zones",
    "citations", "excerpt", "tweet",
]  # fmt: skip
TWEET = ["id", "reply_to", "reply_to_handle", "hashtags", "handles", "urls", "thread_position"]

if not app.registered_commands:
    clean.register(app)
    evaluate.register(app)


def run(*arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    result = CliRunner().invoke(app, ["clean", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.stdout.isascii()
    return (
        result.exit_code,
        [json.loads(line) for line in result.stdout.splitlines()],
        result.stderr,
    )


def test_the_samples() -> None:
    code, lines, summary = run(*(str(path) for path in sorted((PROJECT / "samples").iterdir())))
    assert code == 0
    assert all(list(line) == FIELDS for line in lines)
    blogs = [line for line in lines if line["kind"] == "blog"]
    tweets = [line for line in lines if line["kind"] == "tweet"]
    assert (len(blogs), len(tweets)) == (11, 25)
    assert all(line["tweet"] is None for line in blogs)
    assert all(list(line["tweet"]) == TWEET for line in tweets)
    assert all(list(line["zones"]) == ["commentary", "body", "caption"] for line in lines)
    cited = [citation for line in blogs for citation in line["citations"]]
    assert all(list(one) == ["title", "authors", "publisher", "published", "url"] for one in cited)
    assert "blogger-label-page.html" in summary


def test_rejections_and_exit_codes(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("1\n一つ目の投稿。\n2\n\n3\n三つ目の投稿。\n")
    bad.write_text("日付も番号もない文章。")
    code, lines, _ = run(str(good))
    assert code == 0
    assert [line.get("rejected") for line in lines] == [None, "empty", None]
    assert lines[1]["where"] == "good.txt: line 3, entry 2"
    code, lines, summary = run(str(bad), str(good), str(tmp_path / "missing.txt"))
    assert code == 1
    assert [line.get("rejected") for line in lines].count(None) == 2
    assert {line["rejected"] for line in lines if "rejected" in line} == {
        "no_posts",
        "empty",
        "missing_file",
    }
    assert "bad.txt" in summary


def test_a_format_and_a_source_can_be_given(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text("1. 一つ目。\n2. 二つ目。\n")
    code, lines, _ = run("--format", "numbered_tweets", "--source", "sample-tweets", str(path))
    assert code == 0
    assert [line["source"] for line in lines] == ["sample-tweets"] * 2
    code, lines, _ = run("--format", "label_text", str(path))
    assert code == 1


def test_the_figures_are_printed() -> None:
    result = CliRunner().invoke(app, ["evaluate", "clean", "--json"])
    figures = json.loads(result.stdout)
    assert figures["all"]["cases"] >= 60
    assert figures["layouts seen"]["posts_precision"] == 1
    assert figures["layouts seen"]["posts_recall"] == 1
    assert {"layouts seen", "layouts not seen", "generic"} <= figures.keys()
