"""`python -m analytics note`: write the one-page note of an area or an incident."""

from __future__ import annotations

import argparse

from analytics.cli.brief import NAMES
from analytics.cli.options import add_filters, add_output, selection, whole_record, write
from analytics.outputs import addresses
from analytics.outputs.notes.making import kind_of, note_file
from analytics.outputs.notes.note import FORMS, KINDS, About


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a command-line parser the options that `run` reads."""
    parser.description = (
        "Write the note of a department, a region, a country or an incident: one sheet of A4. What does not fit is "
        "shortened, and the note says so. The same data give the same bytes."
    )
    parser.epilog = (
        "Some codes are both: 11 is the department of Aude and the region of Île-de-France. A code means a "
        "department where it is one; --kind region asks for the region."
    )
    parser.add_argument(
        "code", metavar="CODE", help="of a department (91, 2A), a region (11, 84), a country (DEU) or an incident"
    )
    parser.add_argument("--kind", choices=KINDS, help="what the code is the code of, where it could be several")
    parser.add_argument("--form", choices=tuple(FORMS), default="pdf", help="pdf unless said")
    parser.add_argument("--live", default="", metavar="URL", help="address of the dashboard, where the rest is")
    add_output(parser)
    add_filters(parser, NAMES)


def run(options: argparse.Namespace) -> int:
    """Write the note."""
    held = whole_record(options)
    asked = selection(options, held.vocabulary)
    origin = addresses.of_site(options.live, "live")
    about = About(kind_of(held, options.code, options.kind), options.code, asked, origin)
    return write(note_file(held, about, options.form), options)
