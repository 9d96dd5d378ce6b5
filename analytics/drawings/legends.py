"""Legends of maps as HTML, and the marks that stand for a kind of attack."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from math import ceil, sqrt
from urllib.parse import quote

from analytics.drawings.shading import class_colours, unclassed
from analytics.drawings.theme import Theme, mark_style, thin_lines
from analytics.schema.codes import ATTACK_TYPES
from analytics.words.escape import safe

# Diameter in pixels of the circle of one. Every circle of every map and of the legend follows from it, whatever the
# filter, so that two maps compare. A one still holds its digit; the sixty-odd incidents of France, the most that the
# record has, stay below 100 pixels on the world.
CIRCLE_OF_ONE = 12

# Sites that were cut off or only depended on the system hit are drawn hollow: nobody entered there.
HOLLOW_ROLES = frozenset({"isolated", "served"})

# What the attacker alone claims is hollow too, and its rim is dashed: dash and gap, in the units of the shapes.
CLAIMED_DASH = "2.6 1.7"

SVG_NAMESPACE = "http://www.w3.org/2000/svg"
# Words of the legends. "up_to" holds {high}, "between" holds {low} and {high}.
LEGEND_WORDS = ("zero", "no_data", "up_to", "between", "fragile", "unclassed")
USUAL_WIDTH = 560  # pixels of a map on which circles have that size (areas.js)
CIRCLES_LEGEND_WORDS = ("circles",)
MARKS_LEGEND_WORDS = ("filled", "hollow", "claimed", "further", "cluster_legend", *ATTACK_TYPES)


def legend_html(
    breaks: Sequence[float],
    theme: Theme,
    words: Mapping[str, str],
    number: Callable[[float], str] = "{:g}".format,
    *,
    fragile: bool = False,
) -> str:
    """The classes of the map as an HTML list: no data, zero, each class with its two ends, fragile values.

    Parameters
    ----------
    breaks : the same as given to `shade`.
    words : the `LEGEND_WORDS` in the reader's language.
    number : how the language writes a number.
    fragile : whether the map hatches fragile values, which the legend then explains.
    """
    require_words(words, LEGEND_WORDS)
    entries = [(_hatched_swatch(theme), words["no_data"]), (_swatch(theme.zero, theme), words["zero"])]
    ramp = class_colours(len(breaks), theme)
    for index, end in enumerate(breaks):
        low = number(breaks[index - 1]) if index else ""
        pattern = words["between"] if index else words["up_to"]
        entries.append((_swatch(ramp[index], theme), pattern.format(low=low, high=number(end))))
    if fragile and not breaks:
        entries.append((_swatch(unclassed(theme), theme), words["unclassed"]))
    if fragile:
        entries.append((_fragile_swatch(theme), words["fragile"]))
    return _list("atlas-legend", entries)


def circles_legend_html(
    values: Sequence[float],
    theme: Theme,
    words: Mapping[str, str],
    number: Callable[[float], str] = "{:g}".format,
    one: float = CIRCLE_OF_ONE,
) -> str:
    """Two or three circles as large as the map draws them, with their numbers, then what their size says.

    Parameters
    ----------
    values : the counts to show, such as 1, 5 and 15; the same for every filter.
    words : the `CIRCLES_LEGEND_WORDS` in the reader's language.
    number : how the language writes a number.
    one : the diameter of the circle of one, in pixels.
    """
    require_words(words, CIRCLES_LEGEND_WORDS)
    entries = [(_circle(one * sqrt(value), theme), number(value)) for value in values]
    return _list("atlas-legend atlas-legend-circles", [*entries, ("", words["circles"])])


def marks_legend_html(
    types: Collection[str],
    theme: Theme,
    words: Mapping[str, str],
    *,
    hollow: bool = False,
    claimed: bool = False,
    further: bool = False,
) -> str:
    """What the marks mean, as an HTML list: the types in use, and whatever else the map has; rings with a count.

    Parameters
    ----------
    types : the types of attack to explain; their words are found under their codes in ``words``.
    words : the `MARKS_LEGEND_WORDS` in the reader's language.
    hollow : whether the map shows places that were cut off or only depended on the system hit.
    claimed : whether the map shows incidents that the attacker alone claims, which the legend then explains.
    further : whether the map shows further places of incidents.
    """
    require_words(words, MARKS_LEGEND_WORDS)
    entries = [
        (_mark_swatch(kind, colour, colour), words[kind])
        for kind, colour in theme.attack_types.items()
        if kind in types
    ]
    if hollow:
        entries.append((_mark_swatch("ransomware", theme.text, theme.paper), words["hollow"]))
    if claimed:
        entries.append((_mark_swatch("ransomware", theme.text, theme.paper, CLAIMED_DASH), words["claimed"]))
    if further:
        entries.append((_further_swatch(theme), words["further"]))
    entries.append((_cluster_swatch(theme), words["cluster_legend"]))
    return _list("atlas-legend atlas-legend-marks", entries)


def _drawing(content: str, size: float = 20, look: str = "") -> str:
    """A small picture inside an image element: Streamlit takes bare SVG out of HTML, and images it keeps."""
    box = f'viewBox="{-size / 2:g} {-size / 2:g} {size:g} {size:g}" width="{size:g}" height="{size:g}"'
    picture = f'<svg xmlns="{SVG_NAMESPACE}" {box}>{content}</svg>'
    return f'<img src="data:image/svg+xml,{quote(picture)}" width="{size:g}" height="{size:g}" alt=""{look}>'


def _swatch(colour: str, theme: Theme) -> str:
    return _drawing(f'<rect x="-9" y="-6" width="18" height="12" fill="{colour}" stroke="{theme.border}"/>')


def _hatched_swatch(theme: Theme) -> str:
    """Hatched as on the map: lines over the paper, in a box."""
    lines = "M-9 0L-3-6M-9 6L3-6M-3 6L9-6M3 6L9 0"
    return _drawing(
        f'<rect x="-9" y="-6" width="18" height="12" fill="{theme.paper}" stroke="{theme.no_data}"/>'
        f'<path d="{lines}" stroke="{theme.no_data}" stroke-width="1.4"/>'
    )


def _fragile_swatch(theme: Theme) -> str:
    """Hatched as on the map: thin lines over a class, the other way than those of no data."""
    fill = theme.ramp[1]
    lines = "M-9 1L-4 6M-9-6L3 6M-2-6L9 5M5-6L9-2"
    return _drawing(
        f'<rect x="-9" y="-6" width="18" height="12" fill="{fill}" stroke="{theme.border}"/>'
        f'<path d="{lines}" stroke="{thin_lines(fill, theme)}" stroke-width="0.8"/>'
    )


def _circle(diameter: float, theme: Theme) -> str:
    """The circle of a count, as large as on the map, which draws it smaller where the map is narrow."""
    size = ceil(diameter)
    narrows = f' style="width:min({size}px,{100 * size / USUAL_WIDTH:.2f}cqw);height:auto"'
    look = f'fill="{theme.ramp[3]}" stroke="{theme.paper}" stroke-width="1"'
    return _drawing(f'<circle r="{diameter / 2 - 0.5:.2f}" {look}/>', size, narrows)


def _further_swatch(theme: Theme) -> str:
    """A further place as on the map, joined to the mark of its incident."""
    return _drawing(
        f'<path d="M-5 5L5-4" stroke="{theme.selected}"/><circle cx="-5" cy="5" r="4.5" fill="{theme.text}"/>'
        f'<circle cx="5" cy="-4" r="3.3" fill="{theme.paper}" stroke="{theme.text}" stroke-width="1.4"/>'
    )


def _cluster_swatch(theme: Theme) -> str:
    """Several incidents as on the map: their number in a rim that the types of attack share."""
    first, second = list(theme.attack_types.values())[:2]
    return _drawing(
        f'<circle r="8" fill="{theme.paper}"/>'
        f'<g fill="none" stroke-width="3"><path d="M0-8A8 8 0 1 1-7 4" stroke="{first}"/>'
        f'<path d="M-7 4A8 8 0 0 1 0-8" stroke="{second}"/></g>'
        f'<text y="3.5" font-size="12" text-anchor="middle" fill="{theme.text}">3</text>'
    )


def mark_html(kind: str, theme: Theme, claimed: bool = False) -> str:
    """The mark of a type of attack as a small picture, the same as on the map; hollow and dashed for a mere claim."""
    colour = theme.attack_types[kind]
    return _mark_swatch(kind, colour, theme.paper, CLAIMED_DASH) if claimed else _mark_swatch(kind, colour, colour)


def mark_svg(kind: str, claimed: bool = False) -> str:
    """The same mark as bare SVG, in the colour that a style sheet gives to its class: for pages without Streamlit."""
    classes = f"mark type-{kind}" + (" claimed" if claimed else "")
    return (
        f'<svg class="{classes}" viewBox="-8 -8 16 16" width="16" height="16" aria-hidden="true">'
        f'<path d="{mark_style(kind).path}"/></svg>'
    )


def _mark_swatch(kind: str, colour: str, inside: str, dash: str = "") -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return _drawing(
        f'<path d="{mark_style(kind).path}" fill="{inside}" stroke="{colour}" stroke-width="1.5"{dashes}'
        ' transform="scale(1.15)"/>'
    )


def swatches_html(entries: Sequence[tuple[str, str]], theme: Theme) -> str:
    """Colours with what they mean as an HTML list."""
    return _list("swatches", [(_swatch(colour, theme), text) for colour, text in entries])


def _list(classes: str, entries: Sequence[tuple[str, str]]) -> str:
    """An HTML list that needs no style sheet; a page may still address it by its classes."""
    row = "display:flex;align-items:center;gap:0.35rem;margin:0"
    items = "".join(f'<li style="{row}">{drawing}<span>{safe(text)}</span></li>' for drawing, text in entries)
    style = "display:flex;flex-wrap:wrap;gap:0.2rem 1rem;list-style:none;margin:0;padding:0"
    return f'<ul class="{classes}" style="{style}">{items}</ul>'


def require_words(words: Mapping[str, str], names: Sequence[str]) -> None:
    """ValueError where a word is missing that a legend needs."""
    absent = [name for name in names if name not in words]
    if absent:
        raise ValueError(f"words lack {absent}")
