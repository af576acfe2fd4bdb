"""A brief -> one HTML page without scripts, without requests, every foreign text escaped."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.documents import WEAPON_KINDS
from pipeline.serve.brief import words
from pipeline.serve.brief.cards import flatten
from pipeline.serve.brief.charts import draw
from pipeline.serve.brief.queries import EVIDENCE
from pipeline.serve.brief.records import NAMES_SHOWN, Brief, Card

FOLDER = Path(__file__).parent
LABEL = 42  # characters of a post's name where it is only referred to
TOP = 10  # names of a list that stand unfolded


class SourceGroup(NamedTuple):
    """The cards of one source."""

    title: str
    kind: str
    cards: tuple[Card, ...]


def render_page(brief: Brief) -> str:
    """Render the page; an image of it needs nothing else."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_flatten_text,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        day=words.show_day,
        instant=words.show_instant,
        kind=lambda code: words.KINDS.get(code, code),
        zone=lambda code: words.ZONES.get(code, code),
        stage=lambda code: words.STAGES.get(code, code),
    )
    css = (FOLDER / "style.css").read_text("utf-8")
    cards = {card.id: card for card in brief.cards}
    seen = {code for bucket in brief.timeline.buckets for code in bucket.classes}
    return environment.get_template("page.html").render(
        brief=brief,
        css=Markup(css),  # noqa: S704 - our own file
        csp=build_policy(css),
        charts={name: drawing for name, drawing in draw(brief).items() if drawing},
        cards=cards,
        labels={card.id: build_label(card) for card in brief.cards},
        groups=group_cards([card for card in brief.cards if card.fresh]),
        older=[card for card in brief.cards if not card.fresh],
        published=words.show_published,
        svg=Markup,  # drawn by Vega, which escapes its texts
        top=TOP,
        most=NAMES_SHOWN,
        evidence=EVIDENCE,
        class_codes=[code for code in WEAPON_KINDS if code in seen],
        troubled=[h for h in brief.health if h.failure or h.stale_days],
    )


def _flatten_text(value: object) -> object:
    """Let no text, wherever it comes from, turn the page's own text around."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return flatten(value, "\n")
    return value


def build_policy(css: str) -> str:
    """Build the Content-Security-Policy: this one style sheet and nothing else."""
    digest = b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def build_label(card: Card) -> str:
    """Name a post in one line: its title, or how it begins."""
    pieces = card.title or (card.snippets[0].pieces if card.snippets else ())
    text = "".join(piece.text for piece in pieces).strip() or "（本文なし）"
    return text if len(text) <= LABEL else text[: LABEL - 1] + "…"


def group_cards(cards: list[Card]) -> list[SourceGroup]:
    """Group cards by source, blogs before tweets, the source with most first."""
    groups: dict[str, list[Card]] = {}
    for card in cards:
        groups.setdefault(card.source, []).append(card)
    found = [
        SourceGroup(title=own[0].source_title, kind=own[0].kind, cards=tuple(own))
        for own in groups.values()
    ]
    return sorted(found, key=lambda group: (group.kind, -len(group.cards), group.title))
