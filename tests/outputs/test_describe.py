"""What describes the data is up to date, says every column and code, and holds for the files."""

from __future__ import annotations

import json
import shutil

import pytest
from frictionless import Package

from analytics.outputs import datapackage
from analytics.outputs import dictionary as data_dictionary
from analytics.record.files import DATA
from analytics.record.manifest import MANIFEST, read_manifest
from analytics.schema.derived import COMPUTED_TABLES
from analytics.schema.measures import MEASURES
from analytics.schema.tables import CHECKED, ENTRIES, LISTS, REFERENCE
from analytics.schema.veris import CROSSWALK

pytestmark = pytest.mark.shipped


def test_what_is_generated_is_up_to_date():
    written = {
        datapackage.PACKAGE: datapackage.package_json(),
        data_dictionary.DICTIONARY: data_dictionary.dictionary(),
    }

    for name, text in written.items():
        assert (DATA / name).read_text(encoding="utf-8") == text, "run python -m analytics release"


def test_the_dictionary_has_every_table_column_code_and_measure():
    dictionary = data_dictionary.dictionary()

    for table in (CHECKED | COMPUTED_TABLES).values():
        assert f"## `{table.name}`" in dictionary
        for column in table.columns:
            assert f"| `{column.name}`" in dictionary
            assert column.meaning.fr in dictionary
            assert column.meaning.en in dictionary
            # precisions speak for themselves
            if column.codes and not column.name.endswith("_precision"):
                assert [code for code in column.codes if code and f"`{code}`" not in dictionary] == []
    assert all(f"| `{name}` | {measure.kind} |" in dictionary for name, measure in MEASURES.items())


def test_the_dictionary_has_the_keys_of_corrections_and_of_changes():
    dictionary = data_dictionary.dictionary()

    assert set(ENTRIES) == {"corrections", "changes", "explained"}
    for table in ENTRIES.values():
        for column in table.columns:
            assert f"| `{column.name}` | {column.meaning.fr} | {column.meaning.en} |" in dictionary


def test_the_dictionary_has_every_row_of_the_crosswalk_to_veris():
    _, _, section = data_dictionary.dictionary().partition("## Correspondance avec VERIS · VERIS crosswalk\n")
    rows = [line for line in section.splitlines() if line.startswith("| `")]

    assert len(rows) == len(CROSSWALK)
    for match, row in zip(CROSSWALK, rows, strict=True):
        assert row.startswith(f"| `{match.column}` |")
        assert all(f"`{cell}`" in row for cell in (match.code, match.path, match.value) if cell)


def test_every_row_of_a_table_in_the_dictionary_has_as_many_cells_as_its_header():
    width = None
    for line in data_dictionary.dictionary().splitlines():
        if not line.startswith("|"):
            width = None
            continue
        cells = line.count("|")
        assert width in (None, cells), line
        width = cells


def test_every_file_of_the_manifest_is_a_resource_with_its_checksum_and_licence():
    package = json.loads((DATA / datapackage.PACKAGE).read_text(encoding="utf-8"))

    entries = read_manifest(DATA / MANIFEST)
    told = {resource["path"]: resource["hash"] for resource in package["resources"]}
    assert told == {entry.path: f"sha256:{entry.sha256}" for entry in entries}
    assert len({resource["name"] for resource in package["resources"]}) == len(entries)
    assert all(resource["licenses"] for resource in package["resources"])


def test_every_checked_table_is_described_column_by_column():
    package = json.loads((DATA / datapackage.PACKAGE).read_text(encoding="utf-8"))

    described = {
        resource["path"]: [field["name"] for field in resource["schema"]["fields"]]
        for resource in package["resources"]
        if resource.get("schema", {}).get("primaryKey")
    }
    folders = {name: "reference" if name in REFERENCE else "facts" for name in CHECKED}
    checked = {f"{folders[name]}/{name}.csv": table.names for name, table in CHECKED.items()}
    assert described == checked | {f"reference/{name}": table.names for name, table in LISTS.items()}


def test_the_files_are_what_the_package_says():
    report = Package(str(DATA / datapackage.PACKAGE)).validate()

    told = [(task.name, task.flatten(["type", "rowNumber", "note"])[:3]) for task in report.tasks if not task.valid]
    assert report.valid, (report.errors, told)
    assert report.stats["tasks"] == len(read_manifest(DATA / MANIFEST))


def test_a_package_whose_table_was_spoilt_is_not_valid(tmp_path):
    # or else the test above proves nothing
    (tmp_path / "facts").mkdir()
    shutil.copy(DATA / datapackage.PACKAGE, tmp_path)
    written = (DATA / "facts" / "sources.csv").read_text(encoding="utf-8")
    key = written.splitlines()[1].partition(",")[0]
    (tmp_path / "facts" / "sources.csv").write_text(written.replace(key, "", 1), encoding="utf-8")

    report = Package(str(tmp_path / datapackage.PACKAGE)).get_resource("sources").validate()

    assert not report.valid
    assert {error[0] for error in report.flatten(["type"])} >= {"hash-count", "constraint-error"}
