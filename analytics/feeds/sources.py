"""Where the bytes of a feed are: a file, a folder of them, or a ZIP archive; each is opened when it is read."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple

_BLOCK = 1 << 20
_LARGEST_RATIO = 400  # of what comes out of an archive to what is in it: more is no text but a trap


class Source(NamedTuple):
    """One file to read: its name as reports give it, its size in bytes, and how it is opened."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]


def sources(paths: Iterable[Path], endings: Sequence[str]) -> tuple[list[Source], list[str]]:
    """The files that paths name, and the names of those that lie among them and are no files of this feed.

    Parameters
    ----------
    paths : iterable of Path
        Files, folders (all below them, by name) or ZIP archives.
    endings : sequence of str
        With the dot and in small letters; a file that is named itself is read whatever its ending.

    Raises
    ------
    ValueError
        Where a path does not exist, an archive is damaged, or nothing is left to read.
    """
    found: list[Source] = []
    other: list[str] = []
    for path in paths:
        if path.is_dir():
            for each in sorted(path.rglob("*")):
                if each.is_file():
                    name = f"{path.name}/{each.relative_to(path).as_posix()}"
                    _sort_out(_of_file(each, name), each.suffix, endings, found, other)
        elif not path.is_file():
            raise ValueError(f"{path}: there is no such file or folder")
        elif ".zip" not in endings and path.suffix.lower() == ".zip":
            for each_member, suffix in _members(path):
                _sort_out(each_member, suffix, endings, found, other)
        else:
            found.append(_of_file(path, path.name))
    if not found:
        raise ValueError(f"nothing to read: found {', '.join(other) or 'no file'}, expected {', '.join(endings)}")
    return found, other


def digest(source: Source) -> str:
    """The SHA-256 of a source, by which an import that is taken up again knows its files."""
    told = hashlib.sha256()
    with source.open() as file:
        while block := file.read(_BLOCK):
            told.update(block)
    return told.hexdigest()


@contextmanager
def readable(source: Source) -> Iterator[IO[bytes]]:
    """A source while it is open; ValueError, with its name, where the archive that holds it is damaged."""
    try:
        with source.open() as file:
            yield file
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise ValueError(f"{source.name}: the archive cannot be read: {error}") from error


def _sort_out(source: Source, suffix: str, endings: Sequence[str], found: list[Source], other: list[str]) -> None:
    if suffix.lower() in endings:
        found.append(source)
    else:
        other.append(source.name)


def _of_file(path: Path, name: str) -> Source:
    return Source(name, path.stat().st_size, lambda: path.open("rb"))


def _members(path: Path) -> Iterator[tuple[Source, str]]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted(archive.infolist(), key=lambda each: each.filename)
    except (zipfile.BadZipFile, OSError) as error:
        raise ValueError(f"{path.name}: found a file that is no ZIP archive ({error}), expected one") from error
    for each in members:
        if each.is_dir():
            continue
        if each.file_size > _LARGEST_RATIO * max(each.compress_size, _BLOCK // _LARGEST_RATIO):
            raise ValueError(f"{path.name}/{each.filename}: {each.file_size:,} bytes out of {each.compress_size:,}")
        name, inside = f"{path.name}/{each.filename}", each.filename
        yield Source(name, each.file_size, partial(_opened, path, inside)), Path(inside).suffix


def _opened(path: Path, name: str) -> IO[bytes]:
    archive = zipfile.ZipFile(path)
    member = archive.open(name)
    archive.close()  # the member keeps its own hold of the file
    return member
