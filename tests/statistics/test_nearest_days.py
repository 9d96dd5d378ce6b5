"""People whose nearest large hospital was in degraded mode: worked by hand, and in relations that must hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.atlas import register
from analytics.selection.selection import Selection
from analytics.statistics import nearest_days as nearest
from analytics.statistics.nearest_days import UNKNOWN_FOR, on_day

HOMES = pd.DataFrame(
    {
        "insee": ["01001", "01002", "02001", "02002"],
        "department": ["01", "01", "02", "02"],
        "population": [1000, 200, 30, 4],
    }
)
# the second commune has another nearest hospital from 2021
NEAREST = pd.DataFrame(
    {
        "insee": ["01001", "01002", "01002", "02001", "02002"],
        "from_year": [2019, 2019, 2021, 2019, 2019],
        "to_year": [2024, 2020, 2024, 2024, 2024],
        "finess_et": ["A", "A", "B", "B", "C"],
    }
)
COLUMNS = ("incident_id", "started_on", "severity", "attack_type", "status", "strongest_tier")
DAYS = ("days_to_recover", "days_to_recover_low", "days_to_recover_high")
DAYS += ("recovery_at_least_days", "recovery_at_most_days")  # type: ignore[assignment]


def world(incidents: list[dict[str, Any]], places: list[tuple[str, str, str, str]]) -> tuple[Any, pd.DataFrame]:
    """An atlas of two departments, four communes and three hospitals, and its published incidents."""
    usual = {"severity": "care-affected", "attack_type": "ransomware", "status": "confirmed", "country": "FRA"}
    usual |= {"strongest_tier": "official"}
    rows = [usual | dict.fromkeys(DAYS, float("nan")) | incident for incident in incidents]
    published = pd.DataFrame(rows, columns=[*COLUMNS, "country", *DAYS])
    named = pd.DataFrame(places, columns=["incident_id", "finess_et", "role", "named"])
    atlas = SimpleNamespace(
        incidents_of_hospitals=named,
        departments=pd.DataFrame({"code": ["01", "02"], "region": ["84", "32"]}),
        countries=pd.DataFrame({"code": ["FRA", "DEU"]}),
        living_nearest=register.living_nearest(NEAREST, HOMES),
    )
    return cast(Any, atlas), published


def found(incidents: list[dict[str, Any]], places: list[tuple[str, str, str, str]], **chosen: Any) -> Any:
    """The days of that world, known until the end of 2022."""
    atlas, published = world(incidents, places)
    return nearest.nearest_days(atlas, published, Selection(**chosen), atlas.living_nearest, date(2022, 12, 31))


def people(days: Any, day: str) -> tuple[int, int]:
    """Low and high of a day."""
    row = days.totals.loc[pd.Timestamp(day)]
    return int(row["people_low"]), int(row["people_high"])


def test_who_lives_nearest_is_counted_by_year_and_department():
    table = register.living_nearest(NEAREST, HOMES).set_index(["year", "finess_et", "department"])

    assert table.loc[(2020, "A", "01")].tolist() == [1200, 2]
    assert table.loc[(2021, "A", "01")].tolist() == [1000, 1]
    assert table.loc[(2021, "B", "01")].tolist() == [200, 1]
    assert table.loc[(2021, "B", "02")].tolist() == [30, 1]
    assert table.groupby("year")["people"].sum().unique().tolist() == [1234]


def test_a_known_end_is_an_end_and_an_unknown_one_is_no_date():
    ended = {"incident_id": "i", "started_on": "2022-03-01"} | dict.fromkeys(DAYS[:3], 4.0)
    days = found([ended], [("i", "A", "entered", "site")])
    assert days.totals.index[-1] == pd.Timestamp("2022-03-05")
    assert people(days, "2022-03-05") == (1000, 1000)
    assert days.spells["end_known"].all()

    seen = {"incident_id": "i", "started_on": "2022-03-01", "recovery_at_least_days": 10.0}
    days = found([seen], [("i", "A", "entered", "site")])
    assert people(days, "2022-03-11") == (1000, 1000)
    assert people(days, "2022-03-12") == (0, 1000)
    assert days.totals.index[-1] == pd.Timestamp("2022-03-11") + pd.Timedelta(days=UNKNOWN_FOR)
    assert not days.spells["end_known"].any()


def test_where_nothing_is_said_of_the_length_the_first_day_alone_is_known():
    days = found([{"incident_id": "i", "started_on": "2022-03-01"}], [("i", "A", "entered", "site")])

    assert people(days, "2022-03-01") == (1000, 1000)
    assert people(days, "2022-03-02") == (0, 1000)


@pytest.mark.parametrize(
    ("change", "role"),
    [
        ({"severity": "not-stated"}, "entered"),
        ({"started_on": "2022-03"}, "entered"),
        ({}, "isolated"),
        ({}, "served"),
    ],
)
def test_what_may_have_been_is_never_sure(change, role):
    incident = {"incident_id": "i", "started_on": "2022-03-01", "recovery_at_least_days": 3.0} | change
    days = found([incident], [("i", "A", role, "site")])

    assert (days.totals["people_low"] == 0).all()
    assert people(days, "2022-03-02") == (0, 1000)


@pytest.mark.parametrize(
    ("change", "role", "named"),
    [
        ({"severity": "data-or-website-only", "attack_type": "data-theft"}, "entered", "site"),
        ({"attack_type": "ddos"}, "entered", "site"),
        ({"attack_type": "attempt"}, "entered", "site"),
        ({"status": "claimed"}, "entered", "site"),
        ({}, "targeted", "site"),
        ({}, "entered", "entity"),
    ],
)
def test_what_was_no_outage_of_a_named_hospital_counts_nobody(change, role, named):
    incident = {"incident_id": "i", "started_on": "2022-03-01"} | change
    days = found([incident], [("i", "A", role, named)], evidence="attacker")

    assert [len(table) for table in days] == [0, 0, 0]


def test_a_month_is_sure_only_where_the_days_reach_beyond_it():
    incident = {"incident_id": "i", "started_on": "2022-02", "recovery_at_least_days": 40.0}
    days = found([incident], [("i", "A", "entered", "site")])

    assert people(days, "2022-02-01") == (0, 1000)
    assert people(days, "2022-02-28") == (1000, 1000)
    assert people(days, "2022-03-13") == (1000, 1000)
    assert people(days, "2022-03-14") == (0, 1000)


def test_a_hospital_hit_twice_on_a_day_counts_once():
    incidents = [{"incident_id": name, "started_on": "2022-03-01"} for name in ("i", "j")]
    days = found(incidents, [("i", "A", "entered", "site"), ("j", "A", "entered", "site")])

    assert people(days, "2022-03-01") == (1000, 1000)
    assert days.totals["hospitals_low"].max() == 1


def test_the_hospitals_are_those_of_the_last_31_december_before_the_day():
    incidents = [{"incident_id": "i", "started_on": "2021-12-31", "recovery_at_least_days": 1.0}]
    days = found(incidents, [("i", "B", "entered", "site")])

    assert people(days, "2021-12-31") == (30, 30)  # as at the end of 2020
    assert people(days, "2022-01-01") == (230, 230)


def test_areas_cut_the_people_and_dates_the_days_but_not_the_attacks():
    incident = {"incident_id": "i", "started_on": "2022-03-01", "recovery_at_least_days": 10.0}
    places = [("i", "B", "entered", "site")]

    assert people(found([incident], places, department=("02",)), "2022-03-02") == (30, 30)
    later = found([incident], places, start="2022-03-05", end="2022-03-06")
    assert [f"{day:%d}" for day in later.totals.index] == ["05", "06"]
    assert people(later, "2022-03-05") == (230, 230)
    assert found([incident], places, country=("DEU",)).totals.empty


def test_a_day_has_its_departments_hospitals_and_neighbours():
    incidents = [
        {"incident_id": "i", "started_on": "2022-03-01", "recovery_at_least_days": 10.0},
        {"incident_id": "j", "started_on": "2022-03-05", "severity": "not-stated"},
    ]
    atlas, published = world(incidents, [("i", "B", "entered", "site"), ("j", "C", "entered", "site")])
    days = nearest.nearest_days(atlas, published, Selection(), atlas.living_nearest, date(2022, 12, 31))
    one = on_day(days, pd.Timestamp("2022-03-06"), atlas.living_nearest, ["01", "02"])

    assert one.areas.loc["02", ["people_low", "people_high", "population"]].tolist() == [30, 34, 34]
    assert one.areas.loc["01", "share_low"] == pytest.approx(200 / 1200)
    assert one.hospitals[["finess_et", "surely", "people", "incident_ids"]].to_numpy().tolist() == [
        ["B", True, 230, "i"],
        ["C", False, 4, "j"],
    ]
    assert (one.before, one.after) == (pd.Timestamp("2022-03-05"), None)
    nobody = on_day(days, pd.Timestamp("2021-01-01"), atlas.living_nearest, ["01", "02"])
    assert nobody.hospitals.empty
    assert nobody.total["people_high"] == 0
    assert nobody.after == pd.Timestamp("2022-03-01")


SPELLS = st.lists(
    st.tuples(st.sampled_from("ABC"), st.integers(0, 800), st.one_of(st.none(), st.integers(0, 60)), st.booleans()),
    max_size=6,
)


@given(SPELLS, st.sampled_from([(), ("01",), ("02",)]))
def test_parts_add_up_low_is_never_above_high_and_a_choice_is_never_more(spells, chosen):
    incidents = [
        {
            "incident_id": f"i{place}",
            "started_on": f"{pd.Timestamp('2020-06-01') + pd.Timedelta(days=start):%Y-%m-%d}",
            "severity": "care-affected" if sure else "not-stated",
            "recovery_at_least_days": float("nan") if days is None else float(days),
        }
        for place, (_, start, days, sure) in enumerate(spells)
    ]
    places = [(f"i{place}", hospital, "entered", "site") for place, (hospital, *_) in enumerate(spells)]
    whole, part = (found(incidents, places, department=codes) for codes in ((), chosen))

    for name in ("people_low", "people_high", "communes_low", "communes_high"):
        by_day = part.areas.groupby("day")[name].sum().reindex(part.totals.index, fill_value=0)
        assert by_day.tolist() == part.totals[name].tolist()
        assert (part.totals[name] <= whole.totals[name].reindex(part.totals.index, fill_value=0)).all()
    assert (part.totals["people_low"] <= part.totals["people_high"]).all()
    assert (part.totals["people_high"] <= 1234).all()


def test_dax_in_february_2021(shipped, publish_shipped):
    published = publish_shipped(Selection().evidence)
    days = nearest.nearest_days(shipped, published, Selection(), shipped.living_nearest)
    spell = days.spells[days.spells["incident_id"] == "fr-dax-2021"].iloc[0]
    landes = days.areas[days.areas["department"] == "40"].set_index("day")

    # attacked on 9 February; on 2 June a source still shows files out of reach, and none says when it ended
    assert (spell["from_low"], spell["to_low"]) == (pd.Timestamp("2021-02-09"), pd.Timestamp("2021-06-02"))
    assert not spell["end_known"]
    # its four sites have one with at least 100 acute beds, nearest to the town halls of that many people
    nearest_to_dax = shipped.living_nearest.query("year == 2020 and finess_et == '400000105'")
    assert nearest_to_dax["people"].sum() == 206_324
    assert (
        landes.loc["2021-02-09", "people_low"] == nearest_to_dax.set_index("department").loc["40", "people"] == 173_365
    )
    assert landes.loc["2021-06-02", "people_low"] == 173_365
    assert landes.loc["2021-06-03", ["people_low", "people_high"]].tolist() == [0, 173_365]
    only = nearest.nearest_days(shipped, published, replace(Selection(), department=("40",)), shipped.living_nearest)
    assert only.totals["people_high"].max() <= days.totals["people_high"].max()
