"""`python -m analytics store`: write the record or an import into PostgreSQL with PostGIS, or read an import there."""

from __future__ import annotations

import argparse
import io
from pathlib import Path

from analytics.database import imported
from analytics.database.connection import FORM, SETTING, asked_for
from analytics.database.record import write_record
from analytics.record.files import write_whole


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a command-line parser the options that `run` reads."""
    parser.description = (
        f"Tables in a database. Its address, {FORM}, is that of {SETTING} in the environment, or that of --database, "
        "which others on this machine can see."
    )
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="of an import: write its rows")
    parser.add_argument("--record", action="store_true", help="write the record, which a dashboard can then read")
    parser.add_argument("--table", metavar="NAME", help="which imported table (default: called after its feed)")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="read the table NAME into this GeoParquet file"
    )
    parser.add_argument("--database", default="", metavar="ADDRESS")


def run(options: argparse.Namespace) -> int:
    """Write or read, and say what, with its digest."""
    address = options.database or asked_for()
    if not address:
        raise ValueError(f"no database is named: set {SETTING}, or give --database {FORM}")
    if options.record:
        print(f"{len(write_record(address))} tables written")
    elif options.folder:
        table = imported.read_folder(options.folder)
        name = options.table or imported.name_of(options.folder)
        found = imported.write_imported(address, name, table)
        print(f"{len(table)} rows written as {name}, sha256 {found}")
    elif options.table and options.output:
        table, written = imported.read_imported(address, options.table), io.BytesIO()
        table.to_parquet(written, index=False)
        write_whole(options.output, written.getvalue())
        print(f"{len(table)} rows read, sha256 {imported.digest(table)}")
    else:
        raise ValueError("expected FOLDER, --record, or --table NAME with -o FILE")
    return 0
