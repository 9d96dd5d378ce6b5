"""A file that a reader brings, on its way to an atlas of its own: looked at, imported, put together, and forgotten.

The file is read by a process of its own, which has limits and can be killed at once. What passes through a folder does
so in the machine's memory where there is such a folder, and the folder is gone when the process has ended.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Condition, Event, Thread
from typing import Any, Literal

import geopandas as gpd
import pandas as pd

from analytics.feeds import importing
from analytics.feeds.own import described
from analytics.feeds.parts import INCIDENTS
from analytics.feeds.recognising import Seen, seen
from analytics.feeds.registry import FEEDS
from analytics.outputs.apart import process
from analytics.schema import col
from analytics.schema.tables import IMPORTED

MOST_BYTES = 20_000_000  # of a file
MOST_ROWS = 20_000  # of a file
PART_ROWS = 250  # rows between two looks at whether the reader still waits
MOST_WAITING = 8  # files of all readers on their way; one more is refused
MOST_SECONDS = 300  # of the processor, for one file
_MOST_MEMORY = 4_000_000_000  # bytes of addresses; a workbook that unpacks to more ends its process alone
_MOST_WRITTEN = 200_000_000  # bytes of one file in between
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
_EACH = 0.1  # seconds from one look to the next

Step = Literal["waiting", "looking", "asking", "reading", "done", "failed", "cancelled"]
Message = tuple[str, Any]


class TooMany(Exception):
    """As many files are on their way as there is room for."""


class Rows:
    """What became of a file: the rows accepted, those set aside, the report."""

    def __init__(self, folder: Path, report: dict[str, Any]) -> None:
        self.report = report
        self.accepted = accepted(folder)
        self.aside = list(importing.all_aside(folder))


class Bringing:
    """One file on its way.

    Parameters
    ----------
    name : str
        What the reader calls the file.
    data : bytes
    desk : Desk
        Where files wait for each other.

    Attributes
    ----------
    step : str
        How far it is; ``asking`` where it is a table whose columns a reader has to name.
    done, total : int
        Rows that are done, and of how many; zero while it is not known.
    error : str
        What was wrong, where it failed.
    seen : Seen
        What the file is.
    rows : Rows
        What became of it, where it is done.
    """

    def __init__(self, name: str, data: bytes, desk: Desk) -> None:
        self.name = plain_name(name)
        self.step: Step = "waiting"
        self.done = self.total = 0
        self.error = ""
        self.seen: Seen | None = None
        self.rows: Rows | None = None
        self._data, self._desk = data, desk
        self._cancelled = Event()
        self._thread: Thread | None = None

    def start(self, mapping: Mapping[str, Any] | None = None) -> None:
        """Look at the file and import it; with a mapping, import it by that.

        Raises
        ------
        TooMany
            Where too many wait.
        """
        self._desk.enter(self)
        self.step = "waiting"
        self._thread = Thread(target=self._run, args=(mapping,), daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Stop, wherever it is, and forget the file."""
        self._cancelled.set()
        self._desk.wake()
        if self.step == "asking":
            self.step, self._data = "cancelled", b""

    @property
    def under_way(self) -> bool:
        """Whether something is still being done."""
        return self.step in ("waiting", "looking", "reading")

    def wait(self, seconds: float) -> None:
        """Wait until it needs its reader, or for so long."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self, mapping: Mapping[str, Any] | None) -> None:
        """Everything, on a thread of its own; how it ended is said last, when all that it needed is given back."""
        ended: Step = "failed"
        try:
            with self._desk.turn(self, self._cancelled) as there:
                if there:
                    self._work(mapping)
            ended = "done" if self.rows else "asking"
        except (ValueError, OSError) as error:
            self.error = str(error)
        finally:
            if self._cancelled.is_set():
                ended, self.rows = "cancelled", None
            if ended != "asking":
                self._data = b""
            self.step = ended

    def _work(self, mapping: Mapping[str, Any] | None) -> None:
        self.step = "looking" if mapping is None else "reading"
        with tempfile.TemporaryDirectory(prefix="atlas-", dir=in_memory()) as held:
            folder = Path(held)
            (folder / self.name).write_bytes(self._data)
            for kind, told in self._told(folder, mapping):
                if kind == "seen":
                    self.seen = told
                    self.step = "reading" if told.feed else "looking"
                elif kind == "progress":
                    self.done, self.total = told
                elif kind == "failed":
                    raise ValueError(told)
                elif kind == "done":
                    self.rows = Rows(folder / "imported", told)

    def _told(self, folder: Path, mapping: Mapping[str, Any] | None) -> Iterator[Message]:
        """What the process says, until it has ended or the reader has left."""
        ours, theirs = Pipe(duplex=False)
        worker = process("analytics.outputs.bringing:work", theirs, folder, self.name, mapping)
        worker.start()
        theirs.close()
        whole = False
        try:
            while not self._cancelled.is_set():
                try:
                    if not ours.poll(_EACH):
                        if worker.is_alive() or ours.poll():  # its last word may have come meanwhile
                            continue
                        break
                    kind, told = ours.recv()
                except (EOFError, OSError):
                    break
                whole = kind in ("done", "failed") or (kind == "seen" and not told.feed)
                yield kind, told
        finally:
            worker.kill()
            worker.join()
            ours.close()
        if not whole and not self._cancelled.is_set():
            raise ValueError(f"{self.name}: it takes more memory or time than there is for one file")


class Desk:
    """Where files wait for each other: one is imported at a time, so that readers of the record are not held up."""

    def __init__(self, most: int = MOST_WAITING) -> None:
        self.most = most
        self._waiting: deque[Bringing] = deque()
        self._changed = Condition()

    def enter(self, bringing: Bringing) -> None:
        """Take the last place; `TooMany` where there is none."""
        with self._changed:
            if len(self._waiting) >= self.most:
                raise TooMany
            self._waiting.append(bringing)

    def before(self, bringing: Bringing) -> int:
        """How many files come before one."""
        with self._changed:
            return self._waiting.index(bringing) if bringing in self._waiting else 0

    def wake(self) -> None:
        """Let those who wait look whether they still want to."""
        with self._changed:
            self._changed.notify_all()

    @contextmanager
    def turn(self, bringing: Bringing, left: Event) -> Iterator[bool]:
        """The turn of a file, which is waited for; False where its reader has left before."""
        try:
            with self._changed:
                self._changed.wait_for(lambda: left.is_set() or self._waiting[0] is bringing)
            yield not left.is_set()
        finally:
            with self._changed:
                self._waiting.remove(bringing)
                self._changed.notify_all()


DESK = Desk()


def plain_name(name: str) -> str:
    """The name of a file without what could lead anywhere else, its ending kept; not too long to be shown.

    >>> plain_name("../../évènements 2024.CSV"), plain_name("")
    ('évènements 2024.CSV', 'file')
    """
    bare = re.sub(r"[^\w .()+-]", "_", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    stem, point, ending = bare.rpartition(".")
    if not point:
        return bare[:80] or "file"
    return f"{stem[:70] or 'file'}.{ending[:8]}"


def in_memory() -> Path | None:
    """A folder that is in the machine's memory; None where there is none, for the usual one of temporary files."""
    return _MEMORY if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) else None


