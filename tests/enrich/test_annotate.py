"""`sekko annotate` as a program: lines in, lines out, whatever they hold."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FIELDS = {
    "start", "end", "surface", "label", "kind", "specific", "entity_id", "rule", "confidence",
}  # fmt: skip


def annotate(data: bytes, *arguments: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "pipeline", "annotate", *arguments]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    assert done.stdout.isascii()
    return [json.loads(line) for line in done.stdout.split(b"\n")[:-1]]


@pytest.mark.slow
def test_one_line_out_for_each_line_in() -> None:
    lines = [
        "米軍のB-2爆撃機".encode(),
        b"",
        "日曜\r".encode(),
        b"\xff\xfe" + "戦闘機".encode(),
        "米国\\n日本".encode(),
        "a\u2028戦車\u0085戦車\x0b戦車".encode(),  # other line breaks end no line
        b"\xed\xa0\x80" + "空母".encode(),  # a surrogate in UTF-8
        "🚀📡ﾐｻｲﾙ".encode(),
        "最後の潜水艦".encode(),
    ]
    answers = annotate(b"\n".join(lines))
    assert len(answers) == len(lines)
    for line, answer in zip(lines, answers, strict=True):
        text = line.decode("utf-8", "surrogateescape")
        for mention in answer["mentions"]:
            assert set(mention) == FIELDS
            assert text[mention["start"] : mention["end"]] == mention["surface"]
    surfaces = [[m["surface"] for m in answer["mentions"]] for answer in answers]
    assert surfaces[0] == ["米軍", "B-2爆撃機"]
    assert surfaces[3] == ["戦闘機"]
    assert surfaces[4] == ["米国", "日本"]
    assert answers[4]["mentions"][1]["start"] == 4  # \\n counts as two characters
    assert surfaces[5] == ["戦車", "戦車", "戦車"]
    assert surfaces[7] == ["ﾐｻｲﾙ"]


@pytest.mark.slow
def test_reads_a_file_and_ignores_a_last_line_feed(tmp_path: Path) -> None:
    path = tmp_path / "texts.txt"
    path.write_bytes("空母\n".encode())
    assert len(annotate(b"", str(path))) == 1
    path.write_bytes(b"")
    assert annotate(b"", str(path)) == []


@pytest.mark.slow
def test_a_name_never_runs_over_a_line_break() -> None:
    (answer,) = annotate("空母\\n「遼寧」".encode())
    assert answer["mentions"][0]["surface"] == "空母"


@pytest.mark.slow
def test_shows_text_to_people() -> None:
    command = [sys.executable, "-m", "pipeline", "annotate", "--show"]
    done = subprocess.run(command, input="米軍の空母".encode(), capture_output=True, check=True)
    shown = done.stdout.decode()
    assert "米軍の空母" in shown
    assert "armed_force" in shown


def test_a_missing_file_is_one_line_and_exit_code_1(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipeline", "annotate", str(tmp_path / "none.txt")]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 1
    assert done.stderr.decode().count("\n") == 1
