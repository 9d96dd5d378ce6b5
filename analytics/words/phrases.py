"""Says a place, a choice and the finding of a page in words, for pages, receipts and documents alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.atlas.published import in_france
from analytics.record.cells import split_list
from analytics.schema import col
from analytics.schema.codes import FRANCE, SERVICE_CODES
from analytics.selection.filters import Filter
from analytics.selection.selection import BY_FIELD, Selection
from analytics.statistics import totals
from analytics.statistics.area_measures import MEASURES, AreaMeasure
from analytics.words import numbers
from analytics.words.text import UNKNOWN, Words

Row = Mapping[str, Any]


def place_line(row: Row, atlas: Atlas, words: Words) -> str:
    """Where it was: departments with their codes in France, the country elsewhere."""
    name = words.column("name")
    # plain mappings: a list of incidents asks this a hundred times
    countries, departments, regions = (
        dict(zip(table[col.CODE], table[name], strict=True))
        for table in (atlas.countries, atlas.departments, atlas.regions)
    )
    if row[col.COUNTRY] != FRANCE:
        return str(countries[row[col.COUNTRY]])
    named = [f"{departments[code]} ({code})" for code in split_list(row[col.DEPARTMENTS])]
    named = named or [str(regions[code]) for code in split_list(row[col.REGIONS])] or [words("card.no_place")]
    named = [name.replace("'", "’") for name in named]
    if len(named) > 3:
        return words("card.more_places", places=", ".join(named[:2]), more=words.number(len(named) - 2))
    return words.listing(named)


def names_of(filtering: Filter, atlas: Atlas, words: Words) -> dict[str, str]:
    """What the values of a filter are called, by code: places, some with their codes, and fixed codes."""
    if filtering.codes:
        return {code: label.in_language(words.language) for code, label in filtering.codes.items()}
    table = {"country": atlas.countries, "region": atlas.regions, "department": atlas.departments}[filtering.name]
    names = dict(zip(table[col.CODE], table[words.column("name")], strict=True))
    return {code: f"{name} ({code})" for code, name in names.items()} if filtering.numbered else names


def narrowing(field: str, value: str, atlas: Atlas, words: Words) -> str:
    """One narrowing of a selection in words: "Yvelines (78)", "depuis 2022"."""
    filtering = BY_FIELD[field]
    if field == "evidence":
        return words(f"evidence.{value}")
    if filtering.kind == "date":
        name = words.when(value)
    else:
        name = value if filtering.kind == "words" else names_of(filtering, atlas, words)[value]
    return words(f"filters.chip_{field}", value=name) if filtering.framed else name


def scope(selection: Selection, atlas: Atlas, words: Words) -> str:
    """What a selection covers, in one line, the level of evidence always said."""
    narrowings = [narrowing(field, value, atlas, words) for field, value in selection.narrowing if field != "evidence"]
    if selection.names_area and selection.places == "all":
        narrowings.append(words("filters.places_all"))
    return words("semicolon").join(
        [*(narrowings or [words("receipt.everything")]), evidence_line(selection.evidence, words)]
    )


def evidence_line(tier: str, words: Words) -> str:
    """Which sources a level of evidence accepts."""
    return words(f"receipt.evidence_{tier}")


def area_value(value: Any, measure: AreaMeasure, words: Words) -> str:  # noqa: ANN401 - any NumPy or pandas scalar
    """A value of an area as the language writes it; a dash where there is none."""
    if pd.isna(value):
        return UNKNOWN
    if measure.percent:
        return words.percent(float(value), measure.decimals)
    return numbers.rate(float(value), words) if measure.decimals else words.number(float(value))


def area_short(value: float | None, measure: AreaMeasure, words: Words) -> str:
    """The same in as few signs as a tile holds; nothing for zero and where it is not known."""
    if value is None or pd.isna(value) or not value:
        return ""
    if measure.kind == "count" and value >= 10_000:
        return words("drawing.thousands", number=words.number(value / 1000))
    return area_value(value, measure, words)


def area_told(row: pd.Series, name: str, words: Words) -> str:
    """What a tooltip, a tile or a screen reader says of an area under its name."""
    measure = MEASURES[name]
    value = row[measure.column]
    if pd.isna(value):
        return words(f"area.none_{name}")
    sentence = words(f"area.told_{name}", value=area_value(value, measure, words), count=int(row[col.INCIDENTS]))
    if measure.ends and measure.kind == "ratio":
        low, high = (float(row[end]) for end in measure.ends)
        sentence += words("area.interval", span=numbers.interval(low, high, words))
    if measure.at_least and row[measure.at_least]:
        sentence += words("area.at_least")
    return sentence


def area_reading(table: pd.DataFrame, name: str, names: Mapping[str, str], words: Words) -> str:
    """One value read aloud: the area with most incidents that has a value; of two, the first by code."""
    measure = MEASURES[name]
    known = table[table[measure.column].notna() & (table[col.INCIDENTS] > 0)]
    if known.empty:
        return words("area.reading_nothing")
    code = str(known.sort_values(col.INCIDENTS, ascending=False, kind="stable").index[0])
    row: pd.Series = known.loc[code]  # type: ignore[assignment]  # codes are unique
    return words("area.reading", area=names[code], told=area_told(row, name, words))


def count_sentence(kept: pd.DataFrame, words: Words) -> str:
    """What is known, in one sentence: "103 publicly documented attacks, 60 in France, from 2016 to 2026"."""
    if kept.empty:
        return words("headline.none")
    years = kept[col.STARTED_ON].str[:4]
    first, last = years.min(), years.max()
    period = words("headline.year", year=last) if first == last else words("headline.years", first=first, last=last)
    french = len(in_france(kept))
    if french == len(kept):
        return words("headline.france", count=len(kept), period=period)
    if not french:
        return words("headline.abroad", count=len(kept), period=period)
    return words("headline.both", count=len(kept), french=words.number(french), period=period)


def claims_sentence(kept: pd.DataFrame, selection: Selection, words: Words) -> str:
    """Whether claims of attackers are counted: how many, or that none is; empty where a narrowed choice has none."""
    claimed = int((kept[col.STATUS] == "claimed").sum())
    if claimed:
        return words("headline.claims_in", count=claimed)
    return "" if selection.narrowing else words("headline.claims_out")


def possible_sentence(count: int, words: Words) -> str:
    """How many more attacks may have begun in the period, and why nobody can tell; empty where there is none."""
    return words("headline.possible", count=count) if count else ""


def whole_incidents(selection: Selection, words: Words) -> str:
    """That a figure of an incident covers all its places, also those elsewhere; empty where no area is named."""
    return words("headline.whole_incidents") if selection.names_area else ""


def busiest_year(kept: pd.DataFrame) -> tuple[str, int] | None:
    """The year with most incidents and how many; None where one year alone is left, or two share the rank."""
    years = kept[col.STARTED_ON].str[:4].value_counts()
    if len(years) < 2 or years.iloc[0] == years.iloc[1]:
        return None
    return str(years.index[0]), int(years.iloc[0])


def service_hit_most(kept: pd.DataFrame) -> tuple[str, int] | None:
    """The code of the service most often hit and how often; None where none comes first."""
    counts = totals.services_hit(kept)
    if len(counts) < 2 or counts.iloc[0] == counts.iloc[1]:
        return None
    return str(counts.index[0]), int(counts.iloc[0])


def year_sentence(kept: pd.DataFrame, words: Words) -> str:
    """The finding of the timeline; the plain sentence where no year comes first."""
    busiest = busiest_year(kept)
    if busiest is None:
        return count_sentence(kept, words)
    year, count = busiest
    return words("headline.timeline", count=count, year=year, of=words.number(len(kept)))


def service_sentence(kept: pd.DataFrame, words: Words) -> str:
    """The finding of the impact page; the plain sentence where no service comes first."""
    hit_most = service_hit_most(kept)
    if hit_most is None:
        return count_sentence(kept, words)
    named = int(kept[col.SERVICES].notna().sum())
    code, count = hit_most
    service = words.label(SERVICE_CODES, code)
    return words("headline.impact", count=count, service=service, of=words.number(named))
