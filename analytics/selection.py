"""The reader's choice: what it keeps of a table, and how it is written in an address and read back.

One vocabulary serves page addresses, the API and the command line. A choice is a value: it knows no widget.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

import pandas as pd

from analytics.records import is_date, split_list
from analytics.schema import (
    ATTACK_TYPE,
    ATTACK_TYPES,
    COUNTRY,
    DEPARTMENTS,
    REGIONS,
    SERVICE_CODES,
    SERVICES,
    STARTED_ON,
    STATUS,
    STRONGEST_TIER,
    TIERS,
)

LANGUAGES = ("fr", "en")
DEFAULT_LANGUAGE = "fr"
DEFAULT_EVIDENCE = "specialist"  # everything but what only the attacker says
SEARCH_TEXT = "search_text"


class Reading(NamedTuple):
    """A choice read from an address, and what of the address was not understood."""

    selection: Selection
    problems: list[Misread]


class Misread(NamedTuple):
    """One name or value that the vocabulary does not have; `allowed` says what it does have."""

    name: str
    value: str
    allowed: str


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
            kept &= incidents[COUNTRY].isin(self.country)
        for chosen, column in ((self.region, REGIONS), (self.department, DEPARTMENTS), (self.service, SERVICES)):
            if chosen:
                named = incidents[column].map(lambda cell, chosen=set(chosen): bool(chosen & set(split_list(cell))))
                kept &= named.astype(bool)  # of an empty table, the answers are no truth values yet
        if self.type:
            kept &= incidents[ATTACK_TYPE].isin(self.type)
        if self.start:
            kept &= last_day(incidents[STARTED_ON]) >= first_day(pd.Series([self.start])).iloc[0]
        if self.end:
            kept &= first_day(incidents[STARTED_ON]) <= last_day(pd.Series([self.end])).iloc[0]
        for word in plain(self.q).split():
            kept &= incidents[SEARCH_TEXT].str.contains(word, regex=False)
        accepted = accepted_tiers(self.evidence)
        kept &= incidents[STRONGEST_TIER].isin(accepted)
        if "attacker" not in accepted:
            kept &= incidents[STATUS] != "claimed"
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


def from_query(query: Mapping[str, Iterable[str]], vocabulary: Vocabulary) -> Reading:
    """Read a choice from an address; what is not understood is reported and left out, never guessed.

    Parameters
    ----------
    query : mapping of str to iterable of str
        Every value of every name, in order.
    vocabulary : Vocabulary
        The codes that exist.
    """
    chosen: dict[str, str | tuple[str, ...]] = {}
    problems: list[Misread] = []
    for name, given in query.items():
        values = [value for value in given if value != ""]
        if name not in NAMES:
            problems.append(Misread(name, ", ".join(values), ", ".join(NAMES)))
            continue
        good = []
        for value in values:
            allowed = _refusal(name, value, vocabulary)
            if allowed:
                problems.append(Misread(name, value, allowed))
            elif value not in good:
                good.append(value)
        if name in LIST_NAMES:
            chosen[name] = tuple(good)
        elif good:
            chosen[FIELD_NAMES.get(name, name)] = good[-1]
    selection = Selection(**chosen)  # type: ignore[arg-type]
    if selection.start and selection.end and _starts_after(selection.start, selection.end):
        problems.append(Misread("to", selection.end, f"≥ {selection.start}"))
        selection = replace(selection, end="")
    return Reading(selection, problems)


def _refusal(name: str, value: str, vocabulary: Vocabulary) -> str:
    """What is allowed, where the value is not; empty where it is."""
    if name == "q":
        return ""
    if name in ("from", "to"):
        return "" if is_date(value) else "YYYY, YYYY-MM, YYYY-MM-DD"
    codes: Iterable[str] = {
        "type": ATTACK_TYPES,
        "service": SERVICE_CODES,
        "evidence": TIERS,
        "lang": LANGUAGES,
        "country": vocabulary.country,
        "region": vocabulary.region,
        "department": vocabulary.department,
        "incident": vocabulary.incident,
    }[name]
    if value in codes:
        return ""
    listed = sorted(codes) if isinstance(codes, frozenset) else list(codes)
    if len(listed) <= 25:
        return ", ".join(listed)
    return ", ".join(listed[:101]) if name == "department" else f"{', '.join(listed[:3])} … ({len(listed)})"


def _starts_after(start: str, end: str) -> bool:
    return bool(first_day(pd.Series([start])).iloc[0] > last_day(pd.Series([end])).iloc[0])


def accepted_tiers(evidence: str) -> tuple[str, ...]:
    """The tiers at least as strong as the one given, strongest first."""
    order = tuple(TIERS)
    return order[: order.index(evidence) + 1]


def first_day(dates: pd.Series) -> pd.Series:
    """First day of each year, month or day written in ISO form; missing stays missing."""
    text = dates.astype("string")
    return pd.to_datetime(text + text.str.len().map({4: "-01-01", 7: "-01", 10: ""}), format="%Y-%m-%d")


def last_day(dates: pd.Series) -> pd.Series:
    """Last day of each year, month or day written in ISO form; missing stays missing."""
    first = first_day(dates)
    length = dates.astype("string").str.len()
    ends = first.mask(length == 7, first + pd.offsets.MonthEnd(1))
    return ends.mask(length == 4, first + pd.offsets.YearEnd(1))


def plain(text: str) -> str:
    """Lower case without accents, ligatures or typographic marks, for searching.

    >>> plain("Centre hospitalier de Saint-Dizier « Cœur »")
    'centre hospitalier de saint dizier coeur'
    """
    spelled = unicodedata.normalize("NFKD", text).casefold().replace("œ", "oe").replace("æ", "ae")
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", " ", bare).strip()
