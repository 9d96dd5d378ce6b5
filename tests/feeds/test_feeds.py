"""What each public feed says in our columns: codes, dates, whose word it is; and what is not taken."""

from __future__ import annotations

import geopandas as gpd
import pytest

from analytics.feeds import importing, values
from analytics.feeds.feed import check
from analytics.feeds.refusals import Refused
from analytics.feeds.registry import FEEDS
from tests.feeds.made import HHS, ONION, VCDB, eurepoc, feed, newer, post, posts

pytestmark = pytest.mark.shipped


@pytest.fixture
def imported(tmp_path):
    def run(name, *paths):
        report = importing.run(feed(name), list(paths), tmp_path / "out")
        counts = report["counts"]
        assert counts["read"] == counts["accepted"] + counts["set_aside"]
        table = gpd.read_parquet(tmp_path / "out" / "incidents").sort_values("place")
        assert len(table) == counts["accepted"]
        return report, table.astype(object).where(table.notna(), None).to_dict("records")

    return run


@pytest.mark.parametrize("name", FEEDS)
def test_every_code_of_a_mapping_is_one_of_ours(name):
    assert check(FEEDS[name]) is FEEDS[name]


def test_a_filing_is_dated_by_its_report_and_placed_in_its_state(imported):
    report, rows = imported("hhs-ocr", HHS)
    pomona = next(row for row in rows if row["organisation"] == "Pomona Valley Hospital Medical Center")

    assert report["counts"] == {"read": 9, "accepted": 9, "set_aside": 0}
    assert (pomona["tier"], pomona["reported_on"], pomona["started_on"]) == ("official", "2024-03-20", None)
    assert (pomona["state"], pomona["place_precision"], pomona["geometry"]) == ("CA", "state", None)
    assert pomona["people_affected"] == 13_516
    assert report["cyber"] == {"yes": 7, "no": 2}
    assert report["doubts"]["placeholder-count"] == 3


@pytest.mark.parametrize("day", ["03/20/2024", "3/20/2024", "2024-03-20"])
def test_a_filing_may_have_headers_with_underscores_and_dates_of_either_order(imported, tmp_path, day):
    path = tmp_path / "copy.csv"
    header = (
        "name_of_covered_entity,state,covered_entity_type,individuals_affected,breach_submission_date,type_of_breach"
    )
    path.write_text(f"{header},business_associate_present\nA Hospital,TX,,,{day},Hacking/IT Incident,false\n,,,,,,\n")
    report, rows = imported("hhs-ocr", path)

    assert [row["reported_on"] for row in rows] == ["2024-03-20"]
    assert report["reasons"] == {"blank": 1}


def test_a_filing_says_whether_a_supplier_of_the_filer_was_attacked(imported, tmp_path):
    header = "Name of Covered Entity,State,Covered Entity Type,Breach Submission Date,Type of Breach"
    filed = [
        "Healthcare Provider,1/2/2024,Hacking/IT Incident,Yes",
        "Healthcare Provider,1/2/2024,Hacking/IT Incident,No",
        "Business Associate,1/2/2024,Hacking/IT Incident,Yes",
        "Healthcare Provider,1/2/2024,Hacking/IT Incident,",
    ]
    rows = "\n".join(f"Filer {number},TX,{each}" for number, each in enumerate(filed))
    path = tmp_path / "copy.csv"
    path.write_text(f"{header},Business Associate Present\n{rows}\n")
    _, found = imported("hhs-ocr", path)

    assert [row["at_supplier"] for row in sorted(found, key=lambda row: row["organisation"])] == [
        "yes",
        "no",
        "no",
        None,
    ]


def test_an_encoding_that_is_not_utf_8_is_found_and_told(imported, tmp_path):
    path = tmp_path / "copy.csv"
    header = "Name of Covered Entity;State;Breach Submission Date;Type of Breach\r\n"
    path.write_bytes((header + "Hôpital de l’Été à Québec;TX;2024-03-20;Theft\r\n").encode("cp1252"))
    report, rows = imported("hhs-ocr", path)

    assert rows[0]["organisation"] == "Hôpital de l’Été à Québec"
    assert report["files"][0]["encodings"] == {"utf-8": 1, "cp1252": 1}
    assert "encoding" in rows[0]["doubts"]


def test_a_record_of_veris_is_an_attack_only_where_somebody_attacked(imported):
    report, rows = imported("veris", VCDB)
    attacked = next(row for row in rows if row["organisation"] == "Hollywood Presbyterian Medical Center")
    snooped = next(row for row in rows if row["country"] == "FRA")

    assert (attacked["cyber"], attacked["attack_type"], attacked["sector"]) == ("yes", "ransomware", "hospital")
    assert (attacked["started_on"], attacked["started_precision"]) == ("2016-02", "month")
    assert len(attacked["sources"].split("; ")) == 4
    assert (snooped["cyber"], snooped["attack_type"]) == ("no", None)
    assert report["reasons"] == {"no-incident": 1}


