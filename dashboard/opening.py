"""How every page opens: the sentence, what narrows it, and what to do where nothing is left."""

from __future__ import annotations

import streamlit as st

from analytics import site
from analytics.atlas.published import number_in_france
from analytics.outputs.html import cards
from analytics.schema import col
from analytics.schema.version import KNOWN_UNTIL
from analytics.selection.selection import BY_FIELD, Selection
from analytics.words import headlines, phrases
from analytics.words.phrases import claims_sentence, possible_sentence
from dashboard import controls, frame, say, takeaway
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
    numbers = [] if run.kept.empty else numbers
    top(run, page, sentence, numbers, run.selection, f"{possible} {claims}".strip(), scoped=True)
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


def not_narrowed(run: Run, page: str) -> str:
    """Which areas of the choice a page of areas shows without being narrowed by them, and which change nothing."""
    words, unused = run.words, next(each.unused for each in site.PAGES if each.name == page)
    areas = [pair for pair in run.selection.narrowing if BY_FIELD[pair[0]].side == "where"]
    idle = [pair for pair in areas if pair[0] in unused and pair in run.selection.narrowing_scope]
    told = [words("area.not_narrowed")] if any(field not in unused for field, _ in areas) else []
    if idle:
        names = [phrases.narrowing(field, value, run.atlas, words) for field, value in idle]
        told.append(words("area.unused", names=words.listing(names)))
    return " ".join(told)


def top(
    run: Run,
    page: str,
    sentence: str,
    numbers: list[tuple[str, int]],
    counted: Selection,
    more: str = "",
    *,
    scoped: bool = False,
) -> None:
    """The top of a page: what it says, who is believed, how to check its numbers, what narrows it.

    Parameters
    ----------
    numbers : list of (str, int)
        The figures of the sentence that have a receipt, by its name.
    counted : Selection
        What the steps of the dial count.
    more : str
        What follows the words that say what the page is about.
    scoped : bool
        Whether the page is of France or of the world as the reader has it; pages of areas have a scope of their own.
    """
    words = run.words
    say.heading(sentence, 1)
    until = words("timeline.until", date=words.when(KNOWN_UNTIL.isoformat()))
    say.text(" ".join(part for part in (words(f"{page}.subtitle"), more, until) if part))
    takeaway.top(run, numbers)
    with st.container(key="chosen"):  # one place, whatever narrows: else a map below it would be built anew
        with st.container(horizontal=True, vertical_alignment="center", key="choosing"):
            if scoped:
                controls.scope(counted, words)
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
        say.button(
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
        lambda: cards.card(row, run.atlas, run.words, run.mark, evidence, sources_seen=True),
    )
