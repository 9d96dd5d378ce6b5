"""Registers of others beside ours, for a choice: for the page, and as a table that is taken away."""

from __future__ import annotations

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.schema import col
from analytics.selection.selection import Selection
from analytics.statistics import registers

_YEARS = (0, 9999)


def chosen_countries(atlas: Atlas, selection: Selection) -> set[str]:
    """The countries that a choice names, by themselves or by a group that they are in; none where it names none."""
    groups = atlas.country_groups
    return {*selection.country, *groups.loc[groups["group"].isin(selection.group), col.COUNTRY]}


def chosen_years(selection: Selection) -> tuple[int, int]:
    """The first and the last year of which the period of a choice has a day."""
    ends = (selection.start, selection.end)
    first, last = (int(end[:4]) if end else usual for end, usual in zip(ends, _YEARS, strict=True))
    return first, last


def beside(atlas: Atlas, selection: Selection, published: pd.DataFrame) -> pd.DataFrame:
    """`statistics.registers.beside` of the countries and years of a choice.

    Parameters
    ----------
    atlas : Atlas
    selection : Selection
        Its countries, groups and period count; what else it narrows does not.
    published : DataFrame
        Every incident of the level of evidence.
    """
    return registers.beside(
        atlas.register_counts,
        atlas.register_links,
        published,
        chosen_countries(atlas, selection),
        chosen_years(selection),
    )
