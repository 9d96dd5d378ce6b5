"""The page of a hospital: the sentence that every reader asks for, how it was touched, its beds, what lies near."""

from __future__ import annotations

import re

import pytest

from analytics import site
from analytics.outputs.heads import head_of
from analytics.outputs.html.catchment import Stated, of_incident, stated
from analytics.outputs.html.dossier import Dossier
from analytics.outputs.html.hospital import HospitalFile
from analytics.outputs.plain_text import text_of
from analytics.outputs.sitemap import sitemap
from analytics.schema import col
from analytics.words import hospitals
from analytics.words.text import Words

FRENCH, ENGLISH = Words("fr"), Words("en")
DAX, PAU, MIGNOT, HCL, CLOSED = (
    "400000105",
    "640000600",
    "780800256",
    "690784202",
    "010009314",
)
PSYCHIATRIC = "010000495"
CORBEIL = "910020254"

pytestmark = pytest.mark.shipped


@pytest.fixture(scope="module")
def file_of(shipped, publish_shipped):
    return lambda number, evidence="specialist": HospitalFile(number, shipped, publish_shipped(evidence), evidence)


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def sections(file: HospitalFile, words: Words) -> dict[str, str]:
    def address(code: str) -> str:
        return f"x/{code}"

    made = file.sections(words, lambda *_: "", incident=address, hospital=address, department="regions")
    return {name: section.html for name, section in made.items()}


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (PAU, "No publicly known attack on this hospital up to 6 August 2026."),
        (MIGNOT, "1 publicly known attack touched this hospital, up to 6 August 2026."),
        (DAX, "1 publicly known attack touched the hospital that this site is part of, up to 6 August 2026."),
        (HCL, "2 publicly known attacks touched the hospital that this site is part of, up to 6 August 2026."),
    ],
)
def test_what_is_known_is_said_with_the_day_up_to_which_we_searched(file_of, number, expected):
    assert file_of(number).known(ENGLISH) == expected


def test_whose_word_counts_is_said_where_it_is_narrowed():
    said = hospitals.known(0, 0, "official", FRENCH)

    assert said.startswith("Aucune attaque connue publiquement contre cet hôpital jusqu’au 6 août 2026 (")
    assert "sources officielles seulement" in said
    assert hospitals.known(1, 2, "specialist", ENGLISH) == (
        "1 publicly known attack touched this hospital, up to 6 August 2026; "
        "2 others touched the hospital that this site is part of."
    )


def test_a_narrower_level_of_evidence_knows_fewer_attacks(file_of, shipped):
    named = shipped.incidents_of_hospitals
    counts = [
        sum(len(file_of(number, tier).touched.own) for number in named[col.FINESS_ET].unique()[:40])
        for tier in ("official", "specialist", "attacker")
    ]

    assert counts[0] < counts[1] <= counts[2]


def test_an_attack_that_came_through_a_supplier_or_is_told_of_many_sites_is_said_to(file_of):
    told = text(sections(file_of(HCL), ENGLISH)["attacks"])

    assert (
        "The record ties it to 12 sites together (depends on the system hit), without saying which were touched" in told
    )
    assert "Its systems were entered." in text(sections(file_of(MIGNOT), ENGLISH)["attacks"])
    assert 'href="x/fr-versailles-2022"' in sections(file_of(MIGNOT), ENGLISH)["attacks"]
    assert "no known attack does not mean no attack" in sections(file_of(PAU), ENGLISH)["attacks"]


@pytest.mark.parametrize("words", [FRENCH, ENGLISH])
@pytest.mark.parametrize("number", [DAX, PAU, MIGNOT, HCL, CLOSED, PSYCHIATRIC])
def test_every_section_is_whole_and_nothing_unknown_is_written_as_such(file_of, number, words):
    for name, html in sections(file_of(number), words).items():
        assert not {"nan", "None", "<NA>"} & set(text(html).split()), name
        assert html.count("<table") == html.count("</table>")


