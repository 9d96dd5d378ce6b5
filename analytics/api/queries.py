"""What a request asks for, read from its query."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import parse_qsl

from analytics.api import limits, parameters
from analytics.api.problems import Problem, Refused
from analytics.drawings.svg.canvas import WIDTHS
from analytics.drawings.theme import THEMES
from analytics.outputs import addresses, formats, labelled, pictures
from analytics.outputs.answers import Asked, file_stem
from analytics.selection import spellings
from analytics.selection.address import LONGEST_QUERY, did_you_mean, from_query
from analytics.selection.selection import LIST_NAMES, NAMES, Selection, Vocabulary

_INTEGER = re.compile(r"0|[1-9]\d{0,8}", re.ASCII)


class Pictured(NamedTuple):
    """A picture in a format, understood."""

    name: str
    form: str
    selection: Selection
    theme: str
    size: str


def read_query(query: bytes, names: tuple[str, ...]) -> dict[str, list[str]]:
    """Every value of every name of a query, in order.

    Raises
    ------
    Problem
        Where it is too long, is not UTF-8, has a name that is not among those given, has an empty value (an empty
        cell in somebody's script must not take the whole atlas for one department), or repeats a name of one value.
    """
    if len(query) > LONGEST_QUERY:
        raise Problem(Refused("address-too-long", f"a query has at most {LONGEST_QUERY} bytes"))
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise Problem(Refused("unreadable-query", "a query is percent-encoded UTF-8")) from error
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        if name in names or not spellings.is_tracking(name):
            given.setdefault(name, []).append(value)
    refused = [_unknown_name(name, values, names) for name, values in given.items() if name not in names]
    for name, values in given.items():
        if name in names and len(values) > 1 and name not in LIST_NAMES:
            refused.append(Refused("repeated-name", f"{name} may be given once only", (), name, shortened(values[1])))
        if name in names and "" in values:
            detail = f"{name} is empty; leave it out to leave that side open"
            refused.append(Refused("unknown-value", detail, (), name))
    if refused:
        raise Problem(*refused)
    return given


def _unknown_name(name: str, values: list[str], names: tuple[str, ...]) -> Refused:
    shown = shortened(name)
    return Refused("unknown-name", f"“{shown}” is not known here", names, shown, shortened(values[0]))


def shortened(text: str) -> str:
    """Text as a refusal may repeat it."""
    return text if len(text) <= limits.LONGEST_REPEATED else text[: limits.LONGEST_REPEATED] + "…"


def understood(table: str, form: str, query: Mapping[str, list[str]], vocabulary: Vocabulary) -> Asked:
    """What a query asks of a table; Problem where a value is not known."""
    refused: list[Refused] = []
    dialect = value_of("dialect", query, formats.DIALECTS, refused)
    labels = value_of("labels", query, labelled.LABELS, refused)
    limit = whole_number("limit", query, (1, limits.LARGEST_LIMIT), refused)
    offset = whole_number("offset", query, (0, limits.LARGEST_OFFSET), refused)
    selection = chosen(query, vocabulary, refused)
    return Asked(table, form, selection, dialect, limit, offset or 0, labels)


def pictured(name: str, form: str, query: Mapping[str, list[str]], vocabulary: Vocabulary) -> Pictured:
    """What a query asks of a picture; Problem where a value is not known, or one is missing."""
    refused: list[Refused] = []
    theme = value_of(addresses.THEME, query, tuple(THEMES), refused)
    size = value_of(addresses.SIZE, query, tuple(WIDTHS), refused)
    selection = chosen(query, vocabulary, refused)
    return Pictured(name, form, selection, theme, size)


def value_of(name: str, query: Mapping[str, list[str]], allowed: tuple[str, ...], refused: list[Refused]) -> str:
    """The value of a name that has a list of values, the first where none is given."""
    value = query.get(name, [allowed[0]])[-1]
    if value not in allowed:
        refused.append(unknown_value(name, value, allowed))
    return value


def chosen(query: Mapping[str, list[str]], vocabulary: Vocabulary, refused: list[Refused] | None = None) -> Selection:
    """The selection of a query, its lists in one order; Problem with all that was refused, also before."""
    selection, problems = from_query({name: values for name, values in query.items() if name in NAMES}, vocabulary)
    refused = list(refused or [])
    for each in problems:
        values = parameters.allowed(each.name, vocabulary)
        refused.append(
            unknown_value(each.name, each.value, (each.allowed,) if values is None else tuple(values), each.nearest)
        )
    if refused:
        raise Problem(*refused)
    return replace(selection, **{name: tuple(sorted(getattr(selection, name))) for name in LIST_NAMES})  # type: ignore[arg-type]


def whole_number(
    name: str, query: Mapping[str, list[str]], bounds: tuple[int, int], refused: list[Refused]
) -> int | None:
    """The whole number that a name has; None where it is not given or was refused."""
    if name not in query:
        return None
    value = query[name][-1]
    low, high = bounds
    if _INTEGER.fullmatch(value) and low <= int(value) <= high:
        return int(value)
    refused.append(unknown_value(name, value, (f"a whole number from {low} to {high}",)))
    return None


def unknown_value(name: str, value: str, allowed: tuple[str, ...], nearest: Iterable[tuple[str, str]] = ()) -> Refused:
    """The refusal of a value, with what is allowed and what may have been meant."""
    detail = f"{name}: “{shortened(value)}” is not known{did_you_mean(nearest)}"
    return Refused("unknown-value", detail, allowed, name, shortened(value))


def picture_file_name(asked: Pictured) -> str:
    """A name for a picture's file: what it shows, of which choice, in which language."""
    named = Asked(asked.name, "", asked.selection)
    more = [one for one, usual in ((asked.theme, "light"), (asked.size, "wide")) if one != usual]
    return "_".join([file_stem(named), *more, asked.selection.lang]) + f".{asked.form}"


def picture_and_form(path: str) -> tuple[str, str]:
    """The picture and the format that an address names; Problem where there is no such address."""
    name, _, form = path.removeprefix(f"{addresses.PICTURES}/").rpartition(".")
    if name not in pictures.PICTURES:
        raise Problem(Refused("unknown-picture", f"there is no picture “{shortened(name)}”", tuple(pictures.PICTURES)))
    if form not in pictures.FORMS:
        raise Problem(Refused("unknown-format", f"{name} is not served as “{shortened(form)}”", tuple(pictures.FORMS)))
    return name, form


def embedded(path: str) -> str:
    """What the address of a page for frames shows; Problem where there is no such address."""
    name = path.removeprefix(f"{addresses.EMBED}/")
    there = (addresses.CARD, *pictures.PICTURES)
    if name not in there:
        raise Problem(Refused("unknown-picture", f"there is no picture “{shortened(name)}”", there))
    return name
