"""A folder that takes its place whole: written beside it by one process at a time, then put there in one step.

Whoever reads meets the old folder or the new one, also where the writer is killed: what that leaves beside is found
and cleared by the next.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analytics.record.files import write_whole

try:
    import fcntl
except ImportError:  # Windows has no locks of folders: there a folder that is left behind is removed by hand
    fcntl = None  # type: ignore[assignment]

# one part of a path: what is a plain name on every system and stands in an address as it is
_PART = r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}"
_PATH = re.compile(rf"{_PART}(/{_PART})*", re.ASCII)
FILE_MODE, FOLDER_MODE = 0o644, 0o755  # a web server is another user: what is published, it can read
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


@contextmanager
def beside(place: Path) -> Iterator[Path]:
    """An empty folder beside a place, for this process alone; gone afterwards, with what a killed one had left.

    Raises
    ------
    ValueError
        Where another process is at it.
    """
    work = place.with_name(f".{place.name}.publishing")
    place.parent.mkdir(parents=True, exist_ok=True)
    held = _alone(work, place)
    try:
        _clear(work, place)
        new = work / "new"
        new.mkdir()
        yield new
    finally:
        shutil.rmtree(work, ignore_errors=True)
        if held is not None:
            os.close(held)


def write(folder: Path, contents: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, int]]:
    """Write files by their path within a folder, readable for everybody; each path with how many bytes it has.

    Raises
    ------
    ValueError
        Where a path is more than plain names, or is another one but for small and capital letters.
    OSError
        Where a file cannot be written, with its name.
    """
    written: dict[str, str] = {}
    folder.chmod(FOLDER_MODE)
    for path, content in contents:
        place(path, written)
        file = folder / path
        if not file.parent.is_dir():
            file.parent.mkdir(parents=True)
            for each in file.parents[: path.count("/")]:
                each.chmod(FOLDER_MODE)
        write_whole(file, content)
        file.chmod(FILE_MODE)
        yield path, len(content)


def place(path: str, taken: dict[str, str]) -> None:
    """Take a path, which must be plain names and nobody else's; the errors are those of `write`."""
    if not _PATH.fullmatch(path):
        raise ValueError(
            f"“{path[:200]}” is no path within an edition: a key must be plain letters, digits and hyphens"
        )
    if path.casefold() in taken:
        other = taken[path.casefold()]
        raise ValueError(
            f"“{path}” and “{other}” are one file, at least where small and capital letters are the same; rename a key"
        )
    taken[path.casefold()] = path


def put(new: Path, place: Path) -> None:
    """Put a new folder in its place, in one step where the system can; the old one is then where the new one was."""
    if not place.exists():
        new.rename(place)
    elif not _exchange(new, place):
        old = new.with_name("old")
        place.rename(old)
        try:
            new.rename(place)
        except OSError:
            old.rename(place)
            raise


def _exchange(one: Path, other: Path) -> bool:
    """Whether two folders changed places in one step; not so where neither system nor disk can (Linux can)."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(other))


def _alone(work: Path, place: Path) -> int | None:
    """Make the folder and lock it, until its descriptor is closed or the process ends."""
    busy = f"{place}: another process is publishing there"
    while True:
        try:
            work.mkdir(exist_ok=fcntl is not None)
        except FileExistsError:
            raise ValueError(f"{busy}, or was stopped: then remove {work}") from None
        if fcntl is None:
            return None
        with suppress(FileNotFoundError):  # the other one was done in between
            descriptor = os.open(work, os.O_RDONLY)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.path.samestat(os.fstat(descriptor), work.stat()):
                    return descriptor
            except BlockingIOError:
                os.close(descriptor)
                raise ValueError(f"{busy}; wait for it to end") from None
            except FileNotFoundError:
                pass
            os.close(descriptor)


def _clear(work: Path, place: Path) -> None:
    """Remove what a killed process left; an old folder that it had taken away comes back first."""
    old = work / "old"
    if old.is_dir() and not place.exists():
        old.rename(place)
    for left in work.iterdir():
        shutil.rmtree(left)
    earlier = re.compile(rf"\.{re.escape(place.name)}\.\d+\.(new|old)")  # as the releases up to 1.2 named them
    for left in work.parent.iterdir():
        if earlier.fullmatch(left.name):
            shutil.rmtree(left, ignore_errors=True)
