"""A note as a page and as a PDF: one sheet of A4 in the house's type, with nothing fetched from anywhere.

WeasyPrint lays it out. What does not fit one sheet is shortened: the lists of a note get the longest of `ROOMS` with
which it fits, and the note says how much is left out and where that is.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from analytics.drawings.leaflet.assets import page_css
from analytics.drawings.svg import rasters
from analytics.drawings.theme import SANS, SERIF
from analytics.outputs.held import Held
from analytics.outputs.notes.areas import area_notes
from analytics.outputs.notes.incidents import incident_notes
from analytics.outputs.notes.note import ROOMS, About, Note
from analytics.outputs.templates import PAGES
from analytics.schema.version import DATA_DATE

if TYPE_CHECKING:
    from weasyprint import Document

VARIANT = "pdf/ua-1"  # ISO 14289-1: tagged, in a language, with a title


def fitted(held: Held, about: About) -> tuple[Note, Document]:
    """The longest note that fits one sheet, and the sheet; where none does, the shortest on as many as it takes."""
    for note in _shorter(held, about):
        document = _laid_out(note)
        if len(document.pages) == 1:
            break
    return note, document


def _shorter(held: Held, about: About) -> Iterator[Note]:
    """The notes of one thing, each with less room for its lists; what leaves no more out is not tried."""
    with_room = incident_notes(held, about) if about.kind == "incident" else area_notes(held, about)
    before = None
    for room in ROOMS:
        note = with_room(room)
        if note.parts != before:
            yield note
        before = note.parts


def html(held: Held, about: About) -> bytes:
    """The note as a page that prints on one sheet and carries all it needs."""
    note, _ = fitted(held, about)
    return _page(note, rasters.rules()).encode()


def pdf(held: Held, about: About) -> bytes:
    """The note as a tagged PDF; the same bytes for the same data."""
    _, document = fitted(held, about)
    named = f"{held.fingerprint} {about!r}"
    return bytes(document.write_pdf(pdf_identifier=hashlib.sha256(named.encode()).digest()[:16], pdf_variant=VARIANT))


def _laid_out(note: Note) -> Document:
    # only here: a machine without Pango has all of the atlas but this
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    faces = "".join(rasters.rule(family, str(weight), path.as_uri()) for weight, family, path in _faces())
    nothing_fetched = URLFetcher(allowed_protocols=("data", "file"))  # the picture is within, the faces are our files
    return HTML(string=_page(note, faces), url_fetcher=nothing_fetched).render()


def _page(note: Note, faces: str) -> str:
    return PAGES.get_template("note.html").render(
        note=note,
        words=note.words,
        faces=Markup(faces),  # noqa: S704 - our own
        colours=page_css("light"),
        sans=SANS,
        serif=SERIF,
        image=b64encode(note.picture.png).decode() if note.picture else "",
        day=DATA_DATE.isoformat(),
    )


def _faces() -> Iterator[tuple[int, str, Path]]:
    """Weight, family and file of each face."""
    for place, (family, weight) in enumerate(rasters.FAMILIES):
        yield weight, family, Path(rasters.faces()) / f"{place}.ttf"
