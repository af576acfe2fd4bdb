"""Web addresses in text: finding them, and the one form under which a post is known."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

URL = re.compile(
    r"https?://[^\s<>\"'「」『』（）【】〈〉《》\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef|]+",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?<![\w@./-])(?:www\.)?(?:[a-z0-9-]+\.)+(?:com|org|net|gov|mil|edu|info|jp|uk|int|tv|news|io|example|test)(?:/[^\s<>\"'「」『』（）()\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]*)?",
    re.IGNORECASE,
)
# Hosts whose addresses embed something in a post; they cite no article.
_EMBEDS = re.compile(
    r"(?:^|\.)(?:youtube\.com|youtu\.be|youtube-nocookie\.com|nicovideo\.jp|nico\.ms|vimeo\.com|platform\.twitter\.com|amazon\.co\.jp|amzn\.to|a\.co|amazon\.com"
    r"|instagram\.com|facebook\.com|pinterest\.com|blogmura\.com|with2\.net|gettyimages\.com|hb\.afl\.rakuten\.co\.jp|a8\.net|valuecommerce\.com|moshimo\.com)$"
)
# Parameters that say where a visitor came from or how a page is shown, not which page it is.
_TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|twclid|igshid|mc_[ce]id|ref|ref_src|ref_url|referrer|spref|cmpid|ncid|sr_share|_ga|_gl|__twitter_impression"
    r"|hss_channel|showcomment|replytocom|guccounter|ocid|smid|xtor|wprov|mkt_tok|spm|mibextid|sharetype|share_id|frm(?:_\w+)?)$"
)


def find_urls(text: str) -> list[str]:
    """Return the addresses in a text, in order, without the punctuation after them."""
    return [trim_url(match.group()) for match in URL.finditer(text)]


def trim_url(url: str) -> str:
    """Take sentence punctuation and an unopened bracket off an address's end."""
    url = url.rstrip(".,;:!?、。'\"”’]}>")
    while url.endswith(")") and url.count("(") < url.count(")"):
        url = url[:-1].rstrip(".,;:!?")
    return url


def split_url(text: str) -> tuple[str | None, str]:
    """Take the first address out of a line; return it and what is left."""
    match = URL.search(text)
    if match is None:
        bare = _BARE.fullmatch(text.strip())
        if bare and "/" in text:
            return f"https://{text.strip()}", ""
        return None, text
    url = trim_url(match.group())
    return url, text[: match.start()] + " " + text[match.start() + len(url) :]


def is_embed(url: str) -> bool:
    """Say whether an address is of a video, a shop or a button, not of an article."""
    return bool(_EMBEDS.search(_host(url)))


def strip_tracking(url: str) -> str:
    """Take the parameters off an address that only say where a visitor came from."""
    try:
        parts = urlsplit(url)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return url
    kept = [(name, value) for name, value in pairs if not _is_tracking(name, value)]
    if len(kept) == len(pairs):
        return url
    return urlunsplit(parts._replace(query=urlencode(kept)))


def same_site(url: str, other: str | None) -> bool:
    """Say whether two addresses are on one host."""
    return other is not None and _host(url) == _host(other) != ""


def canonical_url(url: str, base: str | None = None) -> str | None:
    """Return the permalink form of an address; None when it is none of http or https.

    Tracking parameters, `?m=1`, fragments, default ports and the scheme's and host's capitals go;
    parameters that choose the page (`?p=12`) stay.
    """
    try:
        parts = urlsplit(urljoin(base or "", url.strip()))
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https") or not host:
        return None
    if port and port != {"http": 80, "https": 443}[scheme]:
        host = f"{host}:{port}"
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _is_tracking(name, value)
    ]
    return urlunsplit((scheme, host, parts.path or "/", urlencode(kept), ""))


def _is_tracking(name: str, value: str) -> bool:
    """`m=1` and `amp=1` show a page for small screens; `m=202501` is a month of WordPress."""
    lowered = name.lower()
    return bool(_TRACKING.match(lowered)) or (lowered in ("m", "amp") and value in ("", "0", "1"))


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""
