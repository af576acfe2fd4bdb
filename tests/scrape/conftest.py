"""A loopback site, a data root and quick nights for the tests of the scrape stage."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer

from pipeline.archive import read_body
from pipeline.documents import PageState
from pipeline.reports import Run, StageReport
from pipeline.scrape.answer import Limits
from pipeline.scrape.stage import scrape_source
from pipeline.settings import Settings
from pipeline.sources import Format, Input, Source
from pipeline.store import DataRoot, RecordStore
from tests.scrape.site import Site

QUICK = Limits(connect=1, read=0.3, total=1, pause=0.01, longest_wait=1, attempts=2)


@pytest.fixture
def site() -> Iterator[Site]:
    opened = Site()
    yield opened
    opened.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "家", contact="https://example.com/about")


class Scraper:
    """Scrapes night after night into one data root."""

    def __init__(self, settings: Settings, context: ssl.SSLContext) -> None:
        self.context = context
        self.settings = settings
        self.root = DataRoot(settings.data_root)
        self.limits = QUICK
        self.night = 0

    def __call__(
        self,
        url: str,
        format_: Format = Format.HTML,
        since: date | None = None,
        until: date | None = None,
        **fields: object,
    ) -> StageReport:
        """Scrape one URL on the next night; the report's totals must balance."""
        inputs = {"allow_private": True, **{k: v for k, v in fields.items() if k in INPUT}}
        rest = {k: v for k, v in fields.items() if k not in INPUT}
        entry = Input(format=format_, url=url, **inputs)  # type: ignore[arg-type]
        source = Source(
            **{"name": "blog", "kind": "blog", "title": "試験", "delay": 0.0, **rest},  # type: ignore[arg-type]
            inputs=(entry,),
        )
        return self.scrape(source, since, until)

    def scrape(
        self, source: Source, since: date | None = None, until: date | None = None
    ) -> StageReport:
        self.night += 1
        started = datetime(2026, 1, 1, 3, tzinfo=UTC) + timedelta(days=self.night)
        run = Run(id=f"{started:%Y%m%dT%H%M%S}000-test", started=started)
        report = scrape_source(
            source,
            self.settings,
            run,
            since=since,
            until=until,
            limits=self.limits,
            context=self.context,
        )
        report.check_balance()
        return report

    def pages(self, source: str = "blog") -> dict[str, PageState]:
        return {page.id: page for page in RecordStore(self.root, f"pages/{source}", PageState)}

    def bodies(self, source: str = "blog") -> dict[str, bytes]:
        return {name: read_body(self.root, page) for name, page in self.pages(source).items()}

    def files(self) -> dict[str, bytes]:
        """Every file of the data root but what changes with each night: when hosts were asked."""
        base = Path(self.settings.data_root)
        return {
            str(path.relative_to(base)): path.read_bytes()
            for path in sorted(base.rglob("*"))
            if path.is_file() and "hosts" not in path.parts
        }


def build_app(*modules: Any) -> typer.Typer:
    """Build a command line of some verbs only."""
    app = typer.Typer()
    app.callback()(lambda: None)
    for module in modules:
        module.register(app)
    return app


INPUT = {"max_pages", "allow_private", "path", "needs"}


@pytest.fixture(scope="session")
def context() -> ssl.SSLContext:
    """The usual authorities; reading them takes a tenth of a second."""
    return httpx.create_ssl_context()


@pytest.fixture
def scrape(settings: Settings, context: ssl.SSLContext) -> Scraper:
    return Scraper(settings, context)
