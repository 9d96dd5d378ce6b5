"""What pictures that stand alone are made of: text and shapes as SVG, and the frame that all of them share.

Made of text only, with no browser and no request, and the same to the byte for the same data. A sheet has one of two
widths, so that a picture can be read on a page and on a telephone: a picture made smaller has letters too small.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from analytics.drawings.charts.numbers import short
from analytics.drawings.legends import SVG_NAMESPACE
from analytics.drawings.theme import LIGHT, SANS, SERIF, SHAPES, Theme
from analytics.schema.version import LICENCE
from analytics.words import citations
from analytics.words.headlines import behind
from analytics.words.text import Words

Size = Literal["wide", "narrow"]
WIDTHS: dict[Size, int] = {"wide": 900, "narrow": 450}
_TITLE: dict[Size, float] = {"wide": 23, "narrow": 19}
# Width of a letter as a share of the size of the type: that of wide fallback types, so that no line runs out.
LETTER, BOLD_LETTER = 0.56, 0.66
SMALLEST = 12  # the smallest type of a picture, in pixels
PARTIAL = "partial"  # the pattern over a year that is not over
NO_BREAK = "\u00a0"
_BOUND = re.compile(r"(?<=\b\w) (?=\d)|(?<=\b\w\w) (?=\d)|(?<=\bsur) (?=\d)|(?<=\d) (?=\w)")  # around a number
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Drawing(NamedTuple):
    """One picture: the SVG, the words that stand for it where it cannot be seen, and its title."""

    svg: str
    alt: str
    title: str
    empty: bool = False  # nothing is drawn: the title, which says why, stands in its place

    @property
    def height(self) -> int:
        """In whole pixels, as the picture states it itself."""
        return round(float(self.svg.partition(' height="')[2].partition('"')[0]))


@dataclass(frozen=True)
class Sheet:
    """What a picture is drawn on."""

    words: Words
    theme: Theme = LIGHT
    size: Size = "wide"  # for a page; narrow for a telephone
    choice: str = ""  # what narrows the finding of the picture, in words; its title stands behind it

    @property
    def width(self) -> int:
        """In pixels."""
        return WIDTHS[self.size]

    @property
    def margin(self) -> int:
        """Left and right, in pixels."""
        return 32 if self.size == "wide" else 16

    @property
    def narrow(self) -> bool:
        """Whether it is that of a telephone."""
        return self.size == "narrow"


# --- text and shapes --------------------------------------------------------------------------------------------


def xml_text(text: object) -> str:
    """Text without the characters that XML cannot hold, not yet escaped."""
    return _NO_XML.sub("\ufffd", str(text))


def safe(text: object) -> str:
    """Text as it may stand in an element or an attribute."""
    return html.escape(xml_text(text), quote=True)


def fixed(value: float) -> str:
    """A coordinate to a tenth of a pixel, never “-0”."""
    return f"{round(float(value), 1) + 0.0:g}"


def label(
    x: float,
    y: float,
    text: object,
    fill: str,
    size: float = 13,
    *,
    anchor: str = "",
    weight: str = "",
    family: str = "",
    halo: str = "",
) -> str:
    """One line of text, its foot at `y`; a halo is a rim that lines behind the letters do not cross."""
    more = f' text-anchor="{anchor}"' if anchor else ""
    more += f' stroke="{halo}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    more += f' font-weight="{weight}"' if weight else ""
    more += f' font-family="{safe(family)}"' if family else ""
    return f'<text x="{fixed(x)}" y="{fixed(y)}" font-size="{size:g}" fill="{fill}"{more}>{safe(text)}</text>'


def rect(
    x: float, y: float, width: float, height: float, fill: str, stroke: str = "none", opacity: float | None = None
) -> str:
    """A rectangle from its upper left corner."""
    sides = f'x="{fixed(x)}" y="{fixed(y)}" width="{fixed(width)}" height="{fixed(height)}"'
    through = "" if opacity is None else f' fill-opacity="{opacity:g}"'
    return f'<rect {sides} fill="{fill}" stroke="{stroke}"{through}/>'


def line(x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 1, dash: str = "") -> str:
    """A straight line, whole or in dashes."""
    ends = f'x1="{fixed(x1)}" y1="{fixed(y1)}" x2="{fixed(x2)}" y2="{fixed(y2)}"'
    return f'<line {ends} stroke="{stroke}" stroke-width="{width:g}"{_dashed(dash)}/>'


def path(points: Iterable[tuple[float, float]], stroke: str, width: float = 1, dash: str = "") -> str:
    """A line through points, whole or in dashes."""
    through = "L".join(f"{fixed(x)} {fixed(y)}" for x, y in points)
    return f'<path d="M{through}" fill="none" stroke="{stroke}" stroke-width="{width:g}"{_dashed(dash)}/>'


def area(points: Iterable[tuple[float, float]], fill: str) -> str:
    """What a line through points encloses."""
    through = "L".join(f"{fixed(x)} {fixed(y)}" for x, y in points)
    return f'<path d="M{through}Z" fill="{fill}"/>'


def _dashed(dash: str) -> str:
    return f' stroke-dasharray="{dash}"' if dash else ""


def circle(x: float, y: float, radius: float, fill: str, stroke: str) -> str:
    """A circle that lets what lies under it be seen."""
    at = f'cx="{fixed(x)}" cy="{fixed(y)}" r="{fixed(radius)}"'
    return f'<circle {at} fill="{fill}" fill-opacity="0.82" stroke="{stroke}" stroke-width="1"/>'


def ring(x: float, y: float, radius: float, stroke: str) -> str:
    """A circle around something."""
    at = f'cx="{fixed(x)}" cy="{fixed(y)}" r="{fixed(radius)}"'
    return f'<circle {at} fill="none" stroke="{stroke}" stroke-width="2"/>'


def shape(x: float, y: float, symbol: str, fill: str, stroke: str = "", scale: float = 1) -> str:
    """A mark in one of the shapes of `theme.SHAPES`; with a stroke it is open."""
    rim = f' stroke="{stroke}" stroke-width="1.6"' if stroke else ""
    where = f"translate({fixed(x)} {fixed(y)})" + (f" scale({scale:g})" if scale != 1 else "")
    return f'<path d="{SHAPES[symbol]}" transform="{where}" fill="{fill}"{rim}/>'


def hatch(name: str, colour: str, width: float, step: float) -> str:
    """A pattern of slanted lines, to fill an area with or to lay over one."""
    return (
        f'<pattern id="{name}" width="{step:g}" height="{step:g}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="{step:g}" stroke="{colour}" '
        f'stroke-width="{width:g}"/></pattern>'
    )


def broken(text: str, size: float, width: float, letter: float = LETTER) -> list[str]:
    """A text on as many lines as it needs in that width; nothing is cut, and no narrow space is a place to break.

    No word stands alone on the last line where the line before it has another to give.
    """
    lines = textwrap.wrap(xml_text(text), _signs(size, width, letter), break_on_hyphens=False)
    if len(lines) > 1 and " " not in lines[-1] and lines[-2].count(" ") > 1:
        lines[-2], _, word = lines[-2].rpartition(" ")
        lines[-1] = f"{word} {lines[-1]}"
    return lines


def _signs(size: float, width: float, letter: float) -> int:
    return max(10, int(width / (letter * size)))


def balanced(text: str, size: float, width: float, letter: float = LETTER) -> list[str]:
    """The same on lines of about the same length, as a title has them; a number stays with the word it counts."""
    bound = _BOUND.sub(NO_BREAK, xml_text(text))
    most = _signs(size, width, letter)
    fewest = len(textwrap.wrap(bound, most, break_on_hyphens=False))
    for signs in range(max(10, len(bound) // max(1, fewest)), most + 1):
        lines = textwrap.wrap(bound, signs, break_on_hyphens=False, break_long_words=signs == most)
        if len(lines) == fewest and max(map(len, lines), default=0) <= most:
            break
    return [line.replace(NO_BREAK, " ") for line in lines]


def cut(name: str, width: float, size: float = 13) -> str:
    """A name on one line of that width; the whole name is in the description and in the tables."""
    return short(name, int(width / (0.52 * size)))


def paragraph(
    sheet: Sheet, y: float, text: str, size: float, fill: str, *, weight: str = "", family: str = ""
) -> tuple[list[str], float]:
    """The lines of a text over the whole width, and where the next thing may begin; a bold one is a title."""
    step, width = size * 1.35, sheet.width - 2 * sheet.margin
    lines = balanced(text, size, width, BOLD_LETTER) if weight else broken(text, size, width)
    drawn = [
        label(sheet.margin, y + size + place * step, one, fill, size, weight=weight, family=family)
        for place, one in enumerate(lines)
    ]
    return drawn, y + len(lines) * step


# --- the frame ------------------------------------------------------------------------------------------------------


class Body(NamedTuple):
    """What a picture shows between its title and its source: its shapes, patterns and height."""

    shapes: list[str]
    height: float
    patterns: Sequence[str] = ()


def picture(
    sheet: Sheet, finding: str, subtitles: Iterable[str], body: Body, notes: Iterable[str], values: Sequence[str]
) -> Drawing:
    """A picture in the frame that all share: title and choice above, notes, source, version and licence below.

    The title is the finding, in a sentence, behind the choice of the sheet; the notes are what the picture does not
    mean; title and values stand for it where it is not seen.
    """
    title = behind(sheet.choice, finding, sheet.words)
    alt = f"{title}. {sheet.words('semicolon').join(values) or sheet.words('drawing.nothing')}."
    theme, edge = sheet.theme, sheet.width - sheet.margin
    shapes, y = paragraph(sheet, 0.75 * sheet.margin, title, _TITLE[sheet.size], theme.text, weight="600", family=SERIF)
    y += 4
    for one in subtitles:
        drawn, y = paragraph(sheet, y, one, 13.5, theme.muted)
        shapes += drawn
    y += 14
    shapes.append(f'<g transform="translate(0 {fixed(y)})">{"".join(body.shapes)}</g>')
    y += body.height + 12
    shapes.append(line(sheet.margin, y, edge, y, theme.line))
    y += 4
    for one in [*notes, credit(sheet.words)]:
        drawn, y = paragraph(sheet, y, one, SMALLEST, theme.muted)
        shapes += drawn
    return drawing(sheet, title, alt, Body(shapes, y + 16, body.patterns))


def drawing(sheet: Sheet, title: str, alt: str, body: Body, name: str = "") -> Drawing:
    """Shapes as a drawing that a page has words around, or as a whole picture.

    Where several stand in one page, `name` tells their parts apart.
    """
    width, height = sheet.width, fixed(body.height)
    svg = (
        f'<svg xmlns="{SVG_NAMESPACE}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-labelledby="{name}title {name}desc" xml:lang="{sheet.words.language}" font-family="{safe(SANS)}">\n'
        f'<title id="{name}title">{safe(title)}</title>\n<desc id="{name}desc">{safe(alt)}</desc>\n'
        f"<defs>{''.join(body.patterns)}</defs>\n"
        f'<rect width="{width}" height="{height}" fill="{sheet.theme.paper}"/>\n'
        + "\n".join(body.shapes)
        + "\n</svg>\n"
    )
    return Drawing(svg, xml_text(alt), xml_text(title))


def credit(words: Words) -> str:
    """Who, which version, of which day, under which licence."""
    return f"{citations.credit(words)} {words('drawing.licence', licence=LICENCE)}"
