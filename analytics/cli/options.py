"""What commands share: options with the names of the filters, the choice that they make, and where the answer goes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from analytics.outputs import receipts
from analytics.selection.address import from_query
from analytics.selection.filters import FILTERS
from analytics.selection.selection import Selection, Vocabulary

_GIVEN = "query_"  # before the name of a filter: `from` and `type` would be poor attributes


def add_filters(parser: argparse.ArgumentParser, names: Iterable[str]) -> None:
    """Give a parser the options of some filters."""
    for name in names:
        option = FILTERS[name].option
        parser.add_argument(f"--{name}", action="append", default=[], help=option, dest=_GIVEN + name)


def add_output(parser: argparse.ArgumentParser) -> None:
    """Give a parser the option that says where the answer goes."""
    parser.add_argument("-o", "--output", type=Path, help="file to write (standard output by default)")


def selection(options: argparse.Namespace, vocabulary: Vocabulary) -> Selection:
    """The selection that the options make; ValueError where one is not understood, or given twice without sense."""
    query = {name.removeprefix(_GIVEN): values for name, values in vars(options).items() if name.startswith(_GIVEN)}
    chosen, problems = from_query({name: values for name, values in query.items() if values}, vocabulary)
    if problems:
        raise ValueError(receipts.refusal(problems, mark="--"))
    single = [name for name, values in query.items() if len(values) > 1 and not FILTERS[name].repeats]
    if single:
        raise ValueError(f"--{single[0]} may be given once only")
    return chosen


def write(written: bytes, options: argparse.Namespace) -> int:
    """Write to the file asked for, else to standard output."""
    if options.output:
        options.output.write_bytes(written)
    else:
        sys.stdout.buffer.write(written)
    return 0
