"""Which official counts stand beside ours in a choice, and both together: for receipts, pictures and pages."""

from __future__ import annotations

import pandas as pd

from analytics.outputs import held
from analytics.schema import col, series
from analytics.schema.codes import FRANCE
from analytics.schema.series import Line
from analytics.schema.version import KNOWN_UNTIL
from analytics.selection.selection import BY_FIELD, Selection
from analytics.statistics import official
from analytics.statistics.periods import FIRST_YEAR_FRANCE, FIRST_YEAR_WORLD
from analytics.words import official as official_words
from analytics.words.text import Words


def country_beside(selection: Selection) -> str:
    """The country whose official counts stand beside ours: the one that is chosen, else France."""
    return selection.country[0] if len(selection.country) == 1 else FRANCE


def nation(selection: Selection) -> Selection:
    """What of a choice matters beside official counts: the level of evidence, and a country other than France."""
    country = country_beside(selection)
    return Selection(evidence=selection.evidence, country=() if country == FRANCE else (country,))


def line_of(selection: Selection) -> Line | None:
    """The official series of what a choice counts in its country: of ransomware where that type alone is chosen."""
    ours = series.RANSOMWARE if selection.type == (official.RANSOMWARE_TYPE,) else series.ALL
    return series.line_beside(country_beside(selection), ours)


def comparable(selection: Selection) -> bool:
    """Whether the official counts are of the same thing as the incidents of a choice: a nation, no other cut."""
    cut = [name for name, _ in selection.narrowing if BY_FIELD[name].side in ("where", "what")]
    one = all(name in ("country", "type") for name in cut) and selection.country in ((), (country_beside(selection),))
    return one and selection.type in ((), (official.RANSOMWARE_TYPE,)) and line_of(selection) is not None


def counts(basis: held.Basis, line: Line | None) -> pd.DataFrame:
    """The official count of each year of a line; none without one. Worked out once for all choices."""
    rows = basis.atlas.national_series
    country, metric = (line.country, line.metric) if line else ("", "")
    return basis.held.choice(Selection()).once(
        ("official-counts", country, metric), lambda: official.official_counts(rows, metric, country)
    )


def told(basis: held.Basis, words: Words) -> tuple[pd.DataFrame, official_words.Told]:
    """The official count of each year of what a choice counts, and the words of it."""
    line, country = line_of(basis.selection), country_beside(basis.selection)
    return counts(basis, line), official_words.of_series(country, line, basis.atlas, words)


def printed(basis: held.Basis) -> pd.DataFrame:
    """The figures of the line of a choice as the sources give them, one row a source."""
    rows, line = basis.atlas.national_series, line_of(basis.selection)
    own = rows[(rows[col.COUNTRY] == line.country) & (rows[col.METRIC] == line.metric)] if line else rows.iloc[:0]
    return own[["series_id", col.COUNTRY, col.YEAR, col.METRIC, col.VALUE, col.SOURCE_ID]]


def beside(basis: held.Basis) -> pd.DataFrame:
    """All our incidents of the country of a choice beside its official figures, year by year; worked out once each.

    Of a choice, the level of evidence and the country matter, and nothing else: official figures are national.

    Returns
    -------
    DataFrame, index year
        As `official.beside_official` gives it.
    """
    whole = basis.held.choice(Selection(evidence=basis.selection.evidence))
    country, rows = country_beside(basis.selection), basis.atlas.national_series
    first = FIRST_YEAR_FRANCE if country == FRANCE else FIRST_YEAR_WORLD
    return whole.once(
        ("beside-official", country),
        lambda: official.beside_official(whole.kept, rows, KNOWN_UNTIL, first, country),
    )
