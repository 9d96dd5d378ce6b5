"""The figures of the pages by their names: what each is worked out from, and how.

Every headline number and every drawing of a page has a name here. From a name and a selection the figure is
worked out again, with the rows and the claims behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd

from analytics.atlas.published import in_france
from analytics.atlas.related import first_of_campaigns
from analytics.evidence import figures as evidence_figures
from analytics.geography.levels import Level
from analytics.outputs import (
    area_charts,
    compared,
    held,
    hospital_figures,
    kinds_figures,
    nearest_figures,
    official_figures,
    register_figures,
    standing_figures,
)
from analytics.outputs.receipt_basis import Figure, FigureBasis, Result, of_count, of_drawing
from analytics.record.cells import split_list
from analytics.schema import col
from analytics.schema.codes import SEVERITIES
from analytics.schema.measures import MEASURES
from analytics.selection.selection import Selection, accepted_tiers
from analytics.statistics import areas, comparison, funnel, profiles, recovery, standing, totals, trends
from analytics.words import around, phrases
from analytics.words import recovery as recovery_words
from analytics.words import totals as total_words
from analytics.words.years import Kind


def _places(column: str, basis: FigureBasis) -> Result:
    """How many departments or countries have a place of the incidents kept, in the areas that the selection names."""
    rows = basis.places[[col.INCIDENT_ID, column]].dropna().drop_duplicates()
    claims = basis.claims("commune", col.DEPARTMENT, "sites_listed")
    return Result(rows[column].nunique(), None, None, rows, claims)


def _total(line: str, basis: FigureBasis) -> Result:
    """A line of the totals; of cases that are not added up the value is how many there are."""
    row = totals.totals(basis.kept, [line])[0]
    measure, severities = totals.LINES[line]
    stated = basis.kept[f"{measure}_high"].notna()
    if severities:
        stated &= basis.kept[col.SEVERITY].isin(severities)
    columns = [col.INCIDENT_ID, measure, *(f"{measure}_{name}" for name in (col.LOW, col.HIGH, col.PARTIAL))]
    if measure == col.BEDS:
        columns += [col.LEGAL_ENTITIES, col.SEVERITY]
    measures = [measure]
    if measure == totals.RANSOM:  # who gives no sum may say whether it was paid
        stated |= basis.kept[col.RANSOM_PAID].notna()
        columns.append(col.RANSOM_PAID)
        measures.append(col.RANSOM_PAID)
    rows = basis.kept.loc[stated, columns]
    added = _known(row[totals.TOTAL])
    listed = added is None and row[totals.BASED_ON] > 0
    return Result(
        row[totals.BASED_ON] if listed else added,
        None if listed else _known(row[col.LOW]),
        None if listed else _known(row[col.HIGH]),
        rows,
        basis.claims_on(basis.kept[stated], *measures),
        total_words.base(row),
        MEASURES[measure].unit,
        "cases" if listed else "",
        row,
    )


_DAYS = (col.DAYS_TO_RECOVER, f"{col.DAYS_TO_RECOVER}_low", f"{col.DAYS_TO_RECOVER}_high")
_OF_DAYS = (
    *("downtime_days", "recovery_duration_months", col.RECOVERY_AT_LEAST, col.RECOVERY_AT_MOST),
    *(col.STARTED_ON, col.ENDED_ON),
)


_OF_DEGRADED = (*_OF_DAYS, "services_affected", "operations_disrupted", "patients_diverted", "care_affected")


def _median_days(basis: FigureBasis) -> Result:
    found = recovery.recovery(basis.kept)
    known = found.cases[found.cases[recovery.STATE] != recovery.MISSING]
    claims = basis.claims_on(known, *_OF_DAYS)
    return Result(found.median, found.low, found.high, known, claims, recovery_words.rests_on(found), "days")


_NOTHING_FIRST = Result(None, None, None, pd.DataFrame(), pd.DataFrame())


def _busiest_year(basis: FigureBasis) -> Result:
    found = phrases.busiest_year(basis.kept)
    if found is None:
        return _NOTHING_FIRST
    rows = basis.kept.loc[
        basis.kept[col.STARTED_ON].str.startswith(found[0]), [col.INCIDENT_ID, col.STARTED_ON, col.STATUS]
    ]
    return Result(found[1], None, None, rows, basis.claims(col.STARTED_ON), code=found[0])


def _service_hit_most(basis: FigureBasis) -> Result:
    found = phrases.service_hit_most(basis.kept)
    if found is None:
        return _NOTHING_FIRST
    hit = basis.kept[col.SERVICES].map(lambda cell: found[0] in split_list(cell))
    rows = basis.kept.loc[hit, [col.INCIDENT_ID, col.SERVICES, col.STATUS]]
    return Result(found[1], None, None, rows, basis.claims("services_affected"), code=found[0])


def _of_incident(measure: str, basis: FigureBasis) -> Result:
    """One figure of one incident, whatever the selection keeps: its page shows it all the same."""
    atlas, incident, tiers = basis.atlas, basis.selection.incident, accepted_tiers(basis.selection.evidence)
    stated = atlas.claims[(atlas.claims[col.INCIDENT_ID] == incident) & (atlas.claims[col.MEASURE] == measure)]
    figures = evidence_figures.figures(stated, atlas.sources, tiers)
    claims = stated[stated[col.TIER].isin(tiers)]
    if figures.empty:
        return Result(None, None, None, figures, claims, (), MEASURES[measure].unit)
    row = figures.iloc[0]
    value, low, high = (_known(row[name]) for name in (col.VALUE, col.LOW, col.HIGH))
    is_partial = row[col.PARTIAL] == "yes"
    return Result(value, low, high, figures, claims, (), MEASURES[measure].unit, partial=is_partial)


def _days_of_incident(basis: FigureBasis) -> Result:
    """Days from the attack to the recovery of one incident, whatever the selection keeps."""
    own = basis.published[basis.published[col.INCIDENT_ID] == basis.selection.incident]
    value, low, high = (_known(own[name].iloc[0]) for name in _DAYS)
    counted = Selection(evidence=basis.selection.evidence).keep(own)
    claims = basis.claims_on(counted, *_OF_DAYS)
    return Result(value, low, high, own[[col.INCIDENT_ID, *_DAYS]], claims, (), "days")


def _known(value: object) -> float | None:
    return None if pd.isna(value) else float(value)  # type: ignore[call-overload,arg-type]


def _map(basis: FigureBasis) -> Result:
    return of_drawing(
        basis.places[[col.SITE_ID, col.INCIDENT_ID, col.DEPARTMENT, col.COUNTRY, col.LATITUDE, col.LONGITUDE]],
        basis.claims(),
    )


def _by_year(basis: FigureBasis) -> Result:
    return of_drawing(trends.per_year(basis.kept).reset_index(), basis.claims(col.STARTED_ON, "attack_type"))


def _official(basis: FigureBasis) -> Result:
    return of_drawing(official_figures.printed(basis), basis.atlas.claims.iloc[:0])


def _registers(basis: FigureBasis) -> Result:
    return of_drawing(register_figures.rows(basis), basis.atlas.claims.iloc[:0])


def _visibility(basis: FigureBasis) -> Result:
    return of_drawing(official_figures.beside(basis).reset_index(), basis.claims("started_on"))


def _areas(level: Level, basis: FigureBasis) -> Result:
    found = basis.profiles(level)
    claims = basis.atlas.claims
    behind = claims[
        claims[col.INCIDENT_ID].isin(found.incidents) & claims[col.MEASURE].isin(("commune", "department", col.BEDS))
    ]
    accepted = behind[col.TIER].isin(accepted_tiers(basis.selection.evidence))
    return of_drawing(found.areas.reset_index(), behind[accepted])


def _funnel(level: Level, basis: FigureBasis) -> Result:
    """Observed and expected of each area with the limits around what is expected."""
    table = basis.profiles(level).areas
    found = funnel.funnel(profiles.whole_events(table), table[col.PERSON_YEARS])
    return of_drawing(found.areas.reset_index(), basis.claims("commune", col.DEPARTMENT, "sites_listed"))


def _dispersion(level: Level, basis: FigureBasis) -> Result:
    """The X² of all areas of a level, with what is observed and expected in each and its part of the sum."""
    table = basis.profiles(level).areas
    seen = comparison.observed_expected(profiles.whole_events(table), table[col.PERSON_YEARS])
    rows = seen[[comparison.OBSERVED, comparison.EXPECTED]]
    part = (rows[comparison.OBSERVED] - rows[comparison.EXPECTED]) ** 2 / rows[comparison.EXPECTED]
    total = float(part.sum()) if part.notna().any() else None
    claims = basis.claims("commune", col.DEPARTMENT, "sites_listed")
    return Result(total, None, None, rows.assign(part=part).reset_index(), claims)


def _compared(level: Level, basis: FigureBasis) -> Result:
    """Incidents by year of the areas that the selection names."""
    years = profiles.by_year(basis.atlas, basis.published, basis.selection, level)
    chosen = years[col.CODE].isin(getattr(basis.selection, level))
    return of_drawing(years[chosen], basis.claims(col.STARTED_ON, "commune", col.DEPARTMENT))


def _years(kind: Kind, basis: FigureBasis) -> Result:
    """Incidents by year of each area, as their panels show them."""
    behind = held.Basis(basis.held, area_charts.behind(kind, basis.selection))
    claims = basis.claims_on(behind.kept, col.STARTED_ON, "commune", col.DEPARTMENT)
    return of_drawing(area_charts.rows(kind, basis), claims)


def _events(basis: FigureBasis) -> Result:
    """The timeline of one incident; its sources stand in its rows."""
    events = basis.atlas.events
    rows = events[events[col.INCIDENT_ID] == basis.selection.incident]
    return of_drawing(rows, basis.atlas.claims.iloc[:0])


def _since_start(basis: FigureBasis) -> Result:
    """The events of the incidents that stand side by side; their sources stand in the rows."""
    side_by_side, events = compared.incidents(basis.held, basis.selection)
    return of_drawing(events, basis.claims_on(side_by_side, col.STARTED_ON, *_OF_DAYS))


def _standing(basis: FigureBasis) -> Result:
    """Every figure beside which those of an incident stand, of all that count at the level of evidence."""
    rows = standing_figures.rows_of_all(basis)
    claims = basis.claims_on(rows, *standing.COMPARED, *_OF_DAYS)
    return of_drawing(rows, claims)


def _kinds(basis: FigureBasis) -> Result:
    """The share touched of each kind of hospital, of all France."""
    whole = kinds_figures.whole(basis)
    claims = basis.claims_on(in_france(whole.kept), "commune", col.DEPARTMENT, "sites_listed")
    return of_drawing(kinds_figures.found(basis).table, claims)


def _nearest_days(basis: FigureBasis) -> Result:
    """People and communes of each day and department."""
    found = nearest_figures.found(basis)
    return of_drawing(found.areas, basis.claims_on(found.spells, *_OF_DEGRADED))


def _nearest_day(basis: FigureBasis) -> Result:
    """The people of one day, of each department."""
    one = nearest_figures.one_day(basis)
    if one is None:
        return _NOTHING_FIRST
    rows = one.areas[one.areas[f"{col.PEOPLE}_{col.HIGH}"] > 0].reset_index()
    hit = pd.DataFrame({col.INCIDENT_ID: one.hospitals[col.INCIDENT_IDS].map(split_list).explode()})
    low, high = (float(one.total[f"{col.PEOPLE}_{end}"]) for end in (col.LOW, col.HIGH))
    return Result(low, low, high, rows, basis.claims_on(hit, *_OF_DEGRADED))


def _nearest_map(basis: FigureBasis) -> Result:
    """The departments of that day."""
    told = _nearest_day(basis)
    return of_drawing(told.rows, told.claims)


def _touched(level: Level, basis: FigureBasis) -> Result:
    """How many areas of a level any incident touched, whatever areas the selection names."""
    rows = areas.rate_table(basis.atlas, basis.published, basis.selection.everywhere(), level)
    rows = rows.loc[rows["incidents"] > 0, [col.CODE, "incidents", "sites"]]
    return Result(len(rows), None, None, rows, basis.claims("commune", col.DEPARTMENT, "sites_listed"))


def _touching(level: Level, basis: FigureBasis) -> Result:
    """The incidents that touched a place in the areas that the selection names, each once; in any, where it names none.

    It is what the table of the level counts: an incident abroad with a place in the area is among them.
    """
    sites, codes = basis.atlas.sites, areas.chosen(basis.atlas, basis.selection, level)
    touched = sites.loc[sites[level].isin(codes), col.INCIDENT_ID]
    counted = areas.counted(basis.published, basis.selection.without("incident").everywhere())
    rows = basis.published[basis.published[col.INCIDENT_ID].isin(counted[counted.isin(touched)])]
    return of_count(rows, basis.claims_on(rows))


def _trend(basis: FigureBasis) -> Result:
    """Counts of each year with the part of it that is covered: what the trend is worked out from."""
    counts, exposure = yearly(basis.published, basis.selection)
    return of_drawing(
        pd.DataFrame({"incidents": counts, "exposure": exposure}).reset_index(), basis.claims(col.STARTED_ON)
    )


def yearly(published: pd.DataFrame, selection: Selection) -> tuple[pd.Series, pd.Series]:
    """French incidents of each year that a selection covers, and the part of the year that is covered.

    A campaign counts once, in the year of the first of its incidents that count: three regional services entered in one
    go are one event, not a rise.

    Returns
    -------
    tuple of Series, index year
        incidents (zero where there were none), exposure.
    """
    over = areas.covered(selection, "department")
    counted = areas.counted(published, selection.everywhere())
    french = in_france(published[published[col.INCIDENT_ID].isin(counted)])
    years = first_of_campaigns(french, published)[col.STARTED_ON].str[:4].astype(int).value_counts()
    return years.reindex(over.exposure.index, fill_value=0).rename("incidents"), over.exposure


def _timeline(basis: FigureBasis) -> Result:
    columns = [col.INCIDENT_ID, col.STARTED_ON, col.STARTED_PRECISION, *_DAYS]
    return of_drawing(basis.kept[columns], basis.claims(*_OF_DAYS))


def _services(basis: FigureBasis) -> Result:
    counts = totals.services_hit(basis.kept)
    rows = pd.DataFrame({"service": list(counts), "incidents": list(counts.values())})
    return of_drawing(rows, basis.claims("services_affected"))


def _recoveries(basis: FigureBasis) -> Result:
    found = recovery.recovery(basis.kept)
    known = found.cases[found.cases[recovery.STATE] != recovery.MISSING]
    return of_drawing(found.curve, basis.claims_on(known, *_OF_DAYS))


def _outages(basis: FigureBasis) -> Result:
    cases = recovery.cases(basis.kept)
    ended = cases[cases[recovery.STATE] == recovery.ENDED].sort_values(
        [recovery.DAYS, col.INCIDENT_ID], ascending=[False, True]
    )
    return of_drawing(ended, basis.claims_on(ended, *_OF_DAYS))


def _severities() -> dict[str, Figure]:
    def counted(code: str, basis: FigureBasis) -> Result:
        return of_count(basis.kept[basis.kept[col.SEVERITY] == code], basis.claims())

    return {f"severity-{code}": Figure(partial(counted, code), "severity", counts=True) for code in SEVERITIES}


def _totals() -> dict[str, Figure]:
    return {f"total-{line}": Figure(partial(_total, line), "total") for line in totals.LINES}


def _incident_figures() -> dict[str, Figure]:
    numbers = [name for name, measure in MEASURES.items() if measure.kind == "number"]
    return {f"incident-{name}": Figure(partial(_of_incident, name), "incident", of_incident=True) for name in numbers}


def _around(name: str, basis: FigureBasis) -> Result:
    """A figure of the geography around the hospitals of one incident, which no source states."""
    rows = basis.atlas.incident_catchments
    return hospital_figures.of_geography(name, rows[rows[col.INCIDENT_ID] == basis.selection.incident], basis)


def _around_figures() -> dict[str, Figure]:
    kind = {"independent": True, "around": True}
    found = {}
    for name in around.FIGURES:
        formula = f"around_{name}"
        found[f"incident-{name}"] = Figure(partial(_around, name), formula, of_incident=True, **kind)
        found[f"hospital-{name}"] = Figure(partial(hospital_figures.around, name), formula, of_hospital=True, **kind)
    return found


def _of_levels(
    name: str, work: Callable[[Level, FigureBasis], Result], levels: tuple[Level, ...], **kind: bool
) -> dict[str, Figure]:
    return {
        f"{name}-{level}": Figure(partial(work, level), name, french=level != col.COUNTRY, **kind) for level in levels
    }


FIGURES: Mapping[str, Figure] = {
    "incidents": Figure(lambda basis: of_count(basis.kept, basis.claims()), "incidents", counts=True),
    "incidents-france": Figure(
        lambda basis: of_count(in_france(basis.kept), basis.claims()), "incidents_france", french=True, counts=True
    ),
    "departments": Figure(partial(_places, col.DEPARTMENT), "places", french=True),
    "countries": Figure(partial(_places, col.COUNTRY), "places"),
    "busiest-year": Figure(_busiest_year, "busiest_year", counts=True),
    "service": Figure(_service_hit_most, "service", counts=True),
    "median-days": Figure(_median_days, "median_days", estimated=True),
    **_severities(),
    **_totals(),
    **_incident_figures(),
    **_around_figures(),
    f"incident-{col.DAYS_TO_RECOVER}": Figure(_days_of_incident, "days", of_incident=True),
    "map": Figure(_map, "map", drawing=True),
    "by-year": Figure(_by_year, "by_year", drawing=True),
    "official": Figure(_official, "official", drawing=True, independent=True),
    "registers": Figure(_registers, "registers", drawing=True, independent=True),
    "visibility": Figure(_visibility, "visibility", drawing=True),
    **_of_levels("areas", _areas, ("department", "region", "country"), drawing=True),
    **_of_levels("touched", _touched, ("department", "region", "country")),
    **_of_levels("touching", _touching, ("department", "region", "country"), counts=True),
    **_of_levels("funnel", _funnel, ("department", "region"), drawing=True),
    **_of_levels("dispersion", _dispersion, ("department", "region")),
    **_of_levels("compare", _compared, ("department", "region"), drawing=True),
    **{
        f"years-{kind}": Figure(partial(_years, kind), "years", True, french=kind in (col.DEPARTMENT, col.REGION))
        for kind in area_charts.KINDS
    },
    "incident-events": Figure(_events, "events", drawing=True, of_incident=True, independent=True),
    "incident-standing": Figure(_standing, "standing", drawing=True, of_incident=True),
    "hospital-beds": Figure(hospital_figures.beds, "hospital_beds", drawing=True, of_hospital=True, independent=True),
    "side-by-side": Figure(_since_start, "since_start", drawing=True, independent=True),
    "trend": Figure(_trend, "trend", drawing=True, french=True),
    "timeline": Figure(_timeline, "timeline", drawing=True),
    "services": Figure(_services, "services", drawing=True),
    "kinds": Figure(_kinds, "kinds", drawing=True, french=True),
    "nearest-days": Figure(_nearest_days, "nearest_days", drawing=True, french=True),
    "nearest-day": Figure(_nearest_map, "nearest_day", drawing=True, french=True),
    "nearest-people": Figure(_nearest_day, "nearest_day", french=True),
    "recoveries": Figure(_recoveries, "recoveries", drawing=True),
    "outages": Figure(_outages, "outages", drawing=True),
}
