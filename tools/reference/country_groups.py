"""Makes the table of country groups: WHO regions, the European Union, the OECD, income groups of the World Bank.

The European Union and the OECD are read from the package country_converter (its wheel holds `country_data.tsv`). No
registry carries the other two, which are written out here as they were read. Who has the package runs

    python -m tools.reference.country_groups country_data.tsv data/reference/country_groups.csv
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analytics.record.files import write_table

COLUMNS = ["classification", "group", "country", "as_of", "source", "licence"]


class Source(NamedTuple):
    """Where a classification was read."""

    as_of: str  # the day, or the month, for which it holds
    source: str
    licence: str


PACKAGE = "country_converter 1.3.2 (PyPI, IndEcol), country_data.tsv, {column}"
SOURCES = {
    "who": Source(
        "2025-05",
        "Member States by WHO region after the 78th World Health Assembly, through shanlong-who/DSIR, who_countries.R",
        "list of members, a fact; names and codes alone are taken",
    ),
    "eu": Source("2025-10", PACKAGE.format(column="EU27"), "list of members, a fact; codes alone are taken"),
    "oecd": Source("2025-10", PACKAGE.format(column="OECD"), "list of members, a fact; codes alone are taken"),
    "income": Source(
        "2026-03-04",
        "World Bank API, income levels of the fiscal year 2026, through MafiAtUN/country-classification-commons",
        "CC BY 4.0",
    ),
}
MEMBERS = {
    "who-afr": "DZA AGO BEN BWA BFA BDI CPV CMR CAF TCD COM COG CIV COD GNQ ERI SWZ ETH GAB GMB GHA GIN GNB KEN LSO "
    "LBR MDG MWI MLI MRT MUS MOZ NAM NER NGA RWA STP SEN SYC SLE ZAF SSD TGO UGA TZA ZMB ZWE",
    "who-amr": "ATG ARG BHS BRB BLZ BOL BRA CAN CHL COL CRI CUB DMA DOM ECU SLV GRD GTM GUY HTI HND JAM MEX NIC PAN "
    "PRY PER KNA LCA VCT SUR TTO USA URY VEN",
    "who-sear": "BGD BTN PRK IND MDV MMR NPL LKA THA TLS",
    "who-eur": "ALB AND ARM AUT AZE BLR BEL BIH BGR HRV CYP CZE DNK EST FIN FRA GEO DEU GRC HUN ISL IRL ISR ITA KAZ "
    "KGZ LVA LTU LUX MLT MCO MNE NLD MKD NOR POL PRT MDA ROU RUS SMR SRB SVK SVN ESP SWE CHE TJK TUR TKM UKR GBR UZB",
    "who-emr": "AFG BHR DJI EGY IRN IRQ JOR KWT LBN LBY MAR OMN PAK QAT SAU SOM SDN SYR TUN ARE YEM",
    "who-wpr": "AUS BRN KHM CHN COK FJI IDN JPN KIR LAO MYS MHL FSM MNG NRU NZL NIU PLW PNG PHL KOR WSM SGP SLB TON "
    "TUV VUT VNM",
    "income-high": "ASM AND ATG ABW AUS AUT BHS BHR BRB BEL BMU VGB BRN BGR CAN CYM CHL HKG MAC CRI HRV CUW CYP CZE "
    "DNK EST FRO FIN FRA PYF DEU GIB GRC GRL GUM GUY HUN ISL IRL IMN ISR ITA JPN KWT LVA LIE LTU LUX MLT MCO NRU NLD "
    "NCL NZL MNP NOR OMN PLW PAN POL PRT PRI QAT KOR ROU RUS KNA MAF SMR SAU SYC SGP SXM SVK SVN ESP SWE CHE TTO TCA "
    "ARE GBR VIR USA URY",
    "income-upper-middle": "ALB DZA ARG ARM AZE BLR BLZ BIH BWA BRA CPV CHN COL CUB DMA DOM ECU SLV GNQ FJI GAB GEO "
    "GRD GTM IDN IRN IRQ JAM KAZ LBY MYS MDV MHL MUS MEX MNG MNE MKD PRY PER MDA LCA VCT WSM SRB ZAF SUR THA TON TKM "
    "TUV TUR UKR",
    "income-lower-middle": "AGO BGD BEN BTN BOL KHM CMR COM COG CIV DJI EGY SWZ GHA GIN HTI HND IND JOR KEN KIR KGZ "
    "LAO LBN LSO MRT FSM MAR MMR NAM NPL NIC NGA PAK PNG PHL STP SEN SLB LKA PSE TJK TZA TLS TUN UZB VUT VNM ZMB ZWE",
    "income-low": "AFG BFA BDI CAF TCD COD ERI GMB GNB LBR MDG MWI MLI MOZ NER PRK RWA SLE SOM SSD SDN SYR TGO UGA YEM",
}
OF_PACKAGE = {"eu": "EU27", "oecd": "OECD"}  # a group, and the column that its members have something in


def country_groups(package: pd.DataFrame) -> pd.DataFrame:
    """Every member of every group, in the order of the groups: the columns of `COLUMNS`.

    Parameters
    ----------
    package : DataFrame
        ISO3, EU27, OECD, one row a country.
    """
    members = {group: listed.split() for group, listed in MEMBERS.items()}
    members |= {group: package.loc[package[column].notna(), "ISO3"].tolist() for group, column in OF_PACKAGE.items()}
    order = {name: place for place, name in enumerate(SOURCES)}
    groups = sorted(members, key=lambda group: order[group.partition("-")[0]])
    rows = [
        (classification, group, country, *SOURCES[classification])
        for group in groups
        for classification in [group.partition("-")[0]]
        for country in sorted(members[group])
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def main(package: str, destination: str) -> None:
    """Read the table of the package, and write the groups."""
    made = country_groups(pd.read_csv(Path(package), sep="\t", dtype=str))
    write_table(made, Path(destination))


if __name__ == "__main__":
    main(*sys.argv[1:3])
