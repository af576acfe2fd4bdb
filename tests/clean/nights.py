"""Nights of the clean stage over pages that a test puts down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.archive import write_dump
from pipeline.clean.stage import clean_source
from pipeline.documents import PageState, Post, Rejection, build_digest
from pipeline.reports import Run, StageReport
from pipeline.settings import Settings
from pipeline.sources import Format, Input, Source
from pipeline.store import DataRoot, RecordStore


class Night:
    """A data root that nights run on."""

    def __init__(self, folder: Path, kind: str = "blog", **fields: object) -> None:
        entry = Input(format=Format.HTML, url="https://x.example.com/")
        self.source = Source(name="one", kind=kind, title="One", inputs=(entry,), **fields)  # type: ignore[arg-type]
        self.settings = Settings(data_root=str(folder / "根 data"))
        self.root = DataRoot(self.settings.data_root)
        self.at = datetime(2026, 11, 1, 18, tzinfo=UTC)

    def put(self, name: str, kind: Format, text: str | bytes) -> None:
        data = text.encode() if isinstance(text, str) else text
        digest = build_digest(data)
        page = PageState(
            id=name if "://" in name else f"file:{name}",
            source="one",
            format=str(kind),
            location=write_dump(self.root, "one", name.rsplit("/", 1)[-1], digest, data),
            digest=digest,
            fetched_at=self.at.isoformat(),
        )
        RecordStore(self.root, "pages/one", PageState).upsert([page])

    def clean(self) -> StageReport:
        self.at += timedelta(days=1)
        run = Run(id=f"r{self.at:%Y%m%d}", started=self.at)
        report = clean_source(self.source, self.settings, run)
        report.check_balance()
        return report

    @property
    def posts(self) -> list[Post]:
        stored = RecordStore(self.root, "posts/one", Post)
        return sorted(stored, key=lambda post: (post.published or "", post.sequence or 0))

    @property
    def rejections(self) -> list[Rejection]:
        return list(RecordStore(self.root, "rejects/one", Rejection))


def listed(texts: list[str]) -> str:
    """Build a numbered list, newest first."""
    return "".join(f"{number}\n{text}\n" for number, text in enumerate(texts, start=1))
