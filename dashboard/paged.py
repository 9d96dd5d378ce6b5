"""Long lists by pages: a browser takes no more rows than a reader reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from analytics.words.escape import unmarked
from analytics.words.text import Words
from dashboard import say

ROWS = 200  # of a page
TOLD = {"incidents": "table.page_told", "hospitals": "hospital.page_told", "rows": "mine.page_told"}

Row = TypeVar("Row")


def of_page(rows: Sequence[Row], key: str, words: Words, what: str = "incidents") -> Sequence[Row]:
    """The rows of the page that the reader chose, the first at first; all of them, and no choice, where they fit.

    Parameters
    ----------
    rows : sequence
    key : str
        Another for another list: each begins with its first page.
    words : Words
    what : str, optional
        What they are, a name of `TOLD`.
    """
    if len(rows) <= ROWS:
        return rows
    pages = -(-len(rows) // ROWS)
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"pages-{key}"):
        page = st.number_input(
            unmarked(words("table.page", pages=words.number(pages))),
            min_value=1,
            max_value=pages,
            key=f"page-{key}",
            width=160,
        )
        first = (int(page) - 1) * ROWS
        shown = rows[first : first + ROWS]
        say.caption(
            words(
                TOLD[what],
                first=words.number(first + 1),
                last=words.number(first + len(shown)),
                rows=words.number(len(rows)),
            )
        )
    return shown
