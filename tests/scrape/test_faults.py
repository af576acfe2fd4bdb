"""Every fault of the web ends in a reason code; totals balance; what is stored stays."""

from __future__ import annotations

import datetime
import gzip
import ssl
import time
import zlib
from pathlib import Path

import pytest

from pipeline.scrape.faults import REASONS, TRANSIENT
from pipeline.sources import Format
from tests.scrape.conftest import Scraper
from tests.scrape.site import Reply, Site, drip, hang_up, redirect, talk_nonsense, truncate

PAGE = "<html><body><p>護衛艦が入港した。</p></body></html>".encode()
BOMB = gzip.compress(b"\0" * 40_000_000)
ENTITIES = b"""<?xml version="1.0"?>
<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<rss version="2.0"><channel><item><link>https://example.com/&d;</link></item></channel></rss>"""
FILE_ENTITY = b"""<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>&x;</title></entry></feed>"""


def encoded(body: bytes, encoding: str) -> Reply:
    return Reply(body, 200, (("Content-Type", "text/html"), ("Content-Encoding", encoding)))


def deflate_bare(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("reason", "reply"),
    [
        ("http_404", Reply(b"", 404)),
        ("http_410", Reply(b"", 410)),
        ("http_403", Reply(b"", 403)),
        ("http_429", Reply(b"", 429, (("Retry-After", "7200"),))),
        ("http_500", Reply(b"", 500)),
        ("http_503", Reply(b"", 503)),
        ("http_204", Reply(b"", 204)),
        ("timeout", drip(0.6, 3)),
        ("timeout", drip(0.1, 30)),
        ("truncated", truncate(PAGE)),
        ("truncated", encoded(gzip.compress(PAGE)[:30], "gzip")),
        ("connection_lost", hang_up()),
        ("connection_lost", talk_nonsense()),
        ("redirect_loop", redirect("/page")),
        ("redirect_loop", redirect("page?again")),
        ("bad_redirect", Reply(b"", 302)),
        ("bad_scheme", redirect("file:///etc/passwd")),
        ("bad_scheme", redirect("gopher://127.0.0.1:70/")),
        ("bad_address", redirect("http://user:secret@127.0.0.1/")),
        ("private_address", redirect("http://169.254.169.254/latest/meta-data/")),
        ("private_address", redirect("http://localhost:9200/_search")),
        ("private_address", redirect("http://[::ffff:10.0.0.1]/")),
        ("private_address", redirect("http://2130706433/")),
        ("unknown_host", redirect("http://no-such-host.invalid/")),
        ("decompression_bomb", encoded(BOMB, "gzip")),
        ("decompression_bomb", encoded(gzip.compress(BOMB), "gzip, gzip")),
        ("bad_encoding", encoded(PAGE, "gzip")),
        ("unknown_encoding", encoded(PAGE, "br")),
        ("too_large", Reply(b"x" * 30_000_000)),
        ("empty_page", Reply(b" \n")),
        ("xml_entities", Reply(ENTITIES, 200, (("Content-Type", "application/rss+xml"),))),
    ],
)
def test_a_fault_ends_in_its_reason(site: Site, scrape: Scraper, reason: str, reply: Reply) -> None:
    site.put_reply("/page", reply)
    site.put_reply("/page?again", redirect("/page"))
    report = scrape(f"{site.url}/page")
    assert report.rejected == {reason: 1}
    assert report.failure is not None
    assert f"{site.url}/page" in report.failure
    assert "blog" in report.failure
    asked = sum(path == "/page" for path in site.paths())
    again = reason in TRANSIENT and reason != "http_429"  # two hours is too long to wait
    assert asked == (2 if again else asked)
    assert reason in REASONS or reason.startswith("http_")
    assert scrape.pages() == {}


@pytest.mark.parametrize(
    "reply",
    [
        Reply(PAGE, 200, (("Content-Type", "text/plain; charset=utf-16"),)),
        encoded(gzip.compress(PAGE), "gzip"),
        encoded(gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:]), "x-gzip"),
        encoded(zlib.compress(PAGE), "deflate"),
        encoded(deflate_bare(PAGE), "deflate"),
        encoded(gzip.compress(PAGE) + b"\0" * 64, "gzip"),
        redirect("/moved"),
        redirect("../../moved#top", 307),
    ],
)
def test_what_is_odd_and_no_fault(site: Site, scrape: Scraper, reply: Reply) -> None:
    site.put_reply("/a/page", reply)
    site.put("/moved", PAGE)
    report = scrape(f"{site.url}/a/page")
    assert (report.read, report.written, report.failure) == (1, 1, None)
    assert scrape.bodies() == {f"{site.url}/a/page": PAGE}


@pytest.mark.parametrize("body", [ENTITIES, FILE_ENTITY, ENTITIES.decode().encode("utf-16")])
@pytest.mark.parametrize("format_", [Format.FEED, Format.SITEMAP, Format.BLOGGER, Format.HTML])
def test_entities_are_refused_in_every_format(
    site: Site, scrape: Scraper, format_: Format, body: bytes
) -> None:
    site.put("/x.xml", body, kind="application/xml")
    begun = time.monotonic()
    assert scrape(f"{site.url}/x.xml", format_).rejected == {"xml_entities": 1}
    assert time.monotonic() - begun < 1


def test_a_moved_page_is_known_by_its_new_address(site: Site, scrape: Scraper) -> None:
    site.put_reply("/old", redirect("/new", 301))
    site.put("/new", PAGE)
    scrape(f"{site.url}/old")
    assert list(scrape.pages()) == [f"{site.url}/new"]
    site.log.clear()
    assert scrape(f"{site.url}/old").unchanged == 1
    assert [(asked.path, asked.status) for asked in site.log] == [("/new", 304)]


