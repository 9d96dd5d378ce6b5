"""`python -m analytics reference`: compare the files with the manifest, or make the reference files again.

The counts of the American register of breaches are made from copies of it that the user has.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from analytics.record.manifest import REFERENCE, stamp
from tools.reference import breaches
from tools.reference.packages import RebuildError
from tools.reference.rebuild import check, print_line, rebuild


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a command-line parser the options that `run` reads."""
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        default=REFERENCE,
        metavar="DIR",
        help="where the files go (default: data/reference)",
    )
    parser.add_argument("--check", action="store_true", help="build elsewhere, and compare with the files of DIR")
    parser.add_argument(
        "--breach-register",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="build the counts of American breaches alone, from copies of the register of HHS OCR as CSV: the archive "
        "and the list of open cases, the oldest copy first (https://ocrportal.hhs.gov/ocr/breach/breach_report.jsf)",
    )
    parser.add_argument(
        "--stamp", action="store_true", help="build nothing; write the checksums into data/sources.toml"
    )


def run(options: argparse.Namespace) -> int:
    """Do what `python -m analytics reference` was asked for; 0, or 1 with the reason on standard error."""
    try:
        if options.stamp:
            return _tell([f"stamped {path}" for path in stamp()] or ["nothing had changed"])
        if options.breach_register:
            return _breaches(options)
        if options.check:
            compared = check(options.output, print_line)
            different = compared.loc[~compared["agrees"], "path"].tolist()
            return (
                _fail(f"not what the packages give: {', '.join(different)}") if different else _tell(["all the same"])
            )
        return _tell([f"wrote {path}" for path in rebuild(options.output, print_line)])
    except (RebuildError, ValueError, OSError) as error:
        return _fail(str(error))


def _breaches(options: argparse.Namespace) -> int:
    """Count the copies of the register, or say where they give other counts than the files of DIR."""
    if not options.check:
        return _tell([f"wrote {path}" for path in breaches.build(options.breach_register, options.output)])
    different = breaches.differences(options.breach_register, options.output)
    return _fail("\n".join([*different, "not what these copies give"])) if different else _tell(["all the same"])


def _tell(lines: list[str]) -> int:
    print("\n".join(lines))
    return 0


def _fail(reason: str) -> int:
    print_line(reason)
    return 1
