"""The brief's charts as SVG text, drawn by Vega without a browser.

Colours are left to the page's style sheet, so that one drawing serves light, dark and print: ink by
`currentColor`, marks by opacity over one hue. Each chart is drawn wide and narrow; the page shows
the one that fits.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from pipeline.documents import WEAPON_KINDS
from pipeline.serve.brief.cards import flatten
from pipeline.serve.brief.records import Brief, Cell, Timeline
from pipeline.serve.brief.words import CLASSES

if TYPE_CHECKING:
    import altair

FONT = "'Noto Sans CJK JP','Hiragino Sans','Yu Gothic',sans-serif"
HUE = "#1f6f8b"
WIDE, NARROW = 860, 330  # CSS pixels: A4 in print and a desktop column; a phone of 360
NARROW_ACTORS = 6
NAME_WIDTH, NUMBER_WIDTH, STRIP_HEIGHT = 72, 30, 24  # CSS pixels
# Vega makes a fragment's address absolute with the address of its own examples.
_VEGA_BASE = "https://vega.github.io/vega-datasets/#"


Row = dict[str, object]


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """One chart, for wide and for narrow pages; SVG text."""

    wide: str
    narrow: str


def draw_cells(cells: tuple[Cell, ...]) -> Drawing | None:
    """Draw who stands with what: actors by weapon classes; each cell links to its posts."""
    if not cells:
        return None
    actors = list(dict.fromkeys(cell.actor for cell in cells))
    narrow = [cell for cell in cells if cell.actor in actors[:NARROW_ACTORS]]
    return Drawing(
        wide=_draw_cells(list(cells), width=WIDE, upright=True),
        narrow=_draw_cells(narrow, width=NARROW, upright=False),
    )


def draw_timeline(timeline: Timeline) -> Drawing | None:
    """Draw how many posts name each weapon class, a strip of bars a class."""
    seen = {kind for bucket in timeline.buckets for kind in bucket.classes}
    classes: list[str] = [kind for kind in WEAPON_KINDS if kind in seen]
    if not classes:
        return None
    return Drawing(
        wide=_draw_timeline(timeline, classes, WIDE),
        narrow=_draw_timeline(timeline, classes, NARROW),
    )


def draw(brief: Brief) -> dict[str, Drawing | None]:
    """Draw all charts of a brief."""
    return {"cells": draw_cells(brief.cells), "timeline": draw_timeline(brief.timeline)}


def _draw_cells(cells: list[Cell], width: int, *, upright: bool) -> str:
    import altair as alt

    names = [flatten(cell.actor_name) for cell in cells]  # Vega aborts on control characters
    actors = list(dict.fromkeys(names))
    classes = [CLASSES[k] for k in WEAPON_KINDS if k in {cell.weapon_class for cell in cells}]
    most = max(cell.count for cell in cells)
    rows: list[Row] = [
        {
            "actor": names[number],
            "class": CLASSES[cell.weapon_class],
            "count": cell.count,
            # Steps, not a slide: a reader tells five shades apart, and the number stands there too.
            "shade": 0.12 + 0.12 * round(4 * cell.count / most),
            "link": f"#cell-{number}",
            "says": f"{names[number]} × {CLASSES[cell.weapon_class]} {cell.count}件",
        }
        for number, cell in enumerate(cells)
        if cell.count
    ]
    across, down = ("class", "actor") if upright else ("actor", "class")
    order = {"actor": actors, "class": classes}
    label = 130 if upright else 66  # room for 12 full-width characters, or 6
    step = (width - label) / len(order[across])
    base = _chart(rows).encode(
        x=alt.X(
            f"{across}:N",
            sort=order[across],
            title=None,
            scale=alt.Scale(domain=order[across]),
            axis=alt.Axis(orient="top", labelAngle=0, labelLimit=int(step) + 4),
        ),
        y=alt.Y(
            f"{down}:N",
            sort=order[down],
            title=None,
            scale=alt.Scale(domain=order[down]),
            axis=alt.Axis(labelLimit=label - 8, minExtent=label - 8, maxExtent=label - 8),
        ),
    )
    squares = base.mark_rect(color=HUE, cornerRadius=3).encode(
        opacity=alt.Opacity("shade:Q", scale=None, legend=None),
        href="link:N",
        description="says:N",
    )
    numbers = base.mark_text(fontSize=13, fontWeight=600).encode(text="count:Q")
    chart = (squares + numbers).properties(
        width=width - label, height=30 * len(order[down]), padding=2
    )
    scale = {"bandPaddingInner": 0.08, "bandPaddingOuter": 0.04}
    return _render(chart, axis_size=12 if upright else 11, scale=scale)


def _draw_timeline(timeline: Timeline, classes: list[str], width: int) -> str:
    """Draw a strip a class: its name, bars on a scale of their own, what the highest stands for."""
    import altair as alt

    starts = [bucket.start[:10] for bucket in timeline.buckets]
    rows: list[Row] = [
        {"class": CLASSES[kind], "start": start, "count": bucket.classes.get(kind, 0)}
        for kind in classes
        for start, bucket in zip(starts, timeline.buckets, strict=True)
    ]
    across = width - NAME_WIDTH - NUMBER_WIDTH
    dates = _build_dates(starts, timeline.interval, 12 if width == WIDE else 5)
    room = alt.Axis(labels=False, grid=False, minExtent=NAME_WIDTH, maxExtent=NAME_WIDTH)
    height = alt.Y("count:Q", title=None, scale=alt.Scale(nice=False), axis=room)
    time = alt.X("start:O", title=None, scale=alt.Scale(domain=starts), axis=dates)
    chart = _chart(rows)
    each = chart.transform_aggregate(most="max(count)", groupby=["class"])
    strip = alt.layer(
        each.mark_rule(color="currentColor", opacity=0.25).encode(y=alt.value(STRIP_HEIGHT)),
        chart.mark_bar(color=HUE, opacity=0.85).encode(x=time, y=height),
        each.mark_text(align="left", fontSize=11).encode(
            x=alt.value(across + 6), y=alt.value(6), text="most:Q"
        ),
        each.mark_text(align="right", fontSize=12).encode(
            x=alt.value(-4), y=alt.value(STRIP_HEIGHT / 2), text="class:N"
        ),
    ).properties(width=across, height=STRIP_HEIGHT)
    order = [CLASSES[kind] for kind in classes]
    strips = strip.facet(row=alt.Row("class:N", sort=order, title=None, header=None), spacing=9)
    return _render(strips.resolve_scale(y="independent").properties(padding=2), axis_size=11)


def _build_dates(starts: list[str], interval: str, most: int) -> altair.Axis:
    import altair as alt

    shown = _choose_labels(starts, most)
    words = {start: _label(start, interval) for start in shown}
    return alt.Axis(
        values=shown,
        labelExpr=f"({msgspec.json.encode(words).decode()})[datum.value]",
        labelAngle=0,
        labelOverlap=False,
    )


def _chart(rows: list[Row]) -> altair.Chart:
    import altair as alt

    return alt.Chart(alt.InlineData(values=rows))


def _choose_labels(starts: list[str], most: int) -> list[str]:
    """Choose evenly spaced labels; the newest always has one."""
    step = -(-len(starts) // most)
    return starts[::-1][::step][::-1]


def _label(start: str, interval: str) -> str:
    day = date.fromisoformat(start)
    return f"{day.month}月" if interval == "month" else f"{day.month}/{day.day}"


def _render(
    chart: altair.TopLevelMixin, axis_size: int, scale: dict[str, float] | None = None
) -> str:
    import vl_convert

    config = {
        "font": FONT,
        "background": "transparent",
        "view": {"stroke": None},
        "axis": {
            "labelFontSize": axis_size,
            "labelColor": "currentColor",
            "domain": False,
            "ticks": False,
            "labelPadding": 5,
            "gridColor": "currentColor",
            "gridOpacity": 0.15,
        },
        "header": {"labelColor": "currentColor"},
        "text": {"color": "currentColor"},
        "scale": scale or {},
    }
    from altair import SCHEMA_VERSION

    svg: str = vl_convert.vegalite_to_svg(
        {**chart.to_dict(), "config": config},
        vl_version=".".join(SCHEMA_VERSION.split(".")[:2]),
        allowed_base_urls=[],
    )
    return svg.replace(_VEGA_BASE, "#").replace("xlink:href", "href")
