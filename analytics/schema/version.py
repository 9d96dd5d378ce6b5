"""The version of the data, its date and its licence, as every export and page states them."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

from analytics.schema.content import toml
from analytics.schema.rows import DATA

VERSION_FILE = "version.toml"
LICENCE = "Licence Ouverte 2.0 / Open Licence 2.0 (etalab-2.0)"


class Version(NamedTuple):
    """A state of the data.

    Attributes
    ----------
    number : three numbers with points: what was removed or renamed, what was added or corrected, what was repaired.
    day : that of the last change of a fact.
    known_until : the last day up to which incidents were searched for.
    """

    number: str
    day: date
    known_until: date

    @property
    def order(self) -> tuple[int, ...]:
        """What a later version has more of."""
        return order_of(self.number)


def read_version(path: Path = DATA / VERSION_FILE) -> Version:
    """The version of a folder of data; ValueError where its file is not readable, or lacks one of the three."""
    content = toml(path)
    if content.keys() != {"version", "date", "known_until"}:
        raise ValueError(f"{path.name}: expected version, date and known_until, found {sorted(content)}")
    for name in ("date", "known_until"):
        if type(content[name]) is not date:
            raise ValueError(f"{path.name}: expected {name} to be a day, like 2026-11-25, found {content[name]!r}")
    return Version(checked_number(content["version"], path.name), content["date"], content["known_until"])


def checked_number(number: str, where: str) -> str:
    """The number of a version as it is; ValueError where it has not three parts, like 1.2.0."""
    if not re.fullmatch(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", str(number), re.ASCII):
        raise ValueError(f"{where}: expected a version of three numbers, like 1.2.0, found “{number}”")
    return number


def order_of(number: str) -> tuple[int, ...]:
    """What a later version has more of; what is no version comes after all of them."""
    parts = number.split(".")
    return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else (sys.maxsize,)


CURRENT = read_version()
DATA_VERSION, DATA_DATE, KNOWN_UNTIL = CURRENT
