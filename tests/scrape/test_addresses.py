"""Addresses: which may be connected to, and what a page is called."""

from __future__ import annotations

import socket
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.scrape.addresses import Origin, build_origin, canonical_url, is_public
from pipeline.scrape.answer import Limits
from pipeline.scrape.batches import build_batches
from pipeline.scrape.faults import FetchError
from pipeline.scrape.fetch import Fetcher
from pipeline.sources import Format, Input, Source
from tests.scrape.site import Site


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("127.8.9.1", False),
        ("0.0.0.0", False),  # noqa: S104 - an address to refuse
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("172.32.0.1", True),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.215.14", True),
        ("2002:7f00:1::", False),  # 6to4 around 127.0.0.1
        ("64:ff9b::a9fe:a9fe", False),  # NAT64 around 169.254.169.254
        ("2001:0:4136:e378:8000:63bf:80ff:fffe", False),  # Teredo around 127.0.0.1
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("given_url", "base", "expected"),
    [
        ("HTTPS://Blog.Example.COM:443/A?m=1#top", "", "https://blog.example.com/A"),
        ("http://example.com", "", "http://example.com/"),
        ("../b.html?utm_source=x&p=2&utm_medium=y", "https://a.test/x/y", "https://a.test/b.html?p=2"),
        ("/s?updated-max=2025-07-01T00:00:00%2B09:00&max-results=7", "https://a.test/",
         "https://a.test/s?updated-max=2025-07-01T00:00:00%2B09:00&max-results=7"),
        ("/?m=202507", "https://a.test/", "https://a.test/?m=202507"),
        ("/?feed=rss2", "https://a.test/", "https://a.test/?feed=rss2"),
        ("http://a.test:8080/x", "", "http://a.test:8080/x"),
        ("http://[2001:DB8::1]:80/x", "", "http://[2001:db8::1]/x"),
        ("/ラベル", "https://a.test/", "https://a.test/ラベル"),
    ],
)  # fmt: skip
def test_the_one_form_of_an_address(given_url: str, base: str, expected: str) -> None:
    assert canonical_url(given_url, base) == expected
    assert canonical_url(expected) == expected


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://a.test/", "bad_scheme"),
        ("file:///etc/passwd", "bad_scheme"),
        ("javascript:alert(1)", "bad_scheme"),
        ("//", "bad_scheme"),
        ("http://", "bad_address"),
        ("http://a.test:99999/", "bad_address"),
        ("http://user:pass@a.test/", "bad_address"),
        ("http://[::1", "bad_address"),
    ],
)
def test_addresses_that_are_refused(url: str, reason: str) -> None:
    with pytest.raises(FetchError) as caught:
        canonical_url(url)
    assert caught.value.reason == reason


@given(st.text(max_size=60), st.sampled_from(["", "https://a.test/x/"]))
def test_any_text_is_an_address_or_is_refused_by_reason(text: str, base: str) -> None:
    with suppress(FetchError):
        found = canonical_url(text, base)
        assert canonical_url(found) == found
        assert build_origin(found).host


def test_a_name_that_changes_its_address_is_still_not_followed_inside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The name server first gives a public address, then a private one (DNS rebinding)."""
    site = Site()
    site.put("/", "<html><body>内部</body></html>")
    port = build_origin(site.url).port
    answers = [["93.184.215.14", "127.0.0.1"], ["127.0.0.1"]]

    def resolve(host: str, port: int, **options: object) -> list[tuple[object, ...]]:
        addresses = answers.pop(0) if answers else ["127.0.0.1"]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    fetcher = Fetcher(limits=Limits(connect=0.2, attempts=1))
    for _ in range(2):
        with pytest.raises(FetchError) as caught:
            fetcher.fetch(f"http://rebind.test:{port}/", lambda url: None)
        assert caught.value.reason == "private_address"
    assert site.log == []
    fetcher.close()
    site.close()


def test_the_checked_address_is_the_one_that_is_used() -> None:
    """The name is resolved once for each connection: what is checked is what is connected to."""
    site = Site()
    site.put("/", "<html><body>本文</body></html>")
    origin = build_origin(site.url)
    fetcher = Fetcher(
        limits=Limits(connect=1, attempts=1), allowed=Origin("localhost", origin.port)
    )
    answer = fetcher.fetch(f"http://localhost:{origin.port}/", lambda url: None)
    assert answer.body
    assert site.log[0].headers["host"] == f"localhost:{origin.port}"
    with pytest.raises(FetchError) as caught:  # the same place under a name without leave
        fetcher.fetch(site.url, lambda url: None)
    assert caught.value.reason == "private_address"
    fetcher.close()
    site.close()


def build_source(name: str, *urls: str) -> Source:
    inputs = tuple(Input(format=Format.FEED, url=url) for url in urls) or (
        Input(format=Format.LABEL_TEXT, path="a.txt"),
    )
    return Source(name=name, kind="blog", title=name, inputs=inputs)


def test_sources_that_share_a_host_are_one_batch() -> None:
    batches = build_batches(
        [
            build_source("a", "https://one.test/feed"),
            build_source("b", "https://two.test/feed"),
            build_source("files"),
            build_source("c", "https://three.test/", "http://two.test:8080/"),
            build_source("more-files"),
            build_source("d", "https://one.test/other", "https://three.test/x"),
        ]
    )
    assert sorted(map(sorted, batches)) == [["a", "b", "c", "d"], ["files"], ["more-files"]]
