"""The raw archive: WARC that other tools read, ranges that hit, and how long it reaches back."""

from __future__ import annotations

import gzip
import io
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from warcio.archiveiterator import ArchiveIterator

from pipeline.archive import (
    WarcWriter,
    decode_content,
    list_warcs,
    read_body,
    read_places,
    read_raw,
    rewrite_warc,
)
from pipeline.documents import PageState
from pipeline.errors import DocumentError
from pipeline.scrape.harvest import Harvest
from pipeline.scrape.retention import prune_raw
from pipeline.sources import Format, Input, Source
from pipeline.store import DataRoot
from tests.scrape.conftest import Scraper
from tests.scrape.site import Reply, Site


def test_a_night_is_one_warc_that_any_tool_reads(site: Site, scrape: Scraper) -> None:
    body = "<html><body>迎撃訓練。</body></html>".encode()
    packed = gzip.compress(body)
    site.put_reply("/a", Reply(packed, 200, (("Content-Encoding", "gzip"), ("X-Note", "é"))))
    site.put("/b", body)
    entries = tuple(
        Input(format=Format.HTML, url=site.url + path, allow_private=True) for path in ("/a", "/b")
    )
    scrape.scrape(Source(name="blog", kind="blog", title="試", delay=0, inputs=entries))
    names = list_warcs(scrape.root, "blog")
    assert names == ["raw/blog/20260102T030000000-test.warc.gz"]
    records = [
        (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"))
        for name in names
        for record in ArchiveIterator(io.BytesIO(scrape.root.read(name)), check_digests="raise")
    ]
    assert records == [
        ("warcinfo", None),
        ("response", f"{site.url}/a"),
        ("response", f"{site.url}/b"),
    ]
    page = scrape.pages()[f"{site.url}/a"]
    assert read_raw(scrape.root, page) == packed
    assert read_body(scrape.root, page) == body


def test_what_the_archive_lost_is_said_and_fetched_again(site: Site, scrape: Scraper) -> None:
    site.put("/a", "<html><body>本文</body></html>")
    scrape(f"{site.url}/a")
    (page,) = scrape.pages().values()
    scrape.root.delete(page.location)
    with pytest.raises(DocumentError, match="is not in the raw archive"):
        read_body(scrape.root, page)
    assert scrape(f"{site.url}/a").written == 1
    assert scrape.bodies()[page.id] == "<html><body>本文</body></html>".encode()


def test_a_damaged_record_is_named(site: Site, scrape: Scraper) -> None:
    site.put("/a", "<html><body>本文</body></html>")
    scrape(f"{site.url}/a")
    (page,) = scrape.pages().values()
    wrong = msgspec.structs.replace(page, offset=(page.offset or 0) + 3)
    with pytest.raises(DocumentError) as caught:
        read_body(scrape.root, wrong)
    assert caught.value.reason == "raw_damaged"


def test_a_retry_of_a_run_keeps_the_first_ones_records(tmp_path: Path) -> None:
    from pipeline.reports import Run

    root = DataRoot(str(tmp_path))
    run = Run(id="20260101T030000000-test", started=datetime(2026, 1, 1, 3, tzinfo=UTC))
    source = Source(name="blog", kind="blog", title="試", inputs=())
    for _ in range(3):
        harvest = Harvest(root, source, run)
        harvest._warc.add_response("https://a.test/", "200 OK", [], b"x", "2026-01-01T00:00:00Z")
        harvest.flush()
    assert list_warcs(root, "blog") == [
        f"raw/blog/20260101T030000000-test{part}.warc.gz" for part in ("", "_1", "_2")
    ]


def test_records_can_be_left_out(tmp_path: Path) -> None:
    root = DataRoot(str(tmp_path))
    writer = WarcWriter("Sekko/test")
    places = [
        writer.add_response(f"https://a.test/{n}", "200 OK", [], b"%d" % n, "2026-01-01T00:00:00Z")
        for n in range(4)
    ]
    writer.write(root, "raw/s/a.warc.gz")
    assert [kept.place for kept in read_places(root, "raw/s/a.warc.gz")] == places
    renamed, moved = rewrite_warc(root, "raw/s/a.warc.gz", [places[1], places[3]])
    assert renamed == "raw/s/a~1.warc.gz"
    assert [kept.url for kept in read_places(root, renamed)] == [
        "https://a.test/1",
        "https://a.test/3",
    ]
    page = PageState(id="x", source="s", format="html", location=renamed, digest="", fetched_at="",
                     offset=moved[places[3].offset].offset, length=places[3].length)  # fmt: skip
    assert read_body(root, page) == b"3"
    assert rewrite_warc(root, renamed, []) == (None, {})


def test_old_raw_goes_and_what_is_still_needed_stays(site: Site, scrape: Scraper) -> None:
    scrape.settings = msgspec.structs.replace(scrape.settings, raw_retention_days=5)
    site.put("/still", "<html><body>変わらない。</body></html>")
    for night in range(12):
        site.put("/news", f"<html><body>{night}日の発表。</body></html>")
        entries = tuple(
            Input(format=Format.HTML, url=site.url + path, allow_private=True)
            for path in ("/still", "/news")
        )
        scrape.scrape(Source(name="blog", kind="blog", title="試", delay=0, inputs=entries))
    texts = [body.decode() for body in scrape.bodies().values()]
    assert any("変わらない" in text for text in texts)
    assert any("11日の発表" in text for text in texts)
    kept = [
        kept for name in list_warcs(scrape.root, "blog") for kept in read_places(scrape.root, name)
    ]
    assert sum(k.url.endswith("/news") for k in kept) == 6
    assert sum(k.url.endswith("/still") for k in kept) == 1


def test_old_dump_files_go_once_nothing_points_to_them(scrape: Scraper, tmp_path: Path) -> None:
    folder = tmp_path / "dumps"
    folder.mkdir()
    settings = msgspec.structs.replace(scrape.settings, real_samples=folder, raw_retention_days=5)
    scrape.settings = settings
    entry = Input(format=Format.LABEL_TEXT, path="a.txt", needs="real_samples")
    source = Source(name="blog", kind="blog", title="試", inputs=(entry,))
    for text in ("一", "二"):
        (folder / "a.txt").write_text(text)
        scrape.scrape(source)
    dumps = Path(settings.data_root) / "raw/blog/dumps"
    assert len(list(dumps.iterdir())) == 2
    long_ago = time.time() - 30 * 86400
    for path in dumps.iterdir():
        os.utime(path, (long_ago, long_ago))
    assert prune_raw(scrape.root, "blog", 5, datetime.now(UTC)) == 1
    assert scrape.bodies() == {"file:a.txt": "二".encode()}


@pytest.mark.parametrize("limit", [10, 100])
def test_unpacking_stops_at_the_cap(limit: int) -> None:
    with pytest.raises(DocumentError) as caught:
        decode_content(gzip.compress(b"x" * 101), "gzip", limit)
    assert caught.value.reason == "too_large"
    assert decode_content(gzip.compress(b"x" * limit), "gzip", limit) == b"x" * limit
