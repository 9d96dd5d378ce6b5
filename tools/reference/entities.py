"""Makes the table of hospital legal entities from the annual survey: how many have beds, and in which departments.

No registry carries the survey (DREES, SAE, statistical bases), so that `python -m analytics reference` cannot remake
the table. Who has it, one row a year and site with the columns annee, fi_ej, dep and lits_total, runs

    python -m tools.reference.entities SURVEY.csv data/reference/entities.csv
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from analytics.record.files import read_csv, write_table
from analytics.schema import col
from analytics.schema.tables import LIST_SEPARATOR


def entities(survey: pd.DataFrame) -> pd.DataFrame:
    """Legal entities with at least one bed, counted by year and by the departments in which they have beds.

    A legal entity may have beds in several departments. Kept by the set of them, the counts give every level
    without counting any twice: of a department those whose set holds it, of a region those whose set touches it, of
    France all.

    Parameters
    ----------
    survey : DataFrame
        annee, fi_ej, dep, lits_total, one row a year and site.

    Returns
    -------
    DataFrame
        year, departments (codes), entities; sorted.
    """
    open_sites = survey[survey["lits_total"].astype(int) > 0]
    where = open_sites.groupby(["annee", "fi_ej"])["dep"].agg(lambda codes: LIST_SEPARATOR.join(sorted(set(codes))))
    counted = where.reset_index().groupby(["annee", "dep"]).size()
    return counted.rename(col.ENTITIES).rename_axis([col.YEAR, col.DEPARTMENTS]).reset_index()


def main(survey: str, destination: str) -> None:
    """Read the survey and write the table."""
    write_table(entities(read_csv(Path(survey))), Path(destination))


if __name__ == "__main__":
    main(*sys.argv[1:3])
