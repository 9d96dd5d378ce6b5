"""A correction says why, changes one cell of a copy, and fails where the facts are no longer what it expects."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pytest

from analytics.atlas import atlas, check
from analytics.record import corrections, files
from analytics.record.cells import is_date
from analytics.schema.tables import ENTRIES, TABLES
from analytics.schema.version import DATA_DATE, DATA_VERSION
from tests.helpers import small_world
from tests.helpers.small_world import MONTH, QUIET, TWO_TOWNS
from tests.helpers.typography import misspaced

ENTRY = {
    "table": "incidents",
    "key": QUIET,
    "column": "attack_type",
    "expected": "intrusion",
    "value": "ransomware",
    "reason_fr": "La source le dit.",
    "reason_en": "The source says so.",
    "source_id": "expert-2022-07",
    "date": "2022-08-01",
}


def toml(*entries: dict[str, str], name: str = "correction") -> str:
    """Entries as TOML; strings are written as JSON writes them, which TOML reads the same."""
    blocks = []
    for entry in entries:
        lines = [f'{key} = "{value}"' for key, value in entry.items()]
        blocks.append("\n".join([f"[[{name}]]", *lines]))
    return "\n\n".join(blocks)


def read(tmp_path, text: str) -> pd.DataFrame:
    path = tmp_path / "corrections.toml"
    path.write_text(text, encoding="utf-8")
    return corrections.read_corrections(path)


def table(*entries: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(entries, index=pd.RangeIndex(1, len(entries) + 1), dtype="str")


# --- reading ----------------------------------------------------------------------------------------------


def test_corrections_are_read_in_order_and_numbered_from_one(tmp_path):
    rows = read(tmp_path, toml(ENTRY, {**ENTRY, "column": "status", "expected": "", "value": "claimed"}))

    assert list(rows.columns) == ENTRIES["corrections"].names
    assert rows.index.tolist() == [1, 2]
    assert rows.loc[1].to_dict() == ENTRY
    assert rows.loc[2, "expected"] == ""


def test_where_there_is_no_file_there_is_no_correction(tmp_path, facts):
    rows = corrections.read_corrections(tmp_path / "corrections.toml")

    assert rows.empty
    assert list(rows.columns) == ENTRIES["corrections"].names
    assert corrections.corrected(facts, rows).keys() == facts.keys()


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "correction = []"])
def test_a_file_without_entries_corrects_nothing(tmp_path, text):
    assert read(tmp_path, text).empty


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"reason_fr": ""}, "entry 1: reason_fr must be text, found ''", id="no reason"),
        pytest.param({"reason_en": "  "}, "entry 1: reason_en must be text", id="a reason of spaces"),
        pytest.param({"source_id": ""}, "entry 1: source_id must be text", id="no source"),
        pytest.param({"key": ""}, "entry 1: key must be text", id="no key"),
        pytest.param({"date": "2022-08"}, "entry 1: date must be a day.*found “2022-08”", id="a month"),
        pytest.param({"date": "2022-02-30"}, "entry 1: date must be a day", id="a day that is none"),
        pytest.param({"date": "20220801"}, "entry 1: date must be a day", id="a day written otherwise"),
        pytest.param({"value": "intrusion"}, "entry 1: .*both “intrusion”, nothing is corrected", id="no change"),
        pytest.param({"colour": "red"}, "entry 1: expected .*found .*'colour'", id="another key"),
    ],
)
def test_an_entry_that_is_not_whole_is_named(tmp_path, change, message):
    with pytest.raises(ValueError, match=rf"corrections\.toml, {message}"):
        read(tmp_path, toml({**ENTRY, **change}))


@pytest.mark.parametrize("absent", list(ENTRY))
def test_an_entry_that_lacks_a_key_is_named(tmp_path, absent):
    with pytest.raises(ValueError, match=r"corrections\.toml, entry 2: expected"):
        read(tmp_path, toml(ENTRY, {key: value for key, value in ENTRY.items() if key != absent}))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[[correction]", id="not TOML"),
        pytest.param("[[corrections]]", id="another name"),
        pytest.param('correction = "all"', id="not a list"),
        pytest.param("correction = [1]", id="a list of numbers"),
        pytest.param(toml(ENTRY).replace('"ransomware"', "3"), id="a number"),
        pytest.param(toml(ENTRY).replace('"2022-08-01"', "2022-08-01"), id="a date that is no text"),
        pytest.param(toml(ENTRY).replace('"ransomware"', '["ransomware"]'), id="a list for a value"),
    ],
)
def test_a_file_that_is_no_list_of_corrections_is_named(tmp_path, text):
    with pytest.raises(ValueError, match=r"^corrections\.toml"):
        read(tmp_path, text)


def test_a_file_that_is_not_utf_8_is_named(tmp_path):
    path = tmp_path / "corrections.toml"
    path.write_bytes(b"# corrig\xe9\n")

    with pytest.raises(ValueError, match=r"corrections\.toml: not a readable TOML file"):
        corrections.read_corrections(path)


def test_one_cell_is_not_corrected_twice(tmp_path):
    with pytest.raises(ValueError, match=r"entry 2: .*entry 1 corrects the same cell"):
        read(tmp_path, toml(ENTRY, {**ENTRY, "expected": "ransomware", "value": "ddos"}))


# --- applying ---------------------------------------------------------------------------------------------


def test_one_cell_changes_and_the_tables_received_do_not(facts):
    before = {name: rows.copy() for name, rows in facts.items()}

    after = corrections.corrected(facts, table(ENTRY))

    for name, rows in before.items():
        pd.testing.assert_frame_equal(facts[name], rows)
    differing = after["incidents"].compare(before["incidents"])
    assert differing.shape == (1, 2)
    assert after["incidents"].set_index("incident_id").loc[QUIET, "attack_type"] == "ransomware"
    assert after["claims"] is facts["claims"]


def test_an_empty_cell_is_expected_as_empty_and_filled(facts):
    after = corrections.corrected(
        facts, table({**ENTRY, "column": "detected_on", "expected": "", "value": "2022-07-01"})
    )

    assert after["incidents"].set_index("incident_id").loc[QUIET, "detected_on"] == "2022-07-01"


def test_a_cell_is_emptied(facts):
    after = corrections.corrected(facts, table({**ENTRY, "column": "ended_on", "expected": "2022-07-10", "value": ""}))

    cell = after["incidents"].set_index("incident_id").loc[QUIET, "ended_on"]
    assert pd.isna(cell)
    assert after["incidents"].dtypes.equals(facts["incidents"].dtypes)


def test_two_cells_of_one_row_are_both_corrected(facts):
    other = {**ENTRY, "column": "status", "expected": "confirmed", "value": "claimed"}
    row = corrections.corrected(facts, table(ENTRY, other))["incidents"].set_index("incident_id").loc[QUIET]

    assert (row["attack_type"], row["status"]) == ("ransomware", "claimed")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"expected": "ddos"}, "expected “ddos”, found “intrusion”", id="another value"),
        pytest.param({"expected": ""}, "expected “”, found “intrusion”", id="not empty"),
        pytest.param({"expected": "Intrusion"}, "expected “Intrusion”, found “intrusion”", id="other letters"),
        pytest.param({"expected": "intrusion "}, "expected “intrusion ”, found “intrusion”", id="a space more"),
        pytest.param(
            {"column": "detected_on", "expected": "2022-07-01"}, "expected “2022-07-01”, found “”", id="empty"
        ),
        pytest.param({"column": "detected_on", "expected": "nan"}, "expected “nan”, found “”", id="the word nan"),
        pytest.param({"key": "gone"}, "expected one row of that key holding “intrusion”, found 0 rows", id="no row"),
        pytest.param({"key": ".*"}, "found 0 rows", id="a pattern"),
        pytest.param({"table": "nothing"}, "no such table; there are .*'incidents'", id="no table"),
        pytest.param({"column": "colour"}, "no such column to correct; incidents has .*'status'", id="no column"),
        pytest.param({"column": "incident_id", "expected": QUIET}, "no such column to correct", id="the key"),
        pytest.param({"source_id": "nobody"}, "no source is called “nobody”", id="no source"),
    ],
)
def test_a_correction_that_does_not_fit_the_facts_fails_and_names_itself(facts, change, message):
    entry = {**ENTRY, **change}
    where = re.escape(f"corrections.toml, entry 2: {entry['table']}, {entry['key']}, {entry['column']}: ")
    first = {**ENTRY, "key": MONTH, "expected": "data-theft"}

    with pytest.raises(ValueError, match=where + ".*" + message):
        corrections.corrected(facts, table(first, entry))


def test_a_key_that_stands_twice_is_not_corrected(facts):
    facts["incidents"] = pd.concat([facts["incidents"], facts["incidents"].tail(1)])

    with pytest.raises(ValueError, match="found 2 rows"):
        corrections.corrected(facts, table(ENTRY))


# --- in the atlas -----------------------------------------------------------------------------------------


def test_the_atlas_shows_what_was_corrected_and_the_check_counts_it(tmp_path, small_atlas):
    root = small_world.written(tmp_path / "data")
    entry = {**ENTRY, "key": TWO_TOWNS, "column": "confidence", "expected": "high", "value": "medium"}
    (root / "corrections.toml").write_text(toml(entry), encoding="utf-8")

    loaded = atlas.load(root)

    assert loaded.incidents.set_index("incident_id").loc[TWO_TOWNS, "confidence"] == "medium"
    assert loaded.corrections.loc[1].to_dict() == entry
    assert small_atlas.corrections.empty
    assert "corrections to the facts as collected, each with its reason: 1\n" in check.report(loaded).text
    assert "corrections to the facts as collected, each with its reason: 0\n" in check.report(small_atlas).text


def test_a_corrected_row_is_checked_like_any_other(tmp_path):
    root = small_world.written(tmp_path / "data")
    (root / "corrections.toml").write_text(toml({**ENTRY, "value": "magic"}), encoding="utf-8")

    problems = atlas.load(root).checked.problems

    told = problems.loc[problems["rule"] == "not-a-code", ["table", "key", "column", "found"]]
    assert told.values.tolist() == [["incidents", QUIET, "attack_type", "magic"]]


def test_an_atlas_whose_facts_changed_under_a_correction_is_not_loaded(tmp_path):
    root = small_world.written(tmp_path / "data")
    (root / "corrections.toml").write_text(toml({**ENTRY, "expected": "ddos"}), encoding="utf-8")

    with pytest.raises(ValueError, match=r"corrections\.toml, entry 1: .*expected “ddos”, found “intrusion”"):
        atlas.load(root)


@pytest.mark.shipped
def test_the_shipped_corrections_are_applied(shipped, shipped_facts):
    assert len(shipped.corrections) >= 1
    for row in shipped.corrections.to_dict("records"):
        key = TABLES[row["table"]].key
        collected = shipped_facts[row["table"]].set_index(key).loc[row["key"], row["column"]]
        shown = shipped.checked.tables[row["table"]].set_index(key).loc[row["key"], row["column"]]
        assert (collected, str(shown)) == (row["expected"], row["value"])


@pytest.mark.shipped
def test_the_shipped_corrections_are_of_this_version_or_an_earlier_one(shipped):
    assert all(date.fromisoformat(day) <= DATA_DATE for day in shipped.corrections["date"])


# --- what changed from version to version -----------------------------------------------------------------

CHANGE = {"version": "1.0.0", "date": "2022-08-01", "text_fr": "Première version.", "text_en": "First version."}


def changes(tmp_path, *entries: dict[str, str]) -> pd.DataFrame:
    path = tmp_path / "changes.toml"
    path.write_text(toml(*entries, name="change"), encoding="utf-8")
    return corrections.read_changes(path)


def test_a_version_has_as_many_changes_as_are_written(tmp_path):
    rows = changes(tmp_path, CHANGE, {**CHANGE, "text_en": "Another."}, {**CHANGE, "version": "0.9.0"})

    assert rows["version"].tolist() == ["1.0.0", "1.0.0", "0.9.0"]
    assert list(rows.columns) == list(CHANGE)


def test_where_there_is_no_file_there_is_no_change(tmp_path):
    assert corrections.read_changes(tmp_path / "changes.toml").empty


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": "1.0"}, "“1.0” is no version"),
        ({"version": "v1.0.0"}, "is no version"),
        ({"version": "1.0.0\\n"}, "version: unseen-sign"),
        ({"date": "2022-08-02"}, "1.0.0 is of 2022-08-02, and of 2022-08-01 above"),
        ({"date": "août"}, "date must be a day"),
        ({"text_fr": ""}, "text_fr must be text, found ''"),
        ({"colour": "red"}, "'colour'"),
    ],
)
def test_a_change_that_is_not_whole_is_named(tmp_path, change, message):
    with pytest.raises(ValueError, match=rf"(?s)changes\.toml, entry 2: .*{message}"):
        changes(tmp_path, CHANGE, {**CHANGE, **change})


@pytest.mark.shipped
def test_the_changes_are_those_of_the_changelog_and_the_newest_is_this_version():
    written = corrections.read_changes()
    changelog = (files.DATA.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    told = re.findall(r"^## \[([\d.]+)\] - (\S+)$", changelog, re.MULTILINE)
    versions = list(dict.fromkeys(zip(written["version"], written["date"], strict=True)))

    assert versions == told
    assert versions[0] == (DATA_VERSION, DATA_DATE.isoformat())
    numbers = [tuple(map(int, version.split("."))) for version, _ in versions]
    assert numbers == sorted(numbers, reverse=True)
    assert all(is_date(day) for _, day in versions)


@pytest.mark.shipped
@pytest.mark.parametrize(
    "rows", [corrections.read_corrections(), corrections.read_changes()], ids=["corrections", "changes"]
)
def test_words_about_the_data_are_written_as_those_in_the_data(rows):
    for stem in ("reason", "text"):
        if f"{stem}_fr" in rows:
            french, english = rows[f"{stem}_fr"], rows[f"{stem}_en"]
            assert [words for words in french if misspaced(words)] == []
            assert not english.str.contains("[\u00a0\u202f«»]").any()
            for words in (*french, *english):
                assert not re.search("['\"`´<>\\x00-\\x1f]|\\s$|^\\s|  ", words), words
            assert (french != english).all()
