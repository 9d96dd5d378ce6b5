"""The words of the method page: sections in both languages, with every figure filled in from the data."""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.schema import col
from analytics.schema.version import DATA_DATE, DATA_VERSION, KNOWN_UNTIL
from analytics.selection.selection import Selection
from analytics.words.text import LOCALE, Words

# what each section is about, in the order of both files; a page adds tables to some of them
TOPICS = (
    "inclusion",
    "evidence",
    "figures",
    "precision",
    "severity",
    "totals",
    "counting",
    "beds",
    "recovery",
    "outages",
    "visibility",
    "official-counts",
    "gaps",
    "comparing",
    "tried",
    "left-out",
    "corrections",
    "privacy",
    "licence",
)


class Section(NamedTuple):
    """One section: what it is about, its title and its body in Markdown."""

    topic: str
    title: str
    body: str


def sections(atlas: Atlas, published: pd.DataFrame, words: Words) -> list[Section]:
    """The sections in the reader's language, figures filled in.

    Parameters
    ----------
    atlas : Atlas
    published : DataFrame
        The published incidents at the level of evidence that a reader finds.
    words : Words

    Raises
    ------
    ValueError
        Where the file of the language has not one section for each topic.
    KeyError
        Where it asks for a figure that there is not.
    """
    path = LOCALE / f"method.{words.language}.md"
    parts = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    if len(parts) != len(TOPICS):
        raise ValueError(f"{path.name} has {len(parts)} sections; it needs {len(TOPICS)}: {', '.join(TOPICS)}")
    values = _values(atlas, published, words)
    sections = []
    for topic, part in zip(TOPICS, parts, strict=True):
        title, _, body = part.partition("\n")
        sections.append(Section(topic, title.strip(), body.strip().format(**values)))
    return sections


def _values(atlas: Atlas, published: pd.DataFrame, words: Words) -> dict[str, str]:
    """Every figure that the words may hold, as the language writes it."""
    statistical = atlas.sources.loc[atlas.sources[col.STATISTICAL] == "yes", col.SOURCE_ID]
    official = atlas.claims[(atlas.claims[col.MEASURE] == col.BEDS) & atlas.claims[col.SOURCE_ID].isin(statistical)]
    counts = {
        col.INCIDENTS: len(atlas.incidents),
        "french": int((atlas.incidents["country"] == "FRA").sum()),
        "claimed": int((atlas.incidents["status"] == "claimed").sum()),
        "default_count": Selection().count(published),
        col.SITES: len(atlas.sites),
        col.EVENTS: len(atlas.events),
        col.CLAIMS: len(atlas.claims),
        col.SOURCES: len(atlas.sources),
        "mentions": len(atlas.mentions),
        "disagreements": len(atlas.disagreements),
        "official_beds": official[col.INCIDENT_ID].nunique(),
        "unmatched_beds": len(atlas.beds_unmatched),
    }
    return {
        **{name: words.number(count) for name, count in counts.items()},
        "version": DATA_VERSION,
        "date": words.when(DATA_DATE.isoformat()),
        "known_until": words.when(KNOWN_UNTIL.isoformat()),
    }
