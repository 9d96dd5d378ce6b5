"""`python -m analytics brief`: write the brief of a department or a region."""

from __future__ import annotations

import argparse

from analytics.cli.options import add_filters, add_output, selection, whole_record, write
from analytics.outputs import brief
from analytics.selection.filters import FILTERS
from analytics.words.text import Words

# what a brief may be narrowed by: not its area, and not by a search
NAMES = ("lang", "evidence", "from", "to", *(name for name, each in FILTERS.items() if each.codes and each.repeats))


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a command-line parser the options that `run` reads."""
    parser.description = (
        "Write the brief of a department or a region: one page to print, with no script and no request."
    )
    parser.epilog = (
        "Some codes are both: 11 is the department of Aude and the region of Île-de-France. A code means a "
        "department where it is one; --level region asks for the region."
    )
    parser.add_argument("code", metavar="CODE", help="INSEE code of a department (91, 2A, 974) or a region (11, 84)")
    parser.add_argument("--level", choices=brief.LEVELS, help="a department where the code is one, unless said")
    add_output(parser)
    add_filters(parser, NAMES)


def run(options: argparse.Namespace) -> int:
    """Write the brief."""
    held = whole_record(options)
    level = brief.level_of(held.atlas, options.code, options.level)
    asked = selection(options, held.vocabulary)
    page = brief.brief_html(held, options.code, asked, Words(asked.lang), level)
    return write(page.encode("utf-8"), options)
