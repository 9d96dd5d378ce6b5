"""`python -m analytics export`: write a table, whole or filtered."""

from __future__ import annotations

import argparse

from analytics.cli.options import add_filters, add_output, selection, write
from analytics.outputs import formats, tables
from analytics.outputs.held import Held
from analytics.schema.version import DATA_VERSION, LICENCE
from analytics.selection.selection import NAMES


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a command-line parser the options that `run` reads."""
    parser.add_argument("table", choices=list(tables.EXPORTED), metavar="TABLE", help=", ".join(tables.EXPORTED))
    parser.add_argument("--format", choices=list(formats.FORMATS), default="csv")
    parser.add_argument("--dialect", choices=formats.DIALECTS, default="rfc4180", help="of a CSV")
    add_output(parser)
    add_filters(parser, NAMES)


def run(options: argparse.Namespace) -> int:
    """Write the table in the format asked for."""
    held = Held()
    asked = selection(options, held.vocabulary)
    table = held.table(options.table, asked)
    if options.format == "csv":
        return write(formats.to_csv(table, options.dialect), options)
    meta = {
        "table": options.table,
        "count": len(table),
        "selection": asked.by_name(),
        "data_version": DATA_VERSION,
        "licence": LICENCE,
    }
    return write(formats.FORMATS[options.format].write(table, meta), options)
