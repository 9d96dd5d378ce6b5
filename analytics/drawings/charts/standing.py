"""Where the figures of one incident stand among all that are known: a strip of marks a measure, its own mark apart."""

from __future__ import annotations

import math
from collections.abc import Sequence

from analytics.drawings.charts import base
from analytics.drawings.charts.numbers import valued
from analytics.statistics.standing import Standing
from analytics.words import standing as told
from analytics.words.text import Words

UNDER = 0.42  # of a row: how far under its line a page writes; a picture takes the row, and goes down in pixels


def standing(name: str, found: Sequence[Standing], scope: str, look: base.Look) -> base.Chart:
    """The figures of the incident of that name, each among those of the others, from the smallest to the largest.

    Each strip has a scale of its own, logarithmic, from the smallest value known to the largest.
    """
    words = look.words
    return base.Chart(
        words("drawing.standing", name=name),
        [words("drawing.standing_subtitle"), scope],
        [words("drawing.standing_note"), words("drawing.known")],
        [valued(told.label(one.measure, words), told.place(one, words), words) for one in found],
        [base.Block([_strips(name, found, look)])] if found else [],
    )


def _strips(name: str, found: Sequence[Standing], look: base.Look) -> base.Panel:
    words, theme = look.words, look.theme
    other = base.Key(words("standing.others"), "dot", theme.muted, size=3.5)
    floor = base.Key(words("standing.floors"), "circle", theme.paper, rim=theme.muted, size=3.5)
    own = base.Key(name, "diamond", theme.attack_types["ransomware"], size=7)
    points, floors = [], False
    for place, one in enumerate(found):
        scale = _Scale(one)
        for each in one.others:
            floors |= each.floor
            value = told.amount(one.measure, each.value, each.floor, words)
            key, hover = floor if each.floor else other, f"{each.name.in_language(words.language)}<br>{value}"
            points.append(base.Point(scale.share(each.value), place, key, hover, each.incident))
        value = told.amount(one.measure, one.value, one.floor, words)
        points.append(base.Point(scale.share(one.value), place, own, f"<b>{name}</b><br>{value}"))
    return base.Panel(
        "rows",
        base.Axis(-0.03, 1.03),
        [],
        base.Room(0, 0, 0, 62, 6, first=30) if look.narrow else base.Room(236, 8, 0, 46, 6, first=16),
        base.Page(110 + 56 * len(found)),
        [base.Slot(told.label(one.measure, words)) for one in found],
        [
            base.Spans(base.line(theme.line), [base.Span(0, 1, place) for place in range(len(found))]),
            base.Points(points),
            base.Texts(_ends(found, 0, words), theme.muted, 12),
            base.Texts(_ends(found, 1, words), theme.muted, 12, "end"),
        ],
        legend=[own, other, *([floor] if floors else [])],
        naming=base.Naming(0, -16) if look.narrow else base.Naming(-10, 5, 226, anchor="end"),
    )


class _Scale:
    """A logarithmic scale from the smallest of the values to the largest, on which zero has a place."""

    def __init__(self, one: Standing) -> None:
        values = [one.value, *(other.value for other in one.others)]
        self.low, self.high = min(values), max(values)

    def share(self, value: float) -> float:
        """How far along it a value stands, from 0 to 1; in the middle where there is but one."""
        if self.low == self.high:
            return 0.5
        low, high = math.log1p(self.low), math.log1p(self.high)
        return (math.log1p(value) - low) / (high - low)


def _ends(found: Sequence[Standing], end: int, words: Words) -> list[base.Text]:
    """The smallest or the largest value known, under that end of each strip."""
    scales = {place: _Scale(one) for place, one in enumerate(found)}
    return [
        base.Text(end, place + UNDER, told.amount(found[place].measure, value, False, words), down=20)
        for place, scale in scales.items()
        for value in ((scale.low, scale.high)[end],)
        if scale.low != scale.high
    ]
