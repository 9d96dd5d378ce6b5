"""The note of one page in the form asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analytics.outputs import brief
from analytics.outputs.held import Held
from analytics.outputs.notes.note import About, Kind
from analytics.outputs.notes.page import html, pdf
from analytics.outputs.notes.word import docx
from analytics.schema import col

MAKERS: Mapping[str, Callable[[Held, About], bytes]] = {"html": html, "pdf": pdf, "docx": docx}


def note_file(held: Held, about: About, form: str) -> bytes:
    """A note as a file; `form` is a key of `note.FORMS`."""
    return MAKERS[form](held, about)


def kind_of(held: Held, code: str, asked: str | None = None) -> Kind:
    """What a code is the code of: as asked, else an incident, a country, or a department before a region.

    Raises
    ------
    ValueError
        Where nothing has it.
    """
    if asked == "incident" or (asked is None and code in set(held.atlas.incidents[col.INCIDENT_ID])):
        known = code in set(held.atlas.incidents[col.INCIDENT_ID])
        found: Kind = "incident"
    elif asked == col.COUNTRY or (asked is None and code in set(held.atlas.countries[col.CODE])):
        known, found = code in set(held.atlas.countries[col.CODE]), "country"
    else:
        return brief.level_of(held.atlas, code, asked)
    if not known:
        raise ValueError(f"no {found} has the code “{code}”")
    return found
