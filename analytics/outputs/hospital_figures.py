"""The figures of one hospital of the register that the choice names: its beds, who lives near, where they would go."""

from __future__ import annotations

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.outputs.held import Basis
from analytics.outputs.html import catchment
from analytics.outputs.receipt_basis import FigureBasis, Result, of_drawing
from analytics.schema import col
from analytics.statistics import near
from analytics.words.text import Words


def around(name: str, basis: FigureBasis) -> Result:
    """A figure of the geography around the hospital in its last year with acute beds, which no source states.

    Parameters
    ----------
    name : str
        A column of `words.around.FIGURES`.
    basis : FigureBasis
    """
    row = catchment.of_hospital(basis.selection.finess, basis.atlas)
    rows = pd.DataFrame([row] if row else [], columns=basis.atlas.catchments.columns)
    return of_geography(name, rows, basis)


def of_geography(name: str, rows: pd.DataFrame, basis: FigureBasis) -> Result:
    """A figure of a row of geography, or of none; no estimate where the model is unfit."""
    fit = rows if name != col.PEOPLE_MODEL else rows[rows[col.UNFIT].isna()]
    value = None if fit.empty or pd.isna(fit[name].iloc[0]) else float(fit[name].iloc[0])
    return Result(value, None, None, rows, basis.atlas.claims.iloc[:0])


def beds(basis: FigureBasis) -> Result:
    """The beds of the hospital by discipline, a row a year of the survey; missing where it had none."""
    rows = near.beds_by_year(basis.selection.finess, basis.atlas.hospital_beds).reset_index()
    return of_drawing(rows, basis.atlas.claims.iloc[:0])


def described(basis: Basis, _: Words) -> tuple[object, ...]:
    """What the chart of the beds is described of."""
    return name_of(basis.selection.finess, basis.atlas), near.beds_by_year(
        basis.selection.finess, basis.atlas.hospital_beds
    )


def name_of(number: str, atlas: Atlas) -> str:
    """What the hospital of a FINESS number is called."""
    rows = atlas.hospitals
    return str(rows.loc[rows[col.FINESS_ET] == number, "name"].iloc[0])
