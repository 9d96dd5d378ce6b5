"""`python -m analytics import`: read a public feed, or a table of one's own, into GeoParquet, with a report."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from analytics.feeds import importing
from analytics.feeds.proposing import propose
from analytics.feeds.registry import FEEDS, feed_of
from analytics.outputs.import_report import places_of, report_page, set_aside_pieces
from analytics.record.files import write_whole

_INTERRUPTED = 130  # as shells say it
_BAR = 30


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a command-line parser the options that `run` reads."""
    parser.description = (
        "Read files of a public feed, placed and in our codes. Every row is accepted or set aside, with the reason. "
        "An import that was interrupted goes on when the same command is given again."
    )
    parser.add_argument(
        "--propose", type=Path, metavar="TABLE", help="write a mapping for a table that has none, and stop"
    )
    parser.add_argument(
        "feed", nargs="?", metavar="FEED", help=f"{', '.join(FEEDS)}, or a mapping of your own (a .toml file)"
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="files, folders or ZIP archives")
    parser.add_argument("-o", "--output", type=Path, metavar="DIR", help="an empty folder, or a new one")
    parser.add_argument(
        "--part", type=int, default=importing.PART_ROWS, metavar="ROWS", help="rows read and written at a time"
    )
    large = importing.LARGE >> 20
    parser.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help=f"processes of a Dask cluster on this machine; by default one process, from {large} MB on one a processor",
    )
    parser.add_argument("--scheduler", default="", metavar="ADDRESS", help="of a Dask cluster, as tcp://host:8786")


def run(options: argparse.Namespace) -> int:
    """Import, and say how many rows were read, accepted and set aside; 130 where it was interrupted."""
    if options.propose:
        sys.stdout.write(propose(options.propose))
        return 0
    if not (options.feed and options.files and options.output):
        raise ValueError("expected FEED, one FILE or more, and -o DIR; or --propose TABLE")
    feed = feed_of(options.feed)
    if options.part < 1:
        raise ValueError(f"--part: found {options.part}, expected a number of rows, 1 or more")
    if options.workers is not None and options.workers < 1:
        raise ValueError(f"--workers: found {options.workers}, expected a number of processes, 1 or more")
    hands = importing.Hands(options.workers, options.scheduler)
    try:
        with _stops_like_a_key():
            report = importing.run(feed, options.files, options.output, options.part, _progress, hands)
    except KeyboardInterrupt:
        print("\ninterrupted: give the same command again to go on where it stopped", file=sys.stderr)
        return _INTERRUPTED
    write_whole(options.output / "set_aside.csv", set_aside_pieces(importing.all_aside(options.output)))
    write_whole(options.output / "report.html", report_page(report, places_of(options.output)))
    counts = report["counts"]
    print(f"{counts['read']} rows read: {counts['accepted']} accepted, {counts['set_aside']} set aside")
    print(options.output / "report.html")
    return 0


def _progress(done: int, total: int) -> None:
    """One line on standard error: written over itself on a screen, a line each time elsewhere."""
    filled = _BAR * done // max(total, 1)
    end = "\n" if done == total or not sys.stderr.isatty() else ""
    start = "\r" if sys.stderr.isatty() else ""
    bar = "#" * filled + "." * (_BAR - filled)
    print(
        f"{start}[{bar}] {100 * done // max(total, 1)} % {done} of {total} rows", end=end, file=sys.stderr, flush=True
    )


@contextmanager
def _stops_like_a_key() -> Iterator[None]:
    """A request to end stops an import as Ctrl-C does."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
