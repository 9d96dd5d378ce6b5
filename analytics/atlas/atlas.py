"""The atlas put together: facts checked, sites placed, and incidents with the figures that their claims give.

Each stage hands on what it set aside: `problems` for rows, `placed.unplaced` and `placed.disagreements` for sites.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analytics.atlas import lasting, register
from analytics.evidence import figures, voices
from analytics.geography import levels, placing
from analytics.record import checks, files, lists
from analytics.record.cells import split_list
from analytics.record.corrections import CORRECTIONS_FILE, corrected, read_corrections
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.schema.tables import LIST_SEPARATOR
from analytics.selection import spellings
from analytics.selection.selection import Vocabulary, accepted_tiers


class Tables(NamedTuple):
    """Every table of the atlas."""

    incidents: pd.DataFrame
    sites: pd.DataFrame
    events: pd.DataFrame
    claims: pd.DataFrame
    sources: pd.DataFrame
    national_series: pd.DataFrame
    mentions: pd.DataFrame
    disagreements: pd.DataFrame
    beds_unmatched: pd.DataFrame
    revisions: pd.DataFrame
    readings: pd.DataFrame
    earlier_readings: pd.DataFrame
    corrections: pd.DataFrame
    departments: pd.DataFrame
    regions: pd.DataFrame
    countries: pd.DataFrame
    country_groups: pd.DataFrame
    beds: pd.DataFrame
    hospitals: pd.DataFrame
    hospital_beds: pd.DataFrame
    catchments: pd.DataFrame
    incident_catchments: pd.DataFrame
    nearest_hospitals: pd.DataFrame
    register_counts: pd.DataFrame
    register_links: pd.DataFrame
    homes: pd.DataFrame
    entities: pd.DataFrame
    kinds: pd.DataFrame
    checked: checks.Checked
    placed: placing.Placed


class Atlas(Tables):
    """Every table of the atlas, checked and placed; nothing here is ever changed in place."""

    @cached_property
    def place_names(self) -> dict[tuple[str, str], dict[str, str]]:
        """What the places of a level are called in a column, by code: those of ("department", "name_fr")."""
        levels = {col.COUNTRY: self.countries, col.REGION: self.regions, col.DEPARTMENT: self.departments}
        return {
            (level, column): {
                str(code): str(name).replace("'", "’")
                for code, name in zip(places[col.CODE], places[column], strict=True)
            }
            for level, places in levels.items()
            for column in (col.NAME_FR, col.NAME_EN)
        }

    @cached_property
    def entities_of(self) -> dict[str, pd.DataFrame]:
        """Hospital legal entities with beds in the areas of each level: code, year, entities.

        One with beds in several areas counts once in each; of countries there is France alone.
        """
        each = self.entities.explode(col.DEPARTMENTS).rename_axis("row").reset_index()
        regions = self.departments.set_index(col.CODE)[col.REGION]
        codes = {
            col.DEPARTMENT: each[col.DEPARTMENTS],
            col.REGION: each[col.DEPARTMENTS].map(regions),
            col.COUNTRY: pd.Series(FRANCE, index=each.index),
        }
        return {
            level: each.assign(**{col.CODE: of_level})
            .drop_duplicates(["row", col.CODE])
            .groupby([col.CODE, col.YEAR])[col.ENTITIES]
            .sum()
            .reset_index()
            for level, of_level in codes.items()
        }

    @cached_property
    def beds_sites(self) -> pd.DataFrame:
        """Beds of each hospital site and year where they are (`register.beds_of_sites`)."""
        return register.beds_of_sites(self.hospitals, self.hospital_beds)

    @cached_property
    def incidents_of_hospitals(self) -> pd.DataFrame:
        """Which incidents named which hospital, as a site or by its legal entity (`register.incidents_of`)."""
        return register.incidents_of(self.sites, self.incidents, self.hospital_beds)

    @cached_property
    def living_nearest(self) -> pd.DataFrame:
        """Who lives nearest to which large acute hospital, by year and department (`register.living_nearest`)."""
        return register.living_nearest(self.nearest_hospitals, self.homes)

    def stated(self, lowest_tier: str) -> pd.DataFrame:
        """What the claims come to (`evidence.figures`) where those of a tier and of the stronger ones count; once each.

        All claims are given, and the tiers that count beside them: whether the value that we retain is one that these
        tiers leave out can be seen only from all of them.
        """
        if lowest_tier not in self._stated:
            tiers = accepted_tiers(lowest_tier)
            self._stated[lowest_tier] = figures.figures(self.claims, self.sources, tiers)
        return self._stated[lowest_tier]

    @cached_property
    def _stated(self) -> dict[str, pd.DataFrame]:
        return {}

    @cached_property
    def lasting(self) -> pd.DataFrame:
        """What is said of each incident whatever the level of evidence, by identifier.

        Places (`lasting.places`, `lasting.countries`), kinds of hospitals (`lasting.hospitals`), support
        (`voices.support`), search_text.
        """
        names = ((col.DEPARTMENT, self.departments), (col.REGION, self.regions), (col.COUNTRY, self.countries))
        table = pd.DataFrame(index=pd.Index(self.incidents[col.INCIDENT_ID]))
        table = table.join(lasting.places(pd.DataFrame(self.sites)))
        table = table.join(lasting.countries(self.incidents, pd.DataFrame(self.sites), self.country_groups))
        table = table.join(lasting.hospitals(table[col.LEGAL_ENTITIES], self.kinds))
        table = table.join(voices.support(self.claims, self.sources))
        table[col.SEARCH_TEXT] = lasting.search_text(self.incidents, pd.DataFrame(self.sites), self.claims, names)
        return table

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The codes that a selection may name."""
        return Vocabulary(
            country=frozenset(self.countries[col.CODE]),
            region=frozenset(self.regions[col.CODE]),
            department=frozenset(self.departments[col.CODE]),
            incident=frozenset(self.incidents[col.INCIDENT_ID]),
            finess=frozenset(self.hospitals[col.FINESS_ET]),
            compare=frozenset(
                {*self.incidents[col.INCIDENT_ID]}.union(
                    *(
                        {f"{level}-{code}" for code in places[col.CODE]}
                        for level, places in (
                            (col.COUNTRY, self.countries),
                            (col.REGION, self.regions),
                            (col.DEPARTMENT, self.departments),
                        )
                    )
                )
            ),
            spelled={
                col.COUNTRY: spellings.of_places(self.countries),
                col.REGION: spellings.of_places(self.regions),
                col.DEPARTMENT: spellings.of_places(self.departments),
            },
        )


