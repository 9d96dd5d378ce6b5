"""How every page opens: the sentence, what narrows it, and what to do where nothing is left."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.atlas.published import in_france
from analytics.outputs.html import cards
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.selection.selection import Selection
from analytics.words.phrases import claims_sentence
from dashboard import controls, frame, loading, receipt
from dashboard.frame import Run


def opening(run: Run, page: str, sentence: str, numbers: list[tuple[str, int]]) -> bool:
    """Show the top of a page of incidents; False where the selection keeps none and the page has nothing to add.

    Parameters
    ----------
    sentence : str
        What the page says.
    numbers : list of (str, int)
        The figures of the sentence that have a receipt, by its name.
    """
    selection, words = run.selection, run.words
    st.markdown(f"# {sentence}")
    st.markdown(f"{words(f'{page}.subtitle')} {claims_sentence(run.kept, selection, words)}".rstrip())
    checks(run, [] if run.kept.empty else numbers, selection)
    controls.chips(selection, run.atlas, words)
    if run.kept.empty:
        controls.nothing_found(selection, count, run.atlas, run.words)
        return False
    return True


def counts(kept: pd.DataFrame) -> list[tuple[str, int]]:
    """The figures of the sentence that counts incidents, by the names of their receipts."""
    french = len(in_france(kept))
    every = [("incidents", len(kept))]
    return every if french in (0, len(kept)) else [*every, ("incidents-france", french)]


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
    return len(other.keep(loading.held().published(other.evidence)))


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
