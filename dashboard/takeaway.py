"""What can be taken away: a drawing as a file or as lines for another page, the rows shown, the kit of a choice."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent import futures
from dataclasses import replace
from functools import partial
from typing import Literal

import streamlit as st

from analytics.api.parameters import NOTE_NAMES
from analytics.drawings.svg.canvas import Drawing
from analytics.outputs import addresses, area_charts, embeds, formats, kit, pictures, works
from analytics.outputs.answers import Asked, file_name, written
from analytics.outputs.html.cards import Row
from analytics.outputs.notes.note import FORMS
from analytics.outputs.pictures import Choice
from analytics.outputs.tables import AREAS
from analytics.outputs.text_heights import text_heights
from analytics.outputs.workshop import EACH, Full
from analytics.schema import col
from analytics.selection.selection import LANGUAGES, Selection
from analytics.words.escape import safe, unmarked
from analytics.words.incidents import called
from analytics.words.text import Words
from dashboard import frame, loading, on_paper, receipt, say
from dashboard.frame import Run

_NARROW = {addresses.SIZE: "narrow"}
# the table whose rows a picture shows, by the receipt of the picture; the others show incidents
_TABLES = {
    "map": col.SITES,
    "official": col.NATIONAL_SERIES,
    "registers": col.REGISTERS,
    "visibility": col.NATIONAL_SERIES,
    "nearest-days": col.NEAREST_DAYS,
    "nearest-day": col.NEAREST_DAYS,
    "incident-events": col.EVENTS,
    "hospital-beds": col.HOSPITALS,
    **{
        f"{name}-{level}": table
        for level, table in (("department", col.DEPARTMENTS), ("region", col.REGIONS), ("country", col.COUNTRIES))
        for name in ("areas", "funnel", "compare")
    },
}


def under(picture: str, run: Run, checked: bool = True) -> None:
    """The line under a drawing: share it, check and quote it, save it, embed it, its data; on paper, its picture.

    Parameters
    ----------
    picture : str
        A name of `pictures.PICTURES`.
    checked : bool, optional
        Whether its receipt is of what stands there.
    """
    if run.words.voice:  # what a reader brought leaves the session in no address
        return
    on_paper.picture(picture, run)
    label = pictures.label(picture, run.words)
    with st.container(horizontal=True, vertical_alignment="center", key=f"under-{picture}"):
        share("figure", run.words, label)
        if checked:
            receipt.button(pictures.PICTURES[picture].receipt, run)
        buttons(picture, run)
        st.html(_data(picture, label, run), width="content")


def share(what: Literal["page", "figure"], words: Words, of: str = "") -> None:
    """The button that copies the address of the page with the choice in it, or of one figure of it (actions.js)."""
    shown = words(f"actions.share_{what}")
    named = f' aria-label="{safe(shown + words("card.colon") + of)}"' if of else ""
    st.html(f'<button type="button" class="action" data-share="{what}"{named}>{safe(shown)}</button>', width="content")


def top(run: Run, numbers: Sequence[tuple[str, int]] = ()) -> None:
    """The line of actions under the sentence of a page: share the page, and check each of its numbers.

    Parameters
    ----------
    numbers : sequence of (str, int)
        The figures of the sentence that have a receipt, by its name.
    """
    if run.words.voice:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="under-headline"):
        share("page", run.words)
        for name, number in numbers:
            receipt.button(name, run, receipt.checks(name, number, run.words))


@st.fragment
def buttons(picture: str, run: Run) -> None:
    """What opens the files of a drawing and its lines for other pages: only this runs then, and the drawing is made."""
    words = run.words
    with st.container(horizontal=True, vertical_alignment="center", key=f"takes-{picture}", width="content"):
        for name, shown in (("take", _picture), ("embed", _embedded)):
            if say.button(words(f"actions.{name}"), key=f"{name}-{picture}", type="tertiary"):
                opened = st.dialog(unmarked(pictures.label(picture, words)), width="large")
                opened(shown)(picture, on_paper.narrowing(picture, run.selection), run)


def _data(picture: str, label: str, run: Run) -> str:
    """The link to the table behind a drawing, as a workbook."""
    words, table = run.words, _TABLES.get(pictures.PICTURES[picture].receipt, col.INCIDENTS)
    chosen = area_charts.of_picture(picture, on_paper.narrowing(picture, run.selection))
    chosen = chosen.everywhere() if table in AREAS else chosen
    address = frame.base() + addresses.table_path(table, "xlsx", chosen.to_query())
    shown = words("actions.data")
    named = safe(shown + words("card.colon") + label)
    return f'<a class="action" href="{safe(address)}" aria-label="{named}" download>{safe(shown)}</a>'


def _drawn(picture: str, selection: Selection, words: Words) -> tuple[Drawing, Drawing] | None:
    """A picture in both widths; None, and why, where others are being made or there is nothing to draw."""
    try:
        wide, narrow = loading.workshop().made(works.drawings(picture, selection, ("wide", "narrow")), _there)
    except Full:
        say.warning(words("take.busy"))
        return None
    if wide.empty:
        say.text(wide.title)
        return None
    return wide, narrow


def _there() -> bool:
    """Whether the reader is: a run whose reader has left ends where it looks into the session."""
    st.session_state.get("page")
    return True


def _picture(picture: str, selection: Selection, run: Run) -> None:
    """The picture and its files."""
    if drawn := _drawn(picture, selection, run.words):
        st.html(_shown(picture, selection, drawn[0], run))
        st.html(_files(picture, selection, run.words))


def _embedded(picture: str, selection: Selection, run: Run) -> None:
    """The lines that embed a picture."""
    drawn = _drawn(picture, selection, run.words)
    if drawn is None:
        return
    wide, narrow = drawn
    words, choice = run.words, Choice(loading.held(), selection)
    source, resized = (frame.origin() + embeds.address(picture, selection, resize=resize) for resize in (False, True))
    title, height = pictures.named(picture, choice, words), embeds.frame_height(wide, narrow)
    lines = embeds.snippet(source, title, height), embeds.resized_snippet(resized, title, height)
    embedding(source, *lines, words)


def _shown(picture: str, selection: Selection, drawing: Drawing, run: Run) -> str:
    """The picture itself, in the reader's colours: what is seen is what is taken."""
    dark = {addresses.THEME: "dark"} if run.theme.name == "dark" else {}
    wide, narrow = (_address(picture, "svg", selection, **dark, **more) for more in ({}, _NARROW))
    return (
        f'<picture><source media="(max-width: {embeds.PHONE - 1}px)" srcset="{safe(narrow)}">'
        f'<img class="taken" src="{safe(wide)}" alt="{safe(drawing.alt)}"></picture>'
    )


