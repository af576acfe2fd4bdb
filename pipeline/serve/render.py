"""A search result for a terminal. What comes from the web is never read as markup or as codes."""

from __future__ import annotations

import unicodedata

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.serve.hits import Fragment, Hit
from pipeline.serve.query import Search
from pipeline.serve.search import Facet, Help, Result

PRECISION_LENGTHS = {"year": 4, "month": 7, "day": 10, "minute": 16, "second": 16}
FACET_VALUES = 5
INDENT = 4  # columns of a hit's number


def show_result(result: Result, search: Search, console: Console) -> None:
    """Print hits, facets, and help when there are none."""
    heading = Text(f"{search.text or '(all)'}: ", style="bold")
    noun = "document" if result.total == 1 else "documents"
    heading.append(f"{result.total} {noun}, {result.milliseconds} ms", style="dim")
    console.print(heading)
    for number, hit in enumerate(result.hits, 1):
        show_hit(number, hit, console)
    if result.total:
        console.print(_build_facets(result.facets))
    if result.related:
        console.print(Text("Some of it, or a relative:", style="bold"))
    for number, hit in enumerate(result.related, len(result.hits) + 1):
        show_hit(number, hit, console)
    if result.help is not None:
        console.print(build_help_text(result.help))


def show_hit(number: int, hit: Hit, console: Console) -> None:
    """Print one hit; in a terminal its long lines keep their indent."""
    text = build_hit_text(number, hit)
    if not console.is_terminal:
        console.print(text, soft_wrap=True)
        return
    lines = Table.grid()
    lines.add_column(width=INDENT)
    lines.add_column(overflow="fold")
    for line in text.split("\n", allow_blank=True):
        lines.add_row(line[:INDENT], wrap(line[INDENT:], console.width - INDENT))
    console.print(lines)


def wrap(text: Text, width: int) -> Text:
    """Break one line where Japanese may be broken (UAX #14): no line begins with 。 or 」.

    Args:
        width: Columns; a full-width character takes two. An address longer than that stays whole.
    """
    from uniseg.linebreak import line_break_boundaries  # its tables take a moment

    cuts: list[int] = []
    start = last = 0
    for place in line_break_boundaries(text.plain):
        if last > start and cell_len(text.plain[start:place].rstrip()) > width:
            cuts.append(last)
            start = last
        last = place
    pieces = list(text.divide(cuts))
    for piece in pieces:
        piece.rstrip()
    return Text("\n").join(pieces)


def build_hit_text(number: int, hit: Hit) -> Text:
    """Build the lines of one hit; a tweet has no title, and begins with where it is from."""
    text = Text(f"{number:>2}. ")
    title = next((f for f in hit.fragments if f.zone == "title"), None)
    if title is not None:
        text.append_text(_mark(title, "bold"))
    elif hit.title:
        text.append(clean(hit.title), style="bold")
    begin = "\n    " if title is not None or hit.title else ""
    text.append(f"{begin}{_show_date(hit)}  {hit.source}  {hit.kind}", style="dim")
    if hit.duplicate_of:
        text.append(f"  near-duplicate of {hit.duplicate_of}", style="dim")
    for fragment in hit.fragments:
        if fragment.zone != "title":
            text.append("\n    ")
            text.append_text(_mark(fragment, ""))
    if hit.url:
        text.append(f"\n    {clean(hit.url)}", style="blue")
    return text.append("\n")


def build_help_text(found: Help) -> Text:
    """Say why nothing was found, and what to try."""
    text = Text("Nothing has all of it.\n")
    for word, count in found.words.items():
        text.append(f"  {clean(word)}: {count} documents by itself\n")
    if found.without_filters:
        text.append(f"  without the filters: {found.without_filters} documents\n")
    if found.proposals:
        text.append(f"  did you mean: {', '.join(found.proposals)}\n")
    return text


def clean(text: str) -> str:
    """Make text safe and flat for a terminal: no control or bidirectional characters, one line."""
    flat = " ".join(text.split())
    return "".join(char for char in flat if unicodedata.category(char) not in ("Cc", "Cf", "Co"))


def _mark(fragment: Fragment, style: str) -> Text:
    text = Text(style=style)
    last = 0
    for start, end in fragment.marks:
        text.append(_flatten(fragment.text[last:start]))
        text.append(_flatten(fragment.text[start:end]), style="bold yellow")
        last = end
    return text.append(_flatten(fragment.text[last:]))


def _flatten(piece: str) -> str:
    """Clean a piece of a line, keeping the spaces at its ends."""
    lead = " " if piece[:1].isspace() else ""
    tail = " " if piece[-1:].isspace() and len(piece) > 1 else ""
    return lead + clean(piece) + tail


def _show_date(hit: Hit) -> str:
    if hit.timeline_precision == "first_seen":
        return f"undated, first seen {hit.timeline_at[:10]}"
    return hit.timeline_at[: PRECISION_LENGTHS[hit.timeline_precision]].replace("T", " ")


def _build_facets(facets: dict[str, tuple[Facet, ...]]) -> Table:
    table = Table(box=None, padding=(0, 2))
    for name in facets:
        table.add_column(name, style="dim")
    for row in range(FACET_VALUES):
        cells = [
            f"{clean(values[row].value)} {values[row].count}" if row < len(values) else ""
            for values in facets.values()
        ]
        if any(cells):
            table.add_row(*(Text(cell) for cell in cells))
    return table
