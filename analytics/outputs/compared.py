"""What a choice sets side by side: incidents, areas or countries, by the values of `compare` in its address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from analytics.geography.levels import Level
from analytics.outputs.held import Basis, Held
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import TIERS
from analytics.selection.selection import Selection
from analytics.words import phrases
from analytics.words.sources import publisher
from analytics.words.text import Words

MOST = 6  # things side by side: more columns could not be read
MOST_NAMED = 3  # names in a heading
INCIDENT = "incident"
LEVELS: Mapping[str, Level] = {"department": "department", "region": "region", "country": "country"}


class Thing(NamedTuple):
    """One thing of the tray: what it is, and its identifier or code."""

    kind: str  # INCIDENT, or a level of areas
    code: str

    @property
    def value(self) -> str:
        """How the address writes it."""
        return self.code if self.kind == INCIDENT else f"{self.kind}-{self.code}"


def thing(value: str) -> Thing:
    """What a value of `compare` stands for: ``region-53`` is an area, anything else an incident.

    >>> thing("region-53"), thing("fr-rennes-chu-2023").kind
    (Thing(kind='region', code='53'), 'incident')
    """
    kind, _, code = value.partition("-")
    return Thing(kind, code) if kind in LEVELS else Thing(INCIDENT, value)


def things(selection: Selection) -> list[Thing]:
    """What a choice sets side by side, as many as have room."""
    return [thing(value) for value in selection.compare[:MOST]]


def heading(names: list[str], words: Words) -> str:
    """What is compared: by name, as long as a heading has room for the names."""
    if not names:
        return words("compare.empty_title")
    if len(names) > MOST_NAMED:
        return words("compare.title_many", number=words.number(len(names)))
    return words("compare.title", names=words.listing(names))


def names(held: Held, words: Words) -> dict[str, str]:
    """What everything that can be compared is called, by its value in the address."""

    def make() -> dict[str, str]:
        table = held.atlas.incidents
        called = dict(zip(table[col.INCIDENT_ID], table[words.column("name")], strict=True))
        for kind, level in LEVELS.items():
            places = held.atlas.place_names[level, words.column("name")]
            called |= {
                f"{kind}-{code}": f"{name} ({code})" if kind == col.DEPARTMENT else name
                for code, name in places.items()
            }
        return called

    return held.once(("compared-names", words), make)


def incidents(held: Held, selection: Selection) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The published incidents that a choice sets side by side, in its order, and their events."""
    published = held.published(selection.evidence).set_index(col.INCIDENT_ID, drop=False)
    chosen = [one.code for one in things(selection) if one.kind == INCIDENT and one.code in published.index]
    events = held.atlas.events
    return published.loc[chosen].reset_index(drop=True), events[events[col.INCIDENT_ID].isin(chosen)]


def described(choice: Basis, words: Words) -> tuple[object, ...]:
    """What their timelines are described of, whatever else the choice keeps."""
    scope = words("kit.narrowed", scope=phrases.evidence_line(choice.selection.evidence, words))
    return *incidents(choice.held, choice.selection), scope


def publishers(claims: pd.DataFrame, measure: str, sources: pd.DataFrame, words: Words) -> list[str]:
    """Who states a measure, each once, the strongest first; the article that the atlas began with comes last."""
    stating = claims.loc[claims[col.MEASURE] == measure, col.SOURCE_ID]
    rows = rows_of(sources[sources[col.SOURCE_ID].isin(stating)])
    rows.sort(key=lambda row: (row[col.FOUNDING] == "yes", list(TIERS).index(row[col.TIER])))
    return list(dict.fromkeys(publisher(row, words) for row in rows))
