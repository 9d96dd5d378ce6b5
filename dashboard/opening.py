"""How every page opens: the sentence, what narrows it, and what to do where nothing is left."""

from __future__ import annotations

import streamlit as st

from analytics.atlas.published import number_in_france
from analytics.outputs.html import cards
from analytics.schema import col
from analytics.schema.version import KNOWN_UNTIL
from analytics.selection.selection import Selection
from analytics.words import headlines
from analytics.words.phrases import claims_sentence, possible_sentence
from dashboard import controls, frame, takeaway
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
    claims = claims_sentence(run.kept, run.selection, run.words)
    possible = possible_sentence(int(run.selection.in_doubt(run.published).sum()), run.words)
    top(run, page, sentence, [] if run.kept.empty else numbers, run.selection, f"{possible} {claims}".strip())
    if run.kept.empty:
        controls.nothing_found(run.selection, run.atlas, run.words)
    return not run.kept.empty


def counting(run: Run) -> Selection:
    """The choice that a page of incidents counts: the incident whose card is open does not narrow it."""
    return run.selection.without("incident")


def of_choice(run: Run, sentence: str) -> str:
    """A sentence on the incidents kept, behind all that narrows them: what stands for a chart where it is not seen."""
    return headlines.behind(
        run.once("choice", lambda: headlines.everything_said(counting(run), run.atlas, run.words)), sentence, run.words
    )


def counted(run: Run) -> str:
    """How many attacks are known, of exactly the choice."""
    return run.once("counted", lambda: headlines.count_sentence(run.kept, counting(run), run.atlas, run.words))


def counts(run: Run) -> list[tuple[str, int]]:
    """The figures of that sentence, by the names of their receipts."""
    french = number_in_france(run.kept)
    every = [("incidents", len(run.kept))]
    alone = french in (0, len(run.kept)) or headlines.names_an_area(run.selection)
    return every if alone else [*every, ("incidents-france", french)]


def not_narrowed(run: Run) -> str:
    """That areas do not narrow what a page of areas counts; empty where the choice names none."""
    return run.words("area.not_narrowed") if run.selection.everywhere() != counting(run) else ""


def top(run: Run, page: str, sentence: str, numbers: list[tuple[str, int]], counted: Selection, more: str = "") -> None:
    """The top of a page: what it says, who is believed, how to check its numbers, what narrows it.

    Parameters
    ----------
    numbers : list of (str, int)
        The figures of the sentence that have a receipt, by its name.
    counted : Selection
        What the steps of the dial count.
    more : str
        What follows the words that say what the page is about.
    """
    words = run.words
    st.markdown(f"# {sentence}")
    until = words("timeline.until", date=words.when(KNOWN_UNTIL.isoformat()))
    st.markdown(" ".join(part for part in (words(f"{page}.subtitle"), more, until) if part))
    takeaway.top(run, numbers)
    controls.dial(counted, words)
    controls.chips(run.selection, run.atlas, words)


def card(run: Run) -> bool:
    """Show the card of the incident that the reader opened; False where none is open."""
    selection = run.selection
    row = next(
        (row for row in run.choice.held.rows(selection.evidence) if row[col.INCIDENT_ID] == selection.incident), None
    )
    if row is None:
        return False
    with st.container(key="card"):
        st.button(
            run.words("card.close"), key="close-card", type="tertiary", on_click=lambda: controls.choose(incident="")
        )
        frame.incident_link(selection.incident, selection, run.words("card.whole"))
        st.html(card_of(row, run))
    return True


def card_of(row: cards.Row, run: Run) -> str:
    """The card of an incident, made once for all who see it, whatever else they chose."""
    evidence = run.selection.evidence
    return run.choice.held.once(
        ("card", row[col.INCIDENT_ID], evidence, run.words, run.theme.name),
        lambda: cards.card(row, run.atlas, run.words, run.mark, evidence),
    )
