"""The bytes of the files of the data: read once by what runs for long, so that all of it is of one state.

A server holds the folder before it reads anything else of it. What happens to the files afterwards (a copy that stops
half-way, a new version, a folder deleted) changes nothing until it starts again. Commands and tools that hold nothing
read the files as they are.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any


class NotThere(FileNotFoundError, ValueError):
    """A file of the data that there is not, with its name."""


_HELD: dict[Path, dict[Path, bytes]] = {}  # by folder, what each of its files held


def hold(folder: Path) -> None:
    """Read every file below a folder, once: from now on `content` gives what they held now."""
    if folder not in _HELD:
        _HELD[folder] = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def held() -> dict[Path, dict[Path, bytes]]:
    """What is held, for a process that begins later and must answer from the same."""
    return dict(_HELD)


def take(others: dict[Path, dict[Path, bytes]]) -> None:
    """Hold what another process holds."""
    _HELD.update(others)


def release(folder: Path) -> None:
    """Hold a folder no longer."""
    _HELD.pop(folder, None)


def content(path: Path) -> bytes:
    """The bytes of a file: those that were held, else those that it has.

    Raises
    ------
    NotThere
        Where there is no such file.
    ValueError
        Where it cannot be read.
    """
    for folder, files in _HELD.items():
        if path.is_relative_to(folder):
            if path not in files:
                raise NotThere(f"{path}: there was no such file when the data were read")
            return files[path]
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise NotThere(f"{path}: there is no such file") from None
    except OSError as error:
        raise ValueError(f"{path}: not readable: {error.strerror}") from error


def is_there(path: Path) -> bool:
    """Whether there is such a file: there was one when the data were held, else there is one now."""
    return next((path in files for folder, files in _HELD.items() if path.is_relative_to(folder)), path.is_file())


def files_below(folder: Path) -> list[Path]:
    """The files below a folder, in order: those that were held, else those that there are."""
    for known, files in _HELD.items():
        if folder.is_relative_to(known):
            return [path for path in files if path.is_relative_to(folder)]
    return sorted(path for path in folder.rglob("*") if path.is_file())


def text(path: Path, what: str) -> str:
    """The text of a file in UTF-8, a mark at its beginning left out.

    Parameters
    ----------
    path : Path
    what : str
        What it should be, for the error: `TOML file`.

    Raises
    ------
    ValueError
        As `content`, and where the file is not UTF-8, with the line.
    """
    data = content(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, found = data.count(b"\n", 0, error.start) + 1, data[error.start : error.start + 1]
        raise ValueError(f"{path.name}: not a readable {what}: line {line} is not UTF-8, found {found!r}") from error


def toml(path: Path) -> dict[str, Any]:
    """What a TOML file holds; ValueError, with the name of the file, where it is none."""
    try:
        return tomllib.loads(text(path, "TOML file"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name}: not a readable TOML file: {error}") from error
