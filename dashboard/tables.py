"""Tables as pages show them: every cell in the language of the page, whatever the browser's; sorted by its value.

Streamlit writes numbers as the browser does, sorts a column of text as text, and reads to those who listen what it
sorts by. Numbers are therefore text, padded so that it sorts as the numbers do; dates are sorted, and read, as ISO.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa
import streamlit as st
from pandas.api.types import is_number
from pandas.io.formats.style import Styler

from analytics.words.text import UNKNOWN, Words
from dashboard import on_paper
from dashboard.components import folded
from dashboard.frame import Run

Writer = Callable[[Any], str]
Columns = Mapping[str, list[Any]]  # by their headings

# What stands before a number that is shorter than another: as wide as a digit, as a comma, as the space of thousands.
FIGURE_SPACE, COMMA_SPACE = "\u2007", "\u2008"


class Grid(NamedTuple):
    """A table as it is shown, made once and never changed.

    Attributes
    ----------
    shown : Table or Styler
        Text, under headings in the reader's language.
    paper : str
        The same for paper, where a grid would be cut (`on_paper`).
    """

    shown: pa.Table | Styler
    paper: str


def dated(columns: Columns, date: str, words: Words) -> Styler:
    """A table whose column of dates is sorted, and read, as ISO, and shown in words.

    Streamlit asks a Styler for what is shown in the place of a value. What pandas works out for it, cell by cell, takes
    three times as long as the rest of the table; this one has its answer ready, which holds the dates alone.
    """
    place = list(columns).index(date)
    shown = [
        [{"id": f"row{row}_col{place}", "display_value": words.when(day)}] for row, day in enumerate(columns[date])
    ]
    styler = Styler(pd.DataFrame(columns), uuid="dates")
    ready = {"_compute": lambda: styler, "_translate": lambda *_, **__: {"body": shown}}
    vars(styler).update(ready)  # Streamlit knows the class by its name: a class of ours would be none to it
    return styler


def grid(
    table: pd.DataFrame | Columns,
    words: Words,
    written: Mapping[str, Writer] | None = None,
    date: str = "",
    names: int = 1,
) -> Grid:
    """A table of which each column can be sorted; empty where a value is not known.

    Parameters
    ----------
    table : DataFrame, or mapping of str to list
        The values of each column, under its heading in the reader's language.
    words : Words
    written : mapping of str to function, optional
        How the numbers of a column are written; they have at most one decimal where it says nothing.
    date : str, optional
        The column that holds dates, in ISO form.
    names : int, optional
        How many columns, from the first, name a row.
    """
    columns = columns_of(table) if isinstance(table, pd.DataFrame) else table
    shown = as_sorted_text(columns, words, written or {})
    if not date:
        return Grid(pa.table(shown), on_paper.table(shown, words, names))
    on_sheet = shown | {date: [words.when(day) for day in shown[date]]}
    return Grid(dated(shown, date, words), on_paper.table(on_sheet, words, names))


def show(shown: Grid, alt: str, key: str, **options: Any) -> Any:  # noqa: ANN401 - those of st.dataframe, and what it gives
    """Show a table, and hide it on paper behind what stands there in its place.

    Parameters
    ----------
    shown : Grid
    alt : str
        What the table holds, for those who do not see it.
    key : str
    **options
        As `st.dataframe` takes them.
    """
    st.html(shown.paper)
    return st.dataframe(shown.shown, hide_index=True, placeholder="", key=key, alt=alt, **options)


def columns_of(table: pd.DataFrame) -> Columns:
    """The columns of a table as lists: a tenth of the time that pandas takes for tables of some rows."""
    return {str(name): column.tolist() for name, column in table.items()}


def of_choice(make: Callable[[], pd.DataFrame], key: str, run: Run, alt: str, date: str = "") -> None:
    """Show a table of the incidents kept, made once for all who make the choice."""
    show(run.once(f"grid-{key}", lambda: grid(make(), run.words, date=date)), alt, key)


def folded_away(
    make: Callable[[], pd.DataFrame], name: str, run: Run, alt: str, label: str = "", date: str = ""
) -> None:
    """The same folded away, under words that say what it is: a figure as a table unless said; made while it is open."""
    with folded(label or run.words("figure.as_table"), name) as is_open:
        if is_open:
            of_choice(make, f"{name}-table", run, alt, date)


def as_sorted_text(table: Columns, words: Words, written: Mapping[str, Writer]) -> dict[str, list[str | None]]:
    """The columns of a table as text: numbers as text that sorts as they do, None where another cell is missing."""
    number = partial(words.number, decimals=1)
    texts: dict[str, list[str | None]] = {}
    for name, cells in table.items():
        if all(is_number(cell) or pd.isna(cell) for cell in cells):
            texts[name] = [*sorted_text(cells, written.get(name, number), words)]
        else:
            texts[name] = [None if pd.isna(cell) else str(cell) for cell in cells]
    return texts


def sorted_text(column: Sequence[Any], write: Writer, words: Words) -> list[str]:
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
