"""The tray of what a reader compares: it lives in the address, is kept from page to page and can be shared."""

from __future__ import annotations

import streamlit as st

from analytics.outputs.compared import MOST
from analytics.selection.selection import Selection
from analytics.words.text import Words
from dashboard import controls, say
from dashboard.frame import Run

PAGE = "compare"


def title(selection: Selection, words: Words, name: str, label: str) -> str:
    """What the navigation calls a page: the one of the tray says how many things are in it."""
    held = len(selection.compare)
    return words("compare.tray", name=label, number=words.number(held)) if name == PAGE and held else label


def button(value: str, run: Run) -> None:
    """The button that puts a thing into the tray, or takes it out; it says why where the tray is full."""
    words, held = run.words, run.selection.compare
    if words.voice:  # what is compared is of the record
        return
    there = value in held
    full = not there and len(held) >= MOST
    say.button(
        words("compare.take_out" if there else "compare.add"),
        key=f"compare-{value}",
        type="tertiary",
        disabled=full,
        help=words("compare.full", most=words.number(MOST)) if full else None,
        on_click=take_out if there else put_in,
        args=(value,),
    )


def put_in(value: str) -> None:
    """Put a thing into the tray."""
    held = st.session_state[controls.SELECTION].compare
    controls.choose(compare=(*held, value))


def take_out(value: str) -> None:
    """Take a thing out of the tray."""
    held = st.session_state[controls.SELECTION].compare
    controls.choose(compare=tuple(other for other in held if other != value))