def test_beds_are_those_of_the_survey_and_a_year_without_has_a_dash(file_of, shipped):
    rows = re.findall(r"<tr>(.*?)</tr>", sections(file_of(CLOSED), ENGLISH)["beds"])[1:]
    cells = {text(row).split()[0]: text(row).split()[1:] for row in rows}
    own = shipped.hospital_beds[shipped.hospital_beds[col.FINESS_ET] == CLOSED]

    assert list(cells) == [str(year) for year in range(2019, 2025)]
    assert {int(year): values[-1] for year, values in cells.items() if values[-1] != "—"} == {
        int(year): str(beds) for year, beds in zip(own[col.YEAR], own[col.BEDS], strict=True)
    }
    assert cells["2024"][-1] == "—"
    assert "Has no beds in the survey after 31 December 2022" in text(sections(file_of(CLOSED), ENGLISH)["facts"])


def test_a_point_that_was_moved_says_so(file_of):
    told = text(sections(file_of("750100018"), ENGLISH)["facts"])

    assert "town hall of the commune: the point of the source lies more than 25 km from it" in told


def test_a_hospital_without_a_point_has_no_distances(file_of, shipped):
    (without, *_) = shipped.hospitals.loc[shipped.hospitals[col.LATITUDE].isna(), col.FINESS_ET]
    made = sections(file_of(without), FRENCH)

    assert "Sans point" in made["near"]
    assert "<table" not in made["near"]
    assert "exercise" not in made


def test_the_exercise_is_one_and_says_what_it_cannot(file_of):
    made = sections(file_of(DAX), ENGLISH)
    told = text(made["exercise"])

    assert "An exercise to prepare with, not a forecast" in told
    assert "15 acute beds of other hospitals lie within 30 km" in told
    assert "It had 302 acute beds itself on 31 December 2024; those of others may be occupied." in told
    assert "For most of them it would be Clinique Belharra, Bayonne." in told
    for unsaid in ("emergency department", "ambulances", "staff for them", "epidemic"):
        assert unsaid in told
    assert "exercise" not in sections(file_of(PSYCHIATRIC), ENGLISH)


def test_who_lives_near_is_an_estimate_with_what_sources_state_beside_it(file_of):
    told = text(sections(file_of(CORBEIL), ENGLISH)["around"])

    assert "here, sources say 600,000 to 1,200,000" in told
    assert "our estimate from beds and distance, which counts everybody once" in told
    assert "No source of the record states a population served." in text(sections(file_of(DAX), ENGLISH)["around"])
    of_many = text(sections(file_of("750100018"), ENGLISH)["around"])
    assert "No estimate of people: one of the sites of a group" in of_many
    assert "our estimate" not in of_many


def test_the_file_of_an_incident_tells_the_year_before_the_attack(shipped, publish_shipped):
    file = Dossier("fr-dax-2021", shipped, publish_shipped("specialist"), "specialist")
    told = text(file.own_sections(ENGLISH)["around"].html)

    assert "on average 20 km farther" in told
    assert "Beds on 31 December 2020." in told
    assert of_incident("change-healthcare-2024", shipped) is None
    assert "around" not in Dossier(
        "change-healthcare-2024", shipped, publish_shipped("specialist"), "specialist"
    ).own_sections(ENGLISH)


def test_claims_of_people_served_are_a_range(shipped):
    claims = shipped.claims[shipped.claims[col.INCIDENT_ID] == "fr-corbeil-essonnes-chsf-2022"]

    assert stated(claims) == Stated(600_000, 1_200_000)
    assert stated(claims.iloc[:0]) is None


def test_the_head_the_text_and_the_sitemap_know_the_page(shipped, held_shipped):
    head = head_of("hospital", DAX, shipped, FRENCH)
    assert head is not None
    assert head.title.startswith("Centre hospitalier Dax, Dax – ")
    assert head.path == f"/hospital?finess={DAX}"
    unknown = head_of("hospital", "000000000", shipped, FRENCH)
    assert unknown is not None
    assert unknown.path == "/hospital"
    assert "1 attaque connue publiquement" in text_of("hospital", DAX, held_shipped, FRENCH)

    listed = sitemap(shipped, "https://atlas.example").decode()
    assert f"/hospital?finess={DAX}" in listed
    assert PAU not in listed
    assert not site.HOSPITAL.in_sitemap
