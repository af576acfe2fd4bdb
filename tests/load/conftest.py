"""The real node behind a proxy that makes faults."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from pipeline.elastic import read_node_state
from pipeline.settings import Settings
from tests.faulty import FaultyProxy


@pytest.fixture
def proxy(live_node: Settings) -> Iterator[FaultyProxy]:
    proxy = FaultyProxy(read_node_state(live_node)[0].url)
    yield proxy
    proxy.close()


@pytest.fixture
def through_proxy(index_settings: Settings, proxy: FaultyProxy) -> Settings:
    """The settings of `index_settings`, with the proxy in the place of a cluster's URL."""
    state, password = read_node_state(index_settings)
    return msgspec.structs.replace(
        index_settings,
        elasticsearch_url=proxy.url,
        elasticsearch_user=state.user,
        elasticsearch_password=password,
    )


@pytest.fixture
def tls_port(tmp_path: Path) -> Iterator[int]:
    """A server whose certificate no authority has signed."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "server.pem"
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

    class Quiet(socketserver.ThreadingTCPServer):
        daemon_threads = True

        def get_request(self) -> tuple[ssl.SSLSocket, object]:
            connection, address = self.socket.accept()
            return context.wrap_socket(connection, server_side=True), address

    server = Quiet(("127.0.0.1", 0), socketserver.BaseRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
