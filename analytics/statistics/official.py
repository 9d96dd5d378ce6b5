"""What we do not see: the official counts of each year beside ours, and where the official figures contradict.

Official counts cover every structure that has to declare, and outages too; ours are attacks on hospitals that became
public. A ratio of the two says how little is public and how far we searched, not how well anyone counts. Which series
of a country may stand beside ours, and which may carry a ratio, is said in `schema/series.csv`.
"""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from analytics.record.cells import split_list
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.schema.series import DERIVED, RATIO, Line, lines_of
from analytics.schema.series import RANSOMWARE as OURS_BY_RANSOMWARE
from analytics.schema.tables import LIST_SEPARATOR
from analytics.statistics.periods import is_partial

DECLARED = "incidents_declared"
SHARE = "malicious_share"
RANSOMWARE = "ransomware_attacks"
RANSOMWARE_TYPE, NOT_SAID = "ransomware", ("unknown", "intrusion")  # types of attack of our own
# one thing under two names, because two bodies say it: compared as if it were one metric
SAME_THING = (("incidents_per_week_anssi", "incidents_per_week_government"),)
# figures of several periods or metrics that do not fit one another, as their notes tell
DO_NOT_FIT = (
    ("gbr.2023.nis_incidents_clinical_harm_nhs.1", "gbr.2024.nis_incidents_clinical_harm_nhs.1"),
    (
        "ita.2024-01-to-2024-09.acn_confirmed_incidents_health.1",
        "ita.2024-01-to-2024-09.acn_cyber_events_health.1",
    ),
    (
        "euu.2021.enisa_public_incidents_health.1",
        "euu.2022.enisa_public_incidents_health.1",
        "euu.2023-01-to-2023-03.enisa_public_incidents_health.1",
        "euu.2021-01-to-2023-03.enisa_public_incidents_health.1",
    ),
)

KIND = "kind"
METRICS, VALUES = "metrics", "values"
DIFFERENT_VALUES, DIFFERENT_WORDS, COMPUTED = "different-values", "different-words", "computed"
NOT_FITTING = "not-fitting"
CONTRADICTION_COLUMNS = [col.YEAR, METRICS, KIND, VALUES, col.SOURCE_IDS, col.NOTE_FR, col.NOTE_EN]
OFFICIAL_LOW, OFFICIAL_HIGH, OFFICIAL_SOURCES = "official_low", "official_high", "official_sources"
_UNIT, _SERIES_ID = "unit_en", "series_id"
_COMPUTED_HERE = re.compile(r"(not read in a source: )?computed here\b")
_DOUBTFUL = re.compile(r"doubtful\b")
_CALENDAR_YEAR = r"\d{4}"


def of_country(rows: pd.DataFrame, country: str) -> pd.DataFrame:
    """The rows of a table, of incidents or of official figures, that are of one country."""
    return rows[rows[col.COUNTRY] == country]


def beside_official(
    incidents: pd.DataFrame,
    national_series: pd.DataFrame,
    known_until: date,
    known_from: int | None = None,
    country: str = FRANCE,
) -> pd.DataFrame:
    """Our incidents of a country by year beside its official figures of the same year; missing, not zero, without any.

    Parameters
    ----------
    incidents : DataFrame
        The incidents that a selection keeps: started_on, attack_type, status, country.
    national_series : DataFrame
        The official figures: country, year, metric, value, source_id, note_en, unit_en.
    known_until : date
        Nothing after this day has been searched for.
    known_from : int, optional
        The first year searched; by default the first in which one of the incidents starts.
    country : str
        Which country is compared, by the lines that `schema/series.csv` has of it.

    Returns
    -------
    DataFrame, index year (int), no gap
        ours, ours_claimed : incidents that start in the year, and those known from the attacker alone; missing before
        `known_from` and after `known_until`.
        ours_ransomware_low, ours_ransomware_high : those said to be by ransomware, and with those of which nobody says
        by what (unknown, or an intrusion), which may be: not known is not no.
        partial : the year is not over in what we know.
        each line of the country (declared, malicious_share, ransomware, …) : with `_low` and `_high` (equal where
        sources agree) and `_sources`, the source ids. malicious_share is in percent.
        declared_derived : the count that no source prints, worked out from another; never in declared_low or _high.
        malicious_share_computed : the share was computed by us from words such as “2% lower”.
        malicious_low, malicious_high : declared × share, our own computation, which malicious_computed marks.
        ratio_low, ratio_high : ours / declared, between 0 and 1; ratio_derived : ours / declared_derived.
        ratio_ransomware_low, ratio_ransomware_high : ours_ransomware_low and _high / ransomware. A line that may not
        carry a ratio has none, nor has a year that may not be compared.
        contradiction : sources give different values or words for something in that year, or a figure was computed.
    """
    incidents, series = of_country(incidents, country), of_country(national_series, country)
    lines = lines_of(country)
    official = {
        name: _given(series, tuple(line.metric for line in lines if line.line == name))
        for name in dict.fromkeys(line.line for line in lines)
    }
    starts = _start_years(incidents)
    first = known_from if known_from is not None else (int(starts.min()) if len(starts) else None)
    searched = range(first, known_until.year + 1) if first is not None else range(0)
    years = [*searched, *starts, *(year for figures in official.values() for year in figures.index)]
    every_year = pd.RangeIndex(min(years), max(years) + 1) if years else pd.RangeIndex(0)
    table = _ours(incidents, pd.Index(every_year, name=col.YEAR, dtype=int), searched)
    table["partial"] = [is_partial(year, known_until) for year in table.index]
    table = _official(table, official)
    table = table.assign(**_worked_out(table))
    table = table.assign(**_ratios(table, lines))
    told = {period for cell in contradictions(series)[col.YEAR] for period in split_list(cell)}
    table["contradiction"] = table.index.astype(str).isin(told)
    return table


