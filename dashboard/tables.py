"""Tables as pages show them: every cell in the language of the page, whatever the browser's; sorted by its value.

Streamlit shows the texts of a pandas Styler and sorts by the values behind them, so that a number sorts as a number
and a date as a date.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from pandas.api.types import is_number, is_numeric_dtype
from pandas.io.formats.style import Styler

from analytics.words.text import UNKNOWN, Words

Writer = Callable[[Any], str]


def show(
    table: pd.DataFrame,
    words: Words,
    alt: str,
    key: str,
    written: Mapping[str, Writer] | None = None,
    **options: Any,  # noqa: ANN401 - those of st.dataframe
) -> Any:  # noqa: ANN401 - what st.dataframe gives back
    """Show a table of which each column can be sorted; empty where a value is not known.

    Parameters
    ----------
    table : DataFrame
        Values, under headings in the reader's language.
    words : Words
    alt : str
        What the table holds, for those who do not see it.
    key : str
    written : mapping of str to function, optional
        How the values of a column are written; numbers have at most one decimal where it says nothing.
    **options
        As `st.dataframe` takes them.
    """
    return st.dataframe(styled(table, words, written), hide_index=True, placeholder="", key=key, alt=alt, **options)


def styled(table: pd.DataFrame, words: Words, written: Mapping[str, Writer] | None = None) -> Styler:
    """The values with what is written for each."""
    number = partial(words.number, decimals=1)
    numbers: dict[Any, Writer] = {name: number for name in table if is_numeric_dtype(table[name])}
    return table.reset_index(drop=True).style.format({**numbers, **(written or {})}, na_rep="")


def as_text(table: pd.DataFrame, words: Words) -> pd.DataFrame:
    """A table of which nothing is sorted, as text: whole numbers as the language writes them, else a dash."""
    return table.astype(object).map(
        lambda cell: UNKNOWN if pd.isna(cell) else words.number(cell) if is_number(cell) else str(cell)
    )
