"""`python -m analytics release`: write whatever follows from the facts again, as a new version or the present one."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from analytics.atlas import atlas as atlases
from analytics.atlas import beside
from analytics.atlas.check import unexplained
from analytics.outputs import release
from analytics.record.files import DATA
from analytics.schema.version import DATA_VERSION, checked_number
from analytics.words import catalogue

ROOT = DATA.parent
_SHOWN = 10


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a command-line parser the options that `run` reads."""
    parser.add_argument(
        "version",
        metavar="VERSION",
        nargs="?",
        default=DATA_VERSION,
        help="version of the data, like 1.2.0; the present one where it is left out",
    )
    parser.add_argument("--date", default="", metavar="DAY", help="day of the version (today, for a new one)")
    parser.add_argument("--known-until", default="", metavar="DAY", help="last day up to which incidents were sought")
    parser.add_argument("--check", action="store_true", help="write nothing; say what is out of date")


def run(options: argparse.Namespace) -> int:
    """Write what follows from the facts; 1 where `--check` finds something out of date.

    `options.command` is the command line itself, which the consoles of the documents show.
    """
    number = checked_number(options.version, "release")
    atlas = atlases.load()
    if options.check:
        problems = release.stale(release.follows(ROOT, atlas, options.command), ROOT)
        return _say(problems or ["nothing is out of date"], code=1 if problems else 0)
    problems = [*unexplained(atlas), *beside.faults(), *catalogue.faults()]
    if problems:
        more = [f"… and {len(problems) - _SHOWN} more"] if len(problems) > _SHOWN else []
        raise ValueError("\n  ".join(["the facts have problems that nothing explains:", *problems[:_SHOWN], *more]))
    today = datetime.now(tz=UTC).date()
    version = release.next_version(ROOT, number, today, options.date, options.known_until)
    changed = release.set_version(ROOT, version)
    changed += release.write(release.follows(ROOT, atlas, options.command))
    return _say([*_names(changed), f"version {version.number} of {version.day}"])


def _names(paths: list[Path]) -> Iterator[str]:
    """What is said of the files written; that there is none, where so."""
    if not paths:
        yield "nothing had changed"
    yield from (f"wrote {name}" for name in dict.fromkeys(path.relative_to(ROOT).as_posix() for path in paths))


def _say(lines: list[str], code: int = 0) -> int:
    print("\n".join(lines))
    return code
