"""Says a place, a choice and the finding of a page in words, for pages, receipts and documents alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.record.cells import split_list
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.selection.filters import Filter, Side
from analytics.selection.selection import BY_FIELD, Selection
from analytics.statistics import totals
from analytics.statistics.area_measures import MEASURES, AreaMeasure
from analytics.words import incidents, numbers, periods
from analytics.words.text import UNKNOWN, Words

Row = Mapping[str, Any]
EVERY_SIDE: tuple[Side, ...] = ("where", "what", "when")


def place_line(row: Row, atlas: Atlas, words: Words) -> str:
    """Where it was: departments with their codes in France, the country elsewhere."""
    countries, regions, departments = (
        atlas.place_names[level, words.column("name")] for level in (col.COUNTRY, col.REGION, col.DEPARTMENT)
    )
    if row[col.COUNTRY] != FRANCE:
        return countries[row[col.COUNTRY]]
    named = [f"{departments[code]} ({code})" for code in split_list(row[col.DEPARTMENTS])]
    named = named or [regions[code] for code in split_list(row[col.REGIONS])] or [words("card.no_place")]
    if len(named) > 3:
        return words("card.more_places", places=", ".join(named[:2]), more=words.number(len(named) - 2))
    return words.listing(named)


def names_of(filtering: Filter, atlas: Atlas, words: Words) -> dict[str, str]:
    """What the values of a filter are called, by code: places, some with their codes, and fixed codes."""
    if filtering.codes:
        return {code: label.in_language(words.language) for code, label in filtering.codes.items()}
    names = atlas.place_names[filtering.name, words.column("name")]
    return {code: f"{name} ({code})" for code, name in names.items()} if filtering.numbered else names


def narrowing(field: str, value: str, atlas: Atlas, words: Words) -> str:
    """One narrowing of a selection in words: "Yvelines (78)", "depuis 2022"."""
    filtering = BY_FIELD[field]
    if field == "evidence":
        return words(f"evidence.{value}")
    if filtering.kind == "date":
        return periods.within(value, "", words) if field == "start" else periods.within("", value, words)
    return _within(filtering, value if filtering.kind == "words" else names_of(filtering, atlas, words)[value], words)


def _within(filtering: Filter, name: str, words: Words) -> str:
    """The name of a value within the words of its filter, where the name alone would not say what it is."""
    return words(f"filters.chip_{filtering.field}", value=name) if filtering.framed else name


def narrowings(
    selection: Selection, atlas: Atlas, words: Words, sides: Collection[Side] = ("where", "what")
) -> list[str]:
    """What narrows a selection, a phrase for each filter chosen: its values with "or", since any of them counts.

    The period (of the side `when`) is one phrase, at the end; the level of evidence is not among them.
    """
    said = []
    of_france = selection.country == (FRANCE,) and selection.names_part  # its parts say where they lie
    for filtering in sorted(BY_FIELD.values(), key=lambda each: each.side == "what"):
        chosen = getattr(selection, filtering.field)
        if filtering.side not in sides or filtering.kind == "date" or not chosen:
            continue
        if filtering.name == col.COUNTRY and of_france:
            continue
        if filtering.kind == "words":
            said.append(_within(filtering, chosen, words))
            continue
        names = names_of(filtering, atlas, words)
        own = (
            filtering.kind == "places" or filtering.side == "where"
        )  # names of places and of unions keep their capital
        named = [names[code] if own else words.within(names[code]) for code in chosen]
        said.append(_within(filtering, words.either(named), words))
    period = periods.within(selection.start, selection.end, words) if "when" in sides else ""
    return [*said, *([period] if period else [])]


def scope(selection: Selection, atlas: Atlas, words: Words) -> str:
    """What a selection covers, in one line, the level of evidence always said."""
    said = narrowings(selection, atlas, words, EVERY_SIDE)
    if selection.names_area and selection.places == "all":
        said = [*said, words("filters.places_all")]
    return words("semicolon").join([*(said or [words("receipt.everything")]), evidence_line(selection.evidence, words)])


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


def area_told(row: Row | pd.Series, name: str, words: Words) -> str:
    """What a tooltip, a tile or a screen reader says of an area under its name."""
    measure = MEASURES[name]
    value = row[measure.column]
    if pd.isna(value):
        return words(f"area.none_{name}")
    sentence = words(f"area.told_{name}", value=area_value(value, measure, words), count=int(row[col.INCIDENTS]))
    sentence = incidents.with_claims(sentence, int(row[col.INCIDENTS_CLAIMED]), words)
    if measure.is_rate:
        low, high = (float(row[end]) for end in measure.ends)
        sentence += words("area.interval", span=numbers.interval(low, high, words))
    websites = int(row[col.INCIDENTS_WEBSITE])
    if websites and measure.column == col.INCIDENTS:
        sentence += f"{words('semicolon')}{words('area.websites_counted', count=websites)}"
    elif websites and measure.is_rate:
        sentence += f"{words('semicolon')}{words('area.websites', count=websites)}"
    if measure.at_least and row[measure.at_least]:
        sentence += words("area.at_least")
    return sentence


def area_reading(table: pd.DataFrame, name: str, names: Mapping[str, str], words: Words) -> str:
    """One value read aloud: the area with most incidents that has a value; of two, the first by code."""
    measure = MEASURES[name]
    known = table[col.INCIDENTS][table[measure.column].notna() & (table[col.INCIDENTS] > 0)]
    if known.empty:
        return words("area.reading_nothing")
    code = str(known.idxmax())
    row: pd.Series = table.loc[code]  # type: ignore[assignment]  # codes are unique
    return words("area.reading", area=names[code], told=area_told(row, name, words))


def claims_sentence(kept: pd.DataFrame, selection: Selection, words: Words) -> str:
    """Whether claims of attackers are counted: how many, or that none is; empty where a narrowed choice has none."""
    claimed = incidents.claimed_among(kept)
    if claimed:
        return words("headline.claims_in", count=claimed)
    return "" if selection.narrowing_scope else words("headline.claims_out")


def possible_sentence(count: int, words: Words) -> str:
    """How many more attacks may have begun in the period, and why nobody can tell; empty where there is none."""
    return words("headline.possible", count=count) if count else ""


def whole_incidents(selection: Selection, words: Words) -> str:
    """That a figure of an incident covers all its places, also those elsewhere; empty in all of France or the world."""
    whole = selection.country in ((), (FRANCE,)) and not selection.names_part
    return "" if whole else words("headline.whole_incidents")


def busiest_year(kept: pd.DataFrame) -> tuple[str, int] | None:
    """The year with most incidents and how many; None where one year alone is left, or two share the rank."""
    years = Counter(str(started)[:4] for started in kept[col.STARTED_ON].to_list()).most_common(2)
    return None if len(years) < 2 or years[0][1] == years[1][1] else years[0]


def service_hit_most(kept: pd.DataFrame) -> tuple[str, int] | None:
    """The code of the service most often hit and how often; None where none comes first."""
    most = list(totals.services_hit(kept).items())[:2]
    return None if len(most) < 2 or most[0][1] == most[1][1] else most[0]
