"""The search as one types: what is found, in which order, and what each result says."""

from __future__ import annotations

import pytest

from analytics.find.entries import entries
from analytics.find.finder import Finder
from analytics.find.matching import Matcher
from analytics.record import files
from analytics.schema import col
from analytics.words.text import Words
from tests.helpers.typed import typed

FRENCH, ENGLISH = Words("fr"), Words("en")
QUERIES, FIRST = 300, 3


@pytest.fixture(scope="module")
def communes():
    return files.read_csv(files.DATA / "reference" / "communes.csv")


@pytest.fixture(scope="module")
def finder(shipped, communes):
    return Finder(shipped, communes)


@pytest.fixture(scope="module")
def matcher(shipped, communes):
    return Matcher(entries(shipped, communes))


def first(finder, text, count=FIRST, words=FRENCH):
    return [(each["kind"], each["label"]) for each in finder.answer(text, words, 8).results[:count]]


def test_of_three_hundred_searches_nearly_all_find_their_incident_among_the_first_three(matcher, shipped):
    searches = typed(shipped, QUERIES)
    missed = []
    for search in searches:
        found = matcher.find(search.text, 8).found[:FIRST]
        files_shown = [each.entry for each in found if each.entry.kind in ("incident", "hospital")]
        if not any(search.meant.intersection(entry.incidents) for entry in files_shown):
            missed.append(search)

    assert len(searches) == QUERIES
    assert len({search.rule for search in searches}) == 15  # names, towns and hospitals, each written in five ways
    assert len(missed) <= 0.01 * QUERIES, missed


@pytest.mark.parametrize(
    "text",
    ["Brest", "brest", "hôpital Brest", "hôpital de Brest", "CHRU Brest", "CHU BREST", "CH Brest", "Berst", "Bresst"],
)
def test_a_hospital_is_found_by_each_of_its_names(finder, text):
    assert ("incident", "CHU de Brest") in first(finder, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ain", ("department", "Ain")),
        ("rhone", ("department", "Rhône")),
        ("bret", ("region", "Bretagne")),
        ("ile de france", ("region", "Île-de-France")),
        ("cote d'or", ("department", "Côte-d’Or")),
        ("29", ("department", "Finistère")),
        ("allemagne", ("country", "Allemagne")),
        ("germany", ("country", "Allemagne")),
        ("lockbit", ("actor", "LockBit")),
        ("st malo", ("town", "Saint-Malo")),
    ],
)
def test_what_is_typed_is_what_comes_first(finder, text, expected):
    assert first(finder, text, 1) == [expected]


@pytest.mark.parametrize("text", ["aphp", "AP-HP", "ap hp", "Assistance publique - Hôpitaux de Paris"])
def test_the_names_of_a_group_of_hospitals_are_one(finder, text):
    assert "AP-HP" in {label[:5] for _, label in first(finder, text)}


def test_a_misspelled_word_is_put_right_and_a_right_one_is_left(finder):
    assert finder.answer("versaile", FRENCH, 8).did_you_mean == "Versailles"
    assert finder.answer("hopital de versaile", FRENCH, 8).did_you_mean == "hopital Versailles"
    assert finder.answer("versail", FRENCH, 8).did_you_mean == ""
    assert finder.answer("CHRU Brest", FRENCH, 8).did_you_mean == ""


def test_a_town_without_a_known_attack_says_so_with_the_nearest_incidents_and_the_page_of_its_area(finder):
    town, *nearest = finder.answer("Quimper", FRENCH, 8).results[:4]

    assert (town["label"], town["evidence"]) == ("Quimper", "aucune attaque connue")
    assert town["page"] == "/regions?department=29"
    assert [each["kind"] for each in nearest] == ["incident"] * 3
    assert nearest[0]["label"] == "CHU de Brest"
    assert 50 <= nearest[0]["distance_km"] <= 54
    assert [each["distance_km"] for each in nearest] == sorted(each["distance_km"] for each in nearest)


def test_a_result_says_what_it_is_where_when_and_who_says_so(finder):
    incident = finder.answer("CHU Brest", FRENCH, 8).results[0]
    english = finder.answer("Brest", ENGLISH, 8).results[0]

    assert {name: incident[name] for name in ("kind_label", "place", "date", "evidence", "page")} == {
        "kind_label": "Incident",
        "place": "Finistère (29)",
        "date": "9 mars 2023",
        "evidence": "source officielle",
        "page": "/incident?incident=fr-brest-chu-2023",
    }
    assert (english["label"], english["date"]) == ("Brest University Hospital", "9 March 2023")
    assert english["page"].endswith("&lang=en")


def test_what_an_attacker_alone_says_is_told_as_a_claim(finder, shipped):
    claimed = shipped.incidents[shipped.incidents[col.STATUS] == "claimed"]
    for row in claimed.itertuples():
        found = finder.answer(row.name_fr, FRENCH, 8, ("incident",)).results
        assert next(each for each in found if each["code"] == row.incident_id)["evidence"] == "revendication seule"


@pytest.mark.parametrize("text", ["", " ", "-", "«»", "zzzzqq", "q" * 200, "🏥", "\x00", "'; drop table"])
def test_what_means_nothing_finds_nothing_or_little_and_does_not_fail(finder, text):
    assert len(finder.answer(text, FRENCH, 8).results) <= 8


def test_one_kind_is_found_alone(finder):
    assert {each["kind"] for each in finder.answer("saint", FRENCH, 20, ("town",)).results} == {"town"}


def test_every_incident_is_found_by_its_whole_name(finder, shipped):
    for column, words in ((col.NAME_FR, FRENCH), (col.NAME_EN, ENGLISH)):
        for code, name in zip(shipped.incidents[col.INCIDENT_ID], shipped.incidents[column], strict=True):
            found = finder.answer(name, words, 8, ("incident",)).results[:FIRST]
            assert code in {each["code"] for each in found}, name


def test_every_hospital_of_the_register_is_found_by_its_name_and_town(finder, shipped):
    sampled = shipped.hospitals.iloc[::60]
    missed = []
    for number, name, town in sampled[[col.FINESS_ET, "name", col.TOWN]].itertuples(index=False):
        found = finder.answer(f"{name} {town}", FRENCH, 8, ("hospital",)).results
        if number not in [each["code"] for each in found]:
            missed.append((number, name, town))

    assert len(sampled) > 45
    assert missed == []


def test_a_town_leads_to_its_hospital_and_to_the_page_of_it(finder):
    found = {each["label"]: each for each in finder.answer("Pau", FRENCH, 8).results}

    assert found["Centre hospitalier de Pau"]["page"] == "/hospital?finess=640000600"
    assert found["Centre hospitalier de Pau"]["evidence"] == "aucune attaque connue"
    assert found["Centre hospitalier de Pau"]["kind"] == "hospital"


@pytest.mark.parametrize("text", ["Versailles", "Chaumont", "CHU Rennes", "Dax"])
def test_hospitals_with_a_known_attack_come_before_those_without(finder, text):
    found = [each for each in finder.answer(text, FRENCH, 8).results if each["kind"] == "hospital"]
    known = [each["incidents"] > 0 for each in found]

    assert known == sorted(known, reverse=True)
    assert known[0]
