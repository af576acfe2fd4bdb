"""Which addresses may be connected to, and the one form under which a page is known."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import httpcore

from pipeline.scrape.faults import FetchError

_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Parameters that say whence a visitor came or on what device, not which page it is.
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|yclid|igshid|mc_[ce]id|spref|showcomment)=.*|m=[01]", re.IGNORECASE
)


class Origin(NamedTuple):
    """Host and port."""

    host: str
    port: int


def build_origin(url: str) -> Origin:
    """Return the origin of a web address.

    Raises:
        FetchError: `bad_scheme` or `bad_address`.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise FetchError("bad_address", f"{url}: {error}") from error
    if parts.scheme.lower() not in _PORTS:
        raise FetchError("bad_scheme", f"{url}: only http and https are fetched")
    if not host or parts.username is not None:
        raise FetchError("bad_address", f"{url}: no host, or a user name in it")
    return Origin(host.lower(), port or _PORTS[parts.scheme.lower()])


def canonical_url(url: str, base: str = "") -> str:
    """Return the form of an address under which its page is known.

    Fragment, default port, capitals of scheme and host, `?m=1` and tracking parameters go; what
    chooses a page (`?p=12`, `updated-max`) stays as written.

    Raises:
        FetchError: `bad_scheme` or `bad_address`.
    """
    try:
        parts = urlsplit(urljoin(base, url.strip()))
        origin = build_origin(parts.geturl())
    except ValueError as error:
        raise FetchError("bad_address", f"{url}: {error}") from error
    scheme = parts.scheme.lower()
    host = f"[{origin.host}]" if ":" in origin.host else origin.host
    place = host if origin.port == _PORTS[scheme] else f"{host}:{origin.port}"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [pair for pair in pairs if not _TRACKING.fullmatch("=".join(pair))]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit((scheme, place, parts.path or "/", query, ""))


def is_public(address: str) -> bool:
    """Say whether an IP address is on the public internet, also when wrapped in IPv6."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to public addresses only, and to the very address that was checked.

    The name is resolved here, once for each connection, so that a second answer of a hostile name
    server cannot send us elsewhere (DNS rebinding). TLS still verifies the name.

    Args:
        allowed: An origin that may be private: the one in the entry's own URL.
    """

    def __init__(self, allowed: Origin | None = None) -> None:
        self._allowed = allowed
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve, check, connect; the next address is tried when one does not answer.

        Raises:
            FetchError: `unknown_host` or `private_address`.
        """
        addresses = self._resolve(host, port)
        for address in addresses[:-1]:
            try:
                return self._backend.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._backend.connect_tcp(
            addresses[-1], port, timeout, local_address, socket_options
        )

    def _resolve(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchError("unknown_host", f"{host}: {error}") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if Origin(host.lower(), port) != self._allowed:
            private = [address for address in addresses if not is_public(address)]
            if private:
                raise FetchError("private_address", f"{host} is {private[0]}, a private address")
        return addresses
