"""Addresses forgive: what readers write for a code is read, or answered with what is near it."""

from __future__ import annotations

import pytest

from analytics.__main__ import main
from analytics.outputs import receipts
from analytics.selection.address import from_query
from analytics.selection.selection import Selection
from tests.helpers.pages import opened

pytestmark = pytest.mark.shipped

UNREAD = "L’adresse demande un filtre que nous ne comprenons pas"


@pytest.mark.parametrize(
    ("name", "written", "code"),
    [
        ("department", "2a", "2A"),
        ("department", "1", "01"),
        ("department", "71 ", "71"),
        ("department", "rhone", "69"),
        ("department", "Côtes d'Armor", "22"),
        ("region", "1", "01"),
        ("region", "grand est", "44"),
        ("country", "FR", "FRA"),
        ("country", "fra", "FRA"),
        ("country", "France", "FRA"),
        ("country", "Allemagne", "DEU"),
        ("type", "Ransomware", "ransomware"),
        ("type", "rançongiciel", "ransomware"),
        ("evidence", "Official", "official"),
    ],
)
def test_a_code_is_read_as_readers_write_it(shipped, name, written, code):
    read, problems = from_query({name: [written]}, shipped.vocabulary)

    assert (read.by_name(), problems) == ({name: [code]}, [])


@pytest.mark.parametrize(
    ("name", "written", "meant"),
    [
        ("department", "69M", ("department", "69")),
        ("department", "69D", ("department", "69")),
        ("department", "975", ("country", "SPM")),
        ("department", "988", ("country", "NCL")),
        ("department", "Essone", ("department", "91")),
        ("type", "ransomwear", ("type", "ransomware")),
        ("departement", "78", ("department", "78")),
    ],
)
def test_what_is_near_a_code_is_offered_and_not_taken(shipped, name, written, meant):
    read, (problem,) = from_query({name: [written]}, shipped.vocabulary)

    assert read == Selection()
    assert problem.nearest[0] == meant
    assert problem.narrows


def test_every_name_and_code_of_a_place_reads_as_its_code_or_as_none_at_all(shipped):
    """A name that two places bear stands for neither."""
    for name in ("country", "region", "department"):
        spelled = shipped.vocabulary.spelled[name]
        assert set(spelled.values()) == getattr(shipped.vocabulary, name)
        for text, code in spelled.items():
            assert from_query({name: [text]}, shipped.vocabulary).selection.by_name() == {name: [code]}


@pytest.mark.parametrize("name", ["fbclid", "utm_source", "utm_medium", "gclid", "mc_cid", "mc_eid", "xtor"])
def test_what_those_who_spread_an_address_add_is_passed_over_in_silence(shipped, name):
    address = f"/?department=78&{name}=IwAR3&receipt=incidents&stated=1"

    assert from_query({"department": ["78"], name: ["IwAR3"]}, shipped.vocabulary) == (
        Selection(department=("78",)),
        [],
    )
    assert receipts.read_address(address, shipped).selection == Selection(department=("78",))


@pytest.mark.parametrize(
    ("language", "written"), [("fr", "56\u202f009"), ("fr", "56 009"), ("en", "56,009"), ("en", "56009")]
)
def test_a_figure_is_quoted_as_the_page_writes_it(shipped, language, written):
    address = f"/?receipt=total-beds&stated={written}&lang={language}"

    assert receipts.read_address(address, shipped).stated == "56009"


def test_a_decimal_is_quoted_as_the_page_writes_it():
    assert receipts.read_stated("1\u202f234,5", "fr") == receipts.read_stated("1,234.5", "en") == "1234.5"


def test_the_command_line_says_what_was_perhaps_meant(capsys):
    assert main(["export", "incidents", "--department", "69M"]) == 1
    assert "did you mean department=69?" in capsys.readouterr().err
    assert main(["export", "incidents", "--department", "975"]) == 1
    assert "did you mean country=SPM?" in capsys.readouterr().err


@pytest.mark.parametrize("page", ["explore", "timeline", "impact", "regions", "world", "method"])
def test_a_filter_that_is_not_understood_never_shows_the_whole_as_if_it_were_the_answer(page):
    app = opened(page, department="69M", type="ransomware")

    (heading,) = [each.value for each in app.markdown if each.value.startswith("# ")]
    assert heading.startswith(f"# {UNREAD}")
    assert [button.label for button in app.main.button][:2] == ["Rhône (69)", "Voir le reste du choix, sans ce filtre"]

    app.button(key="meant-department-69").click().run()
    assert not app.exception
    assert UNREAD not in " ".join(each.value for each in app.markdown)
    assert app.session_state["selection"] == Selection(department=("69",), type=("ransomware",))
