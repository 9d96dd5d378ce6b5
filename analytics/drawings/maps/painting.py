"""How areas are filled: by the class of their value, hatched where it is fragile or unknown."""

from __future__ import annotations

from typing import NamedTuple

from analytics.drawings.maps.measured import Measured
from analytics.drawings.shading import tile_colours
from analytics.drawings.svg import canvas
from analytics.drawings.theme import Theme, contrast, thin_lines

UNKNOWN = "url(#nothing)"


class Painted(NamedTuple):
    """The colour of each area that has one, what is laid over it, and the patterns that the picture needs."""

    fills: dict[str, str]
    over: dict[str, str]
    patterns: list[str]


def painted(measured: Measured, theme: Theme, *, counts: bool) -> Painted:
    """Zero, no data and fragile are each drawn in their own way; `counts` says whether counts have colours too."""
    if measured.is_count and not counts:
        known = measured.values.dropna().index
        return Painted(dict.fromkeys(map(str, known), theme.zero), {}, [_nothing_known(theme)])
    fills = tile_colours(measured.values, measured.breaks, theme, counts=measured.is_count)
    over = {code: f"url(#{_fragile(fills[code])})" for code in map(str, measured.fragile)}
    patterns = [
        canvas.hatch(_fragile(colour), thin_lines(colour, theme), 1, 5)
        for colour in sorted({fills[code] for code in over})
    ]
    return Painted(fills, over, [_nothing_known(theme), *patterns])


def _nothing_known(theme: Theme) -> str:
    return canvas.hatch("nothing", theme.no_data, 1.2, 6)


def _fragile(colour: str) -> str:
    return f"fragile-{colour.removeprefix('#')}"


def ink(ground: str, theme: Theme) -> str:
    """The colour of letters on a ground: the text or the paper, whichever stands out more."""
    return max((theme.text, theme.paper), key=lambda colour: contrast(colour, ground))
