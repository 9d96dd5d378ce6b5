"""A world that fits in the head: six incidents, in four departments and in a country across the sea.

======  ======  ==================  ===========
place   region  box                 inhabitants
======  ======  ==================  ===========
01      84      [0, 1] × [0, 1]     1 000 000
02      32      [1, 2] × [0, 1]       500 000
2A      94      [2, 3] × [0, 1]     not known
971     01      [-62, -61] × [16, 17] 400 000
DEU             [10, 11] × [0, 1]   80 000 000
======  ======  ==================  ===========

Rows give only the cells that matter; `written` leaves the others empty and writes the files of a data folder.
"""

from __future__ import annotations

from pathlib import Path

from shapely import box

from analytics.schema.tables import LISTS, REFERENCE, TABLES
from tests.helpers.small_hospitals import REFERENCE_ROWS
from tests.helpers.small_lists import rows_of_lists, write_outlines, write_rows
from tests.helpers.small_readings import EARLIER_READINGS, readings

# two towns of two departments, sources that disagree, one AFP dispatch that two papers print
TWO_TOWNS = "fr-two-towns-2022"
# known to the month; placed by its point only; a copy beside the victim's own word
MONTH = "fr-month-2021"
# known to the year, overseas; nobody gives a number
YEAR = "fr-overseas-2019"
# only the attacker says so, also where a paper repeats it; nobody knows where
CLAIMED = "fr-claimed-2023"
# across the sea
FOREIGN = "de-klinik-2020"
# a range that we do not cut in the middle; a place without a point
QUIET = "fr-quiet-2022"

Row = dict[str, str]


def _incident(key: str, started: str, kind: str, **cells: str) -> Row:
    precision = {4: "year", 7: "month", 10: "day"}[len(started)]
    return {
        "incident_id": key,
        "name_fr": f"Hôpital {key}",
        "name_en": f"Hospital {key}",
        "organisation": key,
        "sector": "hospital",
        "country": "FRA",
        "started_on": started,
        "started_precision": precision,
        "attack_type": kind,
        "status": "confirmed",
        "confidence": "low",
        "added_on": "2025-01-01",
        "summary_fr": "Ce qui s’est passé.",
        "summary_en": "What happened.",
        **cells,
    }


INCIDENTS = [
    _incident(
        TWO_TOWNS,
        "2022-12-03",
        "ransomware",
        name_fr="Hôpitaux des Deux-Villes",
        name_en="Two Towns Hospitals",
        detected_on="2022-12-03",
        detected_precision="day",
        ended_on="2023-03",
        ended_precision="month",
        end_meaning_fr="messagerie rétablie",
        end_meaning_en="email restored",
        confidence="high",
        related_ids=QUIET,
    ),
    _incident(MONTH, "2021-02", "data-theft", name_fr="Clinique du Cœur « Élan »", name_en="Heart Clinic"),
    _incident(YEAR, "2019", "unknown"),
    _incident(CLAIMED, "2023-05-09", "data-theft", status="claimed", confidence="medium"),
    _incident(
        FOREIGN,
        "2020-09-10",
        "ransomware",
        country="DEU",
        name_fr="Clinique",
        name_en="Clinic",
        sector="supplier",
        confidence="medium",
    ),
    _incident(QUIET, "2022-06-30", "intrusion", ended_on="2022-07-10", ended_precision="day", related_ids=TWO_TOWNS),
]


def _site(incident: str, number: int, **cells: str) -> Row:
    return {
        "site_id": f"{incident}.s{number}",
        "incident_id": incident,
        "name_fr": f"Lieu {number}",
        "name_en": f"Place {number}",
        "country": "FRA",
        "point_precision": "site",
        "role": "entered",
        **cells,
    }


SITES = [
    _site(
        TWO_TOWNS,
        1,
        commune="Première",
        insee="01001",
        department="01",
        region="84",
        latitude="0.5",
        longitude="0.5",
        finess_et="010000001; 010000002",
        finess_ej="010000000",
        beds="400",
        beds_year="2021",
        source_ids="ministry-2022-12; survey-2021",
    ),
    _site(
        TWO_TOWNS,
        2,
        department="02",
        latitude="0.5",
        longitude="1.5",
        role="isolated",
        finess_ej="020000000",
        beds="232",
        beds_year="2021",
        source_ids="survey-2021",
    ),
    _site(MONTH, 1, latitude="0.25", longitude="2.5"),
    _site(YEAR, 1, department="971", latitude="16.5", longitude="-61.5"),
    _site(CLAIMED, 1, region="84", latitude="0.5", longitude="0.5", point_precision="symbolic", role="unknown"),
    _site(FOREIGN, 1, country="DEU", latitude="0.5", longitude="10.5"),
    _site(QUIET, 1, insee="01002", point_precision="commune"),
]

