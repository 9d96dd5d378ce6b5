"""How every page opens: the sentence, what narrows it, and what to do where nothing is left."""

from __future__ import annotations

import streamlit as st

from analytics.outputs.html import cards
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.selection.selection import Selection
from dashboard import controls, frame, loading, pictures, receipt
from dashboard.frame import Run


def opening(run: Run, page: str) -> bool:
    """Show the top of a page; False where the selection keeps nothing and the page has nothing to add."""
    selection = run.chosen.selection
    pictures.headline(run, page)
    checks(run, [] if run.kept.empty else pictures.headline_numbers(run.kept, page), selection)
    controls.chips(selection, run.atlas, run.words)
    if run.kept.empty:
        controls.nothing_found(selection, count, run.atlas, run.words)
        return False
    return True


def top(run: Run, page: str, sentence: str, numbers: list[tuple[str, int]], counted: Selection) -> None:
    """The top of a page that writes its own sentence: what it says, who is believed, the receipts, the chips.

    Parameters
    ----------
    numbers : list of (str, int)
        The figures of the sentence that have a receipt, by its name.
    counted : Selection
        What the steps of the dial count.
    """
    st.markdown(f"# {sentence}")
    st.markdown(run.words(f"{page}.subtitle"))
    checks(run, numbers, counted)
    controls.chips(run.chosen.selection, run.atlas, run.words)


def checks(run: Run, numbers: list[tuple[str, int]], counted: Selection) -> None:
    """Under the sentence of a page: who is believed, and how to check its numbers. Arguments are those of `top`."""
    words = run.words
    with st.container(horizontal=True, vertical_alignment="center", key="under-headline"):
        controls.dial(counted, count, words)
        if not numbers:
            return
        with st.container(horizontal=True, key="headline-receipts", width="content"):
            for name, number in numbers:
                receipt.button(name, run, words("receipt.check", number=words.number(number)))


def count(other: Selection) -> int:
    """How many incidents a selection keeps."""
    return len(other.keep(loading.published(other.evidence)))


def card(run: Run) -> bool:
    """Show the card of the incident that the reader opened; False where none is open."""
    selection = run.chosen.selection
    row = run.published[run.published[col.INCIDENT_ID] == selection.incident]
    if row.empty:
        return False
    with st.container(key="card"):
        st.button(
            run.words("card.close"), key="close-card", type="tertiary", on_click=lambda: controls.choose(incident="")
        )
        frame.incident_link(selection.incident, selection, run.words("card.whole"))
        st.html(cards.card(rows_of(row)[0], run.atlas, run.words, run.mark, selection.evidence))
    return True
