"""Single cells of feeds: dates however written, counts, countries, addresses, names that may be a person's."""

from __future__ import annotations

import ast
import csv
import html
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from analytics.evidence.links import linkable
from analytics.feeds.refusals import Refusal, Refused, shown
from analytics.record.cells import is_date, plain
from analytics.record.files import DATA, read_csv
from analytics.schema import col
from analytics.schema.tables import LIST_SEPARATOR

NOTHING = {"", "unknown", "not available", "not found", "n/a", "none", "null", "?", "-", "[]"}
"""What feeds write, in small letters, where they know nothing."""
_LONGEST_NOTHING = max(map(len, NOTHING))
_KNOWN, _SHORT = 1 << 16, 200  # cells of which it is kept what they say, and how long they may be
_MONTHS = (
    ("jan", "janv", "januar"),
    ("feb", "fev", "fevr"),
    ("mar", "mars", "marz"),
    ("apr", "avr"),
    ("may", "mai"),
    ("jun", "juin"),
    ("jul", "juil"),
    ("aug", "aout"),
    ("sep", "sept"),
    ("oct", "okt"),
    ("nov",),
    ("dec", "dez"),
)
_HOUR = r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_ISO = re.compile(rf"(\d{{4}})(?:-(\d\d))?(?:-(\d\d))?{_HOUR}", re.ASCII)
_SLASHED = re.compile(r"(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})(?: \d\d:\d\d(?::\d\d)?)?", re.ASCII)
_SAID = re.compile(r"(?:(\d{1,2})\.? )?([^\W\d]{3,})\.? (\d{4})|(\d{4}) ([^\W\d]{3,})\.?(?: (\d{1,2}))?")
_PERSON = re.compile(
    r"(?:^|[\s,])(?:dr|doctor|docteur|mr|mrs|ms|mme|prof)\.?\s+[A-Z]"
    r"|\w[\s,]+(?:M\.?D|D\.?D\.?S|D\.?M\.?D|D\.?P\.?M|Ph\.?\s?D|Psy\.?D|Pharm\.?D|D\.?V\.?M|L\.?Ac|LCSW|LMFT|LPC|FACS)\b"
    r"|,\s*(?:D\.?O|O\.?D|D\.?C|R\.?N|N\.?P|P\.?T)\b|\w\s+(?:D\.O|O\.D|D\.C)\.",
)
_ADDRESS = re.compile(r"https?://[^\s;,'\"<>\]]+", re.IGNORECASE)
_HIDDEN = re.compile(r"\S*(?:\.onion\b|\.i2p\b)\S*", re.IGNORECASE)
# hosts to which whoever publishes what was stolen uploads it
_LEAKS = re.compile(
    r"^(?:www\.)?(?:(?:\w+\.)?(?:pastebin|pastebay|paste|ghostbin|privatebin|privnote|doxbin|anonfiles?|gofile|mega|zippyshare|"
    r"mediafire|bayfiles|file\.io|rapidshare|depositfiles|thepiratebay|breached|breachforums|raidforums|ufile|"
    r"sendspace|dropmefiles)\.[a-z.]+|t\.me|telegram\.(?:me|org)|mega\.co\.nz)$"
)
REMOVED = "[adresse retirée · address removed]"


class When(NamedTuple):
    """A date in ISO form and how precise it is: ``day``, ``month`` or ``year``."""

    text: str
    precision: str


def is_nothing(cell: object) -> bool:
    """Whether a cell says that nothing is known."""
    if isinstance(cell, str):
        return len(text := cell.strip()) <= _LONGEST_NOTHING and text.lower() in NOTHING
    return cell is None or cell in ([], {})


def said(cell: object) -> str:
    """The text of a cell on one line: no HTML entities, no stray spaces, no full stop after a name.

    >>> said(" Moorfields NHS UK &amp; Dubai ")
    'Moorfields NHS UK & Dubai'
    """
    text = str(cell)
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()  # half a sign, which JSON can name, is none
    return " ".join((html.unescape(text) if "&" in text else text).split())


