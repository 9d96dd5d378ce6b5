"""Where imported rows are: by a code, by their point, by the register of hospitals, by a name; and how precisely.

A name that several places have places nothing. A point that contradicts what is stated is a doubt, and the statement
stands. What is known of a country or a state alone has no point: its middle is no place of an attack.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from analytics.find.registered import Registered, Site
from analytics.geography.grid import Grid
from analytics.geography.levels import read_countries, read_departments
from analytics.record.cells import plain, rows_of, split_list
from analytics.record.files import DATA, read_csv
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.schema.tables import LIST_SEPARATOR

_REFERENCE = DATA / "reference"
_COUNTRY_DEGREES = 1.0
Row = dict[str, Any]


class _Commune(NamedTuple):
    insee: str
    name: str
    department: str
    latitude: float
    longitude: float


class Placer:
    """Everything by which rows are placed, read once."""

    def place(self, rows: list[Row]) -> None:
        """Fill in where each row is: country, region, department, commune, hospital, point, how and how precisely.

        Parameters
        ----------
        rows : list of dict
            As `Feed.row` makes them; changed in place.
        """
        at_point = self._under_points(rows)
        for number, row in enumerate(rows):
            department, country = at_point.get(number, (None, None))
            self._stated(row)
            self._checked(row, department, country)
            how = self._by_code(row) or self._by_point(row, department, country) or self._by_name(row)
            row[col.PLACED_BY], row[col.PLACE_PRECISION] = how
            if row.get(col.DEPARTMENT):
                row[col.REGION] = self._regions.get(row[col.DEPARTMENT])
                row[col.COUNTRY] = FRANCE

    def _stated(self, row: Row) -> None:
        """Codes as stated, brought into the form of the record; a department may be stated by its name."""
        department = row.get(col.DEPARTMENT)
        if row.get(col.COUNTRY) not in (None, FRANCE):
            row[col.DEPARTMENT] = None  # what other countries call one
        elif department:
            row[col.DEPARTMENT] = self._departments.get(plain(str(department).removeprefix("FR-")).zfill(2))
        for name, digits in ((col.INSEE, 5), (col.FINESS_ET, 9)):
            code = str(row.get(name) or "")
            if code:
                known = self._by_insee if name == col.INSEE else self._register.by_number
                row[name] = next((each for each in (code, code.zfill(digits)) if each in known), None)

    def _by_code(self, row: Row) -> tuple[str, str] | None:
        if row.get(col.FINESS_ET):
            self._at_site(row, self._register.by_number[row[col.FINESS_ET]])
            return "code", "site"
        if row.get(col.INSEE):
            self._at_commune(row, self._by_insee[row[col.INSEE]])
            return "code", "commune"
        return None

    def _by_point(self, row: Row, department: str | None, country: str | None) -> tuple[str, str] | None:
        if row.get(col.LATITUDE) is None or row.get(col.LONGITUDE) is None:
            row[col.LATITUDE] = row[col.LONGITUDE] = None
            return None
        if row.get(col.COUNTRY) in (None, FRANCE):
            row[col.DEPARTMENT] = row.get(col.DEPARTMENT) or department
        row[col.COUNTRY] = row.get(col.COUNTRY) or country
        return "point", "point"

    def _by_name(self, row: Row) -> tuple[str, str]:
        department, town, name = (row.get(key) for key in (col.DEPARTMENT, col.COMMUNE, col.ORGANISATION))
        french = row.get(col.COUNTRY) == FRANCE or (department and not row.get(col.COUNTRY))
        if french and name and row.get(col.HEALTH) != "no":
            site = self._register.site(name, town or "", department or "")
            if site:
                self._at_site(row, site)
                return "register", "site" if site.finess_et else "commune"
        if french and town:
            communes = [each for each in self._by_name_of_town[plain(town)] if department in (None, each.department)]
            if len(communes) == 1:
                self._at_commune(row, communes[0])
                return "gazetteer", "commune"
            if communes:
                _doubt(row, "place-ambiguous")
        if department:
            return "gazetteer", "department"
        if row.get(col.STATE):
            return "code", "state"
        return ("gazetteer", "country") if row.get(col.COUNTRY) else ("none", "none")

    def _checked(self, row: Row, department: str | None, country: str | None) -> None:
        """A doubt where the point of a row is in another country or department than it states."""
        country = FRANCE if department else country
        for stated, found in ((row.get(col.COUNTRY), country), (row.get(col.DEPARTMENT), department)):
            if stated and found and stated != found:
                _doubt(row, "place-disagrees")
                return

    def _under_points(self, rows: list[Row]) -> dict[int, tuple[str | None, str | None]]:
        """Department and country under the point of each row that has one."""
        with_point = [
            number for number, row in enumerate(rows) if None not in (row.get(col.LATITUDE), row.get(col.LONGITUDE))
        ]
        if not with_point:
            return {}
        x = np.array([rows[number][col.LONGITUDE] for number in with_point], float)
        y = np.array([rows[number][col.LATITUDE] for number in with_point], float)
        departments, countries = self._department_grid.find_codes(x, y), self._country_grid.find_codes(x, y)
        return dict(zip(with_point, zip(departments.tolist(), countries.tolist(), strict=True), strict=True))

    def _at_site(self, row: Row, site: Site) -> None:
        row[col.FINESS_ET], row[col.FINESS_EJ] = site.finess_et or None, site.finess_ej
        row[col.DEPARTMENT], row[col.INSEE], row[col.COMMUNE] = site.department, site.insee, site.town
        if site.finess_et:
            row[col.LATITUDE], row[col.LONGITUDE] = site.latitude, site.longitude
        elif site.insee in self._by_insee:
            self._at_commune(row, self._by_insee[site.insee])

    @staticmethod
    def _at_commune(row: Row, commune: _Commune) -> None:
        row[col.INSEE], row[col.COMMUNE], row[col.DEPARTMENT] = commune.insee, commune.name, commune.department
        row[col.LATITUDE], row[col.LONGITUDE] = commune.latitude, commune.longitude

    @cached_property
    def _register(self) -> Registered:
        return Registered(read_csv(_REFERENCE / "hospitals.csv"))

    @cached_property
    def _by_insee(self) -> dict[str, _Commune]:
        return {each.insee: each for each in self._communes()}

    @cached_property
    def _by_name_of_town(self) -> dict[str, list[_Commune]]:
        named: dict[str, list[_Commune]] = defaultdict(list)
        for each in self._by_insee.values():
            named[plain(each.name)].append(each)
        return named

    @cached_property
    def _departments(self) -> dict[str, str]:
        """Codes of departments by code and by either name."""
        table = rows_of(read_csv(_REFERENCE / "departments.csv"))
        names = {plain(row[name]): row[col.CODE] for row in table for name in (col.NAME_FR, col.NAME_EN)}
        return names | {row[col.CODE].lower(): row[col.CODE] for row in table}

    @cached_property
    def _regions(self) -> dict[str, str]:
        return {row[col.CODE]: row[col.REGION] for row in rows_of(read_csv(_REFERENCE / "departments.csv"))}

    @cached_property
    def _department_grid(self) -> Grid:
        return Grid(read_departments(detail=True))

    @cached_property
    def _country_grid(self) -> Grid:
        return Grid(read_countries(), _COUNTRY_DEGREES)

    @staticmethod
    def _communes() -> Iterator[_Commune]:
        for row in rows_of(read_csv(_REFERENCE / "communes.csv")):
            point = float(row[col.LATITUDE]), float(row[col.LONGITUDE])
            yield _Commune(row[col.INSEE], row["name"], row[col.DEPARTMENT], *point)


def _doubt(row: Row, code: str) -> None:
    row[col.DOUBTS] = LIST_SEPARATOR.join([*split_list(row.get(col.DOUBTS)), code])