def work(connection: Connection, folder: Path, name: str, mapping: Mapping[str, Any] | None) -> None:
    """Look at a file and import it, in a process of its own; every message is a kind and what it says."""
    _limit()

    def progress(done: int, total: int) -> None:
        if total > MOST_ROWS:
            raise ValueError(f"{name}: found {total:,} rows, expected at most {MOST_ROWS:,}")
        connection.send(("progress", (done, total)))

    try:
        if mapping is None:
            what = seen(folder / name)
            connection.send(("seen", what))
            if not what.feed:
                return
            feed = FEEDS[what.feed]
        else:
            feed = described(mapping)
        report = importing.run(feed, [folder / name], folder / "imported", PART_ROWS, progress)
        progress(report["counts"]["read"], report["counts"]["read"])
        connection.send(("done", report))
    except MemoryError:
        connection.send(("failed", f"{name}: it takes more memory than there is for one file"))
    except (ValueError, OSError) as error:
        connection.send(("failed", str(error).replace(f"{folder}/", "")))


def _limit() -> None:
    """Bound what one file may take; a system without such limits has none."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for kind, most in (
        (resource.RLIMIT_AS, _MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, _MOST_WRITTEN),
    ):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def accepted(folder: Path) -> pd.DataFrame:
    """The rows accepted, in the order of the file."""
    parts = sorted((folder / INCIDENTS).rglob("*.parquet"), key=lambda path: (path.name, path.parent.name))
    tables = [pd.DataFrame(gpd.read_parquet(path, partitioning=None)) for path in parts]
    if not tables:
        return pd.DataFrame(columns=IMPORTED.names).astype("string")
    rows = pd.concat(tables, ignore_index=True)
    number = pd.to_numeric(rows[col.PLACE].str.extract(r"(\d+)", expand=False))
    in_order = rows.assign(number=number).sort_values([col.FILE, "number"], kind="stable", ignore_index=True)
    return in_order[[*IMPORTED.names]]
