"""`python -m analytics export`: write a table, whole or filtered."""

from __future__ import annotations

import argparse

from analytics.cli.options import add_filters, add_incomplete, add_output, selection, whole_record, write
from analytics.outputs import formats, tables
from analytics.outputs.answers import Asked, written
from analytics.outputs.labelled import LABELS
from analytics.schema.version import DATA_VERSION, LICENCE
from analytics.selection.selection import NAMES


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a command-line parser the options that `run` reads."""
    parser.add_argument("table", choices=list(tables.EXPORTED), metavar="TABLE", help=", ".join(tables.EXPORTED))
    parser.add_argument("--format", choices=list(formats.FORMATS), default="csv")
    parser.add_argument("--dialect", choices=formats.DIALECTS, default="rfc4180", help="of a CSV")
    parser.add_argument("--labels", choices=LABELS, default=LABELS[0], help="headers and codes of a CSV")
    add_output(parser)
    add_incomplete(parser)
    add_filters(parser, NAMES)


def run(options: argparse.Namespace) -> int:
    """Write the table in the format asked for."""
    held = whole_record(options)
    asked = selection(options, held.vocabulary)
    if options.format in ("csv", "xlsx"):
        file = Asked(options.table, options.format, asked, options.dialect, labels=options.labels)
        return write(written(held, file), options)
    table = held.table(options.table, asked)
    meta = {
        "table": options.table,
        "count": len(table),
        "selection": asked.by_name(),
        "data_version": DATA_VERSION,
        "licence": LICENCE,
    }
    return write(formats.FORMATS[options.format].write(table, meta), options)
