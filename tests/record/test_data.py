"""What the project ships: complete in both languages, clean, and nothing in it that should not be public."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd
import pytest

from analytics.record.cells import as_number, is_date
from analytics.schema import col
from analytics.schema.codes import FRANCE, SOURCE_LANGUAGES, TIERS
from analytics.schema.measures import MEASURES
from analytics.schema.tables import TABLES
from analytics.selection.selection import LANGUAGES
from tests.helpers.typography import misspaced

pytestmark = pytest.mark.shipped

Facts = dict[str, pd.DataFrame]
COEUR_GRAND_EST = "fr-ght-coeur-grand-est-2022"


def cells(facts: Facts, ending: str = "", without: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Every cell that holds something, with where it stands, of the columns whose names end so."""
    for name, rows in facts.items():
        for column in rows.columns:
            if column.endswith(ending) and column not in without:
                for line, cell in rows[column].dropna().items():
                    yield f"{name}.csv, line {line}, {column}", cell


def found(pattern: str, texts: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    sought = re.compile(pattern, re.IGNORECASE)
    return [(where, hit[0]) for where, text in texts if (hit := sought.search(text))]


# --- what is there ----------------------------------------------------------------------------------------


def test_an_incident_that_is_a_claim_only_has_a_claim_of_the_attacker(shipped):
    attacker = set(shipped.claims.loc[shipped.claims["tier"] == "attacker", col.INCIDENT_ID])
    claimed = set(shipped.incidents.loc[shipped.incidents[col.STATUS] == "claimed", col.INCIDENT_ID])

    assert claimed
    assert claimed <= attacker


def test_coeur_grand_est_is_nine_sites_in_three_departments(shipped):
    sites = shipped.sites[shipped.sites[col.INCIDENT_ID] == COEUR_GRAND_EST]

    assert len(sites) == 9
    assert set(sites["department"]) == {"51", "52", "55"}


def test_every_french_incident_is_in_a_department_or_handed_on_as_having_none(shipped):
    french = shipped.sites[shipped.sites[col.COUNTRY] == FRANCE]

    without = set(french.loc[french["department"].isna(), "site_id"])
    assert without <= set(shipped.placed.unplaced["site_id"])


def test_no_row_is_set_aside(shipped):
    assert shipped.checked.problems.values.tolist() == []


# --- words in both languages ------------------------------------------------------------------------------


def test_every_incident_has_a_summary_in_both_languages(shipped):
    for language in LANGUAGES:
        lengths = shipped.incidents[f"summary_{language}"].str.len()
        assert lengths.ge(80).all(), shipped.incidents.loc[~lengths.ge(80), col.INCIDENT_ID].tolist()


def test_names_of_incidents_are_short_enough_for_a_figure(shipped):
    for language in LANGUAGES:
        names = shipped.incidents[f"name_{language}"]
        assert names[names.str.len() > 60].tolist() == []


@pytest.mark.parametrize("name", sorted(TABLES))
def test_what_is_said_in_one_language_is_said_in_the_other(shipped_facts, name):
    rows = shipped_facts[name]
    for column in TABLES[name].names:
        if column.endswith("_fr") and column != "value_fr":
            other = f"{column.removesuffix('_fr')}_en"
            one_only = rows[rows[column].isna() != rows[other].isna()]
            assert one_only[TABLES[name].key].tolist() == [], (column, other)


def test_a_summary_is_not_the_same_words_in_both_languages(shipped):
    assert (shipped.incidents["summary_fr"] != shipped.incidents["summary_en"]).all()


def test_french_texts_have_their_narrow_spaces(shipped_facts):
    told = {where: misspaced(text) for where, text in cells(shipped_facts, "_fr") if misspaced(text)}
    assert told == {}


def test_english_texts_have_no_french_spaces_or_quotation_marks(shipped_facts):
    assert found("[\u00a0\u202f«»]", cells(shipped_facts, "_en")) == []


def test_apostrophes_and_quotation_marks_are_typographic(shipped_facts):
    for ending in ("_fr", "_en"):
        assert found("['\"`´]", cells(shipped_facts, ending)) == []


# --- what must not be there -------------------------------------------------------------------------------


def test_no_text_holds_markup(shipped_facts):
    assert found("[<>]", cells(shipped_facts)) == []


def test_no_text_holds_control_or_invisible_characters(shipped_facts):
    # ASCII and Latin-1 controls, zero-width and bidirectional marks, line separators, byte order marks
    invisible = "[\\x00-\\x1f\\x7f-\\x9f\\u00ad\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff]"
    assert found(invisible, cells(shipped_facts)) == []


def test_no_cell_has_spaces_around_or_twice(shipped_facts):
    assert found(r"^\s|\s$|  ", cells(shipped_facts)) == []


def test_there_is_no_address_of_a_person(shipped_facts):
    assert found(r"[\w.+-]+@[\w-]+\.\w+|mailto:", cells(shipped_facts)) == []


# the title of a case, who sues and whom; without its dot a "v" is Czech as well
CASE = re.compile(r"(?P<who>[^:;]*?),? (?:et al\.? )?(?:v\.|vs\.?|c\.) (?=[A-Z])")
ORGANISATION = re.compile(
    r"\b(State|Commonwealth|People|United States|Attorney|Commission\w*|Ltd|Limited|Inc|LLC|Corp\w*|Company|Co|"
    r"Hospitals?|Health\w*|Medical|Clinic|Center|Centre|Trust|Authority|Group|University|Insurance|Bank|Union|Foundation)\b"
)


def plaintiffs(texts: pd.Series) -> list[str]:
    """Titles of cases in which who sues is nothing that one would take for an organisation: then it is a person."""
    cases = [(text, case) for text in texts.dropna() for case in CASE.finditer(text)]
    return [text for text, case in cases if not ORGANISATION.search(case["who"])]


@pytest.mark.parametrize(
    "title",
    [
        "Doe v. Elekta, Inc.",
        "Doe, et al. v. A Medical Center: FAQs",
        "Order, Doe-Roe v. Bay Med. Ctr.",
        "Doe vs. Health",
    ],
)
def test_the_search_for_plaintiffs_finds_them(title):
    assert plaintiffs(pd.Series([title, "State of Indiana v. Schneck Medical Center", "A Health Ltd v Unknown"])) == [
        title
    ]


def test_no_title_of_a_case_names_a_person(shipped_facts):
    every = [plaintiffs(rows[column]) for rows in shipped_facts.values() for column in rows if column != col.URL]
    assert [title for titles in every for title in titles] == []


# the same in an address: one word or two, then who is sued; an author may be "v" in other languages
SUED = re.compile(r"/(?P<who>[a-z]+(?:-[a-z]+)?(?:-et-al\.?)?)-v\.?-(?P<whom>[a-z0-9-]+)")


def suits(addresses: pd.Series) -> list[str]:
    """Addresses of cases in which who sues is no organisation."""
    found = [(address, case) for address in addresses.dropna() if "v" in address for case in SUED.finditer(address)]
    return [
        address
        for address, case in found
        if ORGANISATION.search(case["whom"].replace("-", " ").title()) or "case" in address or "court" in address
    ]


def test_the_search_for_suits_finds_them():
    kept = "https://a.example/cases/a-health-ltd-v-unknown-defendants"
    found = [
        "https://a.example/doe-v-elekta-inc-2023",
        "https://a.example/news/doe-et-al.-v.-a-hospital-association",
        "https://a.example/case/doe-roe-v-bay-med-ctr",
    ]
    assert suits(pd.Series([kept, *found, "https://a.example/nemocnice-v-brne"])) == found


def test_no_address_names_who_sues(shipped_facts):
    assert [
        address for rows in shipped_facts.values() for address in suits(rows.get(col.URL, pd.Series(dtype=str)))
    ] == []


def test_there_is_no_address_of_a_leak_site(shipped_facts):
    assert found(r"\.onion|\bt\.me/|\b[a-z2-7]{56}\b|pastebin|anonfiles|\bmega\.nz", cells(shipped_facts)) == []


PHONE = (
    r"(?<![\d/.-])(?:\+33|0033|0)[ .\u202f\u00a0-]?[1-9](?:[ .\u202f\u00a0-]?\d{2}){4}(?!\d)"
    r"|\+\d{1,3}(?:[ ().\u202f-]{0,2}\d){7,12}"
)


@pytest.mark.parametrize("number", ["01 42 34 56 78", "0142345678", "+33 1 42 34 56 78", "+1 (202) 555-0123"])
def test_the_search_for_phone_numbers_finds_them(number):
    assert re.search(PHONE, f"Appelez le {number}.")


def test_there_is_no_phone_number(shipped_facts):
    # addresses hold long numbers, and FINESS numbers have nine digits
    assert found(PHONE, cells(shipped_facts, without=("url", "finess_et", "finess_ej"))) == []


def test_readers_are_sent_to_web_addresses_only(shipped):
    linked = shipped.sources[shipped.sources["link"] == "yes"]

    assert len(linked) > len(shipped.sources) / 2
    assert linked["url"].str.fullmatch(r"https?://[^/\s@]+\.[a-z]{2,}(:\d+)?(/\S*)?").all()
    assert shipped.sources.loc[shipped.sources["tier"] == "attacker", "link"].eq("no").all()


# --- claims and sources -----------------------------------------------------------------------------------


def test_every_value_of_a_claim_can_be_read_as_its_measure(shipped):
    unread = []
    for row in shipped.claims.to_dict("records"):
        measure = MEASURES[row[col.MEASURE]]
        for name in ("value", "low", "high"):
            cell = row[name]
            if pd.isna(cell):
                continue
            if measure.kind == "number" and as_number(cell) is None:
                unread.append((row["claim_id"], name, cell))
            if measure.kind == "date" and not is_date(cell):
                unread.append((row["claim_id"], name, cell))
    assert unread == []


def test_the_tier_and_the_language_of_every_source_are_in_the_code_lists(shipped_facts):
    sources = shipped_facts["sources"]

    assert set(sources["tier"]) <= set(TIERS)
    assert set(sources["language"]) <= set(SOURCE_LANGUAGES)
    assert set(shipped_facts["claims"]["tier"]) <= set(TIERS)


def test_identifiers_are_plain(shipped_facts):
    for name, table in TABLES.items():
        keys = shipped_facts[name][table.key]
        strange = keys[~keys.str.fullmatch(r"[a-z0-9][a-z0-9._-]*")]
        assert strange.tolist() == [], name
