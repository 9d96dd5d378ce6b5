"""Method: what counts, who is believed, how a figure comes about, what is missing, and how to quote it all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

import streamlit as st

from analytics.outputs.held import Basis
from analytics.outputs.html import method_tables, record_tables
from analytics.schema import veris
from analytics.schema.measures import MEASURES
from analytics.schema.tables import CHECKED
from analytics.selection.selection import Selection
from analytics.words import citations, method
from analytics.words.escape import unmarked
from dashboard import controls, frame, say, tables, takeaway
from dashboard.components import folded
from dashboard.frame import Run, Value


def page(run: Run) -> None:
    """The page: the sections with their tables, then the dictionary, the crosswalk and the changes."""
    atlas, words, address = run.atlas, run.words, frame.incident_addresses("incident", run.selection)
    say.heading(words("method.title"), 1)
    say.text(words("method.subtitle"))
    takeaway.top(run)
    controls.dial(run.selection, words)
    drawn = once(run, f"map-{run.theme.name}", lambda: record_tables.map_of_sources(atlas, run.theme, words))
    opened = {**once(run, "opened", lambda: method_tables.opened(atlas, words)), "origin": drawn}
    closed = {
        "origin": once(run, "countries", lambda: record_tables.countries(atlas, words)),
        "quality": once(run, "rates", lambda: record_tables.rates(atlas, words)),
        "beds": run.once("beds", lambda: method_tables.without_beds(atlas, words, address), address("")),
        "left-out": once(run, "left-out", lambda: method_tables.left_out(atlas, words)),
    }
    for section in once(run, "sections", lambda: method.sections(atlas, everything(run).published, words)):
        say.heading(section.title)
        say.marked(section.body)
        if section.topic in opened:
            st.html(opened[section.topic])
        if section.topic in closed:
            title, table = closed[section.topic]
            with say.expander(title):
                st.html(table)
        if section.topic in ADDED:
            ADDED[section.topic](run)
    dictionary(run)
    crosswalk(run)
    changes(run)


def everything(run: Run) -> Basis:
    """The choice of nothing: what the page says is the same for every other."""
    return run.choice.held.choice(Selection())


def once(run: Run, name: str, make: Callable[[], Value]) -> Value:
    """What the page holds under a name: made once a language."""
    return everything(run).once((f"method-{name}", run.words), make)


def see_timeline(run: Run) -> None:
    """Where our counts stand beside the official ones."""
    target = st.session_state["pages"]["timeline"]
    say.page_link(target, label=run.words("method.see_timeline"), query_params=frame.pairs(run.selection))


def readings(run: Run) -> None:
    """Every reading of an incident, as a table that opens."""
    words = run.words
    label = words("method.read_one_by_one", count=len(run.atlas.readings))
    with folded(label, "readings") as is_open:
        if is_open:
            shown = once(run, "readings", lambda: tables.grid(record_tables.readings(run.atlas, words), words))
            tables.show(shown, label, "readings-table")


def cite(run: Run) -> None:
    """How to cite, ready to copy."""
    for name, text in citations.named_citations(run.words, frame.whole_address("method", run.selection)):
        say.strong(name)
        st.code(text, language=None, wrap_lines=True)


def dictionary(run: Run) -> None:
    """Every table, column and measure, in the reader's language."""
    words = run.words
    say.heading(words("method.dictionary"))
    say.text(words("method.dictionary_subtitle"))
    for one in CHECKED.values():
        with say.expander(f"{one.name} – {one.row.in_language(words.language)}"):
            st.html(once(run, f"columns-{one.name}", partial(method_tables.columns, one, words)))
    with say.expander(words("method.measures", count=len(MEASURES))):
        st.html(once(run, "measures", lambda: method_tables.measures(words)))


def crosswalk(run: Run) -> None:
    """Our codes in the VERIS vocabulary."""
    words = run.words
    say.heading(words("method.veris"))
    say.text(words("method.veris_subtitle"))
    with say.expander(words("method.veris_table", count=len(veris.CROSSWALK))):
        st.html(once(run, "crosswalk", lambda: method_tables.crosswalk(words)))


def changes(run: Run) -> None:
    """What changed from one version of the data to the next."""
    words = run.words
    say.heading(words("method.changes"))
    for text in once(run, "changes", lambda: list(changes_told(run))):
        say.marked(text)


def changes_told(run: Run) -> Iterator[str]:
    """The same, a version each."""
    words = run.words
    for (version, date), rows in run.choice.held.changes.groupby(["version", "date"], sort=False):
        lines = "\n".join(f"- {unmarked(text)}" for text in rows[words.column("text")])
        yield f"**{version}** – {words.when(date)}\n\n{lines}"


ADDED: Mapping[str, Callable[[Run], None]] = {"visibility": see_timeline, "quality": readings, "licence": cite}