def test_private_hosts_need_the_entrys_leave(site: Site, scrape: Scraper) -> None:
    site.put("/page", PAGE)
    report = scrape(f"{site.url}/page", allow_private=False)
    assert report.rejected == {"private_address": 1}
    assert site.log == []


@pytest.mark.parametrize("format_", list(Format))
def test_an_address_that_is_none(scrape: Scraper, format_: Format) -> None:
    for private in (True, False):
        report = scrape("http://user:secret@a.test/", format_, allow_private=private)
        reason = "no_token" if format_ is Format.X_API and not private else "bad_address"
        assert report.rejected == {reason: 1}
        assert report.failure is not None


def test_links_that_lead_nowhere_do_not_stop_the_rest(site: Site, scrape: Scraper) -> None:
    site.put("/a", PAGE)
    links = ["ftp://a.test/x", "mailto:x@a.test", "http://[broken", "javascript:void(0)", "/a"]
    items = "".join(f"<item><link>{link}</link></item>" for link in links)
    site.put("/feed", f"<rss version='2.0' xmlns:a='http://www.w3.org/2005/Atom'><channel>{items}"
             "<a:link rel='next' href='ftp://a.test/2'/></channel></rss>")  # fmt: skip
    report = scrape(f"{site.url}/feed", Format.FEED)
    assert report.written == 2
    assert set(report.rejected) == {"bad_scheme", "bad_address"}
    assert sum(report.rejected.values()) == 5


def test_nothing_listens(scrape: Scraper) -> None:
    site = Site()
    site.close()
    assert scrape(f"{site.url}/page").rejected == {"unreachable": 1}


def test_retry_after_is_waited_for_when_it_is_short(site: Site, scrape: Scraper) -> None:
    replies = [Reply(b"", 429, (("Retry-After", "1"),)), Reply(PAGE)]
    site.put_reply("/page", lambda query: replies.pop(0))
    begun = time.monotonic()
    report = scrape(f"{site.url}/page")
    assert report.written == 1
    assert time.monotonic() - begun >= 1
    assert report.notes["retries"] == 1


def test_a_fault_that_passes_is_asked_again(site: Site, scrape: Scraper) -> None:
    replies = [Reply(b"", 500), Reply(PAGE)]
    site.put_reply("/page", lambda query: replies.pop(0))
    assert scrape(f"{site.url}/page").written == 1


def test_a_host_that_wants_quiet_gets_it_also_from_the_next_run(
    site: Site, scrape: Scraper
) -> None:
    site.put_reply("/page", Reply(b"", 429, (("Retry-After", "7200"),)))
    scrape(f"{site.url}/page")
    site.put("/page", PAGE)
    assert scrape(f"{site.url}/page").rejected == {"host_paused": 1}
    assert site.paths() == ["/page"]


def test_a_gone_page_is_marked_and_its_body_stays(site: Site, scrape: Scraper) -> None:
    site.put("/page", PAGE)
    scrape(f"{site.url}/page")
    site.put_reply("/page", Reply(b"", 410))
    assert scrape(f"{site.url}/page").rejected == {"http_410": 1}
    (page,) = scrape.pages().values()
    assert page.gone
    assert scrape.bodies() == {page.id: PAGE}
    site.put("/page", PAGE)
    assert scrape(f"{site.url}/page").written == 1
    assert not scrape.pages()[page.id].gone


def test_a_fault_leaves_what_is_stored(site: Site, scrape: Scraper) -> None:
    site.put("/page", PAGE)
    scrape(f"{site.url}/page")
    before = scrape.pages()
    site.put_reply("/page", hang_up())
    report = scrape(f"{site.url}/page")
    assert report.rejected == {"connection_lost": 1}
    assert report.failure is not None
    assert scrape.pages() == before


def test_a_certificate_that_is_not_trusted(tmp_path: Path, scrape: Scraper) -> None:
    site = Site(build_tls_context(tmp_path))
    try:
        site.put("/page", PAGE)
        assert scrape(f"{site.url}/page").rejected == {"tls_failed": 1}
        assert site.log == []
    finally:
        site.close()


def test_the_bodies_of_wrong_charsets_are_kept_byte_for_byte(site: Site, scrape: Scraper) -> None:
    text = "<html><body>潜水艦「たいげい」が就役した。</body></html>"
    for encoding in ("cp932", "euc_jp", "iso2022_jp", "utf-16"):
        site.put("/page", text.encode(encoding), kind="text/html; charset=utf-8")
        assert scrape(f"{site.url}/page").written == 1
        assert scrape.bodies() == {f"{site.url}/page": text.encode(encoding)}
    assert scrape.pages()[f"{site.url}/page"].content_type == "text/html; charset=utf-8"


def test_rejections_are_kept_until_they_are_mended(site: Site, scrape: Scraper) -> None:
    from pipeline.documents import Rejection
    from pipeline.store import RecordStore

    rejects: RecordStore[Rejection] = RecordStore(scrape.root, "rejects/blog", Rejection)
    scrape(f"{site.url}/page")
    assert [(r.stage, r.reason, r.where) for r in rejects] == [
        ("scrape", "http_404", f"{site.url}/page")
    ]
    site.put("/page", PAGE)
    scrape(f"{site.url}/page")
    assert list(rejects) == []


def build_tls_context(folder: Path) -> ssl.SSLContext:
    """Make a certificate that nobody signed."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context