SOURCES: list[Row] = []


def _source(key: str, tier: str, publisher: str, **cells: str) -> None:
    SOURCES.append(
        {
            "source_id": key,
            "publisher": publisher,
            "title": f"Titre de {publisher}",
            "title_kind": "as-published",
            "url": f"https://example.org/{key}",
            "published_on": "2022-12-04",
            "published_precision": "day",
            "tier": tier,
            "language": "fr",
            "copy": "no",
            "headline_only": "no",
            "link": "yes",
            "statistical": "no",
            **cells,
        }
    )


_source("morning-2022-12", "press", "Le Matin", agency="AFP")
_source("evening-2022-12", "press", "Le Soir", agency="AFP")
_source("gazette-2022-12", "press", "La Gazette")
_source("gazette-2023-05", "press", "La Gazette", published_on="2023-05-10")
_source("ministry-2022-12", "official", "Ministère")
_source("survey-2021", "official", "Statistique", published_on="", published_precision="", statistical="yes")
_source("victim-2021-02", "victim", "Clinique du Cœur")
_source("expert-2022-07", "specialist", "Un expert", published_on="2022", published_precision="year")
_source("copy-2021-03", "press", "Un agrégateur", copy="yes", link="no", link_reason="copy")
_source("leak-2023-05", "attacker", "Le site des pirates", url="", link="no", link_reason="may-lead-to-leak")
_source("zeitung-2020-09", "press", "Die Zeitung", language="de")


def _event(incident: str, number: int, on: str, kind: str, sources: str) -> Row:
    precision = {4: "year", 7: "month", 10: "day"}[len(on)]
    return {
        "event_id": f"{incident}.e{number:02d}",
        "incident_id": incident,
        "occurred_on": on,
        "occurred_precision": precision,
        "kind": kind,
        "text_fr": "Il s’est passé quelque chose.",
        "text_en": "Something took place.",
        "source_ids": sources,
    }


EVENTS = [
    _event(TWO_TOWNS, 1, "2022-12-03", "attack", "morning-2022-12; evening-2022-12"),
    _event(TWO_TOWNS, 2, "2023-03", "recovery", "gazette-2022-12"),
    _event(MONTH, 1, "2021-02", "attack", "victim-2021-02"),
    _event(YEAR, 1, "2019", "attack", "gazette-2022-12"),
    _event(CLAIMED, 1, "2023-05-09", "leak", "leak-2023-05"),
    _event(FOREIGN, 1, "2020-09-10", "attack", "zeitung-2020-09"),
    _event(QUIET, 1, "2022-06-30", "attack", "expert-2022-07"),
    _event(QUIET, 2, "2022-07-10", "recovery", "expert-2022-07"),
]

CLAIMS: list[Row] = []
_TIERS = {row["source_id"]: row["tier"] for row in SOURCES}


def _claim(incident: str, measure: str, value: str, source: str, preferred: str = "yes", **cells: str) -> None:
    number = 1 + sum(row["incident_id"] == incident and row["measure"] == measure for row in CLAIMS)
    CLAIMS.append(
        {
            "claim_id": f"{incident}.{measure}.{number}",
            "incident_id": incident,
            "measure": measure,
            "value": value,
            "source_id": source,
            "tier": _TIERS[source],
            "preferred": preferred,
            **cells,
        }
    )


_claim(TWO_TOWNS, "started_on", "2022-12-03", "morning-2022-12")
_claim(TWO_TOWNS, "detected_on", "2022-12-03", "morning-2022-12")
_claim(TWO_TOWNS, "ended_on", "2023-03", "gazette-2022-12")
_claim(TWO_TOWNS, "attack_type", "ransomware", "morning-2022-12")
_claim(TWO_TOWNS, "attack_type", "intrusion", "gazette-2022-12", "no")
_claim(TWO_TOWNS, "beds", "700", "morning-2022-12", unit="beds", note_fr="lits et places", note_en="beds and places")
_claim(TWO_TOWNS, "beds", "700", "evening-2022-12", unit="beds")
_claim(TWO_TOWNS, "beds", "632", "ministry-2022-12", "no", unit="beds")
_claim(TWO_TOWNS, "beds", "", "expert-2022-07", "no", low="600", high="800", unit="beds")
_claim(TWO_TOWNS, "beds", "632", "survey-2021", "no", unit="beds", as_of="2021-12-31")
_claim(TWO_TOWNS, "patients_transferred", "6", "morning-2022-12", unit="patients")
_claim(TWO_TOWNS, "patients_transferred", "6", "evening-2022-12", unit="patients")
_claim(TWO_TOWNS, "people_affected", "90000", "leak-2023-05", "no", unit="people")
_claim(TWO_TOWNS, "services_affected", "emergency; imaging", "gazette-2022-12")
_claim(TWO_TOWNS, "actor", "the Ravens", "expert-2022-07", value_fr="les Corbeaux")

