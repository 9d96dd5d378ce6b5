"""A table of one's own: a small TOML file says which of its columns are which of ours, and what its codes mean.

`docs/how-to/import.md` has the format; `python -m analytics import --propose FILE` writes a first one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analytics.feeds.feed import Feed, Sign, check
from analytics.feeds.records import column_name
from analytics.schema import col
from analytics.schema.codes import Label
from analytics.schema.tables import IMPORTED

COLUMNS = (
    col.FEED_ID,
    col.ORGANISATION,
    col.SECTOR_STATED,
    col.ATTACK_STATED,
    col.ACTOR,
    col.STARTED_ON,
    col.REPORTED_ON,
    col.PEOPLE_AFFECTED,
    col.COUNTRY,
    col.STATE,
    col.DEPARTMENT,
    col.COMMUNE,
    col.INSEE,
    col.FINESS_ET,
    col.LATITUDE,
    col.LONGITUDE,
    col.SOURCES,
)
"""Our columns that one of theirs may fill."""
CODED = (col.ATTACK_TYPE, col.SECTOR, col.HEALTH, col.CYBER, col.TIER, col.STATUS)
"""Our columns that take codes, by what one of theirs says."""
FIXED = (*CODED, col.REPORTED_AS, col.COUNTRY)
"""Our columns that may be the same in every row."""
_ENDINGS = {"csv": (".csv", ".txt", ".tsv"), "json": (".json",), "xlsx": (".xlsx",)}
_OPTIONS = {"day_first": bool, "january_is_a_year": bool, "claims": bool, "separators": str}
_KEYS = {"name", "title_fr", "title_en", "licence", "form", "columns", "needed", "fixed", "codes", "placeholders"}


def read_mapping(path: Path) -> Feed:
    """The feed that a mapping describes.

    Raises
    ------
    ValueError
        Where the file is no TOML, or a key, a column or a code of it is not known: with the name of the file, what was
        found and what was expected.
    """
    try:
        with path.open("rb") as file:
            written = tomllib.load(file)
    except FileNotFoundError:
        raise ValueError(f"{path}: there is no such file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name}: found a file that is no TOML ({error}), expected a mapping") from error
    try:
        return described(written)
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error


def described(written: Mapping[str, Any]) -> Feed:
    """The feed that a mapping describes, as TOML gives it; ValueError where a key, a column or a code is not known."""
    _known(written, _KEYS | set(_OPTIONS), "the mapping")
    name = _text(written, "name")
    if not re.fullmatch(r"[a-z0-9-]{1,40}", name):
        raise ValueError(f"name: found “{name}”, expected small letters, digits and hyphens")
    form = written.get("form", "csv")
    if form not in _ENDINGS:
        raise ValueError(f"form: found “{form}”, expected one of {', '.join(_ENDINGS)}")
    columns = _table(written, "columns")
    _known(columns, set(COLUMNS), "[columns]")
    if not columns:
        raise ValueError(f"[columns]: found nothing, expected one or more of {', '.join(COLUMNS)}")
    fixed = _table(written, "fixed")
    _known(fixed, set(FIXED), "[fixed]")
    theirs = {ours: _names(value, ours, form) for ours, value in columns.items()}
    needed = [_names(value, "needed", form) for value in written.get("needed", [])]
    options = {key: written[key] for key in _OPTIONS if key in written}
    for key, value in options.items():
        if not isinstance(value, _OPTIONS[key]) or value == "":
            raise ValueError(f"{key}: found “{value}”, expected a {_OPTIONS[key].__name__}")
    placeholders = written.get("placeholders", [])
    if not isinstance(placeholders, list) or not all(isinstance(each, int) for each in placeholders):
        raise ValueError(f"placeholders: found “{placeholders}”, expected a list of whole numbers")
    return check(
        Feed(
            name=name,
            title=Label(written.get("title_fr", name), written.get("title_en", name)),
            licence=str(written.get("licence", "?")),
            form=form,
            endings=_ENDINGS[form],
            columns=theirs,
            needed=tuple(needed) or tuple(theirs.values()),
            fixed={ours: _text(fixed, ours) for ours in fixed},
            signs=tuple(_signs(written.get("codes", []), form)),
            placeholders=frozenset(placeholders),
            **options,
        )
    )


def _signs(lists: object, form: str) -> list[Sign]:
    if not isinstance(lists, list) or not all(isinstance(each, dict) for each in lists):
        raise ValueError("codes: expected tables that begin with [[codes]]")
    signs = []
    for each in lists:
        _known(each, {"column", "from", "values"}, "[[codes]]")
        ours = _text(each, "column")
        if ours not in CODED:
            raise ValueError(f"[[codes]], column: found “{ours}”, expected one of {', '.join(CODED)}")
        (theirs, *_) = _names(each.get("from"), "from", form)
        values = _table(each, "values")
        signs += [Sign(ours, _text(values, value), theirs, value) for value in values]
    return signs


def _names(value: object, ours: str, form: str) -> tuple[str, ...]:
    names: list[Any] = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(name, str) and name for name in names):
        raise ValueError(f"{ours}: found “{value}”, expected the name of a column of the file, or a list of them")
    return tuple(name if form == "json" else column_name(name) for name in names)


def _known(table: Mapping[str, Any], known: set[str], where: str) -> None:
    strange = sorted(set(table) - known)
    if strange:
        order = [name for name in IMPORTED.names if name in known] + sorted(known - set(IMPORTED.names))
        raise ValueError(f"{where}: found “{strange[0]}”, expected one of {', '.join(order)}")


def _table(written: Mapping[str, Any], name: str) -> dict[str, Any]:
    table = written.get(name, {})
    if not isinstance(table, dict):
        raise ValueError(f"{name}: found “{table}”, expected a table")
    return table


def _text(table: Mapping[str, Any], name: str) -> str:
    value = table.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name}: found “{value if value is not None else 'nothing'}”, expected a text")
    return value
