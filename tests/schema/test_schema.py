"""The lists of the schema: what their files say, and what happens where a row of them is not whole."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from analytics.schema import rows
from analytics.schema.codes import CODE_LISTS, Label, read_codes
from analytics.schema.derived import COMPUTED_TABLES
from analytics.schema.measures import HEADLINE_MEASURES, MEASURES, headlines, read_measures
from analytics.schema.tables import TABLES, Column, read_tables
from analytics.schema.veris import CROSSWALK, read_crosswalk
from analytics.schema.version import read_version
from tests.helpers.typography import misspaced

FILES = [*sorted(rows.FOLDER.glob("*.csv")), rows.DATA / "reference" / "veris.csv"]


def lines_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- what the files say -----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_french_and_english_are_both_said_and_written_as_each_writes(path):
    for line in lines_of(path):
        for french in (name for name in line if name.endswith("_fr")):
            fr, en = line[french], line[french.removesuffix("_fr") + "_en"]
            assert bool(fr) == bool(en), line
            assert not misspaced(fr.replace("(%)", "")), fr  # the sign alone is a unit
            assert not set(en) & set("\u00a0\u202f«»'"), en


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_written_as_a_spreadsheet_of_lines_and_commas_would(path):
    text = path.read_text(encoding="utf-8")

    assert "\r" not in text
    assert text.endswith("\n")
    assert not text.startswith("\ufeff")


def test_every_row_is_a_thing_of_the_schema():
    assert [line["measure"] for line in lines_of(rows.FOLDER / "measures.csv")] == list(MEASURES)
    assert len(lines_of(rows.FOLDER / "codes.csv")) == sum(len(codes) for codes in CODE_LISTS.values())
    assert len(lines_of(rows.DATA / "reference" / "veris.csv")) == len(CROSSWALK)


def test_a_row_of_columns_may_belong_to_several_tables():
    departments, regions, countries = (COMPUTED_TABLES[name] for name in ("departments", "regions", "countries"))

    assert departments.columns[1:] == regions.columns[1:] == countries.columns[1:-1]
    assert countries.columns[-1].name == "country_groups"
    assert len({table.columns[0].meaning for table in (departments, regions, countries)}) == 3


def test_a_row_of_each_kind_is_what_it_says():
    assert CODE_LISTS["attack_types"]["ddos"] == Label("Déni de service", "Denial of service")
    assert MEASURES["beds"].label == Label("Lits", "Beds")
    assert (MEASURES["beds"].kind, MEASURES["beds"].unit, MEASURES["beds"].sums) == ("number", "beds", True)
    assert MEASURES["ransom_paid"].codes == ("yes", "no", "partial", "unknown")
    assert TABLES["sites"].column("latitude") == Column(
        "latitude",
        "number",
        Label("Latitude, degrés décimaux, WGS 84", "Latitude, decimal degrees, WGS 84"),
        unit="°",
        minimum=-90,
        maximum=90,
    )
    assert [column.name for column in TABLES["sites"].added] == ["placed_by", "point_department", "in_period"]


def test_headline_measures_are_in_the_order_of_their_places():
    assert [MEASURES[name].headline for name in HEADLINE_MEASURES] == [*range(1, len(HEADLINE_MEASURES) + 1)]
    turned = {name: MEASURES[name] for name in reversed(MEASURES)}
    assert headlines(turned) == HEADLINE_MEASURES


# --- rows that are not whole ------------------------------------------------------------------------------


def read_spoilt(tmp_path: Path, path: Path, old: str, new: str, read: Callable[[Path], object]) -> str:
    """What the reader says of a file in which something was written over."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    copy = tmp_path / path.name
    copy.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=path.name) as error:
        read(copy)
    return str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("list,code,", "list,cod,", "expected the columns list, code, label_fr, label_en, found list, cod,"),
        (",day,au jour près,to the day", ",day,au jour près,", "line 2, label_en: expected a text, found nothing"),
        (",day,au jour près,to the day", ",day,au jour près", "line 2: expected 4 cells, found 3"),
        (",month,", ",day,", "line 3, code: expected what line 2 does not say already, found “day”"),
        ("to the day", '"to the day', "not a readable CSV"),
    ],
)
def test_a_list_of_codes_that_is_not_whole_says_where(tmp_path, old, new, said):
    assert said in read_spoilt(tmp_path, rows.FOLDER / "codes.csv", old, new, read_codes)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("beds,number,", "beds,numbers,", "line 2, kind: expected one of number, date, code, codes, text, found"),
        ("beds,number,beds,", "beds,number,sheep,", "line 2, unit: expected one of nothing, USD"),
        ("beds,number,beds,,yes", "beds,number,beds,,maybe", "line 2, sums: expected one of yes, no, found “maybe”"),
        (",yes,1,Lits", ",yes,first,Lits", "line 2, headline: expected a number, or nothing, found “first”"),
        ("code,,findings,", "code,,guesses,", "codes: expected one of precisions, "),
        ("population_served", "beds", "line 3, measure: expected what line 2 does not say already"),
        ("Lits,Beds", ",Beds", "line 2, label_fr: expected a text, found nothing"),
    ],
)
def test_a_measure_that_is_not_whole_says_where(tmp_path, old, new, said):
    assert said in read_spoilt(tmp_path, rows.FOLDER / "measures.csv", old, new, read_measures)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("columns.csv", "\nincidents,incident_id,", "\npractices,incident_id,", "line 2, table: expected tables of"),
        ("columns.csv", "incident_id,no,text", "incident_id,no,txt", "line 2, kind: expected one of text, code"),
        ("columns.csv", ",attack_types,", ",attacks,", "codes: expected one of nothing, precisions"),
        ("columns.csv", "refers_to", "refers", "expected the columns table, column, added, kind, codes, refers_to"),
        ("columns.csv", ",references,,incidents,", ",references,,attacks,", "refers_to: expected one of incidents"),
        ("columns.csv", ",-90,90,", ",south,90,", "minimum: expected a number, or nothing, found “south”"),
        ("columns.csv", "incidents,name_en,", "incidents,name_fr,", "expected a column that incidents has not had"),
        (
            "columns.csv",
            "regions; countries,beds,",
            "regions; countries,code,",
            "a column that departments has not had",
        ),
        ("tables.csv", "incidents,facts,incident_id", "incidents,facts,id", "line 2, key: expected one of incident_id"),
        (
            "tables.csv",
            "incidents,facts,",
            "incidents,fact,",
            "kind: expected one of facts, reference, computed",
        ),
    ],
)
def test_a_column_or_a_table_that_is_not_whole_says_where(tmp_path, name, old, new, said):
    for other in ("columns.csv", "tables.csv"):
        (tmp_path / other).write_text((rows.FOLDER / other).read_text(encoding="utf-8"), encoding="utf-8")

    assert said in read_spoilt(tmp_path, rows.FOLDER / name, old, new, lambda path: read_tables(path.parent))


