"""Hospitals touched by kind, for page, picture and receipt: of all France, whatever areas a choice names."""

from __future__ import annotations

from analytics.outputs.held import Basis
from analytics.schema import col
from analytics.statistics.kinds import Kinds, by_kind


def whole(basis: Basis) -> Basis:
    """The choice without its areas: what there is of each kind is known of all France."""
    return Basis(basis.held, basis.selection.everywhere())


def found(basis: Basis) -> Kinds:
    """The share touched of each kind."""
    named = basis.published[[col.LEGAL_ENTITIES, col.COUNTRY]]  # two columns: the whole choice is not cut for them
    return by_kind(named[basis.selection.everywhere().certain(basis.published)], basis.atlas.kinds)
