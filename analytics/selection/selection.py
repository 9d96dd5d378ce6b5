"""The reader's choice: what it keeps of a table, and how it is written in an address and read back.

One vocabulary serves page addresses, the API and the command line. A choice is a value: it knows no widget.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import pandas as pd

from analytics.record.cells import plain, split_list
from analytics.record.dates import first_day, last_day
from analytics.schema import col
from analytics.schema.codes import TIERS

LANGUAGES = ("fr", "en")
DEFAULT_LANGUAGE = "fr"
DEFAULT_EVIDENCE = "specialist"  # everything but what only the attacker says


@dataclass(frozen=True)
class Vocabulary:
    """The codes that exist, for those names of the vocabulary whose codes are data."""

    country: frozenset[str]
    region: frozenset[str]
    department: frozenset[str]
    incident: frozenset[str]


@dataclass(frozen=True)
class Selection:
    """What the reader chose; an empty field leaves that side open.

    Attributes
    ----------
    country, region, department : tuple of str
        ISO 3166-1 alpha-3 codes, INSEE codes; an incident is kept where any place that it touched is named.
    start, end : str
        Year, month or day (ISO), both ends included; `from` and `to` in an address.
    type, service : tuple of str
        Attack types; services affected (any of them).
    evidence : str
        The lowest tier of source that counts.
    q : str
        Words searched for; accents and case do not matter, every word must be found.
    incident : str
        The incident whose card is open; it does not filter.
    lang : str
        Language of the page.
    """

    country: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    type: tuple[str, ...] = ()
    service: tuple[str, ...] = ()
    evidence: str = DEFAULT_EVIDENCE
    q: str = ""
    incident: str = ""
    lang: str = DEFAULT_LANGUAGE

    def keep(self, incidents: pd.DataFrame) -> pd.DataFrame:
        """The incidents that the choice keeps, in their order; the table received is left alone.

        Parameters
        ----------
        incidents : DataFrame
            Published incidents (`atlas.publish`): country, regions, departments, services (lists in a cell),
            started_on, attack_type, status, strongest_tier, search_text.
        """
        kept = pd.Series(True, index=incidents.index)
        if self.country:
            kept &= incidents[col.COUNTRY].isin(self.country)
        for chosen, column in (
            (self.region, col.REGIONS),
            (self.department, col.DEPARTMENTS),
            (self.service, col.SERVICES),
        ):
            if chosen:
                named = incidents[column].map(lambda cell, chosen=set(chosen): bool(chosen & set(split_list(cell))))
                kept &= named.astype(bool)  # of an empty table, the answers are no truth values yet
        if self.type:
            kept &= incidents[col.ATTACK_TYPE].isin(self.type)
        if self.start:
            kept &= last_day(incidents[col.STARTED_ON]) >= first_day(pd.Series([self.start])).iloc[0]
        if self.end:
            kept &= first_day(incidents[col.STARTED_ON]) <= last_day(pd.Series([self.end])).iloc[0]
        for word in plain(self.q).split():
            kept &= incidents[col.SEARCH_TEXT].str.contains(word, regex=False)
        accepted = accepted_tiers(self.evidence)
        kept &= incidents[col.STRONGEST_TIER].isin(accepted)
        if "attacker" not in accepted:
            kept &= incidents[col.STATUS] != "claimed"
        return incidents[kept]

    def to_query(self) -> list[tuple[str, str]]:
        """Name and value pairs for an address, list names repeated, defaults left out."""
        pairs: list[tuple[str, str]] = []
        default = Selection()
        for field in fields(self):
            value = getattr(self, field.name)
            if value == getattr(default, field.name):
                continue
            name = ADDRESS_NAMES.get(field.name, field.name)
            pairs += [(name, one) for one in (value if isinstance(value, tuple) else (value,))]
        return pairs

    def without(self, name: str, value: str = "") -> Selection:
        """The same choice with one name (or one value of a list name) taken back."""
        current = getattr(self, name)
        if isinstance(current, tuple) and value:
            changed: Any = tuple(one for one in current if one != value)
        else:
            changed = getattr(Selection(), name)
        return replace(self, **{name: changed})

    def everywhere(self) -> Selection:
        """The same choice without the areas that it names, and without the incident that is open on the page."""
        return replace(self, country=(), region=(), department=(), incident="")

    def at(self, evidence: str) -> Selection:
        """The same choice at another level of evidence."""
        return replace(self, evidence=evidence)

    @property
    def narrowing(self) -> list[tuple[str, str]]:
        """The (field, value) pairs that can make the result smaller, one a chip."""
        chips: list[tuple[str, str]] = []
        for name in ("country", "region", "department", "type", "service"):
            chips += [(name, value) for value in getattr(self, name)]
        chips += [(name, getattr(self, name)) for name in ("start", "end", "q") if getattr(self, name)]
        if self.evidence != DEFAULT_EVIDENCE:
            chips.append(("evidence", self.evidence))
        return chips


ADDRESS_NAMES = {"start": "from", "end": "to"}
FIELD_NAMES = {name: field for field, name in ADDRESS_NAMES.items()}
LIST_NAMES = ("country", "region", "department", "type", "service")
NAMES = tuple(ADDRESS_NAMES.get(field.name, field.name) for field in fields(Selection))


def accepted_tiers(evidence: str) -> tuple[str, ...]:
    """The tiers at least as strong as the one given, strongest first."""
    order = tuple(TIERS)
    return order[: order.index(evidence) + 1]
