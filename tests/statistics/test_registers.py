"""Registers of others beside ours: rows known and not, ours that they lack, within what each copy holds."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.outputs.registers import beside
from analytics.outputs.served import DEFINED
from analytics.selection.selection import Selection
from analytics.statistics import registers

COUNTS = pd.DataFrame(
    [("hhs-ocr", "USA", "2020", "9"), ("hhs-ocr", "USA", "2022", "5"), ("eurepoc", "FRA", "2022", "2")],
    columns=["register", "country", "year", "rows"],
)
LINKS = pd.DataFrame(
    [
        ("hhs-ocr", "r1", "a", "2020-03-01", "USA", "same"),
        ("hhs-ocr", "r2", "a", "2020-04-01", "USA", "same"),
        ("hhs-ocr", "r3", "b", "2020-05-01", "USA", "other"),
        ("hhs-ocr", "r4", "b", "2022-05-01", "USA", "open"),
    ],
    columns=["register", "row", "incident_id", "dated", "country", "judgement"],
)
OURS = pd.DataFrame(
    [("a", "USA", "2020-02-09"), ("b", "USA", "2020-06"), ("c", "FRA", "2022"), ("d", "USA", "2022-01")],
    columns=["incident_id", "country", "started_on"],
)


def cells(table: pd.DataFrame) -> dict[tuple[str, str, int], list[object]]:
    columns = ["rows", "known", "unknown", "ours", "lacking"]
    values = table[columns].astype(object).where(table[columns].notna(), None).to_numpy().tolist()
    return dict(zip(table[["register", "country", "year"]].itertuples(index=False, name=None), values, strict=True))


def test_rows_are_known_where_a_pair_is_one_event_and_ours_counted_only_in_whole_years():
    found = cells(registers.beside(COUNTS, LINKS, OURS))

    assert found["hhs-ocr", "USA", 2020] == [9, 2, 7, 2, 1]
    assert found["hhs-ocr", "USA", 2022] == [5, 0, 5, None, None]
    assert found["eurepoc", "FRA", 2022] == [2, 0, 2, 1, 1]
    assert ("hhs-ocr", "FRA", 2022) not in found


def test_countries_and_years_are_cut_down():
    found = registers.beside(COUNTS, LINKS, OURS, {"FRA"}, (2022, 2022))

    assert set(cells(found)) == {("eurepoc", "FRA", 2022)}
    assert registers.beside(COUNTS, LINKS, OURS, {"JPN"}).empty


def test_sums_of_years_that_no_copy_holds_whole_are_missing():
    table = registers.beside(COUNTS, LINKS, OURS, {"USA"})
    by_year = registers.summed(table[table["register"] == "hhs-ocr"], "year").set_index("year")

    assert by_year.loc[2020, "lacking"] == 1
    assert pd.isna(by_year.loc[2022, "ours"])


@pytest.mark.shipped
def test_the_shipped_registers_have_no_more_known_rows_than_rows(shipped, publish_shipped):
    table = beside(shipped, Selection(), publish_shipped("press"))

    assert list(table.columns) == DEFINED["registers"].names
    assert (table["known"] <= table["rows"]).all()
    assert (table["lacking"].dropna() <= table["ours"].dropna()).all()
    assert set(table["register"]) == {"hhs-ocr", "veris", "eurepoc"}
