"""Makes the table of hospital legal entities by kind, size and status from the annual survey.

No registry carries the survey (DREES, SAE, statistical base 2024), so that `python -m analytics reference` cannot
remake the table. Who has it, one row a site with fi_ej, cat (FINESS category), stjr and lits_total, runs

    python -m tools.reference.kinds SURVEY.csv data/facts/sites.csv data/reference/kinds.csv
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from analytics.record.files import read_csv, write_table
from analytics.schema import col
from analytics.schema.tables import LIST_SEPARATOR
from tools.reference.survey import KINDS, OTHER, STATUSES

SIZES = {"under-100": 100, "100-299": 300, "300-999": 1000}  # fewer beds than
LARGEST = "1000-over"


def kinds(survey: pd.DataFrame, named: set[str]) -> pd.DataFrame:
    """Legal entities with at least one bed by kind, size and status: how many, and which of them are named.

    Kind and status are those in which an entity has most of its beds.

    Parameters
    ----------
    survey : DataFrame
        fi_ej, cat, stjr, lits_total, one row a site.
    named : set of str
        FINESS numbers of the legal entities that the record names.
    """
    sites = survey.assign(
        beds=survey["lits_total"].astype(int),
        kind=survey["cat"].map(KINDS).fillna(OTHER),
        status=survey["stjr"].map(STATUSES),
    )
    sites = sites[sites["beds"] > 0]
    beds = sites.groupby("fi_ej")["beds"].sum()
    table = pd.DataFrame(
        {"kind": _mostly(sites, "kind"), "size": beds.map(_size), "status": _mostly(sites, "status")}
    ).reset_index(names=col.FINESS_EJ)
    table["named"] = table[col.FINESS_EJ].where(table[col.FINESS_EJ].isin(named), "")
    grouped = table.groupby(["kind", "size", "status"])
    counts = grouped.size().rename(col.ENTITIES)
    listed = grouped["named"].agg(lambda codes: LIST_SEPARATOR.join(sorted(filter(None, codes))))
    return pd.concat([counts, listed.rename(col.FINESS_EJ)], axis=1).reset_index()


def _mostly(sites: pd.DataFrame, column: str) -> pd.Series:
    """The value in which each legal entity has most beds; of equal ones the first by name."""
    beds = sites.groupby(["fi_ej", column])["beds"].sum().reset_index()
    return beds.sort_values(["beds", column], ascending=[False, True]).groupby("fi_ej")[column].first()


def _size(beds: int) -> str:
    return next((name for name, limit in SIZES.items() if beds < limit), LARGEST)


def main(survey: str, sites: str, destination: str) -> None:
    """Read the survey and the places of the record, and write the table."""
    named = set(read_csv(Path(sites))[col.FINESS_EJ].dropna())
    made = kinds(read_csv(Path(survey)), named)
    write_table(made, Path(destination))


if __name__ == "__main__":
    main(*sys.argv[1:4])
