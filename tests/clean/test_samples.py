"""The bundled samples: each file gives as many posts as it holds."""

from __future__ import annotations

import pytest

from pipeline.clean.files import clean_files
from pipeline.documents import Post
from pipeline.settings import PROJECT

HELD = {
    "blog-label-page.txt": 6,
    "tweets-numbered.txt": 25,
    "blogger-label-page.html": 4,
    "wordpress-post.html": 1,
}


def test_every_sample_is_counted() -> None:
    files = {path.name for path in (PROJECT / "samples").iterdir() if path.suffix != ".md"}
    assert files == set(HELD)


@pytest.mark.parametrize(("name", "held"), HELD.items())
def test_posts_of_a_sample(name: str, held: int) -> None:
    records = list(clean_files([PROJECT / "samples" / name]))
    assert all(isinstance(record, Post) for record in records)
    assert len(records) == held
