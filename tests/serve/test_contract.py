"""mappings/README.md: its table names every field, and its examples run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.elastic import read_alias, read_node_state
from pipeline.load.stage import delete_documents
from pipeline.load.templates import read_templates
from pipeline.serve.keys import create_key, revoke_key
from pipeline.settings import PROJECT, Settings
from tests.indexed import build_post, index_posts

README = (PROJECT / "mappings" / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(sh|python|javascript)\n(.*?)```", README, flags=re.DOTALL)
EXAMPLES = [(language, code) for language, code in BLOCKS if "export URL" not in code]

POST = build_post(
    1,
    "😀米国がF-35Aを配備した。",
    zone="body",
    names=[("米国", "us"), ("F-35A", "f-35a")],
    pairs=[("us", "f-35a")],
)


def test_every_field_is_in_the_table() -> None:
    rows = re.findall(r"^\| (`.*?) \|", README.split("## Fields")[1], flags=re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}
    by_zone = {f"pairs_{zone}" for zone in ("title", "commentary", "body", "caption")}
    fields = set(read_templates(Settings()).properties)
    assert fields - by_zone <= named
    for file in ("components/analysis.json", "templates/posts.json", "ilm/retired.json"):
        assert f"`{file}`" in README
        assert (PROJECT / "mappings" / file).exists()


@pytest.fixture(scope="module")
def environment(module_index_settings: Settings) -> Iterator[dict[str, str]]:
    settings = module_index_settings
    index_posts(settings, [POST])
    delete_documents(settings, (build_post("never").id,))
    key = create_key(settings, "reader", "contract")
    yield {
        "PATH": os.environ["PATH"],
        "URL": read_node_state(settings)[0].url,
        "KEY": key.encoded,
        "INDEX": read_alias(settings),
    }
    revoke_key(settings, "contract")


@pytest.mark.live
@pytest.mark.parametrize(
    ("language", "code"),
    EXAMPLES,
    ids=[f"{language} {number}" for number, (language, _) in enumerate(EXAMPLES)],
)
def test_an_example_runs(
    environment: dict[str, str], tmp_path: Path, language: str, code: str
) -> None:
    if language == "javascript":
        node = shutil.which("node")
        if node is None:
            pytest.skip("no node here")
        script = tmp_path / "example.mjs"
        command = [node, str(script)]
    elif language == "python":
        script = tmp_path / "example.py"
        command = [sys.executable, str(script)]
    else:
        script = tmp_path / "example.sh"
        command = ["sh", "-e", str(script)]
    script.write_text(code, encoding="utf-8")
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    if language == "sh":
        answer = json.loads(ran.stdout)
        (typed,) = answer.get("suggest", {}).get("names", [{"options": []}])
        found = answer["hits"]["hits"] or answer.get("aggregations") or typed["options"]
        assert found, "an example that finds nothing shows nothing"
        assert "error" not in answer
    else:
        assert f"{POST.id} 米国 us" in ran.stdout
        assert f"{POST.id} F-35A f-35a" in ran.stdout


def test_utf16_offsets_would_be_wrong() -> None:
    """Why the README warns: the same numbers cut another string in JavaScript."""
    mention = POST.mentions[0]
    text = POST.post.zones.body
    units = text.encode("utf-16-le")
    by_units = units[2 * mention.start : 2 * mention.end].decode("utf-16-le", "replace")
    assert text[mention.start : mention.end] == "米国"
    assert by_units != "米国"
