"""Colours by job, in light and in dark, and the shape of each type of attack.

One `Theme` serves the figures, the maps and, by a test, the Streamlit configuration. It knows no figure and
no page: who draws asks for the colour of a job, never for a colour by its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, NamedTuple

from analytics.schema.codes import ATTACK_TYPES

SANS = '"Source Sans", "Source Sans 3", "Segoe UI", system-ui, sans-serif'
SERIF = '"Source Serif", "Source Serif 4", Georgia, serif'


@dataclass(frozen=True)
class Theme:
    """Every colour that a drawing may use, named after what it is for.

    Attributes
    ----------
    name : ``light`` or ``dark``, as Streamlit calls the two.
    paper, panel : the page, and what lies on it (sidebar, cards).
    text, muted : words to read, and words that accompany (sources, units, notes).
    line : frames and grids; never the only carrier of a meaning.
    border : outlines of areas on a map, between `zero` on both sides.
    accent : what can be clicked, and nothing else.
    selected : the outline of what the reader chose.
    caution : the rule beside a notice that limits what a page says; never the only carrier of it.
    attack_types : colour of each type of attack; always with its shape or its label (`mark_style`).
    ramp : five classes of a ratio, from the lowest to the highest, in one hue.
    zero : areas where the ratio is known to be zero; also the land of a map that is not shaded.
    no_data : the hatching of areas without a ratio; drawn as lines, never as a fill.
    """

    name: Literal["light", "dark"]
    paper: str
    panel: str
    text: str
    muted: str
    line: str
    border: str
    accent: str
    selected: str
    caution: str
    attack_types: Mapping[str, str]
    ramp: tuple[str, str, str, str, str]
    zero: str
    no_data: str


# Types: vermilion, blue, bluish green, reddish purple and black of Okabe and Ito (2008, "Color Universal
# Design"), darkened or lightened to reach 3:1 on the paper, and set at different lightnesses so that the
# commonest confusions and a grey print keep them apart.
LIGHT = Theme(
    name="light",
    paper="#fbf8f2",
    panel="#f3eee4",
    text="#26221d",
    muted="#645d52",
    line="#d9d1c3",
    border="#c2b8a6",
    accent="#0f5a66",
    selected="#26221d",
    caution="#8f5a00",
    attack_types=MappingProxyType(
        {
            "ransomware": "#c74f0b",
            "data-theft": "#05578f",
            "intrusion": "#1d9a75",
            "ddos": "#b56f9f",
            "wiper": "#8246e6",
            "attempt": "#16092e",
            "unknown": "#4d473e",
        }
    ),
    ramp=("#cbdad9", "#9fbcbf", "#719ca2", "#437780", "#1d505a"),
    zero="#eee8da",
    no_data="#9d9484",
)

DARK = Theme(
    name="dark",
    paper="#171512",
    panel="#221f1a",
    text="#ece6da",
    muted="#aba294",
    line="#3e3932",
    border="#524b42",
    accent="#7cc4c9",
    selected="#ece6da",
    caution="#d9a441",
    attack_types=MappingProxyType(
        {
            "ransomware": "#e9793b",
            "data-theft": "#5aa9e6",
            "intrusion": "#249672",
            "ddos": "#e0a3c8",
            "wiper": "#9054f6",
            "attempt": "#b6f03c",
            "unknown": "#cfc7b9",
        }
    ),
    ramp=("#28484d", "#3b6a71", "#569099", "#82b7be", "#bfe0e3"),
    zero="#302b25",
    no_data="#7d7568",
)

THEMES: Mapping[str, Theme] = MappingProxyType({theme.name: theme for theme in (LIGHT, DARK)})

# for a drawing within a page whose style sheet names the colours (`leaflet.assets.page_css`): it follows the page
OF_THE_PAGE = replace(
    LIGHT,
    paper="var(--paper)",
    text="var(--text)",
    muted="var(--muted)",
    line="var(--line)",
    border="var(--border)",
    selected="var(--selected)",
    zero="var(--zero)",
    no_data="var(--no-data)",
    ramp=("var(--ramp-0)", "var(--ramp-1)", "var(--ramp-2)", "var(--ramp-3)", "var(--ramp-4)"),
)


class MarkStyle(NamedTuple):
    """The shape of a type of attack, the same on every drawing.

    Attributes
    ----------
    symbol : name of the marker in plotly.
    path : the same shape as an SVG path around 0, 0; all have about the area of a circle of radius 5.
    """

    symbol: str
    path: str


_CROSS = "M-4.2-5.7L0-1.5L4.2-5.7L5.7-4.2L1.5 0L5.7 4.2L4.2 5.7L0 1.5L-4.2 5.7L-5.7 4.2L-1.5 0L-5.7-4.2Z"

_STAR = "M0-7.3L2.1-3L6.9-2.3L3.5 1.1L4.3 5.9L0 3.6L-4.3 5.9L-3.5 1.1L-6.9-2.3L-2.1-3Z"

_MARKS: Mapping[str, MarkStyle] = MappingProxyType(
    {
        "ransomware": MarkStyle("circle", "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0Z"),
        "data-theft": MarkStyle("diamond", "M0-6.6L6.2 0L0 6.6L-6.2 0Z"),
        "intrusion": MarkStyle("square", "M-4.6-4.6H4.6V4.6H-4.6Z"),
        "ddos": MarkStyle("triangle-up", "M0-6.4L6.6 5H-6.6Z"),
        "wiper": MarkStyle("star", _STAR),
        "attempt": MarkStyle("triangle-down", "M0 6.4L6.6-5H-6.6Z"),
        "unknown": MarkStyle("x", _CROSS),
    }
)

SHAPES: Mapping[str, str] = MappingProxyType({style.symbol: style.path for style in _MARKS.values()})


def mark_style(attack_type: str) -> MarkStyle:
    """Shape of a type of attack; a type that the schema does not know is an error."""
    if attack_type not in ATTACK_TYPES:
        raise ValueError(f"no mark for attack type {attack_type!r}; it must be one of {list(ATTACK_TYPES)}")
    return _MARKS[attack_type]


# Of the thin lines over a fill with that fill.
THIN_CONTRAST = 1.8


def thin_lines(fill: str, theme: Theme) -> str:
    """Colour of the thin lines over a fill that stands for a fragile value.

    On the way from the fill to the text or to the paper, whichever stands out more from it, and just as far as
    `THIN_CONTRAST`: seen, also in grey, without making the fill look like the next class.
    """
    ink = max((theme.text, theme.paper), key=lambda colour: contrast(colour, fill))
    steps = (_mixed(fill, ink, share / 100) for share in range(101))
    return next(colour for colour in steps if contrast(colour, fill) >= THIN_CONTRAST)


def _mixed(one: str, other: str, share: float) -> str:
    """A colour between two, by their channels: the first where the share is 0, the other where it is 1."""
    channels = ([int(colour[start : start + 2], 16) for start in (1, 3, 5)] for colour in (one, other))
    return "#" + "".join(f"{round(a + share * (b - a)):02x}" for a, b in zip(*channels, strict=True))


def relative_luminance(colour: str) -> float:
    """Relative luminance of a colour ``#rrggbb``, 0 for black to 1 for white.

    As defined by WCAG 2.2, "relative luminance" (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance).
    """
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours ``#rrggbb``, from 1 to 21, in either order.

    As defined by WCAG 2.2, "contrast ratio" (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio); text needs
    4.5 (criterion 1.4.3), marks and controls 3 (criterion 1.4.11).
    """
    darker, lighter = sorted((relative_luminance(one), relative_luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
