"""`python -m analytics receipt`: work out again a figure of a page, and say whether it still holds."""

from __future__ import annotations

import argparse
from pathlib import Path

from analytics.cli.options import add_incomplete, whole_record
from analytics.outputs import formats, quoting, receipts
from analytics.outputs.receipt_basis import FigureBasis
from analytics.record.files import write_whole
from analytics.schema.version import DATA_VERSION
from analytics.words import citations
from analytics.words.text import Words


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a command-line parser the options that `run` reads."""
    parser.add_argument("address", metavar="ADDRESS", help="address of the receipt, whole or from its path on")
    parser.add_argument("--rows", type=Path, help="file to write the rows behind the figure to (CSV)")
    parser.add_argument("--claims", type=Path, help="file to write the claims behind the figure to (CSV)")
    add_incomplete(parser)


def run(options: argparse.Namespace) -> int:
    """Print the receipt; 1 where the address quotes a figure that does not hold any more."""
    held = whole_record(options)
    asked = receipts.read_address(options.address, held.atlas)
    result = receipts.work_out(asked.name, held, asked.selection)
    words = Words(asked.selection.lang)
    value = receipts.token(asked.name, result)
    verdict = "nothing was quoted"
    if asked.stated:
        told = receipts.changed((asked.stated, asked.version), value, result, held.atlas, words)
        quoted_from = f" (quoted from version {asked.version})" if asked.version else ""
        verdict = f"holds{quoted_from}" if asked.stated == value else f"DOES NOT HOLD: {told}"
    address = asked.origin + receipts.address(asked.path, asked.name, asked.selection, result)
    quoted = receipts.quotation(asked.name, result, held.atlas, asked.selection, words)
    lines = {
        "figure": f"{asked.name}: {receipts.label(asked.name, words)}",
        "value": f"{value}  ({receipts.said(asked.name, result, words)})",
        "verdict": verdict,
        "prose": quoting.prose(asked.name, result, FigureBasis(held, asked.selection), words),
        "quote": citations.at(quoted, address, words),
        "formula": receipts.formula(asked.name, words),
        "address": address,
        "rows": f"{len(result.rows)}, SHA-256 {receipts.checksum(result)}",
        "claims": str(len(result.claims)),
        "data": f"version {DATA_VERSION}, SHA-256 of the facts {held.fingerprint}",
    }
    for name, line in lines.items():
        if line:
            print(f"{name + ':':<9}{line}")
    for table, file in ((result.rows, options.rows), (result.claims, options.claims)):
        if file:
            write_whole(file, formats.to_csv(table))
    return 1 if asked.stated and asked.stated != value else 0
