"""The one door for words on pages: Streamlit reads labels and texts as Markdown, and here text stays text.

What a page writes by itself (a heading, a bold line) is said by the name of the function; nothing in a name, a summary,
a note or an address can add to it. Lists and drop-downs of Streamlit show their options as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd
import streamlit as st

from analytics.words.escape import unmarked

P = ParamSpec("P")
T = TypeVar("T")


def _as_text(element: Callable[Concatenate[str, P], T]) -> Callable[Concatenate[str, P], T]:
    """An element whose text, and whose help, is text."""

    @wraps(element)
    def plainly(text: str, /, *args: P.args, **options: P.kwargs) -> T:
        if options.get("help"):
            options["help"] = unmarked(options["help"])
        return element(unmarked(text), *args, **options)

    return plainly


caption = _as_text(st.caption)
info = _as_text(st.info)
success = _as_text(st.success)
warning = _as_text(st.warning)
error = _as_text(st.error)
button = _as_text(st.button)
link_button = _as_text(st.link_button)
download_button = _as_text(st.download_button)
form_submit_button = _as_text(st.form_submit_button)
expander = _as_text(st.expander)
marked = st.markdown  # Markdown that the project itself wrote: values in it have to be `unmarked`


def text(told: str, lead: str = "", **options: Any) -> None:  # noqa: ANN401 - those of Streamlit
    """A paragraph, after some words in bold letters where there are any; its help is text too."""
    bold = f"**{unmarked(lead)}** " if lead else ""
    if options.get("help"):
        options["help"] = unmarked(options["help"])
    st.markdown(bold + unmarked(told), **options)


def heading(text: str, level: int = 2) -> None:
    """A heading of the page."""
    st.markdown(f"{'#' * level} {unmarked(text)}")


def strong(text: str) -> None:
    """A line in bold letters."""
    st.markdown(f"**{unmarked(text)}**")


def page_link(page: Any, label: str, **options: Any) -> None:  # noqa: ANN401 - those of Streamlit
    """A link to a page of ours."""
    st.page_link(page, label=unmarked(label), **options)


def table(rows: pd.DataFrame) -> None:
    """A table with its index, every cell text."""
    shown = rows.map(unmarked).rename(columns=unmarked, index=unmarked)
    shown.index.name = unmarked(rows.index.name) if rows.index.name else None
    st.table(shown)
