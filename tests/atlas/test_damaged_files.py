"""A damaged file of any kind is named, with row and column where there are such: no traceback, no silence.

Every file of the small world, and both files of words, are damaged in every way of `tests.helpers.mutations`, one at a
time. The manifest counts rows; what its checksums alone would say does not count as an error that helps.
`pytest -s` prints the table of what was tried; a third is, and all with `ATLAS_EVERY_DAMAGE=yes`.
"""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.atlas import atlas, backing, beside, check
from analytics.geography.levels import read_countries
from analytics.outputs.datapackage import PACKAGE, package_json
from analytics.outputs.release import Written, stale
from analytics.record import checks, corrections, files, lists, manifest
from analytics.record.files import DATA
from analytics.schema.tables import CHECKED, ENTRIES, LISTS, OUTLINES
from analytics.words import catalogue
from tests.helpers import mutations, small_world
from tests.helpers.mutations import Damage
from tests.helpers.small_world import QUIET

pytestmark = pytest.mark.slow

CORRECTION = {
    "table": "incidents",
    "key": QUIET,
    "column": "note_en",
    "expected": "",
    "value": "A note.",
    "reason_fr": "Il manquait une note.",
    "reason_en": "A note was missing.",
    "source_id": "zeitung-2020-09",
    "date": "2022-08-01",
}
CHANGE = {"version": "1.0.0", "date": "2022-08-01", "text_fr": "Première version.", "text_en": "First version."}
EXPLAINED = {"incident_id": QUIET, "kind": "number", "value": "7", "reason_fr": "Un repère", "reason_en": "Context"}
OF_ENTRIES = {"corrections.toml": "correction", "changes.toml": "change", "explained.toml": "explained"}
PLACES = (lists.DEPARTMENTS, lists.REGIONS, lists.COUNTRIES, lists.COMMUNES, lists.DISTRICTS)
OUTCOMES = ("row and column", "row", "column", "file", "checksum only", "traceback", "silent")


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Path:
    """The small world with all that stands beside its facts, its manifest and the words, each good."""
    root = small_world.written(tmp_path_factory.mktemp("damaged") / "data")
    for file, entry in (("corrections.toml", CORRECTION), ("changes.toml", CHANGE), ("explained.toml", EXPLAINED)):
        cells = "".join(f'{key} = "{cell}"\n' for key, cell in entry.items())
        (root / file).write_text(f"# What it is.\n\n[[{OF_ENTRIES[file]}]]\n{cells}", encoding="utf-8")
    shutil.copy(DATA / "version.toml", root)
    shutil.copytree(catalogue.LOCALE, root / "locale")
    (root / PACKAGE).write_text("{}\n", encoding="utf-8")
    listed = []
    for path in sorted((root / "facts").iterdir()) + sorted((root / "reference").iterdir()):
        count = "rows" if path.suffix == ".csv" else "features"
        words = "".join(
            f'{key} = "x"\n'
            for key in ("title_fr", "title_en", "producer", "attribution_fr", "attribution_en", "vintage")
        )
        words += 'licence = "Public domain"\nderived_from = []\n'
        listed.append(f'[[file]]\npath = "{path.parent.name}/{path.name}"\n{words}sha256 = ""\n{count} = 0\n')
    for file in (*OF_ENTRIES, "version.toml", PACKAGE):
        entries = "entries = 0\n" if file in OF_ENTRIES else ""
        listed.append(f'[[beside]]\npath = "{file}"\nsha256 = ""\n{entries}')
    (root / manifest.MANIFEST).write_text("# The files.\n\n" + "\n".join(listed), encoding="utf-8")
    manifest.stamp(root)
    (root / PACKAGE).write_text(package_json(root), encoding="utf-8")
    manifest.stamp(root)
    return root


@pytest.fixture(autouse=True)
def _of_the_world(world, monkeypatch):
    """What the check looks up beside the atlas is that of the world."""
    monkeypatch.setattr(backing, "DATA", world)
    monkeypatch.setattr(backing, "read_explained", lambda: corrections.read_explained(world / "explained.toml"))
    monkeypatch.setattr(check, "read_countries", lambda: read_countries(world / "reference"))


def said(root: Path) -> list[str]:
    """What `check` says of a folder of data, a line each."""
    package = Written(root / PACKAGE, lambda: package_json(root))
    try:
        loaded = atlas.load(root)
        lines = [*check.unexplained(loaded), *beside.faults(root), *catalogue.faults(root / "locale")]
        lines += [*check.stale_files(root), *stale(iter([package]), root)]
    except (ValueError, OSError) as error:  # as the command line does
        return str(error).split("\n")
    return lines


def said_at_once(root: Path, file: str) -> list[str]:
    """What the part of the check says that reads a file first: what is named there need not be sought again."""
    name = Path(file).name
    if name in OF_ENTRIES or name in ("version.toml", manifest.MANIFEST, PACKAGE):
        return []
    try:
        if file.startswith("locale"):
            return [*catalogue.faults(root / "locale")]
        if name in LISTS or name in OUTLINES:
            return [*beside.faults(root)]
        places = lists.read_lists(root / "reference", PLACES)
        read = files.read_facts(root / "facts") | files.read_reference(root / "reference")
        return [*lists.told(checks.check(read, lists.places(places)).problems, CHECKED)]
    except (ValueError, OSError) as error:
        return str(error).split("\n")


