"""Method: what counts, who is believed, how a figure comes about, what is missing, and how to quote it all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from analytics.outputs.html import method_tables
from analytics.schema import veris
from analytics.schema.measures import MEASURES
from analytics.schema.tables import TABLES
from analytics.selection.selection import Selection
from analytics.words import citations, method
from dashboard import controls, frame, loading
from dashboard.frame import Run


def page(run: Run) -> None:
    """The page: the sections with their tables, then the dictionary, the crosswalk and the changes."""
    atlas, words = run.atlas, run.words
    st.markdown(f"# {words('method.title')}")
    st.markdown(words("method.subtitle"))
    controls.dial(run.selection, words)
    opened = method_tables.opened(atlas, words)
    closed = method_tables.closed(atlas, words, partial(frame.page_address, "incident", run.selection))
    for section in method.sections(atlas, loading.held().published(Selection().evidence), words):
        st.markdown(f"## {section.title}")
        st.markdown(section.body)
        if section.topic in opened:
            st.html(opened[section.topic])
        if section.topic in closed:
            title, table = closed[section.topic]
            with st.expander(title):
                st.html(table)
        if section.topic in ADDED:
            ADDED[section.topic](run)
    dictionary(run)
    crosswalk(run)
    changes(run)


def see_timeline(run: Run) -> None:
    """Where our counts stand beside the official ones."""
    target = st.session_state["pages"]["timeline"]
    st.page_link(target, label=run.words("method.see_timeline"), query_params=frame.pairs(run.selection))


def cite(run: Run) -> None:
    """How to cite, ready to copy."""
    for name, text in citations.named_citations(run.words, frame.whole_address("method", run.selection)):
        st.markdown(f"**{name}**")
        st.code(text, language=None, wrap_lines=True)


def dictionary(run: Run) -> None:
    """Every table, column and measure, in the reader's language."""
    words = run.words
    st.markdown(f"## {words('method.dictionary')}")
    st.markdown(words("method.dictionary_subtitle"))
    for one in TABLES.values():
        with st.expander(f"`{one.name}` – {one.row.in_language(words.language)}"):
            st.html(method_tables.columns(one, words))
    with st.expander(words("method.measures", count=len(MEASURES))):
        st.html(method_tables.measures(words))


def crosswalk(run: Run) -> None:
    """Our codes in the VERIS vocabulary."""
    words = run.words
    st.markdown(f"## {words('method.veris')}")
    st.markdown(words("method.veris_subtitle"))
    with st.expander(words("method.veris_table", count=len(veris.CROSSWALK))):
        st.html(method_tables.crosswalk(words))


def changes(run: Run) -> None:
    """What changed from one version of the data to the next."""
    words = run.words
    st.markdown(f"## {words('method.changes')}")
    for (version, date), rows in loading.held().changes.groupby(["version", "date"], sort=False):
        lines = "\n".join(f"- {text}" for text in rows[words.column("text")])
        st.markdown(f"**{version}** – {words.when(date)}\n\n{lines}")


ADDED: Mapping[str, Callable[[Run], None]] = {"visibility": see_timeline, "licence": cite}
