"""The parts of a post between end marks and citations, and which of them are the blogger's."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.clean.citations import Found
from pipeline.clean.drafts import Block
from pipeline.clean.style import Voice
from pipeline.clean.talk import find_talk


def part_text(
    blocks: Sequence[Block],
    marks: frozenset[int],
    found: Found,
    text: Sequence[int],
    voices: dict[int, Voice],
) -> list[tuple[list[int], bool]]:
    """Part the text at end marks and citations; say of each part whether it is the blogger's."""
    borders = sorted(
        {mark + 1 for mark in marks} | {run.start for run in found.runs if run.citations}
    )
    parts: list[list[int]] = [[]]
    for i in text:
        while borders and i >= borders[0]:
            borders.pop(0)
            parts.append([])
        parts[-1].append(i)
    parts = [part for part in parts if part]
    judged = []
    for number, part in enumerate(parts):
        closed_here = bool(marks & set(part)) or any(
            part[-1] < mark and not any(part[-1] < i <= mark for i in text) for mark in marks
        )
        later = parts[number + 1 :]
        if closed_here:
            own = False
        elif any(mark > part[-1] for mark in marks):
            own = bool(later) and _is_opening(blocks, part, later, voices)
        elif marks:
            cited_after = any(run.start > part[-1] and run.citations for run in found.runs)
            own = not (cited_after and plain_share(blocks, part, voices) > 0.6)
        elif later:
            own = _is_opening(blocks, part, later, voices)
        else:
            own = _is_afterword(blocks, part, parts[:number], voices)
        judged.append((part, own))
    return judged


def _is_opening(
    blocks: Sequence[Block],
    part: Sequence[int],
    later: Sequence[Sequence[int]],
    voices: dict[int, Voice],
) -> bool:
    """A part before a citation and a longer article is the blogger's opening."""
    here = sum(len(blocks[i].text) for i in part)
    after = sum(len(blocks[i].text) for other in later for i in other)
    plain = plain_share(blocks, part, voices)
    if find_talk(blocks, part) is not None:
        return False
    if plain == 0:
        return here <= 2 * after and plain_share(blocks, [i for o in later for i in o], voices) > 0
    return here <= 0.25 * after


def _is_afterword(
    blocks: Sequence[Block],
    part: Sequence[int],
    earlier: Sequence[Sequence[int]],
    voices: dict[int, Voice],
) -> bool:
    """A last part without である, behind a citation and an article in it, is the blogger's."""
    if find_talk(blocks, part) is not None or any(blocks[i].quoted for i in part):
        return False
    spoken = any(voices[i].polite or voices[i].aside for i in part)
    article = any(plain_share(blocks, other, voices) > 0.5 for other in earlier)
    return spoken and article and plain_share(blocks, part, voices) == 0


def plain_share(blocks: Sequence[Block], part: Sequence[int], voices: dict[int, Voice]) -> float:
    """Return the share of である in a part, by characters of its sentences."""
    plain = sum(len(blocks[i].text) for i in part if voices[i].register == "plain")
    polite = sum(len(blocks[i].text) for i in part if voices[i].register == "polite")
    return plain / (plain + polite) if plain + polite else 0.0