# what is read to place and count; the other lists are read where they are used
_LISTS = (
    *(lists.DEPARTMENTS, lists.REGIONS, lists.COUNTRIES, lists.COMMUNES, lists.DISTRICTS),
    *("country_groups.csv", "beds_departments.csv", "entities.csv", "kinds.csv"),
)
_OF_HOMES = [col.INSEE, col.DEPARTMENT, col.POPULATION]  # of communes, then of the districts of three of them


def listed(groups: pd.DataFrame) -> pd.Series:
    """The groups of each country, by its code, as a list in a cell."""
    return groups.groupby(col.COUNTRY, sort=False)["group"].agg(LIST_SEPARATOR.join)


def load(root: Path = files.DATA) -> Atlas:
    """Read, correct, check and place everything under data/; rows that break a rule are in `checked.problems`.

    Raises
    ------
    ValueError
        Where a file is missing or is not what the schema says, or a correction does not find the value it expects.
    """
    reference = root / "reference"
    places = lists.read_lists(reference, _LISTS)
    homes = pd.concat(places[name][_OF_HOMES] for name in (lists.COMMUNES, lists.DISTRICTS))
    corrections = read_corrections(root / CORRECTIONS_FILE)
    facts = corrected(files.read_facts(root / "facts"), corrections)
    checked = checks.check(facts | files.read_reference(reference), lists.places(places))
    outlines = levels.read_departments(detail=True, folder=reference)
    if gone := list(lists.without_outline(levels.DETAIL, outlines.reset_index(), places)):
        raise ValueError("\n  ".join(gone))
    placed = placing.place_sites(checked.tables[col.SITES], outlines, levels.read_countries(folder=reference))
    tables, groups = checked.tables, places["country_groups.csv"]
    return Atlas(
        incidents=tables[col.INCIDENTS],
        sites=placed.sites.assign(**{col.COUNTRY_GROUPS: placed.sites[col.COUNTRY].map(listed(groups))}),
        events=tables[col.EVENTS],
        claims=tables[col.CLAIMS].merge(
            tables[col.SOURCES][[col.SOURCE_ID, col.PUBLISHER]], on=col.SOURCE_ID, how="left", validate="many_to_one"
        ),
        sources=tables[col.SOURCES],
        national_series=tables[col.NATIONAL_SERIES],
        mentions=tables[col.MENTIONS],
        disagreements=tables[col.DISAGREEMENTS],
        beds_unmatched=tables[col.BEDS_UNMATCHED],
        revisions=tables[col.REVISIONS],
        readings=tables[col.READINGS],
        earlier_readings=tables[col.EARLIER_READINGS],
        corrections=corrections,
        departments=places[lists.DEPARTMENTS].reset_index(drop=True),
        regions=places[lists.REGIONS].reset_index(drop=True),
        countries=places[lists.COUNTRIES].reset_index(drop=True),
        country_groups=groups,
        beds=_beds(places["beds_departments.csv"]),
        hospitals=register.located(tables[col.HOSPITALS], tables[col.HOSPITAL_BEDS], places[lists.DEPARTMENTS]),
        hospital_beds=tables[col.HOSPITAL_BEDS],
        catchments=tables[col.CATCHMENTS],
        incident_catchments=tables[col.INCIDENT_CATCHMENTS],
        nearest_hospitals=tables[col.NEAREST_HOSPITALS],
        register_counts=tables[col.REGISTER_COUNTS],
        register_links=tables[col.REGISTER_LINKS],
        homes=homes.astype({col.POPULATION: int}),
        entities=_entities(places["entities.csv"]),
        kinds=_kinds(places["kinds.csv"]),
        checked=checked,
        placed=placed,
    )


def _beds(rows: pd.DataFrame) -> pd.DataFrame:
    """Hospital beds of each department and year: code, year, beds (all disciplines)."""
    return pd.DataFrame(
        {col.CODE: rows[col.CODE], col.YEAR: rows[col.YEAR].astype(int), col.BEDS: pd.to_numeric(rows["total"])}
    )


def _entities(rows: pd.DataFrame) -> pd.DataFrame:
    """Hospital legal entities with beds, by the departments where they have them: year, departments, entities."""
    return pd.DataFrame(
        {
            col.YEAR: rows[col.YEAR].astype(int),
            col.DEPARTMENTS: rows[col.DEPARTMENTS].map(split_list),
            col.ENTITIES: rows[col.ENTITIES].astype(int),
        }
    )


def _kinds(rows: pd.DataFrame) -> pd.DataFrame:
    """Hospital legal entities by kind, size and status: how many, and in finess_ej those that the record names."""
    return pd.DataFrame(
        {
            **{name: rows[name] for name in ("kind", "size", "status")},
            col.ENTITIES: rows[col.ENTITIES].astype(int),
            col.FINESS_EJ: rows[col.FINESS_EJ].map(split_list),
        }
    )
