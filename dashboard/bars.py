"""The incidents behind the bars of a chart: a click on a bar opens them, and so does a list of the bars.

A figure cannot be walked through by keyboard; the list of its bars can, and both choose the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import streamlit as st

from analytics.drawings.charts.by_year import CLAIMED
from analytics.drawings.charts.kinds import code_of
from analytics.drawings.charts.numbers import valued
from analytics.outputs.held import Basis
from analytics.record.cells import rows_of, split_list
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, FRANCE, SERVICE_CODES, STATUSES
from analytics.selection.selection import Selection
from analytics.statistics.groups import GROUP, in_groups
from analytics.statistics.kinds import KIND, NAME, SIDE, SIZE, STATUS, Kinds
from analytics.statistics.totals import services_hit
from analytics.words.incidents import is_claimed
from analytics.words.kinds import label
from analytics.words.phrases import Row
from analytics.words.years import Panels
from dashboard import controls, frame, say
from dashboard.components import forget_unless
from dashboard.frame import Run

# of each side of a hospital, the filter and the column of the incidents
_FIELDS = {KIND: "hospital", SIZE: "capacity", STATUS: "ownership"}
_COLUMNS = {KIND: col.HOSPITAL_KINDS, SIZE: col.HOSPITAL_SIZES, STATUS: col.HOSPITAL_STATUSES}
AT_ONCE = 8  # incidents named under a chart; more are on Explore
YEAR = 4  # letters of a date known to the year


class Bar(NamedTuple):
    """One bar: what it is called with its number, and its incidents, the latest first."""

    name: str
    rows: list[Row]


def years(run: Run, country: str = "") -> dict[str, Bar]:
    """The bars of the chart by year, by the codes that they carry: each year whole, then each of its types.

    Of the incidents of one country alone, where one is named.
    """

    def make() -> dict[str, Bar]:
        words, found = run.words, dict[str, list[Row]]()
        for row in run.choice.rows:
            if country and row[col.COUNTRY] != country:
                continue
            year, kind = str(row[col.STARTED_ON])[:YEAR], CLAIMED if is_claimed(row) else str(row[col.ATTACK_TYPE])
            for code in (year, f"{year}:{kind}"):
                found.setdefault(code, []).append(row)
        named = {kind: words.label(ATTACK_TYPES, kind) for kind in ATTACK_TYPES}
        named |= {CLAIMED: words.label(STATUSES, CLAIMED), "": ""}
        order = ["", *ATTACK_TYPES, CLAIMED]
        codes = sorted(found, key=lambda code: (-int(code[:YEAR]), order.index(code[YEAR + 1 :])))
        return {
            code: _bar(" · ".join(filter(None, (code[:YEAR], named[code[YEAR + 1 :]]))), found[code], run)
            for code in codes
        }

    return run.once("bars-by-year", make, country)


def services(run: Run) -> dict[str, Bar]:
    """The bars of the chart of services, by the codes of these."""

    def make() -> dict[str, Bar]:
        return {
            code: _bar(
                run.words.label(SERVICE_CODES, code),
                [row for row in run.choice.rows if code in split_list(row[col.SERVICES])],
                run,
            )
            for code in services_hit(run.kept)
        }

    return run.once("bars-services", make)


def panels(found: Panels, everywhere: Basis, run: Run) -> dict[str, Bar]:
    """The bars of the panels of several areas, by the codes that they carry: those of an area together, the last first.

    Parameters
    ----------
    found : Panels
    everywhere : Basis
        The choice without its areas.
    run : Run
    """
    if found.kind == "group":
        pairs = in_groups(everywhere.kept[[col.INCIDENT_ID, col.COUNTRIES]], run.atlas.country_groups)
        pairs = pairs.rename(columns={GROUP: found.kind})[[col.INCIDENT_ID, found.kind]].drop_duplicates()
    else:
        pairs = run.atlas.sites[[col.INCIDENT_ID, found.kind]].dropna().drop_duplicates()
    touched = pairs.groupby(col.INCIDENT_ID)[found.kind].agg(list).to_dict()
    rows: dict[tuple[str, str], list[Row]] = {}
    for row in everywhere.rows:
        for area in touched.get(row[col.INCIDENT_ID], ()):
            rows.setdefault((str(area), str(row[col.STARTED_ON])[:YEAR]), []).append(row)
    return {
        f"{found.kind}-{area}:{year}": _bar(f"{found.names[area]} · {year}", rows[area, year], run)
        for area in found.drawn
        for year in sorted((year for one, year in rows if one == area), reverse=True)
    }


def whole_of_france(selection: Selection) -> Selection:
    """What the chart of hospitals by kind is of, whatever areas a choice names."""
    return replace(selection.everywhere(), country=(FRANCE,))


def kinds(run: Run, found: Kinds) -> dict[str, Bar]:
    """The rows of the chart of hospitals by kind, size and status that any incident touched.

    Of a side that the reader chose values of, these alone: the others are not what the choice is about.
    """

    def make() -> dict[str, Bar]:
        rows, bars = run.choice.held.choice(whole_of_france(run.selection)).rows, {}
        for each in rows_of(found.table):
            side, name = each[SIDE], each[NAME]
            chosen = getattr(run.selection, _FIELDS[side])
            own: list[Row] = [row for row in rows if name in split_list(row[_COLUMNS[side]])]
            if own and (not chosen or name in chosen):
                bars[code_of(side, name)] = _bar(label(each, run.words), own, run)
        return bars

    return run.once("bars-kinds", make)


def _bar(name: str, rows: list[Row], run: Run) -> Bar:
    return Bar(valued(name, run.words("answer.incidents", count=len(rows)), run.words), rows)


def narrowing(code: str, selection: Selection) -> dict[str, Any]:
    """What cuts a choice down to a bar: a year, with a type or of an area, a kind of hospital, or a service.

    Of claims alone, to their year.
    """
    first, _, second = code.partition(":")
    if first in _FIELDS:
        return {_FIELDS[first]: (second,)}
    if first.isdigit():
        return _of_year(first, selection) | ({"type": (second,)} if second in ATTACK_TYPES else {})
    if second:
        kind, _, area = first.partition("-")
        return _of_year(second, selection) | {kind: (area,)}
    return {"service": (code,)}


def _of_year(year: str, selection: Selection) -> dict[str, Any]:
    """The ends of a year, or those of the choice where they lie in it."""
    ends = {"start": selection.start, "end": selection.end}
    return {name: own if own.startswith(year) else year for name, own in ends.items()}


def narrowed_to(code: str, selection: Selection) -> Selection:
    """The choice cut down to a bar; of an area and a year, to that area in the place of those that are chosen."""
    first, _, second = code.partition(":")
    of_area = bool(second) and first not in _FIELDS and not first.isdigit()
    return replace(selection.everywhere() if of_area else selection, **narrowing(code, selection))


def opened(
    key: str, picked: str | None, bars: Mapping[str, Bar], run: Run, of: Selection | None = None, *, here: bool = False
) -> None:
    """The list of the bars, and the incidents of the one that was chosen in it or in the figure.

    Parameters
    ----------
    key : str
    picked : str or None
        The bar that the figure says was clicked; a figure keeps it in every later run, so that it counts once.
    bars : mapping of str to Bar
    run : Run
    of : Selection, optional
        What the chart is of, where that is not the choice of the page.
    here : bool
        Whether the page is Explore, which then shows them alone.
    """
    words, chosen, seen = run.words, f"bar-{key}", f"seen-bar-{key}"
    if picked != st.session_state.get(seen):
        st.session_state[seen] = picked
        if picked:
            st.session_state[chosen] = picked
    forget_unless(chosen, bars)
    code = st.selectbox(
        words("answer.of_bar"),
        list(bars),
        index=None,
        format_func=lambda bar: bars[bar].name,
        placeholder=words("answer.no_bar"),
        key=chosen,
        width=420,
    )
    if not code:
        return
    rows, pages = bars[code].rows, st.session_state["pages"]
    with st.container(key=f"behind-bar-{key}"):
        frame.incident_links(rows[:AT_ONCE], run)
        more = words("answer.more", count=len(rows) - AT_ONCE) if len(rows) > AT_ONCE else ""
        led = words("answer.here" if here else "answer.on_explore", name=bars[code].name)
        text = " ".join(part for part in (more, led) if part)
        if here:  # a link to the page that is open would change nothing
            cut = narrowing(code, run.selection)
            say.button(text, key=f"alone-{key}", type="tertiary", on_click=lambda: controls.choose(**cut))
        else:
            query = frame.pairs(narrowed_to(code, of or run.selection))
            say.page_link(pages["explore"], label=text, query_params=query)
