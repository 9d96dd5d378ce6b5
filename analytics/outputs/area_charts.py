"""What the charts of several areas are drawn of: their years in a panel each, and some of them side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.drawings.charts.compare import MOST_PANELS, Comparison
from analytics.geography.levels import Level
from analytics.outputs.held import Basis
from analytics.record.cells import plain
from analytics.schema import col
from analytics.schema.codes import COUNTRY_GROUPS, FRANCE
from analytics.selection.filters import FILTERS
from analytics.selection.selection import Selection
from analytics.statistics import areas, comparison, profiles, trends, years
from analytics.words import conclusions, phrases
from analytics.words.text import Words
from analytics.words.years import Kind, Panels, group_name

KINDS: tuple[Kind, ...] = get_args(Kind)


def narrowed(kind: Kind, selection: Selection) -> Selection:
    """The choice as far as it cuts the panels of a kind: areas named narrow nothing, as in the table of a level.

    Of departments the regions count in which they lie, of countries the groups whose members they are.
    """
    whole = selection.everywhere()
    if kind == "department":
        return replace(whole, region=selection.region)
    return replace(whole, group=selection.group) if kind == "country" else whole


def behind(kind: Kind, selection: Selection) -> Selection:
    """The choice that keeps the incidents which the panels of a kind count."""
    cut = narrowed(kind, selection)
    return replace(cut, country=(FRANCE,)) if kind in (col.DEPARTMENT, col.REGION) and not cut.region else cut


def of_picture(name: str, selection: Selection) -> Selection:
    """The same by the name of a picture; the choice itself where that has no panels."""
    kind = next((each for each in KINDS if name == f"years-{each}"), None)
    return behind(kind, selection) if kind else selection


def panels(kind: Kind, basis: Basis, words: Words) -> Panels:
    """The areas of a kind by year, those with most incidents first; groups of countries in their own order.

    Of countries those that an incident touched; of departments, regions and groups also those without any.
    """
    choice = basis.held.choice(narrowed(kind, basis.selection))
    return choice.once(("years", kind, words), lambda: _panels(kind, choice, words))


def _panels(kind: Kind, choice: Basis, words: Words) -> Panels:
    atlas, selection = choice.atlas, choice.selection
    if kind == "group":
        found = years.of_groups(atlas, choice.published, selection)
        return Panels(kind, found, {code: group_name(code, words) for code in COUNTRY_GROUPS}, len(found.counts))
    names, codes = phrases.names_of(FILTERS[kind], atlas, words), areas.chosen(atlas, selection, kind)
    found = years.of_areas(atlas, choice.published, selection, kind, codes)
    totals = found.counts.sum(axis=1)
    order = sorted(totals.index, key=lambda code: (-int(totals[code]), plain(names[code])))
    if kind == col.COUNTRY:
        order = [code for code in order if totals[code]]
    in_order = found._replace(counts=found.counts.loc[order], claimed=found.claimed.loc[order])
    named = {code: names[code] for code in order}
    return Panels(kind, in_order, named, len(codes), _within(kind, selection, atlas, words))


def _within(kind: Kind, selection: Selection, atlas: Atlas, words: Words) -> str:
    """In which regions departments lie."""
    if kind != "department":
        return ""
    names = phrases.names_of(FILTERS["region"], atlas, words)
    return words.listing([names[code] for code in selection.region])


def rows(kind: Kind, basis: Basis) -> pd.DataFrame:
    """What the panels of a kind are drawn of: code, year, incidents, in the order of the codes in every language."""
    found = panels(kind, basis, Words(basis.selection.lang))
    counts = found.years.counts.sort_index().rename_axis(col.CODE).reset_index()
    return counts.melt(col.CODE, var_name=col.YEAR, value_name=col.INCIDENTS)


def compared(level: Level, whole: Basis, named: tuple[str, ...], words: Words) -> Comparison:
    """The areas that a choice names, as many as have room, beside all of their level.

    Parameters
    ----------
    level : str
    whole : Basis
        The choice whatever incident it names.
    named : tuple of str
        The areas, in the order in which they are drawn.
    words : Words
    """
    found = whole.held.profiles(whole.selection, level)
    known = [code for code in named if code in found.areas.index]
    shown = known[:MOST_PANELS]
    table, average = found.areas.loc[shown], profiles.average(found)
    by_year = profiles.by_year(whole.atlas, whole.published, whole.selection, level)
    against = comparison.observed_expected(found.areas[col.INCIDENTS_WEIGHTED], found.areas[col.PERSON_YEARS])
    ratio = None
    if len(shown) == 2 and (table[col.PERSON_YEARS] > 0).all():
        (one, other), (before, after) = profiles.whole_events(table), table[col.PERSON_YEARS].astype(float)
        ratio = trends.rate_ratio(one, before, other, after)
    common = (average[col.RATE_PER_MILLION], average[col.RATE_LOW], average[col.RATE_HIGH])
    return Comparison(
        profiles.intervals(found, shown),
        by_year[by_year[col.CODE].isin(shown)],
        {code: phrases.narrowing(level, code, whole.atlas, words) for code in shown},
        (words(f"regions.average_{level}"), *common),
        {code: conclusions.expectation_of(against, code) for code in shown},
        ratio,
        len(known) - len(shown),
    )
