"""What is said of official counts, of France or of another country: findings, who counts what, who prints it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.record.cells import plain, rows_of, split_list
from analytics.schema import col
from analytics.schema.codes import COMPARISONS, FRANCE, SOURCE_LANGUAGES, UNIONS
from analytics.schema.series import ALL, CONTEXT, DERIVED, RANSOMWARE, RATIO, Line, comparison, lines_of, standing
from analytics.statistics.official import computed
from analytics.statistics.searched import LANGUAGES, searched
from analytics.words.sources import publisher
from analytics.words.text import UNKNOWN, Words

OURS, OURS_RANSOMWARE = "ours", "ours_ransomware"


class Told(NamedTuple):
    """The words of the chart of one official series.

    Attributes
    ----------
    title : str
        Where there is no finding.
    finding : function
        The sentence of the first and the last year known: first, last, before, after.
    notes : list of str
        What it is not, and whose it is.
    beside, why : str
        On a page: what it counts, beside ours; and why that is not the same.
    """

    title: str
    finding: Callable[..., str]
    subtitle: str
    scope: str
    notes: list[str]
    beside: str
    why: str


class Unseen(NamedTuple):
    """The words of our counts beside the official ones of a country.

    Attributes
    ----------
    finding : str
        The latest year for which both are known; empty where there is none.
    reading : str
        The same, read aloud under the figure of a page.
    why : list of str
        In what the two differ, who counts, and where we read it.
    names : dict of str to str
        What each mark and column of the table is called; `ratio` what the ratio of all incidents is.
    """

    title: str
    finding: str
    reading: str
    subtitle: str
    notes: list[str]
    why: list[str]
    names: dict[str, str]
    ratio: str


def country_names(atlas: Atlas, words: Words) -> dict[str, str]:
    """The name of every country and union of countries, by code."""
    names = dict(zip(atlas.countries[col.CODE], atlas.countries[words.column("name")], strict=True))
    return names | {code: label.in_language(words.language) for code, label in UNIONS.items()}


def of_series(country: str, line: Line | None, atlas: Atlas, words: Words) -> Told:
    """The words of the chart of one official series of a country; None where it has none of the kind."""
    if country == FRANCE and line is not None:
        return _of_france(line.ours == RANSOMWARE, words)
    named = country_names(atlas, words)[country]
    if line is None:
        none = words("official.none", country=named)
        return Told(none, lambda **_: none, none, "", [], "", "")
    name, authority = (label.in_language(words.language) for label in (line.name, line.authority))
    notes = [
        *([line.warning.in_language(words.language)] if line.warning else []),
        words("official.source", authority=authority, publishers=publishers_of(line, atlas, words)),
    ]
    return Told(
        words("official.named", country=named, name=name),
        lambda **given: words("official.finding", country=named, name=name, **given),
        words("official.subtitle", country=named, scope=scope_of(line, atlas, words)),
        words("official.of_country", country=named),
        notes,
        words("official.subtitle", country=name, scope=scope_of(line, atlas, words)),
        " ".join([*notes, words("unseen.search")]),
    )


def _of_france(ransomware: bool, words: Words) -> Told:
    name = "official_ransomware" if ransomware else "official"
    return Told(
        words("timeline.official"),
        lambda **given: words(f"drawing.{name}", **given),
        words(f"drawing.{name}_subtitle"),
        words("drawing.official_scope"),
        [words(f"drawing.{name}_note"), words("drawing.official_source")],
        words(f"timeline.{name}_subtitle"),
        words("drawing.official_ransomware_note" if ransomware else "timeline.official_why"),
    )


# --- our counts beside theirs -------------------------------------------------------------------------------


def unseen(country: str, table: pd.DataFrame, atlas: Atlas, words: Words) -> Unseen:
    """The words of our counts beside the official ones of a country, `table` being that of `official`."""
    lines = lines_of(country)
    names = {line.line: line.name.in_language(words.language) for line in lines}
    if country == FRANCE:
        finding, reading = _of_the_french(table, words)
        return Unseen(
            words("unseen.title"),
            finding,
            reading,
            words("unseen.subtitle"),
            [words("drawing.unseen_note"), words("drawing.official_note"), words("drawing.official_source")],
            [words("unseen.why")],
            {
                **names,
                "malicious": words("unseen.malicious"),
                OURS: words("unseen.ours"),
                OURS_RANSOMWARE: words("unseen.ours_ransomware_of"),
            },
            words("unseen.ratio"),
        )
    named, finding = country_names(atlas, words)[country], _finding(country, table, atlas, words)
    by_ransomware = {OURS_RANSOMWARE: words("unseen.ours_ransomware_of")} if lines and lines[0].ours != ALL else {}
    why = [*warnings(country, words), *sources(country, atlas, words)] or [nothing_beside(country, atlas, words)]
    return Unseen(
        words("unseen.title"),
        finding,
        words("unseen.read_aloud", sentence=finding) if finding else "",
        words("unseen.subtitle_of", country=named),
        [*why, words("unseen.search")],
        why,
        {**names, OURS: words("unseen.ours_of"), **by_ransomware},
        words("unseen.ratio_of"),
    )


def nothing_beside(country: str, atlas: Atlas, words: Words) -> str:
    """Why nothing stands beside our incidents of a country: its official counts are context, or none is known."""
    named, known = country_names(atlas, words)[country], country in set(atlas.national_series[col.COUNTRY])
    return words("unseen.no_line" if known else "unseen.no_series", country=named)


def last_known(table: pd.DataFrame, column: str) -> pd.Series | None:
    """The latest whole year for which our count and an official one are known."""
    known = table[table[OURS].notna() & table[f"{column}_high"].notna() & ~table["partial"]]
    return known.iloc[-1] if len(known) else None


def _of_the_french(table: pd.DataFrame, words: Words) -> tuple[str, str]:
    """The finding, and the same read aloud."""
    row = last_known(table, "declared")
    if row is None:
        return "", ""
    told: dict[str, Any] = {
        "year": str(row.name),
        "ours": words.number(float(row[OURS])),
        "declared": words.number(float(row["declared_high"])),
        "share": words.percent(float(row["ratio_high"]), 1),
    }
    return words("drawing.unseen", **told), words("unseen.reading", **told)


def _finding(country: str, table: pd.DataFrame, atlas: Atlas, words: Words) -> str:
    """The same of another country, of the line that is read first; with a share where the line may carry one."""
    line = next(iter(lines_of(country)), None)
    row = last_known(table, line.line) if line else None
    if line is None or row is None:
        return ""
    told: dict[str, Any] = {
        "country": country_names(atlas, words)[country],
        "year": str(row.name),
        "official": words.span(float(row[f"{line.line}_low"]), float(row[f"{line.line}_high"])),
        "authority": line.authority.in_language(words.language),
        "name": line.name.in_language(words.language),
    }
    if line.ours == ALL:
        count, ours = int(row[OURS]), words.number(int(row[OURS]))
        sentence = words("unseen.finding_of", count=count, ours=ours, **told)
    else:
        low, count = (int(row[f"{OURS_RANSOMWARE}_{end}"]) for end in ("low", "high"))
        sentence = words("unseen.finding_of_ransomware", count=count, ours=words.span(low, count), **told)
    share = share_of(row, words)
    return words("unseen.with_share", sentence=sentence, share=share) if share != UNKNOWN else sentence


def share_of(row: pd.Series, words: Words) -> str:
    """Our count of one year over the official one, of the line that is read first; a dash where it carries none."""
    for low, high in (
        ("ratio_high", "ratio_high"),
        ("ratio_derived", "ratio_derived"),
        ("ratio_ransomware_low", "ratio_ransomware_high"),
    ):
        if pd.notna(row.get(high)):
            return words.range(*(words.percent(float(row[name]), 1) for name in (low, high)))
    return UNKNOWN


# --- who counts what ----------------------------------------------------------------------------------------


def warnings(country: str, words: Words) -> list[str]:
    """In what each line of a country is not of the same thing as ours."""
    return [
        words("official.warned", name=line.name.in_language(words.language), text=text)
        for line in lines_of(country)
        for text in ([line.warning.in_language(words.language)] if line.warning else [])
    ]


def sources(country: str, atlas: Atlas, words: Words) -> list[str]:
    """Who counts each line of a country, and who prints it."""
    return [
        words(
            "official.counted",
            name=line.name.in_language(words.language),
            authority=line.authority.in_language(words.language),
            publishers=publishers_of(line, atlas, words),
        )
        for line in lines_of(country)
    ]


def _series_of(line: Line, atlas: Atlas) -> pd.DataFrame:
    series = atlas.national_series
    return series[(series[col.COUNTRY] == line.country) & (series[col.METRIC] == line.metric)]


def scope_of(line: Line, atlas: Atlas, words: Words) -> str:
    """What the series counts, as its rows say."""
    return words("semicolon").join(dict.fromkeys(_series_of(line, atlas)[words.column("scope")]))


def publishers_of(line: Line, atlas: Atlas, words: Words) -> str:
    """Where we read it: the publishers, each once."""
    names = publishers(atlas, words)
    return words.listing(list(dict.fromkeys(names[source] for source in _series_of(line, atlas)[col.SOURCE_ID])))


def publishers(atlas: Atlas, words: Words) -> dict[str, str]:
    """The publisher of each source of the official figures."""
    cited = atlas.sources[atlas.sources[col.SOURCE_ID].isin(atlas.national_series[col.SOURCE_ID])]
    return {row[col.SOURCE_ID]: publisher(row, words) for row in rows_of(cited)}


# --- tables -------------------------------------------------------------------------------------------------


def counts_table(country: str, rows: pd.DataFrame, atlas: Atlas, words: Words) -> pd.DataFrame:
    """The official figures of a country, a series each: what, how many when, who counts, where it was read.

    Parameters
    ----------
    country : str
    rows : DataFrame
        Those of the national series that are shown.

    Returns
    -------
    DataFrame of str
        The series that stand beside our incidents first; where sources differ, all their values.
    """
    read_in = publishers(atlas, words)
    metric, unit, scope, note = (words.column(name) for name in ("metric", "unit", "scope", "note"))
    authority = {line.metric: line.authority.in_language(words.language) for line in lines_of(country)}
    told = []
    for code, own in rows.groupby(col.METRIC, sort=False):
        own = own.sort_values(col.YEAR, kind="stable")
        stands = [comparison(country, str(code), year) for year in own[col.YEAR]]
        told.append(
            {
                words("unseen.figure"): f"{own[metric].iloc[0]} ({words('semicolon').join(dict.fromkeys(own[unit]))})",
                words("unseen.values"): words("semicolon").join(_figures(own, words)),
                words("official.beside"): words.label(COMPARISONS, min(stands, key=_ORDER.index)),
                words("official.who"): words("semicolon").join(
                    dict.fromkeys(filter(None, [authority.get(str(code)), *own[scope]]))
                ),
                words("official.read_in"): ", ".join(dict.fromkeys(read_in[source] for source in own[col.SOURCE_ID])),
                words("official.note"): words("semicolon").join(_notes(own, note, words)),
                "order": min(_ORDER.index(stand) for stand in stands),
            }
        )
    return pd.DataFrame(told).sort_values("order", kind="stable", ignore_index=True).drop(columns="order")


def _figures(rows: pd.DataFrame, words: Words) -> list[str]:
    """The values of each period of a series: one where sources agree, else all of them; a star at those computed."""
    written = [
        words.number(float(value), 1) + ("*" if here else "")
        for value, here in zip(rows[col.VALUE], computed(rows), strict=True)
    ]
    by_period = rows.assign(written=written).groupby(col.YEAR, sort=False)["written"]
    return [
        words("official.at", period=period, value=words.either(list(dict.fromkeys(own)))) for period, own in by_period
    ]


def _notes(rows: pd.DataFrame, note: str, words: Words) -> list[str]:
    """What is said of the figures of a series, each once with the periods that it is said of.

    How one was computed is told among the contradictions and in the file.
    """
    noted = rows[rows[note].notna() & ~computed(rows)]
    return [
        words("official.at", period=words.range(periods.iloc[0], periods.iloc[-1]), value=text)
        for text, periods in noted.groupby(note, sort=False)[col.YEAR]
    ]


def countries_table(atlas: Atlas, words: Words) -> pd.DataFrame:
    """Every country with official counts: how they stand beside ours, what of them does, how many figures there are."""
    names, figures = country_names(atlas, words), atlas.national_series[col.COUNTRY].value_counts()
    codes = sorted(figures.index, key=lambda code: (_ORDER.index(standing(code)), plain(names[code])))
    compared = {
        code: dict.fromkeys(line.name.in_language(words.language) for line in lines_of(code) if line.line != DERIVED)
        for code in codes
    }
    return pd.DataFrame(
        {
            words("regions.area"): [names[code] for code in codes],
            words("official.beside"): [words.label(COMPARISONS, standing(code)) for code in codes],
            words("official.compared"): [words("semicolon").join(compared[code]) or UNKNOWN for code in codes],
            words("official.figures"): [words.number(int(figures[code])) for code in codes],
        }
    )


def marks(codes: Iterable[str], atlas: Atlas, words: Words) -> list[str]:
    """Of each country, whether it has official counts that we know of, and how they stand beside ours."""
    known = set(atlas.national_series[col.COUNTRY])
    none = words("official.none_known")
    return [words.label(COMPARISONS, standing(code)) if code in known else none for code in codes]


def searched_table(atlas: Atlas, words: Words) -> pd.DataFrame:
    """Every country of which something is held: its official counts, our incidents, the languages of what was read."""
    names, languages = country_names(atlas, words), languages_read(atlas)
    figures, incidents = (table[col.COUNTRY].value_counts() for table in (atlas.national_series, atlas.incidents))
    codes = sorted(set(figures.index) | set(incidents.index), key=lambda code: plain(names[code]))
    return pd.DataFrame(
        {
            words("regions.area"): [names[code] for code in codes],
            words("official.column"): marks(codes, atlas, words),
            words("official.figures"): [int(figures.get(code, 0)) for code in codes],
            words("official.ours"): [int(incidents.get(code, 0)) for code in codes],
            words("official.languages"): [
                ", ".join(words.label(SOURCE_LANGUAGES, language) for language in languages.get(code, ()))
                for code in codes
            ],
        }
    )


def languages_read(atlas: Atlas) -> dict[str, list[str]]:
    """The languages of the sources of each country’s incidents, the commonest first, then of its official counts."""
    read = {str(code): split_list(cell) for code, cell in searched(atlas)[LANGUAGES].dropna().items()}
    sources = atlas.sources.set_index(col.SOURCE_ID)[col.LANGUAGE]
    for code, own in atlas.national_series.groupby(col.COUNTRY)[col.SOURCE_ID]:
        read[str(code)] = list(dict.fromkeys([*read.get(str(code), []), *own.map(sources)]))
    return read


_ORDER = (RATIO, *(code for code in COMPARISONS if code not in (RATIO, CONTEXT)), CONTEXT)
