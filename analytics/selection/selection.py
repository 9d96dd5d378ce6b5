"""The reader's choice: what it keeps of a table, and how it is written in an address and read back.

One vocabulary serves page addresses, the API and the command line. A choice is a value: it knows no widget.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from analytics.schema import col
from analytics.schema.codes import FRANCE, TIERS
from analytics.selection import masks
from analytics.selection.filters import FILTERS, Filter
from analytics.selection.masks import Keeping, Mask

NAMES = tuple(FILTERS)
LIST_NAMES = tuple(name for name, each in FILTERS.items() if each.repeats)
BY_FIELD = {each.field: each for each in FILTERS.values()}
LANGUAGES = tuple(FILTERS["lang"].codes or ())
DEFAULT_LANGUAGE = FILTERS["lang"].default
SCOPES = ("france", "world")
WORLD = FILTERS["country"].every[0]
DEFAULT_EVIDENCE = FILTERS["evidence"].default

Choice = TypeVar("Choice")


def with_filters(choice: type[Choice]) -> type[Choice]:
    """The class with a field for each filter that it does not have yet."""
    for field, each in BY_FIELD.items():
        if field not in choice.__annotations__:
            choice.__annotations__[field] = "tuple[str, ...]" if each.repeats else "str"
            setattr(choice, field, each.open)
    return choice


@dataclass(frozen=True)
class Vocabulary:
    """The codes that exist, for those names of the vocabulary whose codes are data.

    Attributes
    ----------
    spelled : mapping of str to mapping of str to str
        For places, the code of each plain spelling (`spellings.of_places`), by the name of the filter.
    """

    country: frozenset[str]
    region: frozenset[str]
    department: frozenset[str]
    incident: frozenset[str]
    compare: frozenset[str]
    finess: frozenset[str]
    spelled: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
@with_filters
class Selection:
    """What the reader chose; an empty field leaves that side open.

    Every filter has a field; those that other rooms read by name are written out here.

    Attributes
    ----------
    country, region, department : tuple of str
        ISO 3166-1 alpha-3 codes, INSEE codes; an incident is kept where any place that it touched is named.
    group : tuple of str
        Groups of countries; an incident is kept where a country that it touched is in any of them.
    start, end : str
        Year, month or day (ISO), both ends included; `from` and `to` in an address.
    type : tuple of str
        Types of attack; any of them counts.
    evidence : str
        The lowest tier of source that counts.
    q : str
        Words searched for: every one must be found, whole or begun (`search_words.readings`).
    places : str
        ``area``: of the incidents kept, the places in the areas named; ``all``: the rest of their places too.
    incident : str
        The incident whose card is open; it does not filter.
    compare : tuple of str
        What stands side by side: incidents, and areas as ``region-11``; it does not filter.
    day : str
        The day of the map of hospitals in degraded mode; it does not filter.
    finess : str
        The hospital that a figure or a picture is of, by its FINESS number (ET); it does not filter.
    lang : str
        Language of the page.
    """

    country: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    evidence: str = DEFAULT_EVIDENCE
    q: str = ""
    places: str = "area"
    incident: str = ""
    compare: tuple[str, ...] = ()
    day: str = ""
    finess: str = ""
    lang: str = DEFAULT_LANGUAGE

    def keep(self, incidents: pd.DataFrame) -> pd.DataFrame:
        """The incidents that the choice keeps for certain, in their order; the table received is left alone.

        Of a period these are the attacks that began inside of it, whatever day of the month or year that is known it
        was; `possible` gives the others.

        Parameters
        ----------
        incidents : DataFrame
            Published incidents (`atlas.publish`), with the columns that the filters chosen look at.
        """
        return incidents[self.certain(incidents)]

    def possible(self, incidents: pd.DataFrame) -> pd.DataFrame:
        """The incidents that may be meant and may not be: known to the month or the year, across an end of the period.

        No row is in both this and `keep`. Without a period there is none.
        """
        return incidents[self.in_doubt(incidents)] if self.start or self.end else incidents.iloc[:0]

    def keep_with_possible(self, incidents: pd.DataFrame) -> pd.DataFrame:
        """The rows of `keep` and of `possible` in their order; `in_period` says which each is."""
        certain, at_all = self.certain(incidents), self._at_all(incidents)
        told = pd.Series(np.where(certain[at_all], "certain", "possible"), incidents.index[at_all], dtype="str")
        return incidents[at_all].assign(**{col.IN_PERIOD: told})

    def count(self, incidents: pd.DataFrame) -> int:
        """How many incidents `keep` gives; no table is made for it."""
        return int(self.certain(incidents).sum())

    def certain(self, incidents: pd.DataFrame) -> Mask:
        """Whether `keep` gives each incident."""
        return self._all_hold(incidents, lambda each: each.keep)

    def in_doubt(self, incidents: pd.DataFrame) -> Mask:
        """Whether `possible` gives each incident."""
        return self._at_all(incidents) & ~self.certain(incidents)

    def keep_places(self, sites: pd.DataFrame) -> pd.DataFrame:
        """Of the places of incidents, those that tables and maps of places hold.

        Where the choice names areas these are the places that lie there, unless it asks for all places.

        Parameters
        ----------
        sites : DataFrame
            Placed sites: country, region, department.
        """
        return sites if self.places == "all" else sites[self.in_area(sites)]

    def in_area(self, sites: pd.DataFrame) -> Mask:
        """Whether each place lies in the areas that the choice names; everywhere, where it names none."""
        return self._all_hold(sites, lambda each: each.keep_place)

    @property
    def names_area(self) -> bool:
        """Whether the choice names a country, a region or a department."""
        return any(self._chosen(each) for each in FILTERS.values() if each.side == "where")

    def _at_all(self, incidents: pd.DataFrame) -> Mask:
        return self._all_hold(incidents, lambda each: each.may_keep or each.keep)

    def _all_hold(self, rows: pd.DataFrame, test_of: Callable[[Filter], Keeping | None]) -> Mask:
        """Whether each row passes the tests of all filters that are chosen: of each, any of its values."""
        known = masks.of(rows)
        kept = known.all
        for field, each in BY_FIELD.items():
            chosen, test = getattr(self, field), test_of(each)
            if test and chosen:
                kept = kept & known.any_of(test, chosen if isinstance(chosen, tuple) else (chosen,))
        return kept

    def to_query(self) -> list[tuple[str, str]]:
        """Name and value pairs for an address, list names repeated, defaults left out."""
        return [(each.name, value) for each in FILTERS.values() for value in self._chosen(each)]

    def to_page(self) -> list[tuple[str, str]]:
        """The same for the address of a page, which says the world where the page would take France (`usual_scope`)."""
        said_nothing = not self.narrowing and not self.incident and usual_scope(self.lang) == "france"
        return [*([("country", WORLD)] if said_nothing else []), *self.to_query()]

    def by_name(self) -> dict[str, list[str]]:
        """The values of each name of an address, defaults left out."""
        return {each.name: list(values) for each in FILTERS.values() if (values := self._chosen(each))}

    def _chosen(self, each: Filter) -> tuple[str, ...]:
        """The values of a filter; none where it is left alone."""
        value = getattr(self, each.field)
        if value == each.open:
            return ()
        return value if isinstance(value, tuple) else (value,)

    def without(self, name: str, value: str = "") -> Selection:
        """The same choice with one name (or one value of a list name) taken back."""
        current = getattr(self, name)
        if isinstance(current, tuple) and value:
            changed: Any = tuple(other for other in current if other != value)
        else:
            changed = BY_FIELD[name].open
        return replace(self, **{name: changed})

    def everywhere(self) -> Selection:
        """The same choice without the areas that it names, and without the incident that is open on the page."""
        areas: dict[str, Any] = {each.field: each.open for each in FILTERS.values() if each.side == "where"}
        return replace(self, **areas, incident="")

    @property
    def scope(self) -> str:
        """Where the choice lies: `france` where nothing of it can lie elsewhere, else `world` (`SCOPES`)."""
        if self.country:
            return SCOPES[self.country != (FRANCE,)]
        return SCOPES[not self.names_part]

    @property
    def names_part(self) -> bool:
        """Whether the choice names a region or a department."""
        return bool(self.region or self.department)

    def scoped(self, scope: str) -> Selection:
        """The same choice in all of France or in all of the world, whatever areas it names."""
        areas: dict[str, Any] = {each.field: each.open for each in FILTERS.values() if each.side == "where"}
        return replace(self, **areas | {"country": (FRANCE,) if scope == "france" else ()})

    def at(self, evidence: str) -> Selection:
        """The same choice at another level of evidence."""
        return replace(self, evidence=evidence)

    @property
    def narrowing(self) -> list[tuple[str, str]]:
        """The (field, value) pairs that can make the result smaller, one a chip: codes, period, words, sources."""
        order = [each for each in FILTERS.values() if each.side != "page"]
        order.sort(key=lambda each: (each.side == "who", not each.repeats))
        return [(each.field, value) for each in order for value in self._chosen(each)]

    @property
    def narrowing_scope(self) -> list[tuple[str, str]]:
        """What makes the result smaller within its scope: the same without France, where that alone is the country."""
        return [pair for pair in self.narrowing if pair != ("country", FRANCE) or self.country != (FRANCE,)]


def usual_scope(language: str) -> str:
    """The scope of a page in a language whose address says nothing of a choice."""
    return "france" if language == "fr" else "world"


def accepted_tiers(evidence: str) -> tuple[str, ...]:
    """The tiers at least as strong as the one given, strongest first."""
    order = tuple(TIERS)
    return order[: order.index(evidence) + 1]
