"""Scores of the readers on labelled cases: posts, zones, dates, captions, commentary, citations.

A case is a folder with `input.*` and `expected.json`. Texts are compared as people compare them:
width (NFKC), white space and the kind of dash do not matter, an entity left unescaped does.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from pipeline.clean.drafts import Context
from pipeline.clean.pages import clean_page
from pipeline.clean.scoring import Ratio, Scores, add_scores, compare_bags, match_posts, score_post
from pipeline.documents import Kind, Post, Record, Rejection
from pipeline.errors import RunError
from pipeline.sources import Format

_SYSTEMS = frozenset(Format) - {Format.HTML}


class CaseSource(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a case says of the source that its input comes from."""

    kind: Kind = "blog"
    timezone: str = "Asia/Tokyo"
    account: str | None = None
    url: str | None = None
    fetched_at: str | None = None


class Expected(Record, frozen=True, kw_only=True):
    """A case's `expected.json`; posts as `sekko clean` prints them, without id and source.

    Attributes:
        layout_seen: The reader was written with such a page at hand.
        rejected: Reason codes, in any order.
    """

    description: str
    layout_seen: bool = True
    source: CaseSource = CaseSource()
    expected: list[dict[str, Any]]
    rejected: list[str] = msgspec.field(default_factory=list)


class Case(Record, frozen=True, kw_only=True):
    """One labelled case."""

    name: str
    format: str
    path: Path
    truth: Expected


def read_cases(folder: Path) -> list[Case]:
    """Read all cases below a folder: `<format>/<case>/{input.*, expected.json}`.

    Raises:
        RunError: A case is not whole.
    """
    cases = []
    for path in sorted(folder.glob("*/*/expected.json")):
        inputs = sorted(path.parent.glob("input*"))
        if not inputs:
            raise RunError(f"{path.parent}: a case without an input")
        try:
            truth = msgspec.json.decode(path.read_bytes(), type=Expected)
        except (msgspec.ValidationError, msgspec.DecodeError) as error:
            raise RunError(f"{path}: {error}") from error
        name = f"{path.parent.parent.name}/{path.parent.name}"
        cases.append(Case(name=name, format=path.parent.parent.name, path=inputs[0], truth=truth))
    return cases


def clean_case(case: Case) -> list[Post | Rejection]:
    """Clean a case's input, its format found by content."""
    source = case.truth.source
    context = Context(
        source="case",
        kind=source.kind,
        format=Format.HTML,
        account=source.account,
        timezone=source.timezone,
        page=source.url or f"file:{case.path.name}",
        url=source.url,
        fetched_at=source.fetched_at,
        name=case.path.name,
    )
    return clean_page(case.path.read_bytes(), context, detect=True)


def evaluate_cases(folder: Path) -> dict[str, Scores]:
    """Score all cases: in all, by whether the layout was seen, and by format.

    Returns:
        "all", "layouts seen", "layouts not seen", "generic" (whatever no reader was written for)
        and each format -> its figures.
    """
    cases = read_cases(folder)
    if not cases:
        raise RunError(f"no cases in {folder}")
    scored = [(case, score_case(case)) for case in cases]
    groups: dict[str, list[Scores]] = {"all": [], "layouts seen": [], "layouts not seen": []}
    for case, scores in scored:
        names = ["all", "layouts seen" if case.truth.layout_seen else "layouts not seen"]
        names.append(case.format if case.format in _SYSTEMS else "generic")
        for name in names:
            groups.setdefault(name, []).append(scores)
    return {name: add_scores(listed) for name, listed in groups.items()}


def score_case(case: Case) -> Scores:
    """Compare what a case gives with what it should give."""
    records = clean_case(case)
    found = [msgspec.to_builtins(record) for record in records if isinstance(record, Post)]
    reasons = [record.reason for record in records if isinstance(record, Rejection)]
    pairs, surplus, missing = match_posts(case.truth.expected, found)
    scores = [score_post(expected, got, case.name) for expected, got in pairs]
    scores.extend(score_post(post, {}, case.name) for post in missing)
    scores.extend(score_post({}, post, case.name) for post in surplus)
    counted = Ratio(right=len(pairs), surplus=len(surplus), missing=len(missing))
    # Only the number of rejections is labelled: what a reason is called is the reader's to say.
    refused = compare_bags([1] * len(case.truth.rejected), [1] * len(reasons))
    errors = []
    if refused.surplus or refused.missing:
        errors.append(
            f"{case.name}: rejected {sorted(reasons)}, expected {sorted(case.truth.rejected)}"
        )
    total = add_scores(scores)
    return msgspec.structs.replace(
        total, cases=1, posts=counted, rejections=refused, errors=(*total.errors, *errors)
    )