def _files(picture: str, selection: Selection, words: Words) -> str:
    """Links to the files, one line for each language."""
    lines = []
    for language in LANGUAGES:
        chosen = replace(selection, lang=language)
        wide, narrow = (
            " · ".join(
                f'<a href="{safe(_address(picture, form, chosen, **more))}" download>{form.upper()}</a>'
                for form in pictures.FORMS
            )
            for more in ({}, _NARROW)
        )
        told = safe(words(f"take.in_{language}"))
        lines.append(f"<li>{told} {wide} <span>{safe(words('take.narrow'))} {narrow}</span></li>")
    heading = f"<p><strong>{safe(words('take.files'))}</strong></p>"
    return f'<div class="take">{heading}<ul>{"".join(lines)}</ul></div>'


def _address(picture: str, form: str, selection: Selection, **more: str) -> str:
    return frame.base() + addresses.picture_path(picture, form, [*selection.to_query(), *more.items()])


@st.fragment
def kit_of_choice(run: Run) -> None:
    """The kit of a choice: made when it is asked for, part by part in sight of the reader, then kept for everyone."""
    words = run.words
    if words.voice:
        return
    selection = run.chosen.selection.without("incident")
    made = loading.held().answers.get(kit.key(selection, frame.origin()))
    if made is None and say.button(words("download.kit"), key="kit-make"):
        try:
            made = _made(selection, words)
        except Full:
            say.warning(words("take.busy"))
    if made is not None:
        say.download_button(
            words("download.kit_ready", size=words.number(len(made) / 1e6, 1)),
            data=made,
            file_name=kit.filename(selection),
            mime="application/zip",
            on_click="ignore",
            key="kit",
            type="primary",
        )


