"""Pages that show one picture, or the card of one incident, alone, for the frames of other sites.

They hold no script, unless their address asks for the one that sends their height to the page around them, and ask
for nothing but our own pictures. A picture comes in the width and the colours that suit
the reader's screen; the long words that stand for it are on the page too.
"""

from __future__ import annotations

import base64
import hashlib
from itertools import pairwise
from math import ceil
from typing import NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup

from analytics import site
from analytics.atlas.atlas import Atlas
from analytics.drawings.leaflet.assets import page_css
from analytics.drawings.legends import mark_svg
from analytics.drawings.svg import canvas, rasters
from analytics.drawings.svg.canvas import WIDTHS, Drawing
from analytics.drawings.theme import THEMES
from analytics.outputs import pictures
from analytics.outputs.addresses import EMBED_THEMES, RESIZE, SIZE, THEME, asked, embed_path, picture_path
from analytics.outputs.html import cards
from analytics.outputs.templates import PAGES
from analytics.schema.codes import ATTACK_TYPES
from analytics.selection.selection import Selection
from analytics.words.escape import safe
from analytics.words.incidents import called
from analytics.words.text import Words

PHONE = 600  # pixels: a frame narrower than this gets the picture for telephones
_BELOW = 96  # pixels that the line below a picture takes, its margins included
_SCREEN = 375  # pixels: the telephone for which the height of a frame is reckoned
# the style stands in the page, so that a frame is one request and one picture
FACES = "/assets/fonts"  # where the faces of the pages are served
POLICY = (
    "default-src 'none'; img-src 'self' data:; font-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors *"
)
# what a frame tells the page around it, as often as it changes; a height is no secret, whoever frames it
_TELL = (
    "const tell = () => parent.postMessage("
    "{atlasHeight: Math.ceil(document.body.getBoundingClientRect().height)}, '*');"
    "addEventListener('load', tell); new ResizeObserver(tell).observe(document.body)"
)
# what that page does with it: it takes the height of that frame alone, and none that is not one
_LISTEN = """<script>(frame => addEventListener("message", event => {
  const height = event.source === frame.contentWindow && event.data ? event.data.atlasHeight : null;
  if (typeof height === "number" && height >= 100 && height <= 10000) frame.style.height = height + "px";
}))(document.currentScript.previousElementSibling);</script>"""


class _Source(NamedTuple):
    """One file of a picture, and the screens that it is for."""

    media: str
    address: str


