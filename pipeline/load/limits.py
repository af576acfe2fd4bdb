"""What a document must keep to be indexed at all; the check and the load refuse the same."""

from __future__ import annotations

from pipeline.documents import ZONES, EnrichedPost
from pipeline.errors import DocumentError

MAX_ID_BYTES = 512  # Elasticsearch's own limit
MAX_ZONE_CHARACTERS = 500_000  # highlighting refuses zones of more than a million
MAX_DOCUMENT_BYTES = 8 * 1024 * 1024


def check_document(enriched: EnrichedPost) -> None:
    """Check a post against the limits, and each mention against the text.

    Raises:
        DocumentError: `id_too_long`, `zone_too_long` or `offset_mismatch`.
    """
    if not 0 < len(enriched.id.encode()) <= MAX_ID_BYTES:
        raise DocumentError("id_too_long", f"an id has 1 to {MAX_ID_BYTES} bytes")
    texts = {zone: enriched.post.text(zone) for zone in ZONES}
    for zone, text in texts.items():
        if len(text) > MAX_ZONE_CHARACTERS:
            raise DocumentError(
                "zone_too_long",
                f"{zone} has {len(text)} characters, the limit is {MAX_ZONE_CHARACTERS}",
            )
    for mention in enriched.mentions:
        found = texts[mention.zone][mention.start : mention.end]
        if found != mention.surface:
            raise DocumentError(
                "offset_mismatch",
                f"{mention.zone}[{mention.start}:{mention.end}] is {found!r},"
                f" the mention says {mention.surface!r}",
            )


def check_size(data: bytes) -> None:
    """Check the size of a document as it is sent.

    Raises:
        DocumentError: `document_too_large`.
    """
    if len(data) > MAX_DOCUMENT_BYTES:
        raise DocumentError(
            "document_too_large", f"{len(data)} bytes, the limit is {MAX_DOCUMENT_BYTES}"
        )
