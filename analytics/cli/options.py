"""What commands share: options with the names of the filters, the choice that they make, and where the answer goes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from analytics.outputs import receipts
from analytics.outputs.held import Held
from analytics.record.files import write_whole
from analytics.selection.address import from_query
from analytics.selection.filters import FILTERS
from analytics.selection.selection import Selection, Vocabulary

_GIVEN = "query_"  # before the name of a filter: `from` and `type` would be poor attributes


def add_filters(parser: argparse.ArgumentParser, names: Iterable[str]) -> None:
    """Give a parser the options of some filters."""
    for name in names:
        option = FILTERS[name].option
        parser.add_argument(f"--{name}", action="append", default=[], help=option, dest=_GIVEN + name)


def add_incomplete(parser: argparse.ArgumentParser) -> None:
    """Give a parser the option to work on a record that is not whole."""
    parser.add_argument("--incomplete", action="store_true", help="go on with a record that is damaged or incomplete")


def whole_record(options: argparse.Namespace) -> Held:
    """The record, where it is the one that was released.

    Raises
    ------
    ValueError
        Where files are not those of the manifest or rows were set aside, unless `--incomplete` was given: then that
        goes to standard error.
    """
    held = Held()
    if held.damage:
        told = "\n".join((f"the record is not whole ({len(held.damage)} faults)", *held.damage))
        if not vars(options).get("incomplete"):
            raise ValueError(told)
        print(f"warning: {told}", file=sys.stderr)
    return held


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
    """Write to the file asked for, which is whole or stays as it was, else to standard output."""
    if options.output:
        write_whole(options.output, written)
    else:
        sys.stdout.buffer.write(written)
    return 0
