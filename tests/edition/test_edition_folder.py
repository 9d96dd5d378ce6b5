"""An edition takes the place of the one before whole or not at all; so says the command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from analytics import __main__ as command_line
from analytics.atlas import atlas as atlases
from analytics.edition import files, frame, publish
from analytics.edition import folder as folders
from analytics.edition import pages as edition_pages
from analytics.outputs.held import Held
from analytics.selection.selection import Selection
from tests.helpers.edition import LIVE, contents

pytestmark = pytest.mark.slow


@pytest.fixture
def short(monkeypatch):
    """An edition of one page a language, no files and no drawings: for tests that look at the folder alone."""
    monkeypatch.setattr(files, "files", lambda *_: iter(()))
    monkeypatch.setattr(publish, "pictures", lambda *_: [])
    monkeypatch.setattr(
        edition_pages, "pages", lambda _, words, *__: iter([frame.Page(f"{words.language}/index.html", "new")])
    )


@pytest.mark.usefixtures("short")
def test_an_edition_takes_the_place_of_the_one_before_whole(small_held, tmp_path):
    folder = tmp_path / "edition"
    publish.publish(folder, small_held, Selection(), ("fr",))
    (folder / "fr" / "left-over.html").write_text("old")

    summary = publish.publish(folder, small_held, Selection(), ("en",))

    assert [path.name for path in tmp_path.iterdir()] == ["edition"]
    assert not (folder / "fr").exists()
    marker = json.loads((folder / publish.MARKER).read_text())
    assert (marker["languages"], marker["evidence"]) == (["en"], "specialist")
    assert marker["counts"]["en"]["incidents"] == 6
    assert summary.files == len(contents(folder))
    assert summary.pages == len(list(folder.rglob("*.html"))) == marker["counts"]["en"]["pages"] + 1
    assert summary.size == sum(map(len, contents(folder).values()))


@pytest.mark.usefixtures("short")
def test_a_failure_leaves_the_edition_before_as_it_was(small_held, tmp_path, monkeypatch):
    folder = tmp_path / "edition"
    publish.publish(folder, small_held, Selection(), ("fr",))
    before = contents(folder)

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(publish, "_marker", fail)
    with pytest.raises(OSError, match="the disk is full"):
        publish.publish(folder, small_held, Selection(), ("fr",))

    assert contents(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["edition"]


@pytest.mark.usefixtures("short")
def test_the_old_edition_comes_back_where_the_new_one_can_not_take_its_place(small_held, tmp_path, monkeypatch):
    folder = tmp_path / "edition"
    publish.publish(folder, small_held, Selection(), ("fr",))
    before = contents(folder)
    rename = Path.rename

    def refuse_the_new(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError("not permitted")
        return rename(self, target)

    monkeypatch.setattr(folders, "_exchange", lambda *_: False)  # as on a system that has no such thing
    monkeypatch.setattr(Path, "rename", refuse_the_new)
    with pytest.raises(OSError, match="not permitted"):
        publish.publish(folder, small_held, Selection(), ("en",))

    assert contents(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["edition"]


@pytest.mark.parametrize("marker", ["", "{}", "[]", '{"edition_of": "something else"}', None])
def test_a_folder_that_holds_something_else_is_left_alone(small_held, tmp_path, marker):
    (tmp_path / "letter.txt").write_text("mine")
    if marker is not None:
        (tmp_path / publish.MARKER).write_text(marker)

    with pytest.raises(ValueError, match="is not empty and holds no edition"):
        publish.publish(tmp_path, small_held, Selection())
    assert (tmp_path / "letter.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["live", "base"])
@pytest.mark.parametrize(
    "address", ["atlas.example", "ftp://atlas.example/", "https://", "https://a.example/?q=1", 'https://a.example/"x y']
)
def test_an_address_that_is_none_is_refused(small_held, tmp_path, name, address):
    with pytest.raises(ValueError, match=f"--{name} “"):
        publish.publish(tmp_path / "edition", small_held, Selection(), **{name: address})
    assert not list(tmp_path.iterdir())


# --- the command ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("short")
def test_the_command_writes_says_each_step_and_ends_with_a_summary(small_atlas, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(atlases, "load", lambda: small_atlas)

    assert command_line.main(["publish", str(tmp_path / "edition"), "--lang", "en", "--live", LIVE]) == 0

    told, steps = capsys.readouterr()
    assert re.fullmatch(r".*edition: \d+ pages, \d+ files, [\d.]+ MB, \d+ s\n", told)
    assert steps.splitlines()[0] == "en: files"
    assert (tmp_path / "edition/en/index.html").is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--evidence", "rumour"), "--evidence “rumour”"),
        (("--live", "atlas"), "--live “atlas” is no address of a site"),
        ((), "holds no edition of the atlas"),
    ],
)
def test_what_can_not_be_is_refused_in_one_line(small_atlas, monkeypatch, capsys, tmp_path, arguments, said):
    monkeypatch.setattr(atlases, "load", lambda: small_atlas)
    (tmp_path / "letter.txt").write_text("mine")
    target = tmp_path if not arguments else tmp_path / "new"

    assert command_line.main(["publish", str(target), *arguments]) == 1

    told, error = capsys.readouterr()
    assert told == ""
    assert error.startswith("error: ")
    assert error.count("\n") == 1
    assert said in error


@pytest.mark.parametrize("key", ["../../../../pwned", "index", "fr-Saint", "a/b", "a?b"])
@pytest.mark.usefixtures("short")
def test_a_key_that_cannot_be_a_page_is_named_before_anything_is_written(small_atlas, tmp_path, key):
    rows = small_atlas.incidents
    first, second = rows["incident_id"].iloc[:2]
    renamed = {first: key} if key != "fr-Saint" else {first: key, second: key.lower()}

    def with_key(table):
        return table.assign(incident_id=table["incident_id"].replace(renamed)) if "incident_id" in table else table

    bad = small_atlas._replace(
        **{
            name: with_key(table)
            for name, table in small_atlas._asdict().items()
            if hasattr(table, "assign") and "incident_id" in table
        }
    )
    with pytest.raises(ValueError, match=re.escape(key)):
        publish.publish(tmp_path / "deep" / "edition", Held(lambda: bad), Selection(), ("en",))
    assert not list((tmp_path / "deep").iterdir())


def test_an_incident_of_which_every_claim_was_set_aside_is_published(small_atlas, small_root, tmp_path):
    first = small_atlas.incidents["incident_id"].iloc[0]
    without = {
        name: table[table["incident_id"] != first]
        for name in ("claims", "mentions")
        if "incident_id" in (table := getattr(small_atlas, name, {}))
    }
    held = Held(lambda: small_atlas._replace(**without), small_root)
    publish.publish(tmp_path / "edition", held, Selection(), ("en",))
    assert (tmp_path / "edition/en/index.html").is_file()
