"""What stands on paper in the place of what only a screen can show: pictures for charts and maps, tables for grids.

A chart or a map that answers to a pointer has the size of the screen, and a grid shows the rows that are scrolled to:
a sheet would cut both. Everything here is hidden on a screen (style.css); the browser fetches its pictures when
somebody prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil

import streamlit as st

from analytics.drawings.charts.base import Look
from analytics.drawings.svg.canvas import WIDTHS, Sheet
from analytics.outputs import addresses, pictures
from analytics.outputs.pictures import Choice
from analytics.selection.selection import Selection
from analytics.words.escape import safe
from analytics.words.text import Words
from dashboard import frame, loading
from dashboard.frame import Run

GROWING = ("timeline", "outages")  # pictures that are as long as their choice has incidents
MAY_BE_EMPTY = ("official", "visibility", "side-by-side")  # the others stand on no page that has nothing for them
PART, AGAIN = 1180, 40  # pixels of a picture that fit a sheet, and how many of them the next sheet shows again
COLUMNS = 11  # of a table side by side on a sheet; more stand below, behind those that name the row


def picture(name: str, run: Run, selection: Selection | None = None) -> None:
    """A picture in the place of its chart or map, in parts where it is longer than a sheet.

    Parameters
    ----------
    name : str
        A name of `pictures.PICTURES`.
    selection : Selection, optional
        That of the page where nothing else is said.
    """
    chosen = selection or narrowing(name, run.selection)
    address = frame.base() + addresses.picture_path(name, "svg", chosen.to_query())
    label = pictures.label(name, run.words)
    if told := _instead(name, run, chosen):
        st.html(f'<p class="on-paper">{safe(told)}</p>')
        return
    if name not in GROWING:
        st.html(_image(address, label))
        return
    height = run.once(
        f"height-{name}", lambda: pictures.chart_height(name, Choice(loading.held(), chosen), Sheet(run.words))
    )
    st.html("".join(_image(f"{address}#{part}", label, shape) for part, shape in _parts(height)))


def _instead(name: str, run: Run, chosen: Selection) -> str:
    """What the page says in the place of a picture in which there is nothing to draw; empty where it is drawn."""
    if name not in MAY_BE_EMPTY:
        return ""

    def say() -> str:
        chart = pictures.described(name, Choice(loading.held(), chosen), Look(run.words, run.theme))
        return "" if chart.values else chart.title

    return run.once(f"instead-{name}", say, chosen)


def narrowing(name: str, selection: Selection) -> Selection:
    """What of a choice narrows a picture: an incident that is merely open does not, where it is not about one."""
    return selection if pictures.PICTURES[name].needs == "incident" else selection.without("incident")


def _parts(height: int) -> Iterator[tuple[str, str]]:
    """The views of a long picture, one a sheet, each with its shape; what is at an edge is on both."""
    width, parts = WIDTHS["wide"], max(1, ceil((height - AGAIN) / (PART - AGAIN)))
    step = ceil((height - AGAIN) / parts)
    for top in range(0, parts * step, step):
        tall = min(step + AGAIN, height - top)
        yield f"svgView(viewBox(0,{top},{width},{tall}))", f' style="aspect-ratio:{width}/{tall}"'


def _image(address: str, label: str, shape: str = "") -> str:
    return f'<img class="on-paper" loading="lazy" src="{safe(address)}" alt="{safe(label)}"{shape}>'


def table(shown: Mapping[str, Sequence[str | None]], words: Words, names: int = 1) -> str:
    """A table in the place of its grid, every row and every column of it.

    Parameters
    ----------
    shown : mapping of str to sequence of str
        The text of each column, under its heading in the reader's language; None where there is none.
    words : Words
    names : int, optional
        How many columns, from the first, name a row.
    """
    columns = list(shown)
    room = COLUMNS - names
    parts = [columns[:names] + columns[start : start + room] for start in range(names, max(len(columns), 1), room)]
    tables = "".join(_table({name: shown[name] for name in part}, names) for part in parts)
    return f'<div class="on-paper" lang="{words.language}">{tables}</div>'


def _table(part: Mapping[str, Sequence[str | None]], names: int) -> str:
    head = "".join(f'<th scope="col">{safe(name)}</th>' for name in part)
    rows = "".join(f"<tr>{_cells(row, names)}</tr>" for row in zip(*part.values(), strict=True))
    return f'<table class="sheet"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _cells(row: Sequence[str | None], names: int) -> str:
    """The cells of a row, with those that name it as its headings."""
    texts = [safe((cell or "").strip()) for cell in row]
    heads = "".join(f'<th scope="row">{text}</th>' for text in texts[:names])
    return heads + "".join(f"<td>{text}</td>" for text in texts[names:])