def several(cell: object, separators: str = ";") -> list[str]:
    """The values of a cell: a list, the text of a Python list however deep, or values with a separator between.

    >>> several("[['', 'Energy', 'Health'], ['Health']]"), several("Loss, Theft", ",")
    (['Energy', 'Health'], ['Loss', 'Theft'])
    """
    if not isinstance(cell, str):
        return _each_once(cell)
    return list(_several_known(cell, separators) if len(cell) <= _SHORT else _several_of(cell, separators))


def when(cell: object, column: str, day_first: bool = False) -> When | None:
    """The date that a cell says; None where it says that nothing is known.

    Parameters
    ----------
    cell : str, int or mapping
        As text in any of the forms of `docs/how-to/import.md`, a year, or ``{year, month?, day?}`` as VERIS has it.
    column : str
        The name that an error gives.
    day_first : bool
        Whether 03/04/2021 is the third of April; else it is the fourth of March.

    Raises
    ------
    Refused
        Where it is no date, or one that the calendar has not.

    >>> when("2022 Dec", ""), when("07. Juli 2021", ""), when("5/1/2023", "").text
    (When(text='2022-12', precision='month'), When(text='2021-07-07', precision='day'), '2023-05-01')
    """
    return _when_known(cell, column, day_first) if isinstance(cell, str) else _when(cell, column, day_first)


@lru_cache(_KNOWN)
def _when_known(cell: str, column: str, day_first: bool) -> When | None:
    return _when(cell, column, day_first)


def _when(cell: object, column: str, day_first: bool) -> When | None:
    if is_nothing(cell):
        return None
    if isinstance(cell, dict):
        parts = [cell.get(name) for name in ("year", "month", "day")]
    else:
        parts = list(_parts(str(cell).strip(), day_first))
    while parts and parts[-1] is None:
        parts.pop()
    numbers = [part for part in parts if isinstance(part, int) and not isinstance(part, bool)]
    text = "-".join(f"{number:0{4 if not at else 2}d}" for at, number in enumerate(numbers))
    if not numbers or len(numbers) != len(parts) or not is_date(text):
        raise Refused(Refusal("date", column, shown(cell), "a date"))
    return When(text, ("year", "month", "day")[len(numbers) - 1])


def count(cell: object, column: str) -> int | None:
    """The whole number that a cell says; None where it says that nothing is known; Refused where it is none."""
    if is_nothing(cell):
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell == int(cell) >= 0:
        return int(cell)
    text = str(cell).strip()
    if len(text) <= 15 and text.isdecimal() and text.isascii():
        return int(text)
    if re.fullmatch(r"\d{1,15}\.0+", text, re.ASCII):
        return int(text.split(".")[0])
    if re.fullmatch(r"\d{1,3}(?:[,\u202f\u00a0 ]\d{3})+", text, re.ASCII):
        return int(re.sub(r"\D", "", text))
    raise Refused(Refusal("number", column, shown(cell), "a whole number"))


def degrees(cell: object, column: str, most: float) -> float | None:
    """A latitude or longitude; None where it says that nothing is known; Refused where it is none."""
    if is_nothing(cell):
        return None
    text = str(cell).strip().replace(",", ".")
    if re.fullmatch(r"-?\d{1,3}(?:\.\d+)?", text, re.ASCII) and abs(float(text)) <= most:
        return float(text)
    raise Refused(Refusal("number", column, shown(cell), f"degrees from -{most:g} to {most:g}"))


@cache
def countries() -> dict[str, str]:
    """ISO alpha-3 codes by everything that feeds write for a country, in plain words."""
    named: dict[str, str] = {}
    table = read_csv(DATA / "reference" / "countries.csv")
    for name in ("iso_a2", col.NAME_FR, col.NAME_EN, col.CODE):
        named.update((plain(str(key)), str(code)) for key, code in zip(table[name], table[col.CODE], strict=True))
    return named | {plain(row["name"]): row["country"] for row in rows("country_names.csv")}


