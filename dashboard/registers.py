"""What registers of others add: each beside our record, by year and by country; no estimate of what neither has."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.drawings.charts.base import Look
from analytics.drawings.charts.registers import registers as registers_chart
from analytics.outputs.html.method_tables import table as plain_table
from analytics.outputs.registers import beside, chosen_countries, chosen_years
from analytics.schema import col
from analytics.statistics.registers import COPIES, summed
from analytics.words import official
from analytics.words import registers as told
from dashboard import charts, on_paper, say, takeaway
from dashboard.components import folded
from dashboard.frame import Run


def section(run: Run) -> None:
    """The part of the world page: each register that has something to say of the choice, the tables, the files."""
    words, selection = run.words, run.selection
    table = run.once(col.REGISTERS, lambda: beside(run.atlas, selection, run.published))
    names = official.country_names(run.atlas, words)
    say.heading(words("registers.title"))
    say.text(words("registers.subtitle"))
    if selection.narrowing_scope:
        say.caption(words("registers.narrowed"))
    if table.empty:
        years = (
            words.range(*(str(year) for year in chosen_years(selection))) if selection.start or selection.end else ""
        )
        countries = sorted(chosen_countries(run.atlas, selection))
        say.text(told.nothing(run.atlas.register_counts, countries, years, names, words))
        return
    drawn = run.once("registers-drawn", lambda: registers_chart(table, "", Look(words, run.theme)))
    say.strong(drawn.title)
    say.caption(" ".join([drawn.subtitles[0], drawn.notes[0]]))
    charts.show(run.once("chart-registers", lambda: charts.figure_of(drawn, run)), "registers", drawn.title)
    on_paper.picture("registers", run)
    takeaway.under("registers", run)
    for register in COPIES:
        of_register = table[table[col.REGISTER] == register]
        if len(of_register):
            _one(register, of_register, names, run)
    say.text(words("registers.no_estimate"))
    say.caption(words("registers.linked"))
    takeaway.downloads(col.REGISTERS, selection, "download-registers", words, words("registers.files"))


def _one(register: str, table: pd.DataFrame, names: dict[str, str], run: Run) -> None:
    """One register: its finding, what it holds, its years, and its countries where there are several."""
    words = run.words
    say.strong(told.title(register, words))
    say.text(told.finding(table, register, words))
    say.caption(told.scope(register, words))
    by_year = summed(table, col.YEAR)
    st.html(plain_table(told.heads(col.YEAR, words), told.cells(by_year, col.YEAR, names, words), words))
    by_country = summed(table, col.COUNTRY).sort_values([col.ROWS, col.COUNTRY], ascending=[False, True])
    if len(by_country) > 1:
        with folded(words("registers.by_country", count=len(by_country)), f"registers-{register}") as is_open:
            if is_open:
                cells = told.cells(by_country, col.COUNTRY, names, words)
                st.html(plain_table(told.heads(col.COUNTRY, words), cells, words))
