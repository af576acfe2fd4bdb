"""Stock ja_ginza as the baseline that `sekko evaluate ner --baseline` prints beside our figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.documents import Label, Mention

# GiNZA's labels (Sekine's extended hierarchy) that mean one of ours.
_KINDS: dict[str, tuple[Label, str]] = {
    "Person": ("ACTOR", "person"),
    "Country": ("ACTOR", "state"),
    "GPE_Other": ("ACTOR", "state"),
    "Military": ("ACTOR", "armed_force"),
    "International_Organization": ("ACTOR", "organization"),
    "Government": ("ACTOR", "organization"),
    "Political_Organization_Other": ("ACTOR", "organization"),
    "Political_Party": ("ACTOR", "organization"),
    "Company": ("ACTOR", "organization"),
    "Company_Group": ("ACTOR", "organization"),
    "Corporation_Other": ("ACTOR", "organization"),
    "Organization_Other": ("ACTOR", "organization"),
    "Show_Organization": ("ACTOR", "organization"),
    "Newspaper": ("ACTOR", "organization"),
    "Magazine": ("ACTOR", "organization"),
    "Weapon": ("WEAPON", "missile"),
    "Aircraft": ("WEAPON", "aircraft"),
    "Ship": ("WEAPON", "ship"),
    "Spaceship": ("WEAPON", "space"),
}


def tag_stock(texts: Sequence[str]) -> Iterator[list[Mention]]:
    """Yield what `spacy.load("ja_ginza")`, untouched, finds in each text."""
    import spacy

    model = spacy.load("ja_ginza")
    for text in texts:
        yield [
            Mention(
                zone="body", start=entity.start_char, end=entity.end_char, surface=entity.text,
                label=kind[0], kind=kind[1], rule="ja_ginza", confidence=0.5,
            )
            for entity in model(text).ents
            if (kind := _KINDS.get(entity.label_)) is not None
        ]  # fmt: skip
