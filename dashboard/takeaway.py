"""What can be taken away: a drawing as a file or as lines for another page, the rows shown, the kit of a choice."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from analytics.drawings.svg.canvas import Drawing, Sheet
from analytics.outputs import addresses, embeds, formats, kit, pictures
from analytics.outputs.answers import Asked, file_name
from analytics.outputs.html.cards import Row
from analytics.outputs.pictures import Choice
from analytics.schema import col
from analytics.selection.selection import LANGUAGES, Selection
from analytics.words.escape import safe
from analytics.words.incidents import called
from analytics.words.text import Words
from dashboard import frame, loading, receipt
from dashboard.frame import Run

_NARROW = {addresses.SIZE: "narrow"}


def under(picture: str, run: Run) -> None:
    """The row under a drawing: how to check it, and how to take it away.

    Parameters
    ----------
    picture : str
        A name of `gallery.PICTURES`.
    """
    with st.container(horizontal=True, key=f"under-{picture}"):
        receipt.button(pictures.PICTURES[picture].receipt, run)
        button(picture, run)


@st.fragment
def button(picture: str, run: Run) -> None:
    """The button that opens what can be taken away; the picture is drawn when it is opened, and only this runs then."""
    words = run.words
    if st.button(words("take.open"), key=f"take-{picture}", type="tertiary"):
        selection = run.selection
        if pictures.PICTURES[picture].needs != "incident":  # one that is merely open does not narrow the picture
            selection = selection.without("incident")
        opened = st.dialog(pictures.label(picture, words), width="large")
        opened(_picture)(picture, selection, run)


def _picture(picture: str, selection: Selection, run: Run) -> None:
    """The picture, its files, and the lines that embed it."""
    words = run.words
    choice = Choice(loading.held(), selection)
    wide, narrow = (pictures.draw(picture, choice, Sheet(words, size=size)) for size in ("wide", "narrow"))
    st.html(_shown(picture, selection, wide, run))
    st.html(_files(picture, selection, words))
    source = frame.origin() + embeds.address(picture, selection)
    embedding(source, pictures.named(picture, choice, words), embeds.frame_height(wide, narrow), words)


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
    selection = run.chosen.selection.without("incident")
    answers, kept_as = loading.held().answers, kit.key(selection, frame.origin())
    made = answers.get(kept_as)
    if made is None and st.button(words("download.kit"), key="kit-make"):
        made = _made(selection, run)
        answers.put(kept_as, made)
    if made is not None:
        st.download_button(
            words("download.kit_ready", size=words.number(len(made) / 1e6, 1)),
            data=made,
            file_name=kit.filename(selection),
            mime="application/zip",
            on_click="ignore",
            key="kit",
            type="primary",
        )


def _made(selection: Selection, run: Run) -> bytes:
    """The archive, with a line of progress that names each part."""
    words, total = run.words, len(kit.names())
    told = words("download.kit_making", name="…", number="0", of=words.number(total))
    bar, parts = st.progress(0.0, told), []
    for part in kit.parts(loading.held(), selection, words, frame.origin()):
        parts.append(part)
        number = words.number(len(parts))
        told = words("download.kit_making", name=part.name, number=number, of=words.number(total))
        bar.progress(len(parts) / total, told)
    archive = kit.zipped(iter(parts))
    bar.empty()
    return archive


def card(row: Row, run: Run) -> None:
    """The lines that put the card of an incident into another page.

    Parameters
    ----------
    row : mapping
        The published incident.
    """
    words, chosen = run.words, run.chosen.selection
    alone = Selection(incident=row[col.INCIDENT_ID], evidence=chosen.evidence, lang=chosen.lang)
    source = frame.origin() + embeds.address(addresses.CARD, alone)
    embedding(source, called(row, words), embeds.card_height(row, words), words)


def embedding(source: str, title: str, height: int, words: Words) -> None:
    """The lines that put a page of ours into another, and a link to see it alone.

    Parameters
    ----------
    source : str
        The whole address of the page.
    title : str
    height : int
        In pixels.
    """
    st.markdown(f"**{words('take.embed')}**")
    st.code(embeds.snippet(source, title, height), language="html", wrap_lines=True)
    st.html(
        f'<p class="take"><a href="{safe(source)}" target="_blank" rel="noopener">{safe(words("take.alone"))}</a></p>'
    )


def downloads(table: str, selection: Selection, key: str, words: Words) -> None:
    """A table of a selection as files in both dialects, each built when it is asked for.

    Parameters
    ----------
    table : str
        A name of `tables.EXPORTED`.
    selection : Selection
    key : str
        Begins the key of both buttons.
    """

    def file_of(dialect: str) -> bytes:
        return formats.to_csv(loading.held().table(table, selection), dialect)

    with st.container(horizontal=True, key="downloads"):
        for dialect in formats.DIALECTS:
            st.download_button(
                words(f"download.{dialect}"),
                data=partial(file_of, dialect),
                file_name=file_name(Asked(table, "csv", selection, dialect)),
                mime="text/csv",
                key=f"{key}-{dialect}",
                on_click="ignore",
            )