_claim(MONTH, "started_on", "2021-02", "victim-2021-02")
_claim(MONTH, "attack_type", "data-theft", "victim-2021-02")
_claim(MONTH, "people_affected", "1500", "victim-2021-02", unit="people")
_claim(MONTH, "people_affected", "1500", "copy-2021-03", "no", unit="people")
_claim(MONTH, "operations_cancelled", "12", "copy-2021-03", unit="operations")
_claim(MONTH, "downtime_days", "10", "victim-2021-02", unit="days")
_claim(MONTH, "beds", "300", "victim-2021-02", unit="beds")
_claim(MONTH, "services_affected", "laboratory; imaging", "victim-2021-02")

_claim(YEAR, "started_on", "2019", "gazette-2022-12")
_claim(YEAR, "attack_type", "unknown", "gazette-2022-12")
_claim(YEAR, "reported", "yes", "gazette-2022-12")

_claim(CLAIMED, "started_on", "2023-05-09", "leak-2023-05")
_claim(CLAIMED, "attack_type", "data-theft", "leak-2023-05")
_claim(CLAIMED, "people_affected", "5000", "leak-2023-05", unit="people")
_claim(CLAIMED, "reported", "yes", "gazette-2023-05")

_claim(FOREIGN, "started_on", "2020-09-10", "zeitung-2020-09")
_claim(FOREIGN, "attack_type", "ransomware", "zeitung-2020-09")
_claim(FOREIGN, "beds", "1200", "zeitung-2020-09", unit="beds")
_claim(FOREIGN, "recovery_duration_months", "1", "zeitung-2020-09", unit="months")
_claim(FOREIGN, "data_leaked_gb", "1.5", "expert-2022-07", unit="GB")
_claim(FOREIGN, "ransom_demand_eur", "", "zeitung-2020-09", "no", low="100000", high="200000", unit="EUR")

_claim(QUIET, "started_on", "2022-06-30", "expert-2022-07")
_claim(QUIET, "ended_on", "2022-07-10", "expert-2022-07")
_claim(QUIET, "attack_type", "intrusion", "expert-2022-07")
_claim(QUIET, "beds", "", "expert-2022-07", low="100", high="200", unit="beds")


def _official(key: str, year: str, metric: str, value: str, source: str) -> Row:
    return {
        "series_id": key,
        "country": "FRA",
        "year": year,
        "metric": metric,
        "metric_fr": "Incidents déclarés",
        "metric_en": "Incidents declared",
        "value": value,
        "unit_fr": "incidents",
        "unit_en": "incidents",
        "scope_fr": "toutes les structures",
        "scope_en": "all structures",
        "source_id": source,
    }


NATIONAL_SERIES = [
    _official("2021.1", "2021", "incidents_declared", "733", "ministry-2022-12"),
    _official("2022.1", "2022", "incidents_declared", "592", "ministry-2022-12"),
    _official("2022.2", "2022", "incidents_declared", "588", "gazette-2022-12"),
    _official("2021-to-2022.1", "2021-09/2022-08", "incidents_declared", "650", "gazette-2022-12"),
    _official("2022.4", "2022", "ransomware_attacks", "27", "ministry-2022-12"),
]

MENTIONS = [
    {
        "mention_id": "mention-outage-2022",
        "organisation": "Une maison de santé",
        "when": "en 2022",
        "text_fr": "Une panne.",
        "text_en": "An outage.",
        "reason_fr": "Une panne, non une attaque.",
        "reason_en": "An outage, not an attack.",
        "source_id": "gazette-2022-12",
    }
]

DISAGREEMENTS = [
    {
        "disagreement_id": f"{TWO_TOWNS}.beds",
        "incident_id": TWO_TOWNS,
        "measure": "beds",
        "rule": "most-voices",
        "reason_fr": "Deux titres comptent lits et places, le ministère les lits seuls.",
        "reason_en": "Two papers count beds and places, the ministry beds alone.",
    },
    {
        "disagreement_id": f"{TWO_TOWNS}.attack_type",
        "incident_id": TWO_TOWNS,
        "measure": "attack_type",
        "rule": "judgement",
        "reason_fr": "La Gazette parle d’intrusion sans dire ce qui a suivi, Le Matin de fichiers chiffrés.",
        "reason_en": "La Gazette speaks of an intrusion and not of what followed, Le Matin of encrypted files.",
    },
]

BEDS_UNMATCHED = [
    {"incident_id": MONTH, "reason": "not-in-sae"},
    {"incident_id": YEAR, "reason": "not-named"},
    {"incident_id": CLAIMED, "reason": "claim-only"},
    {"incident_id": QUIET, "reason": "not-in-sae"},
]

