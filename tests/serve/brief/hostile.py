"""A brief whose every text is an attack, or too long, or hard to set."""

from __future__ import annotations

from pipeline.documents import WEAPON_KINDS
from pipeline.serve.brief.cards import build_card
from pipeline.serve.brief.records import (
    Brief,
    Bucket,
    Cell,
    Comparison,
    Count,
    Firsts,
    Reject,
    Rise,
    Timeline,
)
from pipeline.serve.health import SourceHealth
from pipeline.serve.watchlist import WatchResult

ATTACKS = (
    "<script>window.hurt=1</script>",
    '"><img src=x onerror="window.hurt=1">',
    "</style><script>window.hurt=1</script>",
    "{{ 7 * 7 }}{% raw %}",
    "<svg/onload=window.hurt=1>",
    "&lt;b&gt;太字&lt;/b&gt;",
    "\u202e逆さの題\u202c と \u2066隔離\u2069",
    "\x00\x08制御\x1b[31m文字",
    "絵文字👩‍🚀🇯🇵とＦ－３５Ａ",
    "javascript:window.hurt=1",
    "連" * 400,
    "W" * 400,
    "https://example.com/" + "a" * 300,
)
URLS = (
    "javascript:window.hurt=1",
    "data:text/html,<script>window.hurt=1</script>",
    'https://example.com/"onmouseover="window.hurt=1',
    "https://example.com/ok",
    "//example.com/no-scheme",
)
TITLES = {"bad": ATTACKS[1]}


def build_document(number: int) -> dict[str, object]:
    """Build an index document of attacks."""
    text, other = ATTACKS[number % len(ATTACKS)], ATTACKS[(number + 1) % len(ATTACKS)]
    url = URLS[number % len(URLS)]
    body = f"{text}。\n{other}の本文。"
    return {
        "id": f"{number:020x}",
        "kind": "tweet" if number % 3 else "blog",
        "source": "bad",
        "url": url,
        "title": text if number % 2 else None,
        "commentary": other,
        "body": body,
        "account": text,
        "published": "2026-11-22",
        "timeline_precision": "day",
        "first_seen": "2026-11-22T03:00:00+00:00",
        "citations": [{"title": other, "publisher": text, "url": url, "authors": [text]}],
        "mentions": [
            {"zone": "body", "start": 0, "end": 3, "label": "ACTOR", "entity_id": f"new:{text}"},
            {"zone": "body", "start": 2, "end": 5, "label": "WEAPON", "entity_id": None},
        ],
    }


def build_brief() -> Brief:
    """Build the brief."""
    documents = [build_document(n) for n in range(len(ATTACKS) * 2)]
    cards = tuple(
        build_card(document, TITLES, lambda name: name, lambda d: d in documents[:20])
        for document in documents
    )
    ids = tuple(card.id for card in cards)
    counts = tuple(
        Count(id=text, name=text, kind="state" if n % 2 else "", listed=False, count=99, posts=ids)
        for n, text in enumerate(ATTACKS)
    )
    rises = tuple(
        Rise(id=c.id, name=c.name, weeks=(0, 1, 2, 3, 99), ratio=None, score=9.0, posts=ids)
        for c in counts
    )
    return Brief(
        date="2026-11-22",
        made_at="2026-11-22T03:00:00+00:00",
        index=ATTACKS[0],
        lexicon=ATTACKS[1],
        fresh=20,
        duplicates=2,
        kinds={"blog": 7, "tweet": 13},
        sources={"bad": 20},
        actors=counts,
        weapons=counts,
        pairs=counts,
        comparison=Comparison(
            recent=50, base=200, enough=True, actors=rises, weapons=rises, pairs=rises
        ),
        firsts=Firsts(before=9, actors=counts, weapons=counts, pairs=counts),
        cells=tuple(
            Cell(actor=text, actor_name=text, weapon_class=kind, count=n + 1, posts=ids[:3])
            for n, text in enumerate(ATTACKS)
            for kind in WEAPON_KINDS
        ),
        timeline=Timeline(
            interval="week",
            buckets=tuple(
                Bucket(
                    start=f"2026-0{1 + n // 4}-{1 + n % 4 * 7:02d}T00:00:00+09:00",
                    total=5,
                    classes=dict.fromkeys(WEAPON_KINDS, n),
                )
                for n in range(26)
            ),
        ),
        watch=(
            WatchResult(id="bad", name=ATTACKS[0], fault=ATTACKS[1]),
            WatchResult(id="none", name="該当なし"),
        ),
        rejects=(Reject(source="bad", stage="clean", reason=ATTACKS[2], count=3),),
        health=(
            SourceHealth(
                source="bad",
                title=ATTACKS[1],
                runs=3,
                failed=3,
                failures_in_row=3,
                last_run="2026-11-22T03:00:00+00:00",
                failure=f"scrape: {ATTACKS[0]} {ATTACKS[11]}",
                stale_days=40,
                above_expected=2,
            ),
            SourceHealth(source="fine", title="健全な情報源"),
        ),
        runs=(ATTACKS[0],),
        cards=cards,
        unseen=3,
    )
