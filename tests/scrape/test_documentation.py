"""docs/sources.md says what the code does: its example is read, every field and format is there."""

from __future__ import annotations

import re

import msgspec

from pipeline.scrape.crawl import CRAWLERS
from pipeline.settings import PROJECT
from pipeline.sources import Expect, Format, Input, Source

PAGE = (PROJECT / "docs" / "sources.md").read_text()


def test_the_example_is_a_valid_sources_file() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    sources = msgspec.yaml.decode(example, type=list[Source])
    assert len(sources) == 3
    for record in (Source, Input, Expect):
        for field in record.__struct_fields__:
            assert re.search(rf"^[\s-]*{field}:", example, re.MULTILINE), field


def test_every_format_is_described_and_crawled() -> None:
    table = PAGE.partition("## Formats")[2].partition("##")[0]
    for format_ in Format:
        assert f"`{format_}`" in table
        assert format_ in CRAWLERS
