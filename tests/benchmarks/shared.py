"""What the benchmarks share: a server with its process, choices that nobody made before, arguments, a printed table."""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from analytics import site
from analytics.outputs.held import Held
from analytics.selection.selection import Selection
from tests.benchmarks import grown_record
from tests.helpers.front import Site, fronted
from tests.helpers.servers import free_port, running

HERE = Path(__file__).resolve().parent
CONSTANT, EMPTY = HERE / "constant_page.py", HERE / "empty_page.py"
SEED = 20_260_101


class Server(NamedTuple):
    """A server of this machine: where it listens, the number of its process, and those of the others behind nginx."""

    address: str
    process: int
    others: tuple[int, ...] = ()

    def memory(self) -> float:
        """Megabytes that its processes hold; those that draw pictures for them are not counted."""
        every = (
            Path(f"/proc/{process}/status").read_text(encoding="utf-8") for process in (self.process, *self.others)
        )
        return sum(int(status.partition("VmRSS:")[2].split()[0]) for status in every) / 1024


@contextmanager
def served(script: str | Path) -> Iterator[Server]:
    """A script under the project's own Streamlit configuration, which is that of the folder it starts in.

    Under Streamlit's defaults a run takes several times longer, and a ratio would say nothing.
    """
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    address = f"http://127.0.0.1:{port}"
    with running(command, address, "/_stcore/health") as process:
        yield Server(address, process.pid)


@contextmanager
def served_by(processes: int) -> Iterator[Server]:
    """The dashboard: one process, or as many as are asked for behind nginx, with the files of tools/deploy."""
    if processes == 1:
        with served("app.py") as server:
            yield server
        return
    site = Site([free_port() for _ in range(processes)])
    try:
        site.start()
        with tempfile.TemporaryDirectory() as name, fronted(folder := Path(name), site.ports, folder) as address:
            first, *others = site.processes
            yield Server(address, first, tuple(others))
    finally:
        site.close()


class Choices:
    """Choices of two to four departments, never the same ones twice, and each with an incident.

    A page with nothing to show says so in little time: among few changes, such choices would decide the median.
    """

    def __init__(self, departments: Sequence[str], touched: Collection[str], seed: int = SEED) -> None:
        self.departments, self.touched = departments, frozenset(touched)
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self.made: set[frozenset[str]] = set()

    @classmethod
    def of_record(cls) -> Choices:
        """Choices among the departments of the shipped record."""
        held = Held()
        published, codes = held.published(Selection().evidence), sorted(held.vocabulary.department)
        return cls(codes, [code for code in codes if Selection(department=(code,)).count(published)])

    def unseen(self) -> list[str]:
        """A choice that was not made before."""
        while True:
            choice = self.chance.sample(self.departments, self.chance.randint(2, 4))
            if self.touched.intersection(choice) and frozenset(choice) not in self.made:
                self.made.add(frozenset(choice))
                return choice


def labels_of(codes: Iterable[str], options: Iterable[str]) -> list[str]:
    """What the filter calls some departments: "Ain (01)" for 01."""
    by_code = {option.rpartition("(")[2].rstrip(")"): option for option in options}
    return [by_code[code] for code in codes]


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least a share of all values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -int(-len(ordered) * share // 1) - 1)]


class Size(NamedTuple):
    """An argument that says how much is measured: usually, and with ``--quick``."""

    usual: float
    quick: float
    meaning: str


def arguments(
    about: str | None, sizes: Mapping[str, Size], quick_pages: Sequence[str], given: Sequence[str] | None
) -> argparse.Namespace:
    """What was asked for: pages and sizes; what is said by name holds with ``--quick`` too.

    With ``--incidents``, the same command is run where a made record has so many, and ends there.

    Parameters
    ----------
    about : str
        The docstring of the benchmark; its first line is the description.
    sizes : mapping of str to Size
    quick_pages : sequence of str
        The pages of ``--quick``; usually, all are measured.
    given : sequence of str
        None for those of the command line.
    """
    # those that offer the filter of departments, which every reader here changes
    every = [page.name for page in site.PAGES if page.narrowed and "department" not in page.unused]
    elsewhere = argparse.ArgumentParser(add_help=False)
    elsewhere.add_argument("--incidents", type=int, help="of a made record (default: the shipped one)")
    parser = argparse.ArgumentParser(description=(about or "").partition("\n")[0])
    parser.add_argument_group("record", "--incidents N: of a made record (default: the shipped one)")
    parser.add_argument("--quick", action="store_true", help="less of everything: it ends in under a minute")
    parser.add_argument("--pages", nargs="+", choices=every, help=f"default: all; quick: {', '.join(quick_pages)}")
    for name, size in sizes.items():
        told = f"{size.meaning} (default: {size.usual}; quick: {size.quick})"
        parser.add_argument(f"--{name}", type=_positive(type(size.usual)), help=told)
    made, rest = elsewhere.parse_known_args(given)
    options = parser.parse_args(rest)
    if made.incidents:
        sys.exit(_on_made_record(made.incidents, rest))
    options.pages = options.pages or (list(quick_pages) if options.quick else every)
    for name, size in sizes.items():
        if getattr(options, name) is None:
            setattr(options, name, size.quick if options.quick else size.usual)
    return options


def _on_made_record(incidents: int, given: Sequence[str]) -> int:
    """Run the module that runs now where the record has so many incidents; its exit code."""
    module = sys.modules["__main__"].__spec__.name
    with tempfile.TemporaryDirectory(prefix="record-") as folder:
        grown_record.write(incidents, Path(folder))
        return subprocess.run([sys.executable, "-m", module, *given], cwd=folder, check=False).returncode


def _positive(kind: type):
    def number(text: str):
        if (read := kind(text)) < 0 or (kind is int and read == 0):
            raise ValueError(text)
        return read

    return number


def path_of(name: str) -> str:
    """The address of a page by its name."""
    return next(f"/{page.path}" for page in site.PAGES if page.name == name)


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns as wide as what stands in them; a name, then numbers."""
    cells = [list(map(str, row)) for row in (head, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join([first.ljust(widths[0]), *map(str.rjust, others, widths[1:])]).rstrip() for first, *others in cells
    )


def machine() -> str:
    """What else the machine was doing: figures of a busy one say little."""
    return f"{os.cpu_count()} cores, load of the last minute {os.getloadavg()[0]:.1f}"
