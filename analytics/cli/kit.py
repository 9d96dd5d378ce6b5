"""`python -m analytics kit`: write everything of a choice as one archive."""

from __future__ import annotations

import argparse

from analytics.cli.options import add_filters, add_output, selection, whole_record, write
from analytics.outputs import addresses, kit
from analytics.selection.selection import NAMES
from analytics.words.text import Words


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a command-line parser the options that `run` reads."""
    parser.description = (
        "Write everything of a choice as one ZIP archive: tables as CSV, GeoJSON and XLSX with their "
        "description, charts and maps as SVG, sources and citations. The same data give the same bytes."
    )
    add_output(parser)
    parser.add_argument("--live", default="", metavar="URL", help="address of the dashboard, for what cites it")
    add_filters(parser, NAMES)


def run(options: argparse.Namespace) -> int:
    """Write the archive."""
    held = whole_record(options)
    asked = selection(options, held.vocabulary)
    origin = addresses.of_site(options.live, "live")
    return write(kit.kit(held, asked, Words(asked.lang), origin), options)
