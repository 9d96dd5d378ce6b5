"""Where to begin: four questions on the front page, each the address of a view that answers it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import streamlit as st

from analytics.outputs.addresses import asked as address_of
from analytics.schema.version import KNOWN_UNTIL
from analytics.selection.selection import Selection
from analytics.words.escape import safe
from analytics.words.text import Words
from dashboard.frame import pairs


def whole_year() -> int:
    """The last year that was searched to its end."""
    return KNOWN_UNTIL.year - ((KNOWN_UNTIL.month, KNOWN_UNTIL.day) != (12, 31))


def questions(selection: Selection, words: Words) -> Iterator[tuple[str, str]]:
    """Each question and the address that answers it, from the front page on; scope and sources accepted go along."""
    plain = Selection(evidence=selection.evidence, lang=selection.lang).scoped(selection.scope)
    year = str(whole_year())

    def at(page: str, selection: Selection, heading: str = "", **more: str) -> str:
        address = address_of(page, [*pairs(selection), *more.items()])
        return f"{address}#{anchor(heading)}" if heading else address

    yield words("questions.near"), at("regions", plain, level="department")
    yield words("questions.year", year=year), at("timeline", replace(plain, start=year, end=year))
    yield words("questions.longest"), at("impact", plain, words("impact.recoveries"))
    yield words("questions.unseen"), at("timeline", plain, words("unseen.title"))


def anchor(heading: str) -> str:
    """The anchor that the browser gives a heading of a page: its words without accents, in small letters."""
    bare = unicodedata.normalize("NFKD", heading.replace("’", "-")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", bare.lower()).strip("-")


def asked(selection: Selection, words: Words) -> None:
    """The questions as links; nothing once the reader has a question of his own, whoever he believes."""
    if selection.incident or any(field != "evidence" for field, _ in selection.narrowing_scope):
        return
    items = "".join(
        f'<li><a href="{safe(address)}" target="_self">{safe(question)}</a></li>'
        for question, address in questions(selection, words)
    )
    st.html(f'<nav aria-label="{safe(words("questions.title"))}"><ul class="questions">{items}</ul></nav>')