def _made(selection: Selection, words: Words) -> bytes:
    """The archive, with a line of progress that names each part; nothing more is made when the reader has left."""
    bar = st.progress(0.0)
    with loading.workshop().ordered(works.kit_of(selection, frame.origin())) as order:
        while not order.result.done():
            number, of = words.number(order.done), words.number(order.total)
            # a run whose reader has left ends here
            bar.progress(
                order.done / order.total,
                unmarked(words("download.kit_making", name=order.told or "…", number=number, of=of)),
            )
            futures.wait([order.result], EACH)
        bar.empty()
        return bytes(order.result.result())


def alone(row: Row, run: Run) -> Selection:
    """One incident and nothing else that narrows: what its files and its card are about."""
    chosen = run.chosen.selection
    return Selection(incident=row[col.INCIDENT_ID], evidence=chosen.evidence, lang=chosen.lang)


def card(row: Row, run: Run) -> None:
    """The lines that put the card of an incident into another page.

    Parameters
    ----------
    row : mapping
        The published incident.
    """
    words, selection = run.words, alone(row, run)
    source, resized = (
        frame.origin() + embeds.address(addresses.CARD, selection, resize=resize) for resize in (False, True)
    )
    heights, title = loading.parts().of(selection, lambda: _heights(row, selection, run)), called(row, words)
    lines = embeds.text_snippet(source, title, heights), embeds.resized_snippet(resized, title, max(heights.values()))
    embedding(source, *lines, words)


def _heights(row: Row, selection: Selection, run: Run) -> dict[int, int]:
    return text_heights(embeds.card_page(row, run.atlas, selection, addresses.EMBED_THEMES[0], frame.base()))


def note(kind: str, code: str, run: Run) -> None:
    """Links to the note of one page of an area or an incident, in each form; made when it is asked for.

    What narrows the choice narrows it too, but for areas and words.
    """
    if run.words.voice:
        return
    words, chosen = run.words, run.selection.everywhere().without("q").without("incident")
    query = [(name, value) for name, value in chosen.to_query() if name in NOTE_NAMES]
    links = []
    for form in FORMS:
        address = frame.base() + addresses.note_path(kind, code, form, query)
        links.append(f'<a href="{safe(address)}" download>{safe(words(f"note.form_{form}"))}</a>')
    heading = safe(words("note.heading") + words("card.colon"))
    st.html(f'<p class="take">{heading} {" ".join(links)}</p>')


def embedding(source: str, still: str, resized: str, words: Words) -> None:
    """The lines that put a page of ours into another, without a script and with one, and a link to see it alone.

    Parameters
    ----------
    source : str
        The whole address of the page.
    still, resized : str
        The lines without a script, and those that follow the height of what is shown.
    """
    say.strong(words("take.embed"))
    st.code(still, language="html", wrap_lines=True)
    say.text(words("take.resize"))
    st.code(resized, language="html", wrap_lines=True)
    st.html(
        f'<p class="take"><a href="{safe(source)}" target="_blank" rel="noopener">{safe(words("take.alone"))}</a></p>'
    )


def downloads(table: str, selection: Selection, key: str, words: Words, of: str = "") -> None:
    """A table of a selection as files, each built when it is asked for.

    A workbook first, of the record alone; then CSV as the contract has it, and as a spreadsheet of the reader's
    language opens it, whose headers and codes are in that language.

    Parameters
    ----------
    table : str
        A name of `tables.EXPORTED`.
    selection : Selection
    key : str
        Begins the key of each button.
    of : str
        What the rows are, where a page gives several tables away: each button has a name of its own.
    """
    more = words("card.colon") + of if of else ""
    french, plain = formats.DIALECTS[1], Asked(table, "csv", selection)
    spoken = plain._replace(dialect=french if words.language == "fr" else plain.dialect, labels=words.language)
    with st.container(horizontal=True, key=f"downloads-{key}"):
        if not words.voice:
            query = selection.to_query()
            say.link_button(words("download.xlsx") + more, frame.base() + addresses.table_path(table, "xlsx", query))
        for name, asked in (("labelled", spoken), ("rfc4180", plain)):
            say.download_button(
                words(f"download.{name}") + more,
                data=partial(written, loading.held(), asked),
                file_name=file_name(asked),
                mime="text/csv",
                key=f"{key}-{name}",
                on_click="ignore",
            )
