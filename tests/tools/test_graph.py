"""The table of packages for the documents: counted from the imports, every package below what it imports."""

from __future__ import annotations

from graphlib import CycleError
from pathlib import Path

import pytest

from tools import graph

TABLE = """\
| package | imports, from how many of its files |
| --- | --- |
| `analytics/schema` | nothing |
| `analytics/site.py` | nothing |
| `analytics/record` | `analytics/schema` 2 |
| `dashboard` | `analytics/record` 1, `analytics/site.py` 1 |
| `app.py` | `dashboard` 1 |
"""


@pytest.fixture
def program(tmp_path) -> Path:
    texts = {
        "app.py": "import dashboard.main\n",
        "analytics/__init__.py": "",
        "analytics/site.py": "import json\n",
        "analytics/schema/col.py": "NAME = 'name'\n",
        "analytics/record/files.py": "from analytics.schema import col\nfrom analytics.schema.col import NAME\n",
        "analytics/record/cells.py": "def name():\n    from analytics.schema.col import NAME\n    return NAME\n",
        "dashboard/main.py": "from analytics import site\nfrom analytics.record.files import col\n",
    }
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_each_package_stands_below_what_it_imports_with_the_number_of_its_files_that_do(program):
    assert graph.table(program) == TABLE


def test_two_packages_that_import_each_other_are_an_error(program):
    (program / "analytics/schema/col.py").write_text("from analytics.record import files\n")

    with pytest.raises(CycleError):
        graph.table(program)


def test_a_document_holds_the_table_between_its_marks():
    assert graph.with_table("a\n<!-- graph -->\nold\n<!-- /graph -->\nb\n", "new\n") == (
        "a\n<!-- graph -->\nnew\n<!-- /graph -->\nb\n"
    )
    with pytest.raises(ValueError, match="lacks the lines"):
        graph.with_table("a\n<!-- graph -->\nb\n", "new\n")


def test_a_document_that_was_written_holds_and_one_that_was_changed_does_not(tmp_path, capsys):
    document = tmp_path / "architecture.md"
    document.write_text("<!-- graph -->\n<!-- /graph -->\n")

    assert graph.main(["--check", str(document)]) == 1
    assert f"python -m tools.graph --write {document}" in capsys.readouterr().err
    assert graph.main(["--write", str(document)]) == 0
    assert graph.main(["--check", str(document)]) == 0


def test_the_command_prints_the_table_of_this_program(capsys):
    assert graph.main([]) == 0
    assert "| `analytics/record` | `analytics/schema`" in capsys.readouterr().out
