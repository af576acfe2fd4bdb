"""Every way in which a page or dump file can fail to come: the one table of reason codes."""

from __future__ import annotations

from pipeline.errors import DocumentError

# Reason code -> what it means to the person who reads the report. `http_<status>` stands beside
# these for every other answer that is no success.
REASONS: dict[str, str] = {
    "http_404": "the server says that the page is not there",
    "http_410": "the server says that the page is gone for good",
    "http_429": "the server asks us to slow down, for longer than a night can wait",
    "http_500": "the server failed, also when asked again",
    "timeout": "no answer, or a body that came too slowly",
    "unreachable": "no connection could be made",
    "unknown_host": "the host name does not resolve",
    "connection_lost": "the server broke the connection or the protocol",
    "truncated": "the body ended before its announced length",
    "tls_failed": "the certificate is not valid for this host",
    "too_large": "the body is over the size cap",
    "decompression_bomb": "a small body unpacks to one over the size cap",
    "bad_encoding": "the compressed body is broken",
    "unknown_encoding": "a content encoding that we did not ask for",
    "redirect_loop": "redirects lead back to where they began, or are too many",
    "bad_redirect": "a redirect without an address to go to",
    "bad_scheme": "an address that is neither http nor https",
    "bad_address": "not a usable web address",
    "private_address": "the host is inside a private network, which the entry does not allow",
    "robots_disallowed": "robots.txt does not want this page fetched",
    "robots_unavailable": "robots.txt fails, which means to stay away for now",
    "host_paused": "the host asked for quiet earlier in this run",
    "forgotten": "taken down with `sekko forget`",
    "empty_page": "the page has no content",
    "xml_entities": "XML that declares entities",
    "broken_xml": "XML that no parser can read",
    "broken_json": "not the JSON that was announced",
    "no_links": "an index, feed or sitemap that leads nowhere",
    "api_error": "the API answered with errors and no data",
    "no_token": "the X API needs SEKKO_X_BEARER_TOKEN",
    "no_account": "the API does not know the account",
    "missing_file": "there is no such file, or the glob matches none",
    "empty_file": "the file is empty",
    "empty_folder": "the folder or archive holds no document of this format",
    "unreadable_file": "the file cannot be read",
    "bad_archive": "the archive is broken, encrypted or far too large",
}

# Worth asking again within the same night, after a pause.
TRANSIENT = frozenset(
    {
        "timeout", "unreachable", "connection_lost", "truncated", "http_408", "http_425",
        "http_429", "http_500", "http_502", "http_503", "http_504",
    }
)  # fmt: skip


class FetchError(DocumentError):
    """One page or file did not come.

    Args:
        wait: Seconds that the server asked us to wait (`Retry-After`); None when it did not.
    """

    def __init__(self, reason: str, message: str, wait: float | None = None) -> None:
        super().__init__(reason, message)
        self.args = (reason, message, wait)
        self.wait = wait

    @property
    def is_transient(self) -> bool:
        """Say whether asking again may help."""
        return self.reason in TRANSIENT