@cache
def states() -> dict[str, str]:
    """Codes of the states and territories of the United States by code and by name, in plain words."""
    named = {plain(row["name"]): row["code"] for row in rows("us_states.csv")}
    return named | {code.lower(): code for code in named.values()}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a list of this package."""
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def may_name_a_person(name: str) -> bool:
    """Whether an organisation is called after a person, by title or degree: such a name is not kept.

    >>> may_name_a_person("Ellen Doe, M.D."), may_name_a_person("MD Anderson Cancer Center")
    (True, False)
    """
    return bool(_PERSON.search(name))


def addresses(cell: object) -> tuple[list[str], int]:
    """The addresses of a cell to which a reader may be sent, and how many others it has.

    Others are onion services and their gateways, sites to which stolen data are uploaded, and what is no address of
    the public web.
    """
    found = [address.rstrip(".,)") for text in _flat(cell) for address in _ADDRESS.findall(str(text))]
    hidden = sum(len(_HIDDEN.findall(_ADDRESS.sub(" ", str(text)))) for text in _flat(cell))
    kept = list(dict.fromkeys(address for address in found if may_be_linked(address)))
    return kept, hidden + sum(not may_be_linked(address) for address in found)


def may_be_linked(address: str) -> bool:
    """Whether an address leads to the public web and not to an attacker's site or to what was stolen."""
    if linkable({col.LINK: "yes", col.URL: address}) is None:
        return False
    host = address.split("//", 1)[1].split("/", 1)[0].split(":")[0].split("?")[0].lower()
    return not _LEAKS.match(host)


def without_addresses(text: str, every: bool) -> str:
    """A text of a row that was set aside, without addresses of attackers; without any where `every`."""
    cleared = _ADDRESS.sub(lambda found: found[0] if not every and may_be_linked(found[0]) else REMOVED, text)
    return _HIDDEN.sub(REMOVED, cleared)


def listed(values: Iterable[str]) -> str | None:
    """Several values as a cell; None where there are none."""
    return LIST_SEPARATOR.join(values) or None


def _parts(text: str, day_first: bool) -> Sequence[int | None]:
    if found := _ISO.fullmatch(text):
        return [int(part) if part else None for part in found.groups()]
    if found := _SLASHED.fullmatch(text):
        one, other, full = (int(part) if part else None for part in found.groups())
        return [full, other, one] if day_first or one is None else [full, one, other]
    if found := _SAID.fullmatch(text):
        before, month, year, year_first, month_after, after = found.groups()
        day = before or after
        return [int(year or year_first), _month(month or month_after), int(day) if day else None]
    return []


def _month(word: str) -> int:
    word = plain(word)
    full = next((at for at, names in enumerate(_MONTHS, 1) if word in names or word.startswith(names[-1])), 0)
    return full or next((at for at, names in enumerate(_MONTHS, 1) if word.startswith(names)), 0)


def _each_once(cell: object) -> list[str]:
    flat = [said(value) for value in _flat(cell)]
    return list(dict.fromkeys(value for value in flat if value.lower() not in NOTHING))


@lru_cache(_KNOWN)
def _several_known(cell: str, separators: str) -> tuple[str, ...]:
    return _several_of(cell, separators)


def _several_of(cell: str, separators: str) -> tuple[str, ...]:
    if cell.startswith("["):
        return tuple(_each_once(_list_text(cell)))
    for other in separators[1:]:
        cell = cell.replace(other, separators[0])
    return tuple(_each_once(cell.split(separators[0])))


def _list_text(text: str) -> Any:  # noqa: ANN401 - whatever the text says
    try:
        return ast.literal_eval(text) if len(text) < 1_000_000 else [text]
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return [text]


def _flat(cell: object, depth: int = 0) -> list[object]:
    if isinstance(cell, list | tuple) and depth < 20:
        return [value for each in cell for value in _flat(each, depth + 1)]
    if isinstance(cell, dict):
        return [value for each in cell.values() for value in _flat(each, depth + 1)] if depth < 20 else []
    return [] if cell is None else [cell]
