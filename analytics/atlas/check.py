"""Says whether the data hold together: what was read, what passed, what was set aside, and what nobody explains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import pandas as pd

from analytics.atlas import backing, register, wording
from analytics.atlas.atlas import Atlas
from analytics.evidence import figures
from analytics.geography import placing
from analytics.geography.levels import NOT_A_PLACE, department_of, read_countries
from analytics.record import lists, manifest
from analytics.record.cells import rows_of, split_list
from analytics.record.files import DATA
from analytics.schema import col
from analytics.schema.codes import FRANCE, TIERS
from analytics.schema.tables import CHECKED

# a fact of the incidents table, and the measure whose retained claim must say the same
BACKED = {
    col.STARTED_ON: "started_on",
    col.DETECTED_ON: "detected_on",
    col.ENDED_ON: "ended_on",
    col.ATTACK_TYPE: "attack_type",
}


MOST_METRES = 25_000  # from the coarse outline of a country to a point in it


class Report(NamedTuple):
    """The words to print, and how many problems have no explanation."""

    text: str
    unexplained: int


def report(atlas: Atlas, stale: Iterable[str] = ()) -> Report:
    """Everything that the check has to say about an atlas that was loaded.

    Parameters
    ----------
    atlas : Atlas
    stale : iterable of str
        Problems of what is written from the facts, which the check of the facts cannot see.
    """
    checked = atlas.checked
    lines = ["read, passed, set aside"]
    for name, label in _COUNTED.items():
        passed, aside = len(checked.tables[name]), len(checked.aside[name])
        lines.append(f"  {passed + aside:>5} {label}: {passed} passed, {aside} set aside")
    lines += _contents(atlas)

    problems = [*unexplained(atlas), *stale_files(), *stale]
    lines.append(f"{len(problems)} unexplained problems")
    lines += [f"  {problem}" for problem in problems]
    return Report("\n".join(lines), len(problems))


def unexplained(atlas: Atlas) -> list[str]:
    """The problems of the facts: rows that break a rule, and what nobody explains."""
    return [
        *set_aside(atlas),
        *unbacked_facts(atlas),
        *ungrounded_beds(atlas),
        *unanswered_beds(atlas),
        *uncited_sources(atlas),
        *empty_incidents(atlas),
        *misplaced_sites(atlas),
        *contradicting_places(atlas),
        *points_astray(atlas),
        *unexplained_disagreements(atlas),
        *repeated_words_of_attackers(atlas),
        *stale_catchments(atlas),
        *(problem for check in (*backing.CHECKS, *wording.CHECKS) for problem in check(atlas)),
    ]


_COUNTED = {
    col.INCIDENTS: "incidents",
    col.SITES: "sites",
    col.EVENTS: "timeline lines",
    col.CLAIMS: "claims",
    col.SOURCES: "sources",
    col.NATIONAL_SERIES: "official national figures",
    col.MENTIONS: "mentions that are not incidents",
    col.DISAGREEMENTS: "disagreements explained",
    col.BEDS_UNMATCHED: "French incidents without official beds",
    col.REVISIONS: "incidents added, corrected or left out by a version",
    col.READINGS: "incidents read again beside their sources, or not yet",
    col.EARLIER_READINGS: "earlier readings",
    col.HOSPITALS: "French hospitals with beds in any year",
    col.HOSPITAL_BEDS: "years of their beds",
    col.CATCHMENTS: "acute hospitals and years with the geography around them",
    col.INCIDENT_CATCHMENTS: "incidents with the geography around the hospitals hit",
    col.NEAREST_HOSPITALS: "spans of years of a commune’s nearest large hospital",
    col.REGISTER_COUNTS: "years of a country in a register of others",
    col.REGISTER_LINKS: "pairs of an incident and a row of a register",
}


def _contents(atlas: Atlas) -> Iterator[str]:
    incidents, placed = atlas.incidents, atlas.placed
    french = incidents[incidents[col.COUNTRY] == FRANCE]
    claimed = int((incidents[col.STATUS] == "claimed").sum())
    yield "contents"
    abroad = len(incidents) - len(french)
    yield f"  {len(french)} French incidents, {abroad} elsewhere; {claimed} are an attacker’s claim only"
    departments, countries = atlas.sites[col.DEPARTMENT].nunique(), incidents[col.COUNTRY].nunique()
    yield f"  {departments} departments and {countries} countries touched"
    yield f"  corrections to the facts as collected, each with its reason: {len(atlas.corrections)}"
    yield f"  sources: {', '.join(f'{count} {tier}' for tier, count in _by_tier(atlas.sources))}"
    yield f"  sources to which readers are sent: {int((atlas.sources[col.LINK] == 'yes').sum())}"
    yield f"  claims: {', '.join(f'{count} {tier}' for tier, count in _by_tier(atlas.claims))}"
    yield f"  sites without a department or a country, kept and shown beside the map: {len(placed.unplaced)}"
    explained = len(placed.disagreements) - len(list(misplaced_sites(atlas)))
    yield f"  sites whose point lies outside the stated department, explained: {explained}"


def _by_tier(table: pd.DataFrame) -> Iterator[tuple[str, int]]:
    counts = table[col.TIER].value_counts()
    return ((tier, int(counts.get(tier, 0))) for tier in TIERS)


def unbacked_facts(atlas: Atlas) -> Iterator[str]:
    """Dates and types of incidents, and beds of sites, that no retained claim says."""
    retained = atlas.claims[atlas.claims[col.PREFERRED] == "yes"]
    stated = set(zip(retained[col.INCIDENT_ID], retained[col.MEASURE], retained[col.VALUE], strict=True))
    for column, measure in BACKED.items():
        for incident, fact in zip(atlas.incidents[col.INCIDENT_ID], atlas.incidents[column], strict=True):
            if not pd.isna(fact) and (incident, measure, fact) not in stated:
                yield f"incidents.csv, {incident}, {column}: no retained claim says {fact}"
    with_beds = atlas.claims[atlas.claims[col.MEASURE] == col.BEDS][col.INCIDENT_ID].unique()
    for site, incident, beds in zip(
        atlas.sites[col.SITE_ID], atlas.sites[col.INCIDENT_ID], atlas.sites[col.BEDS], strict=True
    ):
        if not pd.isna(beds) and incident not in with_beds:
            yield f"sites.csv, {site}, {col.BEDS}: no claim says {beds}"


def ungrounded_beds(atlas: Atlas) -> Iterator[str]:
    """Beds of sites without a FINESS number, a year or the survey of that year, and official beds that do not add up.

    The survey of a year is a statistical source whose beds claim on the same incident holds for that year.
    """
    official = official_beds(atlas)
    years = official[col.AS_OF].str[:4]
    surveys = set(zip(official[col.INCIDENT_ID], years, official[col.SOURCE_ID], strict=True))
    counted = atlas.sites[atlas.sites[col.BEDS].notna()]
    for row in counted.to_dict("records"):
        where = f"sites.csv, {row[col.SITE_ID]}, {col.BEDS}"
        if pd.isna(row[col.FINESS_ET]) and pd.isna(row[col.FINESS_EJ]):
            yield f"{where}: no FINESS number says of which hospital"
        if pd.isna(row[col.BEDS_YEAR]):
            yield f"{where}: no {col.BEDS_YEAR}"
        elif not any(
            (row[col.INCIDENT_ID], str(row[col.BEDS_YEAR]), cited) in surveys
            for cited in split_list(row[col.SOURCE_IDS])
        ):
            yield f"{where}: cites no survey of {row[col.BEDS_YEAR]}"
    added = counted.groupby(col.INCIDENT_ID)[col.BEDS].sum()
    for claim, incident, value in zip(
        official[col.CLAIM_ID], official[col.INCIDENT_ID], official[col.VALUE], strict=True
    ):
        if value != str(added.get(incident, 0)):
            yield f"claims.csv, {claim}: says {value}, the sites add up to {added.get(incident, 0)}"


def unanswered_beds(atlas: Atlas) -> Iterator[str]:
    """French incidents with neither official beds nor a reason why they have none, or with both."""
    sites = atlas.sites
    numbered = sites[(sites[col.FINESS_ET].notna() | sites[col.FINESS_EJ].notna()) & sites[col.BEDS_YEAR].notna()]
    matched = set(official_beds(atlas)[col.INCIDENT_ID]) & set(numbered[col.INCIDENT_ID])
    unmatched = set(atlas.beds_unmatched[col.INCIDENT_ID])
    for incident in atlas.incidents.loc[atlas.incidents[col.COUNTRY] == FRANCE, col.INCIDENT_ID]:
        if incident in matched and incident in unmatched:
            yield f"beds_unmatched.csv, {incident}: it has official beds"
        if incident not in matched and incident not in unmatched:
            yield f"incidents.csv, {incident}: no official beds, and {col.BEDS_UNMATCHED}.csv does not say why"


def official_beds(atlas: Atlas) -> pd.DataFrame:
    """The claims that give the beds of an incident from reference statistics."""
    statistical = atlas.sources.loc[atlas.sources[col.STATISTICAL] == "yes", col.SOURCE_ID]
    claims = atlas.claims
    return claims[
        (claims[col.MEASURE] == col.BEDS) & (claims[col.TIER] == "official") & claims[col.SOURCE_ID].isin(statistical)
    ]


def uncited_sources(atlas: Atlas) -> Iterator[str]:
    """Sources that nothing cites."""
    cited = (
        set(atlas.claims[col.SOURCE_ID])
        | set(atlas.national_series[col.SOURCE_ID])
        | set(atlas.mentions[col.SOURCE_ID])
    )
    for table in (atlas.events, atlas.sites):
        cited |= {source for cell in table[col.SOURCE_IDS] for source in split_list(cell)}
    for source in atlas.sources[col.SOURCE_ID]:
        if source not in cited:
            yield f"sources.csv, {source}: nothing cites it"


def empty_incidents(atlas: Atlas) -> Iterator[str]:
    """Incidents without a place, a timeline line or a claim."""
    for name, table in ((col.SITES, atlas.sites), (col.EVENTS, atlas.events), (col.CLAIMS, atlas.claims)):
        known = set(table[col.INCIDENT_ID])
        for incident in atlas.incidents[col.INCIDENT_ID]:
            if incident not in known:
                yield f"incidents.csv, {incident}: no row in {name}.csv"


def misplaced_sites(atlas: Atlas) -> Iterator[str]:
    """Sites whose point lies outside their stated department, where no note says why."""
    for row in atlas.placed.disagreements.itertuples():
        if pd.isna(getattr(row, col.NOTE_EN)):
            stated, point = getattr(row, col.DEPARTMENT), getattr(row, col.POINT_DEPARTMENT)
            yield f"sites.csv, {getattr(row, col.SITE_ID)}: stated in {stated}, its point lies in {point}"


def contradicting_places(atlas: Atlas) -> Iterator[str]:
    """Sites whose commune lies in another department than the one stated, or the department in another region."""
    regions = atlas.departments.set_index(col.CODE)[col.REGION]
    for row in rows_of(atlas.checked.tables[col.SITES]):
        where, insee, department = f"sites.csv, {row[col.SITE_ID]}", row[col.INSEE], row[col.DEPARTMENT]
        if not pd.isna(insee) and not pd.isna(department) and department_of(insee) != department:
            yield f"{where}, {col.DEPARTMENT}: found {department}, expected {department_of(insee)}, where {insee} is"
        known = regions.get(department if not pd.isna(department) else "")
        if known and not pd.isna(row[col.REGION]) and row[col.REGION] != known:
            yield f"{where}, {col.REGION}: found {row[col.REGION]}, expected {known}, where {department} is"


def points_astray(atlas: Atlas, countries: gpd.GeoDataFrame | None = None) -> Iterator[str]:
    """Sites whose point lies far from the country that they state: exchanged numbers, a lost sign, the open sea.

    Outlines of countries are coarse, and some leave out islands: `explained.toml` says of which.

    Parameters
    ----------
    atlas : Atlas
    countries : GeoDataFrame, optional
        Outlines: code; without it, those of the reference files.
    """
    outlines = (read_countries() if countries is None else countries).set_index(col.CODE)
    sites = atlas.placed.sites
    usable = (
        sites.geometry.notna() & sites[col.POINT_PRECISION].ne(NOT_A_PLACE) & sites[col.COUNTRY].isin(outlines.index)
    )
    elsewhere = sites[usable & sites[placing.POINT_COUNTRY].ne(sites[col.COUNTRY]).fillna(True)]
    explained = backing.explained(col.POINT)
    for row in elsewhere.itertuples():
        metres = placing.metres_from(row.geometry, outlines.loc[[row.country]]).iloc[0]
        # on the other side of the globe there is no distance on such a map
        if not metres <= MOST_METRES and (row.incident_id, row.site_id) not in explained:
            found = f"found {row.latitude}, {row.longitude}, which is not in {row.country}"
            within = f"expected a point in it, or within {MOST_METRES / 1000:.0f} km of its outline"
            yield f"sites.csv, {row.site_id}, latitude and longitude: {found}, {within}"


def unexplained_disagreements(atlas: Atlas) -> Iterator[str]:
    """Disagreements without a reason, reasons without a disagreement, and rules that do not fit the value retained."""
    by = [col.INCIDENT_ID, col.MEASURE]
    disputed = set(figures.disagreements(atlas.claims)[by].itertuples(index=False, name=None))
    retained = set(atlas.claims.loc[atlas.claims[col.PREFERRED] == "yes", by].itertuples(index=False, name=None))
    explained = set()
    for incident, measure, rule in atlas.disagreements[[*by, col.RULE]].itertuples(index=False, name=None):
        row = f"disagreements.csv, {incident}, {measure}"
        explained.add((incident, measure))
        if (incident, measure) not in disputed:
            yield f"{row}: the claims do not disagree"
        elif rule == "none" and (incident, measure) in retained:
            yield f"{row}: the rule is none, although a value is retained"
        elif rule != "none" and (incident, measure) not in retained:
            yield f"{row}: the rule is {rule}, although no value is retained"
    for incident, measure in sorted(disputed - explained):
        yield f"claims.csv, {incident}, {measure}: sources disagree, and no row of disagreements.csv says why"


def repeated_words_of_attackers(atlas: Atlas) -> Iterator[str]:
    """Numbers that an attacker states and a paper repeats as its own: who prints a claim does not make it a fact.

    Where the victim or an authority states the number too, it is no longer the attacker’s word alone.
    """
    claims = atlas.claims[atlas.claims[col.MEASURE].isin(wording.NUMBERS)]
    number = [col.INCIDENT_ID, col.MEASURE, col.VALUE, col.LOW, col.HIGH]
    for (incident, measure, *_), rows in claims.groupby(number, dropna=False):
        tiers = set(rows[col.TIER])
        if "attacker" in tiers and not tiers & {"official", "victim"}:
            for claim in rows.loc[rows[col.TIER] != "attacker", col.CLAIM_ID]:
                yield f"claims.csv, {claim}: {incident}, {measure} is the attacker’s number, and has another tier"


def damage(atlas: Atlas, root: Path = DATA) -> list[str]:
    """Why what was loaded is not the record as it was released: files that are others, rows that were set aside."""
    return [*stale_files(root), *set_aside(atlas)]


def set_aside(atlas: Atlas) -> Iterator[str]:
    """The rows that break a rule, with what was found and what was expected."""
    yield from lists.told(atlas.checked.problems, CHECKED)


def stale_catchments(atlas: Atlas) -> Iterator[str]:
    """Rows of the geography around hospitals that the register and the record do not ask for, and those that lack."""
    located = register.with_point(atlas.hospital_beds, atlas.hospitals)
    asked = register.hit(pd.DataFrame(atlas.sites), atlas.incidents, located)
    of_site, of_incident = [col.FINESS_ET, col.YEAR], [col.INCIDENT_ID, col.YEAR, col.FINESS_ET]
    for name, built, expected in (
        (col.CATCHMENTS, _rows(atlas.catchments, of_site), _rows(located[located[col.ACUTE] > 0], of_site)),
        (col.INCIDENT_CATCHMENTS, _rows(atlas.incident_catchments, of_incident), _rows(asked, of_incident)),
    ):
        for row in sorted(built ^ expected):
            state = "nothing asks for it" if row in built else "it is missing"
            yield f"{name}.csv, {', '.join(row)}: {state}; run python -m tools.reference.catchments data"


def _rows(table: pd.DataFrame, columns: list[str]) -> set[tuple[str, ...]]:
    return set(zip(*(table[name].astype(str) for name in columns), strict=True))


def stale_files(root: Path = DATA) -> Iterator[str]:
    """Files of data/ that are not those of the manifest: by how many rows they have, else by their checksum."""
    compared = manifest.compare(root)
    for row in rows_of(compared[~compared["agrees"]]):
        expected, found = (
            "none" if pd.isna(row[name]) else f"{row[name]:.0f}" for name in ("count_expected", "count_found")
        )
        if not row["found"]:
            yield f"{row['path']}: there is no such file, and {manifest.MANIFEST} lists it"
        elif not row["expected"]:
            yield f"{row['path']}: {manifest.MANIFEST} does not list it"
        elif expected == found:
            yield f"{row['path']}: the manifest expects {row['expected']}, found {row['found']}"
        else:
            yield f"{row['path']}: the manifest expects {expected} rows or entries, found {found}"
