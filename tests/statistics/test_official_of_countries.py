"""Official counts of any country: which may carry a ratio, of the same country and year, and what contradicts what."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from analytics.drawings.charts.base import Look, Points
from analytics.drawings.charts.official import unseen as unseen_chart
from analytics.drawings.theme import LIGHT
from analytics.outputs import official_figures
from analytics.outputs.held import Basis, Held
from analytics.outputs.receipts import work_out
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, FRANCE, UNIONS
from analytics.schema.series import BESIDE, CONTEXT, LINES, RATIO, comparison, lines_of, standing
from analytics.schema.version import KNOWN_UNTIL
from analytics.selection.selection import Selection
from analytics.statistics.official import (
    COMPUTED,
    DIFFERENT_VALUES,
    NOT_FITTING,
    beside_official,
    contradictions,
    doubtful,
    of_country,
)
from analytics.statistics.periods import FIRST_YEAR_FRANCE
from analytics.words.official import share_of, unseen
from analytics.words.text import UNKNOWN, Words

WITH_RATIO = {"FRA", "DEU", "KOR", "USA", "ITA"}
WITHOUT_RATIO = {"JPN", "NLD"}

pytestmark = pytest.mark.shipped


@pytest.fixture(scope="module")
def held(shipped) -> Held:
    return Held(lambda: shipped)


def beside(held: Held, **chosen: object) -> pd.DataFrame:
    return official_figures.beside(held.choice(Selection(**chosen)))


def of_receipt(held: Held, selection: Selection) -> pd.DataFrame:
    return work_out("official", held, selection).rows


# --- the registry -------------------------------------------------------------------------------------------


def test_the_registry_names_series_that_there_are(shipped):
    series = shipped.national_series
    known = set(zip(series[col.COUNTRY], series[col.METRIC], strict=True))

    assert {(line.country, line.metric) for line in LINES} <= known
    assert {line.country for line in LINES if line.compared == RATIO} == WITH_RATIO
    assert {line.country for line in LINES} == WITH_RATIO | WITHOUT_RATIO
    assert {code for code in set(series[col.COUNTRY]) if standing(code) == CONTEXT} == (
        set(series[col.COUNTRY]) - WITH_RATIO - WITHOUT_RATIO
    )
    # each that is not French says in what it is another thing than ours
    assert all(line.warning for line in LINES if line.country != FRANCE)


def test_all_figures_of_the_countries_are_there_and_a_union_is_no_country_of_an_incident(shipped):
    series = shipped.national_series

    assert (series[col.COUNTRY] == FRANCE).sum() == 108
    assert (series[col.COUNTRY] != FRANCE).sum() == 252
    assert set(series[col.COUNTRY]) - set(shipped.countries[col.CODE]) == set(UNIONS) == {"XEU"}
    assert not shipped.incidents[col.COUNTRY].isin(UNIONS.keys()).any()


def test_the_export_says_how_each_figure_may_stand_and_follows_the_country(held):
    whole = held.table("national_series", Selection())
    germany = held.table("national_series", Selection(country=("DEU",)))

    assert len(whole) == 360
    assert set(germany[col.COUNTRY]) == {"DEU"}
    compared = germany.set_index("series_id")[col.COMPARED]
    assert compared["deu.2023.kritis_hospital_incidents.1"] == RATIO
    assert compared["deu.2024-01-to-2024-03.kritis_hospital_incidents.1"] == CONTEXT
    assert set(compared[compared.index.str.contains("kritis_reports_health")]) == {CONTEXT}
    assert set(whole.loc[whole[col.COUNTRY] == "JPN", col.COMPARED]) == {BESIDE, CONTEXT}


# --- worked by hand -----------------------------------------------------------------------------------------


def test_germany_worked_by_hand(held, shipped):
    years = beside(held, country=("DEU",))
    ours = shipped.incidents[shipped.incidents[col.COUNTRY] == "DEU"]

    assert years["declared_high"].dropna().to_dict() == {2019: 61, 2020: 55, 2021: 35, 2022: 35, 2023: 21}
    for year in range(2019, 2024):
        assert years.loc[year, "ours"] == ours[col.STARTED_ON].str.startswith(str(year)).sum()
        assert years.loc[year, "ratio_low"] == pytest.approx(years.loc[year, "ours"] / years.loc[year, "declared_low"])
    assert years.loc[[2024, 2025, 2026], ["ratio_low", "ratio_high"]].isna().all(axis=None)
    assert "ratio_ransomware_low" not in years


def test_the_united_states_are_set_over_complaints_of_ransomware_and_filings_carry_no_ratio(held):
    years = beside(held, country=("USA",))

    assert years["ransomware_high"].dropna().to_dict() == {2021: 148, 2022: 210, 2023: 249, 2024: 238}
    assert years.loc[2023, "filings_high"] == 371
    assert years["ratio_ransomware_low"].dropna().index.tolist() == [2021, 2022, 2023, 2024]
    assert years.loc[2023, "ratio_ransomware_low"] == pytest.approx(years.loc[2023, "ours_ransomware_low"] / 249)
    assert not {"ratio_low", "ratio_high", "ratio_derived"} & set(years)


@pytest.mark.parametrize("country", sorted(WITHOUT_RATIO))
def test_what_may_stand_side_by_side_alone_has_numbers_and_no_ratio(held, shipped, country):
    years = beside(held, country=(country,))
    words = Words("en")
    told = unseen(country, years, shipped, words)

    assert years["ransomware_high"].notna().any()
    assert [name for name in years if name.startswith("ratio")] == []
    assert "%" not in told.finding
    assert any("No ratio" in text for text in told.why)


def test_french_figures_are_the_same_whatever_other_countries_have(held, shipped):
    french = of_country(shipped.national_series, FRANCE)
    kept = held.choice(Selection()).kept

    pd.testing.assert_frame_equal(beside(held), beside_official(kept, french, KNOWN_UNTIL, FIRST_YEAR_FRANCE))


# --- for every country and any choice -----------------------------------------------------------------------


def choices(shipped) -> list[dict[str, object]]:
    dice = random.Random(12)  # noqa: S311
    codes = sorted((set(shipped.national_series[col.COUNTRY]) - set(UNIONS)) | {"ESP", "BRA", "FIN"})
    return [
        {
            "country": tuple(dice.sample(codes, dice.choice((0, 1, 1, 1, 1, 2)))),
            "evidence": dice.choice(("official", "victim", "press", "specialist", "attacker")),
            "type": tuple(dice.sample(sorted(ATTACK_TYPES), dice.choice((0, 0, 1)))),
            "start": dice.choice(("", "2021")),
        }
        for _ in range(120)
    ] + [{"country": (code,)} for code in codes]


def test_no_ratio_is_shown_where_none_is_allowed_and_both_sides_are_of_one_country_and_year(held, shipped):
    series, words = shipped.national_series, Words("fr")
    for chosen in choices(shipped):
        selection = Selection(**chosen)
        country, table = official_figures.country_beside(selection), beside(held, **chosen)
        kept = held.choice(Selection(evidence=selection.evidence)).kept
        own = of_country(kept, country)[col.STARTED_ON].str[:4]
        figures = of_country(series, country)
        assert country == (selection.country[0] if len(selection.country) == 1 else FRANCE)
        if not lines_of(country):
            assert not [name for name in table if name.startswith("ratio")], chosen
        for year, row in table.iterrows():
            if pd.notna(row["ours"]):
                assert row["ours"] == (own == str(year)).sum(), (chosen, year)
            for line in lines_of(country):
                theirs = figures[(figures[col.METRIC] == line.metric) & (figures[col.YEAR] == str(year))][col.VALUE]
                if len(theirs) and f"{line.line}_low" in row:
                    assert set(theirs) & {row[f"{line.line}_low"], row[f"{line.line}_high"]}, (chosen, year)
            if share_of(row, words) != UNKNOWN:
                stand = {comparison(country, line.metric, str(year)) for line in lines_of(country)}
                assert RATIO in stand, (chosen, year)
                assert country in WITH_RATIO


def test_the_receipt_of_official_figures_is_of_the_country_chosen(held):
    for country, metric in (("DEU", "kritis_hospital_incidents"), ("ITA", "acn_confirmed_incidents_health")):
        rows = of_receipt(held, Selection(country=(country,)))
        assert set(rows[col.COUNTRY]) == {country}
        assert set(rows[col.METRIC]) == {metric}
    by_ransomware = of_receipt(held, Selection(country=("USA",), type=("ransomware",)))
    assert set(by_ransomware[col.METRIC]) == {"fbi_ransomware_complaints_health"}
    assert of_receipt(held, Selection(country=("ESP",))).empty
    assert set(of_receipt(held, Selection(department=("78",)))[col.COUNTRY]) == {FRANCE}


# --- contradictions -----------------------------------------------------------------------------------------


def told(shipped, country: str, kind: str) -> dict[tuple[str, str], str]:
    rows = contradictions(of_country(shipped.national_series, country))
    rows = rows[rows["kind"] == kind]
    return {(row["year"], row["metrics"]): row["values"] for _, row in rows.iterrows()}


def test_contradictions_of_each_country_are_kept_and_told(shipped):
    assert told(shipped, "PRT", DIFFERENT_VALUES) == {("2023", "cncs_incidents_health"): "171; 107"}
    assert told(shipped, "ITA", DIFFERENT_VALUES) == {("2024", "acn_ransomware_events_health"): "51; 10"}
    assert ("2024-01/2024-09", "acn_confirmed_incidents_health; acn_cyber_events_health") in told(
        shipped, "ITA", NOT_FITTING
    )
    assert told(shipped, "GBR", NOT_FITTING) == {("2023; 2024", "nis_incidents_clinical_harm_nhs"): "2; 2"}
    assert list(told(shipped, "XEU", NOT_FITTING).values()) == ["91; 215; 85; 40"]
    assert told(shipped, "USA", DIFFERENT_VALUES)["2021", "hhs_breaches_all_types"] == "715; 609; 609"


def test_a_computation_of_many_years_is_one_contradiction(shipped):
    computed = told(shipped, "USA", COMPUTED)

    assert len(computed) == 29
    assert sum(len(values.split("; ")) for values in computed.values()) > 90
    assert computed["2010; 2011; 2012; 2013; 2014", "hhs_hacking_providers"] == "7; 11; 15; 16; 21"


def test_what_one_country_counts_contradicts_nothing_of_another(shipped):
    metrics = contradictions(shipped.national_series)

    # ENISA has a figure of the same name and period for Spain, France and the Union
    assert not ((metrics["kind"] == DIFFERENT_VALUES) & (metrics["metrics"] == "enisa_public_incidents_health")).any()


def test_the_doubtful_figure_is_told_among_contradictions_alone(shipped):
    series = shipped.national_series

    assert series.loc[doubtful(series), "series_id"].tolist() == ["ita.2024.acn_ransomware_events_health.1"]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_ransomware_stands_beside_ransomware_in_france_too(held, lang):
    words = Words(lang)
    table = official_figures.beside(Basis(held, Selection()))
    told = unseen(FRANCE, table, held.atlas, words)
    (panel,) = unseen_chart(table, told, "", Look(words, LIGHT)).blocks[0].panels
    points = [point for mark in panel.together if isinstance(mark, Points) for point in mark.points]
    years = [slot.name for slot in panel.slots]

    def of(name: str) -> dict[str, str]:
        return {years[int(point.y)]: point.text for point in points if point.key.name == told.names[name]}

    official = of("ransomware")
    assert {"2021": "47", "2023": "32", "2024": "40"}.items() <= official.items()
    assert official.keys() <= of("ours_ransomware").keys()
    assert of("ours_ransomware")["2021"] == words.span(6, 10)
