"""The scope of a page, France or the world: as its address says it, as it is where the address says nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analytics.atlas.atlas import Atlas
from analytics.outputs.receipts import RECEIPT
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.selection.filters import FILTERS
from analytics.selection.selection import SCOPES, WORLD, Selection, usual_scope

VIEW = "view"  # what addresses called the scope when it was that of a map alone
AREAS = frozenset(name for name, each in FILTERS.items() if each.side == "where")


def said(address: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """An address in which the country says what the old name of the scope said.

    Where a receipt is open, the figure that its link quotes was never narrowed by that name, and is not now.
    """
    own = {name: values for name, values in address.items() if name != VIEW}
    view = address.get(VIEW, [""])[-1]
    if view not in SCOPES:
        return dict(address)  # it is told as not understood
    if AREAS & own.keys() or RECEIPT in own:
        return own
    return {col.COUNTRY: [FRANCE if view == "france" else WORLD], **own}


def usual(selection: Selection, address: Mapping[str, Sequence[str]], atlas: Atlas) -> Selection:
    """The choice that an address says, in the usual scope of its language where the address says nothing of a choice.

    An address that narrows anything, or quotes a figure, says all of its choice, as for programs. One that opens an
    incident opens it in France where that was hit.
    """
    if selection.narrowing or any(name in address for name in (VIEW, RECEIPT, *AREAS)):
        return selection
    if selection.incident and country_of(selection.incident, atlas) != FRANCE:
        return selection
    return selection.scoped(usual_scope(selection.lang))


def country_of(incident: str, atlas: Atlas) -> str:
    """The country of an incident."""
    rows = atlas.incidents
    return str(rows[col.COUNTRY].to_numpy()[rows[col.INCIDENT_ID].to_numpy() == incident][0])


def cleared(selection: Selection) -> Selection:
    """Nothing but the language and the scope of a choice; that of the language, where a part of France said it."""
    scope = selection.scope if selection.country or not selection.names_part else usual_scope(selection.lang)
    return Selection(lang=selection.lang).scoped(scope)


def agreeing(before: Selection, selection: Selection, changed: Mapping[str, object]) -> Selection:
    """A choice that was changed, in areas that can meet.

    Whoever goes to another country leaves the parts of France, and the reverse; whoever asks for a group of countries
    leaves both; whoever leaves the last part of France is where the reader of the language begins.
    """
    if changed.get("group"):
        return replace(selection, country=(), region=(), department=())
    if before.names_part and not selection.names_area and col.COUNTRY not in changed:
        return selection.scoped(usual_scope(selection.lang))
    if not selection.names_part or not selection.country or FRANCE in selection.country:
        return selection
    if changed.get(col.COUNTRY):
        return replace(selection, region=(), department=())
    return replace(selection, country=(FRANCE,))