def script_hash(text: str) -> str:
    """The source expression that allows one inline script and no other (CSP level 3, section 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy(resize: bool) -> str:
    """What a framed page may load and run: the one script where it sends its height, none elsewhere."""
    return f"{POLICY}; script-src {script_hash(_TELL)}" if resize else POLICY


def picture_page(name: str, drawing: Drawing, selection: Selection, theme: str, base: str, resize: bool = False) -> str:
    """The page of one picture.

    Parameters
    ----------
    name : str
        A name of `gallery.PICTURES`.
    drawing : Drawing
        The picture on the wide sheet.
    selection : Selection
    theme : str
        ``auto`` leaves it to the reader's system.
    base : str
        The path below which the program is served.
    resize : bool
        Whether it sends its height to the page around it.
    """
    words = Words(selection.lang)
    schemes = list(THEMES) if theme == "auto" else [theme]
    sources = [
        _Source(_media(scheme if theme == "auto" else "", size), _address(name, selection, scheme, size, base))
        for scheme in reversed(schemes)
        for size in reversed(WIDTHS)
    ]
    width, height = WIDTHS["wide"], drawing.height
    return PAGES.get_template("embed_picture.html").render(
        words=words,
        drawing=drawing,
        sources=sources[:-1],
        last=sources[-1].address,
        width=width,
        height=height,
        live=base + pictures.page_address(name, selection),
        colours=_style(theme, base),
        script=_TELL if resize else "",
    )


def _media(scheme: str, size: str) -> str:
    """The screens that a file is for, as a media query; empty for all."""
    conditions = [f"(prefers-color-scheme: {scheme})"] if scheme else []
    conditions += [f"(max-width: {PHONE - 1}px)"] if size == "narrow" else []
    return " and ".join(conditions)


def _address(name: str, selection: Selection, theme: str, size: str, base: str) -> str:
    usual = {THEME: "light", SIZE: "wide"}
    shown = [(field, value) for field, value in ((THEME, theme), (SIZE, size)) if value != usual[field]]
    return base + picture_path(name, "svg", [*selection.to_query(), *shown])


def card_page(row: cards.Row, atlas: Atlas, selection: Selection, theme: str, base: str, resize: bool = False) -> str:
    """The page of the card of one incident.

    Parameters
    ----------
    row : mapping
        The incident as published at the level of evidence of the selection.
    atlas : Atlas
    selection : Selection
        It names the incident; what else it narrows does not matter here.
    theme, base, resize
        As for `picture_page`.
    """
    words = Words(selection.lang)
    card = cards.card(row, atlas, words, mark_svg, selection.evidence, heading="h1")
    return PAGES.get_template("embed_card.html").render(
        words=words,
        name=called(row, words),
        card=Markup(card),  # noqa: S704 - every word from the data is escaped there
        kinds=list(ATTACK_TYPES),
        credit=canvas.credit(words),
        live=f"{base}/incident?{urlencode(selection.to_page())}",
        colours=_style(theme, base),
        script=_TELL if resize else "",
    )


def _style(theme: str, base: str) -> str:
    """The colours of a page and its faces, which the server that has the page has too."""
    faces = (
        rasters.rule(family, "200 900", f"{base}{FACES}/{name}.woff2") for name, family in rasters.VARIABLE.items()
    )
    return "".join(faces) + page_css(theme)


def refusal_page(reason: str, base: str, words: Words) -> str:
    """What a frame shows where its address holds nothing: that, and where to go."""
    return PAGES.get_template("embed_refusal.html").render(
        words=words, reason=reason, live=f"{base}/", colours=_style("auto", base), script=""
    )


def not_found_page(base: str, words: Words) -> str:
    """What an address shows that there is not: that, and the pages that there are."""
    pages = [(page.path, words(f"page.{page.name}")) for page in site.PAGES]
    return PAGES.get_template("not_found.html").render(
        words=words, pages=pages, live=f"{base}/", colours=_style("auto", base), script=""
    )


def address(name: str, selection: Selection, theme: str = EMBED_THEMES[0], resize: bool = False) -> str:
    """Address of the page that shows something alone, from the root of the site."""
    query = [*selection.to_query(), *([(THEME, theme)] if theme != EMBED_THEMES[0] else [])]
    query += [(RESIZE, "yes")] if resize else []
    return asked(embed_path(name), query)


def frame_height(wide: Drawing, narrow: Drawing) -> int:
    """Pixels that the frame of a picture needs, on a page and on a telephone alike."""
    on_a_phone = narrow.height * _SCREEN / WIDTHS["narrow"]
    return round(max(wide.height, on_a_phone)) + _BELOW


def snippet(source: str, title: str, height: int) -> str:
    """The lines that put one of these pages into another, in a frame of one height.

    Parameters
    ----------
    source : str
        The whole address of the page.
    title : str
        What the frame shows, for readers who do not see it.
    height : int
        In pixels.
    """
    style = f"border:0;width:100%;max-width:{WIDTHS['wide']}px"
    return (
        f'<iframe src="{safe(source)}" title="{safe(title)}" height="{height}" '
        f'style="{style}" loading="lazy" referrerpolicy="no-referrer"></iframe>'
    )


def text_snippet(source: str, title: str, heights: dict[int, int]) -> str:
    """The lines for a page of text, which is the higher the narrower its frame is; no script.

    Parameters
    ----------
    source, title : str
        As for `snippet`.
    heights : dict of int to int
        The height of the page in pixels, by width (`text_heights`).
    """
    room = f"position:relative;max-width:{WIDTHS['wide']}px;padding-bottom:{_falling(heights)}"
    style = "position:absolute;top:0;left:0;width:100%;height:100%;border:0"
    return (
        f'<div style="{room}"><iframe src="{safe(source)}" title="{safe(title)}" '
        f'style="{style}" loading="lazy" referrerpolicy="no-referrer"></iframe></div>'
    )


def _falling(heights: dict[int, int]) -> str:
    """A height in CSS that falls from width to width: in a padding, a percentage is one of the width.

    Where a wider page is no lower, the line of the next that is lower holds for both: it rises to the left.
    """
    falling = [(wide, max(high for width, high in heights.items() if width >= wide)) for wide in sorted(heights)]
    lines = [f"{falling[-1][1]}px"]
    for (narrow, high), (wide, low) in pairwise(falling):
        if high > low:
            slope = (high - low) / (wide - narrow)
            lines.append(f"calc({ceil(high + slope * narrow)}px - {100 * slope:.1f}%)")
    return f"max({','.join(lines)})"


def resized_snippet(source: str, title: str, height: int) -> str:
    """The lines for a page that sends its height (`resize=yes`), with the script that takes it; as for `snippet`."""
    return f"{snippet(source, title, height)}\n{_LISTEN}"
