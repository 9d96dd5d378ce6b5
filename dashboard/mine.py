"""A reader's own file in the reader's session: on its way, on the pages, removed; and the line that says so on each.

Nothing of it leaves the session: it is in no cache that others share, in no address, and gone with the session.
"""

from __future__ import annotations

from typing import Literal, get_args

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from analytics.atlas.brought import Side
from analytics.outputs.bringing import DESK, Bringing, TooMany
from analytics.outputs.brought import Brought, Full
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.selection.selection import Selection
from analytics.site import MY_DATA, Page
from analytics.words.escape import safe
from analytics.words.text import Words
from dashboard import controls, loading, say
from dashboard.frame import Run, pairs
from dashboard.uploads import DOORS

View = Literal["record", "alone", "both"]
VIEWS: tuple[View, ...] = get_args(View)
BRINGING, BROUGHT, VIEW, LAST, NUMBER, REFUSED = (
    f"mine-{name}" for name in ("bringing", "brought", "view", "last-view", "number", "refused")
)
EACH = 1.0  # seconds from one look at what is being made to the next


def bringing() -> Bringing | None:
    """The file that is on its way, or failed on it."""
    found: Bringing | None = st.session_state.get(BRINGING)
    return found


def brought() -> Brought | None:
    """The file that was imported."""
    found: Brought | None = st.session_state.get(BROUGHT)
    return found


def view() -> View:
    """What the reader wants to see."""
    chosen: View = st.session_state.get(VIEW, "record")
    return chosen


def widget() -> str:
    """The key of the field for a file: another one for each file, so that the last one is gone from it."""
    return f"mine-file-{st.session_state.get(NUMBER, 0)}"


def take() -> None:
    """Take the file of the field, and forget it there."""
    uploaded = st.session_state.get(widget())
    if uploaded is None:
        return
    remove()
    begin(Bringing(uploaded.name, uploaded.getvalue(), DESK))
    st.session_state[NUMBER] = st.session_state.get(NUMBER, 0) + 1
    if ctx := get_script_run_ctx():
        ctx.uploaded_file_mgr.remove_session_files(ctx.session_id)


def begin(one: Bringing, mapping: dict[str, object] | None = None) -> None:
    """Set a file on its way; where too many are, that is said."""
    try:
        one.start(mapping)
    except TooMany:
        st.session_state[REFUSED] = "mine.too_many"
        return
    st.session_state[BRINGING] = one


def _arrived() -> None:
    """Keep what became of a file that is done."""
    one = bringing()
    if one is None or one.step != "done":
        return
    try:
        st.session_state[BROUGHT] = Brought(one, loading.record())
    except Full:
        st.session_state[REFUSED] = "mine.full"
    del st.session_state[BRINGING]


def cancel() -> None:
    """Stop the file that is on its way."""
    one = bringing()
    if one is not None:
        one.cancel()
        del st.session_state[BRINGING]


def remove() -> None:
    """Forget the file and all that was made of it."""
    cancel()
    held = brought()
    if held is not None:
        held.drop()
    for key in (BROUGHT, VIEW, REFUSED, loading.SHOWN):
        st.session_state.pop(key, None)


def show_as(chosen: View) -> None:
    """Show the record, the file alone, or both; the choice becomes one in which the file can be seen."""
    held = brought()
    if held is None:
        return
    st.session_state[VIEW] = chosen
    selection: Selection = st.session_state[controls.SELECTION]
    changes: dict[str, object] = {"incident": "", "compare": ()}
    if chosen != "alone" and (selection.start, selection.end) == held.years:
        changes["start"] = changes["end"] = ""
    if chosen == "record":
        held.prepare_none()
        controls.choose(**changes)
        return
    held.prepare(chosen)
    shown = held.sorted.shown
    if not shown[col.COUNTRY].eq(FRANCE).any() and selection.scope == "france":
        changes |= {"country": (), "region": (), "department": ()}
    if held.evidence != selection.evidence and held.evidence == "attacker":
        changes["evidence"] = held.evidence
    if chosen == "alone" and not (selection.start or selection.end):
        changes["start"], changes["end"] = held.years
    controls.choose(**changes)


def turn_to(page: Page | None) -> str:
    """Say to all that this run makes whose incidents it shows; the voice of its words.

    The way in is open on the page for it alone.
    """
    _arrived()
    state, held = st.session_state, brought()
    if ctx := get_script_run_ctx():
        (DOORS.open if page == MY_DATA else DOORS.close)(ctx.session_id)
    side: Side | None = None
    if held is not None and page is not None and page.brought and (chosen := view()) != "record":
        side = chosen if held.held(chosen) else None
    if held is not None and side is not None:
        state[loading.SHOWN] = (held, side)
    else:
        state.pop(loading.SHOWN, None)
    if state.get(LAST, "") != (side or ""):
        _forget_incident()
    state[LAST] = side or ""
    return side or ""


def _forget_incident() -> None:
    """The incident that is open may be none of those that are shown now."""
    asked = st.query_params.get("incident", "")
    if asked and asked not in loading.held().vocabulary.incident:
        del st.query_params["incident"]


def banner(run: Run, page: Page | None) -> None:
    """On every page: which file there is, what of it is shown here, what else can be seen, and how to remove it."""
    held = brought()
    if held is None or page is None:
        return
    words = run.words
    with st.container(key="mine-banner"):
        say.text(_told(held, run, page), lead=words("mine.your_file", name=held.file.name))
        with st.container(horizontal=True, vertical_alignment="center", key="mine-actions"):
            switch(words)
            if page != MY_DATA:
                target = st.session_state["pages"][MY_DATA.name]
                say.page_link(target, label=words("mine.report_link"), query_params=pairs(run.selection))
            say.button(words("mine.remove"), key="mine-remove", on_click=remove)
        if held.under_way:
            _until_ready(words)


def _told(held: Brought, run: Run, page: Page) -> str:
    """What a page shows of a file, in a sentence or two."""
    words, rows = run.words, held.sorted
    count = held.rows.report["counts"]["accepted"]
    told = [words("mine.rows", count=count, shown=words.number(len(rows.shown)))]
    if held.under_way:
        told.append(words("mine.preparing"))
    elif held.failed:
        told.append(words("mine.not_made"))
    elif page == MY_DATA:
        told += [words("mine.choose_view")] if held.on_pages else []
    elif not page.brought:
        told += (
            [words("mine.record_only"), words(f"mine.why_{page.name}")]
            if page.of_record
            else [words("mine.no_incident")]
        )
    elif view() == "record":
        told.append(words("mine.record_shown"))
    else:
        told.append(words(f"mine.shown_{view()}"))
        if rows.reported:
            told.append(words("mine.dated_by_report", count=rows.reported))
    return " ".join(told)


def switch(words: Words) -> None:
    """The record, the file, or both."""
    held = brought()
    if held is None or not held.on_pages:
        return
    key = "mine-switch"
    st.session_state[key] = view()
    told = {option: words(f"mine.view_{option}") for option in VIEWS}
    st.segmented_control(
        words("mine.view"),
        list(VIEWS),
        key=key,
        format_func=told.__getitem__,
        label_visibility="collapsed",
        required=True,
        on_change=lambda: show_as(st.session_state[key]),
    )


@st.fragment(run_every=EACH)
def _until_ready(words: Words) -> None:
    """A line that is there while an atlas is being made; then the page runs again, with it."""
    held = brought()
    if held is None or not held.under_way:
        st.rerun()
    st.html(f'<p class="mine-making" role="status">{safe(words("mine.making"))}</p>')
