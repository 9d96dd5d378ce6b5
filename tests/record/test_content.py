"""What was held when a process began is what it answers from, whatever becomes of the files."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

from analytics.atlas import atlas, check
from analytics.record import files, lists, manifest
from analytics.schema import content
from analytics.schema.tables import TABLES


@pytest.fixture
def held(small_root, tmp_path):
    """A copy of the small world that is held."""
    root = tmp_path / "data"
    shutil.copytree(small_root, root)
    content.hold(root)
    yield root
    content.release(root)


def test_nothing_changes_when_the_files_are_cut_or_gone(held):
    before, print_before = atlas.load(held), manifest.fingerprint(held)

    for path in held.rglob("*.*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    cut, print_cut = atlas.load(held), manifest.fingerprint(held)
    shutil.rmtree(held)
    gone = atlas.load(held)

    assert print_cut == print_before == manifest.fingerprint(held)
    for name in TABLES:
        pd.testing.assert_frame_equal(cut.checked.tables[name], before.checked.tables[name])
        pd.testing.assert_frame_equal(gone.checked.tables[name], before.checked.tables[name])
    assert lists.read_lists(held / "reference").keys() == lists.LISTS.keys()


def test_a_file_that_came_later_is_none(held):
    (held / "changes.toml").write_text("", encoding="utf-8")

    assert not content.is_there(held / "changes.toml")
    with pytest.raises(ValueError, match=r"changes\.toml: there was no such file when the data were read"):
        content.content(held / "changes.toml")


def test_another_process_takes_what_this_one_holds(held):
    others = content.held()
    content.release(held)
    shutil.rmtree(held)
    with pytest.raises(FileNotFoundError):
        files.read_facts(held / "facts")

    content.take({held: others[held]})

    assert files.read_facts(held / "facts").keys() == TABLES.keys()


@pytest.mark.shipped
def test_the_shipped_files_are_those_of_the_manifest():
    assert list(check.stale_files()) == []
    beside = manifest.read_beside(files.DATA / manifest.MANIFEST)
    assert beside.keys() == {"corrections.toml", "changes.toml", "explained.toml", "version.toml", "datapackage.json"}
