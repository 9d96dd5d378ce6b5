"""What a feed is: whose it is, how its columns and codes are called here, and how one of its records becomes a row.

Each feed is a table, written in a module of its own; nothing but this module carries one out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from analytics.feeds import values
from analytics.feeds.records import Record
from analytics.feeds.refusals import Refusal, Refused
from analytics.record.cells import plain
from analytics.schema import col
from analytics.schema.codes import CODE_LISTS, Label

ANY = "*"
"""A value of `Sign`: whatever stands there, as long as something does."""

_AS_TEXT = (
    col.FEED_ID,
    col.ORGANISATION,
    col.SECTOR_STATED,
    col.ATTACK_STATED,
    col.ACTOR,
    col.COMMUNE,
    col.DEPARTMENT,
    col.INSEE,
    col.FINESS_ET,
)
_IN_PERIOD = (1970, 2100)


class Sign(NamedTuple):
    """One line of a crosswalk: what their value says in our codes.

    Attributes
    ----------
    column, code : of the imported table.
    theirs : column or path of the feed.
    value : as it stands there; with ``*`` at its end what begins so, `ANY` whatever there is.
    """

    column: str
    code: str
    theirs: str
    value: str


@dataclass(frozen=True)
class Feed:
    """A public feed, or a table of somebody's own, as it is mapped to the imported table.

    Attributes
    ----------
    name : what it is called on the command line.
    title, licence : for the report.
    form : ``csv`` or ``json``.
    endings : of its files, in small letters.
    columns : our column to theirs, the first of them that says something; a dotted path in JSON. Names of columns of a
        CSV are written as `records.column_name` gives them.
    needed : each group has to have one column or key that is there; without, a file or a record is not of this feed.
    fixed : our columns that are the same in every row.
    signs : the crosswalk of codes, the first line that holds decides.
    separators : between several values of one cell.
    instants : their column with the moment at which a row came in; many rows in one minute were imported together.
    placeholders : counts of people that stand for “not known yet”.
    january_is_a_year : whether 1 January stands for “some day of that year”.
    day_first : whether 03/04/2021 is in April.
    claims : whether every row is the claim of an attacker: none of its addresses is kept.
    names_only_of : the code of `health` for which names of organisations are kept; None for all.
    set_aside : signs of rows that are no incidents, with the rule as their code.
    """

    name: str
    title: Label
    licence: str
    form: str
    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[tuple[str, ...], ...]
    endings: tuple[str, ...] = (".csv",)
    fixed: Mapping[str, str] = field(default_factory=dict)
    signs: tuple[Sign, ...] = ()
    separators: str = ";"
    instants: tuple[str, ...] = ()
    placeholders: frozenset[int] = frozenset()
    january_is_a_year: bool = False
    day_first: bool = False
    claims: bool = False
    names_only_of: str | None = None
    set_aside: tuple[Sign, ...] = ()

    def lacks(self, record: Mapping[str, Any]) -> tuple[str, ...] | None:
        """The first group of columns or keys needed of which a record has none; None where it has all."""
        return next((group for group in self.needed if not any(_has(record, name) for name in group)), None)

    def instant(self, record: Mapping[str, Any]) -> str:
        """The minute in which a record came in, where the feed states moments; else empty."""
        text = str(self._first(record, self.instants) or "") if self.instants else ""
        return text[:16] if len(text) >= 19 else ""

    def row(self, record: Record, shared: frozenset[str] = frozenset()) -> dict[str, Any]:
        """One record as a row of the imported table, not yet placed.

        Parameters
        ----------
        record : Record
            One that could be read.
        shared : frozenset of str
            Minutes in which many rows came in together.

        Raises
        ------
        Refused
            Where the row is set aside, with its rule.
        """
        cells = record.cells or {}
        self._must_be_an_incident(cells)
        row: dict[str, Any] = dict(self.fixed)
        doubts: list[str] = []
        for name in _AS_TEXT:
            found = self._values(name, cells)
            row[name] = values.listed(found)
        row |= self._codes(cells)
        row |= self._numbers(cells, doubts)
        row |= self._dates(cells, doubts)
        row |= self._place(cells, doubts)
        self._names(row, record, doubts)
        row |= self._links(cells, doubts)
        if self.instant(cells) in shared:
            doubts.append("shared-instant")
        row[col.FEED_ID] = row[col.FEED_ID] or hashlib.sha256(record.text.strip().encode()).hexdigest()[:20]
        row[col.DOUBTS] = values.listed(dict.fromkeys(doubts))
        return row

    def _must_be_an_incident(self, cells: Mapping[str, Any]) -> None:
        if group := self.lacks(cells):
            raise Refused(Refusal("columns", group[0], "nothing", " or ".join(group)))
        for sign in self.set_aside:
            if _holds(sign, cells, self.separators):
                raise Refused(Refusal(sign.code, sign.theirs, sign.value, "an incident"))
        if all(self._first(cells, names) is None for names in self.columns.values()):
            raise Refused(Refusal("blank"))

    def _first(self, cells: Mapping[str, Any], names: tuple[str, ...]) -> Any:  # noqa: ANN401 - a cell of a feed
        for name in names:
            cell = at_path(cells, name)
            if not values.is_nothing(cell):
                return cell
        return None

    def _cell(self, name: str, cells: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a cell of a feed
        return self._first(cells, self.columns.get(name, ()))

    def _called(self, name: str) -> str:
        return " / ".join(self.columns.get(name, ()))

    def _values(self, name: str, cells: Mapping[str, Any]) -> list[str]:
        cell = self._cell(name, cells)
        if cell is None:
            return []
        if name in (col.SECTOR_STATED, col.ATTACK_STATED) or not isinstance(cell, str) or cell.startswith("["):
            return values.several(cell, self.separators) if not isinstance(cell, int | float) else [values.said(cell)]
        return [values.said(cell)]

    def _codes(self, cells: Mapping[str, Any]) -> dict[str, str | None]:
        coded: dict[str, str | None] = {}
        for sign in self.signs:
            if sign.column not in coded and _holds(sign, cells, self.separators):
                coded[sign.column] = sign.code
        cyber = coded.get(col.CYBER, self.fixed.get(col.CYBER))
        if cyber != "yes":  # a type of attack is said of attacks only
            coded[col.ATTACK_TYPE] = None
        else:
            coded.setdefault(col.ATTACK_TYPE, "unknown")
        return coded

    def _numbers(self, cells: Mapping[str, Any], doubts: list[str]) -> dict[str, Any]:
        people = values.count(self._cell(col.PEOPLE_AFFECTED, cells), self._called(col.PEOPLE_AFFECTED))
        if people in self.placeholders:
            doubts.append("placeholder-count")
        limits = {col.LATITUDE: 90.0, col.LONGITUDE: 180.0}
        return {col.PEOPLE_AFFECTED: people} | {
            name: values.degrees(self._cell(name, cells), self._called(name), most) for name, most in limits.items()
        }

    def _dates(self, cells: Mapping[str, Any], doubts: list[str]) -> dict[str, Any]:
        dates: dict[str, Any] = {}
        for name in (col.STARTED_ON, col.REPORTED_ON):
            found = values.when(self._cell(name, cells), self._called(name), self.day_first)
            if found and not _IN_PERIOD[0] <= int(found.text[:4]) <= _IN_PERIOD[1]:
                expected = f"a date from {_IN_PERIOD[0]} to {_IN_PERIOD[1]}"
                raise Refused(Refusal("date", self._called(name), found.text, expected))
            if found and found.text[4:] == "-01-01" and name == col.STARTED_ON and self.january_is_a_year:
                found = values.When(found.text[:4], "year")
                doubts.append("first-of-january")
            dates[name] = found and found.text
            if name == col.STARTED_ON:
                dates[col.STARTED_PRECISION] = found and found.precision
        return dates

    def _place(self, cells: Mapping[str, Any], doubts: list[str]) -> dict[str, Any]:
        stated = self._country_names(self._cell(col.COUNTRY, cells))
        found = list(dict.fromkeys(values.countries().get(plain(name), "") for name in stated))
        if len(found) > 1:
            doubts.append("several-countries")
        elif found == [""]:
            doubts.append("country-not-known")
        state = self._cell(col.STATE, cells)
        code = values.states().get(plain(str(state))) if state is not None else None
        if state is not None and code is None and self._of_united_states(found):
            doubts.append("state-not-known")
        place = {col.COUNTRY_STATED: values.listed(stated), col.STATE: code if self._of_united_states(found) else None}
        if found:
            place[col.COUNTRY] = found[0] or None if len(found) == 1 else None
        return place

    def _country_names(self, cell: Any) -> list[str]:  # noqa: ANN401 - a cell of a feed
        """The countries of a cell; a name may hold the separator itself, as “Korea, Republic of”."""
        if isinstance(cell, str) and not cell.startswith("[") and plain(cell) in values.countries():
            return [values.said(cell)]
        return values.several(cell, self.separators)

    def _of_united_states(self, found: list[str]) -> bool:
        return found == ["USA"] or (not found and self.fixed.get(col.COUNTRY) == "USA")

    def _names(self, row: dict[str, Any], record: Record, doubts: list[str]) -> None:
        """Keep no name that may be a person's; say where a name is cut, or was read by another encoding."""
        name = row[col.ORGANISATION]
        if not name:
            return
        elsewhere = self.names_only_of is not None and row.get(col.HEALTH) != self.names_only_of
        if elsewhere or values.may_name_a_person(name):
            row[col.ORGANISATION] = None
            doubts.append("name-withheld")
            return
        if name.endswith(("...", "…")):
            doubts.append("name-cut")
        if record.encoding and not name.isascii():
            doubts.append("encoding")
        if self.claims:
            row[col.ORGANISATION] = values.without_addresses(name, every=True)

    def _links(self, cells: Mapping[str, Any], doubts: list[str]) -> dict[str, Any]:
        found = [self._cell(col.SOURCES, cells)]
        kept, dropped = values.addresses(found)
        if self.claims:
            every = [cell for name, cell in cells.items() if name not in self.columns.get(col.SOURCES, ())]
            others, hidden = values.addresses(every)
            dropped += len(others) + hidden
        if dropped:
            doubts.append("address-dropped")
        return {col.SOURCES: values.listed(kept), col.ADDRESSES_DROPPED: dropped}


