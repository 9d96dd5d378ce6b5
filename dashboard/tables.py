"""Tables as pages show them: every cell in the language of the page, whatever the browser's; sorted by its value.

Streamlit writes numbers as the browser does, sorts a column of text as text, and reads to those who listen what it
sorts by. Numbers are therefore text, padded so that it sorts as the numbers do; dates are sorted, and read, as ISO.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from pandas.api.types import is_number, is_numeric_dtype

from analytics.words.text import UNKNOWN, Words
from dashboard import on_paper

Writer = Callable[[Any], str]

# What stands before a number that is shorter than another: as wide as a digit, as a comma, as the space of thousands.
FIGURE_SPACE, COMMA_SPACE = "\u2007", "\u2008"


def show(
    table: pd.DataFrame,
    words: Words,
    alt: str,
    key: str,
    written: Mapping[str, Writer] | None = None,
    date: str = "",
    names: int = 1,
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
        How the numbers of a column are written; they have at most one decimal where it says nothing.
    date : str, optional
        The column that holds dates, in ISO form.
    names : int, optional
        How many columns, from the first, name a row.
    **options
        As `st.dataframe` takes them.
    """
    shown = as_sorted_text(table, words, written or {})
    on_paper.table(shown.assign(**{date: shown[date].map(words.when)}) if date else shown, words, names)
    dated = shown.style.format({date: words.when}) if date else shown
    return st.dataframe(dated, hide_index=True, placeholder="", key=key, alt=alt, **options)


def as_sorted_text(table: pd.DataFrame, words: Words, written: Mapping[str, Writer]) -> pd.DataFrame:
    """A table with its numbers as text that sorts as they do."""
    number = partial(words.number, decimals=1)
    numbers = [str(name) for name in table if is_numeric_dtype(table[name])]
    texts = {name: sorted_text(table[name], written.get(name, number), words) for name in numbers}
    return table.assign(**texts).reset_index(drop=True)


def sorted_text(column: pd.Series, write: Writer, words: Words) -> list[str]:
    """Numbers from zero up as text, each padded to the longest whole part; empty where one is missing.

    All have their decimal sign in the same place, and a space sorts before every digit.
    """
    decimal_sign = words.number(0.5, 1)[1]
    texts = ["" if pd.isna(value) else write(value) for value in column]
    longest = max((text.split(decimal_sign)[0] for text in texts), key=len, default="")
    spaces = "".join(FIGURE_SPACE if sign.isdigit() else COMMA_SPACE if sign == "," else sign for sign in longest)
    return [text and spaces[: len(longest) - len(text.split(decimal_sign)[0])] + text for text in texts]


def as_text(table: pd.DataFrame, words: Words) -> pd.DataFrame:
    """A table of which nothing is sorted, as text: whole numbers as the language writes them, else a dash."""
    return table.astype(object).map(
        lambda cell: UNKNOWN if pd.isna(cell) else words.number(cell) if is_number(cell) else str(cell)
    )
