"""What is said where a file or a row is not what it claims to be: where, what was found, what was expected."""

from __future__ import annotations

from typing import NamedTuple

_SHOWN = 80  # signs of what was found


class Refusal(NamedTuple):
    """Why a row is set aside.

    Attributes
    ----------
    rule : a code of the list ``import_rules``.
    column : the column of the file, as its header or path says; empty where it is about the row.
    found, expected : in words.
    """

    rule: str
    column: str = ""
    found: str = ""
    expected: str = ""


class Refused(Exception):
    """Raised by whoever reads a cell that cannot be read."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def not_as_claimed(file: str, found: object, expected: str, place: str = "", column: str = "") -> ValueError:
    """The error of a file that cannot be read as the feed that was named.

    >>> str(not_as_claimed("a.csv", "Nom", "a column state", place="line 1"))
    'a.csv, line 1: found “Nom”, expected a column state'
    """
    where = ", ".join(part for part in (file, place, column and f"column {column}") if part)
    return ValueError(f"{where}: found “{shown(found)}”, expected {expected}")


def shown(found: object) -> str:
    """What was found, on one line and not too long."""
    text = " ".join(str(found).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