def test_an_incident_of_eurepoc_keeps_its_year_when_january_is_a_disguise(imported, tmp_path):
    path = eurepoc(tmp_path / "e.csv", {}, {"start_date": "2017-01-01"}, {"start_date": ""})
    _, (hospital, disguised, undated) = imported("eurepoc", path)

    assert (hospital["started_on"], hospital["attack_type"], hospital["country"]) == ("2021-02-09", "ransomware", "KOR")
    assert (hospital["tier"], hospital["status"], hospital["health"]) == ("victim", "confirmed", "yes")
    assert (hospital["sources"], hospital["addresses_dropped"]) == ("https://example.org/a", 1)
    assert (disguised["started_on"], disguised["started_precision"]) == ("2017", "year")
    assert "first-of-january" in disguised["doubts"]
    assert (undated["started_on"], undated["year"]) == (None, "unknown")


def test_an_incident_of_several_countries_is_placed_in_none(imported, tmp_path):
    path = eurepoc(
        tmp_path / "e.csv", {"receiver_country": "['France', 'Israel']"}, {"receiver_country": "['Atlantis']"}
    )
    report, (several, unknown) = imported("eurepoc", path)

    assert (several["country"], several["country_stated"]) == (None, "France; Israel")
    assert ("several-countries" in several["doubts"], "country-not-known" in unknown["doubts"]) == (True, True)
    assert report["placed_by"] == {"none": 2}


def test_names_outside_health_are_not_taken_from_eurepoc(imported, tmp_path):
    path = eurepoc(tmp_path / "e.csv", {"receiver_category_subcode": "[['Political parties']]"})
    _, (row,) = imported("eurepoc", path)

    assert (row["organisation"], row["health"]) == (None, "no")


def test_a_claim_of_a_gang_is_one_and_leads_nowhere(imported, tmp_path):
    path = posts(tmp_path / "p.json", post(1, website="https://victim.example.org", description=ONION), newer(2))
    _, (old, new) = imported("ransomware-live", path)

    assert {(row["tier"], row["status"], row["reported_as"]) for row in (old, new)} == {
        ("attacker", "claimed", "listing")
    }
    assert (old["sources"], new["sources"]) == (None, "https://example.org/article")
    assert (old["addresses_dropped"], new["addresses_dropped"]) == (3, 2)
    assert (old["started_on"], new["started_on"], new["reported_on"]) == (None, "2026-03-14", "2026-03-15")
    assert (new["country"], new["health"], old["health"]) == ("FRA", "yes", None)


def test_a_moment_that_many_rows_share_is_that_of_an_import(imported, tmp_path):
    together = [post(number, discovered=f"2021-09-09 23:46:53.{number:06d}") for number in range(20)]
    report, _ = imported("ransomware-live", posts(tmp_path / "p.json", *together, post(99)))

    assert report["doubts"]["shared-instant"] == 20
    assert report["years"] == {"2022": 1, "unknown": 20}


def test_no_address_of_an_attacker_stays_in_what_was_set_aside(tmp_path):
    path = posts(tmp_path / "p.json", post(1), post(2, discovered="yesterday"), ONION)
    importing.run(feed("ransomware-live"), [path], tmp_path / "out")
    aside = list(importing.all_aside(tmp_path / "out"))

    assert [each["rule"] for each in aside] == ["date", "not-an-object"]
    assert "Victim 2" in aside[0]["text"]
    assert not [path for path in (tmp_path / "out").rglob("*") if path.is_file() and b".onion" in path.read_bytes()]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2021-02-09", ("2021-02-09", "day")),
        ("2021-02-09 23:46:53.997398", ("2021-02-09", "day")),
        ("2026-03-15T01:02:03+00:00", ("2026-03-15", "day")),
        ("2/9/2021", ("2021-02-09", "day")),
        ("06/2023", ("2023-06", "month")),
        ("2022 Dec", ("2022-12", "month")),
        ("07. Juli 2021", ("2021-07-07", "day")),
        ("12 août 2021", ("2021-08-12", "day")),
        ({"year": 2018}, ("2018", "year")),
        ({"year": 2018, "month": 6, "day": 30}, ("2018-06-30", "day")),
        ("Not available", None),
    ],
)
def test_dates_are_read_as_feeds_write_them(written, read):
    assert values.when(written, "date") == read


@pytest.mark.parametrize(
    "written", ["2021-02-30", "yesterday", "31/31/2021", "13/2023", {"month": 2}, {"year": True}, "٢٠٢١"]
)
def test_what_is_no_date_is_refused(written):
    with pytest.raises(Refused):
        values.when(written, "date")


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Ellen Doe, M.D.", True),
        ("Dr. Jane Roe, DPM", True),
        ("John Doe DDS, PC", True),
        ("MD Anderson Cancer Center", False),
        ("Washington DC VA Medical Center", False),
        ("Centre hospitalier d’Arles", False),
    ],
)
def test_a_name_that_may_be_a_person_s_is_known(name, person):
    assert values.may_name_a_person(name) is person


@pytest.mark.parametrize(
    "address",
    [
        ONION,
        "https://pastebin.com/abc",
        "https://mega.nz/f",
        "https://t.me/x",
        "https://abc.onion.ly/",
        "http://1.2.3.4/",
    ],
)
def test_an_address_of_what_was_stolen_is_not_taken(address):
    assert values.addresses(f"see {address} ; https://example.org/a.") == (["https://example.org/a"], 1)
