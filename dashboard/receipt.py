"""The receipt of a figure on screen: the buttons that open it, and the drawer that shows it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from functools import partial
from typing import Any, Literal

import pandas as pd
import streamlit as st

from analytics.outputs import quoting, receipts, works
from analytics.outputs.formats import DIALECTS, FORMATS, to_csv
from analytics.outputs.html import reporting
from analytics.outputs.receipt_basis import FigureBasis, Result
from analytics.outputs.receipt_figures import FIGURES
from analytics.schema.codes import TIERS
from analytics.schema.version import DATA_DATE, DATA_VERSION
from analytics.words import around, citations, phrases
from analytics.words.escape import unmarked
from analytics.words.text import Words
from dashboard import controls, frame, loading, say
from dashboard.frame import Run


def button(name: str, run: Run, label: str = "") -> None:
    """The button that opens the receipt of one figure."""
    words = run.words
    if words.voice:  # a receipt works out a figure of the record
        return
    say.button(
        label or words("receipt.open"),
        key=f"receipt-{name}",
        type="tertiary",
        help=words("receipt.open_figure", figure=receipts.label(name, words)),
        on_click=controls.open_receipt,
        args=(name,),
    )


def checks(name: str, number: int, words: Words) -> str:
    """What the button of a number checks, by name."""
    figure = receipts.label(name, words)
    return words("receipt.check", figure=figure[:1].lower() + figure[1:], number=words.number(number))


def each_around(of: Literal["hospital", "incident"], row: Mapping[str, Any] | None, run: Run) -> None:
    """What opens the receipt of each figure of a geography; nothing where there is none.

    Parameters
    ----------
    of : str
        What the geography is around.
    row : mapping or None
        As `words.around` takes it.
    run : Run
    """
    if row is None or run.words.voice:
        return
    words = run.words
    with say.expander(words("receipt.each")):
        for column in around.FIGURES:
            name = f"{of}-{column}"
            figure = receipts.label(name, words)
            told = words("receipt.check", figure=words.within(figure), number=around.figure(column, row, words))
            button(name, run, told)


def drawer(run: Run) -> None:
    """Open the receipt that the address names, if it names one that this choice has."""
    name = run.chosen.receipt
    needs = FIGURES[name].needs if name else ""
    if not name or run.words.voice or (needs and not getattr(run.selection, needs)):
        return
    title = run.words("receipt.title_drawing" if FIGURES[name].drawing else "receipt.title")
    opened = st.dialog(unmarked(title), width="medium", position="right", on_dismiss=lambda: controls.open_receipt(""))
    opened(_receipt)(name, run)


def _receipt(name: str, run: Run) -> None:
    """Everything about one figure: to quote it, to check it, to take it away."""
    words, selection = run.words, run.chosen.selection
    result = receipts.work_out(name, loading.held(), selection)
    say.heading(receipts.label(name, words), 3)
    say.strong(receipts.said(name, result, words))
    base = receipts.base_line(result, words)
    if base:
        say.caption(base)
    _verdict(name, result, run)
    say.strong(words("receipt.quote"))
    address = receipts.address(f"/{st.session_state['page']}", name, selection, result)
    _to_quote(name, result, FigureBasis(loading.held(), selection), frame.origin() + address, words)
    say.strong(words("receipt.link"))
    st.code(frame.origin() + address, language=None, wrap_lines=True)
    say.strong(words("receipt.formula"))
    say.text(receipts.formula(name, words))
    if not FIGURES[name].independent:
        _dependence(name, run)
    _files(name, result, run)
    say.caption(
        words(
            "receipt.version",
            version=DATA_VERSION,
            date=words.when(DATA_DATE.isoformat()),
            facts=loading.held().fingerprint,
            rows=receipts.checksum(result),
        )
    )
    said = f"{receipts.label(name, words)}{words('card.colon')}{receipts.said(name, result, words)}"
    st.html(reporting.part(receipts.label(name, words), frame.origin() + address, words, said, copied=True))
    say.caption(words("receipt.verify"))
    st.code(f"python -m analytics receipt {shlex.quote(address)}", language=None, wrap_lines=True)


def _to_quote(name: str, result: Result, basis: FigureBasis, address: str, words: Words) -> None:
    """The sentence in prose with the way to who says so, where there is one, then the figure and what it covers."""
    if prose := quoting.prose(name, result, basis, words):
        st.code(citations.at(prose, address, words), language=None, wrap_lines=True)
        if links := quoting.read_at_source(name, result, basis, words):
            say.strong(words("quoting.read_in"))
            st.html(f'<div class="dossier" lang="{words.language}">{links}</div>')
        say.strong(words("quoting.in_one_line"))
    quoted = receipts.quotation(name, result, basis.atlas, basis.selection, words)
    st.code(citations.at(quoted, address, words), language=None, wrap_lines=True)


def _verdict(name: str, result: Result, run: Run) -> None:
    """Whether the figure that the link quotes still holds; nothing where it quotes none."""
    stated, found = run.chosen.stated, receipts.token(name, result)
    if not stated:
        return
    if stated == found:
        say.success(run.words("receipt.holds", version=run.chosen.version or DATA_VERSION))
    else:
        say.warning(receipts.changed((stated, run.chosen.version), found, result, run.atlas, run.words))


def _dependence(name: str, run: Run) -> None:
    """The same figure at each level of evidence."""
    words = run.words
    say.strong(words("receipt.depends"))
    results = receipts.by_evidence(name, loading.held(), run.selection)
    say.table(
        pd.DataFrame(
            {
                words("receipt.level"): [phrases.evidence_line(tier, words) for tier in TIERS],
                words("receipt.value"): [receipts.said(name, results[tier], words) for tier in TIERS],
            }
        ).set_index(words("receipt.level"))
    )


def _files(name: str, result: Result, run: Run) -> None:
    """The rows and the claims behind the figure, in the dialect of the reader's language."""
    words = run.words
    dialect = DIALECTS[1] if words.language == "fr" else DIALECTS[0]
    address = frame.whole_address(st.session_state["page"], run.selection)
    say.strong(words("receipt.files"))
    with st.container(horizontal=True):
        for kind, table in (("rows", result.rows), ("claims", result.claims)):
            if len(table):
                say.download_button(
                    words(f"receipt.{kind}", count=len(table)),
                    data=partial(to_csv, table, dialect),
                    file_name=f"{name}_{kind}_{DATA_VERSION}.csv",
                    mime="text/csv",
                    key=f"receipt-{kind}",
                    on_click="ignore",
                )
        say.download_button(
            words("download.xlsx"),
            data=loading.on_demand(works.receipt_of(name, run.selection, address)),
            file_name=f"{name}_{DATA_VERSION}_{words.language}.xlsx",
            mime=FORMATS["xlsx"].media_type,
            key="receipt-xlsx",
            on_click="ignore",
        )
    if result.claims.empty and name == "official":
        say.caption(words("receipt.no_claims"))
