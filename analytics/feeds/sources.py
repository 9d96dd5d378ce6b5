"""Where the bytes of a feed are: a file, a folder of them, or a ZIP archive; each is opened when it is read."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

_BLOCK = 1 << 20
_LARGEST_RATIO = 400  # of what comes out of an archive to what is in it: more is no text but a trap


class Source(NamedTuple):
    """One file to read: its name as reports give it, its size in bytes, where it lies, and under which name in there.

    Where it lies is said from the root on, so that another process finds it.
    """

    name: str
    size: int
    path: Path
    member: str = ""

    def open(self) -> IO[bytes]:
        """The bytes of the file, from the first on."""
        if not self.member:
            return self.path.open("rb")
        with zipfile.ZipFile(self.path) as archive:
            return archive.open(self.member)  # the member keeps its own hold of the file


class Digested(io.RawIOBase):
    """A file that is read from end to end, and its SHA-256 as far as it was read.

    Parameters
    ----------
    file : file
        It is closed with this one.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.told = hashlib.sha256()

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - a buffer has no type before Python 3.12
        """Read as many bytes as there is room for, or as there are."""
        view = memoryview(buffer)
        block = self._file.read(len(view))
        self.told.update(block)
        view[: len(block)] = block
        return len(block)

    def close(self) -> None:
        """Close the file as well."""
        self._file.close()
        super().close()


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
    with readable(source) as file, Digested(file) as digested:
        while digested.read(_BLOCK):
            pass
        return digested.told.hexdigest()


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
    written = name.encode("utf-8", "replace").decode()  # a name on a disk may be any bytes
    return Source(written, path.stat().st_size, path.resolve())


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
        name = f"{path.name}/{each.filename}"
        yield Source(name, each.file_size, path.resolve(), each.filename), Path(each.filename).suffix
