"""Tables that are worked out for a selection: rates are per year over the period selected."""

from __future__ import annotations

from analytics.schema import col
from analytics.schema.codes import RELIABILITIES, Label
from analytics.schema.tables import Column, Table, in_both_languages

# Tables worked out for a selection, found in the exports only: rates are per year over the period selected.


def _area_table(name: str, fr: str, en: str, code_fr: str, code_en: str) -> Table:
    """The columns of departments, regions and countries, which are the same."""
    return Table(
        name,
        col.CODE,
        Label(f"{fr}, et ce que la sélection y compte", f"{en}, and what the selection counts there"),
        (
            Column(col.CODE, "code", Label(code_fr, code_en), required=True),
            *in_both_languages(col.NAME_FR, col.NAME_EN, "Nom", "Name", True),
            Column(col.POPULATION, "integer", Label("Habitants", "Inhabitants"), minimum=0),
            Column(
                col.POPULATION_YEAR,
                "integer",
                Label(
                    "Année de cette population, prise pour toutes les années",
                    "Year of that population, taken for every year",
                ),
            ),
            Column(
                col.BEDS,
                "integer",
                Label("Lits d’hôpital de l’année indiquée", "Hospital beds of the year given"),
                unit="lits / beds",
                minimum=0,
            ),
            Column(
                col.BEDS_YEAR,
                "integer",
                Label(
                    "Année de ces lits : la dernière de la période, ou l’année connue la plus proche",
                    "Year of those beds: the last of the period, or the nearest that is known",
                ),
            ),
            Column(
                col.INCIDENTS,
                "integer",
                Label(
                    "Incidents qui ont touché le territoire ; un incident compte une fois dans chacun",
                    "Incidents that touched the area; an incident counts once in each area",
                ),
                required=True,
                minimum=0,
            ),
            Column(col.SITES, "integer", Label("Lieux touchés", "Places touched"), required=True, minimum=0),
            Column(
                col.PERSON_YEARS,
                "number",
                Label(
                    "Habitants multipliés par la durée de la période en années",
                    "Inhabitants times the length of the period in years",
                ),
                unit="personnes-années / person-years",
                minimum=0,
            ),
            *_rate_columns(
                (col.RATE_PER_MILLION, col.RATE_LOW, col.RATE_HIGH),
                "par million d’habitants et par an",
                "per million inhabitants and year",
            ),
            Column(
                col.BED_YEARS,
                "number",
                Label(
                    "Lits de chaque année multipliés par la part de l’année couverte, additionnés",
                    "Beds of each year times the share of the year covered, added up",
                ),
                unit="lits-années / bed-years",
                minimum=0,
            ),
            *_rate_columns(
                (col.BEDS_RATE, col.BEDS_RATE_LOW, col.BEDS_RATE_HIGH),
                "pour 10 000 lits et par an",
                "per 10,000 beds and year",
            ),
            Column(
                col.RELIABILITY,
                "code",
                Label("Fiabilité du taux, selon le nombre d’incidents", "Reliability of the rate, by the incidents"),
                RELIABILITIES,
                required=True,
            ),
        ),
    )


def _rate_columns(names: tuple[str, str, str], fr: str, en: str) -> tuple[Column, Column, Column]:
    """A rate and its interval; missing, not zero, where there is nothing to divide by."""
    rate, low, high = names
    method_fr = "intervalle à 95 %, exact sous dix incidents, de Byar à partir de dix"
    method_en = "95% interval, exact below ten incidents, Byar’s from ten"
    return (
        Column(rate, "number", Label(f"Incidents {fr}", f"Incidents {en}"), minimum=0),
        Column(
            low,
            "number",
            Label(f"Borne basse du taux {fr} ({method_fr})", f"Low end of the rate {en} ({method_en})"),
            minimum=0,
        ),
        Column(
            high,
            "number",
            Label(f"Borne haute du taux {fr} ({method_fr})", f"High end of the rate {en} ({method_en})"),
            minimum=0,
        ),
    )


COMPUTED_TABLES: dict[str, Table] = {
    col.DEPARTMENTS: _area_table(
        col.DEPARTMENTS,
        "Un département français",
        "One French department",
        "Code Insee du département",
        "INSEE code of the department",
    ),
    col.REGIONS: _area_table(
        col.REGIONS, "Une région française", "One French region", "Code Insee de la région", "INSEE code of the region"
    ),
    col.COUNTRIES: _area_table(
        col.COUNTRIES,
        "Un pays ou territoire",
        "One country or territory",
        "Pays (ISO 3166-1 alpha-3)",
        "Country (ISO 3166-1 alpha-3)",
    ),
}
