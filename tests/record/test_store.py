"""Reads the fact tables as written, and says what is wrong with a file that is not what we think."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.record import files
from analytics.schema import col
from analytics.schema.tables import TABLES


@pytest.fixture
def sources_file(tmp_path, small_root):
    """A copy of one table of the small world, to be spoilt."""
    copy = tmp_path / "sources.csv"
    copy.write_bytes((small_root / "facts" / "sources.csv").read_bytes())
    return copy


def test_every_table_is_read_with_its_columns_in_the_order_of_the_schema(facts):
    assert {name: list(rows.columns) for name, rows in facts.items()} == {
        name: table.names for name, table in TABLES.items()
    }


def test_every_cell_is_text_or_missing(facts):
    for rows in facts.values():
        assert all(isinstance(cell, str) or pd.isna(cell) for cell in rows.to_numpy().ravel())


def test_rows_are_numbered_as_the_lines_of_the_file(facts, small_root):
    lines = (small_root / "facts" / "incidents.csv").read_text(encoding="utf-8").splitlines()

    for line, key in facts["incidents"][col.INCIDENT_ID].items():
        assert lines[line - 1].startswith(key)


def test_what_looks_like_a_missing_value_or_a_number_stays_what_was_written(tmp_path):
    path = tmp_path / "any.csv"
    path.write_text('code,words\n01,NA\n2A,"null, nan"\n971,\n', encoding="utf-8")

    rows = files.read_csv(path)

    assert rows["code"].tolist() == ["01", "2A", "971"]
    assert rows["words"].tolist()[:2] == ["NA", "null, nan"]
    assert rows["words"].isna().tolist() == [False, False, True]
    assert rows.index.tolist() == [2, 3, 4]


def test_a_byte_order_mark_is_not_part_of_the_first_name(tmp_path):
    path = tmp_path / "any.csv"
    path.write_text("code\n01\n", encoding="utf-8-sig")

    assert list(files.read_csv(path).columns) == ["code"]


def test_columns_in_another_order_are_put_in_ours(sources_file):
    rows = files.read_csv(sources_file)
    rows[rows.columns[::-1]].to_csv(sources_file, index=False)

    assert list(files.read_table(sources_file, TABLES[col.SOURCES]).columns) == TABLES[col.SOURCES].names


def test_a_column_that_is_absent_is_named_with_those_that_should_be_there(sources_file):
    files.read_csv(sources_file).drop(columns="tier").to_csv(sources_file, index=False)

    with pytest.raises(ValueError, match=r"sources\.csv: columns missing \['tier'\], unknown none.*'publisher'"):
        files.read_table(sources_file, TABLES[col.SOURCES])


def test_a_column_that_nobody_knows_is_named(sources_file):
    files.read_csv(sources_file).assign(colour="red").to_csv(sources_file, index=False)

    with pytest.raises(ValueError, match=r"columns missing none, unknown \['colour'\]"):
        files.read_table(sources_file, TABLES[col.SOURCES])


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"incidents\.csv: there is no such file"):
        files.read_facts(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param("nom\nHôpital\n".encode("latin-1"), id="not UTF-8"),
        pytest.param(b"a,b\n1,2,3\n1,2\n1,2,3,4\n", id="lines of unequal length"),
    ],
)
def test_a_file_that_is_no_csv_of_ours_is_named(tmp_path, content):
    path = tmp_path / "spoilt.csv"
    path.write_bytes(content)

    with pytest.raises(ValueError, match=r"spoilt\.csv: not a readable CSV"):
        files.read_csv(path)
