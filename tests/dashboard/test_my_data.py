"""The page for a reader's own file, and every other page with it: what each shows, and that it says so."""

from __future__ import annotations

import json
import time
from io import BytesIO

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics import site
from analytics.outputs.brought import Brought
from analytics.words.brought import place
from analytics.words.text import Words
from dashboard import mine
from tests.feeds.made import HHS, VCDB
from tests.helpers.pages import opened, turn_to

pytestmark = [pytest.mark.shipped, pytest.mark.slow]
SECONDS = 120
LANGUAGES = ("fr", "en")
OWN = "Nom;Ville;Date;Type\nHôpital A;Versailles;03/12/2022;Rançongiciel\nHôpital B;Dax;09/02/2021;Vol\n"


def until(holds) -> None:
    end = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def brought(app: AppTest) -> Brought:
    return app.session_state[mine.BROUGHT]


def bring(name: str, data: bytes, language: str = "en") -> AppTest:
    """A reader who chose a file, when it is done or needs its reader."""
    app = opened("my_data", lang=language)
    app.file_uploader[0].set_value((name, data, "text/csv")).run()
    one = app.session_state[mine.BRINGING]
    until(lambda: not one.under_way)
    return app.run()


def see(side: str, app: AppTest) -> AppTest:
    app.segmented_control(key="mine-switch").set_value(side).run()
    until(lambda: not brought(app).under_way)
    return app.run()


def said(app: AppTest) -> list[str]:
    return [mark.value for mark in app.markdown]


def headline(app: AppTest) -> str:
    return next(text for text in said(app) if text.startswith("# "))


def banner(app: AppTest) -> str:
    name = brought(app).file.name.replace("_", "\\_")
    (found,) = (text for text in said(app) if text.startswith("**") and name in text)
    return found


@pytest.fixture(scope="module")
def hhs() -> AppTest:
    return bring("breaches.csv", HHS.read_bytes())


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_a_file_is_there_the_page_says_what_becomes_of_one(language):
    app, words = opened("my_data", lang=language), Words(language)

    assert not app.exception
    assert headline(app) == f"# {words('mine.title')}"
    assert any(words("mine.private_text")[:60] in text for text in said(app))
    assert app.file_uploader[0].label == words("mine.choose")
    assert mine.BROUGHT not in app.session_state


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_counts_every_row(language):
    app, words = bring("breaches.csv", HHS.read_bytes(), language), Words(language)
    held = brought(app)
    counts = held.rows.report["counts"]

    assert not app.exception
    told = words("import.answer", count=counts["read"], accepted=counts["accepted"], set_aside=counts["set_aside"])
    assert headline(app) == f"# {told}"
    on_pages = app.table[0].value.iloc[:, 0].astype(int).to_list()
    assert on_pages[0] == len(held.sorted.shown)
    assert sum(on_pages) == counts["accepted"]
    assert words("mine.choose_view") in banner(app)
    assert not app.file_uploader


def test_the_files_of_the_report_have_its_rows(hhs):
    from dashboard.views import my_data

    held = brought(hhs)
    accepted = held.rows.report["counts"]["accepted"]
    assert len(pd.read_parquet(BytesIO(my_data._parquet(held)))) == accepted
    assert b'"accepted"' in my_data._json(held)
    assert len(hhs.get("download_button")) == 5


@pytest.mark.parametrize("side", ["alone", "both"])
def test_every_page_says_what_it_shows(side):
    app = see(side, bring("breaches.csv", HHS.read_bytes()))
    words, shown = Words("en", side), len(brought(app).sorted.shown)
    for page in site.PAGES:
        turn_to(page.name, app).run()
        assert not app.exception, page.name
        told = banner(app)
        if page == site.MY_DATA:
            assert words("mine.choose_view") in told
        elif not page.of_record:
            assert words("mine.no_incident") in told
        elif not page.brought:
            assert f"{words('mine.record_only')} {words(f'mine.why_{page.name}')}" in told
        else:
            assert words(f"mine.shown_{side}") in told, page.name
            assert not [button for button in app.button if str(button.key).startswith(("receipt-", "take-", "embed-"))]
            assert not [button for button in app.button if str(button.key).startswith(("kit", "compare-"))]
            assert not app.get("link_button")
    turn_to("explore", app).run()
    if side == "alone":
        assert headline(app).startswith(f"# {words('headline.counted', count=shown)}")


@pytest.mark.parametrize("side", ["alone", "both"])
def test_what_a_file_says_of_impact_is_on_that_page_and_what_it_cannot_say_is_named(side):
    app = see(side, bring("breaches.csv", HHS.read_bytes()))
    words, rows = Words("en", side), brought(app).sorted.shown
    turn_to("impact", app).run()

    assert not app.exception
    assert words("mine.not_on_impact") in [caption.value for caption in app.caption]
    assert f"## {words('impact.services')}" not in said(app)
    figures = " ".join(part.proto.body for part in app.get("html"))
    people = rows.loc[rows["doubts"].isna(), "people_affected"].dropna()
    assert len(people) > 1
    assert all((words.number(each) in figures) is (side == "alone") for each in people)  # few are listed, many added up
    assert words("impact.group_care") not in " ".join(said(app))
    for page in ("timeline", "world"):  # no row of it is in an area of France
        turn_to(page, app).run()
        assert words(f"mine.not_on_{page}") in [caption.value for caption in app.caption], page


def test_the_rows_that_a_page_offers_are_those_of_the_file():
    app = see("alone", bring("breaches.csv", HHS.read_bytes()))
    turn_to("explore", app).run()
    names = set(brought(app).sorted.shown["organisation"].dropna())

    assert set(app.dataframe[0].value["Incident"]) <= {*names} | {"Not named"} or names
    assert len(app.dataframe[0].value) == len(brought(app).sorted.shown)