def damages(root: Path) -> Iterator[tuple[str, Damage]]:
    """Every file with every way to damage it."""
    tables = {
        f"facts/{name}.csv": table for name, table in CHECKED.items() if (root / "facts" / f"{name}.csv").exists()
    }
    tables |= {f"reference/{name}.csv": table for name, table in CHECKED.items() if f"facts/{name}.csv" not in tables}
    tables |= {f"reference/{name}": table for name, table in LISTS.items()}
    for file, table in tables.items():
        good = (root / file).read_bytes()
        for each in (*mutations.of_table(good), *mutations.of_cells(good, table)):
            yield file, each
    for name in OUTLINES:
        for each in mutations.of_outlines((root / "reference" / name).read_bytes()):
            yield f"reference/{name}", each
    for (file, name), table in zip(OF_ENTRIES.items(), (ENTRIES[Path(file).stem] for file in OF_ENTRIES), strict=True):
        for each in mutations.of_entries((root / file).read_bytes(), name, table):
            yield file, each
    for file in ("locale/en.toml", "locale/fr.toml"):
        for each in mutations.of_words((root / file).read_bytes()):
            yield file, each
    everything = [*tables, *(f"reference/{name}" for name in OUTLINES), *OF_ENTRIES, "locale/en.toml", "locale/fr.toml"]
    for file in (*everything, "version.toml", manifest.MANIFEST, PACKAGE):
        for each in mutations.of_any_file((root / file).read_bytes()):
            yield file, each


def outcome(lines: list[str], file: str, column: str) -> str:
    """What the best of the lines names of a file: its row and column, one of them, itself, or its checksum only."""
    name = re.escape(Path(file).name)
    about = [line for line in lines if re.search(rf"(?<![\w-]){name}", line)]
    helpful = [line for line in about if not re.search(r"the manifest expects [0-9a-f]{64}", line)]
    if not helpful:
        return "checksum only" if about else "silent"
    row = [line for line in helpful if re.search(r"(line|feature|entry) \d+", line)]
    exact = [line for line in row if column and re.search(rf"(?<!\w){re.escape(column)}(?!\w)", line)]
    in_column = [line for line in helpful if column and re.search(rf"(?<!\w){re.escape(column)}(?!\w)", line)]
    return "row and column" if exact else "column" if in_column else "row" if row else "file"


def tried(root: Path, file: str, damage: Damage, whole: bool) -> tuple[str, list[str]]:
    """What comes of a damage, and what is said of it; the file is good again afterwards."""
    path = root / file
    good = path.read_bytes()
    try:
        path.unlink()
        if damage.content == "folder":
            path.mkdir()
        elif isinstance(damage.content, bytes):
            path.write_bytes(damage.content)
        if not whole and not damage.harmless:
            lines = said_at_once(root, file)
            found = outcome(lines, file, damage.column)
            if found in (("row and column",) if damage.column else OUTCOMES[:4]):
                return found, lines
        lines = said(root)
        return outcome(lines, file, damage.column), lines
    except Exception as error:
        return "traceback", [f"{type(error).__name__}: {error}"]
    finally:
        if path.is_dir():
            path.rmdir()
        path.write_bytes(good)


def test_the_world_is_good_before_it_is_damaged(world):
    assert said(world) == []


def test_every_damage_is_named_with_its_file_and_its_row_and_column_where_there_are_such(world):
    counts: dict[str, Counter[str]] = {}
    wrong, begun = [], set()
    every = list(damages(world))
    for file, damage in every[:: 1 if os.environ.get("ATLAS_EVERY_DAMAGE") == "yes" else 3]:
        if damage.content == (world / file).read_bytes():
            continue
        # once a file, all of the check goes on with a row that was set aside
        found, lines = tried(world, file, damage, whole=(file, bool(damage.column)) not in begun)
        begun.add((file, bool(damage.column)))
        kind = f"{Path(file).parent.name or 'beside'} {Path(file).suffix}" + (" (harmless)" if damage.harmless else "")
        counts.setdefault(kind, Counter())[found] += 1
        words = file.startswith("locale")  # of which the manifest knows nothing
        fine = {"silent" if words else "checksum only"} if damage.harmless else set(OUTCOMES[:4])
        if damage.column:
            fine = {"row and column", "column"} if file.endswith(".toml") else {"row and column"}
        if found not in fine:
            wrong.append(f"{file}, {damage.kind} {damage.column}: {found}: {lines[:2]}")
    print("\n| files | tried | " + " | ".join(OUTCOMES) + " |")
    for kind, of_kind in counts.items():
        print(f"| {kind} | {of_kind.total()} | " + " | ".join(str(of_kind[name]) for name in OUTCOMES) + " |")

    assert wrong == [], "\n".join(wrong)
    assert sum(of_kind.total() for of_kind in counts.values()) >= 811
