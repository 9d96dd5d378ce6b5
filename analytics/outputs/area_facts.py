"""What the record says of one area: its figures beside those of its region and of France, and what they leave open.

Everything is worked out by the rooms of statistics, once for all areas of a level; here it becomes words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from analytics.evidence import voices
from analytics.geography.levels import Level
from analytics.outputs import receipt_figures
from analytics.outputs.pictures import Choice
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.schema.version import KNOWN_UNTIL
from analytics.selection.selection import accepted_tiers
from analytics.statistics import areas, burden, comparison, periods, profiles, rates, trends
from analytics.statistics.funnel import Funnel, funnel
from analytics.statistics.profiles import Profiles
from analytics.words import conclusions, numbers, phrases
from analytics.words.incidents import with_claims
from analytics.words.text import Words


@dataclass(frozen=True)
class LevelResults:
    """The results for all areas of a level; what only some pages ask for is worked out when it is."""

    profiles: Profiles
    share: pd.DataFrame  # `burden.share_of_beds_hit`, of care or systems
    data_only: pd.DataFrame  # the same of data or websites only

    @cached_property
    def by_people(self) -> pd.DataFrame:
        """Attacks observed and expected, by population."""
        return self._expected(col.PERSON_YEARS)

    @cached_property
    def by_beds(self) -> pd.DataFrame:
        """The same, by beds."""
        return self._expected(col.BED_YEARS)

    @cached_property
    def funnel(self) -> Funnel:
        """The limits of what chance explains."""
        table = self.profiles.areas
        return funnel(profiles.whole_events(table), table[col.PERSON_YEARS])

    def _expected(self, exposure: str) -> pd.DataFrame:
        table = self.profiles.areas
        return comparison.observed_expected(table[col.INCIDENTS_WEIGHTED], table[exposure])


@dataclass(frozen=True)
class Findings:
    """Everything that the areas of one choice share, each worked out once and when it is asked for.

    Attributes
    ----------
    choice : Choice
        Its selection names no area and no incident.
    """

    choice: Choice
    _levels: dict[Level, LevelResults] = field(default_factory=dict)
    _sources: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @cached_property
    def kept(self) -> pd.DataFrame:
        """The published incidents that count, in order of their start."""
        return self.choice.kept.sort_values([col.STARTED_ON, col.INCIDENT_ID])

    @cached_property
    def over(self) -> periods.Period:
        """The days that were searched."""
        return areas.covered(self.choice.selection, "department")

    def at(self, level: Level) -> LevelResults:
        """The results for all areas of a level."""
        if level not in self._levels:
            shares = profiles.shares_of_beds(self.choice.atlas, self.kept, level)
            self._levels[level] = LevelResults(self.choice.profiles(level), *shares)
        return self._levels[level]

    def sources_of(self, incident: str) -> list[dict[str, Any]]:
        """The sources of an incident that count, strongest voice first (`voices.speaking`)."""
        if incident not in self._sources:
            atlas, tiers = self.choice.atlas, accepted_tiers(self.choice.selection.evidence)
            self._sources[incident] = rows_of(
                voices.speaking(incident, atlas.claims, atlas.events, atlas.sources, tiers)
            )
        return self._sources[incident]


class Area(NamedTuple):
    """One area in a language: a department, a region, or France as a country."""

    level: Level
    code: str
    findings: Findings
    words: Words

    @property
    def results(self) -> LevelResults:
        """Those of all areas of its level."""
        return self.findings.at(self.level)

    @property
    def row(self) -> pd.Series:
        """Its row in the profile of its level."""
        return row_of(self.results.profiles.areas, self.code)

    @property
    def share(self) -> pd.Series | None:
        """Its share of beds in hospitals that were hit; None where its beds are not known."""
        return self._row(self.results.share)

    @property
    def share_data_only(self) -> pd.Series | None:
        """The same of hospitals of which data or a website alone were hit."""
        return self._row(self.results.data_only)

    def _row(self, table: pd.DataFrame) -> pd.Series | None:
        return row_of(table, self.code) if self.code in table.index else None

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.row[self.words.column("name")]).replace("'", "’")

    @property
    def heading(self) -> str:
        """Its name with its code."""
        return self.words(f"brief.heading_{self.level}", name=self.name, code=self.code)

    @property
    def incidents(self) -> pd.DataFrame:
        """The published incidents that touched it."""
        sites = self.findings.choice.atlas.sites
        touched = sites.loc[sites[self.level] == self.code, col.INCIDENT_ID]
        return self.findings.kept[self.findings.kept[col.INCIDENT_ID].isin(touched)]

    @property
    def beside(self) -> list[Area]:
        """What it is compared with: its region, where that holds more than the area, and France."""
        compared = [Area("country", FRANCE, self.findings, self.words)]
        if self.level == col.DEPARTMENT:
            regions = self.findings.choice.atlas.departments.set_index(col.CODE)[col.REGION]
            region = str(regions[self.code])
            if (regions == region).sum() > 1:
                compared.insert(0, Area("region", region, self.findings, self.words))
        return compared


def row_of(table: pd.DataFrame, code: str) -> pd.Series:
    """The one row of an area."""
    return table.loc[code]  # type: ignore[return-value]  # codes are unique: one row


# --- in short ------------------------------------------------------------------------------------------------------


def answer(area: Area) -> list[str]:
    """What the page comes to, in two or three sentences."""
    words, row = area.words, area.row
    if area.findings.over.exposure.empty:
        return [words("conclude.no_years")]
    people = conclusions.expectation_of(area.results.by_people, area.code)
    days, count = period(area), int(row[col.INCIDENTS])
    more = phrases.possible_sentence(int(row[col.INCIDENTS_POSSIBLE]), words)
    claims = words("headline.claims_in", count=int(row[col.INCIDENTS_CLAIMED])) if row[col.INCIDENTS_CLAIMED] else ""
    further = [said for said in (claims, more) if said]
    if not count:
        none_known = words("brief.answer_none", area=area.heading, start=days["start"], end=days["end"])
        return [none_known, *further, conclusions.zero(float(row[col.RATE_HIGH]), people, area.level, words)]
    known = words("brief.answer_some", area=area.heading, start=days["start"], end=days["end"], count=count)
    against = conclusions.expected(people, conclusions.PEOPLE, area.level, words)
    return [known, *further, f"{against} {conclusions.reliability(str(row[col.RELIABILITY]), words)}"]


def period(area: Area) -> dict[str, str]:
    """First and last day of the period, in words."""
    over = area.findings.over
    return {"start": area.words.when(over.start.isoformat()), "end": area.words.when(over.end.isoformat())}


# --- the figures ---------------------------------------------------------------------------------------------------


class Figure(NamedTuple):
    """One line of the table of figures: its name, what it is, and its value in the area and in those beside it."""

    name: str
    notes: list[str]
    values: list[str]


def key_figures(area: Area) -> list[Figure]:
    """Every figure of an area, in the order of the page."""
    words, compared = area.words, [area, *area.beside]
    average = words(f"conclude.average_{area.level}")
    common = profiles.average(area.results.profiles)[col.RATE_PER_MILLION]
    counts = [
        with_claims(words.number(float(place.row[col.INCIDENTS])), int(place.row[col.INCIDENTS_CLAIMED]), words)
        for place in compared
    ]
    return [
        Figure(words("brief.name_incidents"), [words("brief.what_incidents")], counts),
        Figure(words("brief.name_people"), [_people_note(area)], [rate(place, rates.BY_PEOPLE) for place in compared]),
        Figure(words("brief.name_beds"), [_beds_note(area)], [rate(place, rates.BY_BEDS) for place in compared]),
        Figure(
            words("brief.name_entities"), [_entities_note(area)], [rate(place, rates.BY_ENTITIES) for place in compared]
        ),
        Figure(
            words("brief.name_expected_people"),
            [words("brief.what_expected_people", average=average, rate=numbers.rate(common, words))],
            [_expected(place, conclusions.PEOPLE) for place in compared],
        ),
        Figure(
            words("brief.name_expected_beds"),
            [words("brief.what_expected_beds")],
            [_expected(place, conclusions.BEDS) for place in compared],
        ),
        Figure(words("brief.name_share"), _share_notes(area), [_share(place, place.share) for place in compared]),
        Figure(
            words("brief.name_share_data_only"),
            [words("brief.what_share_data_only")],
            [_share(place, place.share_data_only) for place in compared],
        ),
        Figure(words("brief.name_bed_days"), _bed_days_notes(area), [_bed_days(place) for place in compared]),
    ]


def rate(area: Area, yearly: rates.YearlyRate) -> str:
    """A rate with its interval."""
    value, low, high = (float(area.row[name]) for name in yearly.columns)
    if pd.isna(value):
        return area.words("brief.not_known")
    return _with_interval(numbers.rate(value, area.words), low, high, area.words)


def _with_interval(value: str, low: float, high: float, words: Words) -> str:
    return words("brief.with_interval", value=value, interval=numbers.interval(low, high, words))


def _people_note(area: Area) -> str:
    row, words = area.row, area.words
    if pd.isna(row[col.RATE_PER_MILLION]):
        return words("brief.what_people_none")
    return words(
        "brief.what_people",
        population=words.number(int(row[col.POPULATION])),
        year=_year(row[col.POPULATION_YEAR], words),
        years=words.number(area.findings.over.years, 1),
    )


def _beds_note(area: Area) -> str:
    row, words = area.row, area.words
    if pd.isna(row[col.BEDS_RATE]):
        return words("brief.what_beds_none")
    return words(
        "brief.what_beds",
        bed_years=words.number(float(row[col.BED_YEARS])),
        beds=words.number(int(row[col.BEDS])),
        year=_year(row[col.BEDS_YEAR], words),
    )


def _entities_note(area: Area) -> str:
    row, words = area.row, area.words
    if pd.isna(row[col.ENTITIES_RATE]):
        return words("brief.what_entities_none")
    return words(
        "brief.what_entities",
        entity_years=words.number(float(row[col.ENTITY_YEARS]), 1),
        entities=words.number(int(row[col.ENTITIES])),
        year=_year(row[col.ENTITIES_YEAR], words),
    )


def _year(year: object, words: Words) -> str:
    """A year is no quantity: it has no separators."""
    return words("brief.not_known") if pd.isna(year) else str(int(year))  # type: ignore[call-overload]


def _expected(area: Area, by: str) -> str:
    """Attacks against those that the common rate of the level would give; France is that rate."""
    words = area.words
    if area.level == col.COUNTRY:
        return words("brief.by_definition")
    table = area.results.by_people if by == conclusions.PEOPLE else area.results.by_beds
    expectation = conclusions.expectation_of(table, area.code)
    if not expectation.known:
        return words("brief.not_known")
    value = words(
        "brief.value_expected",
        observed=words.number(expectation.observed, 1),
        expected=numbers.rate(expectation.expected, words),
        ratio=numbers.rate(expectation.ratio, words),
    )
    return _with_interval(value, expectation.low, expectation.high, words)


def _share_notes(area: Area) -> list[str]:
    words, share = area.words, area.share
    notes = [words("brief.what_share")]
    if share is None:
        return notes
    if len(area.incidents) and not share[burden.HOSPITALS]:
        notes.append(words("brief.share_website"))
    if share[burden.IS_LOWER_BOUND]:
        notes.append(words("brief.share_bound", count=int(share[burden.WITHOUT_BEDS])))
    if share[burden.STATED_SHARE] > 1:
        notes.append(words("brief.share_cut", stated=words.percent(float(share[burden.STATED_SHARE]))))
    elif share[burden.IN_SEVERAL]:
        notes.append(words("brief.share_elsewhere", count=int(share[burden.IN_SEVERAL])))
    return notes


def _share(area: Area, row: pd.Series | None) -> str:
    """A share, at least so much where beds are missing."""
    words = area.words
    if row is None or pd.isna(row[burden.SHARE]):
        return words("brief.not_known")
    share = words.percent(float(row[burden.SHARE]), 1)
    return words("brief.share_at_least", share=share) if row[burden.IS_LOWER_BOUND] else share


def _bed_days_notes(area: Area) -> list[str]:
    words, row = area.words, area.row
    several = area.results.profiles.bed_days.several[col.INCIDENT_ID]
    counts = {
        "complete": int(row[profiles.BED_DAYS_COMPLETE]),
        "open": int(row[profiles.BED_DAYS_LEFT_OUT]),
        "shared": int(area.incidents[col.INCIDENT_ID].isin(several).sum()),
    }
    notes = [words(f"brief.bed_days_{name}", count=count) for name, count in counts.items() if count]
    return [words("brief.what_bed_days"), *notes]


def _bed_days(area: Area) -> str:
    """Low to high; that there were none, or that nobody knows, where there is no sum."""
    words, row = area.words, area.row
    low, high = (float(row[f"{profiles.BED_DAYS}_{end}"]) for end in ("low", "high"))
    if pd.isna(low):
        return words("brief.none") if area.incidents.empty else words("brief.not_known")
    span = words.span(low, high)
    return words("brief.incomplete", value=span) if row[profiles.BED_DAYS_LEFT_OUT] else span


# --- what cannot be concluded ----------------------------------------------------------------------------------------


def limits(area: Area) -> list[str]:
    """What the page does not let a reader conclude, one sentence each."""
    words, results = area.words, area.results
    relied_on = str(area.row[col.RELIABILITY])
    # by year of start, over the years that have been searched
    trend = trends.yearly_trend(*receipt_figures.yearly(area.incidents, area.findings.choice.selection))
    changes = "brief.limit_trend_found" if trend.code in ("rising", "falling") else "brief.limit_trend"
    place = conclusions.funnel_place(results.funnel, area.code, words)
    choice = area.findings.choice
    differ = conclusions.differ(choice.held.dispersion(choice.selection, area.level), area.level, words)
    chance = " ".join(filter(None, [differ, conclusions.funnel(results.funnel, area.level, words), place]))
    lines = [words("brief.limit_public", end=words.when(KNOWN_UNTIL.isoformat()))]
    if relied_on != "stable":
        lines.append(words("brief.limit_rank", reliability=conclusions.reliability(relied_on, words)))
    lines.append(words(changes, trend=conclusions.trend(trend, words)))
    lines.append(words("brief.limit_chance", funnel=chance))
    coverage = results.profiles.coverage
    if several := len(coverage.several):
        lines.append(
            words(
                "brief.limit_sum",
                count=several,
                summed=words.number(coverage.summed),
                distinct=words.number(coverage.distinct),
                repeats=words.number(coverage.repeats),
            )
        )
    if unplaced := len(coverage.unplaced):
        lines.append(words("brief.limit_unplaced", count=unplaced))
    return [*lines, words("brief.limit_people")]
