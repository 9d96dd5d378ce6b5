"""The command line: one module a command, put together here."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence

try:  # some files are read when the modules are loaded
    from analytics.cli import (
        brief,
        check,
        export,
        imports,
        kit,
        link,
        note,
        publish,
        receipt,
        reference,
        release,
        store,
        streams,
    )
except (ValueError, OSError) as error:
    sys.exit(f"error: {error}")

# each module gives a parser its options (`add_options`) and does what they ask for (`run`); `command` among them is the
# command line itself, for whatever shows what a command prints
COMMANDS = {
    "check": (check, "validate everything under data/ and say what was set aside"),
    "export": (export, "write a table, whole or filtered"),
    "receipt": (receipt, "work out again a figure of a page, and say whether it still holds"),
    "brief": (brief, "write the brief of a department or a region: one page to print"),
    "note": (note, "write the one-page note of an area or an incident, as PDF, Word or HTML"),
    "kit": (kit, "write everything of a choice as one archive: tables, workbook, drawings, sources"),
    "publish": (publish, "write the static edition: plain pages and files for any web server"),
    "reference": (reference, "rebuild the reference geometry from registry packages"),
    "import": (imports, "read a public feed, or a table of one's own, into GeoParquet, with a report"),
    "link": (link, "propose which imported rows are one event, with ours or with each other"),
    "store": (store, "write the record or an import into PostgreSQL with PostGIS, or read an import from it"),
    "release": (release, "write again whatever follows from the facts, as a version"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 where all went well, 1 with the reason on standard error where not."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=streams.PLAINLY)  # a console of ASCII shows what it can
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except (ValueError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analytics", description="The Hospital Cyberattack Atlas.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (command, summary) in COMMANDS.items():
        options = commands.add_parser(name, help=summary)
        command.add_options(options)
        options.set_defaults(run=command.run, command=main)
    return parser


if __name__ == "__main__":
    sys.exit(main())
