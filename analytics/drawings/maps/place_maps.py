"""Maps of places as pictures that stand alone: one mark a place, in the shape and colour of its type of attack.

Marks that would hide each other are moved apart by a few pixels, and the picture says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analytics.drawings.charts.numbers import valued
from analytics.drawings.legends import HOLLOW_ROLES
from analytics.drawings.maps import outlines
from analytics.drawings.maps.frames import bottom, furniture, legend_column, window
from analytics.drawings.maps.legend import Column
from analytics.drawings.maps.marks import apart, place_mark
from analytics.drawings.maps.measured import place_name
from analytics.drawings.maps.outlines import Frame, Outlines
from analytics.drawings.maps.points import left_out, not_drawn, places_of
from analytics.drawings.svg import canvas
from analytics.drawings.svg.canvas import Body, Drawing, Sheet, Size
from analytics.drawings.theme import Theme
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES
from analytics.words import headlines
from analytics.words.incidents import counted, is_claimed

# How large a mark is drawn against its shape in the theme, and how far apart two marks have to be, in pixels.
_SCALE: dict[Size, float] = {"wide": 0.95, "narrow": 0.75}
_APART: dict[Size, float] = {"wide": 8.5, "narrow": 6.8}


def france_svg(
    sites: pd.DataFrame,
    incidents: pd.DataFrame,
    names: Mapping[str, str],
    scope: str,
    sheet: Sheet,
    drawn: Outlines | None = None,
) -> Drawing:
    """The places in France, each with the mark of its type of attack.

    Parameters
    ----------
    sites : DataFrame
        Sites with their places (`atlas.sites`).
    incidents : DataFrame
        The published incidents of a choice.
    names : mapping of str to str
        The name of each department by its code, in the language of the sheet.
    scope : str
        The choice in words; it stands in the picture.
    sheet : Sheet
    drawn : Outlines, optional
        The departments; `outlines.france` where it is absent.
    """
    words = sheet.words
    frames = drawn or outlines.france("department", sheet.size)
    points = places_of(sites, incidents, france=True)
    drawn_points = points.drop(index=not_drawn(points, france=True).index)
    title = words(
        "drawing.places",
        count=len(points),
        incidents=counted(points.drop_duplicates(col.INCIDENT_ID), words),
    )
    values = [
        valued(f"{place_name(names[code])} ({code})", words("area.site_count", count=count), words)
        for code, count in _most_first(drawn_points[col.DEPARTMENT]).items()
    ]
    notes = [*left_out(points, incidents, words, france=True), words("drawing.points"), words("drawing.known")]
    return canvas.picture(
        sheet,
        title,
        [words("drawing.places_subtitle"), scope],
        _body(frames, drawn_points, names, "drawing.insets_france", sheet),
        [*notes, words("drawing.places_source")],
        values,
    )


def world_svg(
    sites: pd.DataFrame,
    incidents: pd.DataFrame,
    names: Mapping[str, str],
    scope: str,
    sheet: Sheet,
    warning: Sequence[str] = (),
    drawn: Outlines | None = None,
) -> Drawing:
    """One mark for each incident on the map of the world; parameters as in `france_svg`, with the names of countries.

    `warning` has to be read before the map.
    """
    words = sheet.words
    frames = drawn or outlines.world(sheet.size)
    points = places_of(sites, incidents, france=False)
    drawn_points = points.drop(index=not_drawn(points, france=False).index)
    title = words(
        "world.finding",
        count=len(incidents),
        counted=headlines.count_of(incidents, words, in_an_area=True),
        countries=words("world.in_countries", count=incidents[col.COUNTRY].nunique()),
    )
    values = [
        valued(place_name(names[code]), counted(drawn_points[drawn_points[col.COUNTRY] == code], words), words)
        for code in _most_first(drawn_points[col.COUNTRY])
    ]
    notes = [*left_out(points, incidents, words, france=False), words("drawing.points"), words("drawing.known")]
    return canvas.picture(
        sheet,
        title,
        [words("drawing.world_subtitle"), scope, *warning],
        _body(frames, drawn_points, names, "drawing.insets_world", sheet),
        [*notes, words("drawing.map_source_world")],
        values,
    )


def _most_first(codes: pd.Series) -> dict[str, int]:
    """How often each code stands there, the most often first, of two the first by code."""
    counts = codes.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return {str(code): int(count) for code, count in counts.items()}


def _body(frames: Outlines, points: pd.DataFrame, names: Mapping[str, str], key: str, sheet: Sheet) -> Body:
    """The land, its insets, the marks and the legend; `key` is that of the words about the insets."""
    legend = _legend(points, frames, key, sheet)
    of_insets = {code: place_name(name) for code, name in names.items()}
    shapes = [
        *_land(frames, sheet.theme),
        *furniture(frames, of_insets, sheet.words, sheet.theme),
        *_marks(frames, points, sheet),
    ]
    return Body([*shapes, *legend.shapes], bottom(frames, legend))


def _land(frames: Outlines, theme: Theme) -> list[str]:
    paths = "".join(f'<path d="{path}"/>' for frame in frames.frames for path in frame.paths.values() if path)
    land = f'<g fill="{theme.zero}" stroke="{theme.border}" stroke-width="0.6">{paths}</g>'
    return [land, *window(frames, theme)]


def _marks(frames: Outlines, points: pd.DataFrame, sheet: Sheet) -> list[str]:
    """Every place once, in the frame that shows it largest."""
    shapes = []
    frame_of = frames_of(frames, points)
    for frame in frames.frames:
        there = points[pd.Series([chosen is frame for chosen in frame_of], index=points.index, dtype=bool)]
        spots = apart(frame.view.places(there), _APART[sheet.size])
        shapes += [
            place_mark(
                at,
                row[col.ATTACK_TYPE],
                row[col.ROLE],
                sheet.theme,
                _SCALE[sheet.size],
                claimed=is_claimed(row),
            )
            for at, row in zip(spots, rows_of(there), strict=True)
        ]
    return shapes


def frames_of(frames: Outlines, points: pd.DataFrame) -> list[Frame]:
    """The frame of each point: that of its department where it has one, Europe where it lies there, else the main."""
    enlarged = frames.enlarged
    chosen = []
    inside = enlarged.view.places(points) if enlarged else [(0.0, 0.0)] * len(points)
    for row, (x, y) in zip(rows_of(points), inside, strict=True):
        box = enlarged.box if enlarged else frames.main.box
        if row[col.DEPARTMENT] in frames.insets:
            chosen.append(frames.insets[row[col.DEPARTMENT]])
        elif enlarged and frames.insets:
            chosen.append(enlarged if row[col.DEPARTMENT] in enlarged.paths else frames.main)
        else:
            within = box.left < x < box.right and box.top < y < box.bottom
            chosen.append(enlarged if enlarged and within else frames.main)
    return chosen


def _legend(points: pd.DataFrame, frames: Outlines, key: str, sheet: Sheet) -> Column:
    """The types in use, hollow and dashed marks where there are any, and where the marks stand."""
    words, theme, legend = sheet.words, sheet.theme, legend_column(frames, sheet.size)
    entries = [
        (kind, "", words.label(ATTACK_TYPES, kind), False)
        for kind in ATTACK_TYPES
        if (points[col.ATTACK_TYPE] == kind).any()
    ]
    if points[col.ROLE].isin(HOLLOW_ROLES).any():
        kind = str(points.loc[points[col.ROLE].isin(HOLLOW_ROLES), col.ATTACK_TYPE].iloc[0])
        entries.append((kind, next(iter(HOLLOW_ROLES)), words("map.hollow"), False))
    claims = points[points[col.STATUS] == "claimed"]
    if len(claims):
        entries.append((str(claims[col.ATTACK_TYPE].iloc[0]), "", words("map.claimed"), True))
    for kind, role, label, claimed in entries:
        at = (legend.left + 8, legend.bottom + 8)
        legend.shapes.append(place_mark(at, kind, role, theme, 1.1, claimed=claimed))
        legend.text(label, theme.text, indent=22)
        legend.space(6)
    for text in (words("drawing.apart"), words(key)):
        legend.space(4)
        legend.text(text, theme.muted)
    return legend