def test_a_table_of_ones_own_is_mended_and_imported():
    app = bring("mine.csv", OWN.encode())
    assert headline(app) == "# Your file mine.csv"
    assert app.selectbox(key="mine-column-started_on").value == "date"
    app.selectbox(key="mine-tier").set_value("press")
    app.selectbox(key="mine-country").set_value("FRA")
    app.button(key="mine-import").click().run()
    one = app.session_state[mine.BRINGING]
    until(lambda: not one.under_way)
    app.run()

    assert not app.exception
    assert brought(app).rows.report["counts"] == {"read": 2, "accepted": 2, "set_aside": 0}
    turn_to("regions", see("alone", app)).run()
    assert headline(app).startswith("# ")
    assert "2 departments of 101 touched" in headline(app)


@pytest.mark.parametrize(("name", "data"), [("a.csv", b"x;y\n1;2\n"), ("a.json", b"[1"), ("a.xlsx", b"none")])
def test_a_file_that_is_none_is_said_and_another_can_be_chosen(name, data):
    app = bring(name, data)

    assert not app.exception
    assert name in app.error[0].value.replace("\\", "")
    assert app.file_uploader


def test_a_file_that_says_nothing_for_pages_says_so():
    app = bring("vcdb.json", VCDB.read_bytes())
    held = brought(app)
    assert len(held.sorted.shown) + sum(held.sorted.left_out.values()) == held.rows.report["counts"]["accepted"]


def test_cancel_and_remove_leave_nothing():
    app = opened("my_data", lang="en")
    app.file_uploader[0].set_value(("breaches.csv", HHS.read_bytes(), "text/csv")).run()
    app.button(key="mine-cancel").click().run()
    assert mine.BRINGING not in app.session_state
    assert app.file_uploader

    app = see("alone", bring("breaches.csv", HHS.read_bytes()))
    held = brought(app)
    app.button(key="mine-remove").click().run()
    assert mine.BROUGHT not in app.session_state
    assert (held.held("alone"), held.under_way) == (None, False)
    turn_to("explore", app).run()
    assert "publicly documented attacks" in headline(app)


def test_another_reader_sees_the_record():
    app = see("alone", bring("breaches.csv", HHS.read_bytes()))
    turn_to("explore", app).run()
    other = opened(lang="en")

    assert "of your file" in headline(app)
    assert "publicly documented attacks" in headline(other)
    assert mine.BROUGHT not in other.session_state


@pytest.mark.parametrize("side", ["alone", "both"])
def test_the_map_of_explore_counts_what_has_no_point(side):
    app = see(side, bring("breaches.csv", HHS.read_bytes()))
    turn_to("explore", app).run()
    rows, words = brought(app).sorted.shown, Words("en")
    in_states = int(rows["state"].notna().sum())
    told = " ".join(caption.value for caption in app.caption)

    assert not app.exception
    assert in_states
    assert words("imported_map.alone_state", count=in_states) in told
    assert "rows have a point" not in told
    if side == "alone":
        assert "not on the map" not in told
        assert words("figure.thin", year="2024") not in told


def test_a_filter_leaves_fewer_rows_on_the_map_of_explore():
    app = see("alone", bring("breaches.csv", HHS.read_bytes()))
    rows = brought(app).sorted.shown
    year = str(rows["day"].str[:4].max())
    turn_to("explore", app).run()
    app.selectbox(key=next(box.key for box in app.selectbox if str(box.key).endswith("start"))).set_value(year).run()
    kept = int((rows["state"].notna() & rows["day"].str[:4].eq(year)).sum())

    told = " ".join(caption.value for caption in app.caption)
    assert 0 < kept < len(rows)
    assert Words("en")("imported_map.alone_state", count=kept) in told


CLAIMS = [
    {"victim": f"Hospital {number}", "group": "g", "country": country, "activity": "Healthcare", "discovered": day}
    for number, (country, day) in enumerate(
        [("FR", "2024-01-02 03:04:05"), ("", "2024-02-02 03:04:05"), ("", "2025-02-02 03:04:05"), ("US", "2025-03-01")]
    )
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_without_a_country_are_counted_where_they_are_missing_and_listed_with_their_place(language):
    app, words = bring("claims.json", json.dumps(CLAIMS).encode(), language), Words(language)

    assert f"### {words('mine.without_country', count=2)}" in said(app)
    listed = next(frame.value for frame in app.dataframe if words("mine.place") in frame.value)
    assert listed[words("mine.place")].to_list() == [place(f"record {number}", words) for number in (2, 3)]
    assert listed[words("mine.name")].to_list() == ["Hospital 1", "Hospital 2"]
    see("alone", app)
    for page in ("explore", "world"):
        turn_to(page, app).run()
        assert not app.exception
        assert words("mine.no_country_kept", count=2) in [caption.value for caption in app.caption], page
    app.selectbox(key="widget-start").set_value("2025").run()
    assert words("mine.no_country_kept", count=1) in [caption.value for caption in app.caption]


def test_years_before_the_first_of_the_panels_are_said_and_not_left_out():
    early = [CLAIMS[3] | {"victim": "Early", "discovered": "2012-03-01"}, *CLAIMS]
    app = see("alone", bring("claims.json", json.dumps(early).encode()))
    turn_to("world", app).run()
    words = Words("en", "alone")

    assert words("mine.years_from", count=1, year="2016") in [caption.value for caption in app.caption]
    app.selectbox(key="widget-start").set_value("2024").run()
    assert not app.exception
    assert "Incidents in 2 countries" in " ".join(said(app))
