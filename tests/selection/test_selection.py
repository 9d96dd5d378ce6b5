"""The reader's choice: what it keeps of the small world, and the address that says it."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analytics.record.cells import is_date, plain
from analytics.record.dates import first_day, last_day
from analytics.schema import col
from analytics.schema.codes import (
    ATTACK_TYPES,
    HOSPITAL_KINDS,
    HOSPITAL_STATUSES,
    SECTORS,
    SERVICE_CODES,
    SEVERITIES,
    TIERS,
)
from analytics.selection.address import Misread, from_query, within_reach
from analytics.selection.filters import FILTERS
from analytics.selection.selection import LANGUAGES, NAMES, Selection, Vocabulary, accepted_tiers
from tests.helpers.small_world import CLAIMED, FOREIGN, MONTH, PLACES, QUIET, TWO_TOWNS, YEAR

EVERYTHING = [TWO_TOWNS, MONTH, YEAR, CLAIMED, FOREIGN, QUIET]
VOCABULARY = Vocabulary(
    PLACES["country"],
    PLACES["region"],
    PLACES["department"],
    frozenset(EVERYTHING),
    frozenset(EVERYTHING),
    frozenset({"010000001"}),
    {},
)


def kept(incidents: pd.DataFrame, **chosen) -> list[str]:
    """The identifiers that a choice keeps, with every tier of source taken unless the choice says otherwise."""
    return Selection(**{"evidence": "attacker", **chosen}).keep(incidents)[col.INCIDENT_ID].tolist()


def read(query: dict[str, list[str]]) -> Selection:
    selection, problems = from_query(query, VOCABULARY)
    assert problems == []
    return selection


# --- what a choice keeps ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        pytest.param({}, EVERYTHING, id="all"),
        pytest.param({"country": ("DEU",)}, [FOREIGN], id="country"),
        pytest.param({"country": ("DEU", "FRA")}, EVERYTHING, id="two countries"),
        pytest.param({"group": ("eu",)}, EVERYTHING, id="a group of countries"),
        pytest.param(
            {"group": ("income-high",)}, [TWO_TOWNS, MONTH, YEAR, CLAIMED, QUIET], id="a group with one of them"
        ),
        pytest.param({"group": ("who-afr",)}, [], id="a group that has none of them"),
        pytest.param({"region": ("84",)}, [TWO_TOWNS, CLAIMED, QUIET], id="region"),
        pytest.param({"department": ("01",)}, [TWO_TOWNS, QUIET], id="department"),
        pytest.param({"department": ("02",)}, [TWO_TOWNS], id="second department of an incident"),
        pytest.param({"department": ("2A", "971")}, [MONTH, YEAR], id="two departments"),
        pytest.param({"department": ("1",)}, [], id="a code is not a part of another"),
        pytest.param({"type": ("ransomware",)}, [TWO_TOWNS, FOREIGN], id="type"),
        pytest.param({"type": ("ransomware", "intrusion")}, [TWO_TOWNS, FOREIGN, QUIET], id="two types"),
        pytest.param({"service": ("imaging",)}, [TWO_TOWNS, MONTH], id="service"),
        pytest.param({"service": ("emergency", "laboratory")}, [TWO_TOWNS, MONTH], id="any of two services"),
        pytest.param({"service": ("maternity",)}, [], id="a service that nobody names"),
        pytest.param({"sector": ("supplier",)}, [FOREIGN], id="sector"),
        pytest.param({"sector": ("supplier", "hospital")}, EVERYTHING, id="two sectors"),
        pytest.param({"severity": ("care-affected",)}, [TWO_TOWNS, MONTH], id="severity"),
        pytest.param({"sector": ("regional-body",)}, [], id="a sector that nobody is of"),
        pytest.param({"department": ("01",), "type": ("intrusion",)}, [QUIET], id="two filters together"),
        pytest.param({"evidence": "specialist"}, [TWO_TOWNS, MONTH, YEAR, FOREIGN, QUIET], id="no attackers"),
        pytest.param({"evidence": "press"}, [TWO_TOWNS, MONTH, YEAR, FOREIGN], id="press or stronger"),
        pytest.param({"evidence": "victim"}, [TWO_TOWNS, MONTH], id="the victim or stronger"),
        pytest.param({"evidence": "official"}, [TWO_TOWNS], id="official only"),
        pytest.param({"incident": QUIET, "lang": "en"}, EVERYTHING, id="an open card and a language do not filter"),
    ],
)
def test_each_filter_keeps_what_it_names(small_incidents, chosen, expected):
    assert kept(small_incidents, **chosen) == expected


@pytest.mark.parametrize(
    ("start", "end", "certain", "possible"),
    [
        ("2022", "", [TWO_TOWNS, CLAIMED, QUIET], []),
        ("", "2020", [YEAR, FOREIGN], []),
        ("2022", "2022", [TWO_TOWNS, QUIET], []),
        ("2022-12-03", "2022-12-03", [TWO_TOWNS], []),
        ("2022-12-04", "2022-12-31", [], []),
        ("2022-12-04", "2023", [CLAIMED], []),
        # started in February 2021, on which day nobody says
        ("2021-02", "2021-02-28", [MONTH], []),
        ("2021-02-28", "2021-03", [], [MONTH]),
        ("2021-01", "2021-02-01", [], [MONTH]),
        ("2021-03", "2021", [], []),
        ("2021", "2021-01-31", [], []),
        # started in 2019, in which month nobody says
        ("2019-12-31", "2020-01", [], [YEAR]),
        ("2018", "2019-01-01", [], [YEAR]),
        ("2020", "2020-09-09", [], []),
        ("2019-02", "2020-09-10", [FOREIGN], [YEAR]),
    ],
)
def test_a_date_that_is_vague_is_kept_where_it_lies_inside_and_possible_across_an_end(
    small_incidents, start, end, certain, possible
):
    selection = Selection(start=start, end=end, evidence="attacker")

    assert kept(small_incidents, start=start, end=end) == certain
    assert selection.possible(small_incidents)[col.INCIDENT_ID].tolist() == possible
    both = selection.keep_with_possible(small_incidents).set_index(col.INCIDENT_ID)[col.IN_PERIOD].to_dict()
    assert both == {**dict.fromkeys(certain, "certain"), **dict.fromkeys(possible, "possible")}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("coeur", [MONTH]),
        ("CŒUR elan", [MONTH]),
        ("Élan, Cœur !", [MONTH]),
        ("deux-villes", [TWO_TOWNS]),
        ("heart clinic", [MONTH]),
        ("heart villes", []),
        ("deuxieme", [TWO_TOWNS]),
        ("971", [YEAR]),
        ("allemagne", [FOREIGN]),
        ("ravens", [TWO_TOWNS]),
        ("corbeaux", [TWO_TOWNS]),
        ("[", []),  # signs alone are no word: nothing is found, rather than everything
        ("%", []),
        ("💩", []),
        ("hopital.*", [YEAR, CLAIMED, QUIET]),
        ("zzz", []),
    ],
)
def test_a_search_finds_every_word_without_accents_and_case(small_incidents, words, expected):
    assert kept(small_incidents, q=words) == sorted(expected, key=EVERYTHING.index)


@pytest.mark.parametrize(
    "chosen",
    [
        {"region": ("84",)},
        {"q": "coeur"},
        {"start": "2022"},
        {"end": "2022-03"},
        {"service": ("imaging",)},
        {"sector": ("hospital",)},
    ],
)
def test_nothing_is_kept_of_nothing(small_incidents, chosen):
    assert kept(small_incidents.iloc[:0], **chosen) == []


DATES = st.dates().map(str).flatmap(lambda day: st.sampled_from([day, day[:7], day[:4]]))


def some(codes) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(codes)), unique=True).map(tuple)


def in_order(selection: Selection) -> bool:
    start, end = pd.Series([selection.start]), pd.Series([selection.end])
    return "" in (selection.start, selection.end) or first_day(start).iloc[0] <= last_day(end).iloc[0]


SELECTIONS = st.builds(
    Selection,
    country=some(VOCABULARY.country),
    region=some(VOCABULARY.region),
    department=some(VOCABULARY.department),
    start=DATES | st.just(""),
    end=DATES | st.just(""),
    type=some(ATTACK_TYPES),
    service=some(SERVICE_CODES),
    sector=some(SECTORS),
    hospital=some(HOSPITAL_KINDS),
    ownership=some(HOSPITAL_STATUSES),
    severity=some(SEVERITIES),
    evidence=st.sampled_from(list(TIERS)),
    q=st.text(),
    incident=st.sampled_from(["", *EVERYTHING]),
    lang=st.sampled_from(LANGUAGES),
).filter(in_order)


@pytest.fixture(scope="module")
def narrow(small_incidents) -> pd.DataFrame:
    """The columns of the published incidents that a choice looks at."""
    return small_incidents[
        [
            col.INCIDENT_ID,
            "country",
            "countries",
            "country_groups",
            "regions",
            "departments",
            "services",
            "sector",
            "hospital_kinds",
            "hospital_sizes",
            "hospital_statuses",
            "severity",
            "started_on",
            "attack_type",
            "status",
            "strongest_tier",
            "search_text",
        ]
    ]


@settings(max_examples=30)
@given(SELECTIONS)
def test_a_choice_never_invents_repeats_or_reorders_rows_and_leaves_the_table_alone(narrow, selection):
    before = narrow.copy()

    rows = selection.keep(narrow)

    assert rows.index.is_monotonic_increasing
    assert rows.index.is_unique
    pd.testing.assert_frame_equal(rows, before.loc[rows.index])
    pd.testing.assert_frame_equal(narrow, before)


@settings(max_examples=30)
@given(SELECTIONS, st.sampled_from([each.field for each in FILTERS.values() if each.keep and each.side != "who"]))
def test_taking_a_filter_back_never_loses_a_row(narrow, selection, name):
    rows = set(selection.keep(narrow).index)

    assert rows <= set(selection.without(name).keep(narrow).index)


# --- the address ------------------------------------------------------------------------------------------


def as_mapping(selection: Selection) -> dict[str, list[str]]:
    query: dict[str, list[str]] = {}
    for name, value in selection.to_query():
        query.setdefault(name, []).append(value)
    return query


@given(SELECTIONS)
def test_a_choice_written_as_an_address_comes_back_the_same(selection):
    assert from_query(as_mapping(selection), VOCABULARY) == (selection, [])


def test_an_open_choice_has_an_empty_address():
    assert Selection().to_query() == []


def test_an_address_repeats_the_names_of_lists_and_says_from_and_to():
    chosen = Selection(department=("01", "2A"), start="2022", end="2023-05", lang="en", evidence="press")

    assert chosen.to_query() == [
        ("department", "01"),
        ("department", "2A"),
        ("from", "2022"),
        ("to", "2023-05"),
        ("evidence", "press"),
        ("lang", "en"),
    ]


def test_the_names_of_an_address_are_those_of_the_contract():
    assert NAMES == (
        "country",
        "group",
        "region",
        "department",
        "from",
        "to",
        "type",
        "service",
        "sector",
        "hospital",
        "capacity",
        "ownership",
        "severity",
        "evidence",
        "q",
        "places",
        "incident",
        "compare",
        "day",
        "finess",
        "lang",
    )
    assert {name for name, each in FILTERS.items() if each.field != name} == {"from", "to"}


def test_an_open_choice_is_what_every_filter_leaves_alone():
    assert {each.field: each.open for each in FILTERS.values()} == asdict(Selection())


def test_a_search_of_spaces_is_none():
    assert read({"q": ["  "]}) == Selection()


def test_a_value_given_twice_is_taken_once_and_an_empty_one_not_at_all():
    assert read({"department": ["01", "", "01"], "q": [""]}) == Selection(department=("01",))


def test_the_last_of_two_single_values_is_taken():
    assert read({"lang": ["fr", "en"], "from": ["2020", "2021"]}) == Selection(lang="en", start="2021")


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("type", "virus", "ransomware, data-theft, intrusion, ddos, wiper, attempt, unknown"),
        ("evidence", "rumour", "official, victim, press, specialist, attacker"),
        ("lang", "de", "fr, en"),
        ("country", "GBR", "DEU, FRA"),
        ("region", "99", "01, 32, 84, 94"),
        ("department", "99", "01, 02, 2A, 971"),
        ("from", "soon", "YYYY, YYYY-MM, YYYY-MM-DD"),
        ("to", "2022-02-30", "YYYY, YYYY-MM, YYYY-MM-DD"),
        ("from", "0000", "YYYY, YYYY-MM, YYYY-MM-DD"),
        ("from", "٢٠٢٢", "YYYY, YYYY-MM, YYYY-MM-DD"),
        ("start", "2022", ", ".join(NAMES)),
        ("colour", "red", ", ".join(NAMES)),
    ],
)
def test_what_is_not_understood_is_left_out_and_told_with_what_is_allowed(name, value, allowed):
    assert from_query({name: [value], "q": ["coeur"]}, VOCABULARY) == (
        Selection(q="coeur"),
        [Misread(name, value, allowed)],
    )


def test_a_search_has_a_longest_length_and_an_address_too():
    assert from_query({"q": ["a" * 200]}, VOCABULARY) == (Selection(q="a" * 200), [])
    assert from_query({"q": ["a" * 201]}, VOCABULARY) == (Selection(), [Misread("q", "a" * 201, "≤ 200 signs")])
    assert from_query({"q": ["a" * 201]}, VOCABULARY).problems[0].narrows

    short, long = {"lang": ["en"], "q": ["a"]}, {"department": ["01"] * 600}
    assert within_reach(short) == (short, [])
    read, problems = within_reach({**short, **long})
    assert read == short
    assert [(each.name, each.allowed, each.narrows) for each in problems] == [("department", "≤ 8192 bytes", True)]


def test_the_values_that_are_understood_are_taken_beside_those_that_are_not():
    selection, problems = from_query({"department": ["01", "99", "2A"]}, VOCABULARY)

    assert selection.department == ("01", "2A")
    assert [problem.value for problem in problems] == ["99"]


def test_an_end_before_the_start_is_told_and_left_out():
    selection, problems = from_query({"from": ["2022-06"], "to": ["2022-05"]}, VOCABULARY)

    assert selection == Selection(start="2022-06")
    assert problems == [Misread("to", "2022-05", "≥ 2022-06")]


def test_an_end_that_holds_the_start_is_no_contradiction():
    assert read({"from": ["2022-06-15"], "to": ["2022"]}) == Selection(start="2022-06-15", end="2022")


@given(st.dictionaries(st.sampled_from(NAMES) | st.text(), st.lists(st.text() | DATES, max_size=3), max_size=4))
def test_any_address_gives_a_choice_that_can_be_written_again_and_keeps_working(query):
    selection, problems = from_query(query, VOCABULARY)

    assert from_query(as_mapping(selection), VOCABULARY) == (selection, [])
    assert all(problem.allowed for problem in problems)
    assert all(not value or is_date(value) for value in (selection.start, selection.end))


# --- taking back ------------------------------------------------------------------------------------------


def test_one_value_of_a_list_is_taken_back_and_the_others_stay():
    chosen = Selection(department=("01", "2A"), q="coeur")

    assert chosen.without("department", "01") == Selection(department=("2A",), q="coeur")
    assert chosen.without("department") == Selection(q="coeur")
    assert chosen == Selection(department=("01", "2A"), q="coeur")


def test_a_single_value_goes_back_to_its_default():
    chosen = Selection(start="2022", evidence="press", lang="en")

    assert chosen.without("start") == Selection(evidence="press", lang="en")
    assert chosen.without("evidence", "press") == Selection(start="2022", lang="en")


def test_chips_say_all_that_narrows_and_nothing_else():
    chosen = Selection(country=("FRA",), type=("ddos", "intrusion"), start="2022", q="a b", lang="en", incident=QUIET)

    assert chosen.narrowing == [
        ("country", "FRA"),
        ("type", "ddos"),
        ("type", "intrusion"),
        ("start", "2022"),
        ("q", "a b"),
    ]
    assert Selection(evidence="attacker").narrowing == [("evidence", "attacker")]
    assert Selection(lang="en").narrowing == []


# --- the pieces -------------------------------------------------------------------------------------------


def test_tiers_are_accepted_down_to_the_one_named():
    assert accepted_tiers("official") == ("official",)
    assert accepted_tiers("press") == ("official", "victim", "press")
    assert accepted_tiers("attacker") == tuple(TIERS)


def test_a_year_and_a_month_have_a_first_and_a_last_day():
    dates = pd.Series(["2020", "2020-02", "2021-02", "2020-02-29", "2020-12-31", None])

    first = ["2020-01-01", "2020-02-01", "2021-02-01", "2020-02-29", "2020-12-31", None]
    last = ["2020-12-31", "2020-02-29", "2021-02-28", "2020-02-29", "2020-12-31", None]
    pd.testing.assert_series_equal(first_day(dates), pd.Series(pd.to_datetime(first)), check_dtype=False)
    pd.testing.assert_series_equal(last_day(dates), pd.Series(pd.to_datetime(last)), check_dtype=False)


@given(st.text())
@example("𝑨 \ufb03 Œ")  # a capital of another alphabet, a ligature: they open into plain letters
def test_plain_words_are_lower_case_and_stay_the_same_when_made_plain_again(text):
    assert plain(plain(text)) == plain(text)
    assert plain(text) == plain(text).strip().casefold()
