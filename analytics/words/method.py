"""The words of the method page: sections in both languages, with every figure filled in from the data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from analytics.atlas import cited
from analytics.atlas.atlas import Atlas
from analytics.atlas.backing import THIRD
from analytics.schema import col
from analytics.schema.version import DATA_DATE, DATA_VERSION, KNOWN_UNTIL
from analytics.selection.selection import Selection
from analytics.statistics import quality, searched
from analytics.words.catalogue import LOCALE
from analytics.words.reporting import contact_said
from analytics.words.text import Words

SAMPLE, FOURTH, LAST_SAMPLE, FIFTH = (
    "sample",
    "fourth",
    "last-sample",
    "fifth",
)  # readings after mending, in order
REMAINS = {  # what each of them is told with
    SAMPLE: "method.sample",
    FOURTH: "method.fourth",
    LAST_SAMPLE: "method.last_sample",
    FIFTH: "method.fifth",
}
OWN_ROWS = "own-rows"  # a way of reading

# what each section is about, in the order of both files; a page adds tables to some of them
TOPICS = (
    "inclusion",
    "origin",
    "evidence",
    "figures",
    "precision",
    "severity",
    "totals",
    "counting",
    "beds",
    "around",
    "recovery",
    "outages",
    "nearest",
    "visibility",
    "official-counts",
    "gaps",
    "comparing",
    "standing",
    "kinds",
    "hospital-filters",
    "groups",
    "notes",
    "tried",
    "left-out",
    "quality",
    "remains",
    "corrections",
    "who",
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
    return read_sections("method", TOPICS, _values(atlas, published, words), words)


def read_sections(name: str, topics: Sequence[str], values: Mapping[str, str], words: Words) -> list[Section]:
    """The sections of a text of the reader's language, its values filled in.

    Parameters
    ----------
    name : str
        Of the text: ``name.LANGUAGE.md`` in the folder of the locale, whose sections begin with ``##``.
    topics : sequence of str
        What each section is about, in their order.
    values : mapping of str to str
    words : Words

    Raises
    ------
    ValueError, KeyError
        As `sections` has it.
    """
    path = LOCALE / f"{name}.{words.language}.md"
    parts = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    if len(parts) != len(topics):
        raise ValueError(f"{path.name} has {len(parts)} sections; it needs {len(topics)}: {', '.join(topics)}")
    told = []
    for topic, part in zip(topics, parts, strict=True):
        title, _, body = part.partition("\n")
        told.append(Section(topic, title.strip(), body.strip().format(**values)))
    return told


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
        **_origin(atlas, words),
        **_quality(atlas, words),
        "version": DATA_VERSION,
        "date": words.when(DATA_DATE.isoformat()),
        "contact": contact_said(words),
        "known_until": words.when(KNOWN_UNTIL.isoformat()),
    }


def _origin(atlas: Atlas, words: Words) -> dict[str, str]:
    """Where the record comes from: countries, languages, sources, and how many incidents have two publishers."""
    found, sources = searched.searched(atlas), cited.cited(atlas).drop_duplicates(col.SOURCE_ID)
    languages = set(sources[col.LANGUAGE]) - {searched.UNTOLD}
    several = searched.several_publishers(atlas)
    return {
        "countries": words.number(len(found)),
        "languages": words.number(len(languages)),
        "attesting": words.number(len(sources)),
        "publishers": words.number(sources[col.PUBLISHER].nunique()),
        "several": words.number(several),
        "several_share": words.percent(several / max(1, len(atlas.incidents))),
    }


def _quality(atlas: Atlas, words: Words) -> dict[str, str]:
    """What the third reading found in error, what it did not reach, and what samples found afterwards."""
    rows = quality.read(atlas, THIRD)
    after = {reading: quality.whole(atlas, reading) for reading in (SAMPLE, FOURTH, LAST_SAMPLE, FIFTH)}
    return {
        **error_rates(quality.whole(atlas, THIRD), words),
        "own_rows": words.number(int((rows[col.HOW] == OWN_ROWS).sum())),
        "unread": words("method.unread", count=len(set(atlas.incidents[col.INCIDENT_ID]) - set(rows[col.INCIDENT_ID]))),
        "remains": remains(after, words),
    }


def error_rates(total: pd.Series, words: Words) -> dict[str, str]:
    """The figures of a whole reading (`quality.whole`), as they are written."""
    counts = {
        "read": total[col.INCIDENTS],
        "compared": total[col.FACTS_COMPARED],
        "wrong": total[col.WRONG],
        "false": total[col.FALSE_OR_MISATTRIBUTED],
    }
    return {
        **{name: words.number(count) for name, count in counts.items()},
        "wrong_share": words.percent(total[quality.SHARE], 1),
        "wrong_span": words.span(100 * total[quality.LOW], 100 * total[quality.HIGH], 1),
        "false_share": words.percent(total[quality.FALSE_SHARE], 1),
        "false_span": words.span(100 * total[quality.FALSE_LOW], 100 * total[quality.FALSE_HIGH], 1),
    }


def remains(after: dict[str, pd.Series], words: Words) -> str:
    """What a random sample found after mending, and each reading and sample since, in the order of the work.

    `after` has each reading's whole (`quality.whole`), a reading that nobody made without incidents.
    """
    if not after[SAMPLE][col.INCIDENTS]:
        return words("method.no_sample")
    made = [name for name, total in after.items() if total[col.INCIDENTS]]
    told = [
        words(REMAINS[name], count=int(after[name][col.INCIDENTS]), **error_rates(after[name], words)) for name in made
    ]
    if made[-1] not in (SAMPLE, LAST_SAMPLE):
        told.append(words("method.unmeasured"))
    return " ".join(told)
