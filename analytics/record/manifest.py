"""What data/sources.toml says of each file, and whether the files agree.

Under `[[file]]` stand the files that are given away, with maker and licence; under `[[beside]]` those that stand beside
them (corrections, changes, what is explained, the data package, the version), by their checksum alone.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from contextlib import suppress
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd

from analytics.record.corrections import CORRECTIONS_FILE
from analytics.record.files import DATA, write_whole
from analytics.schema.content import content, files_below, is_there, text, toml
from analytics.schema.tables import TABLES

MANIFEST = "sources.toml"
REFERENCE = DATA / "reference"
COMPARISON_COLUMNS = ["path", "expected", "found", "count_expected", "count_found", "agrees"]
_QUOTED = re.compile(rb'"[^"]*"')  # a cell that may go over several lines
_LISTED_FOLDERS = ("facts", "reference")
_FILE, _BESIDE = "file", "beside"
_TYPES: dict[str, type] = {"rows": int, "features": int, "rebuilt": bool, "derived_from": list}  # all others are text
_OF_BESIDE: dict[str, type] = {"path": str, "sha256": str}
_COUNTED = {".csv": "rows", ".geojson": "features"}


@dataclass(frozen=True)
class Entry:
    """What the manifest says of one file.

    Attributes
    ----------
    path : str
        Relative to the manifest, with slashes.
    title_fr, title_en : str
        What the file holds.
    producer : str
        Who made the information.
    licence : str
        SPDX identifier where there is one.
    attribution_fr, attribution_en : str
        The sentence that whoever reuses the file has to repeat.
    vintage : str
        The period or date that the content stands for.
    derived_from : tuple of str
        Packages with their versions, or publications.
    sha256 : str
        Checksum of the file; empty until stamped.
    rows, features : int or None
        Lines of a CSV without its header; features of a GeoJSON.
    rebuilt : bool
        Whether `python -m analytics reference` makes this file.
    accessed, url, note_fr, note_en : str
        When and where it was read, and what to know of it; empty where there is nothing to say.
    """

    path: str
    title_fr: str
    title_en: str
    producer: str
    licence: str
    attribution_fr: str
    attribution_en: str
    vintage: str
    derived_from: tuple[str, ...]
    sha256: str
    rows: int | None = None
    features: int | None = None
    rebuilt: bool = False
    accessed: str = ""
    url: str = ""
    note_fr: str = ""
    note_en: str = ""

    @property
    def count(self) -> int | None:
        """Rows or features, whichever the file has."""
        return self.rows if self.features is None else self.features


def read_manifest(path: Path) -> list[Entry]:
    """Read the manifest, one entry for each file given away; ValueError where a key is missing or unknown."""
    entries = [_entry(path, table) for table in _listed(path, _FILE)]
    paths = [entry.path for entry in entries]
    twice = sorted({name for name in paths if paths.count(name) > 1})
    if twice:
        raise ValueError(f"{path.name}: entered twice: {twice}")
    return entries


def read_beside(path: Path) -> dict[str, tuple[str, int | None]]:
    """Checksum and entries of the files beside those given away, by path; ValueError where something else is said."""
    listed = _listed(path, _BESIDE)
    for table in listed:
        typed = {name: type(cell) for name, cell in table.items()}
        if typed not in (_OF_BESIDE, _OF_BESIDE | {"entries": int}):
            raise ValueError(f"{path.name}: expected path, sha256 and perhaps entries of [[{_BESIDE}]], found {table}")
    return {table["path"]: (table["sha256"], table.get("entries")) for table in listed}


def _listed(path: Path, name: str) -> list[dict[str, Any]]:
    """The entries of one name."""
    try:
        read = toml(path)
    except ValueError as error:
        raise ValueError(f"{path.name}: not a readable manifest: {error}") from error
    listed = read.get(name, [])
    if read.keys() - {_FILE, _BESIDE} or not isinstance(listed, list) or not all(isinstance(e, dict) for e in listed):
        raise ValueError(f"{path.name}: expected [[{_FILE}]] and [[{_BESIDE}]] entries only, found {sorted(read)}")
    return listed


def compare(root: Path = DATA) -> pd.DataFrame:
    """Compare the files under `root` with its manifest.

    Parameters
    ----------
    root : Path
        The folder that holds `sources.toml`, `facts` and `reference`.

    Returns
    -------
    DataFrame
        One row for each file entered or found: path, expected and found (SHA-256; empty where the file has no
        entry, or is not there), count_expected, count_found, agrees.
    """
    entries = read_beside(root / MANIFEST) | {
        entry.path: (entry.sha256, entry.count) for entry in read_manifest(root / MANIFEST)
    }
    rows = []
    for path in sorted(entries.keys() | set(_files(root))):
        file = root / path
        expected, count_expected = entries.get(path, ("", None))
        found, count_found = (sha256(file), count(file)) if is_there(file) else ("", None)
        agrees = bool(found) and (expected, count_expected) == (found, count_found)
        rows.append((path, expected, found, count_expected, count_found, agrees))
    return pd.DataFrame(rows, columns=COMPARISON_COLUMNS)


def stamp(root: Path = DATA) -> list[str]:
    """Write the checksums and counts of the files into the manifest, and leave its every other word alone.

    Returns
    -------
    list of str
        Paths of the entries that changed. ValueError where an entered file is not there.
    """
    before = blocks(root)
    after = [stamped(root, block) for block in before]
    write_whole(root / MANIFEST, "".join(after).encode())
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    return [path_of(block) for block in changed]


def blocks(root: Path = DATA) -> list[str]:
    """The text of the manifest cut before each entry: first the preamble; ValueError where it is not a manifest."""
    manifest = root / MANIFEST
    read_manifest(manifest)
    return re.split(rf"(?m)^(?=\[\[(?:{_FILE}|{_BESIDE})\]\])", text(manifest, "manifest"))


def path_of(block: str) -> str:
    """The path of the file that one block of the manifest is about; empty for the preamble."""
    return next((str(entry["path"]) for listed in tomllib.loads(block).values() for entry in listed), "")


def count(path: Path) -> int | None:
    """Lines of a CSV without its header, features of a GeoJSON, entries of a TOML list; None where there are none."""
    if path.suffix == ".csv":
        lines = _QUOTED.sub(b"", content(path)).rstrip(b"\r\n")
        return lines.count(b"\n") if lines else None
    if path.suffix == ".geojson":
        with suppress(ValueError, KeyError, TypeError):
            return len(json.loads(content(path))["features"])
    return len(re.findall(rb"(?m)^\[\[", content(path))) or None if path.suffix == ".toml" else None


def _entry(manifest: Path, table: dict[str, Any]) -> Entry:
    """One entry of the manifest, its keys checked."""
    named = f"{manifest.name}: {table.get('path', 'an entry without a path')}"
    known = {field.name: field.default is MISSING for field in fields(Entry)}
    absent = [name for name, required in known.items() if required and name not in table]
    unknown = [name for name in table if name not in known]
    if absent or unknown:
        raise ValueError(f"{named}: missing {absent or 'nothing'}, unknown {unknown or 'nothing'}")
    wrong = [name for name, cell in table.items() if type(cell) is not _TYPES.get(name, str)]
    if wrong:
        raise ValueError(f"{named}: {wrong[0]} must be {_TYPES.get(wrong[0], str).__name__}, found {table[wrong[0]]!r}")
    wanted = _COUNTED.get(Path(table["path"]).suffix)
    if wanted and wanted not in table:
        raise ValueError(f"{named}: missing {[wanted]}")
    return Entry(**{**table, "derived_from": tuple(table["derived_from"])})


def _files(root: Path) -> list[str]:
    """The data files under `root` that ought to have an entry."""
    found = (path for folder in _LISTED_FOLDERS for path in files_below(root / folder))
    return [path.relative_to(root).as_posix() for path in found if path.suffix in _COUNTED]


def stamped(root: Path, block: str) -> str:
    """One block of the manifest, its checksum and count brought up to date; the preamble as it is."""
    if not block.startswith("[["):
        return block
    path = root / path_of(block)
    if not path.is_file():
        raise ValueError(f"{MANIFEST}: there is no {path}")
    block = re.sub(r'(?m)^sha256 = ".*"$', f'sha256 = "{sha256(path)}"', block)
    return re.sub(r"(?m)^(rows|features|entries) = \d+$", rf"\g<1> = {count(path)}", block)


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(content(path)).hexdigest()


def fingerprint(root: Path = DATA) -> str:
    """SHA-256 of all fact tables and the corrections to them: where two are equal, the facts are the same."""
    digest = hashlib.sha256()
    for path in (*(root / "facts" / f"{name}.csv" for name in sorted(TABLES)), root / CORRECTIONS_FILE):
        digest.update(hashlib.sha256(content(path) if is_there(path) else b"").digest())
    return digest.hexdigest()
