"""`python -m analytics kit`: write everything of a choice as one archive."""

from __future__ import annotations

import argparse

from analytics.atlas import atlas as atlases
from analytics.atlas import published
from analytics.cli.options import add_filters, add_output, selection, write
from analytics.outputs import kit
from analytics.selection.selection import NAMES
from analytics.words.text import Words


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a command-line parser the options that `run` reads."""
    parser.description = (
        "Write everything of a choice as one ZIP archive: tables as CSV, GeoJSON and XLSX with their "
        "description, charts and maps as SVG, sources and citations. The same data give the same bytes."
    )
    add_output(parser)
    add_filters(parser, NAMES)


def run(options: argparse.Namespace) -> int:
    """Write the archive."""
    atlas = atlases.load()
    asked = selection(options, atlas.vocabulary)
    incidents = published.publish(atlas, asked.evidence)
    return write(kit.kit(atlas, incidents, asked, Words(asked.lang)), options)
