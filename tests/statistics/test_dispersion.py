"""Whether areas differ by more than chance, and whether neighbours are alike: draws, seeds, one incident one unit."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.geography.levels import read_departments
from analytics.geography.neighbours import queen_neighbours
from analytics.schema import col
from analytics.selection.selection import Selection
from analytics.statistics import chance, clusters, differences
from analytics.statistics.dispersion import dispersion
from analytics.words import conclusions
from analytics.words.text import Words


@pytest.fixture(scope="module")
def french():
    return queen_neighbours(read_departments())


def areas_of(values):
    return pd.Series(values, [f"a{number:02}" for number in range(len(values))])


def test_with_many_events_the_p_value_is_that_of_chi_squared():
    rng = np.random.default_rng(5)
    seen, people = areas_of(rng.poisson(60, 20)), areas_of([100.0] * 20)

    found = dispersion(seen, people, np.random.default_rng(1))

    theirs = stats.chisquare(seen)
    assert found.chi_squared == pytest.approx(theirs.statistic)
    assert found.p_value == pytest.approx(theirs.pvalue, abs=0.02)
    assert found.freedom == 19


def test_areas_that_differ_are_said_to_and_chance_is_not():
    people = areas_of([100.0] * 12)

    assert dispersion(areas_of([30] + [1] * 11), people, np.random.default_rng(1)).code == "beyond-chance"
    assert dispersion(areas_of([3, 2, 4, 1, 3, 2, 2, 3, 1, 4, 2, 3]), people, np.random.default_rng(1)).code == "chance"
    assert dispersion(areas_of([1] * 12), people, np.random.default_rng(1)).code == "too-few"


def test_chance_is_rarely_taken_for_a_difference():
    rng, people = np.random.default_rng(2), areas_of(np.geomspace(1, 50, 30))
    share = people / people.sum()

    codes = [dispersion(areas_of(rng.multinomial(60, share)), people, rng, 199).code for _ in range(200)]

    assert codes.count("beyond-chance") <= 20  # 10 on average; more than 20 has a chance of one in a thousand


@pytest.mark.shipped
def test_the_whole_record_gives_what_is_worked_out_of_its_counts(held_shipped):
    table = held_shipped.profiles(Selection(), "department").areas
    counts, exposed = table[col.INCIDENTS].astype(int), table[col.PERSON_YEARS]
    found = dispersion(counts, exposed, np.random.default_rng(4))

    expected = exposed / exposed.sum() * counts.sum()
    assert found.chi_squared == pytest.approx(((counts - expected) ** 2 / expected).sum())
    assert (found.freedom, found.zeros) == (len(counts) - 1, (counts == 0).sum())
    # given the whole, a department is left out as often as all throws of a dice with its share miss it
    missed = ((1 - exposed / exposed.sum()) ** counts.sum()).sum()
    assert found.zeros_by_chance == pytest.approx(missed, abs=0.3)


def test_the_seed_is_made_of_the_choice_and_of_nothing_else():
    def drawn(selection: Selection, what: str = "test") -> float:
        return float(chance.generator(selection, what).random())

    choice = Selection(start="2021", type=("ransomware",))
    assert drawn(choice) == drawn(Selection(start="2021", type=("ransomware",), lang="en", department=("75",)))
    assert len({drawn(choice), drawn(choice, "other"), drawn(Selection()), drawn(Selection(start="2022"))}) == 4


@pytest.mark.shipped
def test_no_choice_that_the_review_tried_says_that_neighbours_are_alike(held_shipped, french):
    windows = [("", ""), ("2021", "2025"), ("2022", "2024")]
    said = []
    for evidence, kind, (start, end) in product(
        ("official", "victim", "press", "specialist", "attacker"), ((), ("ransomware",), ("data-theft",)), windows
    ):
        choice = Selection(evidence=evidence, type=kind, start=start, end=end)
        found = differences.clusters_of(held_shipped.atlas, held_shipped.profiles(choice, "department"), choice, french)
        assert found.permutations == 9_999
        said.append(conclusions.clusters(found, Words("en")))
    assert len(said) == 45
    assert not any("more alike" in sentence for sentence in said)
    assert "" in said  # too few: the sentence is absent


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_footprints_of_neighbours_alone_change_nothing(french, data):
    """Whatever neighbours an incident also touched, the test of clusters sees it once, where it was entered."""
    codes = pd.Index(sorted(french["area"].unique()))
    beside = french.groupby("area")["neighbour"].agg(list)
    entered = data.draw(st.lists(st.sampled_from(list(codes)), min_size=20, max_size=40))
    touched = [data.draw(st.lists(st.sampled_from(beside[code]), unique=True)) for code in entered]
    rows = [
        (f"i{number}", place, role)
        for number, (code, others) in enumerate(zip(entered, touched, strict=True))
        for place, role in (*((other, "isolated") for other in others), (code, "entered"))
    ]
    sites = pd.DataFrame(rows, columns=[col.INCIDENT_ID, col.DEPARTMENT, col.ROLE]).astype("str")
    ids = sites[col.INCIDENT_ID].drop_duplicates()

    events = clusters.once_each(sites, ids, codes, col.DEPARTMENT)
    alone = clusters.once_each(sites[sites[col.ROLE] == "entered"], ids, codes, col.DEPARTMENT)

    assert events.equals(alone)
    assert events.sum() == len(entered)


def test_what_hit_websites_only_stands_in_no_area():
    sites = pd.DataFrame(
        {
            col.INCIDENT_ID: ["a", "a", "b", "b"],
            col.DEPARTMENT: ["01", "02", "01", "02"],
            col.ROLE: ["targeted", "targeted", "unknown", "isolated"],
        }
    )

    events = clusters.once_each(sites, pd.Series(["a", "b"]), pd.Index(["01", "02"]), col.DEPARTMENT)
    assert events.to_dict() == {"01": 0, "02": 1}


def test_the_areas_page_begins_with_whether_they_differ():
    people = areas_of([100.0] * 12)
    alike = dispersion(areas_of([3, 2, 4, 1, 3, 2, 2, 3, 1, 4, 2, 3]), people, np.random.default_rng(1))
    apart = dispersion(areas_of([30] + [1] * 11), people, np.random.default_rng(1))

    assert conclusions.differ(alike, "department", Words("en")).startswith("Departments do not differ by more than")
    assert conclusions.differ(apart, "department", Words("en")).startswith("Departments differ by more than chance")
    assert "p = <\u202f0.01" in conclusions.differ(apart, "region", Words("en"))
    assert conclusions.differ(alike._replace(code="too-few"), "department", Words("fr")) == ""
