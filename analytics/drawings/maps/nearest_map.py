"""One day on the map of France: the share of people whose nearest large hospital was in degraded mode, and these."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analytics.drawings.charts.numbers import valued
from analytics.drawings.maps import outlines
from analytics.drawings.maps.frames import bottom, furniture, legend_column, window
from analytics.drawings.maps.legend import Column, Entry
from analytics.drawings.maps.measured import place_name
from analytics.drawings.maps.names_beside import Room, beside
from analytics.drawings.maps.outlines import Box, Outlines
from analytics.drawings.maps.painting import UNKNOWN
from analytics.drawings.maps.place_maps import frames_of
from analytics.drawings.shading import shade
from analytics.drawings.svg import canvas
from analytics.drawings.svg.canvas import Body, Drawing, Sheet
from analytics.drawings.theme import Theme
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.statistics.nearest_days import SHARE, SURELY, OneDay
from analytics.words import nearest as told
from analytics.words.nearest import HIGH, LOW

BREAKS = (0.25, 0.5, 0.75, 1.0)  # upper ends of the classes of shares: every day has the same
_POINT, _LETTERS = 5, 12
_PERHAPS = "url(#perhaps)"


def nearest_map(
    one: OneDay,
    hospitals: pd.DataFrame,
    names: Mapping[str, str],
    scope: str,
    sheet: Sheet,
    drawn: Outlines | None = None,
) -> Drawing:
    """The departments by the share of their people, hatched where it may be more, and the hospitals with their names.

    Parameters
    ----------
    one : OneDay
    hospitals : DataFrame
        Those of the day: surely, name, town, department, latitude, longitude, people.
    names : mapping of str to str
        The name of each department by its code, in the language of the sheet.
    scope : str
        The choice in words; it stands in the picture.
    sheet : Sheet
    drawn : Outlines, optional
        The departments; `outlines.france` where it is absent.
    """
    words, theme = sheet.words, sheet.theme
    frames = drawn or outlines.france("department", sheet.size)
    legend = _legend(one, hospitals, frames, sheet)
    shapes = [
        *_land(one, frames, theme),
        *furniture(frames, {code: place_name(name) for code, name in names.items()}, words, theme),
        *_hospitals(hospitals[hospitals[col.LATITUDE].notna()], frames, sheet),
    ]
    touched = one.areas[one.areas[HIGH] > 0].sort_values([LOW, HIGH], ascending=False, kind="stable")
    values = [
        valued(f"{place_name(names[str(code)])} ({code})", told.told(low, high, words), words)
        for code, low, high in zip(touched.index, touched[LOW], touched[HIGH], strict=True)
    ]
    values += [valued(told.hospital(row, words), told.state(row, words), words) for row in rows_of(hospitals)]
    patterns = [canvas.hatch("perhaps", theme.muted, 1, 6), canvas.hatch("nothing", theme.no_data, 1.2, 6)]
    return canvas.picture(
        sheet,
        told.of_day(one, words),
        [words("nearest.map_subtitle"), scope],
        Body([*shapes, *legend.shapes], bottom(frames, legend), patterns),
        [*told.notes(words), words("drawing.known"), words("drawing.insets_france"), words("nearest.places_source")],
        values,
    )


def _land(one: OneDay, frames: Outlines, theme: Theme) -> list[str]:
    """Each department in the colour of its class, hatched where no source rules out that it is more."""
    colours = shade(one.areas[f"{SHARE}_{col.LOW}"].clip(upper=1), BREAKS, theme).colours
    more = set(one.areas.index[one.areas[HIGH] > one.areas[LOW]])
    shapes = []
    for frame in frames.frames:
        for code, path in frame.paths.items():
            if path:
                shapes.append(f'<path d="{path}" fill="{colours.get(code, UNKNOWN)}"/>')
            if path and code in more:
                shapes.append(f'<path d="{path}" fill="{_PERHAPS}" stroke="none"/>')
    return [f'<g stroke="{theme.border}" stroke-width="0.6">{"".join(shapes)}</g>', *window(frames, theme)]


def _mark(x: float, y: float, surely: bool, theme: Theme) -> str:
    """A hospital: full where it is shown, open where it is not ruled out."""
    return canvas.circle(x, y, _POINT, theme.accent if surely else theme.paper, theme.paper if surely else theme.accent)


def _hospitals(hospitals: pd.DataFrame, frames: Outlines, sheet: Sheet) -> list[str]:
    """Every hospital in the frame that shows it largest, with its name where there is room for it in the main one."""
    theme, shapes = sheet.theme, []
    chosen = frames_of(frames, hospitals)
    for frame in frames.frames:
        there = hospitals[pd.Series([one is frame for one in chosen], index=hospitals.index, dtype=bool)]
        spots = frame.view.places(there)
        others = [inset.box for inset in frames.frames if frame is frames.main and inset is not frame]
        room = Room(frame.box, [*others, *(Box(x - _POINT, y - _POINT, 2 * _POINT, 2 * _POINT) for x, y in spots)])
        named: set[str] = set()  # a town with several hospitals is named once
        for (x, y), row in zip(spots, rows_of(there), strict=True):
            shapes.append(_mark(x, y, row[SURELY], theme))
            name = str(row["town"])
            # at the coast a name has room above and below alone, and only to the right of its beginning
            spot = room.free(name, _LETTERS, [*beside((x, y)), (x - _POINT, y - 11, ""), (x - _POINT, y + 20, "")])
            if spot and name not in named:
                named.add(name)
                room.take(name, _LETTERS, spot)
                shapes.append(
                    canvas.label(
                        spot[0], spot[1], name, theme.text, _LETTERS, anchor=spot[2], weight="600", halo=theme.paper
                    )
                )
    return shapes


def _legend(one: OneDay, hospitals: pd.DataFrame, frames: Outlines, sheet: Sheet) -> Column:
    """The classes of shares, the hatching and the two marks, of those that are there."""
    words, theme, legend = sheet.words, sheet.theme, legend_column(frames, sheet.size)
    colours = shade(pd.Series({str(end): end for end in BREAKS}), BREAKS, theme).colours
    legend.swatch(Entry(theme.zero, "", words("nearest.zero")), theme)
    low = 0.0
    for end in BREAKS:
        label = (
            words("nearest.up_to", high=words.percent(end))
            if not low
            else words.range(words.number(100 * low), words.percent(end))
        )
        legend.swatch(Entry(colours[str(end)], "", label), theme)
        low = end
    if (one.areas[HIGH] > one.areas[LOW]).any():
        legend.swatch(Entry(theme.zero, _PERHAPS, words("nearest.perhaps_areas")), theme)
    if any(code not in one.areas.index for frame in frames.frames for code in frame.paths):
        legend.swatch(Entry(UNKNOWN, "", words("nearest.outside")), theme)
    for surely, key in ((True, "nearest.surely"), (False, "nearest.perhaps")):
        if (hospitals[SURELY] == surely).any():
            legend.shapes.append(_mark(legend.left + 12, legend.bottom + 8, surely, theme))
            legend.text(words(key), theme.text, indent=32)
            legend.space(6)
    return legend
