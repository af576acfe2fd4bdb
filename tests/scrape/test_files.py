"""Dump files: found, kept as given, read back, and never silently missed."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.archive import read_body
from pipeline.documents import PageState
from pipeline.reports import Run, StageReport
from pipeline.scrape.stage import scrape_source
from pipeline.settings import Settings
from pipeline.sources import Format, Input, Source
from pipeline.store import DataRoot, RecordStore

TEXT = "1. 演習の写真が公開された。\n\n2. 哨戒艦が就役した。\n".encode()
RUN = Run(id="20260101T030000000-test", started=datetime(2026, 1, 1, 3, tzinfo=UTC))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", real_samples=tmp_path / "dumps")


@pytest.fixture
def dumps(tmp_path: Path) -> Path:
    folder = tmp_path / "dumps"
    folder.mkdir()
    return folder


def build_source(path: str, format_: Format = Format.NUMBERED_TWEETS) -> Source:
    entry = Input(format=format_, path=path, needs="real_samples")
    return Source(name="dump", kind="tweet", title="写し", inputs=(entry,))


def scrape(settings: Settings, path: str, format_: Format = Format.NUMBERED_TWEETS) -> StageReport:
    report = scrape_source(build_source(path, format_), settings, RUN)
    report.check_balance()
    return report


def read_pages(settings: Settings) -> dict[str, bytes]:
    root = DataRoot(settings.data_root)
    pages = RecordStore(root, "pages/dump", PageState)
    return {page.id: read_body(root, page) for page in pages}


def test_a_file_is_kept_once_and_read_back_as_given(settings: Settings, dumps: Path) -> None:
    (dumps / "一覧.txt").write_bytes(TEXT)
    first = scrape(settings, "一覧.txt")
    assert (first.read, first.written, first.failure) == (1, 1, None)
    assert read_pages(settings) == {"file:一覧.txt": TEXT}
    before = sorted(Path(settings.data_root).rglob("*"))
    second = scrape(settings, "一覧.txt")
    assert (second.read, second.written, second.unchanged) == (1, 0, 1)
    assert sorted(p for p in Path(settings.data_root).rglob("*")) == before


def test_a_changed_file_replaces_its_state_and_keeps_both_bodies(
    settings: Settings, dumps: Path
) -> None:
    (dumps / "a.txt").write_bytes(TEXT)
    scrape(settings, "a.txt")
    (dumps / "a.txt").write_bytes(TEXT + b"3. x\n")
    assert scrape(settings, "a.txt").written == 1
    assert read_pages(settings) == {"file:a.txt": TEXT + b"3. x\n"}
    assert len(DataRoot(settings.data_root).list_names("raw/dump/dumps")) == 2


def test_folders_globs_and_archives_give_their_documents(settings: Settings, dumps: Path) -> None:
    (dumps / "folder" / "page_files").mkdir(parents=True)
    (dumps / "folder" / "a.txt").write_bytes(TEXT)
    (dumps / "folder" / ".hidden.txt").write_bytes(TEXT)
    (dumps / "folder" / "page_files" / "advert.txt").write_bytes(TEXT)
    (dumps / "folder" / "picture.png").write_bytes(b"\x89PNG")
    with zipfile.ZipFile(dumps / "folder" / "b.zip", "w") as archive:
        archive.writestr("内/b.txt", TEXT + b"b")
        archive.writestr("image.jpg", b"\xff\xd8")
    with tarfile.open(dumps / "folder" / "c.tar.gz", "w:gz") as tar:
        member = tarfile.TarInfo("./c.txt.gz")
        data = gzip.compress(TEXT + b"c", mtime=0)
        member.size = len(data)
        tar.addfile(member, io.BytesIO(data))
    expected = {
        "file:folder/a.txt": TEXT,
        "file:folder/b.zip/内/b.txt": TEXT + b"b",
        "file:folder/c.tar.gz/c.txt": TEXT + b"c",
    }
    assert scrape(settings, "folder").written == 3
    assert read_pages(settings) == expected
    report = scrape(settings, "folder/*.*")  # the picture is named by the glob, so it is read
    assert (report.unchanged, report.written) == (3, 1)


def test_names_that_japanese_windows_wrote_into_a_zip(settings: Settings, dumps: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xxxx.txt", TEXT)
    data = buffer.getvalue().replace(b"xxxx", "一覧".encode("cp932"))
    (dumps / "a.zip").write_bytes(data)
    scrape(settings, "a.zip")
    assert list(read_pages(settings)) == ["file:a.zip/一覧.txt"]


def test_only_the_tweets_of_an_account_archive_are_taken(settings: Settings, dumps: Path) -> None:
    with zipfile.ZipFile(dumps / "twitter.zip", "w") as archive:
        for name in ("account.js", "tweets.js", "tweets-part1.js", "deleted-tweets.js"):
            archive.writestr(f"data/{name}", f"window.YTD.{name} = []")
    assert scrape(settings, "twitter.zip", Format.X_ARCHIVE).written == 2
    assert set(read_pages(settings)) == {
        "file:twitter.zip/data/tweets.js",
        "file:twitter.zip/data/tweets-part1.js",
    }


def _corrupt_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", TEXT * 50)
    data = bytearray(buffer.getvalue())
    data[60:70] = b"\x00" * 10
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("gone.txt", None, "missing_file"),
        ("*.none", None, "missing_file"),
        ("empty.txt", b"", "empty_file"),
        ("blank.txt", b" \n\n", "empty_file"),
        ("broken.zip", _corrupt_zip(), "bad_archive"),
        ("broken.tar.gz", gzip.compress(b"x" * 2000, mtime=0)[:40], "bad_archive"),
        ("broken.txt.gz", gzip.compress(TEXT, mtime=0)[:20], "bad_archive"),
        ("lying.txt.gz", TEXT, "bad_archive"),
    ],
)
def test_a_fault_names_source_and_file_and_fails_the_source(
    settings: Settings, dumps: Path, name: str, data: bytes | None, reason: str
) -> None:
    if data is not None:
        (dumps / name).write_bytes(data)
    report = scrape(settings, name)
    assert report.rejected == {reason: 1}
    assert report.failure is not None
    assert "dump" in report.failure
    assert name in report.failure


def test_an_empty_folder_and_an_archive_without_documents(settings: Settings, dumps: Path) -> None:
    (dumps / "nothing").mkdir()
    assert scrape(settings, "nothing").rejected == {"empty_folder": 1}
    with zipfile.ZipFile(dumps / "pictures.zip", "w") as archive:
        archive.writestr("a.png", b"\x89PNG")
    assert scrape(settings, "pictures.zip").rejected == {"empty_folder": 1}


def test_one_bad_file_does_not_stop_the_others(settings: Settings, dumps: Path) -> None:
    (dumps / "folder").mkdir()
    (dumps / "folder" / "a.txt").write_bytes(TEXT)
    (dumps / "folder" / "b.txt").write_bytes(b"")
    (dumps / "folder" / "c.zip").write_bytes(_corrupt_zip())
    report = scrape(settings, "folder")
    assert report.failure is None
    assert (report.written, report.rejected) == (1, {"empty_file": 1, "bad_archive": 1})
