"""The workbooks that buttons of pages make: of a receipt, and of a comparison."""

from __future__ import annotations

from analytics.outputs import compared_files, receipts
from analytics.outputs.contents import licence_line, limits, version_line
from analytics.outputs.held import Held
from analytics.outputs.labelled import labelled
from analytics.outputs.sheets import workbook
from analytics.schema import col
from analytics.selection.selection import Selection
from analytics.words import citations, phrases
from analytics.words.text import Words


def of_receipt(held: Held, name: str, selection: Selection, address: str) -> bytes:
    """The rows and the claims behind a figure, headers and codes in the reader's language.

    Parameters
    ----------
    held : Held
    name : str
        A key of `FIGURES`.
    selection : Selection
    address : str
        Of the page with the choice, as it is cited.
    """
    words, of_rows = Words(selection.lang), col.NATIONAL_SERIES if name == "official" else col.INCIDENTS
    result = receipts.work_out(name, held, selection)
    tables = {
        table: labelled(rows, table, held.atlas, words)
        for table, rows in ((of_rows, result.rows), (col.CLAIMS, result.claims))
        if len(rows)
    }
    said = receipts.said(name, result, words)
    scope = phrases.scope(selection, held.atlas, words)
    return workbook(tables, [receipts.label(name, words), said, scope, citations.address_said(address, words)])


def of_comparison(held: Held, selection: Selection, origin: str, address: str) -> bytes:
    """The figures of what is compared, under headings in the reader's language.

    Parameters
    ----------
    held : Held
    selection : Selection
    origin : str
        Where the atlas is reached.
    address : str
        Of the page with the choice, as it is cited.
    """
    words = Words(selection.lang)
    made = compared_files.labelled(compared_files.table(held, selection, words, origin), words)
    cited = words("compare.address", address=address)
    front = [words("site.title"), phrases.scope(selection, held.atlas, words), cited, version_line(words)]
    return workbook({words("compare.sheet"): made}, [*front, *limits(words), licence_line(words)])
