"""Numbers in the tables of pages: written as the language does, in an order that is that of the numbers."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.selection.selection import LANGUAGES
from analytics.words import numbers
from analytics.words.text import Words
from dashboard import tables
from tests.helpers.pages import unfolded

FRENCH, ENGLISH = Words("fr"), Words("en")
THIN, DIGIT, COMMA = "\u202f", "\u2007", "\u2008"


def test_numbers_are_padded_to_the_longest():
    column = pd.Series([4418, 65, None, 1_316_053])

    assert tables.sorted_text(column, FRENCH.number, FRENCH) == [
        f"{DIGIT}{THIN}{DIGIT * 2}4{THIN}418",
        f"{DIGIT}{THIN}{DIGIT * 3}{THIN}{DIGIT}65",
        "",
        f"1{THIN}316{THIN}053",
    ]
    assert tables.sorted_text(column, ENGLISH.number, ENGLISH)[0] == f"{DIGIT}{COMMA}{DIGIT * 2}4,418"
    assert tables.sorted_text(pd.Series([], dtype=float), FRENCH.number, FRENCH) == []


@given(st.lists(st.floats(0, 1e7), min_size=2, max_size=20), st.sampled_from(LANGUAGES))
def test_the_text_of_rates_sorts_as_the_rates(values, language):
    words = Words(language)
    texts = tables.sorted_text(pd.Series(values), lambda value: numbers.rate(value, words), words)

    # a browser compares signs from left to right, and a space comes before every digit
    ordered = sorted(texts, key=lambda text: [" " if sign.isspace() else sign for sign in text])
    read = [float(re.sub(r"[\s,]" if language == "en" else r"\s", "", text).replace(",", ".")) for text in ordered]
    assert np.all(np.diff(read) >= 0)


def test_what_is_not_sorted_has_dashes_and_no_decimals_that_say_nothing():
    table = pd.DataFrame({"all": [1234, 6], "french": [6.0, None], "official": ["a", None]})

    assert tables.as_text(table, FRENCH).to_numpy().tolist() == [[f"1{THIN}234", "6", "a"], ["6", "—", "—"]]


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", ["explore", "timeline", "impact", "regions", "world"])
def test_no_table_of_a_page_holds_a_number_that_the_browser_would_write(view, language):
    app = unfolded(view, lang=language)
    shown = [part.value for part in (*app.dataframe, *app.table)]

    assert shown
    for table in shown:
        assert not table.select_dtypes("number").columns.tolist()
    cells = [str(cell) for table in shown for cell in table.to_numpy().ravel()]
    strange = r"\d\.\d" if language == "fr" else rf"\d{THIN}\d"
    assert [cell for cell in cells if re.fullmatch(rf"[\s\d.,{THIN}]*{strange}[\s\d.,{THIN}]*", cell)] == []


@pytest.mark.slow
@pytest.mark.parametrize("query", [{"country": "world"}, {"country": ["USA", "CAN"]}, {"department": "91"}])
def test_a_year_without_a_french_incident_has_none_of_them_and_is_not_unknown(query):
    app = unfolded("timeline", lang="fr", **query)
    (french,) = (
        table.value[FRENCH("table.french")] for table in app.table if FRENCH("table.french") in table.value.columns
    )

    assert french.str.fullmatch(r"\d+").all()
    assert query != {"country": "world"} or french.iloc[0] == "0"