def test_a_remark_of_the_crosswalk_in_one_language_only_is_an_error(tmp_path):
    path = rows.DATA / "reference" / "veris.csv"
    english = "Means not established by our sources"

    assert "remark_en: expected a text, found nothing" in read_spoilt(tmp_path, path, english, "", read_crosswalk)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"codes\.csv: there is no such file"):
        read_codes(tmp_path / "codes.csv")


# --- the version ------------------------------------------------------------------------------------------

VERSION = 'version = "1.2.3"\ndate = 2026-11-25\nknown_until = 2026-08-06\n'


def test_a_version_is_a_number_and_two_days(tmp_path):
    path = tmp_path / "version.toml"
    path.write_text(VERSION, encoding="utf-8")

    version = read_version(path)

    assert version == ("1.2.3", date(2026, 11, 25), date(2026, 8, 6))
    assert version.order == (1, 2, 3)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"1.2.3"', '"1.2"', "expected a version of three numbers, like 1.2.0, found “1.2”"),
        ('"1.2.3"', '"v1.2.3"', "found “v1.2.3”"),
        ('"1.2.3"', '"1.02.3"', "found “1.02.3”"),
        ("2026-11-25", '"today"', "expected date to be a day, like 2026-11-25, found 'today'"),
        ("2026-11-25", "2026-11-25T10:00:00Z", "expected date to be a day"),
        ("known_until", "known", "expected version, date and known_until, found"),
        ("2026-08-06", "2026-08-", "not a readable TOML file"),
    ],
)
def test_a_version_that_is_not_whole_is_an_error(tmp_path, old, new, said):
    path = tmp_path / "version.toml"
    path.write_text(VERSION.replace(old, new), encoding="utf-8")

    with pytest.raises(ValueError, match=r"version\.toml") as error:
        read_version(path)
    assert said in str(error.value)
