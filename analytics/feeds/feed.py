"""What a feed is: whose it is, and how its columns and codes are called here.

Each feed is a table, written in a module of its own; `mapping` carries it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from analytics.feeds import values
from analytics.schema import col
from analytics.schema.codes import CODE_LISTS, Label

ANY = "*"
"""A value of `Sign`: whatever stands there, as long as something does."""


class Sign(NamedTuple):
    """One line of a crosswalk: what their value says in our codes.

    Attributes
    ----------
    column, code : of the imported table.
    theirs : column or path of the feed.
    value : as it stands there; with ``*`` at its end what begins so, `ANY` whatever there is.
    """

    column: str
    code: str
    theirs: str
    value: str


@dataclass(frozen=True)
class Feed:
    """A public feed, or a table of somebody's own, as it is mapped to the imported table.

    Attributes
    ----------
    name : what it is called on the command line.
    title, licence : for the report.
    form : ``csv`` or ``json``.
    endings : of its files, in small letters.
    columns : our column to theirs, the first of them that says something; a dotted path in JSON. Names of columns of a
        CSV are written as `records.column_name` gives them.
    needed : each group has to have one column or key that is there; without, a file or a record is not of this feed.
    fixed : our columns that are the same in every row.
    signs : the crosswalk of codes, the first line that holds decides.
    separators : between several values of one cell.
    instants : their column with the moment at which a row came in; many rows in one minute were imported together.
    placeholders : counts of people that stand for “not known yet”.
    january_is_a_year : whether 1 January stands for “some day of that year”.
    day_first : whether 03/04/2021 is in April.
    claims : whether every row is the claim of an attacker: none of its addresses is kept.
    names_only_of : the code of `health` for which names of organisations are kept; None for all.
    set_aside : signs of rows that are no incidents, with the rule as their code.
    """

    name: str
    title: Label
    licence: str
    form: str
    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[tuple[str, ...], ...]
    endings: tuple[str, ...] = (".csv",)
    fixed: Mapping[str, str] = field(default_factory=dict)
    signs: tuple[Sign, ...] = ()
    separators: str = ";"
    instants: tuple[str, ...] = ()
    placeholders: frozenset[int] = frozenset()
    january_is_a_year: bool = False
    day_first: bool = False
    claims: bool = False
    names_only_of: str | None = None
    set_aside: tuple[Sign, ...] = ()

    def lacks(self, record: Mapping[str, Any]) -> tuple[str, ...] | None:
        """The first group of columns or keys needed of which a record has none; None where it has all."""
        for group in self.needed:
            for name in group:
                if name in record or at_path(record, name) is not None:
                    break
            else:
                return group
        return None

    def instant(self, record: Mapping[str, Any]) -> str:
        """The minute in which a record came in, where the feed states moments; else empty."""
        text = str(first(record, self.instants) or "") if self.instants else ""
        return text[:16] if len(text) >= 19 else ""


def at_path(record: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401 - a cell of a feed
    """What stands under a name or a dotted path; of a list on the way, what its members have there."""
    if path in record or "." not in path:
        return record.get(path)
    found: Any = record
    for name in path.split("."):
        if isinstance(found, list):
            found = [each[name] for each in found if isinstance(each, dict) and name in each]
        elif isinstance(found, dict):
            found = found.get(name)
        else:
            return None
    return found


def first(record: Mapping[str, Any], names: tuple[str, ...]) -> Any:  # noqa: ANN401 - a cell of a feed
    """What stands under the first of some names or paths that says something; None where none does."""
    for name in names:
        cell = record[name] if name in record else at_path(record, name)
        if not values.is_nothing(cell):
            return cell
    return None


def check(feed: Feed) -> Feed:
    """The feed itself; ValueError where a code of its crosswalk is none of ours: a fault of its table."""
    lists = {
        col.ATTACK_TYPE: "attack_types",
        col.SECTOR: "sectors",
        col.STATUS: "statuses",
        col.TIER: "tiers",
        col.HEALTH: "yes_no",
        col.CYBER: "yes_no",
        col.AT_SUPPLIER: "yes_no",
        col.REPORTED_AS: "reported_as",
    }
    stated = [(sign.column, sign.code) for sign in feed.signs] + list(feed.fixed.items())
    for column, code in stated:
        if column in lists and code not in CODE_LISTS[lists[column]]:
            allowed = ", ".join(CODE_LISTS[lists[column]])
            raise ValueError(f"{feed.name}, {column}: found “{code}”, expected one of {allowed}")
    return feed