def at_path(record: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401 - a cell of a feed
    """What stands under a name or a dotted path; of a list on the way, what its members have there."""
    if path in record or "." not in path:
        return record.get(path)
    found: Any = record
    for name in path.split("."):
        if isinstance(found, list):
            found = [each[name] for each in found if isinstance(each, dict) and name in each]
        elif isinstance(found, dict):
            found = found.get(name)
        else:
            return None
    return found


def check(feed: Feed) -> Feed:
    """The feed itself; ValueError where a code of its crosswalk is none of ours: a fault of its table."""
    lists = {
        col.ATTACK_TYPE: "attack_types",
        col.SECTOR: "sectors",
        col.STATUS: "statuses",
        col.TIER: "tiers",
        col.HEALTH: "yes_no",
        col.CYBER: "yes_no",
        col.REPORTED_AS: "reported_as",
    }
    stated = [(sign.column, sign.code) for sign in feed.signs] + list(feed.fixed.items())
    for column, code in stated:
        if column in lists and code not in CODE_LISTS[lists[column]]:
            allowed = ", ".join(CODE_LISTS[lists[column]])
            raise ValueError(f"{feed.name}, {column}: found “{code}”, expected one of {allowed}")
    return feed


def _has(record: Mapping[str, Any], path: str) -> bool:
    return path in record or at_path(record, path) is not None


def _holds(sign: Sign, cells: Mapping[str, Any], separators: str) -> bool:
    cell = at_path(cells, sign.theirs)
    if values.is_nothing(cell):
        return sign.value == ""
    if sign.value == ANY:
        return True
    found = values.several(cell, separators)
    if sign.value.endswith(ANY):
        return any(value.startswith(sign.value[:-1]) for value in found)
    return any(value.lower() == sign.value.lower() for value in found)
