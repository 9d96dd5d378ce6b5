"""The names that each address takes, and the values that a name may have."""

from __future__ import annotations

from analytics.drawings.svg.canvas import WIDTHS
from analytics.drawings.theme import THEMES
from analytics.outputs.addresses import RESIZE, SIZE, THEME
from analytics.outputs.feeds import PAGE
from analytics.outputs.formats import DIALECTS
from analytics.outputs.labelled import LABELS
from analytics.selection.address import values_of
from analytics.selection.filters import FILTERS
from analytics.selection.selection import NAMES, Vocabulary

FEED_NAMES = (*(name for name, each in FILTERS.items() if each.side == "where"), "lang", PAGE)
PICTURE_NAMES = (*NAMES, THEME, SIZE)
# a note is about one thing: no area and no words narrow it
NOTE_NAMES = (
    "lang",
    "evidence",
    "from",
    "to",
    *(name for name, each in FILTERS.items() if each.codes and each.repeats),
)
EMBED_NAMES = (*NAMES, THEME, RESIZE)


def names_for(form: str) -> tuple[str, ...]:
    """The names that the address of a table in a format takes: the filters, and what is the format's own."""
    return (*NAMES, *{"csv": ("dialect", "labels"), "json": ("limit", "offset")}.get(form, ()))


def allowed(name: str, vocabulary: Vocabulary) -> list[str] | None:
    """Every value that a name may have; None where they can not be listed."""
    if name in FILTERS:
        values = values_of(FILTERS[name], vocabulary)
        return values and [*FILTERS[name].every[:1], *values]
    return list({"dialect": DIALECTS, "labels": LABELS, THEME: tuple(THEMES), SIZE: tuple(WIDTHS)}[name])
