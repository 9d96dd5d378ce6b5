"""How a record of a feed becomes a row: the table of the feed, carried out.

Cells of large files say the same over and over: what was worked out of a few of them is kept for the next row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from analytics.feeds import values
from analytics.feeds.feed import ANY, Feed, Sign, at_path, first
from analytics.feeds.records import Record
from analytics.feeds.refusals import Refusal, Refused
from analytics.record.cells import plain
from analytics.schema import col

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
_LIMITS = ((col.LATITUDE, 90.0), (col.LONGITUDE, 180.0))
_KEPT = 1 << 16  # combinations of cells of which the outcome is kept
_LONGEST = 200  # signs of a cell that is looked up


class Mapper:
    """Makes rows of the imported table, not yet placed, of the records of one feed.

    Parameters
    ----------
    feed : Feed
    """

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        of_codes = tuple(dict.fromkeys(sign.theirs for sign in feed.signs))
        of_dates = (*feed.columns.get(col.STARTED_ON, ()), *feed.columns.get(col.REPORTED_ON, ()))
        of_place = (*feed.columns.get(col.COUNTRY, ()), *feed.columns.get(col.STATE, ()))
        self._codes = _Kept(self._worked_codes, of_codes)
        self._dates = _Kept(self._worked_dates, of_dates)
        self._place = _Kept(self._worked_place, of_place)
        self._named = {name: " / ".join(theirs) for name, theirs in feed.columns.items()}
        self._limits = [(name, most) for name, most in _LIMITS if name in feed.columns]
        self._texts = [name for name in _AS_TEXT if name in feed.columns]
        self._no_texts = dict.fromkeys(_AS_TEXT)

    def row(self, record: Record, shared: frozenset[str] = frozenset()) -> dict[str, Any]:
        """One record as a row.

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
        row: dict[str, Any] = {**self.feed.fixed, **self._no_texts}
        doubts: list[str] = []
        for name in self._texts:
            row[name] = values.listed(self._values(name, cells))
        row |= self._codes(cells, doubts)
        row |= self._numbers(cells, doubts)
        row |= self._dates(cells, doubts)
        row |= self._place(cells, doubts)
        self._names(row, record, doubts)
        row |= self._links(cells, doubts)
        if shared and self.feed.instant(cells) in shared:
            doubts.append("shared-instant")
        row[col.FEED_ID] = row[col.FEED_ID] or hashlib.sha256(record.text.strip().encode()).hexdigest()[:20]
        row[col.DOUBTS] = values.listed(dict.fromkeys(doubts))
        return row

    def _must_be_an_incident(self, cells: Mapping[str, Any]) -> None:
        if group := self.feed.lacks(cells):
            raise Refused(Refusal("columns", group[0], "nothing", " or ".join(group)))
        for sign in self.feed.set_aside:
            if _holds(sign, cells, self.feed.separators):
                raise Refused(Refusal(sign.code, sign.theirs, sign.value, "an incident"))
        for names in self.feed.columns.values():
            if first(cells, names) is not None:
                return
        raise Refused(Refusal("blank"))

    def _cell(self, name: str, cells: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a cell of a feed
        names = self.feed.columns.get(name)
        return first(cells, names) if names else None

    def _called(self, name: str) -> str:
        return self._named.get(name, "")

    def _values(self, name: str, cells: Mapping[str, Any]) -> list[str]:
        cell = self._cell(name, cells)
        if cell is None:
            return []
        listed = name in (col.SECTOR_STATED, col.ATTACK_STATED) or not isinstance(cell, str) or cell.startswith("[")
        if listed and not isinstance(cell, int | float):
            return values.several(cell, self.feed.separators)
        return [values.said(cell)]

    def _worked_codes(self, cells: Mapping[str, Any], _doubts: list[str]) -> dict[str, str | None]:
        coded: dict[str, str | None] = {}
        for sign in self.feed.signs:
            if sign.column not in coded and _holds(sign, cells, self.feed.separators):
                coded[sign.column] = sign.code
        cyber = coded.get(col.CYBER, self.feed.fixed.get(col.CYBER))
        if cyber != "yes":  # a type of attack is said of attacks only
            coded[col.ATTACK_TYPE] = None
        else:
            coded.setdefault(col.ATTACK_TYPE, "unknown")
        return coded

    def _numbers(self, cells: Mapping[str, Any], doubts: list[str]) -> dict[str, Any]:
        people = values.count(self._cell(col.PEOPLE_AFFECTED, cells), self._called(col.PEOPLE_AFFECTED))
        if people in self.feed.placeholders:
            doubts.append("placeholder-count")
        numbers: dict[str, Any] = {col.PEOPLE_AFFECTED: people, col.LATITUDE: None, col.LONGITUDE: None}
        for name, most in self._limits:
            numbers[name] = values.degrees(self._cell(name, cells), self._called(name), most)
        return numbers

    def _worked_dates(self, cells: Mapping[str, Any], doubts: list[str]) -> dict[str, Any]:
        dates: dict[str, Any] = {}
        for name in (col.STARTED_ON, col.REPORTED_ON):
            found = values.when(self._cell(name, cells), self._called(name), self.feed.day_first)
            if found and not _IN_PERIOD[0] <= int(found.text[:4]) <= _IN_PERIOD[1]:
                expected = f"a date from {_IN_PERIOD[0]} to {_IN_PERIOD[1]}"
                raise Refused(Refusal("date", self._called(name), found.text, expected))
            if found and found.text[4:] == "-01-01" and name == col.STARTED_ON and self.feed.january_is_a_year:
                found = values.When(found.text[:4], "year")
                doubts.append("first-of-january")
            dates[name] = found and found.text
            if name == col.STARTED_ON:
                dates[col.STARTED_PRECISION] = found and found.precision
        return dates

    def _worked_place(self, cells: Mapping[str, Any], doubts: list[str]) -> dict[str, Any]:
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
        return values.several(cell, self.feed.separators)

    def _of_united_states(self, found: list[str]) -> bool:
        return found == ["USA"] or (not found and self.feed.fixed.get(col.COUNTRY) == "USA")

    def _names(self, row: dict[str, Any], record: Record, doubts: list[str]) -> None:
        """Keep no name that may be a person's; say where a name is cut, or was read by another encoding."""
        name = row[col.ORGANISATION]
        if not name:
            return
        elsewhere = self.feed.names_only_of is not None and row.get(col.HEALTH) != self.feed.names_only_of
        if elsewhere or values.may_name_a_person(name):
            row[col.ORGANISATION] = None
            doubts.append("name-withheld")
            return
        if name.endswith(("...", "…")):
            doubts.append("name-cut")
        if record.encoding and not name.isascii():
            doubts.append("encoding")
        if self.feed.claims:
            row[col.ORGANISATION] = values.without_addresses(name, every=True)

    def _links(self, cells: Mapping[str, Any], doubts: list[str]) -> dict[str, Any]:
        found = self._cell(col.SOURCES, cells)
        if found is None and not self.feed.claims:
            return {col.SOURCES: None, col.ADDRESSES_DROPPED: 0}
        kept, dropped = values.addresses([found])
        if self.feed.claims:
            every = [cell for name, cell in cells.items() if name not in self.feed.columns.get(col.SOURCES, ())]
            others, hidden = values.addresses(every)
            dropped += len(others) + hidden
        if dropped:
            doubts.append("address-dropped")
        return {col.SOURCES: values.listed(kept), col.ADDRESSES_DROPPED: dropped}


class _Kept:
    """What is worked out of some cells of a record, and the doubts about it, looked up where the cells are known.

    Cells that are no text are not kept, and those of which nothing can be made raise their refusal each time.
    """

    def __init__(self, work: Callable[[Mapping[str, Any], list[str]], dict[str, Any]], names: tuple[str, ...]) -> None:
        self._work, self._names = work, names
        self._known: dict[tuple[Any, ...], tuple[dict[str, Any], list[str]]] = {}

    def __call__(self, cells: Mapping[str, Any], doubts: list[str]) -> dict[str, Any]:
        key = tuple([cells[name] if name in cells else at_path(cells, name) for name in self._names])
        try:
            known = self._known.get(key)
        except TypeError:  # a list, or what holds one
            known = None
        if known is None:
            own: list[str] = []
            known = self._work(cells, own), own
            if all(cell is None or (type(cell) is str and len(cell) <= _LONGEST) for cell in key):
                if len(self._known) >= _KEPT:
                    self._known.clear()
                self._known[key] = known
        found, own = known
        doubts += own
        return found


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