REVISIONS = [
    {
        "revision_id": f"{version}.{incident}",
        "version": version,
        "incident_id": incident,
        "change": change,
        "reason_fr": "Recherche.",
        "reason_en": "Research.",
    }
    for version, incident, change in (
        ("1.0.0", TWO_TOWNS, "added"),
        ("1.1.0", MONTH, "added"),
        ("2.0.0", TWO_TOWNS, "corrected"),
        ("2.0.0", YEAR, "completed"),
    )
]

FACTS: dict[str, list[Row]] = {
    "incidents": INCIDENTS,
    "sites": SITES,
    "events": EVENTS,
    "claims": CLAIMS,
    "sources": SOURCES,
    "national_series": NATIONAL_SERIES,
    "mentions": MENTIONS,
    "disagreements": DISAGREEMENTS,
    "beds_unmatched": BEDS_UNMATCHED,
    "revisions": REVISIONS,
    "readings": readings({TWO_TOWNS: "30 3 2", MONTH: "10 1 0", FOREIGN: "20 0 0"}, (YEAR, CLAIMED, QUIET)),
    "earlier_readings": EARLIER_READINGS,
}

DEPARTMENTS = [
    {"code": "01", "name_fr": "Premier", "name_en": "First", "region": "84", "population": "1000000"},
    {"code": "02", "name_fr": "Deuxième", "name_en": "Second", "region": "32", "population": "500000"},
    {"code": "2A", "name_fr": "Île", "name_en": "Isle", "region": "94", "population": ""},
    {"code": "971", "name_fr": "Outre-mer", "name_en": "Overseas", "region": "01", "population": "400000"},
]
REGIONS = [
    {"code": "84", "name_fr": "Région première", "name_en": "First region", "population": "1000000"},
    {"code": "32", "name_fr": "Région deuxième", "name_en": "Second region", "population": "500000"},
    {"code": "94", "name_fr": "Région de l’île", "name_en": "Isle region", "population": ""},
    {"code": "01", "name_fr": "Région d’outre-mer", "name_en": "Overseas region", "population": "400000"},
]
COUNTRIES = [
    {"code": "FRA", "name_fr": "France", "name_en": "France", "population": "1900000"},
    {"code": "DEU", "name_fr": "Allemagne", "name_en": "Germany", "population": "80000000"},
]
BEDS = {"01": {2021: 900, 2022: 1000}, "02": {2021: 500, 2022: 400}, "971": {2022: 300}}
COMMUNES = [
    {"insee": insee, "name": name, "department": "01", "region": "84", "population": "9"}
    | {"latitude": "0.5", "longitude": "0.5"}
    for insee, name in (("01001", "Première"), ("01002", "Autre"))
]
PLACE_ROWS = {
    "departments.csv": DEPARTMENTS,
    "regions.csv": REGIONS,
    "countries.csv": COUNTRIES,
    "communes.csv": COMMUNES,
}
OUTLINES = {"01": box(0, 0, 1, 1), "02": box(1, 0, 2, 1), "2A": box(2, 0, 3, 1), "971": box(-62, 16, -61, 17)}

# what a selection may name, for `records.check`
PLACES = {
    "country": frozenset({"FRA", "DEU"}),
    "region": frozenset({"84", "32", "94", "01"}),
    "department": frozenset(OUTLINES),
    "insee": frozenset({"01001", "01002"}),
}


# the country across the sea is in no group of income
GROUPS = (("who-eur", "FRA"), ("who-eur", "DEU"), ("eu", "FRA"), ("eu", "DEU"), ("income-high", "FRA"))


def written(root: Path, facts: dict[str, list[Row]] | None = None) -> Path:
    """Write the facts and the places of the small world as a data folder, and give the folder back."""
    (root / "facts").mkdir(parents=True)
    (root / "reference").mkdir()
    for name, rows in (facts or FACTS).items():
        write_rows(root / "facts" / f"{name}.csv", TABLES[name].names, rows)
    groups = [{"group": group, "country": country} for group, country in GROUPS]
    for name, rows in rows_of_lists(PLACE_ROWS, BEDS, groups).items():
        write_rows(root / "reference" / name, LISTS[name].names, rows)
    for name, rows in REFERENCE_ROWS.items():
        write_rows(root / "reference" / f"{name}.csv", REFERENCE[name].names, rows)
    france = box(0, 0, 3, 1).union(OUTLINES["971"])
    regions = {row["region"]: OUTLINES[row["code"]] for row in DEPARTMENTS}
    shapes = {"departments": OUTLINES, "regions": regions, "countries": {"FRA": france, "DEU": box(10, 0, 11, 1)}}
    write_outlines(root / "reference", PLACE_ROWS, shapes)
    return root
