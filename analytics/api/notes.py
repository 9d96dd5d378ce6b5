"""The notes of one page: what their addresses ask for."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.api.parameters import NOTE_NAMES
from analytics.api.problems import Problem, Refused
from analytics.api.queries import chosen, read_query, shortened
from analytics.outputs.addresses import NOTES
from analytics.outputs.held import Held
from analytics.outputs.notes.making import kind_of
from analytics.outputs.notes.note import FORMS, KINDS, About, filename
from analytics.outputs.templates import ALONE


def about_and_form(path: str, query: bytes, held: Held, origin: str) -> tuple[About, str]:
    """What an address asks for; Problem where it holds no note."""
    kind, _, file = path.removeprefix(f"{NOTES}/").partition("/")
    code, _, form = file.rpartition(".")
    if kind not in KINDS:
        raise Problem(Refused("unknown-address", f"there are no notes of “{shortened(kind)}”", KINDS))
    if form not in FORMS:
        raise Problem(Refused("unknown-format", f"a note is not served as “{shortened(form)}”", tuple(FORMS)))
    selection = chosen(read_query(query, NOTE_NAMES), held.vocabulary)
    try:
        return About(kind_of(held, code, kind), code, selection, origin), form
    except ValueError:
        raise Problem(Refused("unknown-address", f"no {kind} has the code “{shortened(code)}”")) from None


def headers(about: About, form: str) -> Mapping[str, str]:
    """What is said of a note beside its bytes."""
    said = {
        "Content-Disposition": f'inline; filename="{filename(about, form)}"',
        "Content-Language": about.selection.lang,
    }
    return said | ({"Content-Security-Policy": ALONE} if form == "html" else {})
