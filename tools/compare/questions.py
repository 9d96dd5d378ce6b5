"""What two checkouts are asked when the comparison compares them: addresses and command lines of the contract."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

COMMAND, EDITION = "command line", "edition"
PUBLISH = "publish DIR --live https://live.example --base https://edition.example"

AREAS = ("departments", "regions", "countries")
TABLES = (
    *("incidents", "sites", "events", "claims", "sources", "national_series", "mentions", "disagreements"),
    *("beds_unmatched", "revisions", "readings", "earlier_readings", *AREAS, "hospitals", "nearest_days", "registers"),
)
PLACED = ("incidents", "sites", *AREAS)
SELECTIONS = (
    "department=78",
    "region=11",
    "country=USA",
    "from=2022&to=2022",
    "type=ransomware",
    "service=emergency",
    "evidence=official",
    "q=versailles",
    "lang=en",
    "department=2A&department=971",
    "country=FRA&country=DEU",
    "from=2022-12-03&to=2023-06",
    "type=data-theft&type=unknown",
    "evidence=attacker",
    "q=h%C3%B4pital+corbeil",
    "region=84&from=2021&evidence=press",
    "service=imaging&service=laboratory&lang=en",
    "evidence=victim&lang=fr",
    "department=59&type=ransomware&to=2024&lang=en",
    "country=GBR&from=2017&to=2017",
    "region=11&region=93&q=chu&type=ransomware&lang=en",
    "from=2019-03",
    "country=FRA&evidence=attacker&from=2020&to=2025-06&lang=en",
    "department=48",
)
MEASURES = ("incidents", "rate", "beds-rate", "entities-rate", "beds-share", "bed-days")
SIDE_BY_SIDE = "compare=fr-versailles-2022&compare=fr-dax-2021"
OF_INCIDENT = ("incident-events", "incident-map", "incident-standing")
PICTURES = (
    *("by-year", "services", "kinds", "recoveries", "outages", "official", "visibility", "timeline"),
    *("trend", "funnel-department", "funnel-region", "compare-department", "compare-region", "map", "map-world"),
    *("years-region", "years-department", "years-country", "years-group", "nearest-days", "nearest-day"),
    *OF_INCIDENT,
    "side-by-side",
    "hospital-beds",
    "registers",
    *(f"{level}-{measure}" for level in ("department", "region") for measure in MEASURES),
    *(f"country-{measure}" for measure in MEASURES[:1]),
    *(f"tiles-{level}-{measure}" for level in ("department", "region") for measure in MEASURES),
)
NEEDED = {
    "compare-department": "department=78&department=91",
    "compare-region": "region=11&region=84",
    "side-by-side": SIDE_BY_SIDE,
    "hospital-beds": "finess=640000600",
    "years-department": "region=11&from=2020",
}
PAGES = ("", "timeline", "impact", "regions", "world", "method")
DOCUMENTS = (
    *("/health", "/sitemap.xml", "/robots.txt", "/api/v1/openapi.json", "/api/v1/datapackage.json"),
    *("/feed.xml", "/feed.xml?lang=en", "/feed.xml?department=78", "/feed.xml?region=11&lang=en"),
    *("/feed.xml?country=USA&lang=en", "/assets/geo/departments.geojson", "/assets/geo/regions.geojson"),
    *("/assets/geo/countries.geojson", "/assets/map/theme.css"),
)
KITS = ("/api/v1/kit.zip?department=78&lang=en",)
REFUSED = (
    *("/api/v1/incidents.ods", "/api/v1/incidents.csv?colour=red", "/api/v1/incidents.json?limit=0"),
    *("/api/v1/incidents.csv?departement=78", "/api/v1/sites.geojson?department=99", "/api/v1/luck.csv"),
    *("/api/v1/incidents.json?type=malware&lang=en", "/api/v1/claims.csv?from=2024&to=2022"),
    *("/api/v1/incidents.csv?dialect=excel", "/api/v1/events.csv?from=yesterday", "/api/v1/sources.geojson"),
    *("/api/v1/incidents.csv?department=", "/api/v1/regions.json?lang=fr&lang=en", "/api/v1", "/api/v2/incidents.csv"),
    *("/api/v1/pictures/luck.svg", "/api/v1/pictures/map.gif", "/api/v1/pictures/incident-map.svg"),
    *("/api/v1/pictures/map.svg?theme=blue", "/embed/luck", "/embed/incident", "/embed/incident?lang=en"),
    *("/embed/incident?incident=fr-nowhere-2020&lang=en", "/feed.xml?type=ransomware", "/api/v1/kit.zip?limit=3"),
    *("/api/v1/openapi.json?lang=en", "/api/v1/countries.csv?evidence=rumour", "/assets/luck.js"),
    *("/api/v1/incidents.csv?q=%FF", f"/api/v1/incidents.csv?q={'a' * 201}", f"/api/v1/sites.csv?q={'a' * 9000}"),
)
COMMANDS = (
    "check",
    "export incidents",
    "export incidents --dialect excel-fr --department 78",
    "export incidents --format json --region 11 --lang en",
    "export incidents --format geojson --country USA",
    "export incidents --format parquet --evidence attacker",
    "export sites --format parquet --type ransomware",
    "export sites --dialect excel-fr --from 2022-12 --to 2023",
    "export events --department 29 --from 2023-03 --to 2023-03 --dialect excel-fr",
    "export claims --q corbeil",
    "export sources --format json --country FRA --service emergency",
    "export national_series",
    "export mentions --dialect excel-fr",
    "export disagreements --format json",
    "export beds_unmatched",
    "export revisions --country FRA",
    "export departments --from 2020 --to 2024",
    "export departments --format geojson --region 11",
    "export regions --dialect excel-fr --type ransomware",
    "export countries --format parquet --evidence official",
    "export incidents --type malware",
    "export sites --department 99",
    "export sites --from 2024 --to 2022",
    "brief 78",
    "brief 11",
    "brief 11 --level region --lang en",
    "brief 91 --lang en --evidence official",
    "brief 2A --from 2020 --type ransomware",
    "brief 999",
    "receipt '/?department=78&receipt=incidents&stated=1&version=1.1.0&lang=en'",
    "receipt '/?receipt=incidents&stated=4&version=1.0.0'",
    "receipt '/impact?receipt=total-beds&from=2022&lang=en'",
    "receipt '/timeline?receipt=by-year&region=11'",
    "receipt '/impact?receipt=median-days&evidence=attacker'",
    "receipt '/regions?receipt=areas-department&from=2021&lang=en'",
    "receipt '/incident?incident=fr-versailles-2022&receipt=incident-beds&lang=en'",
    "receipt '/regions?receipt=trend'",
    "receipt '/?receipt=luck'",
    "kit --incident fr-versailles-2022",
)


class Question(NamedTuple):
    """An address with its method, or a command line, and the kind that the result counts it under."""

    kind: str
    line: str


def questions(before: Path) -> list[Question]:
    """Everything that both checkouts are asked, always in the same order."""
    incidents = _spread(_column(before, "incidents"), 12)
    addresses = {
        "tables": [*_tables(), *_narrowed_tables(incidents)],
        "pictures": _pictures(incidents),
        "embeds": _embeds(incidents),
        "pages": [*_pages(incidents)],
        "documents": list(DOCUMENTS),
        "kits": list(KITS),
        "refusals": list(REFUSED),
    }
    asked = [Question(kind, f"GET {address}") for kind, listed in addresses.items() for address in listed]
    methods = ("HEAD /api/v1/sites.csv", "OPTIONS /api/v1/sites.csv", "POST /api/v1/sites.csv", "DELETE /feed.xml")
    asked += [Question("refusals", line) for line in methods]
    return [*asked, *(Question(COMMAND, f"$ {command}") for command in COMMANDS), Question(EDITION, f"$ {PUBLISH}")]


def _column(before: Path, table: str) -> list[str]:
    """The identifiers of a table of facts: its first column."""
    with (before / "data" / "facts" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row[0] for row in csv.reader(file)][1:]


def _spread(values: Sequence[str], count: int) -> list[str]:
    return [values[index * len(values) // count] for index in range(count)]


def _tables() -> Iterator[str]:
    """Every table in every format."""
    for number, table in enumerate(TABLES):
        yield f"/api/v1/{table}.csv"
        yield f"/api/v1/{table}.csv?dialect=excel-fr"
        yield f"/api/v1/{table}.json?limit=7&offset={number}"
        yield f"/api/v1/{table}.parquet"
        if table in PLACED:
            yield f"/api/v1/{table}.geojson"


def _narrowed_tables(incidents: Sequence[str]) -> Iterator[str]:
    """Five tables for each selection, in formats that take turns, and four for each incident."""
    for turn, selection in enumerate(SELECTIONS):
        tables = dict.fromkeys((PLACED[turn % 5], *(TABLES[(turn * 5 + step) % 12] for step in (0, 2, 4, 7))))
        for step, table in enumerate(tables):
            form = ("csv", "json", "geojson", "parquet", "csv")[(turn + step) % 5]
            form = "json" if form == "geojson" and table not in PLACED else form
            dialect = "&dialect=excel-fr" if form == "csv" and turn % 2 else ""
            yield f"/api/v1/{table}.{form}?{selection}{dialect}"
    for turn, incident in enumerate(incidents):
        form = ("json", "geojson", "csv")[turn % 3]
        yield f"/api/v1/{PLACED[turn % 5]}.{form}?incident={incident}"
        yield f"/api/v1/{('claims', 'events', 'sources')[turn % 3]}.csv?incident={incident}&lang=en"


def _pictures(incidents: Sequence[str]) -> list[str]:
    """Every picture in both languages; selections, colours and widths take turns. Some of them as pixels."""
    listed = []
    for turn, name in enumerate(PICTURES):
        for lang, form in (("fr", "svg"), ("en", "svg"), ("en", "png")):
            turned = turn + (lang == "en")
            if form == "png" and turn % 4:
                continue
            selection = NEEDED.get(name) or _without_language(SELECTIONS[turned % len(SELECTIONS)])
            if name in OF_INCIDENT:
                selection = f"incident={incidents[turned % len(incidents)]}"
            selection = "" if turned % 3 == 0 and name not in (*NEEDED, *OF_INCIDENT) else f"{selection}&"
            look = ("", "&theme=dark", "&size=narrow", "&theme=dark&size=narrow")[turned % 4 if form == "svg" else 0]
            listed.append(f"/api/v1/pictures/{name}.{form}?{selection.lstrip('&')}lang={lang}{look}")
    return listed


def _without_language(selection: str) -> str:
    return "&".join(pair for pair in selection.split("&") if not pair.startswith("lang="))


def _embeds(incidents: Sequence[str]) -> list[str]:
    cards = [
        f"/embed/incident?incident={incident}&lang={('fr', 'en')[turn % 2]}{('', '&theme=dark')[turn % 3 == 1]}"
        for turn, incident in enumerate(incidents)
    ]
    names = ("by-year", "map", "department-rate", "tiles-region-beds-rate", "trend", "services", "country-incidents")
    charts = [f"/embed/{name}?{SELECTIONS[turn]}{('', '&theme=light')[turn % 2]}" for turn, name in enumerate(names)]
    return [*cards, *charts]


def _pages(incidents: Sequence[str]) -> Iterator[str]:
    """What the server sends of each page before Streamlit's script runs: its head."""
    for page in PAGES:
        yield f"/{page}"
        yield f"/{page}?lang=en"
    for incident in incidents[:4]:
        yield f"/incident?incident={incident}&lang=en"