def _official(table: pd.DataFrame, official: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The same with the official figures of each line; what was worked out from another figure in a column apart."""
    derived = official.pop(DERIVED, None)
    for name, figures in official.items():
        for ending in ("low", "high", "sources"):
            table[f"{name}_{ending}"] = figures[ending]
    if derived is not None:
        table["declared_derived"] = derived["low"]
        table["declared_derived_sources"] = derived["sources"]
    if SHARE in official:
        table[f"{SHARE}_computed"] = official[SHARE]["computed"].reindex(table.index, fill_value=False)
    return table


def _ours(incidents: pd.DataFrame, years: pd.Index, searched: range) -> pd.DataFrame:
    """Our incidents by the year in which they start: all, by ransomware at least and at most, claimed alone."""
    starts = _start_years(incidents)
    table = pd.DataFrame(index=years)
    for name, counted in (
        ("ours", incidents[col.STARTED_ON].notna()),
        ("ours_ransomware_low", incidents[col.ATTACK_TYPE] == RANSOMWARE_TYPE),
        ("ours_ransomware_high", incidents[col.ATTACK_TYPE].isin([RANSOMWARE_TYPE, *NOT_SAID])),
        ("ours_claimed", incidents[col.STATUS] == "claimed"),
    ):
        counts = starts[counted].value_counts().reindex(years, fill_value=0).astype("Int64")
        table[name] = counts.where(years.isin(list(searched)))
    return table


def _worked_out(table: pd.DataFrame) -> dict[str, pd.Series]:
    """What no source prints: the malicious part of what was declared."""
    if f"{SHARE}_low" not in table:
        return {}
    low, high = (table[f"declared_{end}"] * table[f"{SHARE}_{end}"] / 100 for end in ("low", "high"))
    return {"malicious_low": low, "malicious_high": high, "malicious_computed": low.notna()}


def _ratios(table: pd.DataFrame, lines: tuple[Line, ...]) -> dict[str, pd.Series]:
    """Ours over the official counts, of the lines and in the years that may carry a ratio."""
    ratios: dict[str, pd.Series] = {}
    for line in lines:
        if line.compared != RATIO:
            continue
        over = table[table.index.map(line.covers).astype(bool)]
        if line.line == DERIVED:
            ratios["ratio_derived"] = _share(over["ours"], over["declared_derived"])
            continue
        by_ransomware = line.ours == OURS_BY_RANSOMWARE
        name = "ratio_ransomware" if by_ransomware else "ratio"
        low, high = ("ours_ransomware_low", "ours_ransomware_high") if by_ransomware else ("ours", "ours")
        ratios[f"{name}_low"] = _share(over[low], over[f"{line.line}_high"])
        ratios[f"{name}_high"] = _share(over[high], over[f"{line.line}_low"])
    order = ("ratio_low", "ratio_high", "ratio_derived", "ratio_ransomware_low", "ratio_ransomware_high")
    return {name: ratios[name].reindex(table.index) for name in order if name in ratios}


def contradictions(national_series: pd.DataFrame) -> pd.DataFrame:
    """Where the official figures of one period do not say the same, and figures that no source prints.

    Parameters
    ----------
    national_series : DataFrame
        series_id, country, year, metric, value, unit_en, source_id, note_fr, note_en; of one country or of several.

    Returns
    -------
    DataFrame
        year (the periods as written), metrics, kind, values (as text, in the order of the series), source_ids,
        note_fr, note_en, by year. kind is ``different-values`` for one metric with several values, or one thing
        counted by two bodies; ``different-words`` where two bodies give one number and mean it differently (“one”,
        “nearly one”); ``computed`` where the series says that the figure was computed and not read; ``not-fitting``
        where figures of several periods or metrics do not go together.
    """
    rows = national_series.dropna(subset=[col.VALUE])
    conflicts = []
    names = {metric: group for group in SAME_THING for metric in group}
    for _, group in rows.groupby(
        [rows[col.COUNTRY], rows[col.YEAR], rows[col.METRIC].map(lambda name: str(names.get(name, name)))]
    ):
        if group[col.VALUE].nunique() > 1:
            conflicts.append(_contradiction(DIFFERENT_VALUES, group))
        elif group[col.METRIC].nunique() > 1 and group[_UNIT].nunique() > 1:
            conflicts.append(_contradiction(DIFFERENT_WORDS, group))
    own = rows[rows[col.METRIC].str.endswith("_derived") | computed(rows)]
    # one computation may give the figures of many years
    for _, group in own.groupby([col.COUNTRY, col.METRIC, own[col.NOTE_EN].fillna("")]):
        conflicts.append(_contradiction(COMPUTED, group))
    for ids in DO_NOT_FIT if _SERIES_ID in rows else ():
        group = rows[rows[_SERIES_ID].isin(ids)]
        if len(group) == len(ids):
            conflicts.append(_contradiction(NOT_FITTING, group))
    table = pd.DataFrame(conflicts, columns=CONTRADICTION_COLUMNS, dtype="str")
    return table.sort_values([col.YEAR, KIND, METRICS], ignore_index=True)


def _contradiction(kind: str, rows: pd.DataFrame) -> dict[str, str]:
    return {
        col.YEAR: _joined(rows[col.YEAR]),
        METRICS: _joined(rows[col.METRIC]),
        KIND: kind,
        VALUES: LIST_SEPARATOR.join(f"{value:g}" if value < 1e6 else f"{value:.0f}" for value in rows[col.VALUE]),
        col.SOURCE_IDS: LIST_SEPARATOR.join(rows[col.SOURCE_ID]),
        col.NOTE_FR: " · ".join(dict.fromkeys(rows[col.NOTE_FR].dropna())),
        col.NOTE_EN: " · ".join(dict.fromkeys(rows[col.NOTE_EN].dropna())),
    }


def _given(national_series: pd.DataFrame, metrics: tuple[str, ...]) -> pd.DataFrame:
    """Lowest and highest value of each calendar year, its sources, and whether one of them was computed here."""
    rows = _calendar_years(national_series, metrics)
    by_year = rows.assign(computed=computed(rows)).groupby(rows[col.YEAR].astype(int))
    return pd.DataFrame(
        {
            "low": by_year[col.VALUE].min().astype("Float64"),
            "high": by_year[col.VALUE].max().astype("Float64"),
            "sources": by_year[col.SOURCE_ID].agg(_joined),
            "computed": by_year["computed"].any().astype(bool),
        }
    )


def _calendar_years(national_series: pd.DataFrame, metrics: tuple[str, ...]) -> pd.DataFrame:
    """The figures of some metrics that are for one calendar year."""
    counted = national_series[col.METRIC].isin(metrics) & national_series[col.YEAR].str.fullmatch(_CALENDAR_YEAR)
    return national_series[counted].dropna(subset=[col.VALUE])


def computed(rows: pd.DataFrame) -> pd.Series:
    """Whether the note begins by saying that the figure was computed and not read."""
    notes = rows[col.NOTE_EN].fillna("").astype(str)
    return notes.map(lambda note: bool(_COMPUTED_HERE.match(note))).astype(bool)


def doubtful(rows: pd.DataFrame) -> pd.Series:
    """Whether the note begins by saying that the figure is doubtful: told among contradictions, shown nowhere else."""
    notes = rows[col.NOTE_EN].fillna("").astype(str)
    return notes.map(lambda note: bool(_DOUBTFUL.match(note))).astype(bool)


def _start_years(incidents: pd.DataFrame) -> pd.Series:
    return incidents[col.STARTED_ON].str[:4].astype(int)


def _joined(cells: pd.Series) -> str:
    return LIST_SEPARATOR.join(dict.fromkeys(cells))


def _share(ours: pd.Series, official: pd.Series) -> pd.Series:
    """Ours over the official count; missing where there is none, or where it is zero."""
    return (ours / official.where(official > 0)).astype("Float64")


def official_counts(national_series: pd.DataFrame, metric: str, country: str = FRANCE) -> pd.DataFrame:
    """The official count of each calendar year, with the lowest and highest figure given for it.

    Parameters
    ----------
    national_series : DataFrame
        country, year, metric, value; periods that are not one calendar year are left out.
    metric : str
        What is counted, for example ``incidents_declared``.
    country : str
        Whose count it is.

    Returns
    -------
    DataFrame, index year (int)
        official_low, official_high (equal where sources agree), official_sources.
    """
    rows = _calendar_years(of_country(national_series, country), (metric,))
    by_year = rows.groupby(rows[col.YEAR].astype(int))[col.VALUE]
    return pd.DataFrame(
        {OFFICIAL_LOW: by_year.min(), OFFICIAL_HIGH: by_year.max(), OFFICIAL_SOURCES: by_year.size()}
    ).rename_axis(col.YEAR)
