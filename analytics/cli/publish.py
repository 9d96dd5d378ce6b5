"""`python -m analytics publish`: write the static edition."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from analytics.cli.options import add_filters, selection, whole_record
from analytics.edition import publish
from analytics.selection.selection import LANGUAGES


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a command-line parser the options that `run` reads."""
    parser.description = (
        "Write the static edition into a folder: a page for each incident, department and region, the "
        "method and every file, with no script. A folder that holds an edition gets a new one in its place; any other "
        "that is not empty is left alone."
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="folder to write")
    parser.add_argument("--lang", action="append", choices=LANGUAGES, help="language (both by default)")
    parser.add_argument("--live", default="", metavar="URL", help="address of the dashboard, for links to it")
    parser.add_argument("--base", default="", metavar="URL", help="public address of the edition, for search engines")
    add_filters(parser, ["evidence"])


def run(options: argparse.Namespace) -> int:
    """Write the edition, saying each step on standard error, and in the end how much was written."""
    held = whole_record(options)
    asked = selection(options, held.vocabulary)
    began = time.monotonic()
    written = publish.publish(
        options.folder,
        held,
        asked,
        options.lang or LANGUAGES,
        live=options.live,
        base=options.base,
        say=lambda step: print(step, file=sys.stderr, flush=True),
    )
    seconds = time.monotonic() - began
    print(
        f"{options.folder}: {written.pages} pages, {written.files} files, {written.size / 1e6:.1f} MB, {seconds:.0f} s"
    )
    return 0
